"""Texts as a PDF can print them: which fonts there are, and what of a hostile text is left out."""

import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import get_font

FONT_FOLDERS = (Path(mpl.get_data_path()) / "fonts" / "ttf",)
FAMILIES = ("DejaVu Sans",)
_NOT_IN_FONT = "□"
_JOINERS = "\u200c\u200d"  # letters of some scripts join, or do not, because of them
_MARKS = frozenset({"Mn", "Mc", "Me"})
BREAK = "\u200b"  # an invisible place at which a line may end


@lru_cache(maxsize=1)
def _covered() -> tuple[frozenset[int], ...]:
    """What each font can draw, in the order in which they are asked."""
    return (frozenset(get_font(str(FONT_FOLDERS[0] / "DejaVuSans.ttf")).get_charmap()),)


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
    return "".join(_drawn(cluster) for cluster in _clusters(plain(text)))


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
    return "".join(c if any(ord(c) in covered for covered in _covered()) else _NOT_IN_FONT for c in alone)


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


def without_marks(picture: bytes) -> bytes:
    """An SVG without the marks that stand over or under a letter as glyphs of their own.

    typst cannot say which character such a glyph stands for, and PDF/UA wants that of each. Letters that have their
    marks in them (é, ễ) keep them; the words and the table beside the picture keep all.
    """
    letters = picture.decode("utf-8")
    return "".join(c for c in letters if c.isascii() or unicodedata.category(c) not in _MARKS).encode("utf-8")
