"""Two rounds side by side."""

import pytest

from audit_app.analysis.comparison import NEW, NO_SCORE, OTHER_STATEMENTS, REWORDED, compare
from audit_app.analysis.released import NOT_COMPARED, ChangeLabel, Detail, Flag, GapLabel, Plan
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.unit.analysis.builders import MIXED_12, a_comparison, a_questionnaire, a_round, people

LOW, HIGH = (4, 4, 3, 1, 0), (0, 1, 2, 5, 4)


def reworded(questionnaire: Questionnaire, *names: str) -> Questionnaire:
    """The same questionnaire with other words in some statements."""
    sections = tuple(
        section.model_copy(
            update={
                "questions": tuple(
                    question.model_copy(update={"text": "Quite another statement."})
                    if question.id in names
                    else question
                    for question in section.questions
                )
            }
        )
        for section in questionnaire.sections
    )
    return Questionnaire.model_validate(
        questionnaire.model_copy(update={"version": 2, "sections": sections}).model_dump()
    )


def test_statements_stand_in_questionnaire_order_with_totals_sides_and_partners() -> None:
    comparison = a_comparison(alone=True)
    assert [statement.number for statement in comparison.statements] == [1, 2, 3, 4, 5, 6, 7]
    first = comparison.statements[0]
    assert first.total.counts == (0, 2, 4, 10, 8)
    assert first.total.bands == (2, 4, 18)
    assert first.total.score == 7.5
    assert first.sides is not None
    assert first.sides[Side.STAFF].bands == (1, 2, 9)
    assert comparison.statements[1].partner is None  # not asked of partners
    assert comparison.against is None
    assert first.change is None
    assert first.no_comparison is None


def test_changes_are_later_minus_earlier_with_words_beside_them() -> None:
    up, _, down, *_ = (statement.change for statement in a_comparison().statements)
    assert up is not None
    assert down is not None
    assert (up.earlier, up.later, up.difference, up.label) == (2.7, 7.5, 4.8, ChangeLabel.IMPROVED)
    assert (down.difference, down.label) == (-4.8, ChangeLabel.DECLINED)
    assert up.counts_sentence == "16 more agree than last time: 18 of 24 (75%), up from 2."


def test_a_small_change_says_how_few_minds_could_undo_it() -> None:
    questionnaire = a_questionnaire({"A": 3})
    earlier = a_round(questionnaire, people(*[(1, 2, 2, 2, 1)] * 3), people(*[(1, 2, 2, 2, 1)] * 3), name="Audit 2025")
    later = a_round(questionnaire, people(*[(1, 2, 1, 3, 1)] * 3), people(*[(1, 1, 2, 3, 1)] * 3))
    change = compare(later, earlier).statements[0].change
    assert change is not None
    # three of sixteen answers moved a step up: 3 x 2.5 / 16 = 0.47
    assert change.difference == 0.5
    assert change.undo_sentence == "Up 0.5. With 16 people, four changed minds could do this."
    assert change.counts_sentence == "2 more agree than last time: 8 of 16, up from 6."


def test_sections_and_overall_are_compared_and_labelled() -> None:
    questionnaire = a_questionnaire({"A": 3})
    earlier = a_round(questionnaire, people(LOW, LOW, LOW), people(LOW, LOW, MIXED_12), name="Audit 2025")
    later = a_round(questionnaire, people(HIGH, HIGH, HIGH), people(HIGH, HIGH, MIXED_12))
    comparison = compare(later, earlier)
    for result in (*comparison.sections, comparison.overall):
        assert result.change is not None
        assert result.change.label is ChangeLabel.IMPROVED
        assert result.total.n == 24


def test_the_gap_is_staff_side_minus_management_side() -> None:
    statement = a_comparison().statements[3]
    assert statement.gap is not None
    assert statement.gap.difference == -3.5  # 2.708 minus 6.25, rounded at the end
    assert statement.gap.label is GapLabel.DIFFER


def test_split_views_and_many_could_not_say_are_flagged() -> None:
    questionnaire = a_questionnaire({"A": 3})
    split = (4, 1, 2, 1, 4)
    unsure: list[list[int | None]] = [
        [*row[:2], None] if place < 5 else [*row] for place, row in enumerate(people(*[split] * 3))
    ]
    dont_know = {("A.3", side): 5 for side in (Side.MANAGEMENT, Side.STAFF)}
    comparison = compare(a_round(questionnaire, unsure, unsure, dont_know=dont_know))
    assert comparison.statements[0].flags == (Flag.SPLIT_VIEWS,)
    assert Flag.MANY_COULD_NOT_SAY in comparison.statements[2].flags


