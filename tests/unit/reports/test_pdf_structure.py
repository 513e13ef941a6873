"""A printed paper can be heard as well as seen: PDF/UA-1 as far as a program can check it."""

import io
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from audit_app.charts import heat_map
from audit_app.reports import assessment_documents, theme_documents
from audit_app.reports.documents import Family
from audit_app.reports.papers.blocks import (
    Block,
    Column,
    Facts,
    Heading,
    Note,
    Paper,
    Picture,
    Points,
    Quotes,
    Table,
    Wording,
    Words,
)
from audit_app.reports.papers.pdf import page_count, paper_pdf
from tests.harness.assessed_packs import ASSESSMENTS, THEMES
from tests.harness.made_documents import made
from tests.harness.round_packs import CASES, SMALL_CASES, demonstration
from tests.harness.tagged_pdf import TaggedPdf, faults

EVERY_BLOCK: tuple[Block, ...] = (
    Heading("First part"),
    Words("To read first.", "Quite sure.", strong=True),
    Words("A plain paragraph."),
    Note("In small type."),
    Points((Words("A dot.", "Perhaps."), Words("Another dot."))),
    Points((Words("Number one."), Words("Number two.")), numbered=True),
    Facts((("Closed", "20 November 2026"), ("Answered", "32 of 40"))),
    Heading("A section", 2),
    Table("Scores", (Column("Statement", 3), Column("Score", number=True)), (("One thing", "6.1"), ("Other", ""))),
    Quotes("What members wrote", "What works well?", ("Plans come early.", "We meet on time.")),
    Wording("For the minutes", ("The forum noted the results.", "It thanked its members.")),
    Heading("Last part", apart=True),
    Words("The end."),
)
IN_ORDER = (
    "Northshire Forum · 20 November 2026 Every block Closed today First part To read first. Quite sure. "
    "A plain paragraph. In small type. • A dot. Perhaps. • Another dot. 1. Number one. 2. Number two. "
    "Closed 20 November 2026 Answered 32 of 40 A section Scores Statement Score One thing 6.1 Other "
    "What members wrote What works well? Plans come early. We meet on time. "
    "For the minutes The forum noted the results. It thanked its members. Last part The end."
)


def a_paper(*blocks: Block) -> Paper:
    return Paper("Every block", "Closed today", "Northshire Forum", date(2026, 11, 20), blocks or EVERY_BLOCK)


@cache
def with_a_picture() -> bytes:
    return paper_pdf(a_paper(*EVERY_BLOCK, Picture(heat_map(demonstration().comparison))))


@pytest.mark.parametrize("case", SMALL_CASES)
def test_the_report_of_every_round_can_be_heard(case: str) -> None:
    assert faults(made(case, "report")) == []


@pytest.mark.parametrize("case", CASES)
def test_the_one_page_of_every_round_can_be_heard_and_is_one_page(case: str) -> None:
    sheet = made(case, "one-page")
    assert faults(sheet) == []
    assert page_count(sheet) == len(TaggedPdf(sheet).reader.pages) == 1


@pytest.mark.parametrize("case", ASSESSMENTS)
def test_the_papers_of_every_assessment_can_be_heard(case: str) -> None:
    _all_heard(assessment_documents.DOCUMENTS, ASSESSMENTS[case]())


@pytest.mark.parametrize("case", THEMES)
def test_the_papers_of_every_subgroup_can_be_heard(case: str) -> None:
    _all_heard(theme_documents.DOCUMENTS, THEMES[case]())


def _all_heard(family: Family[Any], pack: object) -> None:
    found = {document.id: document.make(pack) for document in family if document.ending == "pdf"}
    assert {name: faults(content) for name, content in found.items()} == {"report": [], "one-page": []}
    assert page_count(found["one-page"]) == 1


def test_every_block_is_read_once_and_in_its_order() -> None:
    assert TaggedPdf(paper_pdf(a_paper())).text == IN_ORDER


def test_every_block_has_the_tag_of_its_kind() -> None:
    tree = TaggedPdf(with_a_picture()).tree
    assert [" ".join(tag.text.split()) for tag in tree.all("H1", "H2", "H3")] == [
        "First part", "A section", "What members wrote", "For the minutes", "Last part",
    ]  # fmt: skip
    assert [len(tag.all("LI")) for tag in tree.all("L")] == [2, 2, 2]
    assert [tag.text.strip() for tag in tree.all("BlockQuote")] == ["Plans come early.", "We meet on time."]
    assert [tag.text for tag in tree.all("TH")] == ["Statement", "Score", "One thing", "Other"]
    assert [tag.text for tag in tree.all("TD")] == ["6.1", ""]
    (figure,) = tree.all("Figure")
    assert str(figure.raw["/Alt"]) == heat_map(demonstration().comparison).alt


