"""Rounds in a row: what is joined, what is hollow, what is left out, and that the gate holds in every one."""

from dataclasses import replace
from datetime import date

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Series, SeriesLine
from audit_app.analysis.series import series
from audit_app.analysis.tallies import OVERALL, Group, RoundTallies
from audit_app.questionnaire.definition import Questionnaire
from tests.unit.analysis.builders import MIXED_5, MIXED_12, a_questionnaire, a_round, of_averages, people

ASKED = a_questionnaire({"A": 3, "B": 3})


def a_year(year: int, counts: tuple[int, ...] = MIXED_12, asked: Questionnaire = ASKED) -> RoundTallies:
    answers = people(*[counts] * len(asked.questions))
    return replace(a_round(asked, answers, answers, name=f"Audit {year}"), closed_on=date(year, 11, 20))


def reworded(asked: Questionnaire, name: str) -> Questionnaire:
    """The same questionnaire with one statement asked in other words."""
    sections = tuple(
        section.model_copy(
            update={
                "questions": tuple(
                    question.model_copy(update={"text": "Other words."}) if question.id == name else question
                    for question in section.questions
                )
            }
        )
        for section in asked.sections
    )
    return Questionnaire.model_validate(
        {**asked.model_dump(), "version": 2, "sections": [s.model_dump() for s in sections]}
    )


def line(found: Series, name: str) -> SeriesLine:
    return next(each for each in found.lines if each.id == name)


def test_every_figure_is_the_one_that_its_own_round_releases() -> None:
    rounds = [a_year(2024), a_year(2025, MIXED_5), a_year(2026, (0, 1, 2, 5, 4))]
    found = series(rounds)
    assert [each.id for each in found.lines] == [OVERALL, "A", "B"]
    for place, each in enumerate(rounds):
        alone = compare(each)
        assert line(found, OVERALL).points[place].figure == alone.overall.total
        assert [line(found, name).points[place].figure for name in "AB"] == [s.total for s in alone.sections]


def test_the_first_point_is_joined_to_nothing_and_the_others_to_the_one_before() -> None:
    found = series([a_year(2024), a_year(2025), a_year(2026)])
    assert [point.joined for point in line(found, "A").points] == [False, True, True]


def test_a_line_breaks_where_a_statement_was_reworded_and_only_there() -> None:
    found = series([a_year(2024), a_year(2025), a_year(2026, asked=reworded(ASKED, "A.2"))])
    assert [point.joined for point in line(found, "A").points] == [False, True, False]
    assert [point.same for point in line(found, "A").points] == [False, False, True]
    assert [point.joined for point in line(found, "B").points] == [False, True, True]
    assert [point.joined for point in line(found, OVERALL).points] == [False, True, False]


def test_a_hidden_round_has_no_figure_and_no_line_runs_over_it() -> None:
    few = people(*[(1, 0, 0, 1, 0)] * 6)
    hidden = replace(a_round(ASKED, few, few, name="Audit 2025"), closed_on=date(2025, 11, 20))
    found = series([a_year(2024), hidden, a_year(2026)])
    points = line(found, "A").points
    assert points[1].figure.score is None
    assert [point.joined for point in points] == [False, False, False]
    assert [point.whisker is None for point in points] == [False, True, False]


def test_a_whisker_stands_only_where_every_statement_of_the_section_is_released_in_full() -> None:
    """With five a side statements are released in bands; with one alike statement a section has an "about" one."""
    found = series([a_year(2024), a_year(2025, MIXED_5), a_year(2026)])
    assert [point.whisker is None for point in line(found, "A").points] == [False, True, False]
    answers = people(MIXED_12, (0, 0, 0, 12, 0), *[MIXED_12] * 4)
    alike = a_round(ASKED, answers, answers)
    points = series([a_year(2025), alike])
    assert line(points, "A").points[1].whisker is None
    assert line(points, "B").points[1].whisker is not None
    assert line(points, OVERALL).points[1].whisker is None


def test_a_whisker_is_around_its_score_and_rounded_as_scores_are() -> None:
    point = line(series([a_year(2026)]), "A").points[0]
    assert point.whisker is not None
    assert point.figure.score is not None
    low, high = point.whisker
    assert low < point.figure.score < high
    assert point.whisker == (round(low, 1), round(high, 1))


def test_typed_in_averages_are_drawn_without_a_whisker() -> None:
    typed = of_averages(ASKED, {(question.id, Group.TOTAL): (24, 6.0) for question in ASKED.questions})
    point = line(series([typed, a_year(2025), a_year(2026)]), "A").points[0]
    assert (point.figure.score, point.whisker) == (6.0, None)


def test_a_section_that_was_not_asked_then_is_said() -> None:
    short = a_questionnaire({"A": 3})
    found = series([a_year(2024, asked=short), a_year(2025), a_year(2026)])
    assert [point.asked for point in line(found, "B").points] == [False, True, True]
    assert [point.joined for point in line(found, "B").points] == [False, False, True]


def test_hopes_and_other_questionnaires_are_on_no_line_and_named() -> None:
    hopes = ASKED.model_copy(update={"id": "hopes", "baseline_of": "test"})
    other = a_questionnaire({"X": 2}, name="other")
    found = series([a_year(2023, asked=hopes), a_year(2024, asked=other), a_year(2025), a_year(2026)])
    assert [each.name for each in found.rounds] == ["Audit 2025", "Audit 2026"]
    assert found.left_out == (
        "Audit 2023 asked what members hoped for, so it is on no line.",
        "Audit 2024 has no statement in common with Audit 2026, so it is on no line.",
    )


def test_without_rounds_there_is_no_series() -> None:
    with pytest.raises(ValueError, match="at least one round"):
        series([])
