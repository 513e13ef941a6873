"""Files that somebody could choose for an earlier round by mistake or on purpose, made here and now."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook

from tests.factories import STATEMENTS

FIRST = STATEMENTS.questions[0]
HEADINGS = ("question", "side", "value", "count")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMB = 30_000_000  # bytes that unpack from some 30 kB


def workbook(*rows: Sequence[object], title: str = "Tallies") -> Workbook:
    """A workbook with these rows on its first sheet."""
    made = Workbook()
    sheet = made.active or made.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return made


def saved(made: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(content: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """A workbook with some of its parts rewritten or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, **{name: change(parts.get(name, b"")) for name, change in changes.items()}})


def csv_of(rows: Iterable[str]) -> bytes:
    """Lines under the headings of tallies."""
    return "\n".join([",".join(HEADINGS), *rows]).encode()


def _tallies() -> bytes:
    return saved(workbook(HEADINGS, (FIRST.id, "management", 5, 7), (FIRST.id, "staff", 4, 8)))


def _laughs(_: bytes) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><sst>&a9;</sst>'.encode()


def _outside(_: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'


def _wide_row(content: bytes) -> bytes:
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(400_000))
    return content.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>")


def _many_rows(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b"<row><c><v>1</v></c></row>" * 200_000 + b"</sheetData>")


def _far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


# name → (file name, content, words of the refusal)
REFUSED: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "zip bomb": ("a.xlsx", lambda: changed(_tallies(), {"xl/x.bin": lambda _: b"0" * _BOMB}), "far too much"),
    "macros": ("a.xlsx", lambda: changed(_tallies(), {"xl/vbaProject.bin": lambda _: b"x"}), "macros"),
    "macro workbook": ("a.xlsm", _tallies, "macros"),
    "macro sheet": ("a.xlsx", lambda: changed(_tallies(), {"xl/macrosheets/s.xml": lambda _: b"<x/>"}), "macros"),
    "password": ("a.xlsx", lambda: OLE + b"EncryptedPackage" * 50, "password"),
    "old Excel": ("a.xls", lambda: OLE + bytes(600), "password"),
    "OpenDocument": (
        "a.ods",
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "not an Excel workbook",
    ),
    "PDF as CSV": ("a.csv", lambda: b"%PDF-1.7\n1 0 obj\nstream\n\x00\x01\xff\nendstream", "not text"),
    "PDF as XLSX": ("a.xlsx", lambda: b"%PDF-1.7\n1 0 obj", "Only CSV and Excel"),
    "picture as CSV": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
    "web page as XLS": ("a.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "Only CSV and Excel"),
    "empty": ("a.csv", lambda: b"", "empty"),
    "empty workbook": ("a.xlsx", lambda: saved(Workbook()), "no table"),
    "headings only": ("a.csv", lambda: csv_of([]), "no rows"),
    "headings only, workbook": ("a.xlsx", lambda: saved(workbook(HEADINGS)), "no rows"),
    "a hundred megabytes": ("a.csv", lambda: b"x" * 100_000_000, "larger than 1 MB"),
    "200,000 rows": ("a.csv", lambda: b"a,b\n" + b"1,2\n" * 200_000, "more than 2,000 rows"),
    "200,000 rows, workbook": (
        "a.xlsx",
        lambda: changed(_tallies(), {"xl/worksheets/sheet1.xml": _many_rows}),
        "more than 2,000 rows",
    ),
    "5,000 columns": ("a.csv", lambda: b",".join([b"x"] * 5_000) + b"\n1\n", "too many columns"),
    "400,000 cells in a row": (
        "a.xlsx",
        lambda: changed(_tallies(), {"xl/worksheets/sheet1.xml": _wide_row}),
        "too many columns|cannot be read",
    ),
    "a cell in the farthest corner": (
        "a.xlsx",
        lambda: changed(_tallies(), {"xl/worksheets/sheet1.xml": _far_cell}),
        "too many columns|empty ones",
    ),
    "billion laughs": ("a.xlsx", lambda: changed(_tallies(), {"xl/sharedStrings.xml": _laughs}), "cannot be read"),
    "outside entity": ("a.xlsx", lambda: changed(_tallies(), {"xl/sharedStrings.xml": _outside}), "cannot be read"),
    "cut off": ("a.xlsx", lambda: _tallies()[:2_000], "cannot be read"),
}  # fmt: skip

