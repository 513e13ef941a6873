"""A hidden statement must not follow from its section's score, minus the rest."""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Detail, Figure
from audit_app.analysis.scores import Distribution, rounded
from audit_app.questionnaire.definition import TWO_SIDES
from tests.unit.analysis.builders import a_questionnaire, a_round, people, spread

WIDE_12, MIXED_12, NARROW_12 = (3, 2, 1, 2, 4), (1, 2, 2, 4, 3), (0, 1, 3, 8, 0)
ALIKE_12 = (0, 0, 0, 12, 0)


def sides_shown(comparison: Comparison) -> list[bool]:
    return [statement.sides is not None for statement in comparison.statements]


def of(*columns: tuple[int, ...], staff: Sequence[tuple[int, ...]] | None = None) -> Comparison:
    questionnaire = a_questionnaire({"A": len(columns)})
    return compare(a_round(questionnaire, people(*columns), people(*(staff or columns))))


def test_one_hidden_statement_takes_with_it_the_one_that_varies_least() -> None:
    comparison = of(WIDE_12, ALIKE_12, NARROW_12, MIXED_12, staff=[WIDE_12, MIXED_12, NARROW_12, MIXED_12])
    assert sides_shown(comparison) == [True, False, False, True]
    assert comparison.sections[0].sides is not None


def test_a_tie_goes_to_the_first_in_the_questionnaire() -> None:
    comparison = of(MIXED_12, MIXED_12, ALIKE_12, staff=[MIXED_12, MIXED_12, MIXED_12])
    assert sides_shown(comparison) == [False, True, False]


def test_two_hidden_statements_need_no_third() -> None:
    comparison = of(ALIKE_12, ALIKE_12, MIXED_12, MIXED_12, staff=[MIXED_12] * 4)
    assert sides_shown(comparison) == [False, False, True, True]


def test_other_sections_are_left_alone() -> None:
    questionnaire = a_questionnaire({"A": 3, "B": 3})
    management, staff = people(ALIKE_12, *[MIXED_12] * 5), people(*[MIXED_12] * 6)
    assert sides_shown(compare(a_round(questionnaire, management, staff))) == [False, False, True, True, True, True]


def test_a_hidden_total_takes_another_total_with_it() -> None:
    def unsure(rows: list[list[int]]) -> list[list[int | None]]:
        return [[None, *row[1:]] if place >= 2 else [*row] for place, row in enumerate(rows)]

    questionnaire = a_questionnaire({"A": 3})
    management, staff = people(MIXED_12, NARROW_12, WIDE_12), people(MIXED_12, NARROW_12, WIDE_12)
    comparison = compare(a_round(questionnaire, unsure(management), unsure(staff)))
    assert [statement.total.detail for statement in comparison.statements] == [Detail.NONE, Detail.NONE, Detail.FULL]
    assert comparison.sections[0].total.score is not None


def test_a_section_of_one_statement_is_hidden_with_it() -> None:
    questionnaire = a_questionnaire({"A": 1, "B": 3})
    comparison = compare(a_round(questionnaire, people(ALIKE_12, *[MIXED_12] * 3), people(*[MIXED_12] * 4)))
    assert comparison.statements[0].sides is None
    assert comparison.sections[0].sides is None
    assert comparison.sections[0].gap is None
    # and it does not come back as the overall score minus the other sections
    assert comparison.overall.sides is None
    assert comparison.sections[1].sides is not None


def test_a_section_of_two_hides_both_or_none() -> None:
    comparison = of(ALIKE_12, MIXED_12, staff=[MIXED_12, MIXED_12])
    assert sides_shown(comparison) == [False, False]
    assert comparison.sections[0].sides is None
    assert sides_shown(of(MIXED_12, MIXED_12)) == [True, True]


@pytest.mark.parametrize(("statements", "n", "shown"), [(1, 9, False), (2, 9, False), (2, 10, True), (3, 5, True)])
def test_short_sections_need_ten_on_each_side(statements: int, n: int, *, shown: bool) -> None:
    answers = {5: (1, 0, 1, 2, 1), 9: (2, 2, 1, 2, 2), 10: (2, 2, 1, 3, 2)}[n]
    comparison = of(*[answers] * statements)
    assert (comparison.sections[0].sides is not None) is shown
    assert comparison.sections[0].total.score is not None


