"""A spreadsheet becomes a self-assessment of an organisation or a forum, and its ratings a first assessment.

A statement's id comes from its words, and the whole keeps its id as long as its title and owner stay: so a later
version keeps the ids of all statements whose words have not changed, and rounds can be compared.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.actions import add_action
from audit_app.assessment.diagnostics import Asked, Diagnostic, Meaning
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.instruments import instrument_of, pin
from audit_app.assessment.models import Assessment, AssessmentDeed, OwnInstrument
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, save_items
from audit_app.assessment.records import record
from audit_app.assessment.sheet_words import plain
from audit_app.forum.access import Contribution
from audit_app.forum.entries import InvalidEntryError, line
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.catalogue import digest, made_instrument
from audit_app.questionnaire.instrument import AssessmentScale, Instrument

LONGEST_TITLE = 120
_WORDS = ("Not started", "Planned", "In place in some areas", "In place everywhere", "In place everywhere and reviewed")
_SCALE = "maturity"
_DISCLAIMER = "This is a self-check. It is about the organisation, never about one person, and it is no accreditation."


@dataclass(frozen=True)
class Owner:
    """Whose a self-assessment is: one organisation's, or the whole forum's when there is no organisation."""

    forum: Forum
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Said:
    """What was read from a file and said about it. title: of the self-assessment; name: of its first assessment."""

    title: str
    name: str
    diagnostic: Diagnostic
    meaning: Meaning


def read_title(typed: str) -> str:
    """The title of a self-assessment. Raises InvalidEntryError (field "title")."""
    try:
        tidy = line(typed, "The title", LONGEST_TITLE)
    except ValueError as error:
        raise InvalidEntryError({"title": str(error)}) from None
    if not tidy:
        raise InvalidEntryError({"title": "Enter a title, such as Wellbeing diagnostic."})
    return tidy


def make_instrument(session: Session, owner: Owner, said: Said) -> tuple[Instrument, bool]:
    """The self-assessment that a diagnostic becomes, and whether it is new. Stores nothing. One query.

    The next version keeps the scale of the one before, and equal questions give the version that there is. Raises
    CatalogueError if a rule of every self-assessment is broken.
    """
    name = f"own-{_digest(f'{owner.organisation.id if owner.organisation else 0} {plain(said.title)}', 12)}"
    query = select(OwnInstrument).where(OwnInstrument.forum_id == owner.forum.id, OwnInstrument.instrument_id == name)
    stored = session.scalars(query.order_by(OwnInstrument.instrument_version.desc())).first()
    before = instrument_of(stored) if stored is not None else None
    content = _content(name, said, before.scales[0] if before is not None else None)
    if before is None:
        return made_instrument({**content, "version": 1}), True
    same = made_instrument({**content, "version": before.version})
    if digest(same) == digest(before):
        return before, False
    return made_instrument({**content, "version": before.version + 1}), True


def bring_in(
    session: Session, owner: Owner, said: Said, who: Contribution | None, *, by: str, at: datetime
) -> tuple[Instrument, Assessment | None]:
    """Store a self-assessment, if it is new, and the ratings as an open assessment of the organisation of `who`.

    Without `who`, or without anything but questions in the file, there is no assessment. Flushes. Raises
    InvalidEntryError (field "name") and NotPossible.
    """
    session.refresh(owner.forum, with_for_update=True)  # two who press at once make one version
    instrument, new = make_instrument(session, owner, said)
    if new:
        made = OwnInstrument(
            forum_id=owner.forum.id, organisation_id=owner.organisation.id if owner.organisation else None,
            made_by=by[:200], made_at=at,
        )  # fmt: skip
        pin(made, instrument)
        session.add(made)
        session.flush()
    if who is None or not any(said.diagnostic.count(what) for what in ("rating", "note", "evidence", "action")):
        return instrument, None
    organisation = session.get_one(Organisation, who.organisation_id)
    assessment = open_alone(session, organisation, instrument, said.name, by=by, at=at)
    _fill(session, assessment, said.diagnostic, who, at)
    count = said.diagnostic.count("rating")
    note = f"{count} {'rating' if count == 1 else 'ratings'} from a spreadsheet"
    record(session, assessment, AssessmentDeed.BROUGHT_IN, actor=by, at=at, note=note)
    session.flush()
    return instrument, assessment


def _fill(session: Session, assessment: Assessment, diagnostic: Diagnostic, who: Contribution, at: datetime) -> None:
    items = instrument_of(assessment).items
    asked = dict(zip((item.id for item in items), _in_order(diagnostic), strict=True))
    sent = {item_id: Sent(typed, 0) for item_id, each in asked.items() if (typed := _typed(each))}
    save_items(session, assessment, sent, who, at)
    for item_id, each in asked.items():
        if each.evidence:
            add_evidence(session, assessment, item_id, each.evidence, who, at)
        if each.action:
            add_action(session, assessment.organisation, each.action, who, at, assessment=assessment, item_id=item_id)


def _typed(asked: Asked) -> dict[str, str]:
    fields = {"agreed": asked.rating, "reason": asked.reason, "note": asked.note}
    return {field: text for field, text in fields.items() if text}


def _in_order(diagnostic: Diagnostic) -> list[Asked]:
    return [each for asked in diagnostic.elements.values() for each in asked]


def _content(name: str, said: Said, scale: AssessmentScale | None) -> dict[str, Any]:
    diagnostic = said.diagnostic
    times = Counter(each.text for each in _in_order(diagnostic))
    sections = [
        {
            "id": f"E-{_digest(element, 10)}",
            "title": element,
            "compulsory": False,
            "questions": [
                {"id": _item_id(each.text, element, times), "text": each.text, "scale": _SCALE} for each in asked
            ],
        }
        for element, asked in diagnostic.elements.items()
    ]
    count = diagnostic.questions
    return {
        "id": name, "title": said.title, "answered_by": "organisation", "shape": "framework",
        "minutes": str(min(count * 3, 600)),
        "summary": f"{count} {'question' if count == 1 else 'questions'} brought in from a spreadsheet.",
        "lead_in": "Rate how far your organisation has come with each of these.",
        "disclaimer": _DISCLAIMER,
        "scales": [scale.model_dump(mode="json") if scale is not None else _scale(said.meaning)],
        "sections": sections,
    }  # fmt: skip


def _item_id(text: str, element: str, times: Mapping[str, int]) -> str:
    """From the words alone, so that a question may move; with its element only where the same words stand twice."""
    return f"Q-{_digest(text if times[text] == 1 else f'{text} {element}', 12)}"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _scale(meaning: Meaning) -> dict[str, Any]:
    """Five levels, in the file's own words where exactly one of them means a level and is no number."""
    own = {
        level: [word for word, means in meaning.ratings.items() if means == level and not word.isdigit()]
        for level in ("0", "1", "2", "3", "4")
    }
    labels = [
        own[str(value)][0].capitalize() if len(own[str(value)]) == 1 else words for value, words in enumerate(_WORDS)
    ]
    if len({label.casefold() for label in labels}) < len(labels):
        labels = list(_WORDS)
    return {
        "id": _SCALE,
        "options": [{"value": value, "label": label} for value, label in enumerate(labels)],
        "dont_know": "Don't know",
        "does_not_apply": "Does not apply",
        "met_from": 3,
        "priority_below": 2,
    }
