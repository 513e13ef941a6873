"""Figures from a file: what each row would do, and what in it does not fit. All of it is stored, or nothing."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from audit_app.assessment.indicators import MOST_FIGURES, fault_of_day, fault_of_value, put_figures, rounded
from audit_app.assessment.models import Indicator
from audit_app.assessment.written_figures import read_day, read_value
from audit_app.composed_text import composed
from audit_app.forum.entries import InvalidEntryError, squeeze
from audit_app.forum.models import Organisation
from audit_app.forum.table_files import MOST_ROWS, Lines, UnreadableTableError

HEADINGS = ("indicator", "date", "value")
LEAD_IN = "Indicator: "  # before each name in the table to fill in, so that no name can run as a formula
_WORDS = {
    "indicator": ("indicator", "indicators", "name", "measure", "whatisfollowed"),
    "date": ("date", "day", "month", "when", "period", "on"),
    "value": ("value", "figure", "number", "result", "score", "percent", "percentage", "rate"),
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words}
_TITLE_ROWS = 10  # the headings may stand below a title
_LONGEST_SHOWN = 60


class Effect(StrEnum):
    """What storing a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    FAULTY = "faulty"


@dataclass(frozen=True)
class FigureRow:
    """One row of a file. line: as a spreadsheet counts. typed: what stands in it. before: the figure of that day now.

    fault: what to put right; then indicator, on and value may be None.
    """

    line: int
    typed: str
    indicator: Indicator | None = None
    on: date | None = None
    value: float | None = None
    before: float | None = None
    fault: str = ""

    @property
    def effect(self) -> Effect:
        if self.fault:
            return Effect.FAULTY
        if self.before is None:
            return Effect.NEW
        return Effect.SAME if self.before == self.value else Effect.CHANGED


@dataclass(frozen=True)
class FigurePreview:
    """Every row of a file, and faults of the whole file; hints are worth a look and hinder nothing."""

    rows: tuple[FigureRow, ...]
    faults: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[Effect]:
        return Counter(row.effect for row in self.rows)

    @property
    def storable(self) -> bool:
        return bool(self.rows) and not self.faults and not self.counts[Effect.FAULTY]


def preview_figures(
    readings: Sequence[Lines], indicators: Sequence[Indicator], chosen: Indicator | None, today: date
) -> FigurePreview:
    """What the rows of a file would do. readings: from `table_files.upload_lines` or `text_lines`.

    chosen: whose figures they are where the file has no column for it. Raises UnreadableTableError if there are no
    headings for the date and the value, no rows, or too many.
    """
    fields, body = _headed(readings)
    if "indicator" not in fields and chosen is None:
        raise UnreadableTableError("The file has no column “indicator”. Add it, or choose whose figures these are.")
    called = _by_name(indicators)
    rows: list[FigureRow] = []
    seen: dict[tuple[int, date], int] = {}
    for number, cells in body:
        typed = {field: cells[place].strip() if place < len(cells) else "" for field, place in fields.items()}
        if typed["value"]:  # a row of the table to fill in may be empty
            named = called(typed["indicator"]) if "indicator" in fields else chosen
            rows.append(_read_row(number, typed, named, today, seen))
    if not rows:
        raise UnreadableTableError("There are no figures below the headings.")
    return FigurePreview(tuple(rows), tuple(_too_many(rows, indicators)), tuple(_hints(rows)))


