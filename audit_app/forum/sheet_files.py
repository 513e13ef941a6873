"""A file or pasted text as headings and rows of text, for tables whose columns are not known beforehand."""

import unicodedata
from collections.abc import Callable, Sequence

from audit_app.forum.table_files import MOST_ROWS, UnreadableTableError

MOST_COLUMNS = 200  # some survey tools write three columns a question
LONGEST_CELL = 2_000
MOST_TEXT = 4_000_000  # characters of all cells: a small workbook can say one long text in every cell
TITLE_ROWS = 10  # the headings may stand below a title

Row = tuple[int, tuple[str, ...]]  # the row's number in the file, and its cells
Lines = list[tuple[int, list[str]]]


def best_table(
    readings: Sequence[Lines], known: Callable[[Sequence[str]], bool], advice: str, tidy: Callable[[str], str]
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Headings and rows, of several ways to split a text or several sheets of a workbook.

    known: whether a row holds headings that are expected; without such a row the first one with the most columns is
    taken. advice: what to do with a table that is too large. tidy: how a cell is read. Each row gets as many cells as
    there are headings. Raises UnreadableTableError.
    """
    lines = max(readings, key=lambda each: _promise(each, known))
    if not lines:
        raise UnreadableTableError("There is no table here. The first row must hold headings.")
    start = next((place for place, (_, row) in enumerate(lines[:TITLE_ROWS]) if known(row)), 0)
    headings = [tidy(cell) for cell in lines[start][1]]
    while headings and not headings[-1]:
        headings.pop()
    body = lines[start + 1 :]
    if max([len(headings), *(len(row) for _, row in body)]) > MOST_COLUMNS:
        raise UnreadableTableError(f"The table has too many columns. Keep at most {MOST_COLUMNS}.")
    if len(body) > MOST_ROWS:
        raise UnreadableTableError(f"The table has more than 2,000 rows. {advice}")
    if sum(len(cell) for _, row in body for cell in row) > MOST_TEXT:
        raise UnreadableTableError(f"There is too much text in this table. {advice}")
    if not body:
        raise UnreadableTableError("The table has headings but no rows below them.")
    width = len(headings)
    return tuple(headings), tuple((number, _fitted(cells, width, tidy)) for number, cells in body)


def short_cell(text: str) -> str:
    """A cell of bounded length, without marks that nobody sees, such as those for the direction of writing."""
    short = text[:LONGEST_CELL]
    if not short.isascii():
        short = "".join(letter for letter in short if unicodedata.category(letter) != "Cf")
    return short.strip()


def _fitted(cells: Sequence[str], width: int, tidy: Callable[[str], str]) -> tuple[str, ...]:
    """As many cells as headings, each of bounded length."""
    kept = [tidy(cell) for cell in cells[:width]]
    return (*kept, *[""] * (width - len(kept)))


def _promise(lines: Lines, known: Callable[[Sequence[str]], bool]) -> tuple[bool, int]:
    return any(known(row) for _, row in lines[:TITLE_ROWS]), len(lines[0][1]) if lines else 0
