"""Good practice that organisations have published to their forum: searching it, one note, and its poster."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.assessment.models import PracticeNote
from audit_app.assessment.practice import about, published_note, search_practice, topics
from audit_app.forum.access import Access, may_see_shared_assessments
from audit_app.forum.contributors import organisations_on
from audit_app.forum.models import Forum
from audit_app.questionnaire.instrument import Element, Item
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.database_session import session
from audit_app.web.fields import printable
from audit_app.web.signed_in import forum_and_access, today

WHERE = "/forums/<slug>/practice"
LONGEST_SEARCH = 100  # characters
_LARGEST_ID = 2**63 - 1
# how many lines of the largest lettering fit on a sheet of A4, and how many characters in a line
_SIZES = (("largest", 11, 34), ("large", 17, 44), ("medium", 27, 62))


@dataclass(frozen=True)
class NoteLine:
    """A note with what it is about."""

    note: PracticeNote
    element: Element
    item: Item


@blueprint.get(WHERE)
def practice(slug: str) -> ResponseReturnValue:
    """Every published note, or those that fit the words, the topic and the element that were asked for."""
    forum, access = forum_and_access(slug, may_see_shared_assessments)
    every = search_practice(session(), forum, today())
    elements = {element.id: element.title for element, _ in about(session(), every).values()}
    known = topics(session(), forum, today())
    words = printable(request.args.get("q", ""))[:LONGEST_SEARCH].strip()
    topic = asked if (asked := request.args.get("topic", "")) in known else ""
    element = wanted if (wanted := request.args.get("element", "")) in elements else ""
    found = search_practice(session(), forum, today(), topic=topic, element_id=element, words=words)
    return render_template(
        "assessment/practice.html",
        forum=forum,
        lines=_lines(found),
        any_published=bool(every),
        topics=known,
        elements=sorted(elements.items(), key=lambda each: each[1].casefold()),
        words=words,
        topic=topic,
        element=element,
        own=_own(forum, access),
    )


@blueprint.get(f"{WHERE}/<int:practice_id>")
def practice_note(slug: str, practice_id: int) -> ResponseReturnValue:
    """One published note."""
    forum, access = forum_and_access(slug, may_see_shared_assessments)
    line = _published(forum, practice_id)
    mine = line.note.organisation_id in access.organisations
    return render_template("assessment/practice_note.html", forum=forum, line=line, mine=mine)


@blueprint.get(f"{WHERE}/<int:practice_id>/poster")
def poster(slug: str, practice_id: int) -> ResponseReturnValue:
    """The same on one sheet of A4, in letters as large as the text allows."""
    forum, _ = forum_and_access(slug, may_see_shared_assessments)
    line = _published(forum, practice_id)
    return render_template("assessment/poster.html", forum=forum, line=line, lettering=lettering(line.note))


def lettering(note: PracticeNote) -> str:
    """How large the text of a poster can be so that it fits one sheet of A4: largest, large, medium or small."""
    for name, lines, across in _SIZES:
        needed = sum(1 + len(part) // across for text in (note.did, note.changed) for part in text.split("\n"))
        if needed <= lines:
            return name
    return "small"


def _published(forum: Forum, practice_id: int) -> NoteLine:
    note = published_note(session(), forum, practice_id, today()) if practice_id <= _LARGEST_ID else None
    if note is None:
        abort(404)
    return _lines([note])[0]


def _lines(notes: list[PracticeNote]) -> list[NoteLine]:
    subjects = about(session(), notes)
    return [NoteLine(note, *subjects[note.id]) for note in notes]


def _own(forum: Forum, access: Access) -> list[tuple[int, str]]:
    """The organisations for which this person can write notes: number and name."""
    if not access.organisations:
        return []
    return [
        (each.id, each.name) for each in organisations_on(session(), forum, today()) if each.id in access.organisations
    ]
