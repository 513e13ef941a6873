"""One sheet of a workbook: texts as texts, numbers as numbers, ready to read and to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from audit_app.analysis.released import RoundFacts
from audit_app.reports.cells import Cell, storable

_A4 = 9
_NUMBERS = {
    "count": "0",
    "score": "0.0",
    "difference": '+0.0;"\N{MINUS SIGN}"0.0;0.0',
    "p": "0.0000",
    "exact": "0.00",
}


@dataclass(frozen=True)
class Column:
    """A column of a table. kind: text, or how its numbers are written (count, score, difference, p, exact)."""

    name: str
    wide: float
    kind: str = "text"


class Book:
    """A workbook in memory. Equal content gives equal bytes: its only date is the day of closing."""

    def __init__(self, facts: RoundFacts, title: str) -> None:
        self._bytes = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "constant_memory": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        closed = datetime.combine(facts.closed_on, time())
        self._book.set_properties({"title": storable(title), "created": closed})
        words = {"text_wrap": True, "valign": "top", "quote_prefix": True}
        self.words = self._book.add_format(words)
        self.title = self._book.add_format({**words, "bold": True, "font_size": 16, "text_wrap": False})
        self.heading = self._book.add_format({**words, "bold": True, "font_size": 13, "text_wrap": False})
        self.header = self._book.add_format({**words, "bold": True, "bg_color": "#d8dde0", "bottom": 1})
        self.strong = self._book.add_format({**words, "bold": True})
        self._numbers = {
            kind: self._book.add_format({"num_format": shape, "valign": "top", "align": "right"})
            for kind, shape in _NUMBERS.items()
        }
        self._beside_numbers = self._book.add_format({**words, "align": "right"})

    def sheet(self, name: str, wide: Sequence[float]) -> "Sheet":
        """A new sheet with columns of these widths, in characters."""
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        for place, characters in enumerate(wide):
            page.set_column(place, place, characters)
        return Sheet(self, page)

    def number_format(self, kind: str) -> Any:  # noqa: ANN401  (the library has no types)
        return self._numbers[kind]

    def text_format(self, kind: str) -> Any:  # noqa: ANN401  (the library has no types)
        """Words in a column of numbers stand at the right, as the numbers do."""
        return self.words if kind == "text" else self._beside_numbers

    def to_bytes(self) -> bytes:
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """Writes downwards from the first row."""

    def __init__(self, book: Book, page: Any) -> None:  # noqa: ANN401  (the library has no types)
        self._book = book
        self._page = page
        self._row = 0

    def title(self, words: str) -> None:
        self._text(0, words, self._book.title)
        self._row += 1

    def heading(self, words: str) -> None:
        """A heading with an empty row above it."""
        self._row += 1
        self._text(0, words, self._book.heading)
        self._row += 1

    def line(self, *cells: Cell, kind: str = "count") -> None:
        """One row: the first cell in bold where others follow."""
        for place, cell in enumerate(cells):
            leading = place == 0 and len(cells) > 1
            self._cell(place, cell, kind, self._book.strong if leading else self._book.words)
        self._row += 1

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, frozen_columns: int) -> None:
        """A header that stays in sight and is repeated on every printed page, and rows of as many cells."""
        for place, column in enumerate(columns):
            self._text(place, column.name, self._book.header)
        self._page.freeze_panes(self._row + 1, frozen_columns)
        self._page.repeat_rows(self._row)
        self._row += 1
        for row in rows:
            for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
                self._cell(place, cell, column.kind, self._book.text_format(column.kind))
            self._row += 1

    def _cell(self, place: int, cell: Cell, kind: str, text_format: Any) -> None:  # noqa: ANN401
        if cell is None:
            return
        if isinstance(cell, str):
            self._text(place, cell, text_format)
        else:
            self._page.write_number(self._row, place, cell, self._book.number_format(kind))

    def _text(self, place: int, words: str, look: Any) -> None:  # noqa: ANN401
        self._page.write_string(self._row, place, storable(words), look)
