"""Reading tables from pasted text and from files that may be anything."""

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from audit_app.forum.table_files import MOST_ROWS, UnreadableTableError, as_text, read_pasted, read_upload

HEADINGS = ["Name", "E-mail", "Side"]
ASHA = ["Asha Example", "asha@trust.example", "Staff"]


def workbook(*rows: list[object]) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The workbook with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part))
        for name, text in changes.items():
            new.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("mark", ["\t", ",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tabs_commas_and_semicolons(mark: str, end: str) -> None:
    table = read_pasted(end.join(mark.join(row) for row in (HEADINGS, ASHA)))
    assert table.rows == ((2, {"name": "Asha Example", "email": "asha@trust.example", "side": "Staff"}),)


@pytest.mark.parametrize(
    "headings",
    ["name,email,side", "Full name,E-mail address,Which side?", "SIDE,Name,Mail", "First name,Surname,Email,Side"],
)
def test_headings_may_be_worded_in_many_ways(headings: str) -> None:
    cells = {"first name": "Asha", "surname": "Example", "side": "staff", "which side?": "staff"}
    row = [
        cells.get(heading.lower(), "asha@trust.example" if "mail" in heading.lower() else "Asha Example")
        for heading in headings.split(",")
    ]
    (_, typed), *_ = read_pasted(f"{headings}\n{','.join(row)}").rows
    assert typed == {"name": "Asha Example", "email": "asha@trust.example", "side": "staff"}


def test_a_title_above_the_headings_and_empty_rows_are_passed_over() -> None:
    text = "Members of the forum,,\n,,\nName,Email,Side\n,,\nAsha,asha@trust.example,staff\n"
    assert [number for number, _ in read_pasted(text).rows] == [5]


def test_unknown_columns_are_named_and_left_out() -> None:
    table = read_pasted("name,email,side,phone,\nAsha,asha@trust.example,staff,123,x")
    assert table.ignored == ("phone",)
    assert set(table.fields) == {"name", "email", "side"}


def test_short_rows_have_empty_cells_and_long_ones_lose_what_has_no_heading() -> None:
    table = read_pasted("name,email,side\nAsha\nBen,ben@trust.example,staff,more,and more")
    assert table.rows[0][1] == {"name": "Asha", "email": "", "side": ""}
    assert table.rows[1][1] == {"name": "Ben", "email": "ben@trust.example", "side": "staff"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing here"),
        ("   \n ", "nothing here"),
        ("hello", "no heading for: name, e-mail, side"),
        ("name,email\nAsha,a@b.example", "no heading for: side"),
        ("name,email,side", "no people"),
        ("name,email,mail,side\na,b,c,d", "Two columns hold the same: email"),
        ("name,email,side\n\0", "not text"),
        ("name,email,side\n" + "a,b,c\n" * (MOST_ROWS + 1), "more than 2,000 rows"),
        ("name,email,side" + ",x" * 80 + "\na,b,c", "too many columns"),
        ("name,email,side\n" + "x" * 1_000_001, "too large"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(text: str, words: str) -> None:
    with pytest.raises(UnreadableTableError, match=words):
        read_pasted(text)


def test_two_thousand_people_are_not_too_many() -> None:
    assert len(read_pasted("name,email,side\n" + "a,b,c\n" * MOST_ROWS).rows) == MOST_ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_spreadsheet_programs_keep_their_letters(encoding: str) -> None:
    content = "Name;Email;Side\nZoë Müller;zoe@trust.example;staff\n".encode(encoding)
    assert read_upload("people.csv", content).rows[0][1]["name"] == "Zoë Müller"


def test_a_workbook_gives_the_same_table_as_text() -> None:
    table = read_upload("people.xlsx", workbook(["Members", None], [], HEADINGS, ASHA))
    assert [typed for _, typed in table.rows] == [typed for _, typed in read_pasted("\n".join(
        "\t".join(row) for row in (HEADINGS, ASHA))).rows]  # fmt: skip


def test_formulas_html_and_numbers_in_a_workbook_are_only_text() -> None:
    table = read_upload("p.xlsx", workbook([*HEADINGS, "Organisation"], ["=1+1", "<b>x</b>", True, 42.0]))
    assert table.rows[0][1] == {"name": "=1+1", "email": "<b>x</b>", "side": "True", "organisation": "42"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("p.csv", b"", "empty"),
        ("p.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("p.xlsm", workbook(HEADINGS, ASHA), "macros"),
        ("p.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        ("p.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
        ("p.pdf", b"%PDF-1.7", "Only CSV and Excel"),
        ("p.png", b"\x89PNG", "Only CSV and Excel"),
        ("p.xlsx", b"PK\x03\x04 not a zip", "cannot be read"),
        ("p.xlsx", workbook(HEADINGS, ASHA)[:-300], "cannot be read"),
        ("p.xlsx", repacked(workbook(HEADINGS, ASHA), {"xl/vbaProject.bin": b"x"}), "macros"),
        ("p.xlsx", repacked(workbook(HEADINGS, ASHA), {"xl/worksheets/sheet1.xml": b"<broken"}), "cannot be read"),
        ("p.xlsx", repacked(workbook(HEADINGS, ASHA), {"xl/media/x.bin": b"\0" * 21_000_000}), "far too much"),
        ("p.xlsx", workbook(HEADINGS, *[ASHA] * 2001), "more than 2,000 rows"),
        ("p.xlsx", workbook([*HEADINGS, *["x"] * 80], ASHA), "too many columns"),
        ("p.csv", b"\xff\xfe\x00", "letters in this file"),
    ],
)  # fmt: skip
def test_unsafe_and_unreadable_files_are_refused_with_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableTableError, match=words):
        read_upload(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused_before_they_are_expanded(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        "<worksheet>&b;</worksheet>"
    )
    content = repacked(workbook(HEADINGS, ASHA), {"xl/worksheets/sheet1.xml": bomb.encode(encoding)})
    with pytest.raises(UnreadableTableError, match="cannot be read"):
        read_upload("p.xlsx", content)


def test_a_small_file_with_a_million_styles_is_refused_before_they_are_read() -> None:
    """Each style becomes an object: a file of 20 kB would keep the service busy for a minute and fill its memory."""
    plain = workbook(["name", "email", "side"], ["Ann Example", "ann@forum.example", "staff"])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        styles = archive.read("xl/styles.xml")
    hostile = repacked(plain, {"xl/styles.xml": styles.replace(b"</cellXfs>", b"<xf/>" * 1_000_000 + b"</cellXfs>")})
    with pytest.raises(UnreadableTableError, match="too many styles"):
        read_upload("people.xlsx", hostile)


@pytest.mark.parametrize(
    "cell",
    ['<row r="900000"><c r="A900000" t="str"><v>x</v></c></row>', '<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>'],
)
def test_a_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(cell: str) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{cell}</sheetData></worksheet>"
    )
    content = repacked(workbook(HEADINGS, ASHA), {"xl/worksheets/sheet1.xml": sheet.encode()})
    with pytest.raises(UnreadableTableError, match=r"many empty ones|too many columns"):
        read_upload("p.xlsx", content)


CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(
    st.lists(
        st.tuples(CELLS, CELLS, CELLS).filter(lambda row: any(cell.strip() for cell in row)), min_size=1, max_size=5
    )
)
def test_the_text_for_the_form_that_confirms_reads_to_the_same_people(rows: list[tuple[str, str, str]]) -> None:
    header = {"name": 0, "email": 1, "side": 2}
    typed = [{field: row[place].strip() for field, place in header.items()} for row in rows]
    table = read_pasted(
        "name,email,side\n" + "\n".join(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in rows)
    )
    assert [cells for _, cells in table.rows] == typed
    assert [cells for _, cells in read_pasted(as_text(table)).rows] == typed


@given(st.binary(max_size=400), st.sampled_from(["p.csv", "p.xlsx", "p.txt", "p"]))
def test_no_file_makes_more_than_a_plain_refusal(content: bytes, name: str) -> None:
    with suppress(UnreadableTableError):  # anything else fails the test
        read_upload(name, content)
