"""Every document of the meeting pack read back: what it shows is what was released, and nothing else."""

from decimal import Decimal
from functools import cache

import pytest

from audit_app.analysis.released import StatementResult
from audit_app.reports.round_documents import DOCUMENTS
from tests.harness.read_back import ReadBack, read_back
from tests.harness.released_numbers import Allowed, numbers_in, numbers_of, squeezed, to_be_told
from tests.harness.round_packs import CASES

READABLE = {each.id: each for each in DOCUMENTS if each.ending != "zip"}
WHOLE = ("report", "paper", "workbook", "table", "results")  # have a row for every statement and section
NOT_IN_IT = {
    "results": {"earlier", "partner score"},  # the documented schema has no place for these
    "report": set(),
}
KEPT_SHORT = {"everything-hidden", "averages-only"}
EVERYTHING = [(case, name) for case in CASES for name in READABLE]


@cache
def _allowed(case: str) -> Allowed:
    return Allowed(CASES[case]())


@cache
def _read(case: str, name: str) -> ReadBack:
    document = READABLE[name]
    return read_back(document.ending, document.make(CASES[case]()))


@pytest.mark.parametrize(("case", "name"), EVERYTHING)
def test_every_number_in_a_row_is_one_that_was_released(case: str, name: str) -> None:
    allowed, strange = _allowed(case), []
    for row in _read(case, name).rows:
        known = allowed.beside(row.cells, row.where)
        strange += [
            (row.where, row.cells[0], cell, sorted(numbers_in(cell) - known))
            for cell in row.cells
            if not numbers_in(cell) <= known and squeezed(cell) not in allowed.comments
        ]
    assert strange == []


@pytest.mark.parametrize(("case", "name"), [(case, name) for case, name in EVERYTHING if name in WHOLE])
def test_every_released_figure_stands_in_its_row(case: str, name: str) -> None:
    allowed = _allowed(case)
    shown: dict[str, set[Decimal]] = {}
    for row in _read(case, name).rows:
        about = allowed.about(row.cells)
        if about is not None:
            numbers = set().union(*(numbers_in(cell) for cell in row.cells))
            shown[about] = shown.get(about, set()) | numbers | {abs(number) for number in numbers}
    missing = []
    questionnaire = allowed.comparison.round.questionnaire
    for result in allowed.results:
        scored = not isinstance(result, StatementResult) or questionnaire.scale_by_id[result.scale].order == "merit"
        for figure, numbers in to_be_told(result, scored=scored).items():
            if figure not in NOT_IN_IT.get(name, set()) and not numbers <= shown.get(result.id, set()):
                missing.append((result.id, figure, numbers))
    assert missing == []


@pytest.mark.parametrize(("case", "name"), EVERYTHING)
def test_charts_hold_what_was_released_and_what_can_be_edited_behind_them_is_the_same(case: str, name: str) -> None:
    allowed, strange = _allowed(case), []
    for drawn in _read(case, name).drawn:
        assert drawn.values == drawn.behind, drawn.where
        for category, value in zip(drawn.categories, drawn.values, strict=True):
            if value is not None and not numbers_of(value) <= allowed.beside([category]):
                strange.append((drawn.where, drawn.name, category, value))
    assert strange == []
