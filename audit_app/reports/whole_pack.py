"""All documents of a pack in one ZIP, with a page of contents that any browser opens without a connection."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from audit_app.reports.documents import Made, size_words
from audit_app.reports.papers.printable import printable
from audit_app.reports.settled import zipped

CONTENTS = "contents.html"
_LONGEST_NAME = 180  # with a folder of usual length before it, every system can store it
_KINDS = {
    "pdf": "PDF, to read and print",
    "docx": "Word",
    "pptx": "PowerPoint",
    "xlsx": "Excel",
    "csv": "CSV, for any spreadsheet",
    "json": "JSON, for programs",
    "zip": "ZIP of pictures",
}
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class PackFacts:
    """What a pack is about. title: as "Results: Annual audit 2026"; owner: a forum or organisation. day: its date."""

    title: str
    owner: str
    day: date


def whole_pack(made: Sequence[Made], facts: PackFacts) -> bytes:
    """A ZIP of these documents with its page of contents first, always with the same bytes.

    Raises ValueError for a name that could leave the folder, or that two documents have.
    """
    for each in made:
        if len(each.name) > _LONGEST_NAME or re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[a-z0-9]{1,5}", each.name) is None:
            raise ValueError("A document's name has small letters, digits and hyphens, and one ending.")
    return zipped([(CONTENTS, contents_page(made, facts)), *((each.name, each.content) for each in made)])


def contents_page(made: Sequence[Made], facts: PackFacts) -> bytes:
    """The page of contents: one HTML file that needs nothing else."""
    page = _PAGES.get_template(CONTENTS).render(
        title=_line(facts.title),
        owner=_line(facts.owner),
        day=f"{facts.day.day} {facts.day:%B %Y}",
        documents=[
            {
                "name": each.name,
                "title": _line(each.title),
                "purpose": _line(each.purpose),
                "kind": kind_words(each.name),
                "size": size_words(len(each.content)),
            }
            for each in made
        ],
    )
    return page.encode()


def kind_words(name: str) -> str:
    """Which program opens a file, by its ending."""
    ending = name.rpartition(".")[2]
    return _KINDS.get(ending, ending.upper())


def _line(text: str) -> str:
    return " ".join(printable(text).split())
