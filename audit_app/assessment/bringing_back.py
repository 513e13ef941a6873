"""Bringing a working copy back: every change before it is stored, and what others changed meanwhile.

What the file holds is compared with what it showed when it was made, field by field, so that only what somebody has
changed in it counts. Where somebody else has changed the same field since, both are shown and one is chosen.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from audit_app.analysis.assessed.ratings import in_words
from audit_app.analysis.assessed.working_copy import HEADINGS, YES
from audit_app.assessment.actions import actions_of, add_action, read_action
from audit_app.assessment.changing import hold_to_change
from audit_app.assessment.entries import RATINGS, value_of
from audit_app.assessment.evidence import add_evidence, evidence_of, read_evidence
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentDeed
from audit_app.assessment.ratings import Compared, Sent, compare_items, save_items
from audit_app.assessment.records import record
from audit_app.assessment.working_copies import RowFault, WorkingCopy, place_of, short
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.instrument import AssessmentScale, Instrument, Item

Field = tuple[str, str]  # an item's id, and the name of one of its fields
NOTHING = "Nothing"


@dataclass(frozen=True)
class Change:
    """One field that the file changes, in words."""

    item: Item
    number: int
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Clash:
    """One field that the file changes, and that somebody else has changed since the file was made."""

    item: Item
    number: int
    field: str
    heading: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Addition:
    """A new piece of evidence or a new action. kind: evidence or action; words: what it says."""

    item: Item
    number: int
    kind: str
    words: str
    typed: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """Everything that bringing a file back would do. faults: with any, nothing can be stored."""

    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    additions: tuple[Addition, ...]
    faults: tuple[RowFault, ...]

    @property
    def empty(self) -> bool:
        return not (self.changes or self.clashes or self.additions)

    @property
    def fingerprint(self) -> str:
        """The same for the same plan, so that what is stored is what was looked at."""
        shown = [(each.item.id, each.heading, each.before, each.after) for each in self.changes]
        shown += [(each.item.id, each.heading, each.theirs, each.mine) for each in self.clashes]
        shown += [(each.item.id, each.kind, each.words, "") for each in self.additions]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


class PlanChangedError(NotPossible):
    """Somebody has changed the assessment since the changes were looked at. plan: what they are now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Somebody has just changed this assessment. Look at the changes again, then save.")
        self.plan = plan


def plan_of(session: Session, assessment: Assessment, copy: WorkingCopy, who: Contribution, at: datetime) -> Plan:
    """What bringing a file back would do now. Stores nothing. Raises NotPossible on a revision that never was."""
    return _plan(session, assessment, copy, who, at)[0]


def bring_back(
    session: Session, assessment: Assessment, copy: WorkingCopy, mine: Collection[Field], looked_at: str,
    who: Contribution, at: datetime,
) -> int:  # fmt: skip
    """Store what was looked at, all of it or nothing; returns how many changes. Flushes.

    mine: the clashes in which the file wins; in all others what stands stays. looked_at: fingerprint of the plan that
    was shown. Raises PlanChangedError, NotPossible and InvalidEntryError.
    """
    hold_to_change(session, assessment, who)
    plan, compared = _plan(session, assessment, copy, who, at)
    if plan.faults or plan.fingerprint != looked_at:
        raise PlanChangedError(plan)
    sent, taken = {}, len(plan.changes) + len(plan.additions)
    for name, one in compared.items():
        typed = {field: value or "" for field, value in one.merged.changes.items()}
        won = [each for each in one.merged.conflicts if (name, each.field) in mine]
        typed |= {each.field: each.typed or "" for each in won}
        taken += len(won)
        if typed:
            sent[name] = Sent(typed, one.revision)
    save_items(session, assessment, sent, who, at)
    for each in plan.additions:
        if each.kind == "evidence":
            add_evidence(session, assessment, each.item.id, each.typed, who, at)
        else:
            add_action(
                session, assessment.organisation, each.typed, who, at, assessment=assessment, item_id=each.item.id
            )
    note = f"{taken} {'change' if taken == 1 else 'changes'}"
    record(session, assessment, AssessmentDeed.WORKING_COPY_BROUGHT_BACK, actor=who.actor, at=at, note=note)
    session.flush()
    return taken


