"""Rounds that were typed in: averages alone, or counts without sections."""

from dataclasses import replace

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import ChangeLabel, Detail, Plan
from audit_app.analysis.tallies import Group, RoundTallies, Turnout
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.unit.analysis.builders import MIXED_12, a_questionnaire, a_round, of_averages, people

QUESTIONNAIRE = a_questionnaire({"A": 3})
NAMES = ("A.1", "A.2", "A.3")
LOW, HIGH = (4, 4, 3, 1, 0), (0, 1, 2, 5, 4)


def averages(management: tuple[int, float], staff: tuple[int, float]) -> RoundTallies:
    given = {(name, Group.MANAGEMENT): management for name in NAMES}
    given |= {(name, Group.STAFF): staff for name in NAMES}
    return of_averages(QUESTIONNAIRE, given)


def test_a_total_that_is_not_given_is_the_mean_weighted_by_answers() -> None:
    statement = compare(averages((10, 6.0), (30, 7.0))).statements[0]
    assert statement.total.detail is Detail.AVERAGE
    assert statement.total.n == 40
    assert statement.total.score == 6.8  # 6.75
    assert statement.sides is not None
    assert statement.sides[Side.MANAGEMENT].score == 6.0
    assert statement.sides[Side.STAFF].n == 30


def test_the_total_alone_has_no_sides() -> None:
    comparison = compare(of_averages(QUESTIONNAIRE, {(name, Group.TOTAL): (18, 6.4) for name in NAMES}))
    assert comparison.round.plan is Plan.TOTAL
    assert comparison.round.averages_only
    assert comparison.statements[0].total.score == 6.4
    assert comparison.statements[0].sides is None
    assert comparison.statements[0].sides_hidden_words is None


@pytest.mark.parametrize("few", [1, 4])
def test_averages_of_too_few_are_hidden_on_both_sides(few: int) -> None:
    comparison = compare(averages((few, 6.0), (12, 7.0)))
    assert comparison.round.plan is Plan.TOTAL
    assert comparison.statements[0].sides is None
    nothing = compare(averages((2, 6.0), (2, 7.0)))
    assert nothing.statements[0].total.detail is Detail.NONE


def test_averages_of_small_sides_are_as_coarse_as_counts_would_be() -> None:
    sides = compare(averages((6, 6.3), (12, 7.2))).statements[0].sides
    assert sides is not None
    assert [(sides[side].score, sides[side].step, sides[side].n) for side in TWO_SIDES] == [
        (6.0, 1.0, None),
        (7.0, 1.0, None),
    ]


@pytest.mark.parametrize("end", [0.0, 10.0, 9.9])
def test_an_average_at_the_end_of_the_scale_gives_unanimity_away(end: float) -> None:
    statement = compare(averages((12, end), (12, 5.0))).statements[0]
    assert statement.sides is None
    total = compare(averages((12, end), (12, end))).statements[0].total
    assert total.detail is Detail.ALIKE
    assert total.about


def test_averages_are_drawn_and_never_labelled() -> None:
    later = a_round(QUESTIONNAIRE, people(*[HIGH] * 3), people(*[HIGH] * 3))
    comparison = compare(later, averages((10, 3.0), (10, 3.5)))
    for result in (*comparison.statements, *comparison.sections, comparison.overall):
        assert result.change is not None
        assert result.change.earlier == 3.3  # 3.25
        assert result.change.difference == 4.3  # 7.5 minus 3.25, rounded at the end
        assert result.change.label is None
    assert comparison.statements[0].change is not None
    assert comparison.statements[0].change.technical is None
    assert any("averages only" in note for note in comparison.footnotes)
    gap = compare(averages((10, 3.0), (10, 7.5))).statements[0].gap
    assert gap is not None
    assert (gap.difference, gap.label) == (4.5, None)


def typed_counts() -> RoundTallies:
    live = a_round(QUESTIONNAIRE, people(LOW, LOW, MIXED_12), people(LOW, LOW, MIXED_12), name="Audit 2024")
    return replace(live, typed_in=True, histograms={}, turnout={side: Turnout(None, None) for side in Side})


def test_typed_counts_are_labelled_by_statement_but_not_by_section() -> None:
    later = a_round(QUESTIONNAIRE, people(*[HIGH] * 3), people(*[HIGH] * 3))
    comparison = compare(later, typed_counts())
    assert comparison.statements[0].change is not None
    assert comparison.statements[0].change.label is ChangeLabel.IMPROVED
    assert comparison.sections[0].change is not None
    assert comparison.sections[0].change.label is None


def test_a_section_without_histogram_is_the_mean_of_its_statements() -> None:
    alone = compare(typed_counts())
    # 2.5 x (13/12, 13/12, 30/12) = 2.71, 2.71, 6.25, whose mean is 3.89
    assert alone.sections[0].total.score == 3.9
    assert alone.sections[0].sides is not None
    assert alone.sections[0].sides[Side.STAFF].score == 4.0
    assert alone.sections[0].gap is not None
    assert alone.sections[0].gap.label is None


def test_a_typed_total_that_is_only_about_enters_its_section_as_released() -> None:
    everyone = (0, 0, 0, 12, 0)
    but_one = (1, 0, 0, 11, 0)
    rounds = [
        replace(
            a_round(QUESTIONNAIRE, people(first, LOW, LOW), people(everyone, LOW, LOW)), typed_in=True, histograms={}
        )
        for first in (everyone, but_one)
    ]
    one, other = (compare(closed).sections for closed in rounds)
    assert one == other
    assert one[0].total.about
