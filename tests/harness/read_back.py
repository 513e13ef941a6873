"""Every kind of document read back into one shape: rows of cells, charts as numbers, and all words.

Each is read by another library than wrote it, or by its structure, as a program that opens it would.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from docx import Document as WordDocument
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation

from tests.harness.read_pdf import PaperRead

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class Row:
    """A line of a table. where: which table. header: the names of the columns, as many as cells or none."""

    where: str
    header: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A series of a native chart, as it is stored in the file. values: None where nothing is drawn.

    behind: the same cells of the workbook that the chart is edited in, or of the sheet that it is drawn from.
    """

    where: str
    name: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    behind: tuple[float | None, ...]


@dataclass(frozen=True)
class ReadBack:
    """A whole document. words: everything that can be read, in the document's order; alternatives of pictures too."""

    rows: tuple[Row, ...]
    drawn: tuple[Drawn, ...]
    words: str


def read_back(ending: str, content: bytes) -> ReadBack:
    """A document by the ending of its name. Raises KeyError for a kind that is not known here."""
    return _READERS[ending](content)


def _table(where: str, rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    header, *others = (tuple(row) for row in rows)
    yield Row(f"{where}, header", (), header)
    for row in others:
        yield Row(where, header if len(header) == len(row) else (), row)


def _pdf(content: bytes) -> ReadBack:
    paper = PaperRead(content)
    rows = [row for at, table in enumerate(paper.tables(), start=1) for row in _table(f"table {at}", table)]
    return ReadBack(tuple(rows), (), "\n".join([paper.words(paper.root), *paper.alternatives(), *paper.unmarked]))


def _docx(content: bytes) -> ReadBack:
    document = WordDocument(BytesIO(content))
    rows = []
    for at, table in enumerate(document.tables, start=1):
        rows += _table(f"table {at}", [[cell.text for cell in row.cells] for row in table.rows])
    return ReadBack(tuple(rows), (), "\n".join(_xml_words(content)))


def _pptx(content: bytes) -> ReadBack:
    rows, drawn = [], []
    for at, slide in enumerate(Presentation(BytesIO(content)).slides, start=1):
        for shape in slide.shapes:
            where = f"slide {at}, {shape.name}"
            if shape.has_table:
                rows += _table(where, [[cell.text for cell in row.cells] for row in shape.table.rows])
            if shape.has_chart:
                part = shape.chart.part
                book = load_workbook(BytesIO(part.chart_workbook.xlsx_part.blob))
                drawn += _series(where, etree.fromstring(part.blob), book)
    return ReadBack(tuple(rows), tuple(drawn), "\n".join(_xml_words(content)))


def _xlsx(content: bytes) -> ReadBack:
    book = load_workbook(BytesIO(content))
    rows: list[Row] = []
    for sheet in book:
        lines = [[_cell(value) for value in line] for line in sheet.iter_rows(values_only=True)]
        rows += _table(sheet.title, lines)
    drawn: list[Drawn] = []
    with ZipFile(BytesIO(content)) as parts:
        for name in sorted(parts.namelist()):
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                drawn += _series(name, etree.fromstring(parts.read(name)), book)
    return ReadBack(tuple(rows), tuple(drawn), "\n".join(_xml_words(content)))


def _csv(content: bytes) -> ReadBack:
    text = content.decode("utf-8-sig")
    rows = _table("table", list(csv.reader(StringIO(text, newline=""))))
    return ReadBack(tuple(rows), (), text)


def _json(content: bytes) -> ReadBack:
    """A row for each statement and section, its columns named by the way to them: "change difference"."""
    made: dict[str, Any] = json.loads(content)
    rows: list[Row] = []
    for priority in made.get("priorities", []):
        rows += [Row("priorities", (), tuple(dict(_leaves(each)).values())) for each in priority.pop("measures")]
        del priority["measured_by"]
        rows.append(Row("priorities", (), tuple(text for _, text in _leaves(priority))))
    for part in ("statements", "sections", "suggestions"):
        for each in made.get(part, []):
            leaves = dict(_leaves(each))
            rows.append(Row(part, tuple(leaves), tuple(leaves.values())))
    overall = dict(_leaves({"id": "overall", **made["overall"]}))
    rows.append(Row("overall", tuple(overall), tuple(overall.values())))
    return ReadBack(tuple(rows), (), content.decode())


_READERS: Mapping[str, Callable[[bytes], ReadBack]] = {
    "pdf": _pdf, "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "csv": _csv, "json": _json,
}  # fmt: skip


def _leaves(value: object, way: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _leaves(inside, f"{way} {name}".strip())
    elif isinstance(value, list):
        for at, inside in enumerate(value):
            yield from _leaves(inside, f"{way} {at}")
    elif value is not None:
        yield way, str(value)


def _cell(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return "" if value is None else str(value)


def _xml_words(content: bytes) -> Iterator[str]:
    """The texts and the attributes with words of every part of an office file."""
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")) and "theme" not in name and "styles" not in name:
                tree = etree.fromstring(parts.read(name))
                yield from (" ".join(words.split()) for words in tree.itertext() if words.strip())
                yield from (
                    str(said) for each in tree.iter() for said in (each.get("descr"), each.get("title")) if said
                )


def _series(where: str, chart: Any, book: Any) -> Iterator[Drawn]:
    for series in chart.iter(f"{_CHART}ser"):
        categories = _cached(series.find(f"{_CHART}cat"))
        values = series.find(f"{_CHART}val")
        if values is None:
            values, categories = series.find(f"{_CHART}yVal"), _cached(series.find(f"{_CHART}xVal"))
        numbers = tuple(None if each is None else float(each) for each in _cached(values))
        name = " ".join(each or "" for each in _cached(series.find(f"{_CHART}tx")))
        behind = _behind(book, values.findtext(f".//{_CHART}f"))
        yield Drawn(where, name, tuple(each or "" for each in categories), numbers, behind)


def _cached(part: Any) -> list[str | None]:
    """What a chart keeps of the cells that it is drawn from; None where a cell is empty."""
    if part is None:
        return []
    count = part.find(f".//{_CHART}ptCount")
    found: list[str | None] = [None] * (int(count.get("val")) if count is not None else 0)
    for point in part.iter(f"{_CHART}pt"):
        found[int(point.get("idx"))] = point.findtext(f"{_CHART}v")
    return found


def _behind(book: Any, formula: str) -> tuple[float | None, ...]:
    sheet, _, cells = formula.replace("$", "").rpartition("!")
    found = book[sheet.strip("'").replace("''", "'")][cells]
    lines = found if isinstance(found, tuple) else ((found,),)
    return tuple(None if cell.value in (None, "Not shown") else float(cell.value) for line in lines for cell in line)
