"""Telling people by e-mail that they can fill in a self-assessment. The words are made when the e-mail leaves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentRound, AssessmentState
from audit_app.assessment.records import record
from audit_app.database import uk_day
from audit_app.forum.contributors import contributors_by_organisation
from audit_app.forum.models import Contributor
from audit_app.mail.models import MessageKind
from audit_app.mail.outbox import queue


def invite(session: Session, contributor: Contributor, *, by: str, at: datetime) -> None:
    """Queue the e-mail that says that somebody can sign in, and where. Noted in what is open. Flushes."""
    queue(session, MessageKind.CONTRIBUTOR, contributor.email, contributor.id, at)
    query = select(Assessment).where(
        Assessment.organisation_id == contributor.organisation_id, Assessment.state == AssessmentState.OPEN
    )
    note = f"{contributor.name} ({contributor.role}, {contributor.side.label})"
    for assessment in session.scalars(query):
        record(session, assessment, AssessmentDeed.INVITED, actor=by, at=at, note=note)
    session.flush()


def tell_leads(session: Session, assessment_round: AssessmentRound, at: datetime) -> int:
    """Queue an e-mail to every wellbeing lead of the forum that a round has opened. Returns how many. Flushes."""
    told = 0
    for contributors in contributors_by_organisation(session, assessment_round.forum).values():
        for contributor in contributors:
            if contributor.lead and contributor.organisation.in_forum_on(uk_day(at)):
                queue(session, MessageKind.ASSESSMENT_ROUND, contributor.email, contributor.id, at)
                told += 1
    return told
