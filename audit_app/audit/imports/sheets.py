"""A file of an earlier round as headings and rows of text, and which of the known kinds it is."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit_app.forum.entries import squeeze
from audit_app.forum.table_files import MOST_BYTES, MOST_ROWS, UnreadableTableError, text_lines, upload_lines

MOST_COLUMNS = 200  # some survey tools write three columns a question
LONGEST_CELL = 2_000
MOST_TEXT = 4_000_000  # characters of all cells: a small workbook can say one long text in every cell
_TITLE_ROWS = 10  # the headings may stand below a title

Row = tuple[int, tuple[str, ...]]  # the row's number in the file, and its cells


class Kind(StrEnum):
    """What the rows of a file are."""

    TALLIES = "tallies"
    AVERAGES = "averages"
    RESPONDENTS = "respondents"


HEADINGS = {Kind.TALLIES: ("question", "side", "value", "count"), Kind.AVERAGES: ("question", "side", "n", "score")}
ON_THE_SCALE = "average"  # instead of `score`: the average on the scale that members answered on


@dataclass(frozen=True)
class Sheet:
    """Headings and rows; each row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def kind(self) -> Kind:
        """Told apart by the headings; whatever is neither tallies nor averages has one row per respondent."""
        found = {squeeze(heading) for heading in self.headings}
        return _kind(found) or Kind.RESPONDENTS

    def place_of(self, heading: str) -> int:
        """The column with this heading. Raises ValueError if there is none."""
        return [squeeze(each) for each in self.headings].index(heading)


def sheet_from_upload(filename: str, content: bytes) -> Sheet:
    """Read an uploaded file. Raises UnreadableTableError, saying what to do, for all that is not a safe table."""
    if len(content) > MOST_BYTES:
        raise UnreadableTableError(
            "The file is larger than 1 MB. Keep the side and the questions only, or count the answers first."
        )
    return _best(upload_lines(filename, content, MOST_COLUMNS))


def sheet_from_text(text: str) -> Sheet:
    """Read a pasted table. Raises UnreadableTableError."""
    return _best(text_lines(text))


def _kind(found: set[str]) -> Kind | None:
    if found >= set(HEADINGS[Kind.TALLIES]):
        return Kind.TALLIES
    return Kind.AVERAGES if found >= {"question", "side", "n"} and found & {"score", ON_THE_SCALE} else None


def _best(readings: Sequence[list[tuple[int, list[str]]]]) -> Sheet:
    """Of several ways to split a text, the one with known headings, else with the most columns of headings."""
    lines = max(readings, key=_promise)
    if not lines:
        raise UnreadableTableError("There is no table here. The first row must hold headings.")
    start = next((place for place, (_, row) in enumerate(lines[:_TITLE_ROWS]) if _known(row)), 0)
    headings = [_cell(cell) for cell in lines[start][1]]
    while headings and not headings[-1]:
        headings.pop()
    body = lines[start + 1 :]
    if max([len(headings), *(len(row) for _, row in body)]) > MOST_COLUMNS:
        raise UnreadableTableError(f"The table has too many columns. Keep at most {MOST_COLUMNS}.")
    if len(body) > MOST_ROWS:
        raise UnreadableTableError("The table has more than 2,000 rows. Count them first, and upload the counts.")
    if sum(len(cell) for _, row in body for cell in row) > MOST_TEXT:
        raise UnreadableTableError("There is too much text in this table. Keep the side and the questions only.")
    if not body:
        raise UnreadableTableError("The table has headings but no rows below them.")
    width = len(headings)
    return Sheet(tuple(headings), tuple((number, _fitted(cells, width)) for number, cells in body))


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """As many cells as headings, each of bounded length."""
    kept = [_cell(cell) for cell in cells[:width]]
    return (*kept, *[""] * (width - len(kept)))


def _cell(text: str) -> str:
    """A cell of bounded length, without marks that nobody sees, such as those for the direction of writing."""
    short = text[:LONGEST_CELL]
    if not short.isascii():
        short = "".join(letter for letter in short if unicodedata.category(letter) != "Cf")
    return short.strip()


def _known(row: Sequence[str]) -> bool:
    return _kind({squeeze(cell[:LONGEST_CELL]) for cell in row}) is not None


def _promise(lines: list[tuple[int, list[str]]]) -> tuple[bool, int]:
    return any(_known(row) for _, row in lines[:_TITLE_ROWS]), len(lines[0][1]) if lines else 0
