"""The library of resources: a page to search, and what other pages show beside a low element.

The links are plain links. Nothing here asks another site; the operator's command does, and notes the day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.library import finding
from audit_app.library.definition import Library, Resource
from audit_app.library.reading import read_library
from audit_app.places import LIBRARY
from audit_app.resources.asking import Verdict
from audit_app.resources.checks import check_of, last_checks
from audit_app.web.components import long_date
from audit_app.web.database_session import session
from audit_app.web.fields import printable
from audit_app.web.security import kept

blueprint = Blueprint("resources", __name__)

ASK_EACH_TIME = "private, no-cache"  # it says the same to everyone, but shows who is signed in
LONGEST_SEARCH = 100  # characters

_CHECKED = {
    Verdict.OK: "Link last checked on {day}.",
    Verdict.MOVED: "Link last checked on {day}. It has moved, and leads on to another address.",
    Verdict.BROKEN: "The link did not work on {day}. Search for the title on the site of its owner.",
    Verdict.NO_ANSWER: "The site did not answer clearly on {day}.",
}


@dataclass(frozen=True)
class ResourceLine:
    """A resource as pages show it, and what is known about its link."""

    resource: Resource
    topics: tuple[str, ...]
    checked: str


@cache
def library() -> Library:
    """The library that comes with this release, read once."""
    return read_library(LIBRARY)


def lines(found: Iterable[Resource]) -> list[ResourceLine]:
    """Resources with what the last check of their links found. One query."""
    checks = last_checks(session())
    titles = {label.id: label.title for label in library().topics}
    made = []
    for each in found:
        check = check_of(each, checks)
        words = "Link not checked yet." if check is None else _CHECKED[check.outcome]
        day = "" if check is None else long_date(check.checked_on)
        made.append(ResourceLine(each, tuple(titles[topic] for topic in each.topics), words.format(day=day)))
    return made


@blueprint.app_template_global()
def resources_for(element_ids: Collection[str]) -> list[ResourceLine]:
    """What helps with these elements of an instrument, for `resources/_for_element.html`. Empty for unknown ones."""
    return lines(finding.resources_for(library(), element_ids))


@blueprint.get("/resources")
@kept(ASK_EACH_TIME)
def search() -> ResponseReturnValue:
    """Every resource, or those that fit the words, the topic and the element that were asked for."""
    words = printable(request.args.get("q", ""))[:LONGEST_SEARCH].strip()
    topic, element = (
        chosen if (chosen := request.args.get(name, "")) in {label.id for label in labels} else ""
        for name, labels in (("topic", library().topics), ("element", library().elements))
    )
    return render_template(
        "resources/library.html",
        library=library(),
        found=lines(finding.find(library(), words, topic, element)),
        words=words,
        topic=topic,
        element=element,
    )
