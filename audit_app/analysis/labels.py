"""Words for a change, a gap and a hope, and what stands beside them (statistics.md §2)."""

import math
from fractions import Fraction

from audit_app.analysis.permutation import permutation_p
from audit_app.analysis.released import ChangeLabel, GapLabel, HopeLabel
from audit_app.analysis.scores import Scores, mean_score
from audit_app.analysis.thresholds import (
    ALPHA,
    CHANGE,
    CHANGE_LARGE,
    DETECTABLE,
    GAP,
    HOPE,
    LARGE_GROUP,
    MANY_DONT_KNOW,
    MINIMUM_TO_COMPARE,
    SPLIT_MINIMUM,
    SPLIT_SHARE,
)

_CHANGE, _CHANGE_LARGE, _GAP, _HOPE = (Fraction(str(limit)) for limit in (CHANGE, CHANGE_LARGE, GAP, HOPE))


def change_label(earlier: Scores, later: Scores, step: Fraction | None = None) -> ChangeLabel:
    """Improved, Declined, No clear change, or too few answers. Scores out of 10 → respondents."""
    compared = _compared(earlier, later, step)
    if compared is None:
        return ChangeLabel.TOO_FEW
    difference, p = compared
    large = min(sum(earlier.values()), sum(later.values())) >= LARGE_GROUP
    if abs(difference) >= (_CHANGE_LARGE if large else _CHANGE) and p <= ALPHA:
        return ChangeLabel.IMPROVED if difference > 0 else ChangeLabel.DECLINED
    return ChangeLabel.NO_CLEAR_CHANGE


def gap_label(management: Scores, staff: Scores, step: Fraction | None = None) -> GapLabel:
    """Whether the sides differ; never that they agree."""
    compared = _compared(management, staff, step)
    if compared is None:
        return GapLabel.TOO_FEW
    difference, p = compared
    return GapLabel.DIFFER if abs(difference) >= _GAP and p <= ALPHA else GapLabel.NO_CLEAR_DIFFERENCE


def hope_label(expected: Scores, experienced: Scores) -> HopeLabel:
    """Whether experience is clearly below what the baseline expected."""
    compared = _compared(expected, experienced, None)
    if compared is None:
        return HopeLabel.TOO_FEW
    difference, p = compared
    return HopeLabel.BELOW if difference <= -_HOPE and p <= ALPHA else HopeLabel.NOT_CLEARLY_BELOW


def _compared(one: Scores, other: Scores, step: Fraction | None) -> tuple[Fraction, float] | None:
    """The difference of mean scores and its p; None with fewer than MINIMUM_TO_COMPARE answers in either."""
    if min(sum(one.values()), sum(other.values())) < MINIMUM_TO_COMPARE:
        return None
    before, after, p = mean_score(one), mean_score(other), permutation_p(one, other, step)
    return None if before is None or after is None or p is None else (after - before, p)


def split_views(bands: tuple[int, int, int]) -> bool:
    """At least 30 % in the lowest and at least 30 % in the highest band, from ten answers."""
    n, (share, of) = sum(bands), SPLIT_SHARE
    return n >= SPLIT_MINIMUM and min(bands[0], bands[2]) * of >= share * n


def many_could_not_say(n: int, dont_know: int) -> bool:
    """At least 20 % of those who answered said "Don't know"."""
    share, of = MANY_DONT_KNOW
    return dont_know > 0 and dont_know * of >= share * (n + dont_know)


def detectable(sd: float, n_earlier: int, n_later: int) -> float:
    """The smallest change, in points out of 10, that would usually show: 2.8·s·√(1/n + 1/n)."""
    return DETECTABLE * sd * math.sqrt(1 / n_earlier + 1 / n_later)


def changed_minds(difference: float, n: int, step: float) -> int | None:
    """How many respondents of the later round, moving one step of the scale each, would undo the change.

    difference: as released. step: points out of 10 for one step. None if there is nothing to undo, or if everyone
    moving one step would not do.
    """
    minds = math.ceil(abs(Fraction(str(difference))) * n / Fraction(step))
    return minds if 0 < minds <= n else None
