"""A tagged PDF read back by its structure: every table as rows of cells, every picture's alternative, all its words.

Only what our own papers hold is understood: fonts with two bytes a glyph and a ToUnicode map, content that is marked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

Mark = tuple[int, int]  # page, number of the marked content on it

_TOKEN = re.compile(
    rb"(?P<words>\()|(?P<properties><<)|<(?P<hex>[0-9A-Fa-f]+)>|(?P<mark>\bB[DM]C\b)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\w+)\s+[-\d.]+\s+Tf"
)
_PLAIN = re.compile(rb"[^()\\]*")
_ESCAPED = {ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("b"): 8, ord("f"): 12}
_BLOCKS = {"/P", "/H1", "/H2", "/H3", "/H4", "/Title", "/TD", "/TH", "/LBody", "/Caption", "/TOCI", "/Lbl", "/Note"}


@dataclass(frozen=True)
class Element:
    """A part of the structure tree. marks: its own marked content, in order, between its children."""

    kind: str
    alternative: str
    parts: tuple["Element | Mark", ...]

    def walk(self) -> Iterator["Element"]:
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()


class PaperRead:
    """A PDF taken apart. Raises KeyError on a file without structure."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(BytesIO(content))
        self.pages = len(self.reader.pages)
        numbers = {
            page.indirect_reference.idnum: at for at, page in enumerate(self.reader.pages) if page.indirect_reference
        }
        self._numbers: Mapping[int, int] = numbers
        self._marks: dict[Mark, str] = {}
        self.unmarked: list[str] = []  # running heads and feet, and whatever else is no content
        for at, page in enumerate(self.reader.pages):
            self._read_page(at, page)
        self.root = self._element(self.reader.trailer["/Root"]["/StructTreeRoot"], -1)

    def words(self, element: Element) -> str:
        """All words of an element and of what it holds, blocks apart by a space."""
        said = "".join(
            self._marks.get(part, "") if isinstance(part, tuple) else self.words(part) for part in element.parts
        )
        return f" {said} " if element.kind in _BLOCKS else said

    def tables(self) -> list[list[list[str]]]:
        """Every table in order: its rows, of those its cells."""
        return [
            [[" ".join(self.words(cell).split()) for cell in _cells(row)] for row in table.walk() if row.kind == "/TR"]
            for table in self.root.walk()
            if table.kind == "/Table"
        ]

    def alternatives(self) -> list[str]:
        """What stands for pictures, and titles of elements."""
        return [element.alternative for element in self.root.walk() if element.alternative]

    def _element(self, found: Any, page: int) -> Element:
        at = self._numbers[found.raw_get("/Pg").idnum] if "/Pg" in found else page
        parts: list[Element | Mark] = []
        inside = found.get("/K", ArrayObject())
        for part in inside if isinstance(inside, ArrayObject) else [inside]:
            whole = part.get_object()
            if isinstance(whole, int):
                parts.append((at, int(whole)))
            elif whole.get("/Type") == "/MCR":
                parts.append((self._numbers[whole.raw_get("/Pg").idnum] if "/Pg" in whole else at, int(whole["/MCID"])))
            elif whole.get("/Type") != "/OBJR":
                parts.append(self._element(whole, at))
        said = " ".join(str(found[name]) for name in ("/Alt", "/ActualText", "/T") if name in found)
        return Element(str(found.get("/S", "")), said, tuple(parts))

    def _read_page(self, at: int, page: Any) -> None:
        fonts = {
            name.removeprefix("/").encode(): _letters(font.get_object()["/ToUnicode"].get_data())
            for name, font in page["/Resources"].get("/Font", DictionaryObject()).items()
        }
        font: Mapping[int, str] = {}
        open_marks: list[tuple[int | None, str | None]] = []  # number, and words that stand for what is drawn
        stream = page.get_contents().get_data()
        place, properties = 0, b""
        while token := _TOKEN.search(stream, place):
            place = token.end()
            if token["font"] is not None:
                font = fonts[token["font"]]
            elif token["words"] or token["hex"]:
                drawn, place = (
                    _string(stream, place) if token["words"] else (bytes.fromhex(token["hex"].decode()), place)
                )
                if not any(instead is not None for _, instead in open_marks):
                    self._say(at, open_marks, "".join(font[one] for one in _glyphs(drawn)))
            elif token["end"]:
                _, instead = open_marks.pop()
                self._say(at, open_marks, instead or "")
            elif token["properties"]:
                properties, place = _properties(stream, place)
            else:
                open_marks.append(_mark(properties))
                properties = b""

    def _say(self, at: int, open_marks: list[tuple[int | None, str | None]], words: str) -> None:
        number = next((number for number, _ in reversed(open_marks) if number is not None), None)
        if number is None:
            self.unmarked.append(words)
        else:
            self._marks[at, number] = self._marks.get((at, number), "") + words


def _cells(row: Element) -> list[Element]:
    return [part for part in row.parts if isinstance(part, Element) and part.kind in ("/TH", "/TD")]


def _mark(properties: bytes) -> tuple[int | None, str | None]:
    number = re.search(rb"/MCID (\d+)", properties)
    instead = re.search(rb"/ActualText\s*(?:<([0-9A-Fa-f]*)>|\()", properties)
    words = None
    if instead is not None:
        raw = bytes.fromhex(instead[1].decode()) if instead[1] is not None else _string(properties, instead.end())[0]
        words = raw.decode("utf-16") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")
    return int(number[1]) if number else None, words


def _properties(stream: bytes, place: int) -> tuple[bytes, int]:
    """A dictionary that begins at `place`, after its brackets, and the place behind it; there is none inside."""
    begun = place
    while True:
        if stream.startswith(b">>", place):
            return stream[begun:place], place + 2
        place = _string(stream, place + 1)[1] if stream.startswith(b"(", place) else place + 1


def _string(stream: bytes, place: int) -> tuple[bytes, int]:
    """A string in brackets that begins at `place`, after its first bracket; and the place behind it."""
    found, depth = bytearray(), 1
    while True:
        plain = _PLAIN.match(stream, place)
        assert plain is not None
        found += plain[0]
        place = plain.end()
        sign = stream[place]
        if sign == ord("\\"):
            octal = re.match(rb"[0-7]{1,3}", stream[place + 1 : place + 4])
            if octal:
                found.append(int(octal[0], 8))
                place += 1 + len(octal[0])
            else:
                found.append(_ESCAPED.get(stream[place + 1], stream[place + 1]))
                place += 2
            continue
        place += 1
        depth += 1 if sign == ord("(") else -1
        if depth == 0:
            return bytes(found), place
        found.append(sign)


def _glyphs(drawn: bytes) -> list[int]:
    return [int.from_bytes(drawn[at : at + 2], "big") for at in range(0, len(drawn), 2)]


def _letters(table: bytes) -> Mapping[int, str]:
    """Glyph → the letters that it stands for, of a ToUnicode map; nothing for a glyph that stands for none."""
    found: dict[int, str] = _Letters()
    for first, second in re.findall(
        rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", table.partition(b"endcodespacerange")[2]
    ):
        found[int(first, 16)] = bytes.fromhex(second.decode()).decode("utf-16-be")
    return found


class _Letters(dict[int, str]):
    def __missing__(self, glyph: int) -> str:
        return ""
