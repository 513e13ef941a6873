"""The table of what a statement may show, row by row, and the ways round it."""

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import HIDDEN_BY_SIDE, Comparison, Detail, Plan, StatementResult
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.unit.analysis.builders import MIXED_10, a_questionnaire, a_round, people

ONE = a_questionnaire({"A": 3})
FILLER = {5: (1, 0, 1, 2, 1), 6: (1, 1, 1, 2, 1), 7: (1, 1, 1, 2, 2), 8: (1, 2, 1, 2, 2), 9: (2, 2, 1, 2, 2)}


def filler(n: int) -> tuple[int, ...]:
    """Answers of n people that no row but the number of answers hides."""
    return FILLER.get(n) or (1 + (n - 10) // 2, 2, 2, 3, 2 + (n - 10) - (n - 10) // 2)


def shown(management: tuple[int, ...], staff: tuple[int, ...], partner: tuple[int, ...] = ()) -> StatementResult:
    """The first of three statements; the others vary more, and hide nothing by themselves."""
    m, s = filler(sum(management)), filler(sum(staff))
    partners = people(partner, *[filler(sum(partner))] * 2) if partner else ()
    closed = a_round(ONE, people(management, m, m), people(staff, s, s), partners)
    return compare(closed).statements[0]


@pytest.mark.parametrize(
    ("management", "staff", "total", "step"),
    [
        (filler(5), filler(5), Detail.BANDS, 1.0),
        (filler(7), filler(20), Detail.BANDS, 1.0),
        (filler(8), filler(8), Detail.BANDS, 0.5),
        (filler(9), filler(20), Detail.BANDS, 0.5),
        (filler(10), filler(10), Detail.FULL, 0.1),
        (filler(20), filler(30), Detail.FULL, 0.1),
    ],
)
def test_sides_are_as_coarse_as_the_smaller_one_asks(
    management: tuple[int, ...], staff: tuple[int, ...], total: Detail, step: float
) -> None:
    statement = shown(management, staff)
    assert statement.total.detail is total
    assert (statement.total.counts is not None) is (total is Detail.FULL)
    assert statement.sides is not None
    for side in TWO_SIDES:
        figure = statement.sides[side]
        assert figure.step == step
        assert figure.score is not None
        assert (figure.score * 10) % round(step * 10) == 0
        assert (figure.bands is not None) is (step == 0.1)
        assert (figure.n is not None) is (step == 0.1)
        assert figure.counts is None
        assert figure.dont_know is None


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_total_minus_a_side_below_the_minimum_gives_nothing(n: int) -> None:
    comparison = compare(a_round(ONE, people(*[filler(12)] * 3), people(*[(0, 0, 0, 0, n)] * 3)))
    assert comparison.round.plan is Plan.TOTAL
    for statement in comparison.statements:
        assert statement.sides is None
        assert statement.sides_hidden_words is None
        assert statement.gap is None
    assert all(section.sides is None and section.gap is None for section in (*comparison.sections, comparison.overall))


@pytest.mark.parametrize("n", [5, 7, 8, 9, 10])
@pytest.mark.parametrize("place", range(5))
def test_a_side_that_is_unanimous_or_nearly_is_never_shown(n: int, place: int) -> None:
    same = [0] * 5
    same[place] = n
    assert_sides_hidden(shown(tuple(same), filler(n + 4)))
    but_one = list(same)
    but_one[place] -= 1
    but_one[0 if place else 4] += 1  # all but one, the one at the far end
    assert_sides_hidden(shown(tuple(but_one), filler(n + 4)))
    assert_sides_hidden(shown(filler(n + 4), tuple(but_one)))


@pytest.mark.parametrize("n", [5, 9, 10, 40])
def test_a_side_in_one_band_is_never_shown(n: int) -> None:
    assert_sides_hidden(shown((0, 0, 0, n // 2, n - n // 2), filler(n)))
    assert_sides_hidden(shown(filler(n), (n // 2, n - n // 2, 0, 0, 0)))


def assert_sides_hidden(statement: StatementResult) -> None:
    assert statement.sides is None
    assert statement.sides_hidden_words == HIDDEN_BY_SIDE
    assert statement.gap is None


def test_two_dissenters_outside_the_band_are_enough_to_show_a_side() -> None:
    assert shown((0, 1, 1, 3, 0), filler(5)).sides is not None


@pytest.mark.parametrize("unanimous", [(0, 0, 0, 6, 0), (0, 0, 0, 5, 1), (0, 1, 0, 5, 0)])
def test_a_total_that_is_unanimous_or_nearly_says_only_about(unanimous: tuple[int, ...]) -> None:
    statement = shown(unanimous, (0, 0, 0, 6, 0))
    assert statement.total.detail is Detail.ALIKE
    assert statement.total.value == 4
    assert statement.total.score == 7.5
    assert statement.total.about
    assert statement.total.counts is None
    assert statement.total.bands is None
    assert_sides_hidden(statement)


def test_all_and_all_but_one_look_the_same() -> None:
    everyone, but_one = shown((0, 0, 0, 6, 0), (0, 0, 0, 6, 0)), shown((0, 0, 0, 5, 1), (0, 0, 0, 6, 0))
    assert everyone == but_one


def test_a_small_total_in_one_band_says_only_about_and_a_larger_one_is_shown() -> None:
    few = compare(a_round(ONE, people(*[(0, 0, 0, 2, 2)] * 3), people(*[(0, 0, 0, 3, 2)] * 3)))
    assert few.statements[0].total.detail is Detail.ALIKE
    more = shown((0, 0, 0, 5, 5), (0, 0, 0, 5, 5))
    assert more.total.detail is Detail.FULL
    assert_sides_hidden(more)


def test_where_the_statement_has_too_few_on_a_side_the_total_has_bands() -> None:
    """Ten and more in the plan, fewer on this statement: don't know must not open a finer row."""
    blanks: list[list[int | None]] = [[None, *row[1:]] for row in people(*[filler(12)] * 3)]
    management = [*people(*[filler(12)] * 3)[:9], *blanks[9:]]
    statement = compare(a_round(ONE, management, people(*[filler(12)] * 3))).statements[0]
    assert statement.total.detail is Detail.BANDS
    assert statement.total.n == 21


@pytest.mark.parametrize("left", [0, 1, 4])
def test_dont_know_that_pushes_a_side_under_the_minimum_hides_both(left: int) -> None:
    full = people(*[filler(12)] * 3)
    management: list[list[int | None]] = [
        [None, *row[1:]] if place >= left else [*row] for place, row in enumerate(full)
    ]
    unsure = {("A.1", Side.MANAGEMENT): 12 - left}
    comparison = compare(a_round(ONE, management, people(*[filler(12)] * 3), dont_know=unsure))
    assert_sides_hidden(comparison.statements[0])
    assert comparison.statements[0].total.dont_know == 12 - left


def test_dont_know_that_pushes_the_total_under_the_minimum_hides_everything() -> None:
    full = people(*[filler(5)] * 3)
    unsure: list[list[int | None]] = [[None, *row[1:]] if place >= 2 else [*row] for place, row in enumerate(full)]
    closed = a_round(ONE, unsure, unsure, dont_know={("A.1", side): 3 for side in TWO_SIDES})
    statement = compare(closed).statements[0]
    assert statement.total.detail is Detail.NONE
    assert statement.total.n is None
    assert statement.total.dont_know is None
    assert statement.flags == ()
    assert_sides_hidden(statement)


def test_a_higher_minimum_raises_every_ten() -> None:
    closed = a_round(ONE, people(*[filler(12)] * 3), people(*[filler(14)] * 3), minimum=13)
    assert compare(closed).round.plan is Plan.TOTAL
    closed = a_round(ONE, people(*[filler(13)] * 3), people(*[filler(13)] * 3), minimum=13)
    assert compare(closed).statements[0].sides is not None


def test_a_round_of_nothing_shows_nothing() -> None:
    comparison = compare(a_round(ONE, [[1, 2, 3]] * 2, [[5, 4, 3]] * 2, [[5, 5, 1]] * 9))
    assert_nothing(comparison)


def assert_nothing(comparison: Comparison) -> None:
    for result in (*comparison.statements, *comparison.sections, comparison.overall):
        assert result.total.detail is Detail.NONE
        assert result.total.score is None
        assert result.sides is None
        assert result.partner is None
    assert comparison.level == ()
    assert comparison.suggestions == ()
    assert comparison.strengths == ()


@pytest.mark.parametrize("partners", [1, 2, 3, 4])
def test_partners_below_the_minimum_appear_nowhere(partners: int) -> None:
    without = compare(a_round(ONE, people(*[MIXED_10] * 3), people(*[MIXED_10] * 3)))
    beside = compare(a_round(ONE, people(*[MIXED_10] * 3), people(*[MIXED_10] * 3), [[1, 1, 1]] * partners))
    assert beside.statements == without.statements
    assert beside.sections == without.sections
    assert beside.overall == without.overall


def test_partners_stand_by_the_rows_of_a_side_and_are_in_no_total() -> None:
    few = shown(MIXED_10, MIXED_10, filler(5)).partner
    assert few is not None
    assert few.step == 1.0
    assert few.n is None
    assert few.bands is None
    many = shown(MIXED_10, MIXED_10, filler(12)).partner
    assert many is not None
    assert many.bands is not None
    alike = shown(MIXED_10, MIXED_10, (0, 0, 0, 12, 0)).partner
    assert alike is not None
    assert alike.detail is Detail.NONE
    assert shown(MIXED_10, MIXED_10, filler(12)).total.n == 20
