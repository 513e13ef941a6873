"""The permutation test on the difference of mean scores (statistics.md §2).

If the two groups' answers were shuffled, how often would a difference this big appear?
"""

import math
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from audit_app.analysis.scores import Scores, mean_score, pooled, sample_variance
from audit_app.analysis.thresholds import LARGEST_EXACT_TABLE

Lattice = tuple[tuple[int, int, int], ...]  # (value from 0 upwards, how many in a, how many in b)


def permutation_p(a: Scores, b: Scores, step: Fraction | None = None) -> float | None:
    """The two-sided p of the difference of mean scores; None when either group is empty.

    Exact while the table of states stays below LARGEST_EXACT_TABLE, otherwise by the normal approximation.
    step: the lattice step of the scores, for the approximation; found from the scores if not given.
    """
    if not sum(a.values()) or not sum(b.values()):
        return None
    found, lattice = _lattice(a, b)
    if states(a, b) < LARGEST_EXACT_TABLE:
        return exact_p(lattice)
    return approximate_p(a, b, step or found)


def states(a: Scores, b: Scores) -> int:
    """The states of the exact table: categories, by members of the smaller group, by their possible sums.

    With the categories in the count, work stays within a tenth of a second for a statement, and a section with a
    great many different scores goes by the approximation instead of holding up the page.
    """
    _, lattice = _lattice(a, b)
    smaller = min(sum(row[1] for row in lattice), sum(row[2] for row in lattice))
    return len(lattice) * (smaller + 1) * (smaller * max(row[0] for row in lattice) + 1)


def approximate_p(a: Scores, b: Scores, step: Fraction) -> float | None:
    """The continuity-corrected normal approximation: z = (|d| - s·h/2) / (S·√h), h = 1/n_a + 1/n_b."""
    mean_a, mean_b, variance = mean_score(a), mean_score(b), sample_variance(pooled(a, b))
    if mean_a is None or mean_b is None:
        return None
    if not variance:
        return 1.0
    h = Fraction(1, sum(a.values())) + Fraction(1, sum(b.values()))
    excess = max(Fraction(0), abs(mean_b - mean_a) - step * h / 2)
    return math.erfc(float(excess) / math.sqrt(variance * h) / math.sqrt(2))


def _lattice(a: Scores, b: Scores) -> tuple[Fraction, Lattice]:
    """The common step of all scores, and the scores in whole steps from the lowest."""
    present = sorted({score for scores in (a, b) for score, count in scores.items() if count})
    low = present[0]
    denominator = math.lcm(*(score.denominator for score in present))
    whole = [int((score - low) * denominator) for score in present]
    step = math.gcd(*whole) or 1
    rows = tuple((value // step, a.get(score, 0), b.get(score, 0)) for value, score in zip(whole, present, strict=True))
    return Fraction(step, denominator), rows


@lru_cache(maxsize=4096)
def exact_p(lattice: Lattice) -> float:
    """Enumerate every way to deal the answers into two groups of these sizes, by dynamic programming.

    The table holds, for the categories dealt so far, the weight of each (number dealt to the smaller group, sum of
    their values). A category of N answers gives k of them with weight C(N, k)·θ^k·(1 - θ)^(N - k); θ cancels and
    only keeps the numbers in range. Deviations are compared as whole numbers.
    """
    n_a, n_b = sum(row[1] for row in lattice), sum(row[2] for row in lattice)
    everyone, n = n_a + n_b, min(n_a, n_b)
    column = 1 if n_a <= n_b else 2
    observed = sum(row[0] * row[column] for row in lattice)
    total = sum(row[0] * (row[1] + row[2]) for row in lattice)
    width = n * max(row[0] for row in lattice) + 1
    # the first category fills single cells and the last needs one row only: give them the most answers
    rows = sorted(((row[0], row[1] + row[2]) for row in lattice), key=lambda row: -row[1])
    rows = [rows[0], *rows[2:], *rows[1:2]]
    table = np.zeros((n + 1, width))
    table[0, 0] = 1.0
    for value, size in rows[:-1]:
        table = _deal(table, value, _weights(size, n, everyone))
    final = _deal_last(table, rows[-1][0], _weights(rows[-1][1], n, everyone))
    deviation = np.abs(everyone * np.arange(width, dtype=np.int64) - n * total)
    extreme = final[deviation >= abs(everyone * observed - n * total)]
    return float(min(1.0, extreme.sum() / final.sum()))


def _weights(size: int, n: int, everyone: int) -> NDArray[np.float64]:
    """For k = 0, 1, … how likely a category of `size` answers gives k of them, when each goes with n / everyone."""
    share = n / everyone
    logs = [
        math.lgamma(size + 1)
        - math.lgamma(k + 1)
        - math.lgamma(size - k + 1)
        + k * math.log(share)
        + (size - k) * math.log1p(-share)
        for k in range(min(size, n) + 1)
    ]
    weights: NDArray[np.float64] = np.exp(np.array(logs))
    return weights


def _deal(table: NDArray[np.float64], value: int, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table after one more category, every number of its answers dealt."""
    height, width = table.shape
    dealt: NDArray[np.float64] = table * weights[0]
    for k in range(1, len(weights)):
        if k * value >= width:
            break
        dealt[k:, k * value :] += weights[k] * table[: height - k, : width - k * value]
    return dealt


def _deal_last(table: NDArray[np.float64], value: int, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The bottom row alone, after the last category: the smaller group is complete."""
    height, width = table.shape
    row = np.zeros(width)
    for k in range(min(len(weights), height)):
        if k * value >= width:
            break
        row[k * value :] += weights[k] * table[height - 1 - k, : width - k * value]
    return row