def as_text(preview: FigurePreview) -> str:
    """The sound rows as tab-separated text that reads to the same figures: for the form that confirms."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in preview.rows:
        if row.indicator is not None and row.on is not None and row.value is not None:
            writer.writerow((row.indicator.name, row.on.isoformat(), f"{row.value:f}"))
    return out.getvalue()


def store_figures(session: Session, organisation: Organisation, preview: FigurePreview) -> None:
    """Store every row. Raises InvalidEntryError where that cannot be done any more. Flushes; the caller commits."""
    if not preview.storable:
        raise InvalidEntryError({"rows": "Put the rows right first. Nothing has been stored."})
    found = [
        (row.indicator, row.on, row.value)
        for row in preview.rows
        if row.indicator is not None and row.on is not None and row.value is not None
    ]
    put_figures(session, organisation, found)


def _headed(readings: Sequence[Lines]) -> tuple[dict[str, int], Lines]:
    """Field → column, and the rows below the headings, of the first reading that has headings."""
    for lines in readings:
        for start, (_, cells) in enumerate(lines[:_TITLE_ROWS]):
            fields = [_FIELD_OF.get(squeeze(cell[:_LONGEST_SHOWN])) for cell in cells]
            if "date" in fields and "value" in fields:
                twice = sorted({field for field in fields if field is not None and fields.count(field) > 1})
                if twice:
                    raise UnreadableTableError(f"Two columns hold the same: {', '.join(twice)}. Remove one of them.")
                if len(lines) - start - 1 > MOST_ROWS:
                    raise UnreadableTableError("The file has more than 2,000 rows. Split it into smaller ones.")
                return {field: place for place, field in enumerate(fields) if field is not None}, lines[start + 1 :]
    raise UnreadableTableError("The first row must hold the headings date and value, and may hold indicator.")


def _by_name(indicators: Sequence[Indicator]) -> Callable[[str], Indicator | None]:
    """Finds an indicator by its name as it is, else without capitals, spaces and marks where only one has it."""
    exact = {each.name.casefold(): each for each in indicators}
    alike = Counter(squeeze(each.name) for each in indicators)
    squeezed = {squeeze(each.name): each for each in indicators if alike[squeeze(each.name)] == 1}

    def called(name: str) -> Indicator | None:
        tidy = " ".join(composed(name).split()).casefold()
        bare = tidy.removeprefix(LEAD_IN.strip().casefold()).strip()
        alike_names = (squeezed.get(squeeze(each)) for each in (tidy, bare) if squeeze(each))
        return exact.get(tidy) or exact.get(bare) or next((each for each in alike_names if each is not None), None)

    return called


def _read_row(
    number: int, typed: dict[str, str], named: Indicator | None, today: date, seen: dict[tuple[int, date], int]
) -> FigureRow:
    shown = ", ".join(typed[field] for field in HEADINGS if typed.get(field))
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
    if named is None:
        return FigureRow(number, shown, fault="You follow no figure of this name. Add it first, or correct the name")
    try:
        on, value = read_day(typed["date"]), rounded(read_value(typed["value"]))
    except ValueError as error:
        words = str(error)
        return FigureRow(number, shown, named, fault=words[0].upper() + words[1:])
    fault = (fault_of_day(on, today) or fault_of_value(value)).removesuffix(".")
    if not fault and (named.id, on) in seen:
        fault = f"Row {seen[named.id, on]} has a figure of this day already. Keep one of the two"
    seen.setdefault((named.id, on), number)
    before = next((each.value for each in named.figures if each.on == on), None)
    return FigureRow(number, shown, named, on, value, before, fault)


def _too_many(rows: Sequence[FigureRow], indicators: Sequence[Indicator]) -> list[str]:
    new = Counter(row.indicator.id for row in rows if row.indicator is not None and row.effect is Effect.NEW)
    return [
        f"{each.name} would have {len(each.figures) + new[each.id]} figures. The most is {MOST_FIGURES}."
        for each in indicators
        if len(each.figures) + new[each.id] > MOST_FIGURES
    ]


def _hints(rows: Sequence[FigureRow]) -> list[str]:
    """A spreadsheet that shows 4.7% holds 0.047, and that is what a file brings."""
    values: dict[int, list[float]] = {}
    names = {}
    for row in rows:
        if row.indicator is not None and row.value is not None and "%" in row.indicator.unit:
            values.setdefault(row.indicator.id, []).append(row.value)
            names[row.indicator.id] = row.indicator.name
    return [
        f"All figures of {names[number]} are 1 or less. If your spreadsheet shows per cent, multiply them by 100 first."
        for number, found in values.items()
        if all(abs(value) <= 1 for value in found)
    ]
