"""Texts as a PDF can print them: which fonts there are, and what of a hostile text is left out."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from audit_app.charts import lettering

_OWN, _MATPLOTLIB = Path(__file__).with_name("fonts"), Path(mpl.get_data_path()) / "fonts" / "ttf"
FONT_FOLDERS = (_OWN, _MATPLOTLIB)
_FILES = {
    "Open Sans": ("OpenSans_400Regular.ttf", "OpenSans_700Bold.ttf"),
    "Noto Sans Devanagari": ("NotoSansDevanagari_400Regular.ttf", "NotoSansDevanagari_700Bold.ttf"),
    "Noto Sans Bengali": ("NotoSansBengali_400Regular.ttf", "NotoSansBengali_700Bold.ttf"),
    "Noto Sans Gurmukhi": ("NotoSansGurmukhi_400Regular.ttf", "NotoSansGurmukhi_700Bold.ttf"),
    "Noto Sans Gujarati": ("NotoSansGujarati_400Regular.ttf", "NotoSansGujarati_700Bold.ttf"),
    "Noto Sans Tamil": ("NotoSansTamil_400Regular.ttf", "NotoSansTamil_700Bold.ttf"),
    "Noto Sans Thai": ("NotoSansThai_400Regular.ttf", "NotoSansThai_700Bold.ttf"),
    "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "ZCOOL XiaoWei": ("ZCOOLXiaoWei_400Regular.ttf",),
    "MotoyaLCedar": ("Kosugi_400Regular.ttf",),
    "Gowun Dodum": ("GowunDodum_400Regular.ttf",),
    "Noto Emoji": ("NotoEmoji_400Regular.ttf",),
}  # in the order in which they are asked for a letter
FAMILIES = tuple(_FILES)
_MEASURED_AT = 100.0  # points: large enough that rounding does not matter
NOT_IN_FONT = "□"
_JOINERS = "\u200c\u200d"  # letters of some scripts join, or do not, because of them
_MARKS = frozenset({"Mn", "Mc", "Me"})
_SVG_TEXT = re.compile(r"(<text [^>]*?)font-family: [^;\"]*([^>]*>)([^<]*)</text>")
BREAK = "\u200b"  # an invisible place at which a line may end


class FontsMissingError(RuntimeError):
    """The fonts that the product brings are not on this machine."""


@lru_cache(maxsize=1)
def _covered() -> tuple[frozenset[int], ...]:
    """What each family can draw in all its weights, in the order in which they are asked.

    Raises FontsMissingError, saying what to do.
    """
    paths = [
        [(_MATPLOTLIB if name.startswith("DejaVu") else _OWN) / name for name in files] for files in _FILES.values()
    ]
    missing = [path.name for own in paths for path in own if not path.is_file()]
    if missing:
        raise FontsMissingError(
            f"Fonts of printed papers are not in {_OWN}: {', '.join(missing)}. "
            "Run `python scripts/fetch_fonts.py`, which brings them."
        )
    return tuple(
        frozenset.intersection(*(frozenset(get_font(str(path)).get_charmap()) for path in own)) for own in paths
    )


def plain(text: str) -> str:
    """The text without what nobody can see: control, direction and other invisible characters.

    They are illegal in a file, or would turn a line round. Line breaks and joiners stay;
    other white space is one space.
    """
    kept = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        category = unicodedata.category(character)
        if character in {"\n", *_JOINERS}:
            kept.append(character)
        elif character.isspace():
            kept.append("\n" if category in {"Zl", "Zp"} else " ")
        elif category in {"Cc", "Cf", "Cs", "Co", "Cn"} or 0xFE00 <= ord(character) <= 0xFE0F:
            continue
        else:
            kept.append(character)
    return "\n".join(" ".join(line.split()) for line in "".join(kept).strip().split("\n"))


def printable(text: str) -> str:
    """The text as it is printed: plain, with a visible □ for what no font can draw."""
    shown = plain(text)
    if shown.isascii() and _covered()[0].issuperset(map(ord, shown.replace("\n", ""))):
        return shown  # the first font draws all of it, as it mostly does
    return "".join(_drawn(cluster) for cluster in _clusters(shown))


def one_line(text: str) -> str:
    """The printable text on one line, for a heading or a title."""
    return " ".join(printable(text).split())


def _clusters(text: str) -> list[str]:
    """Letters with their marks and joiners: one font must draw all of a cluster."""
    found: list[str] = []
    for character in text:
        joins = character in _JOINERS or unicodedata.category(character) in _MARKS
        if found and (joins or found[-1][-1] == _JOINERS[1]) and found[-1] != "\n":
            found[-1] += character
        else:
            found.append(character)
    return found


def _drawn(cluster: str) -> str:
    needed = {ord(character) for character in cluster if character not in _JOINERS}
    if cluster == "\n" or any(needed <= covered for covered in _covered()):
        return cluster if needed else ""
    alone = [character for character in cluster if character not in _JOINERS]
    return "".join(c if any(ord(c) in covered for covered in _covered()) else NOT_IN_FONT for c in alone)


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    """Width of one character in ems. `get_font` keeps one font object a thread, so setting its size is safe."""
    if ord(character) not in _covered()[0]:
        return lettering.width(character, 1.0, bold=bold)
    face = get_font(str(_OWN / _FILES[FAMILIES[0]][int(bold)]))
    face.set_size(_MEASURED_AT, 72)
    glyph = face.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _MEASURED_AT


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of a printable text on one line. What Open Sans lacks counts as wide as in DejaVu Sans."""
    return size * sum(_advance(character, bold=bold) for character in text)


def breakable(text: str, longest: int) -> str:
    """The text with places to break inside every word of more than `longest` characters, so that none runs over."""
    return "\n".join(" ".join(_parted(word, longest) for word in line.split(" ")) for line in text.split("\n"))


def _parted(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    parts, part = [], ""
    for cluster in _clusters(word):
        if part and len(part) + len(cluster) > longest:
            parts.append(part)
            part = ""
        part += cluster
    return BREAK.join((*parts, part))


def lettered(picture: bytes) -> bytes:
    """A chart's SVG in the fonts of papers, without the marks that stand over or under a letter as their own glyphs.

    typst cannot say which character such a glyph stands for, and PDF/UA wants that of each. Letters that have their
    marks in them (é, ễ) keep them; the words and the table beside the picture keep all.
    """
    letters = picture.decode("utf-8")
    letters = "".join(c for c in letters if c.isascii() or unicodedata.category(c) not in _MARKS)
    return _SVG_TEXT.sub(_in_one_font, letters).encode("utf-8")


def _in_one_font(found: re.Match[str]) -> str:
    """A line of a picture in the first font if that has all of it, else in the font in which it was measured."""
    family = FAMILIES[0] if {ord(c) for c in unescape(found[3])} <= _covered()[0] else "DejaVu Sans"
    return f"{found[1]}font-family: '{family}'{found[2]}{found[3]}</text>"
