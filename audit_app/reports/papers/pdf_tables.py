"""How wide the columns of a printed table are, and which of its cells are headers for whoever hears it."""

import re

from audit_app.reports.papers.blocks import Table
from audit_app.reports.papers.column_widths import Setting, fitted_columns
from audit_app.reports.papers.pdf_words import breakable, printable, width

_SIZES = (8.8, 8.4, 8.0, 7.5, 7.0)  # points of type, the largest that fits
_PADDING = 8.5  # points left and right of a cell's words
_LONG_CELL = 700  # characters: a row with more may go over two pages; a header with half as many stands once

_FIRST_CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x0y\d+\)\])")
_OTHER_CELL = re.compile(rb"(/S/TD/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x\d+y\d+\)\])")


def table_content(table: Table, across: float, scale: float = 1.0) -> dict[str, object]:
    """A table as the template takes it, `across` points wide, in the largest type in which its words fit."""
    names = [printable(column.name) for column in table.columns]
    rows = [[printable(cell) for cell in row] for row in table.rows]
    sizes = tuple(max(_SIZES[-1], tried * scale) for tried in _SIZES)
    size, widths = fitted_columns(table.columns, names, rows, across, Setting(width, sizes, _PADDING))
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "size": size,
        "repeats": all(len(name) <= _LONG_CELL / 2 for name in names),
        "columns": [
            {"name": _cell(name, wide, size, bold=True), "width": wide, "number": column.number}
            for name, wide, column in zip(names, widths, table.columns, strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(text, wide, size) for text, wide in zip(row, widths, strict=True)],
                "breaks": any(len(cell) > _LONG_CELL for cell in row),
            }
            for row in rows
        ],
    }


def _cell(text: str, wide: float, size: float, *, bold: bool = False) -> str:
    """The text, whose words may break inside where one is wider than its column."""
    room = wide - _PADDING
    if all(width(word, size, bold=bold) <= room for word in text.split()):
        return text
    letter = max(width(character, size, bold=bold) for character in text)
    return breakable(text, max(1, int(room / letter)))


def with_row_headers(pdf: bytes) -> bytes:
    """The same file in which the first cell of each row of every table is the row's header.

    typst marks the header row alone. Each change is as long as what it replaces, so that no address in the file
    moves. The list of headers that a cell names is left out: a reader finds both headers by their scope.
    """
    pdf = _FIRST_CELL.sub(lambda found: b"/S/TH" + found[1] + b"/Scope/Row".ljust(len(found[2])), pdf)
    return _OTHER_CELL.sub(lambda found: found[1] + b" " * len(found[2]), pdf)
