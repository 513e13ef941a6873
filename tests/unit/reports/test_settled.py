"""Office files that say nothing of when, where and by what they were made."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pptx
import pytest
import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from audit_app.reports.settled import NotAnOfficeFileError, settled, zipped

DAY = date(2026, 11, 20)


def a_docx() -> bytes:
    made = BytesIO()
    paper = docx.Document()
    paper.core_properties.title = "Audit 2026"
    paper.core_properties.author = "Invented Author"
    paper.core_properties.last_modified_by = "Invented Editor"
    paper.core_properties.modified = datetime.now()  # noqa: DTZ005 - a library would write the same
    paper.add_paragraph("Hello")
    paper.save(made)
    return made.getvalue()


def a_pptx() -> bytes:
    made = BytesIO()
    deck = pptx.Presentation()
    figures = CategoryChartData()
    figures.categories = ["One", "Two"]
    figures.add_series("Score", (61.0, 72.0))
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(5), Inches(3), figures)
    deck.save(made)
    return made.getvalue()


def an_xlsx() -> bytes:
    made = BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "Hello"
    book.save(made)
    return made.getvalue()


def another_xlsx() -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    book.add_worksheet().write(0, 0, "Hello")
    book.close()
    return made.getvalue()


MAKERS = (a_docx, a_pptx, an_xlsx, another_xlsx)


def all_parts(content: bytes) -> Iterator[tuple[str, bytes, tuple[int, ...]]]:
    """Every part with its time, also of files in the file."""
    with ZipFile(BytesIO(content)) as parts:
        assert parts.testzip() is None
        for entry in parts.infolist():
            inside = parts.read(entry)
            yield entry.filename, inside, entry.date_time
            if inside.startswith(b"PK"):
                yield from all_parts(inside)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Go to another time zone, more than a ZIP's two seconds later."""
    before = os.environ.get("TZ")

    def go() -> None:
        monkeypatch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        time.sleep(2.1)

    yield go
    monkeypatch.setenv("TZ", before or "UTC")
    time.tzset()


def test_what_is_made_later_and_elsewhere_has_the_same_bytes(elsewhere: Callable[[], None]) -> None:
    raw = [make() for make in MAKERS]
    elsewhere()
    again = [make() for make in MAKERS]
    assert all(one != two for one, two in zip(raw, again, strict=True)), "the control: libraries write the clock"
    assert [settled(each, DAY) for each in raw] == [settled(each, DAY) for each in again]


@pytest.mark.parametrize("make", MAKERS)
def test_no_time_maker_preview_or_printer_is_left(make: Callable[[], bytes]) -> None:
    traces = (
        b"python-",
        b"openpyxl",
        b"Canny",
        b"Invented",
        b"Macintosh",
        b"Normal.dotm",
        b"thumbnail",
        b"printerSettings1",
    )
    found = list(all_parts(settled(make(), DAY)))
    for name, content, moment in found:
        assert moment == (1980, 1, 1, 0, 0, 0), name
        assert "thumbnail" not in name
        assert "printer" not in name
        assert [trace for trace in traces if trace in content] == [], name
    cores = [content.decode() for name, content, _ in found if name == "docProps/core.xml"]
    assert cores
    assert all(core.count("2026-11-20T00:00:00Z") == 2 for core in cores)
    assert all("dcterms:created" not in core for core in _cores(settled(make())))


def _cores(content: bytes) -> list[str]:
    return [part.decode() for name, part, _ in all_parts(content) if name == "docProps/core.xml"]


def test_types_come_first_and_the_other_parts_keep_their_order() -> None:
    for make in MAKERS:
        with ZipFile(BytesIO(make())) as before, ZipFile(BytesIO(settled(make()))) as after:
            names = after.namelist()
            assert names[0] == "[Content_Types].xml"
            assert names[1:] == [name for name in before.namelist() if name in names and name != "[Content_Types].xml"]


def test_the_programs_libraries_still_open_them() -> None:
    paper = docx.Document(BytesIO(settled(a_docx(), DAY)))
    assert [each.text for each in paper.paragraphs] == ["Hello"]
    assert (paper.core_properties.title, paper.core_properties.author) == ("Audit 2026", "")
    assert paper.core_properties.created is not None
    assert paper.core_properties.created.date() == DAY
    (slide,) = pptx.Presentation(BytesIO(settled(a_pptx(), DAY))).slides
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    assert list(chart.plots[0].series[0].values) == [61.0, 72.0]
    embedded = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in embedded.active["B"]] == ["Score", 61, 72]
    for make in (an_xlsx, another_xlsx):
        assert openpyxl.load_workbook(BytesIO(settled(make(), DAY))).active["A1"].value == "Hello"


@pytest.mark.parametrize("make", MAKERS)
def test_every_part_that_is_led_to_is_there(make: Callable[[], bytes]) -> None:
    with ZipFile(BytesIO(settled(make()))) as parts:
        links = parts.read("_rels/.rels").decode()
        assert [name for name in parts.namelist() if name.startswith("docProps/")] == [
            name for name in parts.namelist() if name.startswith("docProps/") and name in links
        ]


def test_settling_twice_changes_nothing() -> None:
    for make in MAKERS:
        once = settled(make(), DAY)
        assert settled(once, DAY) == once


def test_a_link_that_is_used_stays() -> None:
    """A sheet that names its printer's settings would be broken without them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/printerSettings"
    links = f'<Relationships><Relationship Id="rId1" Type="{kind}" Target="../p/p1.bin"/></Relationships>'.encode()
    used = zipped(
        [("xl/s/s1.xml", b'<pageSetup r:id="rId1"/>'), ("xl/s/_rels/s1.xml.rels", links), ("xl/p/p1.bin", b"p")]
    )
    unused = zipped([("xl/s/s1.xml", b"<x/>"), ("xl/s/_rels/s1.xml.rels", links), ("xl/p/p1.bin", b"p")])
    assert [name for name, *_ in all_parts(settled(used))] == ["xl/s/s1.xml", "xl/s/_rels/s1.xml.rels", "xl/p/p1.bin"]
    assert [name for name, *_ in all_parts(settled(unused))] == ["xl/s/s1.xml", "xl/s/_rels/s1.xml.rels"]


def test_what_is_no_office_file_is_refused() -> None:
    with pytest.raises(NotAnOfficeFileError, match="not a docx"):
        settled(b"Hello")
    with pytest.raises(NotAnOfficeFileError, match="named “a”"):
        zipped([("a", b"1"), ("a", b"2")])
