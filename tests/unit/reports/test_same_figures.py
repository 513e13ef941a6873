"""Every document of the meeting pack read back: what it shows is what was released, and nothing else."""

from decimal import Decimal
from functools import cache

import pytest

from audit_app.analysis.released import GapLabel, StatementResult
from audit_app.reports.round_documents import DOCUMENTS
from tests.harness.made_documents import made
from tests.harness.read_back import ReadBack, read_back
from tests.harness.released_numbers import Allowed, numbers_in, numbers_of, squeezed, to_be_told
from tests.harness.round_packs import CASES

READABLE = {each.id: each for each in DOCUMENTS if each.ending != "zip"}
WHOLE = ("report", "paper", "workbook", "table", "results")  # have a row for every statement and section
NOT_IN_IT = {"results": {"earlier", "partner score"}}  # the documented schema has no place for these

OFFICE = ("docx", "pptx", "xlsx")  # charts in a PDF are drawn, so that its numbers stand side by side in its words
SHADES = {Decimal(each) for each in ("6.4", "6.5", "7.4", "7.5")}  # where the colours of a heat map change


@cache
def _allowed(case: str) -> Allowed:
    return Allowed(CASES[case]())


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("case", CASES)
def test_a_document_shows_what_was_released_and_nothing_else(case: str, name: str) -> None:
    """One test for each, because several processes would make each document several times."""
    document, allowed = READABLE[name], _allowed(case)
    found = read_back(document.ending, made(case, name))
    assert _strange_in_rows(found, allowed) == []
    assert _strange_in_charts(found, allowed) == []
    if document.ending in OFFICE:
        decimals = {number for number in numbers_in(found.words) if number % 1}
        assert decimals <= allowed.anywhere | SHADES
    if name in WHOLE:
        assert _missing(found, allowed, NOT_IN_IT.get(name, set())) == []
        assert _without_label(found, allowed) == []
    if name == "slides" and case != "everything-hidden":
        assert found.drawn


def _strange_in_rows(found: ReadBack, allowed: Allowed) -> list[tuple[str, str, str]]:
    """Cells with a number that was not released about what their row is about."""
    return [
        (row.where, row.cells[0], cell)
        for row in found.rows
        for cell in row.cells
        if not numbers_in(cell) <= allowed.beside(row.cells, row.where) and squeezed(cell) not in allowed.comments
    ]


def _strange_in_charts(found: ReadBack, allowed: Allowed) -> list[tuple[str, str, str, float]]:
    """What is drawn and was not released, or can be edited behind the chart and is not what is drawn."""
    strange = []
    for drawn in found.drawn:
        assert drawn.values == drawn.behind, drawn.where
        strange += [
            (drawn.where, drawn.name, category, value)
            for category, value in zip(drawn.categories, drawn.values, strict=True)
            if value is not None and not numbers_of(value) <= allowed.beside([category])
        ]
    return strange


def _missing(found: ReadBack, allowed: Allowed, not_in_it: set[str]) -> list[tuple[str, str, set[Decimal]]]:
    """Released figures that stand in no row about their statement or section."""
    shown: dict[str, set[Decimal]] = {}
    for row in found.rows:
        about = allowed.about(row.cells)
        if about is not None:
            numbers = {number for cell in row.cells for number in numbers_in(cell)}
            shown[about] = shown.get(about, set()) | numbers | {abs(number) for number in numbers}
    scales = allowed.comparison.round.questionnaire.scale_by_id
    return [
        (result.id, figure, numbers)
        for result in allowed.results
        for figure, numbers in to_be_told(
            result, scored=not isinstance(result, StatementResult) or scales[result.scale].order == "merit"
        ).items()
        if figure not in not_in_it and not numbers <= shown.get(result.id, set())
    ]


def _without_label(found: ReadBack, allowed: Allowed) -> list[tuple[str, str]]:
    """Labels of changes and gaps that no row about their statement or section says."""
    said: dict[str | None, str] = {}
    for row in found.rows:
        about = allowed.about(row.cells)
        said[about] = " ".join((said.get(about, ""), *row.cells))
    labels = [(each.id, each.change.label.value) for each in allowed.results if each.change and each.change.label]
    labels += [
        (each.id, each.gap.label.value)
        for each in allowed.results
        if each.gap is not None and each.gap.label is GapLabel.DIFFER
    ]
    return [(name, label) for name, label in labels if label not in _plain(said.get(name, ""))]


def _plain(text: str) -> str:
    """Without what a PDF puts into words so that they can be broken."""
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())
