"""A paper as a tagged PDF that screen readers and printers can both use (PDF/UA-1), set by typst.

The texts go to typst as data and are never markup. The same paper gives the same bytes: the only date is the paper's
own, and only the fonts that the product brings are used.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from audit_app.reports.papers.blocks import Paper
from audit_app.reports.papers.pdf_content import Content, paper_content
from audit_app.reports.papers.pdf_tables import with_row_headers
from audit_app.reports.papers.pdf_words import FONT_FOLDERS

# read once: a server that runs keeps the template that its code was written for
_TEMPLATE = Path(__file__).with_name("paper.typ").read_bytes()
_SMALLER = (1.0, 0.95, 0.9, 0.86, 0.82)  # of the usual size; the last is 8.6 points, which can still be read
_REMEMBERED = 10  # documents
_PAGE = re.compile(rb"/Type/Page[/ >]")


class PaperTooLongError(ValueError):
    """A paper does not fit on as many pages as it may have, even in the smallest type."""


def paper_pdf(paper: Paper, pages: int | None = None) -> bytes:
    """The paper as PDF/UA-1 on A4, the same bytes for the same paper.

    pages: how many it may have at most. The type is then made smaller step by step, from 10.5 points to 8.6 at least;
    pictures stay as wide as the page. Raises PaperTooLongError if it still does not fit: say less, or draw less.
    """
    if pages is None:
        return _compiled(paper, paper_content(paper))
    usual, *between, smallest = _SMALLER
    made = _compiled(paper, paper_content(paper, usual))
    if page_count(made) <= pages:
        return made
    last = _compiled(paper, paper_content(paper, smallest))  # next, so that a hopeless paper is given up at once
    if (needed := page_count(last)) > pages:
        raise PaperTooLongError(f"“{paper.title}” takes {needed} pages in the smallest type and may have {pages}.")
    for scale in between:
        made = _compiled(paper, paper_content(paper, scale))
        if page_count(made) <= pages:
            return made
    return last


def first_that_fits(papers: Iterable[Paper], pages: int) -> bytes:
    """The first of several ways to say the same that fits, as `paper_pdf` makes it.

    Raises PaperTooLongError if none does, ValueError without any.
    """
    refused: ValueError = ValueError("There is no way to say it.")
    for paper in papers:
        try:
            return paper_pdf(paper, pages)
        except PaperTooLongError as error:
            refused = error
    raise refused


def page_count(pdf: bytes) -> int:
    """How many pages a PDF that was made here has."""
    return len(_PAGE.findall(pdf))


def _compiled(paper: Paper, content: Content) -> bytes:
    # the stub of typst does not know that files may be given by name
    files: Any = {
        "main.typ": _TEMPLATE,
        "content.json": json.dumps(content.values).encode(),
        **content.files,
    }
    made = typst.compile(
        files,
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(folder) for folder in FONT_FOLDERS],
        ignore_system_fonts=True,
        timestamp=datetime.combine(paper.day, time(), UTC),
    )
    _forget()
    return with_row_headers(made)


def _forget() -> None:
    """Let typst give back what it keeps of its last ten documents, up to a gigabyte. It counts empty ones too."""
    empty: Any = {"main.typ": b""}
    for _ in range(_REMEMBERED + 1):
        typst.compile(empty, format="pdf", ignore_system_fonts=True)
