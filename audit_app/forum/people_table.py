"""A table of members: what storing it would do, row by row, before anything is stored.

Within a forum the e-mail address says who somebody is, so a second upload changes people and never doubles them.
A column that is missing leaves what is stored; an empty cell of a column that is there empties it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from audit_app.forum.entries import InvalidEntryError, Person, address, read_person
from audit_app.forum.models import Forum, Member, Office, Seat
from audit_app.forum.people import add_member, change_member
from audit_app.forum.table_files import Table
from audit_app.questionnaire.definition import Side

_WORDS = {
    "name": "name",
    "side": "side",
    "organisation": "organisation",
    "office": "office",
    "deputy_name": "deputy",
    "deputy_email": "deputy's e-mail",
}


class Outcome(StrEnum):
    """What storing a row would do."""

    NEW = "new"
    RETURNING = "returning"  # was a member before, left, and takes a seat again
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Change:
    """One thing that a row would change about a member."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One row of the preview: the cells as typed, and what they would do."""

    number: int  # of the row in the file
    typed: Mapping[str, str]
    outcome: Outcome
    person: Person | None = None
    faults: Mapping[str, str] = field(default_factory=dict)  # by field
    warnings: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What storing a table would do. It can be stored when no row is faulty."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]  # headings that are not understood
    absent: tuple[str, ...]  # members who are not in the table; they stay members

    @property
    def storable(self) -> bool:
        return all(row.outcome is not Outcome.FAULTY for row in self.rows)

    @property
    def counts(self) -> dict[Outcome, int]:
        return {outcome: sum(row.outcome is outcome for row in self.rows) for outcome in Outcome}


def preview(session: Session, forum: Forum, table: Table, day: date) -> Preview:
    """Say what each row would do if the table were stored on `day`. Reads only; two queries, whatever the size."""
    query = select(Member).where(Member.forum_id == forum.id)
    seats = selectinload(Member.seats).joinedload(Seat.organisation)
    known = {member.email: member for member in session.scalars(query.options(seats))}
    rows = [_read_row(number, typed, known, day) for number, typed in table.rows]
    rows = _with_faults_between_rows(rows, known, day)
    listed = {row.person.email for row in rows if row.person is not None}
    absent = [member for member in known.values() if member.seat_on(day) is not None and member.email not in listed]
    return Preview(
        rows=tuple(rows), ignored=table.ignored, absent=tuple(sorted((m.name for m in absent), key=str.casefold))
    )


def store(session: Session, forum: Forum, table: Table, day: date) -> Preview:
    """Store a table from `day` on, all of it or nothing, and return what was done. Flushes; the caller commits.

    Raises InvalidEntryError if any row is faulty by now: somebody may have changed the forum since the preview.
    """
    done = preview(session, forum, table, day)
    if not done.storable:
        raise InvalidEntryError({"table": "Nothing has been stored: some rows need to be put right first."})
    members = {member.email: member for member in session.scalars(select(Member).where(Member.forum_id == forum.id))}
    for row in done.rows:  # first, as a new member may have been somebody's deputy until now
        if row.person is not None and row.outcome is Outcome.CHANGED:
            change_member(session, members[row.person.email], row.person, day)
    for row in done.rows:
        if row.person is not None and row.outcome in {Outcome.NEW, Outcome.RETURNING}:
            add_member(session, forum, row.person, day)
    return done


def _read_row(number: int, typed: Mapping[str, str], known: Mapping[str, Member], day: date) -> Row:
    try:
        email = address(typed.get("email", ""))
    except ValueError:
        email = ""
    member = known.get(email)
    seat = member.seat_on(day) if member is not None else None
    stored = _stored(member, seat) if member is not None and seat is not None else {}
    try:
        person = read_person({**stored, **typed})
    except InvalidEntryError as error:
        return Row(number, typed, Outcome.FAULTY, faults=error.errors)
    warnings = tuple(
        f"{other.name} is already a member with another address, {other.email}. "
        "If this is the same person, correct the address there instead."
        for other in known.values()
        if member is None and other.name.casefold() == person.name.casefold() and other.seat_on(day) is not None
    )
    if member is None:
        return Row(number, typed, Outcome.NEW, person, warnings=warnings)
    later = [one for one in member.seats if one.starts_on > day]
    if later:
        return Row(number, typed, Outcome.FAULTY, faults={"email": f"{member.name} joins or changes later. {_LATER}"})
    if seat is None:
        return Row(number, typed, Outcome.RETURNING, person)
    changes = _changes(stored, person)
    return Row(number, typed, Outcome.CHANGED if changes else Outcome.UNCHANGED, person, changes=changes)


_LATER = "Change this person on their own page."


def _stored(member: Member, seat: Seat) -> dict[str, str]:
    """What is stored of a member, as if it had been typed."""
    return {
        "name": member.name,
        "side": seat.side.value,
        "organisation": seat.organisation.name if seat.organisation is not None else "",
        "office": seat.office.value,
        "deputy_name": member.deputy_name or "",
        "deputy_email": member.deputy_email or "",
    }


def _changes(stored: Mapping[str, str], person: Person) -> tuple[Change, ...]:
    after = {
        "name": person.name,
        "side": person.side.value,
        "organisation": person.organisation,
        "office": person.office.value,
        "deputy_name": person.deputy_name,
        "deputy_email": person.deputy_email,
    }
    return tuple(
        Change(word, _shown(key, stored[key]), _shown(key, after[key]))
        for key, word in _WORDS.items()
        # an organisation is known by its name, however its capitals are typed
        if (stored[key].casefold() != after[key].casefold() if key == "organisation" else stored[key] != after[key])
    )


def _shown(key: str, value: str) -> str:
    if key == "side":
        return Side(value).label
    return Office(value).label if key == "office" else value or "none"


def _with_faults_between_rows(rows: list[Row], known: Mapping[str, Member], day: date) -> list[Row]:
    """Mark rows that are wrong only because of another row or of somebody in the forum."""
    first: dict[str, int] = {}
    deputies = {
        row.person.deputy_email: row.number for row in rows if row.person is not None and row.person.deputy_email
    }
    listed = {row.person.email for row in rows if row.person is not None}
    stored = {
        member.deputy_email: member.name
        for member in known.values()
        if member.deputy_email and member.seat_on(day) is not None and member.email not in listed
    }
    members = listed | {member.email for member in known.values() if member.seat_on(day) is not None}
    marked = []
    for row in rows:
        person = row.person
        if person is None:
            marked.append(row)
            continue
        faults: dict[str, str] = {}
        if person.email in first:
            faults["email"] = f"Row {first[person.email]} has the same e-mail address. Keep one of the two rows."
        elif person.email in deputies:
            faults["email"] = f"This is also the deputy in row {deputies[person.email]}: nobody may answer twice."
        elif person.email in stored:
            faults["email"] = f"This is the deputy of {stored[person.email]}: nobody may answer twice."
        if person.deputy_email and person.deputy_email in members:
            faults["deputy_email"] = "The deputy is a member too and would answer twice. Choose another deputy."
        first.setdefault(person.email, row.number)
        marked.append(replace(row, outcome=Outcome.FAULTY, faults=faults) if faults else row)
    return marked
