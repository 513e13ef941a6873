"""Names of exported files."""

import re

import pytest

from audit_app.reports.file_names import document_name, file_name, named, numbered_name


def test_a_name_says_which_forum_and_round() -> None:
    assert file_name("demo-regional", "Audit 2026", "xlsx") == "partnership-audit-demo-regional-audit-2026.xlsx"
    assert file_name("Bwrdd Iechyd Ynys Môn", "Blwyddyn 1/2", "csv") == (
        "partnership-audit-bwrdd-iechyd-ynys-mon-blwyddyn-1-2.csv"
    )


@pytest.mark.parametrize(
    "text", ["../../etc/passwd", 'a"; filename=b', "a\r\nSet-Cookie: x", "漢字", "", ".", "x" * 500]
)
def test_no_name_leaves_its_folder_or_its_header(text: str) -> None:
    name = file_name(text, text, "csv")
    assert re.fullmatch(r"partnership-audit-[a-z0-9-]+\.csv", name)
    for name in (
        file_name(text, text, "csv"),
        document_name(text, text, text, "xlsx"),
        named(text, text, text, ending="a"),
    ):
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z0-9]+", name)
        assert len(name) <= 150


def test_documents_of_a_pack_and_pictures_have_names_of_their_own() -> None:
    assert document_name("North", "Audit 2026", "one-page", "pdf") == "partnership-audit-north-audit-2026-one-page.pdf"
    assert numbered_name(3, "Heat map/../x", "png") == "03-heat-map-x.png"


@pytest.mark.parametrize("ending", ["", ".csv", "CSV", "c/s", "xlsx\n"])
def test_an_odd_ending_is_refused(ending: str) -> None:
    with pytest.raises(ValueError, match="no dot"):
        file_name("a", "b", ending)
