"""Charts that the spreadsheet program draws from cells: whoever edits a figure sees the chart follow.

Titles, axis names and names of series are cells too. The library takes a text for any of them as an address where it
looks like one, and a cell cannot be mistaken. A hidden figure is an empty cell, drawn as a gap; words beside it say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit_app.charts import wording
from audit_app.charts.palette import INK, QUIET_INK, RULE
from audit_app.reports.cells import Cell
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted
from audit_app.reports.workbook_sheet import LINE, Book, Column, Sheet

_NAMES = 36  # characters
_SERIES = 13
_GAP = 2
_DRAWN = 93  # characters of the column that charts lie on
_WIDTH = 650  # pixels
_ABOVE, _BELOW = 60, 95  # pixels that the title takes, and the axis, its name and the legend
_BESIDE = 0.32  # the part of a chart's width that names take beside lying bars
_BAR = 20
_LOWEST_CHART = 360
_STANDING = 420
_STANDING_ON_LONG_NAMES = 500  # names that do not fit beside each other are turned and take room under the axis
_LONG_NAME = 16
_HIGHEST_CHART = 1400
_HIGHEST_AGAIN = 420
_POINT = 4 / 3  # pixels
_ROW = LINE * _POINT  # pixels, of a row without words
_PAGE_ACROSS = 940  # pixels of an A4 page on its side between the margins; programs differ on how wide columns are
_PAGE_DOWN = 500  # points
_MARKS = {"●": "circle", "○": "circle", "▲": "triangle", "■": "square", "◆": "diamond"}
_PATTERNS = {
    Pattern.STRIPED: "wide_upward_diagonal",
    Pattern.DENSE: "dark_upward_diagonal",
    Pattern.LEVEL: "narrow_horizontal",
}
_WHITE = "#ffffff"
_KINDS = {
    Kind.BARS: {"type": "bar"},
    Kind.STACKED: {"type": "bar", "subtype": "stacked"},
    Kind.LINES: {"type": "line"},
    Kind.DOTS: {"type": "line"},
}
_LYING = (Kind.BARS, Kind.STACKED)
_SERIES_WITH_NUMBERS = 3  # more would print numbers over each other
NOT_SHOWN_AT = "Without a figure"


@dataclass(frozen=True)
class Placed:
    """A chart whose figures stand on a sheet. Rows and columns from 0: of the title, the axis name, the header."""

    chart: NativeChart
    sheet: str
    title: int
    axis: int
    header: int

    def cell(self, row: int, column: int) -> list[str | int]:
        return [self.sheet, row, column]

    def down(self, column: int) -> list[str | int]:
        """The cells of one column of the figures."""
        return [self.sheet, self.header + 1, column, self.header + len(self.chart.categories), column]


def chart_sheet(
    book: Book, charts: Sequence[NativeChart], title: str, *, missing: str = wording.NOT_SHOWN
) -> tuple[Placed, ...]:
    """A sheet with the figures of each chart, and the chart beside them, a page or less for each.

    missing: what is said where there is no figure.
    """
    if not charts:
        return ()
    series = max(len(each.series) for each in charts)
    wide = (_NAMES, *[_SERIES] * (series + 1), _GAP, _DRAWN)
    across = sum(characters * 7 + 5 for characters in wide)
    percent = min(100, int(100 * _PAGE_ACROSS / across))
    sheet = book.sheet("Charts", wide, percent=percent)
    sheet.title(title)
    placed: list[Placed] = []
    breaks: list[int] = []
    top = 0.0
    for each in charts:
        before, height = sheet.height, _height(each)
        sheet.heading(each.title)
        beside = sheet.height
        found = _figures(sheet, each, missing)
        sheet.space(max(1, 2 + int((height - (sheet.height - beside) * _POINT) / _ROW)))
        if placed and sheet.height - top > _PAGE_DOWN * 100 / percent:
            breaks.append(found.title)
            top = before
        chart = native_chart(book, found, (_WIDTH, height))
        sheet.draw(chart, found.axis, len(wide) - 1, each.alt)
        placed.append(found)
    sheet.break_here(breaks)
    return tuple(placed)


def room_for(charts: Sequence[NativeChart]) -> int:
    """Rows without words that the first chart takes on another sheet."""
    return 2 + int(_again(charts[0]) / _ROW) if charts else 0


def draw_again(book: Book, sheet: Sheet, row: int, placed: Placed) -> None:
    """The same chart, from the same cells, on another sheet where there is room from this row on."""
    sheet.draw(native_chart(book, placed, (_WIDTH, _again(placed.chart))), row, 0, placed.chart.alt)


def _again(chart: NativeChart) -> int:
    """Pixels: so high that it stays on one page with the lines above it."""
    return min(_HIGHEST_AGAIN, _height(chart))


def _figures(sheet: Sheet, chart: NativeChart, missing: str) -> Placed:
    """Below the title: axis name, table, notes and who is counted."""
    title = sheet.row - 1
    sheet.heading_line(chart.axis)
    header = sheet.row
    hidden = [_hidden(chart, place, missing) for place in range(len(chart.categories))]
    columns = [Column("Name", _NAMES), *(Column(each.name, _SERIES, chart.form) for each in chart.series)]
    rows: list[tuple[Cell, ...]] = [
        (name, *(each.values[place] for each in chart.series)) for place, name in enumerate(chart.categories)
    ]
    if any(hidden):
        columns.append(Column(NOT_SHOWN_AT, _SERIES))
        rows = [(*row, words) for row, words in zip(rows, hidden, strict=True)]
    sheet.table(columns, rows, frozen_columns=0, freeze=False, ruled=False)
    for note in (*chart.notes, chart.base):
        sheet.line(note)
    return Placed(chart, sheet.name, title, title + 1, header)


def _hidden(chart: NativeChart, place: int, missing: str) -> str | None:
    """Which series have no figure here."""
    without = [each.name for each in chart.series if each.values[place] is None]
    if not without:
        return None
    return missing if len(without) == len(chart.series) else f"{missing}: {', '.join(without)}"


def _height(chart: NativeChart) -> int:
    """Pixels: lying bars need a line each."""
    if chart.kind not in _LYING:
        return _STANDING if max(map(len, chart.categories), default=0) <= _LONG_NAME else _STANDING_ON_LONG_NAMES
    side_by_side = len(chart.series) if chart.kind is Kind.BARS else 1
    wanted = _ABOVE + _BELOW + len(chart.categories) * (8 + _BAR * side_by_side)
    return min(_HIGHEST_CHART, max(_LOWEST_CHART, wanted))


def native_chart(book: Book, placed: Placed, size: tuple[int, int]) -> Any:  # noqa: ANN401  (the library has no types)
    """A chart over the cells of `placed`, so many pixels wide and high; no series, title or number of its own."""
    chart = placed.chart
    drawn = book.chart(_KINDS[chart.kind])
    if chart.kind is Kind.DOTS and len(chart.series) > 1:
        drawn.set_high_low_lines({"line": {"color": QUIET_INK}})
    for column, series in enumerate(chart.series, start=1):
        book.break_line(placed.down(column), series.breaks)
        drawn.add_series(
            {
                "name": placed.cell(placed.header, column),
                "categories": placed.down(0),
                "values": placed.down(column),
                **_look(chart, series),
            }
        )
    drawn.set_title({"name": placed.cell(placed.title, 0), "name_font": _font(12, bold=True), "overlay": False})
    measured = {
        "name": placed.cell(placed.axis, 0), "name_font": _font(10), "num_font": _font(9), "min": chart.lowest,
        "num_format": "0", "minor_tick_mark": "none", "major_gridlines": {"visible": True, "line": {"color": RULE}},
        **({"max": chart.highest, "major_unit": chart.highest / 5} if chart.highest is not None else {}),
    }  # fmt: skip
    named = {
        "num_font": _font(8 if chart.kind in _LYING else 9),
        "label_position": "low",
        "interval_unit": 1,
        "line": {"color": QUIET_INK},
    }
    if chart.kind in _LYING:
        room = {"y": _ABOVE / size[1], "height": (size[1] - _ABOVE - _BELOW) / size[1]}
        drawn.set_plotarea({"layout": {"x": _BESIDE, "width": 0.95 - _BESIDE, **room}})
        drawn.set_x_axis(measured)
        drawn.set_y_axis({**named, "reverse": True, "crossing": "max", "major_gridlines": {"visible": False}})
    else:
        drawn.set_x_axis(named)
        drawn.set_y_axis(measured)
    drawn.set_legend({"position": "bottom", "font": _font(10)} if len(chart.series) > 1 else {"none": True})
    drawn.show_blanks_as("gap")
    drawn.set_chartarea({"border": {"color": RULE}})
    drawn.set_size({"width": size[0], "height": size[1]})
    return drawn


def _font(size: int, *, bold: bool = False) -> dict[str, Any]:
    return {"name": "Arial", "size": size, "bold": bold, "color": INK}


def _look(chart: NativeChart, series: Plotted) -> dict[str, Any]:
    """Colours with shapes or stripes beside them, and numbers where there is room for them."""
    if chart.kind in _LYING:
        return {**_filled(series), **_numbers(chart), "border": {"color": INK, "width": 0.5}, "gap": 50}
    line = {"none": True} if chart.kind is Kind.DOTS else {"color": series.colour, "width": 2.25}
    mark = {
        "type": _MARKS.get(series.mark, "circle"),
        "size": 9,
        "fill": {"color": _WHITE if series.hollow else series.colour},
        "border": {"color": series.colour},
    }
    return {"line": line, "marker": mark, **_numbers(chart)}


def _filled(series: Plotted) -> dict[str, Any]:
    if series.pattern is Pattern.PLAIN:
        return {"fill": {"color": series.colour}}
    stripes = {"pattern": _PATTERNS[series.pattern], "fg_color": series.colour, "bg_color": _WHITE}
    return {"pattern": stripes}


def _numbers(chart: NativeChart) -> dict[str, Any]:
    """On a part of a bar in a white field, as stripes would cross them; a part of no length has none."""
    labels: dict[str, Any] = {"value": True, "num_format": chart.form, "font": _font(9)}
    if chart.kind is Kind.STACKED:
        labels |= {"num_format": f"{chart.form};;", "fill": {"color": _WHITE}}
    elif len(chart.series) > _SERIES_WITH_NUMBERS:
        return {}
    elif chart.kind not in _LYING:
        return {"data_labels": {**labels, "position": "above"}} if len(chart.series) == 1 else {}
    return {"data_labels": labels}
