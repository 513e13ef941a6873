"""The ZIP of a whole pack and its page of contents."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import html

from audit_app.reports.documents import Made
from audit_app.reports.settled import NotAnOfficeFileError
from audit_app.reports.whole_pack import CONTENTS, PackFacts, contents_page, whole_pack

FACTS = PackFacts("Results: Audit 2026", "North Forum", date(2026, 11, 20))
MADE = (
    Made("report", "partnership-audit-north-audit-2026-report.pdf", "Report", "To read.", b"%PDF" * 400_000),
    Made("table", "partnership-audit-north-audit-2026-table.csv", "Table", "For a spreadsheet.", b"a,b"),
)


def test_every_document_is_there_after_the_contents() -> None:
    with ZipFile(BytesIO(whole_pack(MADE, FACTS))) as whole:
        assert whole.namelist() == [CONTENTS, *(each.name for each in MADE)]
        assert [whole.read(each.name) for each in MADE] == [each.content for each in MADE]
        assert {each.date_time for each in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert whole_pack(MADE, FACTS) == whole_pack(MADE, FACTS)


def test_the_contents_name_each_document_its_use_and_its_size() -> None:
    page = html.fromstring(contents_page(MADE, FACTS).decode())
    assert page.get("lang") == "en-GB"
    assert page.findtext("head/title") == "Results: Audit 2026: contents of the pack"
    assert [each.text for each in page.iter("h1")] == ["Results: Audit 2026"]
    assert "North Forum · 20 November 2026" in page.text_content()
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["Report partnership-audit-north-audit-2026-report.pdf", "To read.", "PDF, to read and print", "1.6 MB"],
        ["Table partnership-audit-north-audit-2026-table.csv", "For a spreadsheet.", "CSV, for any spreadsheet",
         "1 kB"],
    ]  # fmt: skip
    assert [link.get("href") for link in page.iter("a")] == [each.name for each in MADE]


def test_a_screen_reader_finds_its_way() -> None:
    page = html.fromstring(contents_page(MADE, FACTS).decode())
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//table/caption")
    assert {each.get("scope") for each in page.xpath("//thead//th")} == {"col"}
    assert {each.get("scope") for each in page.xpath("//tbody//th")} == {"row"}


def test_the_contents_need_nothing_from_elsewhere_and_run_nothing() -> None:
    words = "</title><script>alert(1)</script><img src=x onerror=y>\u202e\x00"
    bad = (Made("x", "x.pdf", words, words, b""),)
    page = contents_page(bad, PackFacts(words, words, FACTS.day)).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "�" in page
    assert not re.search(r"https?:|//|@import|url\(", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    "name", ["../x.pdf", "/x.pdf", "a b.pdf", "x", "x.pdf\n", "C:x.pdf", "-x.pdf", "x" * 200 + ".pdf"]
)
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        whole_pack((Made("x", name, "X", "", b""),), FACTS)


def test_two_documents_with_one_name_are_refused() -> None:
    with pytest.raises(NotAnOfficeFileError):
        whole_pack((MADE[0], MADE[0]), FACTS)
