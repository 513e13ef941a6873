"""Lines of a workbook's chart that stop and begin again, which the library that writes workbooks has no word for."""

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


def with_broken_lines(workbook: bytes, breaks: Mapping[str, Sequence[int]]) -> bytes:
    """The workbook whose lines do not run to some points from the point before.

    breaks: by the address of a line's values ("=Charts!$B$4:$B$9"), the places of the points, from 0.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parts: list[tuple[str, bytes]] = []
    with ZipFile(BytesIO(workbook)) as whole:
        for name in whole.namelist():
            content = whole.read(name)
            if name.startswith("xl/charts/chart"):
                chart = etree.fromstring(content, parser)
                for line in chart.iterfind(".//c:lineChart/c:ser", _NAMES):
                    _break(line, breaks.get(f"={line.findtext('c:val/c:numRef/c:f', namespaces=_NAMES)}", ()))
                content = etree.tostring(chart, xml_declaration=True, encoding="UTF-8", standalone=True)
            parts.append((name, content))
    return zipped(parts)


def _break(line: "etree._Element", places: Sequence[int]) -> None:
    """Points of their own stand behind the mark of the line (ECMA-376-1, 21.2.2.170)."""
    mark = line.find("c:marker", _NAMES)
    for place in reversed(places):
        if mark is not None:
            mark.addnext(etree.fromstring(_POINT.format(place=place)))
