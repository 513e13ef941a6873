"""How wide the columns of a printed table are, and which of its cells are headers for whoever hears it."""

import re
from collections.abc import Sequence

from audit_app.charts.lettering import width
from audit_app.reports.papers.blocks import Column, Table
from audit_app.reports.papers.pdf_words import breakable, printable

_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)  # points of type, the largest that fits
_PADDING = 8.5  # points left and right of a cell's words
_LONGEST_WORD = 0.34  # of the table's width: a longer word is broken
_LONG_CELL = 700  # characters: a row with more may go over two pages
_LETTER = 0.62  # ems: a wide letter on average

_FIRST_CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x0y\d+\)\])")
_OTHER_CELL = re.compile(rb"(/S/TD/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x\d+y\d+\)\])")


def table_content(table: Table, across: float, scale: float = 1.0) -> dict[str, object]:
    """A table as the template takes it, `across` points wide, in the largest type in which its words fit."""
    names = [printable(column.name) for column in table.columns]
    rows = [[printable(cell) for cell in row] for row in table.rows]
    words = [_words(names[place], [row[place] for row in rows]) for place in range(len(names))]
    size, widths = _fitted(table.columns, words, across, scale)
    longest = [max(2, int((wide - _PADDING) / (size * _LETTER))) for wide in widths]
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "size": size,
        "columns": [
            {"name": _cell(name, wide, most, size, bold=True), "width": wide, "number": column.number}
            for name, wide, most, column in zip(names, widths, longest, table.columns, strict=True)
        ],
        "rows": [
            {
                "cells": [_cell(*cell, size) for cell in zip(row, widths, longest, strict=True)],
                "breaks": any(len(cell) > _LONG_CELL for cell in row),
            }
            for row in rows
        ],
    }


def _words(name: str, cells: Sequence[str]) -> tuple[float, float]:
    """Width in ems of the longest word of a column: of its name, which is bold, and of its cells."""
    heavy = max((width(word, 1.0, bold=True) for word in name.split()), default=0.0)
    return heavy, max((width(word, 1.0) for word in {word for cell in cells for word in cell.split()}), default=0.0)


def _fitted(
    columns: Sequence[Column], words: Sequence[tuple[float, float]], across: float, scale: float
) -> tuple[float, list[float]]:
    """The size of type and the columns' widths in points, which fill `across`."""
    whole = sum(column.share for column in columns)
    wished = [across * column.share / whole for column in columns]
    least: list[float] = []
    size = _SIZES[-1]
    for tried in _SIZES:
        size = max(_SIZES[-1], tried * scale)
        least = [min(max(pair) * size + _PADDING, across * _LONGEST_WORD) for pair in words]
        if sum(least) <= across:
            return size, _widened(wished, least, across)
    return size, [across * each / sum(least) for each in least]


def _widened(wished: Sequence[float], least: Sequence[float], across: float) -> list[float]:
    """Every column as wide as its longest word at least; what that takes comes from those with room to spare."""
    wide = [max(pair) for pair in zip(wished, least, strict=True)]
    over = sum(wide) - across
    spare = [own - low for own, low in zip(wide, least, strict=True)]
    return [own - over * free / sum(spare) if over > 0 else own for own, free in zip(wide, spare, strict=True)]


def _cell(text: str, wide: float, longest: int, size: float, *, bold: bool = False) -> str:
    room = wide - _PADDING
    fits = all(width(word, size, bold=bold) <= room for word in text.split())
    return text if fits else breakable(text, longest)


def with_row_headers(pdf: bytes) -> bytes:
    """The same file in which the first cell of each row of every table is the row's header.

    typst marks the header row alone. Each change is as long as what it replaces, so that no address in the file
    moves. The list of headers that a cell names is left out: a reader finds both headers by their scope.
    """
    pdf = _FIRST_CELL.sub(lambda found: b"/S/TH" + found[1] + b"/Scope/Row".ljust(len(found[2])), pdf)
    return _OTHER_CELL.sub(lambda found: found[1] + b" " * len(found[2]), pdf)
