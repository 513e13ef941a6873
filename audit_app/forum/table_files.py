"""Reading a table of people from pasted text or from a file that may be anything at all.

Every cell is only text: a formula or HTML is kept as it is written. What cannot be read is refused in plain words.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from audit_app.forum.entries import squeeze

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 60
_TITLE_ROWS = 10  # the headings may stand below a title
_MOST_EMPTY_ROWS = 2_000
_MOST_PADDED = 1_000  # cells of a row, the empty ones included
_MOST_UNPACKED = 20_000_000
_MOST_FURNITURE = 500_000  # bytes of a part that is read as a whole and holds no people, such as the styles
_FURNITURE = ("xl/styles", "xl/workbook", "xl/theme/", "docprops/", "[content_types]")
_MOST_PARTS = 500
_MOST_SHEETS = 20
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .xls, or any Office file with a password

# the columns that are understood, by what people call them
COLUMNS = {
    "name": ("name", "fullname", "member", "membername", "person", "names"),
    "first_name": ("firstname", "forename", "givenname"),
    "last_name": ("lastname", "surname", "familyname"),
    "email": ("email", "emailaddress", "mail", "mailaddress", "emailid", "workemail"),
    "side": ("side", "sides", "whichside", "sideofforum"),
    "organisation": (
        *("organisation", "organization", "organisationname", "org", "employer", "trust", "body"),
        *("organisationorunion", "organisationunion", "employerorunion", "employerunion", "union"),
    ),
    "office": ("office", "officeheld", "role", "roleinforum", "forumrole", "position"),
    "deputy_name": ("deputyname", "deputy", "deputysname", "nameofdeputy"),
    "deputy_email": ("deputyemail", "deputyemailaddress", "deputysemail", "deputysemailaddress", "emailofdeputy"),
}
_FIELD_OF = {word: field for field, words in COLUMNS.items() for word in words}


class UnreadableTableError(ValueError):
    """The file or text is no table of people that can be read; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """A table as it was typed: the fields that its columns hold, and each row as (line number, field → text)."""

    fields: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    ignored: tuple[str, ...] = ()  # headings that are not understood


def read_pasted(text: str) -> Table:
    """Read a table pasted from a spreadsheet or typed with tabs, semicolons or commas. Raises UnreadableTableError."""
    return _as_table(max(text_lines(text), key=_promise))


def text_lines(text: str) -> "list[Lines]":
    """The rows of a pasted table, once for each mark that may stand between cells. Raises UnreadableTableError."""
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise UnreadableTableError("The table is too large. Paste at most 2,000 rows at a time.")
    if "\0" in text:
        raise UnreadableTableError("This is not text. Copy the cells from your spreadsheet and paste them again.")
    if not text.strip():
        raise UnreadableTableError("There is nothing here. Paste the table, with its row of headings.")
    return [_split(text, mark) for mark in "\t;,"]


def read_upload(filename: str, content: bytes) -> Table:
    """Read an uploaded CSV or XLSX file. Raises UnreadableTableError on anything else, and on what is not safe."""
    return _as_table(max(upload_lines(filename, content), key=_promise))


def upload_lines(filename: str, content: bytes, most_columns: int = MOST_COLUMNS) -> "list[Lines]":
    """The rows of an uploaded CSV or XLSX file, once for each way to split it. Raises UnreadableTableError."""
    if len(content) > MOST_BYTES:
        raise UnreadableTableError("The file is larger than 1 MB. Remove pictures and other sheets, or split it.")
    if not content.strip():
        raise UnreadableTableError("The file is empty.")
    ending = filename.rpartition(".")[2].lower()
    if ending in {"xlsm", "xltm", "xlsb", "xlam"}:
        raise UnreadableTableError(_MACROS)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableTableError(
            "This is an old Excel file, or it has a password. Save it as an Excel workbook (.xlsx) without a password."
        )
    if content.startswith(b"PK"):
        return _read_workbook(content, most_columns)
    if ending not in {"csv", "tsv", "txt", ""}:
        raise UnreadableTableError("Only CSV and Excel workbooks (.xlsx) can be read. Save your table as one of these.")
    return text_lines(_decode(content))


def as_text(table: Table) -> str:
    """The table as tab-separated text that `read_pasted` reads to the same people: for the form that confirms."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(table.fields)
    writer.writerows([row[field] for field in table.fields] for _, row in table.rows)
    return out.getvalue()


_MACROS = "This workbook can hold macros, which are not safe to open. Save it as an Excel workbook (.xlsx) or as CSV."
_DAMAGED = "This workbook cannot be read. Open it in your spreadsheet program and save it again, or save it as CSV."

Lines = list[tuple[int, list[str]]]  # the line in the file, and its cells


def _split(text: str, mark: str) -> Lines:
    """Rows and their line numbers. A reader that stumbles gives no rows: another mark may do better."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return []
    return [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]


def _decode(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]  # what spreadsheet programs write
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTableError("The letters in this file cannot be read. Save it as CSV UTF-8, or as .xlsx.")


def _recognised(headings: Iterable[str]) -> int:
    return len({_FIELD_OF[word] for word in map(squeeze, headings) if word in _FIELD_OF})


def _promise(lines: Lines) -> int:
    """How much the first rows look like headings: for choosing among ways to split a text."""
    return max((_recognised(row) for _, row in lines[:_TITLE_ROWS]), default=-1)


