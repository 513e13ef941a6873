"""One sheet of a workbook: texts as texts, numbers as numbers, ready to read and to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_formula

from audit_app.reports.cells import Cell, storable
from audit_app.reports.settled import settled
from audit_app.reports.workbook_chart_parts import with_complete_charts
from audit_app.reports.workbook_text import footer_text, lines_of

# texts stay texts, whatever they begin with
OPTIONS = {
    "in_memory": True,
    "constant_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# on nearly every machine, or a font just as wide in its place, so that widths and heights hold
_FONT = {"font_name": "Arial", "font_size": 10}
_TITLE = 1.75  # a letter of a title beside one of the text
_INDENT = 2  # characters that the indents of a cell in a table take
_GREY, _RULE = "#d8dde0", "#e8edee"
_A4 = 9
_SMALL_PRINT = 55  # percent: a wide table then takes about four pages side by side
LINE = 13.5  # points; never 15, the height that the library takes for granted and does not write down
_AIR = 3.0  # points below the words of a row in a table
_HIGHEST = 400.0  # what Excel allows, nearly
_NUMBERS = {
    "count": "0",
    "score": "0.0",
    "difference": '+0.0;"\N{MINUS SIGN}"0.0;0.0',
    "p": '[<0.0001]"<"0.0001;0.0000',
    "exact": '0.00;"\N{MINUS SIGN}"0.00',
    "day": "d mmmm yyyy",
}


_ROOM = {"indent": 1}
_LINE_BELOW = {"bottom": 1, "bottom_color": _RULE}


@dataclass(frozen=True)
class Column:
    """A column of a table.

    kind: text, or how its numbers are written: count, score, difference, p, exact, day, or as spreadsheets say it.
    """

    name: str
    wide: float
    kind: str = "text"


class Book:
    """A workbook in memory. Equal content gives equal bytes: its only date is the day that it is given.

    title: in its properties and at the foot of every printed page.
    """

    def __init__(self, day: date, title: str) -> None:
        self._bytes = BytesIO()
        self._day = day
        self._breaks: dict[str, tuple[int, ...]] = {}
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {**OPTIONS, "default_format_properties": dict(_FONT)},
        )
        self._book.set_properties({"title": storable(title), "created": datetime.combine(day, time())})
        self._foot = f"&L{footer_text(title)}&R&A, page &P of &N"
        words = {"text_wrap": True, "valign": "top", "quote_prefix": True}
        self.words = self._book.add_format(words)
        self.title = self._book.add_format({**words, "bold": True, "font_size": 16, "text_wrap": False})
        self.long_title = self._book.add_format({**words, "bold": True, "font_size": 16})
        self.heading = self._book.add_format({**words, "bold": True, "font_size": 12, "text_wrap": False})
        self.header = self._book.add_format({**words, **_ROOM, "bold": True, "bg_color": _GREY, "bottom": 1})
        self.header_beside_numbers = self._book.add_format(
            {**words, **_ROOM, "bold": True, "bg_color": _GREY, "bottom": 1, "align": "right"}
        )
        self.running = self._book.add_format({**words, "text_wrap": False})
        self.strong = self._book.add_format({**words, "bold": True})
        self.count = self._book.add_format({"num_format": "0", "valign": "top", "align": "left"})
        self.score = self._book.add_format({"num_format": "0.0", "valign": "top", "align": "left"})
        self.text = self._book.add_format({**words, **_ROOM, **_LINE_BELOW, "align": "left"})
        self._beside_numbers = self._book.add_format({**words, **_ROOM, **_LINE_BELOW, "align": "right"})
        self.empty = self._book.add_format(_LINE_BELOW)
        self._numbers: dict[str, Any] = {}

    def sheet(
        self, name: str, wide: Sequence[float], *, repeated_columns: int = 0, percent: int | None = None
    ) -> "Sheet":
        """A new sheet with columns of these widths, in characters, printed as wide as a page.

        With `repeated_columns`, a sheet too wide for that is printed on pages that each start with those columns.
        percent: print at this size instead; only then do page breaks count.
        """
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer(self._foot)
        for place, characters in enumerate(wide):
            page.set_column(place, place, characters)
        if repeated_columns:
            page.repeat_columns(0, repeated_columns - 1)
            page.print_across()
            page.set_print_scale(_SMALL_PRINT)
        elif percent is not None:
            page.set_print_scale(percent)
        else:
            page.fit_to_pages(1, 0)
        return Sheet(self, page, tuple(wide))

    def chart(self, options: dict[str, str]) -> Any:  # noqa: ANN401  (the library has no types)
        """An empty chart of the library's kinds."""
        return self._book.add_chart(options)

    def break_line(self, values: Sequence[str | int], points: Sequence[int]) -> None:
        """Let the line over the cells `values` not run to these points from the one before.

        values: as the library names a range: sheet, first row, first column, last row, last column.
        """
        if points:
            self._breaks[xl_range_formula(*values)] = tuple(points)

    def number_format(self, kind: str) -> Any:  # noqa: ANN401  (the library has no types)
        if kind not in self._numbers:
            shape = {"num_format": _NUMBERS.get(kind, kind), "valign": "top", "align": "right"}
            self._numbers[kind] = self._book.add_format({**shape, **_ROOM, **_LINE_BELOW})
        return self._numbers[kind]

    def text_format(self, kind: str) -> Any:  # noqa: ANN401  (the library has no types)
        """Words in a column of numbers stand at the right, as the numbers do."""
        return self.text if kind == "text" else self._beside_numbers

    def header_format(self, kind: str) -> Any:  # noqa: ANN401  (the library has no types)
        return self.header if kind == "text" else self.header_beside_numbers

    def to_bytes(self) -> bytes:
        self._book.close()
        return settled(with_complete_charts(self._bytes.getvalue(), self._breaks), self._day)


