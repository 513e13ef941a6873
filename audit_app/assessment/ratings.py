"""What is said about the items of an assessment: each side's own rating, the agreed one, and what stands behind it.

Several people write at once. What two of them change in different fields of one item is put together; where both
changed the same field, nothing is stored and the second is shown both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import Confidence, ItemAnswer, Priority, Proof
from audit_app.assessment.apart import visible_ratings
from audit_app.assessment.changing import hold_to_change, note_change
from audit_app.assessment.entries import RATINGS, YES, item_readers, read_fields, value_of
from audit_app.assessment.instruments import instrument_of, item_of
from audit_app.assessment.merging import ChangedMeanwhile, Conflict, Merged, check_revision, merge
from audit_app.assessment.models import Assessment, Evidence, Rating, RatingChange
from audit_app.forum.access import Contribution
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import Side
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, Instrument, Item

FIELDS = (*RATINGS, "reason", "note", "confidence", "priority", "help_wanted")


class UnknownItemError(LookupError):
    """The instrument has no such item."""


@dataclass(frozen=True)
class ItemNow:
    """One item as it stands for somebody of one side. revision: to be sent back with a change."""

    item: Item
    answer: ItemAnswer
    revision: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class Sent:
    """What somebody sends about one item: fields as typed, and the revision of the item that they had seen."""

    typed: Mapping[str, str]
    seen_revision: int


@dataclass(frozen=True)
class Compared:
    """What sending something would do to an item: what stands, what would change, and what others changed meanwhile."""

    now: Mapping[str, str | None]
    merged: Merged
    revision: int


@dataclass(frozen=True)
class _Plan:
    rating: Rating
    changes: dict[str, str | None]


def read_item(session: Session, assessment: Assessment, item_id: str, side: Side | None) -> ItemNow:
    """One item as somebody of this side may see it. Raises UnknownItemError. Two queries."""
    found = read_items(session, assessment, side).get(item_id)
    if found is None:
        raise UnknownItemError("There is no such statement in this assessment.")
    return found


def read_items(session: Session, assessment: Assessment, side: Side | None) -> dict[str, ItemNow]:
    """Every item, in order, as somebody of this side may see it. Two queries."""
    rows, proofs = _rows(session, assessment), _proofs(session, assessment)
    found = {}
    for item in instrument_of(assessment).items:
        row = rows[item.id]
        answer = visible_ratings(answer_of(row, proofs.get(item.id, ())), side)
        found[item.id] = ItemNow(item, answer, row.revision, row.changed_by, row.changed_at)
    return found


def all_answers(session: Session, assessment: Assessment) -> dict[str, ItemAnswer]:
    """Every item of which something is known, with both sides' ratings. For signing and working out. Two queries."""
    rows, proofs = _rows(session, assessment), _proofs(session, assessment)
    answers = {item.id: answer_of(rows[item.id], proofs.get(item.id, ())) for item in instrument_of(assessment).items}
    return {name: answer for name, answer in answers.items() if answer != ItemAnswer()}


def save_item(
    session: Session, assessment: Assessment, item_id: str, sent: Sent, who: Contribution, at: datetime
) -> None:
    """Change one item; fields that were not sent stay as they are. Flushes.

    Raises InvalidEntryError (by field) and ChangedMeanwhile; then nothing has been stored.
    """
    try:
        save_items(session, assessment, {item_id: sent}, who, at)
    except InvalidEntryError as error:
        raise InvalidEntryError(
            {name.removeprefix(f"{item_id}-"): text for name, text in error.errors.items()}
        ) from None


def save_items(
    session: Session, assessment: Assessment, sent: Mapping[str, Sent], who: Contribution, at: datetime
) -> None:
    """Change several items at once, all of them or none. Flushes.

    Raises InvalidEntryError, whose fields are called ITEM-FIELD, and ChangedMeanwhile with every conflict; NotPossible
    when the assessment cannot be changed; UnknownItemError.
    """
    hold_to_change(session, assessment, who)
    instrument, rows = instrument_of(assessment), _rows(session, assessment)
    plans: list[_Plan] = []
    errors: dict[str, str] = {}
    conflicts: list[Conflict] = []
    together: dict[str, Mapping[str, str | None]] = {}
    for item_id, one in sent.items():
        item = item_of(instrument, item_id)
        if item is None:
            raise UnknownItemError("There is no such statement in this assessment.")
        try:
            plans.append(_plan(session, instrument, item, rows[item_id], one, who.side))
        except InvalidEntryError as error:
            errors |= {f"{item_id}-{field}": sentence for field, sentence in error.errors.items()}
        except ChangedMeanwhile as meanwhile:
            conflicts += meanwhile.conflicts
            together |= meanwhile.together
    if errors:
        raise InvalidEntryError(errors)
    if conflicts:
        raise ChangedMeanwhile(conflicts, {each.of: rows[each.of].revision for each in conflicts}, together)
    changing = [plan for plan in plans if plan.changes]
    for plan in changing:
        _write(session, plan, who, at)
    if changing:
        note_change(session, assessment, by=who.actor, at=at)


