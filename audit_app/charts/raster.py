"""A drawn figure as PNG.

Matplotlib draws the areas, lines and marks; Pillow writes the words over them, in the same font file and ten times as
fast. A picture has few colours, so that it is stored with a palette: a third as large, and soon written.
"""

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

_COLOURS = 256  # as many as a byte tells apart
_COLOUR = 0xFFFFFF  # the three bytes of a colour
_BAND = 256  # rows at a time, so that a long picture needs little memory
_EFFORT = 4  # of 9 in making the file small; more gains a fiftieth
_ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}  # of Pillow: at the baseline
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}  # of a line's width, before the place where it stands
_TURNED = frozenset({"R", "AL", "AN"})  # directions of letters that run from right to left
_MARKS = frozenset({"Mn", "Mc", "Me"})


def png_of(figure: Figure, dpi: int, about: dict[str, str]) -> bytes:
    """The figure as PNG of at most 256 colours; the same figure always gives the same bytes.

    about: texts to keep in the file, by keyword.
    """
    kept = PngInfo()
    for keyword, text in about.items():
        kept.add_itxt(keyword, text)
    made = BytesIO()
    _in_few_colours(in_full_colour(figure, dpi)).save(made, "PNG", dpi=(dpi, dpi), pnginfo=kept, compress_level=_EFFORT)
    return made.getvalue()


def in_full_colour(figure: Figure, dpi: int) -> Image.Image:
    """All of the figure, in full colour."""
    figure.dpi = dpi
    page = Page(*figure.bbox.size, dpi)
    figure.draw(page)
    image = Image.fromarray(np.asarray(page.buffer_rgba()))  # type: ignore[no-untyped-call]
    _write(image, page.words, dpi)
    return image


@dataclass(frozen=True)
class _Words:
    """A line of words that Pillow writes. x, baseline: pixels from the top left corner."""

    x: float
    baseline: float
    words: str
    font: FontProperties
    colour: tuple[int, int, int]
    align: str


class Page(RendererAgg):
    """Draws everything but words, which it keeps for later: they stand above all else in any case."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self.words: list[_Words] = []

    def write(self, context: GraphicsContextBase, x: float, y: float, line: Text) -> None:
        """A line of words at x, y pixels from the top left corner, before, around or after which it stands.

        Words whose letters join or turn round are set by matplotlib, which knows how.
        """
        words, font, align = line.get_text(), line.get_fontproperties(), line.get_horizontalalignment()
        if _plain(words):
            red, green, blue = (round(255 * part) for part in context.get_rgb()[:3])
            self.words.append(_Words(x, y, words, font, (red, green, blue), align))
            return
        wide, _, _ = self.get_text_width_height_descent(words, font, ismath=False)  # type: ignore[no-untyped-call]
        self.draw_text(context, x - _SHARES[align] * wide, y, words, font, 0.0)  # type: ignore[no-untyped-call]


def _plain(words: str) -> bool:
    """Whether each letter stands alone, after the one before it."""
    return words.isascii() or not any(
        unicodedata.bidirectional(letter) in _TURNED or unicodedata.category(letter) in _MARKS for letter in words
    )


def _write(image: Image.Image, lines: list[_Words], dpi: int) -> None:
    pen = ImageDraw.Draw(image)
    thread = threading.get_ident()
    for line in lines:
        face = _face(str(line.font.get_file()), line.font.get_size_in_points() * dpi / 72, thread)
        # whole pixels upwards: the feet of letters stay sharp
        pen.text((line.x, round(line.baseline)), line.words, line.colour, face, _ANCHORS[line.align])


@lru_cache(maxsize=64)
def _face(path: str, pixels: float, _thread: int) -> ImageFont.FreeTypeFont:
    """A font in a size. Each thread has its own, because FreeType's may not be shared.

    The basic layout is the same on every machine; the other one needs a library of the system.
    """
    return ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)


def _in_few_colours(image: Image.Image) -> Image.Image:
    """The picture in its 256 most used colours.

    Areas and letters keep their colour; of the shades at the edges of letters, rare ones become the nearest.
    """
    counted = sorted(image.getcolors(image.width * image.height) or [], key=lambda pair: (-pair[0], pair[1]))
    colours = np.array([colour for _, colour in counted], dtype=np.int16)[:, :3]
    chosen = colours[:_COLOURS]
    nearest = np.zeros(_COLOUR + 1, dtype=np.uint8)  # a place for each colour that there is
    places = colours.astype(np.int32) @ (1, 1 << 8, 1 << 16)
    nearest[places[:_COLOURS]] = range(len(chosen))
    for place, colour in zip(places[_COLOURS:], colours[_COLOURS:], strict=True):
        nearest[place] = np.abs(chosen - colour).sum(axis=1).argmin()
    rows: list[NDArray[np.uint8]] = []
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        rows.extend(nearest[np.asarray(band).view("<u4")[:, :, 0] & _COLOUR])
    small = Image.fromarray(np.stack(rows))
    small.putpalette(chosen.astype(np.uint8).tobytes())
    return small
