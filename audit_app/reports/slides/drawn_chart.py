"""A chart of figures as a presentation program draws it: what is in it, and how it looks in colour and in grey.

The workbook inside a chart holds the same figures as the chart, and its texts never run as formulas.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from math import ceil
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from audit_app.charts.lettering import width
from audit_app.charts.palette import GRID, INK, LINK, PAPER
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted
from audit_app.reports.slides.fitting import lines, plain
from audit_app.reports.slides.template import LANGUAGE, SMALLEST, Box

TYPES = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.STACKED: XL_CHART_TYPE.BAR_STACKED,
    Kind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    Kind.DOTS: XL_CHART_TYPE.LINE_MARKERS,
}
_PATTERNS = {
    Pattern.STRIPED: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    Pattern.DENSE: MSO_PATTERN_TYPE.DARK_UPWARD_DIAGONAL,
    Pattern.LEVEL: MSO_PATTERN_TYPE.NARROW_HORIZONTAL,
}
_MARKERS = {
    "●": XL_MARKER_STYLE.CIRCLE,
    "○": XL_MARKER_STYLE.CIRCLE,
    "▲": XL_MARKER_STYLE.TRIANGLE,
    "■": XL_MARKER_STYLE.SQUARE,
    "◆": XL_MARKER_STYLE.DIAMOND,
}
_DASHES = (
    MSO_LINE_DASH_STYLE.SOLID,
    MSO_LINE_DASH_STYLE.DASH,
    MSO_LINE_DASH_STYLE.ROUND_DOT,
    MSO_LINE_DASH_STYLE.DASH_DOT,
    MSO_LINE_DASH_STYLE.LONG_DASH,
)
_DOTS = (18, 13, 8)  # points: where two scores are the same, the smaller mark stands on the larger one
_BESIDE_DOTS = (XL_LABEL_POSITION.LEFT, XL_LABEL_POSITION.RIGHT, XL_LABEL_POSITION.ABOVE)
_CHART_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_CROWDED = 14  # bars: with more, figures side by side would stand on one another
_GAPS = {False: 50, True: 25}  # between the bars of two names, in hundredths of a bar
_ROOMS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)  # of the width, for the names of bars
_BELOW_BARS, _LEGEND_LINE = 0.7, 0.25  # inches below the bars, without and for each line of a legend
_MOST_LINES = 8  # across a chart
_SHORTEST_PART = 28  # times in the longest bar: a shorter part has no room for its number


class _Texts(CategoryWorkbookWriter):
    """Writes the workbook inside a chart. What begins with = is a name of something, and stays one."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: BytesIO) -> Iterator[tuple[Workbook, Worksheet]]:
        texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = Workbook(xlsx_file, {"in_memory": True, **texts})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Figures(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Texts:
        return _Texts(self)


def figures(chart: NativeChart) -> CategoryChartData:
    """What a chart is made of; a hidden figure is an empty cell."""
    held = _Figures(number_format=chart.form)
    held.categories = [_unbroken(plain(category)) for category in chart.categories]
    for each in chart.series:
        held.add_series(plain(each.name), each.values)
    return held


def _unbroken(name: str) -> str:
    """A name whose figure in brackets at its end stays on one line."""
    start = name.rfind(" (")
    return name[: start + 1] + name[start + 1 :].replace(" ", "\N{NO-BREAK SPACE}") if name.endswith(")") else name


def dressed(drawn: Any, chart: NativeChart, box: Box) -> None:  # noqa: ANN401  (python-pptx names no types to use)
    """Set the axes, colours, patterns, marks, numbers and the legend of a chart that has just been put into a box."""
    drawn.has_title = False
    drawn.font.size = Pt(SMALLEST)
    drawn.font.color.rgb = _colour(INK)
    _axes(drawn, chart)
    plot = drawn.plots[0]
    plot.vary_by_categories = False
    if chart.kind in {Kind.BARS, Kind.STACKED}:
        plot.gap_width, plot.overlap = _GAPS[_crowded(chart)], 0
        if chart.kind is Kind.STACKED:
            plot.overlap = 100
    for place, (series, plotted) in enumerate(zip(plot.series, chart.series, strict=True)):
        if chart.kind in {Kind.BARS, Kind.STACKED}:
            _fill(series, plotted)
        else:
            _line(series, plotted, chart.kind, place)
        _numbers(series, chart, place)
    if chart.kind is Kind.DOTS:
        _join_dots(drawn.element)
    if chart.kind in {Kind.STACKED, Kind.LINES} or _crowded(chart):
        _on_paper(drawn.element)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(SMALLEST)
    if chart.kind in {Kind.BARS, Kind.STACKED}:
        _make_room_for_names(drawn.element, chart, box)
    for end in drawn.element.iter("{*}endParaRPr"):
        end.set("lang", LANGUAGE)


def _axes(drawn: Any, chart: NativeChart) -> None:  # noqa: ANN401
    names, measure = drawn.category_axis, drawn.value_axis
    lying = chart.kind in {Kind.BARS, Kind.STACKED}
    names.tick_labels.font.size = measure.tick_labels.font.size = Pt(SMALLEST)
    names.major_tick_mark = measure.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = _colour(LINK)
    names.has_major_gridlines = False
    if lying:
        names.reverse_order = True
    measure.minimum_scale = chart.lowest
    if chart.highest is not None:
        measure.maximum_scale = chart.highest
        measure.major_unit = (chart.highest - chart.lowest) / 5
    else:
        unit = _unit(chart)
        measure.maximum_scale, measure.major_unit = (_longest(chart) // unit + 1) * unit, unit
    measure.has_major_gridlines = True
    measure.major_gridlines.format.line.color.rgb = _colour(GRID)
    measure.format.line.fill.background()
    measure.tick_labels.number_format, measure.tick_labels.number_format_is_linked = "0", False
    measure.has_title = True
    words = measure.axis_title.text_frame
    words.text = plain(chart.axis)
    words.paragraphs[0].runs[0].font.size = Pt(SMALLEST)
    words.paragraphs[0].runs[0].font.bold = False
    _what_the_library_leaves_out(drawn.element, lying=lying)


def _what_the_library_leaves_out(root: Any, *, lying: bool) -> None:  # noqa: ANN401
    """The numbers below the bars although the first is on top; every category named, and none at a slant."""
    if lying:
        root.find(".//{*}valAx/{*}crosses").set("val", "max")
    axis = root.find(".//{*}catAx")
    axis.find("{*}txPr/{*}bodyPr").set("rot", "0")
    axis.find("{*}noMultiLvlLbl").addprevious(parse_xml(f'<c:tickLblSkip {_CHART_NAMES} val="1"/>'))


def _make_room_for_names(root: Any, chart: NativeChart, box: Box) -> None:  # noqa: ANN401
    """As much room beside the bars as their names need: programs give them less, and leave out what has none."""
    high = 1 - (_BELOW_BARS + _LEGEND_LINE * _legend_lines(chart, box)) / box.high
    rows = max(1, int(box.high * high * 72 / len(chart.categories) / (SMALLEST * 1.2)))
    names = [plain(category) for category in chart.categories]
    narrower = SMALLEST * 0.9  # than the letters that are measured
    room = next(
        (share for share in _ROOMS if max(lines(name, narrower, box.wide * share * 72 - 12) for name in names) <= rows),
        _ROOMS[-1],
    )
    root.find(".//{*}plotArea").insert(
        0,
        parse_xml(
            f"<c:layout {_CHART_NAMES}><c:manualLayout>"
            '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{room}"/><c:y val="0.01"/><c:w val="{0.94 - room:.2f}"/><c:h val="{high - 0.01:.3f}"/>'
            "</c:manualLayout></c:layout>"
        ),
    )


def _crowded(chart: NativeChart) -> bool:
    return chart.kind is Kind.BARS and len(chart.series) * len(chart.categories) > _CROWDED


def _legend_lines(chart: NativeChart, box: Box) -> int:
    """Programs set a legend in columns that are all as wide as its longest name."""
    if len(chart.series) < 2:
        return 0
    widest = max(width(plain(each.name), SMALLEST) for each in chart.series) + 30
    return ceil(len(chart.series) / max(1, int(box.wide * 72 * 0.9 / widest)))


def _longest(chart: NativeChart) -> float:
    """The longest bar, or the bars that stand one after the other."""
    across = zip(*([value or 0.0 for value in each.values] for each in chart.series), strict=True)
    longest = 1.0
    for values in across:
        longest = max(longest, sum(values) if chart.kind is Kind.STACKED else max(values))
    return longest


def _unit(chart: NativeChart) -> int:
    """Whole numbers between the lines of an axis that is not crowded with them."""
    units: Iterator[int] = (digit * 10**power for power in count() for digit in (1, 2, 5))
    return next(unit for unit in units if _longest(chart) <= _MOST_LINES * unit)


def _fill(series: Any, plotted: Plotted) -> None:  # noqa: ANN401
    fill = series.format.fill
    if plotted.pattern is Pattern.PLAIN:
        fill.solid()
        fill.fore_color.rgb = _colour(plotted.colour)
    else:
        fill.patterned()
        fill.pattern = _PATTERNS[plotted.pattern]
        fill.fore_color.rgb = _colour(plotted.colour)
        fill.back_color.rgb = _colour(PAPER)
    series.format.line.color.rgb = _colour(INK if plotted.pattern is Pattern.PLAIN else plotted.colour)
    series.format.line.width = Pt(0.75)
    series.invert_if_negative = False


def _line(series: Any, plotted: Plotted, kind: Kind, place: int) -> None:  # noqa: ANN401
    series.smooth = False
    if kind is Kind.DOTS:
        series.format.line.fill.background()
    else:
        series.format.line.color.rgb = _colour(plotted.colour)
        series.format.line.width = Pt(3 if place == 0 else 2)
        series.format.line.dash_style = _DASHES[place % len(_DASHES)]
    marker = series.marker
    marker.style = _MARKERS.get(plotted.mark, XL_MARKER_STYLE.CIRCLE)
    marker.size = _DOTS[min(place, 2)] if kind is Kind.DOTS else 9
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _colour(PAPER if plotted.hollow or plotted.mark == "○" else plotted.colour)
    marker.format.line.color.rgb = _colour(plotted.colour)
    for broken in plotted.breaks:
        series.points[broken].format.line.fill.background()


def _numbers(series: Any, chart: NativeChart, place: int) -> None:  # noqa: ANN401
    """Print the figures, as far as they can be read where they would stand; all of them are in the notes."""
    if place and (chart.kind is Kind.LINES or (chart.kind is Kind.DOTS and place >= len(_BESIDE_DOTS))):
        return
    labels = series.data_labels
    labels.show_value = True
    labels.font.size = Pt(SMALLEST)
    labels.font.color.rgb = _colour(INK)
    labels.number_format, labels.number_format_is_linked = chart.form, False
    if chart.kind is Kind.STACKED:
        labels.number_format = f'[<{ceil(_longest(chart) / _SHORTEST_PART)}]"";0'
        labels.position = XL_LABEL_POSITION.CENTER
    elif chart.kind is Kind.BARS:
        labels.position = XL_LABEL_POSITION.INSIDE_BASE if place and _crowded(chart) else XL_LABEL_POSITION.OUTSIDE_END
    elif chart.kind is Kind.DOTS:
        labels.position = _BESIDE_DOTS[place]
    else:
        labels.position = XL_LABEL_POSITION.ABOVE


def _on_paper(root: Any) -> None:  # noqa: ANN401
    """A white patch behind each number, or it could not be read on stripes or lines. The library has no other way."""
    for written in root.iterfind(".//{*}ser/{*}dLbls/{*}numFmt"):
        written.addnext(
            parse_xml(f'<c:spPr {_CHART_NAMES}><a:solidFill><a:srgbClr val="{_hex(PAPER)}"/></a:solidFill></c:spPr>')
        )


def _join_dots(root: Any) -> None:  # noqa: ANN401
    """An upright stroke from the lowest to the highest mark of a category. No other way is in the library."""
    strokes = parse_xml(
        f'<c:hiLowLines {_CHART_NAMES}><c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{_hex(LINK)}"/>'
        "</a:solidFill></a:ln></c:spPr></c:hiLowLines>"
    )
    root.find(".//{*}lineChart/{*}marker").addprevious(strokes)


def _colour(name: str) -> RGBColor:
    colour: RGBColor = RGBColor.from_string(_hex(name))
    return colour


def _hex(name: str) -> str:
    return name.lstrip("#").upper()