@pytest.mark.parametrize(("n", "step"), [(12, 0.5), (29, 0.5), (30, 0.1)])
def test_section_scores_by_side_are_rounded_to_a_half_below_thirty(n: int, step: float) -> None:
    answers = (n // 6, n // 6, n // 6, n // 3, n - 3 * (n // 6) - n // 3)
    section = of(*[answers] * 3).sections[0]
    assert section.sides is not None
    assert {section.sides[side].step for side in TWO_SIDES} == {step}
    assert {section.sides[side].n for side in TWO_SIDES} == {None}


def test_a_section_of_nothing_but_hidden_sides_has_no_sides() -> None:
    comparison = of(ALIKE_12, ALIKE_12, ALIKE_12, staff=[MIXED_12] * 3)
    assert comparison.sections[0].sides is None
    assert comparison.sections[0].total.score is not None


def test_partners_follow_the_same_rule_among_the_statements_they_were_asked() -> None:
    questionnaire = a_questionnaire({"A": 4}, not_asked_of_partners=("A.4",))
    both = people(*[MIXED_12] * 4)
    partners = people(ALIKE_12, MIXED_12, WIDE_12, MIXED_12)
    comparison = compare(a_round(questionnaire, both, both, partners))
    shown = [statement.partner and statement.partner.score is not None for statement in comparison.statements]
    assert shown == [False, False, True, None]
    assert all(statement.sides is not None for statement in comparison.statements)


# --- an attacker with a computer ---------------------------------------------------------------------------------


def guesses(statement: Figure) -> Iterator[tuple[int, ...]]:
    """Every unanimous or all-but-one histogram behind "all or nearly all said …"."""
    assert statement.n is not None
    assert statement.value is not None
    counts = [0] * 5
    counts[statement.value - 1] = statement.n
    yield tuple(counts)
    for other in range(5):
        if other != statement.value - 1:
            moved = list(counts)
            moved[statement.value - 1] -= 1
            moved[other] += 1
            yield tuple(moved)


def consistent(comparison: Comparison, exact: Sequence[Distribution], sizes: Sequence[int]) -> list[tuple[object, ...]]:
    """All guesses at the statements that are only "about", which fit the released section and overall scores.

    This attacker is stronger than any real one: the unrounded scores of all other statements are known.
    """
    about = [i for i, statement in enumerate(comparison.statements) if statement.total.detail is Detail.ALIKE]
    bounds = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    ranges = [range(bounds[i], bounds[i + 1]) for i in range(len(sizes))] + [range(bounds[-1])]
    released = [*comparison.sections, comparison.overall]
    fitting = []
    for guess in product(*(list(guesses(comparison.statements[i].total)) for i in about)):
        scores = [of.score or Fraction(0) for of in exact]
        for i, counts in zip(about, guess, strict=True):
            scores[i] = spread(*counts).score or Fraction(0)
        if all(
            result.total.score is None
            or rounded(sum((scores[i] for i in of), Fraction(0)) / len(of), result.total.step) == result.total.score
            for result, of in zip(released, ranges, strict=True)
        ):
            fitting.append(guess)
    return fitting


@pytest.mark.parametrize("seed", range(60))
def test_unanimity_of_a_total_never_follows_from_section_scores(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (rounds that vary, not secrets)
    sizes = chance.choice([(3,), (2, 3), (1, 4), (3, 3), (10,)])
    n_management, n_staff = chance.choice([(4, 5), (4, 8), (5, 6), (8, 9), (12, 13)])
    n = n_management + n_staff
    columns = []
    for _ in range(sum(sizes)):
        counts = [0] * 5
        if len(columns) < 3 and chance.random() < 0.6:
            counts[chance.choice([0, 2, 3, 4, 4])] = n
        else:
            for _ in range(n):
                counts[chance.choices(range(5), (1, 2, 2, 4, 2))[0]] += 1
        columns.append(tuple(counts))
    everyone = people(*columns)
    questionnaire = a_questionnaire({f"S{place}": size for place, size in enumerate(sizes)})
    comparison = compare(a_round(questionnaire, everyone[:n_management], everyone[n_management:]))
    if any(statement.total.detail is Detail.NONE for statement in comparison.statements):
        return
    fitting = consistent(comparison, [spread(*counts) for counts in columns], sizes)
    assert fitting, "the truth must fit"
    for i, _ in enumerate(fitting[0]):
        assert any(len([count for count in guess[i] if count]) > 1 for guess in fitting if isinstance(guess[i], tuple))
