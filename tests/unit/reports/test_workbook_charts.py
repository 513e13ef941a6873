"""Charts of the workbook: each is drawn from cells that hold the released figures, and from nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from audit_app.reports.cells import storable
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted
from audit_app.reports.round_charts import round_charts
from audit_app.reports.workbook import results_workbook
from audit_app.reports.workbook_charts import NOT_SHOWN_AT, chart_sheet
from audit_app.reports.workbook_sheet import Book
from tests.harness.round_packs import CASES, demonstration

NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
CLOSED = demonstration().comparison.round.closed_on
BROKEN = NativeChart(
    id="broken",
    title="='Charts'!A1",
    kind=Kind.LINES,
    categories=("2024", "2025", "2026", "2027"),
    series=(
        Plotted("=1+1", (5.0, 5.5, 6.0, None), "#003087", "●", breaks=(2,)),
        Plotted("Trust!A1", (None, None, None, 7.0), "#7c2855", "▲"),
    ),
    axis="Sheet1!$A$1",
    lowest=0.0,
    highest=10.0,
    form="0.0",
    base="24 answered.",
    alt='=HYPERLINK("http://example.org")',
    notes=("A line breaks where statements were not the same.",),
)


@cache
def made(name: str) -> bytes:
    return results_workbook(CASES[name]())


@cache
def alone(chart: NativeChart) -> bytes:
    book = Book(CLOSED, "One chart")
    chart_sheet(book, [chart], "Charts")
    return book.to_bytes()


def chart_parts(workbook: bytes, folder: str = "xl/charts/chart") -> "list[etree._Element]":
    """Every part of this kind, in the order in which the workbook holds them."""
    with ZipFile(BytesIO(workbook)) as parts:
        names = sorted(
            (name for name in parts.namelist() if name.startswith(folder)),
            key=lambda name: int(re.sub(r"\D", "", name)),
        )
        return [etree.fromstring(parts.read(name)) for name in names]


def cells(book: Workbook, address: str) -> list[object]:
    """What the cells of an address hold, in order."""
    sheet, _, area = address.rpartition("!")
    found = book[sheet.strip("'")][area.replace("$", "")]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]


def references(part: "etree._Element") -> "Iterator[etree._Element]":
    yield from part.iterfind(".//c:numRef", NAMES)
    yield from part.iterfind(".//c:strRef", NAMES)


def remembered(reference: "etree._Element") -> list[object]:
    """What the chart remembers of its cells: as many as it says there are, None where it has none."""
    number = reference.find(".//c:ptCount", NAMES)
    assert number is not None
    found: list[object] = [None] * int(str(number.get("val")))
    for point in reference.iterfind(".//c:pt", NAMES):
        text = point.findtext("c:v", namespaces=NAMES)
        numeric = reference.tag == f"{{{NAMES['c']}}}numRef"
        found[int(str(point.get("idx")))] = float(str(text)) if numeric else text
    return found


@pytest.mark.parametrize("name", CASES)
def test_every_chart_draws_the_released_figures_from_cells_that_hold_them(name: str) -> None:
    book, released = load_workbook(BytesIO(made(name))), round_charts(CASES[name]())
    parts = chart_parts(made(name))
    assert len(parts) == len(released) + 1  # the first stands on the summary too
    for part, chart in zip(parts, (released[0], *released), strict=True):
        lines = part.findall(".//c:ser", NAMES)
        assert len(lines) == len(chart.series)
        for line, series in zip(lines, chart.series, strict=True):
            drawn = line.findtext("c:val/c:numRef/c:f", namespaces=NAMES)
            assert cells(book, str(drawn)) == list(series.values)


@pytest.mark.parametrize("name", CASES)
def test_no_chart_remembers_anything_else_than_its_cells(name: str) -> None:
    book = load_workbook(BytesIO(made(name)))
    for part in chart_parts(made(name)):
        for reference in references(part):
            address = str(reference.findtext("c:f", namespaces=NAMES))
            assert remembered(reference) == cells(book, address), address
        assert not part.findall(".//c:numLit", NAMES)
        assert not part.findall(".//c:strLit", NAMES)
        assert not part.findall(".//a:t", NAMES)  # titles and names are cells


def test_a_hidden_figure_is_an_empty_cell_and_words_beside_it_say_so() -> None:
    made_of = alone(BROKEN)
    first, second = chart_parts(made_of)[0].findall(".//c:ser", NAMES)
    values = [one.find("c:val/c:numRef", NAMES) for one in (first, second)]
    assert [remembered(one) for one in values if one is not None] == [[5.0, 5.5, 6.0, None], [None, None, None, 7.0]]
    rows = [[cell.value for cell in row][:4] for row in load_workbook(BytesIO(made_of))["Charts"].iter_rows()]
    assert ["Name", "=1+1", "Trust!A1", NOT_SHOWN_AT] in rows
    assert ["2027", None, 7, "Not shown: =1+1"] in rows


def test_gaps_are_drawn_as_gaps_and_lines_as_straight_lines() -> None:
    for name in ("demonstration", "everything-hidden"):
        for part in chart_parts(made(name)):
            gap = part.find(".//c:dispBlanksAs", NAMES)
            assert gap is not None
            assert gap.get("val") == "gap"
    (part,) = chart_parts(alone(BROKEN))
    assert {each.get("val") for each in part.iterfind(".//c:smooth", NAMES)} == {"0"}


def test_a_line_does_not_run_to_a_point_that_is_not_comparable() -> None:
    (part,) = chart_parts(alone(BROKEN))
    first, second = part.findall(".//c:ser", NAMES)
    points = [point.get("val") for point in first.iterfind("c:dPt/c:idx", NAMES)]
    assert points == ["2"]
    assert first.find("c:dPt/c:spPr/a:ln/a:noFill", NAMES) is not None
    assert second.find("c:dPt", NAMES) is None
    order = [etree.QName(child).localname for child in first]
    assert order.index("marker") < order.index("dPt") < order.index("cat") < order.index("val") < order.index("smooth")


def test_words_that_look_like_an_address_are_cells_all_the_same() -> None:
    book = load_workbook(BytesIO(alone(BROKEN)))
    (part,) = chart_parts(alone(BROKEN))
    title = part.findtext("c:chart/c:title//c:f", namespaces=NAMES)
    assert cells(book, str(title)) == [BROKEN.title]
    axes = [each.text for each in part.iterfind(".//c:valAx/c:title//c:f", NAMES)]
    assert [cells(book, str(each)) for each in axes] == [[BROKEN.axis]]
    names = [each.text for each in part.iterfind(".//c:ser/c:tx//c:f", NAMES)]
    assert [cells(book, str(each)) for each in names] == [["=1+1"], ["Trust!A1"]]
    assert {cell.data_type for row in book["Charts"].iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("name", CASES)
def test_each_chart_is_told_in_words(name: str) -> None:
    released = round_charts(CASES[name]())
    told = [
        str(each.get("descr"))
        for part in chart_parts(made(name), "xl/drawings/drawing")
        for each in part.iterfind(".//xdr:graphicFrame//xdr:cNvPr", NAMES)
    ]
    assert told == [" ".join(storable(chart.alt).split()) for chart in (released[0], *released)]


def test_scores_are_drawn_from_0_to_10_and_a_legend_only_for_several_series() -> None:
    released = round_charts(demonstration())
    for part, chart in zip(chart_parts(made("demonstration"))[1:], released, strict=True):
        ends = [part.find(f".//c:valAx/c:scaling/c:{end}", NAMES) for end in ("min", "max")]
        shown = [None if end is None else float(str(end.get("val"))) for end in ends]
        assert shown == [chart.lowest, chart.highest], chart.id
        assert (part.find(".//c:legend", NAMES) is not None) == (len(chart.series) > 1)


def test_series_stand_apart_without_colour() -> None:
    released = round_charts(demonstration())
    for part, chart in zip(chart_parts(made("demonstration"))[1:], released, strict=True):
        for line, series in zip(part.iterfind(".//c:ser", NAMES), chart.series, strict=True):
            if chart.kind in (Kind.BARS, Kind.STACKED):
                striped = line.find("c:spPr/a:pattFill", NAMES) is not None
                assert striped == (series.pattern is not Pattern.PLAIN), (chart.id, series.name)
            else:
                assert line.find("c:marker/c:symbol", NAMES) is not None


def test_a_number_beside_a_bar_is_only_its_number() -> None:
    for part in chart_parts(made("demonstration")):
        for numbers in part.iterfind(".//c:dLbls", NAMES):
            said = {etree.QName(each).localname: each.get("val") for each in numbers if each.get("val") in {"0", "1"}}
            assert [name for name, shown in said.items() if shown == "1"] == ["showVal"]
            assert {"showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"} <= set(said)


def anchors(workbook: bytes, place: int) -> list[tuple[int, int, int, int]]:
    """First and last row and first and last column, from 1, that each chart of a sheet covers."""
    drawing = chart_parts(workbook, "xl/drawings/drawing")[place]
    paths = ("from/xdr:row", "to/xdr:row", "from/xdr:col", "to/xdr:col")
    found = []
    for anchor in drawing.iterfind("xdr:twoCellAnchor", NAMES):
        top, bottom, left, right = (1 + int(str(anchor.findtext(f"xdr:{path}", namespaces=NAMES))) for path in paths)
        found.append((top, bottom, left, right))
    return found


@pytest.mark.parametrize("name", ["demonstration", "largest", "hostile"])
def test_no_chart_lies_over_words_figures_or_another_chart(name: str) -> None:
    book = load_workbook(BytesIO(made(name)))
    for place, sheet in enumerate(("Summary", "Charts")):
        for top, bottom, left, right in anchors(made(name), place):
            under = book[sheet].iter_rows(top, bottom, left, right, values_only=True)
            assert {cell for row in under for cell in row} == {None}, sheet
    covered = anchors(made(name), 1)
    titles = [
        cell.row for cell in book["Charts"]["A"] if cell.value in {each.title for each in round_charts(CASES[name]())}
    ]
    assert len(covered) == len(titles) > 1
    for (_, bottom, _, _), (top, _, _, _), title in zip(covered, covered[1:], titles[1:], strict=False):
        assert bottom < title < top  # the title of the next chart runs on over the column that charts lie on


def test_charts_scroll_away_with_their_figures_and_each_is_printed_whole() -> None:
    for name in ("demonstration", "largest"):
        sheet = load_workbook(BytesIO(made(name)))["Charts"]
        assert sheet.freeze_panes is None
        breaks = [each.id for each in sheet.row_breaks.brk]
        assert breaks
        for each in breaks:
            assert not [1 for top, bottom, _, _ in anchors(made(name), 1) if top <= each < bottom]
