"""What a screen reader finds in a PDF: its tags in order with their words, and what is wrong with them.

`faults` names breaches of what PDF/UA-1 asks that a program can see (ISO 14289-1, and the Matterhorn Protocol's
checks): it is no full checker, which cannot be installed here.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"EI"}
_ROLES = {"Document", "Title", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH",
          "TD", "Figure", "BlockQuote", "TOC", "TOCI", "Reference", "Link", "Span", "Strong", "Terms"}  # fmt: skip
_WITHIN = {"TR": {"THead", "TBody", "Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"},
           "TOCI": {"TOC"}}  # fmt: skip


@dataclass
class Tag:
    """One element of the tree. words: of its own marked content alone; `text` has those of its children too."""

    kind: str
    raw: dict[str, Any]
    kids: list["Tag | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def below(self) -> Iterator["Tag"]:
        """This tag and all under it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.below()

    def all(self, *kinds: str) -> list["Tag"]:
        return [tag for tag in self.below() if tag.kind in kinds]

    def attribute(self, name: str) -> Any:
        """An attribute of its tables' or layout's dictionaries, or None."""
        found = self.raw.get("/A", [])
        dictionaries = found if isinstance(found, list) else [found]
        return next((each.get_object()[name] for each in dictionaries if name in each.get_object()), None)


class TaggedPdf:
    """A PDF with its tree and what its pages paint."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        self.catalogue: Any = self.reader.trailer["/Root"]
        self.marked: dict[tuple[int, int], str] = {}
        self.loose: list[str] = []  # what is painted and is neither in the tree nor an artifact
        for number, page in enumerate(self.reader.pages):
            self._read_page(number, page)
        self.claimed: list[tuple[int, int]] = []  # marked content in the order of the tree
        self._places = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}
        root = self.catalogue["/StructTreeRoot"]
        self.tree = Tag("Root", root, [self._tag(kid) for kid in root["/K"]])

    @property
    def text(self) -> str:
        """All words in reading order, with single spaces."""
        return " ".join(" ".join(leaf for leaf in _leaves(self.tree)).split())

    def outline(self) -> list[tuple[int, str]]:
        """Level and words of every bookmark."""
        return list(_bookmarks(self.reader.outline, 1))

    def _tag(self, reference: Any, page: int | None = None) -> Tag:
        raw = reference.get_object()
        if "/Pg" in raw:
            page = self._places[raw.raw_get("/Pg").idnum]
        tag = Tag(str(raw["/S"])[1:], raw)
        kids = raw.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(found, int):
                tag.kids.append(self._claim(page, int(found)))
            elif found.get("/Type") == "/MCR":
                tag.kids.append(self._claim(self._places[found.raw_get("/Pg").idnum], int(found["/MCID"])))
            elif found.get("/Type") != "/OBJR":
                tag.kids.append(self._tag(kid, page))
        return tag

    def _claim(self, page: int | None, mark: int) -> str:
        assert page is not None
        self.claimed.append((page, mark))
        return self.marked.get((page, mark), "")

    def _read_page(self, number: int, page: Any) -> None:
        fonts = _letters(page["/Resources"])
        stack: list[int | str | None] = []
        spoken: list[str | None] = []
        letters: dict[int, str] = {}
        for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
            if operator in {b"BDC", b"BMC"}:
                given = operands[1] if operator == b"BDC" else {}
                given = given.get_object() if hasattr(given, "get_object") else given
                mark = "artifact" if operands[0] == "/Artifact" else given.get("/MCID")
                stack.append(mark)
                spoken.append(given.get("/ActualText"))
                if isinstance(mark, int):
                    self.marked.setdefault((number, mark), "")
                if spoken[-1] is not None:
                    self._say(number, stack, str(spoken[-1]))
            elif operator == b"EMC":
                stack.pop()
                spoken.pop()
            elif operator == b"Tf":
                letters = fonts[operands[0]]
            elif operator in _PAINTS:
                if not any(mark is not None for mark in stack):
                    self.loose.append(f"page {number + 1}: {operator!r}")
                if operator in {b"Tj", b"TJ"} and all(each is None for each in spoken):
                    self._say(number, stack, _shown(operands[0], letters))

    def _say(self, page: int, stack: list[int | str | None], words: str) -> None:
        mark = next((each for each in reversed(stack) if each is not None), None)
        if isinstance(mark, int):
            self.marked[page, mark] += words


def _leaves(tag: Tag) -> Iterator[str]:
    for kid in tag.kids:
        if isinstance(kid, str):
            yield kid
        else:
            yield from _leaves(kid)
            if kid.kind not in {"Span", "Strong", "Link"}:
                yield " "


def _bookmarks(found: list[Any], level: int) -> Iterator[tuple[int, str]]:
    for each in found:
        if isinstance(each, list):
            yield from _bookmarks(each, level + 1)
        else:
            yield level, str(each.title)


def _letters(resources: Any) -> dict[str, dict[int, str]]:
    """For each font its glyphs' characters."""
    return {name: _map(font.get_object()) for name, font in resources.get("/Font", {}).items()}