def test_a_table_over_pages_repeats_its_header_for_the_eye_alone() -> None:
    rows = tuple((f"Statement {number}", "6.1") for number in range(80))
    made = paper_pdf(a_paper(Table("Scores", (Column("Name"), Column("Score out of ten", number=True)), rows)))
    pdf = TaggedPdf(made)
    assert len(pdf.reader.pages) > 1
    assert pdf.text.count("Score out of ten") == 1
    assert all("Score out of ten" in page.extract_text() for page in pdf.reader.pages)


def test_no_level_of_headings_is_left_out_whatever_the_paper_says() -> None:
    made = paper_pdf(a_paper(Heading("One"), Heading("Three", 3), Quotes("Below", "", ("Words",)), Heading("Two", 2)))
    assert [tag.kind for tag in TaggedPdf(made).tree.all("H1", "H2", "H3")] == ["H1", "H2", "H3", "H2"]
    lower = paper_pdf(a_paper(Heading("A short paper", 2), Heading("Its part", 3), Heading("Another", 2)))
    assert [tag.kind for tag in TaggedPdf(lower).tree.all("H1", "H2", "H3")] == ["H1", "H2", "H1"]
    assert faults(made) == faults(lower) == []


BREAKAGES: dict[str, tuple[bytes, bytes, str]] = {
    "tagged": (b"/Marked true", b"/Markex true", "not marked as tagged"),
    "language": (b"/Lang(en-GB)", b"/Lang(xx-XX)", "no language"),
    "title-shown": (b"/DisplayDocTitle true", b"/DisplayDocTitlx true", "the title is not shown"),
    "standard": (b"<pdfuaid:part>1<", b"<pdfuaid:part>9<", "does not say that it is PDF/UA-1"),
    "title": (b"<dc:title>", b"<dc:other>", "no title"),
    "font": (b"/FontFile2", b"/FontFileX", "is not in the file"),
    "level": (b"/S/H2", b"/S/H3", "leaves out a level"),
    "bookmark": (b"/Title(A section)", b"/Title(B section)", "the bookmarks are not the headings"),
    "header-row": (b"/Scope/Column", b"/Scopx/Column", "a table without a header row"),
    "row-header": (b"/Scope/Row", b"/Scopx/Row", "a row without a header"),
    "cell": (b"/S/TD", b"/S/TH", "a header among the figures"),
    "alternative": (b"/Alt<", b"/Alx<", "a picture without words"),
    "place": (b"/BBox[", b"/BBxx[", "a picture without a place"),
    "row": (b"/S/TR", b"/S/LI", "a table whose rows are not equally long"),
    "paragraph": (b"/S/P/", b"/S/Q/", "unknown kinds of tags"),
    "list": (b"/S/LBody", b"/S/Figure", "a picture without words"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breach_is_noticed(name: str) -> None:
    """The checks above find nothing because there is nothing to find."""
    good = with_a_picture()
    assert faults(good) == []
    before, after, words = BREAKAGES[name]
    assert before in good
    assert any(words in fault for fault in faults(good.replace(before, after)))


def _rewritten(change: Callable[[bytes], bytes]) -> bytes:
    """The file with another first page."""
    writer = PdfWriter(clone_from=io.BytesIO(paper_pdf(a_paper())))
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(change(page.get_contents().get_data()))
    page[NameObject("/Contents")] = stream
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_content_that_no_reader_hears_is_noticed() -> None:
    assert faults(_rewritten(lambda content: content)) == []
    loose = faults(_rewritten(lambda content: content + b"\n0 0 10 10 re f\n"))
    assert any("content outside the tree" in fault for fault in loose)
    unclaimed = faults(_rewritten(lambda content: content + b"\n/P <</MCID 9999>> BDC 0 0 10 10 re f EMC\n"))
    assert "marked content that no tag has" in unclaimed
    gone = faults(_rewritten(lambda content: re.sub(rb"/MCID 3\b", b"/MCID 7777", content, count=1)))
    assert "marked content that no tag has" in gone
