"""A file of an earlier round as headings and rows of text, and which of the known kinds it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit_app.forum.entries import squeeze
from audit_app.forum.sheet_files import LONGEST_CELL, MOST_COLUMNS, MOST_TEXT, Lines, Row, best_table, short_cell
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError, text_lines, upload_lines

__all__ = ["LONGEST_CELL", "MOST_COLUMNS", "MOST_TEXT", "Kind", "Row", "Sheet", "sheet_from_text", "sheet_from_upload"]


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


def _best(readings: Sequence[Lines]) -> Sheet:
    """Of several ways to split a text, the one with known headings, else with the most columns of headings."""
    return Sheet(*best_table(readings, _known, _ADVICE, short_cell))


_ADVICE = "Keep the side and the questions only, or count the answers first."


def _known(row: Sequence[str]) -> bool:
    return _kind({squeeze(cell[:LONGEST_CELL]) for cell in row}) is not None