def compare_items(
    session: Session, assessment: Assessment, sent: Mapping[str, Sent], side: Side
) -> tuple[dict[str, Compared], dict[str, str]]:
    """What `save_items` would do, without doing it: by item, and every fault by ITEM-FIELD.

    Nothing is held or stored. Raises UnknownItemError, and NotPossible on a revision that never was.
    """
    instrument, rows = instrument_of(assessment), _rows(session, assessment)
    found: dict[str, Compared] = {}
    errors: dict[str, str] = {}
    for item_id, one in sent.items():
        item = item_of(instrument, item_id)
        if item is None:
            raise UnknownItemError("There is no such statement in this assessment.")
        try:
            found[item_id] = _compare(session, instrument, item, rows[item_id], one, side)
        except InvalidEntryError as error:
            errors |= {f"{item_id}-{field}": sentence for field, sentence in error.errors.items()}
    return found, errors


def answer_of(row: Rating, proofs: Sequence[Proof]) -> ItemAnswer:
    """A stored row as the shape that is worked with."""
    return ItemAnswer(
        management=value_of(row.management), staff=value_of(row.staff), agreed=value_of(row.agreed),
        reason=row.reason, note=row.note, confidence=row.confidence, priority=row.priority,
        help_wanted=row.help_wanted, proofs=tuple(proofs),
    )  # fmt: skip


def _plan(session: Session, instrument: Instrument, item: Item, row: Rating, sent: Sent, side: Side) -> _Plan:
    compared = _compare(session, instrument, item, row, sent, side)
    merged = compared.merged
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, {item.id: row.revision}, {item.id: merged.together})
    return _Plan(row, merged.changes)


def _compare(session: Session, instrument: Instrument, item: Item, row: Rating, sent: Sent, side: Side) -> Compared:
    typed = read_fields(sent.typed, item_readers(instrument.rating_scale(item)))
    other = "staff" if side is Side.MANAGEMENT else "management"
    if other in typed:
        raise InvalidEntryError({other: "Each side gives its own rating. You can only give the one of your side."})
    check_revision(row.revision, sent.seen_revision)
    now = _as_text(row)
    merged = merge(item.id, _as_seen(session, row, now, sent.seen_revision), now, typed)
    after = now | merged.changes
    if merged.changes and not merged.conflicts and after["agreed"] == DOES_NOT_APPLY and not after["reason"]:
        raise InvalidEntryError({"reason": "Say why this does not apply to your organisation."})
    return Compared(now, merged, row.revision)


def _as_seen(session: Session, row: Rating, now: dict[str, str | None], seen: int) -> dict[str, str | None]:
    """What an item held at an earlier revision: what stood before the first change since then, field by field."""
    if seen == row.revision:
        return now
    later = select(RatingChange).where(
        RatingChange.assessment_id == row.assessment_id,
        RatingChange.item_id == row.item_id,
        RatingChange.revision > seen,
    )
    changes = session.scalars(later.order_by(RatingChange.revision.desc()))  # the first change is written last
    return now | {change.field: change.before for change in changes}


def _write(session: Session, plan: _Plan, who: Contribution, at: datetime) -> None:
    row = plan.rating
    before = _as_text(row)
    # the row is held already; the condition makes sure that nothing can ever be overwritten unseen
    statement = (
        update(Rating)
        .where(
            Rating.assessment_id == row.assessment_id, Rating.item_id == row.item_id, Rating.revision == row.revision
        )
        .values(**_as_stored(plan.changes), revision=row.revision + 1, changed_by=who.actor, changed_at=at)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", session.execute(statement)).rowcount != 1:
        raise NotPossible("Somebody else has just changed this. Open the page again, and then make your change.")
    session.add_all(
        RatingChange(
            assessment_id=row.assessment_id, item_id=row.item_id, field=field, revision=row.revision + 1,
            before=before[field],
        )
        for field in plan.changes
    )  # fmt: skip
    session.flush()
    session.refresh(row)


def _as_text(row: Rating) -> dict[str, str | None]:
    return {
        "management": row.management, "staff": row.staff, "agreed": row.agreed, "reason": row.reason, "note": row.note,
        "confidence": row.confidence.value if row.confidence else None,
        "priority": row.priority.value if row.priority else None,
        "help_wanted": YES if row.help_wanted else None,
    }  # fmt: skip


def _as_stored(changes: Mapping[str, str | None]) -> dict[str, object]:
    stored: dict[str, object] = dict(changes)
    if confidence := changes.get("confidence"):
        stored["confidence"] = Confidence(confidence)
    if priority := changes.get("priority"):
        stored["priority"] = Priority(priority)
    if "help_wanted" in changes:
        stored["help_wanted"] = changes["help_wanted"] is not None
    return stored


def _rows(session: Session, assessment: Assessment) -> dict[str, Rating]:
    query = select(Rating).where(Rating.assessment_id == assessment.id)
    return {row.item_id: row for row in session.scalars(query.execution_options(populate_existing=True))}


def _proofs(session: Session, assessment: Assessment) -> dict[str, list[Proof]]:
    query = select(Evidence).where(Evidence.assessment_id == assessment.id).order_by(Evidence.id)
    found: dict[str, list[Proof]] = {}
    for row in session.scalars(query):
        found.setdefault(row.item_id, []).append(Proof(row.title, row.link, row.dated, row.owner_role))
    return found
