"""One released figure as a table cell shows it: words, and the shape of the small bar beside them.

No figure is worked out here. A bar is the picture of the numbers that stand beside it, and whoever cannot see it
hears those numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.analysis.released import Detail, Figure
from audit_app.charts import wording
from audit_app.charts.answer_words import counted, favourable, in_bands
from audit_app.questionnaire.definition import Scale

BAR_WIDTH = 200.0  # of the viewBox "0 0 200 10"
BAND_PAINTS = ("low", "middle", "high")
_SEGMENT_GAP = 1.5


@dataclass(frozen=True)
class Segment:
    """One part of a bar, in units of its viewBox. `paint` ends the name of its CSS class."""

    x: str
    width: str
    paint: str


@dataclass(frozen=True)
class Cell:
    """One group's figure. `words`: its short form; `full`: every released number, for those who cannot see the bar."""

    score: str
    words: str
    full: str
    bar: tuple[Segment, ...] = ()
    dont_know: str = ""


def cell(figure: Figure, scale: Scale) -> Cell:
    """One group's figure for a statement on this scale."""
    score = wording.NOTHING_THERE if scale.order == "distribution" else wording.score(figure)
    if figure.detail is Detail.ALIKE:
        words = wording.alike(figure, scale)
        return Cell(score, words, f"{words}.", (), _dont_know(figure, scale))
    names, counts = counted(figure, scale)
    if not counts:
        return score_cell(figure) if figure.score is not None else Cell(score, "", f"{wording.NOT_SHOWN}.")
    full = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    return Cell(score, favourable(figure, scale), f"{full}.", _bar(figure, scale), _dont_know(figure, scale))


def score_cell(figure: Figure, earlier: float | None = None) -> Cell:
    """A score without its answers, such as a section's, as a length out of 10 with a line at the earlier score."""
    if figure.score is None:
        return Cell(wording.NOT_SHOWN, "", f"{wording.NOT_SHOWN}.")
    words = "" if figure.n is None else wording.many(figure.n, "answer", "answers")
    full = f"{wording.score(figure)} out of 10."
    return Cell(wording.score(figure), words, full, (*score_bar(figure.score, "score"), *_line(earlier)))


def _dont_know(figure: Figure, scale: Scale) -> str:
    return f"{figure.dont_know} {(scale.dont_know or '').lower()}" if figure.dont_know else ""


def _bar(figure: Figure, scale: Scale) -> tuple[Segment, ...]:
    """The answers as parts of one bar, least favourable at the left. Long scales are drawn in their bands."""
    if figure.counts is not None and scale.bands is not None and len(scale.values) == 5:
        return _parts(figure.counts, tuple(str(place) for place in range(5)))
    bands = in_bands(figure, scale)
    if bands is not None:
        return _parts(bands, BAND_PAINTS)
    return _parts(figure.counts or (), ("plain",) * len(figure.counts or ()))


def _parts(counts: Sequence[int], paints: Sequence[str]) -> tuple[Segment, ...]:
    whole, start, parts = sum(counts), 0.0, []
    for count, paint in zip(counts, paints, strict=True):
        width = count / whole * BAR_WIDTH if whole else 0.0
        if count:
            parts.append(Segment(f"{start:.1f}", f"{max(width - _SEGMENT_GAP, 0.5):.1f}", paint))
        start += width
    return tuple(parts)


def _line(earlier: float | None) -> tuple[Segment, ...]:
    """A mark on a bar where the earlier round stood; white on both sides, so that it shows on every ground."""
    if earlier is None:
        return ()
    middle = max(earlier, 0) / 10 * BAR_WIDTH
    return (Segment(f"{middle - 3:.1f}", "6", "edge"), Segment(f"{middle - 1.5:.1f}", "3", "before"))


def score_bar(score: float, paint: str) -> tuple[Segment, ...]:
    """A score out of 10 as a length. `paint` ends the name of its CSS class."""
    return (Segment("0", f"{BAR_WIDTH:.0f}", "rest"), Segment("0", f"{max(score, 0) / 10 * BAR_WIDTH:.1f}", paint))
