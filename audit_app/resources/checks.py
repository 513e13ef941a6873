"""Keeping what a check of the library's links found."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.library.definition import Library, Resource
from audit_app.resources.asking import Answer
from audit_app.resources.models import ResourceCheck


def record(session: Session, library: Library, answers: Mapping[str, Answer], on: date) -> None:
    """Note for each resource what its link answered on a day. answers: link → answer."""
    for resource in library.resources:
        if resource.link in answers:
            outcome = answers[resource.link].verdict
            session.merge(ResourceCheck(resource_id=resource.id, link=resource.link, checked_on=on, outcome=outcome))
    session.flush()


def last_checks(session: Session) -> Mapping[str, ResourceCheck]:
    """The last check of each resource, by its id. One query."""
    return {each.resource_id: each for each in session.scalars(select(ResourceCheck))}


def check_of(resource: Resource, checks: Mapping[str, ResourceCheck]) -> ResourceCheck | None:
    """The last check of a resource's present link, or None if this link has never been checked."""
    found = checks.get(resource.id)
    return found if found is not None and found.link == resource.link else None
