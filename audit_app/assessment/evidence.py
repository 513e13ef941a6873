"""Evidence for the items of an assessment: what it is and where it is, never the thing itself, nothing about staff."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.changing import hold_to_change, note_change
from audit_app.assessment.entries import day, link, not_about_a_person, one_line, read_fields, required, role
from audit_app.assessment.instruments import instrument_of, item_of
from audit_app.assessment.merging import ChangedMeanwhile, refuse_stale
from audit_app.assessment.models import Assessment, Evidence
from audit_app.assessment.ratings import UnknownItemError
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible

MOST = 20  # for one item: evidence is to be found, not stored
LONGEST_TITLE = 200
FIELDS = ("title", "link", "dated", "owner_role")


def evidence_of(session: Session, assessment: Assessment) -> dict[str, list[Evidence]]:
    """All evidence by item, in the order in which it was added. One query."""
    query = select(Evidence).where(Evidence.assessment_id == assessment.id).order_by(Evidence.id)
    found: dict[str, list[Evidence]] = {}
    for row in session.scalars(query):
        found.setdefault(row.item_id, []).append(row)
    return found


def find_evidence(session: Session, assessment: Assessment, evidence_id: int) -> Evidence | None:
    """A piece of evidence by number, but only of this assessment."""
    return session.scalar(select(Evidence).where(Evidence.id == evidence_id, Evidence.assessment_id == assessment.id))


def add_evidence(
    session: Session, assessment: Assessment, item_id: str, typed: Mapping[str, str], who: Contribution, at: datetime
) -> Evidence:
    """Add one piece: fields title, link, dated (YYYY-MM-DD) and owner_role. Flushes.

    Raises InvalidEntryError, NotPossible and UnknownItemError.
    """
    hold_to_change(session, assessment, who)
    if item_of(instrument_of(assessment), item_id) is None:
        raise UnknownItemError("There is no such statement in this assessment.")
    if len(evidence_of(session, assessment).get(item_id, [])) >= MOST:
        raise NotPossible(f"There are {MOST} pieces of evidence already. Remove one that is not needed first.")
    read = read_evidence({field: typed.get(field, "") for field in FIELDS}, uk_day(at))
    made = Evidence(assessment_id=assessment.id, item_id=item_id, revision=0)
    _write(made, read)
    session.add(made)
    note_change(session, assessment, by=who.actor, at=at)
    return made


def change_evidence(
    session: Session, assessment: Assessment, evidence_id: int, typed: Mapping[str, str], seen_revision: int,
    who: Contribution, at: datetime,
) -> None:  # fmt: skip
    """Change one piece; fields that were not sent stay. Flushes.

    Raises InvalidEntryError, ChangedMeanwhile, and NotPossible, also when somebody has removed it meanwhile.
    """
    hold_to_change(session, assessment, who)
    found = _still_there(session, assessment, evidence_id)
    read = read_evidence(typed, uk_day(at))
    merged = refuse_stale(f"evidence-{found.id}", found.revision, seen_revision, _as_text(found), read)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, {f"evidence-{found.id}": found.revision})
    if merged.changes:
        _write(found, _as_text(found) | merged.changes)
        found.revision += 1
        note_change(session, assessment, by=who.actor, at=at)


def remove_evidence(
    session: Session, assessment: Assessment, evidence_id: int, seen_revision: int, who: Contribution, at: datetime
) -> None:
    """Remove one piece as it was seen. Flushes. Raises NotPossible when it has changed or is gone already."""
    hold_to_change(session, assessment, who)
    found = _still_there(session, assessment, evidence_id)
    if found.revision != seen_revision:
        raise NotPossible("Somebody else has changed this evidence. Look at it again before you remove it.")
    session.delete(found)
    note_change(session, assessment, by=who.actor, at=at)


def _still_there(session: Session, assessment: Assessment, evidence_id: int) -> Evidence:
    found = find_evidence(session, assessment, evidence_id)
    if found is None:
        raise NotPossible("This evidence has been removed. You can add it again.")
    session.refresh(found)
    return found


def read_evidence(typed: Mapping[str, str], today: date) -> dict[str, str | None]:
    """Read the fields of one piece; those that were not sent are left alone. Raises InvalidEntryError."""
    title = not_about_a_person(one_line("What it is", LONGEST_TITLE))
    return read_fields(
        typed,
        {
            "title": required(title, "Say what the evidence is, such as Stress policy."),
            "link": link,
            "dated": day("The date", latest=today),
            "owner_role": role("Who keeps it"),
        },
    )


def _write(row: Evidence, read: Mapping[str, str | None]) -> None:
    dated = read["dated"]
    row.title, row.link, row.owner_role = read["title"] or "", read["link"], read["owner_role"]
    row.dated = date.fromisoformat(dated) if dated else None


def _as_text(row: Evidence) -> dict[str, str | None]:
    dated = row.dated.isoformat() if row.dated else None
    return {"title": row.title, "link": row.link, "dated": dated, "owner_role": row.owner_role}