# those that take seconds to read until they are refused: once is enough, where the reader itself is tested
SLOW = ("200,000 rows", "400,000 cells in a row")

# name → (file name, content, words of the first fault); the table is read, and what is wrong is said row by row
FAULTY: Mapping[str, tuple[str, Callable[[], bytes], str]] = {
    "formulas": ("a.xlsx", lambda: saved(workbook(HEADINGS, (FIRST.id, "staff", 5, "=A1+A2"))), "this is a formula"),
    "joined cells": (
        "a.xlsx",
        lambda: saved(workbook(HEADINGS, (FIRST.id, "staff", 5, 3), (None, "staff", 4, 2))),
        "cells must not be joined",
    ),
    "dates": ("a.xlsx", lambda: saved(workbook(HEADINGS, (FIRST.id, "staff", date(2026, 5, 4), 3))), "from 1 to 5"),
    "negative": ("a.csv", lambda: csv_of([f"{FIRST.id},staff,5,-3"]), "a whole number"),
    "decimal": ("a.csv", lambda: csv_of([f"{FIRST.id},staff,5,3.5"]), "a whole number"),
    "huge": ("a.xlsx", lambda: saved(workbook(HEADINGS, (FIRST.id, "staff", 5, 10**18))), "no number of people"),
    "not a number": ("a.csv", lambda: csv_of([f"{FIRST.id},staff,5,NaN"]), "a whole number"),
    "twice": ("a.csv", lambda: csv_of([f"{FIRST.id},staff,5,3"] * 2), "row 2 says this already"),
    "unknown questions": ("a.csv", lambda: csv_of(["XX-1,staff,5,3"]), "nothing here fits"),
    "unknown side": ("a.csv", lambda: csv_of([f"{FIRST.id},finance,5,3"]), "the side is not known"),
}  # fmt: skip

# name → (file name, content): read without a word, each as 3 times 5 on the staff side
READ: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "TU": ("a.csv", lambda: csv_of([f"{FIRST.id},TU,5,3"])),
    "a space behind the side": ("a.csv", lambda: csv_of([f"{FIRST.id},Staff Side ,5,3"])),
    "wording": ("a.csv", lambda: csv_of([f'"{FIRST.text}",staff,strongly AGREE,3'])),
    "spaces that do not break": ("a.csv", lambda: csv_of([f"\u00a0{FIRST.id}\u00a0,staff\u00a0side,\u00a05,3\u00a0"])),
    "marks of direction": ("a.csv", lambda: csv_of([f"\u200e{FIRST.id}\u200f,\u202bstaff\u202c,\u200f5,\u200e3"])),
    "byte order mark": ("a.csv", lambda: b"\xef\xbb\xbf" + csv_of([f"{FIRST.id},staff,5,3"])),
    "UTF-16 and tabs": (
        "a.txt",
        lambda: csv_of([f"{FIRST.id},staff,5,3"]).decode().replace(",", "\t").encode("utf-16"),
    ),
    "a hidden sheet in front": ("a.xlsx", lambda: saved(_with_a_hidden_sheet())),
    "a cover sheet in front": ("a.xlsx", lambda: saved(_with_a_cover())),
}  # fmt: skip


def _with_a_hidden_sheet() -> Workbook:
    made = workbook(HEADINGS, (FIRST.id, "staff", 1, 9), title="Old")
    made.worksheets[0].sheet_state = "hidden"
    second = made.create_sheet("New")
    second.append(list(HEADINGS))
    second.append([FIRST.id, "staff", 5, 3])
    made.active = 1
    return made


def _with_a_cover() -> Workbook:
    made = workbook(["Our audit", "made in", "2023", "by", "somebody"], ["x"], title="Cover")
    second = made.create_sheet("Tallies")
    second.append(list(HEADINGS))
    second.append([FIRST.id, "staff", 5, 3])
    return made
