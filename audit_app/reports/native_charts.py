"""Charts that a presentation or spreadsheet program draws itself, from figures that can be edited there.

Only what a released result holds; a hidden figure is None, which is drawn as nothing and stored as an empty cell.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How it is drawn."""

    BARS = "bars"  # lying bars, a category a line, series side by side
    STACKED = "stacked"  # lying bars, series one after the other
    LINES = "lines"  # a line a series, over categories from left to right
    DOTS = "dots"  # marks without lines, over categories


@dataclass(frozen=True)
class Plotted:
    """One series. values: as many as there are categories, None where hidden. colour: "#rrggbb"; mark: ● ▲ ■ or "".

    hatched: filled with stripes, so that it stands apart in black and white.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    mark: str = ""
    hatched: bool = False


@dataclass(frozen=True)
class NativeChart:
    """A chart as figures. title: the finding. axis: what is measured, in words. lowest, highest: ends of the axis.

    form: how a number is written, as spreadsheets say it ("0.0", "0"). base: who is counted. alt: its words.
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

    def __post_init__(self) -> None:
        if any(len(each.values) != len(self.categories) for each in self.series):
            raise ValueError(f"A series of chart {self.id!r} does not have {len(self.categories)} values.")
