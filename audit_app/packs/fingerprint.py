"""One digest for one content, the same in every process and on every machine with the same program."""

import hashlib
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

_PACKAGE = Path(__file__).parent.parent
_ROOMS = ("questionnaire", "analysis", "charts", "reports", "packs")  # whatever a document is made and named by
_LIBRARIES = (
    "lxml", "matplotlib", "numpy", "openpyxl", "pillow", "python-docx", "python-pptx", "typst", "xlsxwriter",
)  # fmt: skip


def digest_of(kind: str, content: object) -> bytes:
    """SHA-256 over a content, the kind of pack made of it, and what makes the documents: our code and the libraries.

    content: dataclasses, pydantic models, mappings, sets, sequences and plain values, however deep. Raises TypeError
    for anything else, rather than take two things for one.
    """
    return hashlib.sha256(_joined(b"pack", recipe(), kind.encode(), _written(content))).digest()


@lru_cache(maxsize=1)
def recipe() -> bytes:
    """What documents are made by: every file of the rooms that make them, and the versions of the libraries.

    A document that an earlier version of the program made is so never taken for one of this version.
    """
    whole = hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (_PACKAGE / room).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(_joined(path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes()))
    for library in _LIBRARIES:
        whole.update(_joined(library.encode(), version(library).encode()))
    return whole.digest()


def _joined(*parts: bytes) -> bytes:
    """Parts with their lengths, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _plain(kind: bytes, write: Callable[[Any], str]) -> Callable[[Any], bytes]:
    return lambda value: _joined(kind, write(value).encode("utf-8", "surrogatepass"))


# by exact type: True is no 1, and a StrEnum is no str
_PLAIN: Mapping[type, Callable[[Any], bytes]] = {
    type(None): _plain(b"none", repr),
    bool: _plain(b"bool", repr),
    int: _plain(b"int", repr),
    float: _plain(b"float", repr),
    str: _plain(b"str", str),
    bytes: lambda value: _joined(b"bytes", value),
    date: _plain(b"date", date.isoformat),
    datetime: _plain(b"datetime", datetime.isoformat),
}


def _written(value: object) -> bytes:
    """A value as bytes; what has no order of its own is put into one."""
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return plain(value)
    kind = type(value).__qualname__.encode()
    if isinstance(value, Enum):
        return _joined(b"enum", kind, value.name.encode())
    if isinstance(value, BaseModel):
        return _named(kind, {name: getattr(value, name) for name in type(value).model_fields})
    if is_dataclass(value) and not isinstance(value, type):
        return _named(kind, {each.name: getattr(value, each.name) for each in fields(value)})
    if isinstance(value, Mapping):
        pairs = sorted(_joined(_written(key), _written(item)) for key, item in value.items())
        return _joined(b"mapping", *pairs)
    if isinstance(value, Set):
        return _joined(b"set", *sorted(_written(item) for item in value))
    if isinstance(value, list | tuple):
        return _joined(b"sequence", *(_written(item) for item in value))
    raise TypeError(f"There is no fixed way to write a {type(value).__qualname__} down.")


def _named(kind: bytes, parts: Mapping[str, object]) -> bytes:
    """The fields of an object, by name."""
    written = (part for name, item in sorted(parts.items()) for part in (name.encode(), _written(item)))
    return _joined(b"object", kind, *written)
