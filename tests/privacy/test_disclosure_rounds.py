"""A closed round shows the same figures beside whichever round it is set, and differences tell nothing more."""

import random
from itertools import product

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Detail, SectionResult, StatementResult
from audit_app.analysis.tallies import Group, QuestionTally, RoundTallies
from audit_app.questionnaire.definition import Question, Side
from tests.unit.analysis.builders import MIXED_5, MIXED_12, a_questionnaire, a_round, people

QUESTIONNAIRE = a_questionnaire({"A": 3, "B": 4})


def some_round(seed: int, n_management: int, n_staff: int) -> RoundTallies:
    """Some statements that nearly all answered alike, some that one side did, and ordinary ones."""
    chance = random.Random(seed)  # noqa: S311  (rounds that vary, not secrets)
    kinds = [chance.choice(["total", "side", "mixed", "mixed"]) for _ in QUESTIONNAIRE.questions]

    def row(side: Side) -> list[int | None]:
        return [
            4 if kind == "total" or (kind == "side" and side is Side.STAFF) else chance.randint(1, 5) for kind in kinds
        ]

    management = [row(Side.MANAGEMENT) for _ in range(n_management)]
    return a_round(QUESTIONNAIRE, management, [row(Side.STAFF) for _ in range(n_staff)], name=f"Audit {seed}")


@pytest.mark.parametrize("sizes", [(4, 9), (5, 6), (9, 14), (12, 13), (33, 40)])
@pytest.mark.parametrize("seed", range(4))
def test_the_choice_of_the_earlier_round_shows_nothing_new(seed: int, sizes: tuple[int, int]) -> None:
    later = some_round(seed, *sizes)
    alone = compare(later)
    for other, (m, s) in product((100 + seed, 200 + seed), ((5, 5), (12, 14), (7, 31))):
        comparison = compare(later, some_round(other, m, s))
        assert figures(comparison) == figures(alone)
        for statement in comparison.statements:
            if statement.total.detail is Detail.ALIKE or statement.total.score is None:
                assert statement.change is None
        for before, section in zip(alone.sections, comparison.sections, strict=True):
            held = [each.total.detail for each in alone.statements if each.section == before.id]
            if Detail.ALIKE in held and Detail.NONE not in held and section.change is not None:
                # many earlier rounds must not narrow down a score that is rounded because it would give answers away
                released = round(section.change.later - section.change.earlier, 1)
                assert section.change.difference == released


def figures(comparison: Comparison) -> list[object]:
    return [(each.total, each.sides, each.partner, each.gap) for each in results(comparison)]


def results(comparison: Comparison) -> list[StatementResult | SectionResult]:
    return [*comparison.statements, *comparison.sections, comparison.overall]


def test_only_totals_are_set_beside_an_earlier_round() -> None:
    """No change of a side exists, so two coarse figures of a side never become one fine difference."""
    comparison = compare(some_round(1, 12, 12), some_round(2, 12, 12))
    for result in results(comparison):
        if result.change is not None:
            assert result.change.later == result.total.score


@pytest.mark.parametrize("other", [Side.MANAGEMENT, Side.STAFF])
@pytest.mark.parametrize("n", [4, 6, 12])
def test_what_one_side_alone_was_asked_is_no_total(other: Side, n: int) -> None:
    def asked(question: Question) -> Question:
        return question.model_copy(update={"not_asked_of": (other,)}) if question.id == "A.1" else question

    sections = tuple(
        section.model_copy(update={"questions": tuple(asked(question) for question in section.questions)})
        for section in a_questionnaire({"A": 3, "B": 4}).sections
    )
    questionnaire = a_questionnaire({"A": 3, "B": 4}).model_copy(update={"sections": sections})
    columns = [{4: (1, 1, 0, 1, 1), 6: (1, 1, 1, 2, 1), 12: MIXED_12}[n]] * 7
    rows = {Side.MANAGEMENT: people(*columns), Side.STAFF: people(*columns)}
    silent: list[list[int | None]] = [[None, *row[1:]] for row in rows[other]]
    closed = a_round(
        questionnaire,
        silent if other is Side.MANAGEMENT else rows[Side.MANAGEMENT],
        silent if other is Side.STAFF else rows[Side.STAFF],
    )
    statement = compare(closed).statements[0]
    assert statement.total.detail is Detail.NONE
    assert statement.sides is None


def test_counts_of_one_side_in_an_old_report_are_no_total() -> None:
    """A report that gives one question for management side alone must not show it as everybody's answer."""
    both = a_round(QUESTIONNAIRE, people(*[MIXED_5] * 7), people(*[MIXED_12] * 7))
    known = {key: tally for key, tally in both.tallies.items() if key != ("A.1", Group.STAFF)}
    typed = RoundTallies(
        forum="Invented forum",
        name="Audit 2024",
        closed_on=both.closed_on,
        questionnaire=QUESTIONNAIRE,
        minimum=5,
        turnout=both.turnout,
        tallies=known,
        typed_in=True,
    )
    assert isinstance(known["A.1", Group.MANAGEMENT], QuestionTally)
    first, *others = compare(typed).statements
    assert first.total.detail is Detail.NONE
    assert first.sides is None
    assert all(statement.total.detail is not Detail.NONE for statement in others[2:])
