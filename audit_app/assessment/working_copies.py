"""A working copy that was filled in without the web, read strictly: whose it is, and what stands in each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.analysis.assessed.content import Confidence, Priority
from audit_app.analysis.assessed.working_copy import (
    ACTION,
    EVIDENCE,
    HEADINGS,
    REFERENCE,
    Reference,
    read_reference,
)
from audit_app.assessment.entries import LONGEST_NOTE
from audit_app.assessment.instruments import instrument_of, item_of
from audit_app.assessment.models import Assessment
from audit_app.assessment.sheet_words import plain, read_choice, read_day, read_rating, read_yes
from audit_app.forum.sheet_files import best_table
from audit_app.forum.table_files import UnreadableTableError, upload_lines
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.questionnaire.instrument import AssessmentScale, Instrument

_MOST_COLUMNS = 60
_ADVICE = "Save the working copy again as it was, with one row for each statement."
_FIELDS: dict[str, tuple[str, str]] = {
    **{plain(heading): ("item", name) for name, heading in HEADINGS.items()},
    **{plain(heading): ("evidence", name) for name, heading in EVIDENCE.items()},
    **{plain(heading): ("action", name) for name, heading in ACTION.items()},
}
_HEADING_OF = {place: heading for heading, place in _FIELDS.items()}


@dataclass(frozen=True)
class RowFault:
    """Something in one cell that cannot be taken: where, what stands there, and what to do."""

    place: str
    value: str
    words: str


@dataclass(frozen=True)
class CopyRow:
    """One row as it came back. typed: fields of the item; evidence, action: fields of a new one, or nothing."""

    line: int
    revision: int
    typed: Mapping[str, str]
    evidence: Mapping[str, str] = field(default_factory=dict)
    action: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkingCopy:
    """Rows by item. absent: headings of columns that were removed, whose fields stay as they are."""

    rows: Mapping[str, CopyRow]
    faults: tuple[RowFault, ...] = ()
    absent: tuple[str, ...] = ()


def read_working_copy(filename: str, content: bytes, assessment: Assessment, side: Side) -> WorkingCopy:
    """Read an XLSX or CSV file that is a working copy of this assessment; faults name their rows.

    Rows may stand in any order, and may be missing. Raises UnreadableTableError for every other file.
    """
    headings, rows = best_table(upload_lines(filename, content, _MOST_COLUMNS), _known, _ADVICE, _cell)
    places = _places(headings)
    reader = _Reader(assessment, side, places)
    for line, cells in rows:
        reader.read(line, cells)
    if not reader.rows and not reader.faults:
        raise UnreadableTableError("No row of this file is about a statement of this assessment.")
    wanted = [name for name in HEADINGS if name not in {each.value for each in TWO_SIDES} or name == side.value]
    absent = tuple(HEADINGS[name] for name in wanted if ("item", name) not in places)
    return WorkingCopy(reader.rows, tuple(reader.faults), absent)


def place_of(line: int, part: str, name: str) -> str:
    """A cell as people find it: Row 5, Agreed. part: item, evidence or action."""
    headings = {"item": HEADINGS, "evidence": EVIDENCE, "action": ACTION}[part]
    return f"Row {line}, {headings.get(name, name)}"


def short(text: str) -> str:
    """What stands in a cell, short enough for a list."""
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= 60 else f"{tidy[:59]}…"


def _known(row: Sequence[str]) -> bool:
    return plain(REFERENCE) in {plain(cell[:100]) for cell in row}


def _cell(text: str) -> str:
    return text[: LONGEST_NOTE + 100].strip()  # one that is too long still is


def _places(headings: Sequence[str]) -> dict[tuple[str, str], int]:
    words = [plain(heading) for heading in headings]
    if plain(REFERENCE) not in words:
        raise UnreadableTableError(
            "This is no working copy: it has no column “Reference”. That column is hidden in the file; keep it there. "
            "Take out a new working copy and fill it in."
        )
    twice = sorted({heading for heading in words if heading and words.count(heading) > 1 and heading in _FIELDS})
    if twice:
        raise UnreadableTableError(f"Two columns have the same heading: {', '.join(twice)}. Remove one of them.")
    places = {_FIELDS[word]: place for place, word in enumerate(words) if word in _FIELDS}
    return {**places, ("reference", ""): words.index(plain(REFERENCE))}


@dataclass
class _Reader:
    assessment: Assessment
    side: Side
    places: Mapping[tuple[str, str], int]
    rows: dict[str, CopyRow] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    @property
    def instrument(self) -> Instrument:
        return instrument_of(self.assessment)

    def read(self, line: int, cells: Sequence[str]) -> None:
        text = cells[self.places["reference", ""]]
        reference = read_reference(text)
        if reference is None:
            words = (
                "Its reference has been changed or removed. Take out a new working copy, and copy your answers there."
            )
            self.faults.append(RowFault(f"Row {line}", short(text), words))
            return
        self._check_whose(reference)
        item = item_of(self.instrument, reference.item)
        if item is None or reference.item in self.rows:
            words = "There is no such statement in this assessment." if item is None else "This row stands here twice."
            self.faults.append(RowFault(f"Row {line}", short(text), f"{words} Remove the row."))
            return
        scale = self.instrument.rating_scale(item)
        typed = self._fields(line, cells, "item", _item_readers(scale, self.side))
        evidence = self._fields(line, cells, "evidence", {**dict.fromkeys(EVIDENCE, _as_is), "dated": read_day})
        action = self._fields(line, cells, "action", {**dict.fromkeys(ACTION, _as_is), "due_on": read_day})
        self.rows[reference.item] = CopyRow(
            line, reference.revision, typed, evidence if any(evidence.values()) else {},
            action if any(action.values()) else {},
        )  # fmt: skip

    def _check_whose(self, reference: Reference) -> None:
        if reference.assessment != self.assessment.id:
            raise UnreadableTableError(
                "This is the working copy of another assessment. Open that one, and bring it back there."
            )
        if reference.digest != self.assessment.instrument_digest[:12]:
            raise UnreadableTableError(
                "This working copy was made with other questions. Take out a new one, and copy your answers there."
            )

    def _fields(
        self, line: int, cells: Sequence[str], part: str, readers: Mapping[str, Callable[[str], str]]
    ) -> dict[str, str]:
        found = {}
        for name, read in readers.items():
            place = self.places.get((part, name))
            if place is None:
                continue
            try:
                found[name] = read(cells[place])
            except ValueError as error:
                self.faults.append(RowFault(place_of(line, part, name), short(cells[place]), str(error)))
        return found


def _item_readers(scale: AssessmentScale, side: Side) -> dict[str, Callable[[str], str]]:
    def rated(text: str) -> str:
        return read_rating(scale, text)

    return {
        side.value: rated,
        "agreed": rated,
        "reason": _as_is,
        "note": _as_is,
        "confidence": lambda text: read_choice(text, *(each.value for each in Confidence)),
        "priority": lambda text: read_choice(text, *(each.value for each in Priority)),
        "help_wanted": read_yes,
    }


def _as_is(text: str) -> str:
    return text
