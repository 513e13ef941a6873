"""Everything that stands in a paper or on slides, as texts: what a reader could find in any file made of it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

from audit_app.reports.papers.blocks import Block, Heading, Paper
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


def headings(paper: Paper, level: int = 1) -> list[str]:
    """The headings of one level, in order."""
    return [block.text for block in blocks_of(paper, Heading) if block.level == level]


def under(paper: Paper, heading: str) -> tuple[Block, ...]:
    """The blocks from a heading to the next of its level or above."""
    places = [place for place, block in enumerate(paper.blocks) if isinstance(block, Heading)]
    start = next(place for place in places if getattr(paper.blocks[place], "text", "") == heading)
    level = getattr(paper.blocks[start], "level", 1)
    end = next((p for p in places if p > start and getattr(paper.blocks[p], "level", 9) <= level), len(paper.blocks))
    return paper.blocks[start:end]


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
