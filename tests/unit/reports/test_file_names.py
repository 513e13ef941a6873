"""Names of exported files."""

import re

import pytest

from audit_app.reports.file_names import file_name


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
    assert len(name) < 160


@pytest.mark.parametrize("ending", ["", ".csv", "CSV", "c/s", "xlsx\n"])
def test_an_odd_ending_is_refused(ending: str) -> None:
    with pytest.raises(ValueError, match="no dot"):
        file_name("a", "b", ending)
