"""A file taken apart down to what can be read in it: ZIPs in ZIPs, parts of office files, PDF objects, pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from tests.harness.read_pdf import PaperRead

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# places and looks, not words: which cells a chart is drawn from, where a picture lies, styles
_PLACES = re.compile(r"style|\{[^}]*/chart\}f|\{[^}]*/spreadsheetDrawing\}(?:row|col|rowOff|colOff)")
_WORDS = ("descr", "title", "name", "alt", "aria-label", "content", "tooltip", "sqref")  # attributes that say something
_TAGS = re.compile(rb"<[A-Za-z!?/]")


@dataclass(frozen=True)
class Part:
    """A part of a file. where: the way to it. words: what it says, a line each. raw: all that it holds, as text."""

    where: str
    words: str
    raw: str
    moment: tuple[int, ...] | None = None  # when a ZIP says that it was changed


def unpacked(name: str, content: bytes) -> Iterator[Part]:
    """Every part of a file, of the files in it too."""
    if content.startswith(b"PK\x03\x04"):
        yield from _zip(name, content)
    elif content.startswith(b"%PDF"):
        yield from _pdf(name, content)
    elif content.startswith(b"\x89PNG"):
        yield from _png(name, content)
    elif _TAGS.match(content.lstrip(b"\xef\xbb\xbf \r\n")) and name.rpartition(".")[2] not in ("csv", "txt", "json"):
        yield _markup(name, content)
    else:
        text = content.decode("utf-8", "replace")
        yield Part(name, text, text)


def _zip(name: str, content: bytes) -> Iterator[Part]:
    with ZipFile(BytesIO(content)) as whole:
        for entry in whole.infolist():
            where = f"{name}/{entry.filename}"
            about = f"{entry.filename} {entry.comment.decode('latin-1')} {entry.extra.decode('latin-1')}"
            yield Part(f"{where} (entry)", about, about, tuple(entry.date_time))
            yield from unpacked(where, whole.read(entry))
        comment = whole.comment.decode("latin-1")
        yield Part(f"{name} (ZIP's own comment)", comment, comment)


def _markup(name: str, content: bytes) -> Part:
    raw = content.decode("utf-8", "replace")
    parser: Any = etree.HTMLParser() if name.endswith((".html", ".htm")) else etree.XMLParser(resolve_entities=False)
    said = []
    for element in etree.fromstring(content, parser).iter():
        if not isinstance(element.tag, str):
            said.append(element.text or "")  # a comment of the file, or an instruction in it
            continue
        is_index = element.tag == f"{_SHEET}v" and element.getparent().get("t") == "s"  # of the workbook's texts
        said += [] if is_index or _PLACES.fullmatch(element.tag) else [element.text or ""]
        said += [element.tail or "", *(str(element.get(one)) for one in _WORDS if element.get(one))]
    return Part(name, "\n".join(line.strip() for line in said if line.strip()), raw)


def _png(name: str, content: bytes) -> Iterator[Part]:
    with Image.open(BytesIO(content)) as image:
        text = "\n".join(f"{key}: {value}" for key, value in image.info.items() if key != "dpi")
        exif = "\n".join(str(value) for value in image.getexif().values())
    yield Part(name, f"{text}\n{exif}", f"{text}\n{exif}")


def _pdf(name: str, content: bytes) -> Iterator[Part]:
    """What is drawn and stands for pictures, then every text of the file's objects, its metadata and attachments."""
    reader = PdfReader(BytesIO(content))
    if "/StructTreeRoot" in reader.trailer["/Root"]:
        paper = PaperRead(content)
        words = "\n".join([paper.words(paper.root), *paper.alternatives(), *paper.unmarked])
        yield Part(f"{name} (words)", words, words)
    texts: list[str] = []
    for number in range(1, int(reader.trailer["/Size"])):
        _texts(IndirectObject(number, 0, reader).get_object(), texts)
    about = "\n".join(str(value) for value in (reader.metadata or {}).values())
    plain = [reader.xmp_metadata.stream.get_data().decode("utf-8", "replace")] if reader.xmp_metadata else []
    yield Part(f"{name} (objects)", "\n".join([about, *texts, *plain]), "\n".join([about, *texts, *plain]))
    for attached, copies in reader.attachments.items():
        for copy in copies:
            yield from unpacked(f"{name}/{attached}", copy)


def _texts(found: Any, texts: list[str]) -> None:
    """The strings of an object, not of those that it refers to."""
    if isinstance(found, StreamObject | DictionaryObject):
        for key in found:
            _texts(found.raw_get(key), texts)
    elif isinstance(found, ArrayObject):
        for each in found:
            _texts(each, texts)
    elif isinstance(found, str) and not found.startswith("/"):
        texts.append(found)
