"""Words that fit: measured before they are set, because a file cannot see how a program will break its lines.

Measured in a wider font than the slides are set in, so that what fits here fits there.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.charts.lettering import wrap
from audit_app.reports.cells import storable, unturned
from audit_app.reports.native_charts import shortened

_LINE = 1.2
_BULLET, _BETWEEN = 18.0, 6.0  # points in front of a sentence, and above it
_SHORTEST = 30  # characters that are left of a text at least


def plain(text: str) -> str:
    """The text on one line, as it can be stored and shown: nothing in it turns what stands beside it round."""
    return " ".join(unturned(storable(text)).split())


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes; characters as wide as they are high are measured as the widest letter."""
    measured = "".join("W" if unicodedata.east_asian_width(each) in "WF" else each for each in text)
    return len(wrap(measured, size, width, bold=bold))


@dataclass(frozen=True)
class Fitted:
    """Texts and their size in points. cut: whether a text is shorter than it was."""

    size: float
    texts: tuple[str, ...]
    cut: bool = False


def fitted_title(text: str, width: float, sizes: Sequence[float], most: int = 2, *, bold: bool = True) -> Fitted:
    """A title on at most so many lines in the largest size that will do, else cut after a word."""
    whole = plain(text)
    for size in sizes:
        if lines(whole, size, width, bold=bold) <= most:
            return Fitted(size, (whole,))
    size, longest = sizes[-1], len(whole)
    while lines(shortened(whole, longest), size, width, bold=bold) > most:
        longest = longest * 9 // 10
    return Fitted(size, (shortened(whole, longest),), cut=True)


def fitted(texts: Sequence[str], tails: Sequence[str], width: float, height: float, sizes: Sequence[float]) -> Fitted:
    """Paragraphs that fill no more than a box in points, in the largest size that will do, else cut after words.

    tails: what stands below each text on lines of its own and is never cut, "" where nothing does.
    """
    whole = tuple(plain(text) for text in texts)
    for size in sizes:
        if _high(whole, tails, size, width) <= height:
            return Fitted(size, whole)
    size, longest, kept = sizes[-1], max((len(text) for text in whole), default=0), whole
    while longest > _SHORTEST and _high(kept, tails, size, width) > height:
        longest = longest * 9 // 10
        kept = tuple(shortened(text, longest) for text in whole)
    return Fitted(size, kept, cut=True)


def _high(texts: Sequence[str], tails: Sequence[str], size: float, width: float) -> float:
    return sum(
        (lines(text, size, width - _BULLET) + lines(tail, size, width - _BULLET)) * size * _LINE + _BETWEEN
        for text, tail in zip(texts, tails, strict=True)
    )
