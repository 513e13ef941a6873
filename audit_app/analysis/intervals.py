"""Intervals and effect sizes for the technical sheet and the trend whiskers (statistics.md §1, §2)."""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from audit_app.analysis.scores import Distribution, Scores, mean_score, sample_variance

Z95 = NormalDist().inv_cdf(0.975)


def wilson(positive: int, n: int) -> tuple[float, float] | None:
    """The 95 % Wilson score interval of a share, in per cent (Wilson 1927); None without answers."""
    if not n:
        return None
    share, z2 = positive / n, Z95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if positive == 0 else 100 * (middle - half)
    high = 100.0 if positive == n else 100 * (middle + half)
    return low, high


def newcombe(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float] | None:
    """The 95 % interval of the difference b - a of two shares, in points (Newcombe 1998, method 10).

    a and b are (positive, n). None when either is empty.
    """
    one, other = wilson(*a), wilson(*b)
    if one is None or other is None:
        return None
    share_a, share_b = 100 * a[0] / a[1], 100 * b[0] / b[1]
    difference = share_b - share_a
    low = difference - math.hypot(share_b - other[0], one[1] - share_a)
    high = difference + math.hypot(other[1] - share_b, share_a - one[0])
    return low, high


def score_interval(scores: Scores) -> tuple[float, float] | None:
    """The 95 % t-interval of a mean score; None below two scores or when all are the same."""
    variance, mean = sample_variance(scores), mean_score(scores)
    if not variance or mean is None:
        return None
    n = sum(scores.values())
    half = t_quantile(n - 1) * math.sqrt(variance / n)
    return float(mean) - half, float(mean) + half


def whisker(distribution: Distribution) -> tuple[float, float] | None:
    """The interval that a trend chart may draw: from ten answers that are not all the same."""
    return score_interval(distribution.scores) if distribution.n >= 10 else None


@lru_cache(maxsize=1024)
def t_quantile(df: int) -> float:
    """The 97.5 % quantile of Student's t with `df` degrees of freedom, to about 12 digits.

    With t = sqrt(df)·tan(angle) the density is proportional to cos(angle)^(df - 1): smooth, so that 64-point
    Gauss-Legendre quadrature is exact to machine precision; the total is B(1/2, df/2)/2. Newton's method, from the
    normal quantile, solves for the angle. No dependency of the product has this quantile.
    """
    if df < 1:
        raise ValueError("Student's t needs at least one degree of freedom.")
    nodes, weights = np.polynomial.legendre.leggauss(64)
    target = 0.475 * 2 * _half_beta(df)
    angle = math.atan(Z95 / math.sqrt(df))
    for _ in range(60):
        inside = angle / 2 * (nodes + 1)
        area = float(angle / 2 * np.sum(weights * np.exp((df - 1) * np.log(np.cos(inside)))))
        move = (target - area) / math.exp((df - 1) * math.log(math.cos(angle)))
        # never beyond half of what is left to a right angle, where the density of few degrees vanishes
        angle += min(move, (math.pi / 2 - angle) / 2)
        if abs(move) < 1e-15 * angle:
            break
    return math.sqrt(df) * math.tan(angle)


def _half_beta(df: int) -> float:
    """The area under cos(angle)^(df - 1) from 0 to a right angle: sqrt(pi)/2 · Γ(df/2) / Γ((df + 1)/2)."""
    if df < 200:
        ratio = math.exp(math.lgamma(df / 2) - math.lgamma((df + 1) / 2))
    else:  # the difference of two huge logarithms loses digits; this series (Abramowitz & Stegun 6.1.47) does not
        x = 1 / df
        ratio = math.sqrt(2 / df) / (1 - x / 4 + x**2 / 32 + 5 * x**3 / 128 - 21 * x**4 / 2048)
    return math.sqrt(math.pi) / 2 * ratio


def cliffs_delta(a: Distribution, b: Distribution) -> float | None:
    """P(b above a) - P(b below a) (Cliff 1993); None when either is empty."""
    if not a.n or not b.n:
        return None
    below = above = 0
    a_below, a_above = 0, a.n
    for in_a, in_b in zip(a.counts, b.counts, strict=True):
        a_above -= in_a
        above += in_b * a_below
        below += in_b * a_above
        a_below += in_a
    return (above - below) / (a.n * b.n)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the order given (Benjamini & Hochberg 1995)."""
    if not p_values:
        return []
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p)[::-1]
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.minimum.accumulate(np.minimum(1.0, p[order] * len(p) / ranks))
    result = np.empty_like(adjusted)
    result[order] = adjusted
    return [float(value) for value in result]
