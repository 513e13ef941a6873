"""The paper that pictures are drawn on, and how a picture becomes bytes.

No pyplot: `Figure` objects belong to the thread that draws them. rcParams are set once, here, because changing
them while another thread draws spoils its picture.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from io import BytesIO

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from audit_app.charts.chart import Chart
from audit_app.charts.lettering import BODY, LINE, SMALL, TITLE, font, height, legible, wrap
from audit_app.charts.palette import INK, PAPER, QUIET_INK, Paint
from audit_app.charts.raster import Page, png_of

mpl.rcParams.update(
    {
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": "partnership-audit",  # the same picture has the same bytes
        "text.parse_math": False,  # a dollar sign in a statement is a dollar sign
        "hatch.linewidth": 0.7,
        "text.hinting": "none",  # letters as wide as they were measured, at every resolution
        "path.simplify": False,
    }
)

WIDTH = 720.0  # points, 960 CSS pixels
MARGIN = 14.0
BODY_WIDTH = WIDTH - 2 * MARGIN
_GAP = 8.0


@dataclass(frozen=True)
class Captions:
    """The words above and below a picture, so that it can stand alone on a slide."""

    title: str
    sentence: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CaptionedPicture(ABC):
    """What every picture is: captions, and a body of a height that is known before anything is drawn."""

    captions: Captions

    @abstractmethod
    def body_height(self) -> float:
        """Height in points of what stands between the captions."""

    @abstractmethod
    def draw(self) -> Figure:
        """Draw it."""

    def page_height(self) -> float:
        """Height in points of the whole picture, as `draw` makes it."""
        lines = _captions(self.captions)
        return _above(lines) + self.body_height() + _GAP + height(len(lines[2]), SMALL) + MARGIN


class _Line(Text):
    """A line of words. Where it stands is known, so that it is drawn without being measured."""

    def draw(self, renderer: RendererBase) -> None:
        x, y = self.get_transform().transform(self.get_position())
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        _, high = renderer.get_canvas_width_height()
        if isinstance(renderer, Page):
            renderer.write(context, x, high - y, self)
        else:
            renderer.draw_text(context, x, high - y, self.get_text(), self.get_fontproperties(), 0.0, mtext=self)
        context.restore()


class Sheet:
    """A page measured in points from its top left corner, y downwards.

    Shapes are added to the figure itself: axes would measure and clip each for nothing.
    """

    def __init__(self, page_height: float) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, page_height / 72), dpi=72, facecolor=PAPER)
        self._place = Affine2D().scale(1 / 72, -1 / 72).translate(0, page_height / 72) + self.figure.dpi_scale_trans

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._place)
        self.figure.add_artist(artist)

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        *,
        size: float = BODY,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line of words; `baseline` is where the letters stand."""
        shown = legible(words)
        if shown:
            face = font(size, bold=bold)
            self._add(_Line(x, baseline, shown, ha=align, va="baseline", color=colour, fontproperties=face))

    def lines(
        self,
        x: float,
        top: float,
        lines: tuple[str, ...],
        *,
        size: float = BODY,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> float:
        """Lines under each other from `top`; returns where they end."""
        for number, line in enumerate(lines):
            baseline = top + number * size * LINE + size
            self.text(x, baseline, line, size=size, bold=bold, colour=colour, align=align)
        return top + height(len(lines), size)

    def area(self, left: float, top: float, across: float, down: float, paint: Paint, *, edge: str = PAPER) -> None:
        """A filled rectangle with a thin white edge, hatched if its paint is."""
        corner = (left, top)
        if not paint.hatch:
            self._add(Rectangle(corner, across, down, facecolor=paint.fill, edgecolor=edge, linewidth=1.5))
            return
        # rectangles of their own: an edge and a hatching share one colour
        self._add(
            Rectangle(
                corner, across, down, facecolor=paint.fill, hatch=paint.hatch, edgecolor=paint.hatch_ink, linewidth=0
            )
        )
        self._add(Rectangle(corner, across, down, fill=False, edgecolor=edge, linewidth=1.5))

    def outline(self, left: float, top: float, across: float, down: float, *, colour: str) -> None:
        self._add(Rectangle((left, top), across, down, fill=False, edgecolor=colour, linewidth=1.0))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, colour: str = INK, thick: float = 1.0
    ) -> None:
        self._add(Line2D((start[0], end[0]), (start[1], end[1]), color=colour, linewidth=thick, solid_capstyle="butt"))

    def mark(self, x: float, y: float, shape: str, *, size: float, fill: str, edge: str) -> None:
        """A ring, dot, triangle or square of `size` points across, centred."""
        self._add(
            Line2D(
                (x,),
                (y,),
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=fill,
                markeredgecolor=edge,
                markeredgewidth=1.6,
            )
        )


_Lines = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _captions(captions: Captions) -> _Lines:
    """The lines of the title, of the sentence and of the notes."""
    return (
        wrap(captions.title, TITLE, BODY_WIDTH, bold=True),
        wrap(captions.sentence, BODY, BODY_WIDTH),
        tuple(line for note in captions.notes for line in wrap(note, SMALL, BODY_WIDTH)),
    )


def _above(lines: _Lines) -> float:
    return MARGIN + height(len(lines[0]), TITLE) + height(len(lines[1]), BODY) + _GAP


def open_sheet(picture: CaptionedPicture) -> tuple[Sheet, float]:
    """A sheet as high as a picture needs, with its captions; and where the body starts."""
    lines = _captions(picture.captions)
    title, sentence, notes = lines
    above, body = _above(lines), picture.body_height()
    sheet = Sheet(picture.page_height())
    end = sheet.lines(MARGIN, MARGIN, title, size=TITLE, bold=True)
    sheet.lines(MARGIN, end, sentence)
    sheet.lines(MARGIN, above + body + _GAP, notes, size=SMALL, colour=QUIET_INK)
    return sheet, above


def size(chart: Chart) -> tuple[int, int]:
    """Width and height of the picture in CSS pixels, without drawing it: a page keeps its place free.

    Raises TypeError for a picture whose height is not known beforehand.
    """
    if not isinstance(chart.picture, CaptionedPicture):
        raise TypeError(f"The height of a {type(chart.picture).__name__} is not known.")
    return round(WIDTH * 4 / 3), round(chart.picture.page_height() * 4 / 3)


def svg(chart: Chart) -> bytes:
    """The picture as SVG with real text. The same chart always gives the same bytes; no date, path or machine in it."""
    page = BytesIO()
    about = {
        "Title": legible(chart.title),
        "Description": legible(chart.alt),
        "Date": None,
        "Creator": None,
        "Type": None,
        "Format": None,
    }
    chart.picture.draw().savefig(page, format="svg", metadata=about)
    return page.getvalue()


def png(chart: Chart, dpi: int = 150) -> bytes:
    """The picture as PNG of 256 colours, 10 inches wide: 150 dots an inch for a page or slide, 300 for print.

    Raises ValueError outside 50 to 300.
    """
    if not 50 <= dpi <= 300:
        raise ValueError("A picture is made at 50 to 300 dots an inch.")
    return png_of(chart.picture.draw(), dpi, {"Title": legible(chart.title), "Description": legible(chart.alt)})
