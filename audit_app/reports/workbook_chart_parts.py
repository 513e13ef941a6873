"""What the library that writes workbooks has no word for, added to the parts of its charts (ECMA-376-1, 21.2.2)."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from audit_app.reports.settled import zipped

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMES = {"c": _CHART, "a": _DRAWING}
_POINT = (
    f'<c:dPt xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:idx val="{{place}}"/><c:bubble3D val="0"/>'
    "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr></c:dPt>"
)
_BEFORE_NUMBER, _AFTER_NUMBER = ("showLegendKey",), ("showCatName", "showSerName", "showPercent", "showBubbleSize")


def with_complete_charts(workbook: bytes, breaks: Mapping[str, Sequence[int]]) -> bytes:
    """The workbook with charts that look the same in every program, and lines that stop where they should.

    breaks: by the address of a line's values ("Charts!$B$4:$B$9"), the places of the points, from 0, that the line
    does not reach from the point before.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parts: list[tuple[str, bytes]] = []
    with ZipFile(BytesIO(workbook)) as whole:
        for name in whole.namelist():
            content = whole.read(name)
            if name.startswith("xl/charts/chart"):
                chart = etree.fromstring(content, parser)
                for numbers in chart.iterfind(".//c:dLbls", _NAMES):
                    _only_the_number(numbers)
                for shown in chart.iterfind(".//c:plotVisOnly", _NAMES):
                    shown.addnext(etree.Element(f"{{{_CHART}}}dispBlanksAs", {"val": "gap"}))
                for line in chart.iterfind(".//c:lineChart/c:ser", _NAMES):
                    _break(line, breaks.get(str(line.findtext("c:val/c:numRef/c:f", namespaces=_NAMES)), ()))
                    line.append(_off("smooth"))
                content = etree.tostring(chart, xml_declaration=True, encoding="UTF-8", standalone=True)
            parts.append((name, content))
    return zipped(parts)


def _only_the_number(numbers: "etree._Element") -> None:
    """Say what is not printed at a point: some programs print names where nothing is said of them."""
    value = numbers.find("c:showVal", _NAMES)
    if value is None:
        return
    for name in _BEFORE_NUMBER:
        value.addprevious(_off(name))
    for name in reversed(_AFTER_NUMBER):
        value.addnext(_off(name))


def _off(name: str) -> "etree._Element":
    return etree.Element(f"{{{_CHART}}}{name}", {"val": "0"})


def _break(line: "etree._Element", places: Sequence[int]) -> None:
    """Points of their own stand behind the mark of the line."""
    mark = line.find("c:marker", _NAMES)
    for place in reversed(places):
        if mark is not None:
            mark.addnext(etree.fromstring(_POINT.format(place=place)))
