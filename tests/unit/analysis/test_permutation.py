"""The permutation test against full enumeration, itself turned round, and the normal approximation."""

import time
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.analysis.permutation import approximate_p, exact_p, permutation_p, states
from audit_app.analysis.thresholds import LARGEST_EXACT_TABLE
from tests.unit.analysis.builders import spread

few = st.lists(st.integers(0, 3), min_size=5, max_size=5).filter(lambda counts: 0 < sum(counts) <= 7)
some = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(any)


def enumerated(a: list[int], b: list[int]) -> float:
    """Every way to choose who is in a."""
    everyone = [value for counts in (a, b) for value, count in enumerate(counts) for _ in range(count)]
    n, total = sum(a), sum(everyone)

    def deviation(chosen: int) -> Fraction:
        return abs(Fraction(chosen, n) - Fraction(total, len(everyone)))

    observed = deviation(sum(value * count for value, count in enumerate(a)))
    ways = [deviation(sum(chosen)) >= observed for chosen in combinations(everyone, n)]
    return sum(ways) / len(ways)


@settings(deadline=None, max_examples=60)
@given(few, few)
def test_equals_full_enumeration(a: list[int], b: list[int]) -> None:
    assert permutation_p(spread(*a).scores, spread(*b).scores) == pytest.approx(enumerated(a, b), rel=1e-9)


@settings(deadline=None)
@given(some, some)
def test_is_the_same_whichever_group_comes_first(a: list[int], b: list[int]) -> None:
    one, other = spread(*a).scores, spread(*b).scores
    assert permutation_p(one, other) == pytest.approx(permutation_p(other, one), rel=1e-9)


@settings(deadline=None)
@given(some, some)
def test_is_the_same_when_the_scale_is_flipped(a: list[int], b: list[int]) -> None:
    p = permutation_p(spread(*a).scores, spread(*b).scores)
    assert p == pytest.approx(permutation_p(spread(*reversed(a)).scores, spread(*reversed(b)).scores), rel=1e-9)


@settings(deadline=None)
@given(some)
def test_identical_groups_show_nothing(counts: list[int]) -> None:
    assert permutation_p(spread(*counts).scores, spread(*counts).scores) == pytest.approx(1.0)


def test_without_answers_there_is_no_p() -> None:
    assert permutation_p(spread(0, 0, 0, 0, 0).scores, spread(1, 2, 3, 4, 5).scores) is None
    assert permutation_p(spread(1, 2, 3, 4, 5).scores, {}) is None


def test_everyone_giving_the_same_answer_shows_nothing() -> None:
    assert permutation_p(spread(0, 0, 0, 9, 0).scores, spread(0, 0, 0, 12, 0).scores) == 1.0


def test_is_near_the_normal_approximation_in_large_groups() -> None:
    a, b = spread(10, 25, 40, 60, 15), spread(8, 20, 35, 65, 30)
    exact, approximate = permutation_p(a.scores, b.scores), approximate_p(a.scores, b.scores, a.step)
    assert exact == pytest.approx(approximate, abs=0.005)


def test_a_pool_of_forums_uses_the_approximation() -> None:
    a, b = spread(312, 884, 1712, 4021, 2319), spread(300, 850, 1690, 4080, 2400)
    assert states(a.scores, b.scores) > LARGEST_EXACT_TABLE
    assert permutation_p(a.scores, b.scores, a.step) == approximate_p(a.scores, b.scores, a.step)


@pytest.mark.parametrize("n_earlier", [10, 40, 75, 140])
def test_any_statement_up_to_150_answers_is_exact_and_quick(n_earlier: int) -> None:
    n_later = 150 - n_earlier
    a = spread(*(n_earlier // 11 + (step < n_earlier % 11) for step in range(11)))
    b = spread(*(n_later // 11 + (step >= 11 - n_later % 11) for step in range(11)))
    assert a.n + b.n == 150
    assert states(a.scores, b.scores) < LARGEST_EXACT_TABLE
    times = []
    for _ in range(3):
        exact_p.cache_clear()
        start = time.perf_counter()
        permutation_p(a.scores, b.scores)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1
