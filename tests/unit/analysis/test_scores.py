"""Scores, bands and rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.analysis.intervals import t_quantile, whisker
from audit_app.analysis.scores import bands_of, distribution, respondent_scores, rounded, rounded_difference
from tests.unit.analysis.builders import AGREEMENT, OUT_OF_TEN, a_questionnaire, spread

counts5 = st.lists(st.integers(0, 40), min_size=5, max_size=5)


def test_neutral_is_five_and_agree_is_seven_and_a_half() -> None:
    assert spread(0, 0, 9, 0, 0).score == 5
    assert spread(0, 0, 0, 9, 0).score == Fraction(15, 2)
    assert spread(*[0] * 7, 5, 0, 0, 0).score == 7


@given(counts5)
def test_flipping_a_statement_mirrors_its_score(counts: list[int]) -> None:
    question = a_questionnaire({"A": 1}, reverse=["A.1"]).questions[0]
    plain, flipped = spread(*counts), distribution(question, AGREEMENT, counts)
    if plain.score is None:
        assert flipped.score is None
    else:
        assert flipped.score == 10 - plain.score
        assert flipped.bands == tuple(reversed(plain.bands))


@given(counts5, counts5)
def test_pooling_adds_respondents(a: list[int], b: list[int]) -> None:
    pooled = spread(*a) + spread(*b)
    assert pooled.counts == tuple(x + y for x, y in zip(a, b, strict=True))


def test_a_scale_without_bands_gets_those_of_the_house() -> None:
    for scale in (AGREEMENT, OUT_OF_TEN):
        assert bands_of(scale.model_copy(update={"bands": None})) == bands_of(scale)


def test_counts_that_do_not_fit_the_scale_are_refused() -> None:
    question = a_questionnaire({"A": 1}).questions[0]
    with pytest.raises(ValueError, match=r"A\.1"):
        distribution(question, AGREEMENT, (1, 2, 3))
    with pytest.raises(ValueError, match=r"A\.1"):
        distribution(question, AGREEMENT, (1, 2, 3, -1, 0))


def test_half_of_the_items_is_enough_and_less_is_not() -> None:
    histogram = {(1, 5): 4, (2, 10): 3, (3, 3): 2, (0, 0): 9}
    assert respondent_scores(histogram, 3, AGREEMENT) == {Fraction(10): 3, Fraction(0): 2}
    assert respondent_scores({(0, 0): 9}, 1, AGREEMENT) == {}


@pytest.mark.parametrize(
    ("score", "step", "expected"),
    [
        (Fraction("6.25"), 0.1, 6.3),
        (Fraction("6.24"), 0.1, 6.2),
        (Fraction("6.25"), 0.5, 6.5),
        (Fraction("6.2"), 0.5, 6.0),
        (Fraction("2.5"), 1.0, 3.0),
        (Fraction("3.5"), 1.0, 4.0),
        (Fraction(10), 0.5, 10.0),
    ],
)
def test_rounding_takes_halves_up(score: Fraction, step: float, expected: float) -> None:
    assert rounded(score, step) == expected


def test_a_difference_is_rounded_alike_both_ways() -> None:
    assert rounded_difference(Fraction("0.25")) == 0.3
    assert rounded_difference(Fraction("-0.25")) == -0.3
    assert str(rounded_difference(Fraction("-0.04"))) == "0.0"


@pytest.mark.parametrize(
    ("df", "quantile"),
    # printed tables of Student's t, two-sided 5 %
    [
        (1, 12.7062),
        (2, 4.30265),
        (9, 2.26216),
        (10, 2.22814),
        (30, 2.04227),
        (120, 1.97993),
        (199, 1.97196),
        (200, 1.97190),
    ],
)
def test_students_t(df: int, quantile: float) -> None:
    assert t_quantile(df) == pytest.approx(quantile, abs=6e-6 if df > 1 else 6e-5)


def test_students_t_needs_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="degree of freedom"):
        t_quantile(0)


def test_whiskers_need_ten_answers_that_vary() -> None:
    assert whisker(spread(1, 2, 3, 2, 1)) is None
    assert whisker(spread(0, 0, 0, 12, 0)) is None
    low, high = whisker(spread(1, 2, 3, 2, 2)) or (0.0, 0.0)
    assert low < 5.5 < high
