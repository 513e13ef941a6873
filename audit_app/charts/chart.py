"""What a chart is to a page or a document: words, a table and a picture that say the same."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

import matplotlib as mpl
import PIL
from matplotlib.figure import Figure

_DRAWING = 3  # raise it when the same chart is drawn differently, so that kept pictures are made anew


class Picture(Protocol):
    """A frozen description of a picture, which can draw itself. Its `repr` is all that the drawing depends on."""

    def draw(self) -> Figure: ...


@dataclass(frozen=True)
class Chart:
    """One chart.

    title: the finding. sentence: one more. alt: what someone hears instead of the picture.
    columns, rows: the table, every figure of the picture; each row is as long as `columns`.
    base: who is counted. notes: how to read it and its limits.
    empty: there is nothing to draw, and title and sentence say why; the picture then holds words alone.
    """

    id: str
    title: str
    sentence: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    base: str
    notes: tuple[str, ...]
    picture: Picture
    empty: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"A row of the table of chart {self.id!r} does not have {len(self.columns)} cells.")


def content_key(chart: Chart) -> str:
    """A key for caching and ETag: the same whenever the picture's bytes are the same."""
    content = repr((_DRAWING, mpl.__version__, PIL.__version__, chart))
    return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()