def _as_table(lines: Lines) -> Table:
    if not lines:
        raise UnreadableTableError("There is no table here. The first row must hold headings: name, e-mail, side.")
    start = next((place for place, (_, row) in enumerate(lines[:_TITLE_ROWS]) if _recognised(row) >= 2), 0)
    lines = lines[start:]
    headings = lines[0][1]
    if max(len(row) for _, row in lines) > MOST_COLUMNS:
        raise UnreadableTableError(f"The table has too many columns. Keep at most {MOST_COLUMNS}.")
    if len(lines) - 1 > MOST_ROWS:
        raise UnreadableTableError("The table has more than 2,000 rows. Split it into smaller ones.")
    fields = [_FIELD_OF.get(squeeze(heading)) for heading in headings]
    _check_headings([field for field in fields if field is not None])
    rows = []
    for number, cells in lines[1:]:
        typed = dict.fromkeys((field for field in fields if field is not None), "")
        for field, cell in zip(fields, cells, strict=False):
            if field is not None:
                typed[field] = cell.strip()
        rows.append((number, _whole_name(typed)))
    if not rows:
        raise UnreadableTableError("The table has headings but no people. Add one row for each person.")
    ignored = [heading.strip() for heading, field in zip(headings, fields, strict=True) if field is None]
    return Table(
        fields=tuple(rows[0][1]), rows=tuple(rows), ignored=tuple(heading[:60] for heading in ignored if heading)
    )


def _check_headings(fields: list[str]) -> None:
    names = {"name": "name", "email": "e-mail", "side": "side"}
    found = {"name" if field in {"first_name", "last_name"} else field for field in fields}
    missing = [word for field, word in names.items() if field not in found]
    if missing:
        raise UnreadableTableError(
            f"The first row has no heading for: {', '.join(missing)}. It needs name, e-mail and side; "
            "organisation, office, deputy name and deputy e-mail may follow."
        )
    twice = sorted({field.replace("_", " ") for field in fields if fields.count(field) > 1})
    if twice:
        raise UnreadableTableError(f"Two columns hold the same: {', '.join(twice)}. Remove or rename one of them.")


def _whole_name(typed: dict[str, str]) -> dict[str, str]:
    parts = [typed.pop(field, "") for field in ("first_name", "last_name")]
    joined = " ".join(part for part in parts if part)
    return {"name": typed.pop("name", "") or joined, **typed}


def _read_workbook(content: bytes, most_columns: int) -> list[Lines]:
    """The visible sheets of an XLSX file that has been looked through before it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            return _read_sheets(visible or workbook.worksheets[:1], most_columns)
        finally:
            workbook.close()
    except UnreadableTableError:
        raise
    except (
        *(zipfile.BadZipFile, InvalidFileException, ParseError, OSError, RuntimeError, NotImplementedError),
        *(KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, ArithmeticError),
    ):  # what a damaged or hostile workbook makes the reader raise
        raise UnreadableTableError(_DAMAGED) from None


def _read_sheets(sheets: list[Any], most_columns: int) -> list[Lines]:
    """The first sheet, and of those behind it the ones that hold a table."""
    found = []
    for place, sheet in enumerate(sheets[:_MOST_SHEETS]):
        sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
        try:
            found.append(list(_filled_rows(sheet.iter_rows(values_only=True), most_columns)))
        except UnreadableTableError:
            if place == 0:
                raise
    return found


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Refuse macros, passwords, bombs and document types. Sizes that lie are cut off when a part is read."""
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts) or "encryptedpackage" in names:
        raise UnreadableTableError("This file has a password. Save it without one.")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise UnreadableTableError(_MACROS)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise UnreadableTableError("This is not an Excel workbook. Save your table as .xlsx or as CSV.")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise UnreadableTableError("This workbook unpacks to far too much. Copy the table alone into a new workbook.")
    if any(part.file_size > _MOST_FURNITURE and part.filename.lower().startswith(_FURNITURE) for part in parts):
        raise UnreadableTableError(
            "This workbook has far too many styles or names. Copy the table alone into a new one."
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            text = archive.read(part).replace(b"\0", b"").lower()  # without the zeros of UTF-16
            if b"<!doctype" in text or b"<!entity" in text:
                raise UnreadableTableError(_DAMAGED)
            if b"macroenabled" in text and part.filename.lower() == "[content_types].xml":
                raise UnreadableTableError(_MACROS)


def _filled_rows(rows: Iterable[tuple[object, ...]], most_columns: int) -> Iterator[tuple[int, list[str]]]:
    empty = found = 0
    for number, row in enumerate(rows, start=1):
        width = len(row)
        while 0 < width < _MOST_PADDED and row[width - 1] in {None, ""}:
            width -= 1
        if width > most_columns:
            raise UnreadableTableError(f"The table has too many columns. Keep at most {most_columns}.")
        cells = [_cell(value) for value in row[:width]]
        if any(cell.strip() for cell in cells):
            found += 1
            yield number, cells
        else:
            empty += 1
        if found > MOST_ROWS + 1 or empty > _MOST_EMPTY_ROWS:
            raise UnreadableTableError(
                "The table has more than 2,000 rows, or many empty ones. Copy the filled rows into a new workbook."
            )


def _cell(value: object) -> str:
    """A cell as text; a whole number without its decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
