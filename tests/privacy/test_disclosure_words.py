"""Labels, reasons, sentences and order say nothing that the figures hide."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Detail, GapLabel
from tests.unit.analysis.builders import MIXED_5, MIXED_12, a_comparison, a_questionnaire, a_round, people

ALIKE, REST = (0, 0, 0, 12, 0), (2, 4, 4, 0, 2)
QUESTIONNAIRE = a_questionnaire({"A": 3, "B": 3})
WORDS = ("summary", "level", "movements", "apart", "breaks", "footnotes", "suggestions", "strengths", "statements")


def with_sides(first_management: tuple[int, ...], first_staff: tuple[int, ...]) -> Comparison:
    others = [MIXED_12] * 5
    earlier = a_round(QUESTIONNAIRE, people(*[MIXED_12] * 6), people(*[MIXED_12] * 6), name="Audit 2025")
    later = a_round(QUESTIONNAIRE, people(first_management, *others), people(first_staff, *others))
    return compare(later, earlier)


@pytest.mark.parametrize(
    ("management", "staff"),
    [(REST, ALIKE), ((1, 0, 0, 11, 0), (1, 4, 4, 1, 2)), ((0, 0, 0, 11, 1), (2, 4, 4, 1, 1))],
)
def test_which_side_said_what_changes_nothing_that_is_said(management: tuple[int, ...], staff: tuple[int, ...]) -> None:
    """Rounds with the same totals whose sides are hidden cannot be told apart."""
    assert [a + b for a, b in zip(management, staff, strict=True)] == [2, 4, 4, 12, 2]
    one = with_sides(ALIKE, REST)
    other = with_sides(management, staff)
    assert one.statements[0].sides is None
    for part in WORDS:
        assert getattr(one, part) == getattr(other, part)


def test_the_same_words_whatever_the_reason() -> None:
    comparison = with_sides(ALIKE, REST)
    hidden = {statement.sides_hidden_words for statement in comparison.statements if statement.sides is None}
    assert len(hidden) == 1
    by_rule = [statement for statement in comparison.statements if statement.sides is None]
    assert [statement.id for statement in by_rule] == ["A.1", "A.2"]
    assert [statement.gap for statement in by_rule] == [None, None]
    assert not [sentence for sentence in comparison.apart if sentence.statement in ("A.1", "A.2")]


def test_the_widest_hidden_gap_is_in_no_sentence_and_scores_no_point() -> None:
    top, bottom = (0, 0, 0, 0, 12), (8, 2, 2, 0, 0)
    comparison = with_sides(top, bottom)
    assert comparison.statements[0].sides is None
    assert comparison.apart == ()
    for suggestion in comparison.suggestions:
        if suggestion.statement == "A.1":
            assert "difference between the sides: not assessed" in suggestion.reasons
            assert not [reason for reason in suggestion.reasons if "differ (" in reason or "apart" in reason]


def test_fingerprints_exist_only_where_both_totals_are_released_in_full() -> None:
    full = a_comparison()
    technical = [statement.change.technical for statement in full.statements if statement.change]
    assert all(found is not None for found in technical)
    assert all(0 <= found.p <= (found.adjusted_p or 0.0) <= 1 for found in technical if found is not None)
    small = a_comparison(small=True)
    changes = [statement.change for statement in small.statements if statement.change]
    assert changes
    assert all(change.technical is None and change.label is not None for change in changes)


def test_a_round_in_full_against_a_small_one_has_no_fingerprints() -> None:
    small = a_round(QUESTIONNAIRE, people(*[MIXED_5] * 6), people(*[MIXED_5] * 6), name="Audit 2025")
    full = a_round(QUESTIONNAIRE, people(*[MIXED_12] * 6), people(*[MIXED_12] * 6))
    for comparison in (compare(full, small), compare(small, full)):
        assert all(statement.change is not None for statement in comparison.statements)
        assert all(statement.change.technical is None for statement in comparison.statements if statement.change)


def test_a_total_that_is_only_about_has_no_change() -> None:
    earlier = a_round(QUESTIONNAIRE, people(*[MIXED_12] * 6), people(*[MIXED_12] * 6), name="Audit 2025")
    later = a_round(QUESTIONNAIRE, people(ALIKE, *[MIXED_12] * 5), people(ALIKE, *[MIXED_12] * 5))
    for comparison in (compare(later, earlier), compare(earlier, later)):
        assert comparison.statements[0].change is None
        assert comparison.statements[0].no_comparison is not None
        assert not [sentence for sentence in comparison.movements if sentence.statement == "A.1"]


def test_sides_of_a_small_round_are_too_few_for_a_label() -> None:
    gaps = [statement.gap for statement in a_comparison(small=True).statements if statement.gap]
    assert gaps
    assert {gap.label for gap in gaps} == {GapLabel.TOO_FEW}


def test_nothing_unrounded_leaves() -> None:
    for small in (False, True):
        for number in numbers(a_comparison(small=small)):
            assert number == round(number, 1)


def numbers(thing: Any) -> Iterator[float]:
    """Every score and difference in a comparison; the technical part is for those allowed to see p."""
    if isinstance(thing, float):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from numbers(value)
    elif isinstance(thing, tuple | list):
        for value in thing:
            yield from numbers(value)
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in ("technical", "questionnaire"):
                yield from numbers(getattr(thing, field.name))


def test_dont_know_is_told_of_the_total_alone() -> None:
    comparison = a_comparison()
    for statement in comparison.statements:
        for figure in (*(statement.sides or {}).values(), statement.partner):
            assert figure is None or figure.dont_know is None
        assert (statement.total.dont_know is None) is (statement.total.detail is Detail.NONE)
