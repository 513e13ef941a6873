"""Words inside a picture: which font, how wide they are, how they wrap, and what of a hostile text is drawn.

Everything is measured in the DejaVu Sans that ships with matplotlib, so that a PNG has the same bytes on every machine.
An SVG names Arial first, which is narrower: what fits here fits there.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
_FILES = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}
_FAMILY = ["Arial", "Helvetica", "DejaVu Sans", "sans-serif"]
_MEASURED_AT = 100.0  # points: large enough that hinting and rounding do not matter
_NOT_IN_FONT = "□"

TITLE, BODY, SMALL = 15.0, 11.0, 9.5
LINE = 1.28  # line height as a multiple of the size


@lru_cache(maxsize=64)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """The properties for text of `size` points: the file that draws it, and the names that an SVG asks for."""
    weight = "bold" if bold else "normal"
    return FontProperties(family=_FAMILY, weight=weight, size=size, fname=str(_FILES[bold]))


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    regular, heavy = (frozenset(get_font(str(path)).get_charmap()) for path in _FILES.values())
    return regular & heavy


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    """Width of one character in ems. `get_font` keeps one font object a thread, so setting its size is safe."""
    face = get_font(str(_FILES[bold]))
    face.set_size(_MEASURED_AT, 72)
    glyph = face.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


@lru_cache(maxsize=4096)
def legible(text: str) -> str:
    """The text as a picture can draw it, on one line.

    White space becomes one space; control, direction and other invisible characters are left out, because they are
    illegal in XML or would turn a label round; what the font lacks (emoji, some scripts) becomes □. The table
    beside the picture keeps the text as it is.
    """
    shown = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character.isspace():
            shown.append(" ")
        elif category in {"Cc", "Cf", "Cs", "Co", "Cn"} or 0xFE00 <= ord(character) <= 0xFE0F:
            continue
        else:
            shown.append(character if ord(character) in _drawable() else _NOT_IN_FONT)
    return " ".join("".join(shown).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of a text as it is drawn."""
    return _width(legible(text), size, bold=bold)


def _width(shown: str, size: float, *, bold: bool) -> float:
    return size * sum(_advance(character, bold=bold) for character in shown)


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most `limit` points; a word that is too long is broken inside.

    An empty text has no lines.
    """
    lines: list[str] = []
    line, across = "", 0.0
    space = _width(" ", size, bold=bold)
    for word in legible(text).split(" "):
        wide = _width(word, size, bold=bold)
        longer = across + space + wide if line else wide
        if longer <= limit:
            line, across = f"{line} {word}" if line else word, longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, size, limit, bold=bold)
        across = _width(line, size, bold=bold)
        lines += full
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, size: float, limit: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and _width(pieces[-1] + character, size, bold=bold) > limit:
            pieces.append("")
        pieces[-1] += character
    return pieces


def height(lines: int, size: float) -> float:
    """Height in points of so many lines."""
    return lines * size * LINE