class Sheet:
    """Writes downwards from the first row."""

    def __init__(self, book: Book, page: Any, wide: tuple[float, ...]) -> None:  # noqa: ANN401  (no types)
        self._book = book
        self._page = page
        self._wide = wide
        self._row = 0
        self.height = 0.0  # points, of all that is written

    @property
    def name(self) -> str:
        return str(self._page.name)

    @property
    def row(self) -> int:
        """The row that is written next, from 0."""
        return self._row

    def _next(self, height: float) -> None:
        self._page.set_row(self._row, height)
        self.height += height
        self._row += 1

    def space(self, rows: int = 1) -> None:
        """Rows without anything in them."""
        for _ in range(rows):
            self._next(LINE)

    def break_here(self, breaks: Sequence[int]) -> None:
        """Start a new printed page above each of these rows."""
        self._page.set_h_pagebreaks(list(breaks))

    def draw(self, chart: Any, row: int, column: int, alt: str) -> None:  # noqa: ANN401  (no types)
        """Lay a chart over empty cells. It keeps its size when rows are made higher or are filtered away."""
        self._page.insert_chart(
            row, column, chart, {"description": " ".join(storable(alt).split()), "object_position": 2}
        )

    def title(self, words: str) -> None:
        """The first row: on over the cells beside it, or in lines where it is too long for that."""
        line = " ".join(words.split())
        across = sum(self._wide) / _TITLE
        runs_on = len(line) <= across
        self._text(0, line, self._book.title if runs_on else self._book.long_title)
        self._next((1 if runs_on else lines_of(line, self._wide[0] / _TITLE)) * 2 * LINE)

    def heading(self, words: str) -> None:
        """A heading with an empty row above it."""
        self.space()
        self._text(0, words, self._book.heading)
        self._next(1.4 * LINE)

    def line(self, *words: str) -> None:
        """One row of texts."""
        for place, text in enumerate(words):
            self._text(place, text, self._book.words)
        self._end_row(words)

    def strong_line(self, *words: str) -> None:
        """One row of texts above facts, in bold."""
        for place, text in enumerate(words):
            self._text(place, text, self._book.strong)
        self._end_row(words)

    def heading_line(self, text: str) -> None:
        """One line that runs on over the cells beside it, for short texts above a table."""
        self._text(0, text, self._book.running)
        self._next(LINE)

    def fact(self, name: str, *cells: Cell) -> None:
        """A name in bold and what belongs to it."""
        self._text(0, name, self._book.strong)
        for place, cell in enumerate(cells, start=1):
            if isinstance(cell, (int, float)):
                self._page.write_number(self._row, place, cell, self._fact_format(cell))
            else:
                self._cell(place, cell, "text", self._book.words)
        self._end_row((name, *cells))

    def _fact_format(self, number: float) -> Any:  # noqa: ANN401  (the library has no types)
        """A count, or a score with one decimal place; both at the left, below the words of other facts."""
        return self._book.count if isinstance(number, int) else self._book.score

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, frozen_columns: int,
        filters: bool = False, freeze: bool = True, ruled: bool = True,
    ) -> None:  # fmt: skip
        """A header that stays in sight and is repeated on every printed page, and rows of as many cells.

        filters: whether the header offers to show only some of the rows. freeze: whether the header stays in sight.
        ruled: whether empty cells have the line below that others have; to a chart, such a cell is not empty.
        """
        if filters:
            self._page.autofilter(self._row, 0, self._row + len(rows), len(columns) - 1)
        for place, column in enumerate(columns):
            self._text(place, column.name, self._book.header_format(column.kind))
        if freeze:
            self._page.freeze_panes(self._row + 1, frozen_columns)
            self._page.repeat_rows(self._row)
        self._end_row([column.name for column in columns], _INDENT)
        for row in rows:
            for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
                self._cell(place, cell, column.kind, self._book.text_format(column.kind))
                if cell is None and ruled:
                    self._page.write_blank(self._row, place, None, self._book.empty)
            self._end_row(row, _INDENT)

    def _end_row(self, cells: Sequence[Cell], indent: float = 0) -> None:
        """Make the row as high as its longest text: not every program does so by itself."""
        lines = max(
            (
                lines_of(cell, across - indent)
                for cell, across in zip(cells, self._wide, strict=False)
                if isinstance(cell, str)
            ),
            default=1,
        )
        self._next(min(lines * LINE + (_AIR if indent else 0), _HIGHEST))

    def _cell(self, place: int, cell: Cell, kind: str, text_format: Any) -> None:  # noqa: ANN401
        if cell is None:
            return
        if isinstance(cell, str):
            self._text(place, cell, text_format)
        elif isinstance(cell, date):
            self._page.write_datetime(self._row, place, datetime.combine(cell, time()), self._book.number_format("day"))
        else:
            self._page.write_number(self._row, place, cell, self._book.number_format(kind))

    def _text(self, place: int, words: str, look: Any) -> None:  # noqa: ANN401
        self._page.write_string(self._row, place, storable(words), look)