def _map(font: Any) -> dict[int, str]:
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    assert "beginbfrange" not in table
    return found


def _shown(operand: Any, letters: dict[int, str]) -> str:
    parts = operand if isinstance(operand, list) else [operand]
    raw = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
    return "".join(letters[int.from_bytes(raw[place : place + 2], "big")] for place in range(0, len(raw), 2))


def faults(content: bytes) -> list[str]:
    """What is wrong, in words; nothing for a good file."""
    pdf = TaggedPdf(content)
    return [*_of_the_file(pdf), *_of_headings(pdf), *_of_tables(pdf), *_of_pictures(pdf), *_of_content(pdf)]


def _of_the_file(pdf: TaggedPdf) -> Iterator[str]:
    catalogue, about = pdf.catalogue, pdf.catalogue["/Metadata"].get_object().get_data().decode()
    if not catalogue.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if catalogue.get("/Lang") != "en-GB":
        yield "no language"
    if not catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not shown"
    if not re.search(r"<pdfuaid:part>1</pdfuaid:part>", about):
        yield "does not say that it is PDF/UA-1"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+</rdf:li>", about, re.S):
        yield "no title"
    if any(page.get("/Tabs") != "/S" for page in pdf.reader.pages if "/Annots" in page):
        yield "links are not reached in reading order"
    if any("/Contents" not in note.get_object() for page in pdf.reader.pages for note in page.get("/Annots", [])):
        yield "a link without words"
    yield from _of_fonts(pdf)


def _of_fonts(pdf: TaggedPdf) -> Iterator[str]:
    for number in pdf.reader.xref[0]:
        each = pdf.reader.get_object(number)
        described = isinstance(each, dict) and each.get("/Type") == "/FontDescriptor"
        if described and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(each):
            yield f"the font {each['/FontName']} is not in the file"


def _of_headings(pdf: TaggedPdf) -> Iterator[str]:
    headings = [(int(tag.kind[1:]), " ".join(tag.text.split())) for tag in pdf.tree.all("H1", "H2", "H3", "H4", "H5")]
    before = 0
    for level, words in headings:
        if level > before + 1:
            yield f"the heading “{words}” leaves out a level"
        if not words:
            yield "a heading without words"
        before = level
    marked = [(level, _letters_of(words)) for level, words in pdf.outline()]
    if marked != [(level, _letters_of(words)) for level, words in headings if words != "Contents"]:
        yield "the bookmarks are not the headings"


def _letters_of(words: str) -> list[str]:
    """Letters without their order: what is read from right to left is painted from left to right.

    A letter with a heap of marks comes once for each mark, so that only which letters there are can be compared.
    """
    heaped = any(unicodedata.combining(letter) for letter in words)
    return sorted(set(words) if heaped else words.replace(" ", ""))


def _of_tables(pdf: TaggedPdf) -> Iterator[str]:
    for table in pdf.tree.all("Table"):
        rows = [[cell for cell in row.kids if isinstance(cell, Tag)] for row in table.all("TR")]
        if len({len(row) for row in rows}) != 1:
            yield "a table whose rows are not equally long"
            continue
        if any(cell.kind != "TH" or cell.attribute("/Scope") != "/Column" for cell in rows[0]):
            yield "a table without a header row"
        if any(row[0].kind != "TH" or row[0].attribute("/Scope") != "/Row" for row in rows[1:] if row):
            yield "a row without a header"
        if any(cell.kind != "TD" for row in rows[1:] for cell in row[1:]):
            yield "a header among the figures"


def _of_pictures(pdf: TaggedPdf) -> Iterator[str]:
    for figure in pdf.tree.all("Figure"):
        if not str(figure.raw.get("/Alt", "")).strip():
            yield "a picture without words"
        if figure.attribute("/BBox") is None:
            yield "a picture without a place"


def _of_content(pdf: TaggedPdf) -> Iterator[str]:
    if pdf.loose:
        yield f"content outside the tree: {pdf.loose[:3]}"
    if len(set(pdf.claimed)) != len(pdf.claimed):
        yield "content that is read twice"
    if set(pdf.claimed) != set(pdf.marked):
        yield "marked content that no tag has"
    if unknown := {tag.kind for tag in pdf.tree.below()} - _ROLES - {"Root"}:
        yield f"unknown kinds of tags: {sorted(unknown)}"
    for tag in pdf.tree.below():
        for kid in tag.kids:
            if tag.kind in {"Document", "BlockQuote"} and (isinstance(kid, str) or kid.kind in {"Span", "Strong"}):
                yield f"words outside a paragraph: {kid if isinstance(kid, str) else kid.text}"
            if isinstance(kid, Tag) and tag.kind not in _WITHIN.get(kid.kind, {tag.kind}):
                yield f"a {kid.kind} in a {tag.kind}"
