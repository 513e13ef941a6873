"""Charts that a presentation or spreadsheet program draws itself, from figures that can be edited there.

Only what a released result holds; a hidden figure is None, which is drawn as nothing and stored as an empty cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

LONGEST_CATEGORY = 60


class Kind(StrEnum):
    """How it is drawn."""

    BARS = "bars"  # lying bars, a category a line from the top, series side by side in their order
    STACKED = "stacked"  # lying bars, series one after the other; a 0 has no number on it, for it has no bar
    LINES = "lines"  # a line a series, over categories from left to right
    DOTS = "dots"  # marks without lines, over categories; an upright stroke joins the marks of one category


class Pattern(StrEnum):
    """How an area is filled, so that series stand apart in black and white too."""

    PLAIN = "plain"
    STRIPED = "striped"  # stripes upwards to the right
    DENSE = "dense"  # the same, closer together
    LEVEL = "level"  # level stripes


@dataclass(frozen=True)
class Plotted:
    """One series. values: as many as there are categories, None where hidden. colour: "#rrggbb"; mark: ● ▲ ■ ◆ or "".

    Bars have a pattern, lines and dots a mark; `hollow` is an empty mark (an earlier round).
    breaks: places of categories to which the line does not run from the one before, because the two are not comparable.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    mark: str = ""
    pattern: Pattern = Pattern.PLAIN
    hollow: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """A chart as figures. title: the finding. axis: what is measured, in words. lowest, highest: ends of the axis.

    categories: no two alike, short enough for a slide. form: how a number is written, as spreadsheets say it ("0.0",
    "0"). base: who is counted. alt: its words, with every figure. notes: what is hidden or limited, to stand beside it.
    """

    id: str
    title: str
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Plotted, ...]
    axis: str
    lowest: float
    highest: float | None
    form: str
    base: str
    alt: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(each.values) != len(self.categories) for each in self.series):
            raise ValueError(f"A series of chart {self.id!r} does not have {len(self.categories)} values.")
        if len(set(self.categories)) < len(self.categories):
            raise ValueError(f"Two categories of chart {self.id!r} have one name.")


def shortened(text: str, longest: int = LONGEST_CATEGORY) -> str:
    """The text on one line, cut after a whole word where it is too long; one long word is cut inside."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return shorten(line, longest, placeholder="…") if " " in line[:longest] else f"{line[: longest - 1]}…"


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number after each that has come before: one category may not stand for another."""
    found: list[str] = []
    for name in names:
        number, own = 1, name
        while own in found:
            number += 1
            own = f"{name} ({number})"
        found.append(own)
    return tuple(found)


def figures_said(categories: Sequence[str], series: Sequence[Plotted], form: str) -> str:
    """Every figure in words, for someone who hears the chart: "Trust: This round 6.4, Last round not shown."."""
    lines = []
    for place, category in enumerate(categories):
        said = ", ".join(f"{each.name} {_said(each.values[place], form)}" for each in series)
        lines.append(f"{category}: {said}.")
    return " ".join(lines)


def _said(value: float | None, form: str) -> str:
    if value is None:
        return "not shown"
    return f"{value:.1f}" if form == "0.0" else f"{value:.0f}"


def alternative(kind: Kind, axis: str, title: str, figures: str, notes: Sequence[str]) -> str:
    """What someone hears instead of the chart: what it is, its finding, every figure, and what is not in it."""
    shape = {
        Kind.BARS: "Bar chart",
        Kind.STACKED: "Stacked bar chart",
        Kind.LINES: "Line chart",
        Kind.DOTS: "Dot chart",
    }[kind]
    return " ".join([f"{shape}: {axis}. {title}.", figures, *notes])


def score_chart(
    chart_id: str,
    title: str,
    kind: Kind,
    categories: tuple[str, ...],
    series: tuple[Plotted, ...],
    base: str,
    notes: Sequence[str] = (),
) -> NativeChart:
    """A chart of scores from 0 to 10, one decimal place."""
    axis = "Score out of 10"
    words = alternative(kind, axis, title, figures_said(categories, series, "0.0"), notes)
    return NativeChart(chart_id, title, kind, categories, series, axis, 0.0, 10.0, "0.0", base, words, tuple(notes))
