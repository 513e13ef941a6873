"""What travels from one page of an import to the next: sealed in a hidden field, and kept nowhere else.

First the rows, for as long as it takes to say what the columns are; then nothing but the figures counted from them.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.imports.outcome import Imported
from audit_app.audit.imports.sheets import Kind, Sheet
from audit_app.questionnaire.definition import Side
from audit_app.web.sealed_cookies import open_sealed, seal

LARGEST = 900_000  # characters; a form may hold 1 MiB besides its files


class ParcelError(ValueError):
    """The file cannot travel between pages, or the field does not hold what was put into it."""


@dataclass(frozen=True)
class Details:
    """The round that the file is about."""

    questionnaire: str
    version: int
    name: str
    held_on: date
    minimum: int


def wrap_rows(slug: str, details: Details, sheet: Sheet) -> str:
    """Seal the rows of respondents of one forum. Raises ParcelError if there are too many."""
    return wrap_content(f"rows {slug}", {"details": _details(details), "headings": sheet.headings, "rows": sheet.rows})


def unwrap_rows(slug: str, text: str) -> tuple[Details, Sheet]:
    """What `wrap_rows` was given. Raises ParcelError for anything else."""
    content = unwrap_content(f"rows {slug}", text)
    rows = tuple((int(number), tuple(cells)) for number, cells in content["rows"])
    return _details_of(content), Sheet(tuple(content["headings"]), rows)


def wrap_figures(slug: str, details: Details, imported: Imported) -> str:
    """Seal the figures of an import, without what did not fit. Raises ParcelError if there are too many."""
    tallies = [(*key, each.counts, each.dont_know, each.blank) for key, each in imported.counts.items()]
    return wrap_content(
        f"figures {slug}",
        {
            "details": _details(details),
            "kind": imported.kind,
            "counts": tallies,
            "averages": [(*key, each.n, each.score) for key, each in imported.averages.items()],
            "turnout": [(side, each.invited, each.answered) for side, each in imported.turnout.items()],
            "histograms": [
                (*key, [(*place, number) for place, number in places.items()])
                for key, places in imported.histograms.items()
            ],
        },
    )


def unwrap_figures(slug: str, text: str) -> tuple[Details, Imported]:
    """What `wrap_figures` was given. Raises ParcelError for anything else."""
    content = unwrap_content(f"figures {slug}", text)
    imported = Imported(
        kind=Kind(content["kind"]),
        counts={
            (q, Group(g)): QuestionTally(tuple(counts), dk, blank) for q, g, counts, dk, blank in content["counts"]
        },
        averages={(q, Group(g)): Average(n, score) for q, g, n, score in content["averages"]},
        turnout={Side(side): Turnout(invited, answered) for side, invited, answered in content["turnout"]},
        histograms={
            (name, Group(group)): {(answered, total): number for answered, total, number in places}
            for name, group, places in content["histograms"]
        },
    )
    return _details_of(content), imported


def _details(details: Details) -> list[str | int]:
    return [
        details.questionnaire, details.version, details.name, details.held_on.isoformat(), details.minimum,
    ]  # fmt: skip


def _details_of(content: dict[str, Any]) -> Details:
    questionnaire, version, name, held_on, minimum = content["details"]
    return Details(questionnaire, version, name, date.fromisoformat(held_on), minimum)


def wrap_content(purpose: str, content: dict[str, Any]) -> str:
    """Seal what is to travel in a form, under a purpose of its own. Raises ParcelError if it is too much."""
    sealed = seal(f"import {purpose}", zlib.compress(json.dumps(content).encode(), 6))
    if len(sealed) > LARGEST:
        raise ParcelError("There is too much in this file. Remove the columns that are not about the questions.")
    return sealed


def unwrap_content(purpose: str, text: str) -> dict[str, Any]:
    """What `wrap_content` was given for the same purpose. Raises ParcelError for anything else."""
    opened = open_sealed(f"import {purpose}", text)
    if opened is None:
        raise ParcelError("Choose the file again: what was read from it is not here any more.")
    content: dict[str, Any] = json.loads(zlib.decompress(opened))  # only this service can have sealed it
    return content
