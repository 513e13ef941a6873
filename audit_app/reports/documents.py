"""A family of documents made from one content: what each is called, what it is for, and how its bytes are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Content = TypeVar("Content")

MIMETYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Document(Generic[Content]):
    """One document. id: its place in the family and in an address ("report", "slides"). ending: of its name, no dot.

    title: on the page and in the list of contents. purpose: one plain sentence. make: the bytes, always the same for
    the same content: no clock, no machine and no chance is in them.
    """

    id: str
    ending: str
    title: str
    purpose: str
    make: Callable[[Content], bytes]

    @property
    def mimetype(self) -> str:
        return MIMETYPES[self.ending]


@dataclass(frozen=True)
class Made:
    """A finished document. name: of the file, safe for a folder and a header."""

    id: str
    name: str
    title: str
    purpose: str
    content: bytes


Family = Sequence[Document[Content]]


def size_words(size: int) -> str:
    """A number of bytes as people say it: "3 kB", "1.4 MB"."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} kB"
