"""Everything that stands in a paper or on slides, as texts: what a reader could find in any file made of it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

from audit_app.reports.papers.blocks import Block, Paper
from audit_app.reports.slides.deck import Deck

Kind = TypeVar("Kind", bound=Block)


def words_of(content: object) -> list[str]:
    """Every text in blocks, pictures, charts and notes, however deep."""
    return list(_texts(content))


def all_words(content: Paper | Deck) -> str:
    """The same, one a line."""
    return "\n".join(words_of(content))


def blocks_of(paper: Paper, kind: type[Kind]) -> list[Kind]:
    """The blocks of one kind, in order."""
    return [block for block in paper.blocks if isinstance(block, kind)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for each_key, each_value in value.items():
            yield from _texts(each_key)
            yield from _texts(each_value)
    elif isinstance(value, list | tuple):
        for each_item in value:
            yield from _texts(each_item)
