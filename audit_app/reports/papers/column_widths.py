"""How wide the columns of a printed table are: no usual word is torn, and the table is as low as it can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from audit_app.reports.papers.blocks import Column

LETTER = 0.62  # ems: a wide letter on average
_LONGEST_WORD = 0.34  # of the table's width: a longer word is broken
_STEP, _STEPS = 8.0, 40  # points moved from one column to another, and how often at most
_ROUNDING = 1e-6  # points that are no difference
_LOOKED_AT = 80  # rows: enough to see how wide columns should be

_Numbers = npt.NDArray[np.float64]


class Measure(Protocol):
    """Width in points of a text on one line, in the letters of who prints it."""

    def __call__(self, text: str, size: float, *, bold: bool = False) -> float: ...


@dataclass(frozen=True)
class Setting:
    """How a table is set. sizes: of type in points, the first that fits is taken; padding: beside a cell's words."""

    measure: Measure
    sizes: tuple[float, ...]
    padding: float


def fitted_columns(
    columns: Sequence[Column], names: Sequence[str], rows: Sequence[Sequence[str]], across: float, setting: Setting
) -> tuple[float, list[float]]:
    """The size of type and the columns' widths in points, which fill `across`. names, rows: as they are printed."""
    measure = setting.measure
    longest = [
        max(_longest_word([name], measure, bold=True), _longest_word([row[place] for row in rows], measure))
        for place, name in enumerate(names)
    ]
    least: list[float] = []
    for size in setting.sizes:
        least = [min(word * size + setting.padding, across * _LONGEST_WORD) for word in longest]
        if sum(least) <= across:
            whole = sum(column.share for column in columns)
            wide = _widened([across * column.share / whole for column in columns], least, across)
            lengths = np.array([[measure(text, size) for text in row] for row in (names, *rows[:_LOOKED_AT])])
            return size, _balanced(np.array(wide), np.array(least), lengths, setting.padding)
    return setting.sizes[-1], [across * each / sum(least) for each in least]


def _longest_word(texts: Sequence[str], measure: Measure, *, bold: bool = False) -> float:
    """Width in ems of the longest word, and of a letter at least."""
    words = {word for text in texts for word in text.split()}
    return max((LETTER, *(measure(word, 1.0, bold=bold) for word in words)))


def _widened(wished: Sequence[float], least: Sequence[float], across: float) -> list[float]:
    """Every column as wide as its longest word at least; what that takes comes from those with room to spare."""
    wide = [max(pair) for pair in zip(wished, least, strict=True)]
    over = sum(wide) - across
    spare = [own - low for own, low in zip(wide, least, strict=True)]
    return [own - over * free / sum(spare) if over > 0 else own for own, free in zip(wide, spare, strict=True)]


def _balanced(wide: _Numbers, least: _Numbers, lengths: _Numbers, padding: float) -> list[float]:
    """The widths with which the table is least high, found in small steps from those wished for."""
    best = _lines(wide, lengths, padding)
    for _ in range(_STEPS):
        tries = [
            (_lines(tried, lengths, padding), place)
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


def _lines(wide: _Numbers, lengths: _Numbers, padding: float) -> float:
    """About how many lines the table has. Parts of a line count, so that every small step shows what it is worth."""
    return float(np.maximum(lengths / (wide - padding), 1.0).max(axis=1).sum())