def test_a_reworded_statement_is_not_compared_and_its_section_has_no_label() -> None:
    old = a_questionnaire({"A": 3, "B": 3})
    new = reworded(old, "A.2")
    earlier = a_round(old, people(*[LOW] * 6), people(*[LOW] * 6), name="Audit 2025")
    later = a_round(new, people(*[HIGH] * 6), people(*[HIGH] * 6))
    comparison = compare(later, earlier)
    assert comparison.statements[1].change is None
    assert comparison.statements[1].no_comparison == REWORDED
    first, second = (section.change for section in comparison.sections)
    assert first is not None
    assert first.label is None
    assert first.difference == 4.8  # of the two statements in common
    assert second is not None
    assert second.label is ChangeLabel.IMPROVED
    assert "The wording has changed since Audit 2025 in statement 2." in comparison.breaks


def test_instruments_with_nothing_in_common_compare_nothing_and_say_so() -> None:
    earlier = a_round(
        a_questionnaire({"X": 3}, name="other"), people(*[LOW] * 3), people(*[LOW] * 3), name="Audit 2025"
    )
    later = a_round(a_questionnaire({"A": 3}), people(*[HIGH] * 3), people(*[HIGH] * 3))
    comparison = compare(later, earlier)
    assert {statement.no_comparison for statement in comparison.statements} == {NEW}
    assert {result.no_comparison for result in (*comparison.sections, comparison.overall)} == {OTHER_STATEMENTS}
    assert comparison.breaks[0].endswith("They have no statement in common, so nothing is compared.")
    assert comparison.movements == ()


def test_a_result_hidden_in_one_round_is_compared_in_none() -> None:
    questionnaire = a_questionnaire({"A": 3})
    nothing = a_round(questionnaire, [[3, 4, 5]] * 2, [[3, 4, 5]] * 2, name="Audit 2025")
    later = a_round(questionnaire, people(*[HIGH] * 3), people(*[HIGH] * 3))
    comparison = compare(later, nothing)
    assert {statement.no_comparison for statement in comparison.statements} == {NOT_COMPARED}
    assert comparison.overall.change is None
    assert comparison.against is not None
    assert comparison.against.plan is Plan.NOTHING


def test_a_scale_without_merit_shows_its_distribution_and_no_score() -> None:
    plain = a_questionnaire({"A": 4})
    year = plain.scales[0].model_copy(update={"id": "year", "order": "distribution"})
    questions = plain.sections[0].questions
    section = plain.sections[0].model_copy(
        update={"questions": (*questions[:3], questions[3].model_copy(update={"scale": "year"}))}
    )
    questionnaire = plain.model_copy(update={"scales": (plain.scales[0], year), "sections": (section,)})
    closed = a_round(Questionnaire.model_validate(questionnaire.model_dump()), people(*[HIGH] * 4), people(*[HIGH] * 4))
    statement = compare(closed, closed).statements[3]
    assert statement.total.detail is Detail.FULL
    assert statement.total.score is None
    assert statement.sides is not None
    assert statement.sides[Side.STAFF].bands == (1, 2, 9)
    assert statement.gap is None
    assert statement.no_comparison == NO_SCORE


def test_a_reverse_worded_statement_is_turned_round() -> None:
    questionnaire = a_questionnaire({"A": 3}, reverse=["A.2"])
    comparison = compare(a_round(questionnaire, people(*[HIGH] * 3), people(*[HIGH] * 3)))
    plain, turned, _ = comparison.statements
    assert turned.total.counts == tuple(reversed(plain.total.counts or ()))
    assert turned.total.score == 2.5
    assert any("statement 2" in note for note in comparison.footnotes)


@pytest.mark.parametrize("group", list(Side))
def test_a_tally_that_does_not_fit_its_scale_is_refused(group: Side) -> None:
    questionnaire = a_questionnaire({"A": 3})
    closed = a_round(questionnaire, people(*[HIGH] * 3), people(*[HIGH] * 3), people(*[HIGH] * 3))
    key = next(key for key in closed.tallies if key[1].value == group.value)
    tallies = {**closed.tallies, key: type(closed.tallies[key])((1, 2, 3))}
    with pytest.raises(ValueError, match="do not fit its scale"):
        compare(type(closed)(**{**closed.__dict__, "tallies": tallies}))
