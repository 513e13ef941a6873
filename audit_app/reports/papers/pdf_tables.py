"""How wide the columns of a printed table are, and which of its cells are headers for whoever hears it."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from audit_app.reports.papers.blocks import Column, Table
from audit_app.reports.papers.pdf_words import breakable, printable, width

_SIZES = (8.8, 8.4, 8.0, 7.5, 7.0)  # points of type, the largest that fits
_PADDING = 8.5  # points left and right of a cell's words
_LONGEST_WORD = 0.34  # of the table's width: a longer word is broken
_LONG_CELL = 700  # characters: a row with more may go over two pages; a header with half as many stands once
_LETTER = 0.62  # ems: a wide letter on average
_STEP, _STEPS = 8.0, 40  # points moved from one column to another, and how often at most
_ROUNDING = 1e-6  # points that are no difference
_LOOKED_AT = 80  # rows: enough to see how wide columns should be

_Numbers = npt.NDArray[np.float64]

_FIRST_CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x0y\d+\)\])")
_OTHER_CELL = re.compile(rb"(/S/TD/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x\d+y\d+\)\])")


def table_content(table: Table, across: float, scale: float = 1.0) -> dict[str, object]:
    """A table as the template takes it, `across` points wide, in the largest type in which its words fit."""
    names = [printable(column.name) for column in table.columns]
    rows = [[printable(cell) for cell in row] for row in table.rows]
    size, widths = _fitted(table.columns, names, rows, across, scale)
    longest = [max(2, int((wide - _PADDING) / (size * _LETTER))) for wide in widths]
    return {
        "kind": "table",
        "caption": printable(table.caption),
        "size": size,
        "repeats": all(len(name) <= _LONG_CELL / 2 for name in names),
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


def _fitted(
    columns: Sequence[Column], names: Sequence[str], rows: Sequence[Sequence[str]], across: float, scale: float
) -> tuple[float, list[float]]:
    """The size of type and the columns' widths in points, which fill `across`."""
    longest = [
        max(_longest_word([name], bold=True), _longest_word([row[place] for row in rows]))
        for place, name in enumerate(names)
    ]
    for tried in _SIZES:
        size = max(_SIZES[-1], tried * scale)
        least = [min(word * size + _PADDING, across * _LONGEST_WORD) for word in longest]
        if sum(least) <= across:
            whole = sum(column.share for column in columns)
            wide = _widened([across * column.share / whole for column in columns], least, across)
            return size, _balanced(np.array(wide), np.array(least), _lengths(names, rows) * size)
    return _SIZES[-1], [across * each / sum(least) for each in least]


def _longest_word(texts: Sequence[str], *, bold: bool = False) -> float:
    """Width in ems of the longest word, and of a letter at least."""
    words = {word for text in texts for word in text.split()}
    return max((_LETTER, *(width(word, 1.0, bold=bold) for word in words)))


def _lengths(names: Sequence[str], rows: Sequence[Sequence[str]]) -> _Numbers:
    """Width in ems of every text on one line, as an array of rows and columns."""
    return np.array([[width(text, 1.0) for text in row] for row in (names, *rows[:_LOOKED_AT])])


def _widened(wished: Sequence[float], least: Sequence[float], across: float) -> list[float]:
    """Every column as wide as its longest word at least; what that takes comes from those with room to spare."""
    wide = [max(pair) for pair in zip(wished, least, strict=True)]
    over = sum(wide) - across
    spare = [own - low for own, low in zip(wide, least, strict=True)]
    return [own - over * free / sum(spare) if over > 0 else own for own, free in zip(wide, spare, strict=True)]


def _balanced(wide: _Numbers, least: _Numbers, lengths: _Numbers) -> list[float]:
    """The widths with which the table is least high, found in small steps from those wished for."""
    best = _lines(wide, lengths)
    for _ in range(_STEPS):
        tries = [
            (_lines(tried, lengths), place)
            for place, tried in enumerate(_steps(wide))
            if (tried >= least - _ROUNDING).all()
        ]
        found, place = min(tries, default=(best, 0))
        if found >= best:
            break
        best, wide = found, _steps(wide)[place]
    return [float(each) for each in wide]


def _steps(wide: _Numbers) -> list[_Numbers]:
    """The widths when one column gives a little to another."""
    unit = np.eye(len(wide)) * _STEP
    return [wide + to - taken for to in unit for taken in unit]


def _lines(wide: _Numbers, lengths: _Numbers) -> float:
    """About how many lines the table has. Parts of a line count, so that every small step shows what it is worth."""
    return float(np.maximum(lengths / (wide - _PADDING), 1.0).max(axis=1).sum())


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