def _plan(
    session: Session, assessment: Assessment, copy: WorkingCopy, who: Contribution, at: datetime
) -> tuple[Plan, dict[str, Compared]]:
    instrument = instrument_of(assessment)
    numbers = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    sent = {name: Sent(row.typed, row.revision) for name, row in copy.rows.items()}
    compared, errors = compare_items(session, assessment, sent, who.side)
    changes: list[Change] = []
    clashes: list[Clash] = []
    for name in (each for each in numbers if each in compared):
        item, one = instrument.item_by_id[name], compared[name]
        scale = instrument.rating_scale(item)
        for field, after in one.merged.changes.items():
            before = said(scale, field, one.now[field])
            changes.append(Change(item, numbers[name], HEADINGS[field], before, said(scale, field, after)))
        for conflict in one.merged.conflicts:
            theirs, mine = said(scale, conflict.field, conflict.now), said(scale, conflict.field, conflict.typed)
            heading = HEADINGS[conflict.field]
            clashes.append(Clash(item, numbers[name], conflict.field, heading, theirs, mine))
    faults = [*copy.faults, *(_fault(copy, name, sentence) for name, sentence in errors.items())]
    additions = _additions(session, assessment, copy, numbers, faults, at)
    return Plan(tuple(changes), tuple(clashes), tuple(additions), tuple(faults)), compared


def said(scale: AssessmentScale, field: str, value: str | None) -> str:
    """What a field holds, in words."""
    if value is None:
        return NOTHING
    if field in RATINGS:
        return in_words(scale, value_of(value))
    if field == "help_wanted":
        return YES
    return value.capitalize() if field in {"confidence", "priority"} else value


def _fault(copy: WorkingCopy, name: str, sentence: str) -> RowFault:
    item_id, _, field = name.rpartition("-")
    row = copy.rows[item_id]
    return RowFault(place_of(row.line, "item", field), short(row.typed.get(field, "")), sentence)


def _additions(
    session: Session, assessment: Assessment, copy: WorkingCopy, numbers: Mapping[str, int],
    faults: list[RowFault], at: datetime,
) -> list[Addition]:  # fmt: skip
    """New evidence and actions in the order of the statements; what is there already is not added again."""
    instrument = instrument_of(assessment)
    there = {
        (name, "evidence", each.title, each.link, each.dated.isoformat() if each.dated else None, each.owner_role)
        for name, pieces in evidence_of(session, assessment).items()
        for each in pieces
    }
    actions = {
        (each.item_id, "action", each.text, each.owner_role, each.due_on.isoformat() if each.due_on else None)
        for each in actions_of(session, assessment.organisation, assessment.instrument_id)
    }
    found = []
    for name in (each for each in numbers if each in copy.rows):
        row = copy.rows[name]
        for kind, typed in (("evidence", row.evidence), ("action", row.action)):
            if not typed:
                continue
            try:
                read = _read(kind, typed, at)
            except InvalidEntryError as error:
                faults += [
                    RowFault(place_of(row.line, kind, field), short(typed.get(field, "")), sentence)
                    for field, sentence in error.errors.items()
                ]
                continue
            if (name, kind, *read.values()) not in (there | actions):
                found.append(_addition(instrument, name, numbers[name], kind, read))
    return found


def _read(kind: str, typed: Mapping[str, str], at: datetime) -> dict[str, str | None]:
    if kind == "evidence":
        fields = ("title", "link", "dated", "owner_role")
        return read_evidence({field: typed.get(field, "") for field in fields}, uk_day(at))
    return read_action({field: typed.get(field, "") for field in ("text", "owner_role", "due_on")})


def _addition(instrument: Instrument, name: str, number: int, kind: str, read: Mapping[str, str | None]) -> Addition:
    words = ", ".join(value for value in read.values() if value)
    typed = {field: value or "" for field, value in read.items()}
    return Addition(instrument.item_by_id[name], number, kind, words, typed)
