"""From answers to scores (statistics.md §1). Exact fractions until the moment of release."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from audit_app.questionnaire.definition import Question, Scale

Scores = Mapping[Fraction, int]  # score out of 10 → how many respondents have it


@dataclass(frozen=True)
class Distribution:
    """How one group answered one statement, least favourable first: reverse-worded statements are already flipped.

    values: the scale's values, ascending. counts: one number a value. bands: for each value 0, 1 or 2.
    """

    values: tuple[int, ...]
    counts: tuple[int, ...]
    band_of: tuple[int, ...]
    dont_know: int = 0
    blank: int = 0

    @cached_property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @cached_property
    def mean(self) -> Fraction | None:
        """The mean in the scale's own values; None without answers."""
        if not self.n:
            return None
        return Fraction(sum(value * count for value, count in zip(self.values, self.counts, strict=True)), self.n)

    @cached_property
    def score(self) -> Fraction | None:
        """The mean mapped to 0-10, lowest value 0, highest 10."""
        return None if self.mean is None else (self.mean - self.values[0]) * self.unit

    @cached_property
    def unit(self) -> Fraction:
        """Points out of 10 for one value."""
        return Fraction(10, self.values[-1] - self.values[0])

    @cached_property
    def step(self) -> Fraction:
        """The smallest move of one answer, in points out of 10."""
        return min(b - a for a, b in zip(self.values, self.values[1:], strict=False)) * self.unit

    @cached_property
    def variance(self) -> Fraction | None:
        """The sample variance (n - 1) in points out of 10, squared; None below two answers."""
        return sample_variance(self.scores)

    @cached_property
    def sd(self) -> float | None:
        """The sample standard deviation in points out of 10."""
        return None if self.variance is None else math.sqrt(self.variance)

    @cached_property
    def median(self) -> float | None:
        """The median in the scale's own values."""
        if not self.n:
            return None
        low, high = self._ranked((self.n - 1) // 2), self._ranked(self.n // 2)
        return (low + high) / 2

    def _ranked(self, rank: int) -> int:
        reached = 0
        for value, count in zip(self.values, self.counts, strict=True):
            reached += count
            if rank < reached:
                return value
        raise IndexError(rank)

    @cached_property
    def central_value(self) -> int | None:
        """The median answer; between two answers the one nearer to the middle of the scale."""
        if not self.n:
            return None
        middle = Fraction(self.values[0] + self.values[-1], 2)
        pair = (self._ranked((self.n - 1) // 2), self._ranked(self.n // 2))
        return min(pair, key=lambda value: (abs(value - middle), value))

    @cached_property
    def bands(self) -> tuple[int, int, int]:
        """How many answers are in the least favourable, the middle and the most favourable band."""
        sums = [0, 0, 0]
        for band, count in zip(self.band_of, self.counts, strict=True):
            sums[band] += count
        return sums[0], sums[1], sums[2]

    @cached_property
    def scores(self) -> Scores:
        """Each given answer's score out of 10 → how many gave it."""
        low = self.values[0]
        return {
            (value - low) * self.unit: count for value, count in zip(self.values, self.counts, strict=True) if count
        }

    @property
    def dont_know_share(self) -> Fraction | None:
        """Of those who answered or said "Don't know", the share who could not say; None when there are none."""
        said = self.n + self.dont_know
        return Fraction(self.dont_know, said) if said else None

    def __add__(self, other: "Distribution") -> "Distribution":
        """Both groups pooled, respondent by respondent."""
        if self.values != other.values:
            raise ValueError("Only answers on one scale can be pooled.")
        counts = tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        return Distribution(
            self.values, counts, self.band_of, self.dont_know + other.dont_know, self.blank + other.blank
        )


def bands_of(scale: Scale) -> tuple[int, ...]:
    """The band (0, 1, 2) of each value, ascending.

    A scale without bands of its own gets the house's (§1): below 5 out of 10, from 5 to below 7, from 7. That is
    disagree / neither / agree on five steps, and 0-4 / 5-6 / 7-10 on eleven.
    """
    if scale.bands is not None:
        of = {value: index for index, band in enumerate(scale.bands) for value in band.values}
        return tuple(of[value] for value in scale.values)
    scores = [scale.score(value) for value in scale.values]
    return tuple(0 if score < 5 else 1 if score < 7 else 2 for score in scores)


def distribution(
    question: Question, scale: Scale, counts: Sequence[int], dont_know: int = 0, blank: int = 0
) -> Distribution:
    """One tally as a distribution, flipped if the statement is worded so that agreement is bad.

    counts: per value of the scale, ascending. Raises ValueError if they do not fit the scale or are negative.
    """
    if len(counts) != len(scale.values) or min(*counts, dont_know, blank) < 0:
        raise ValueError(f"The counts of {question.id} do not fit its scale.")
    flipped = tuple(reversed(counts)) if question.reverse else tuple(counts)
    return Distribution(scale.values, flipped, bands_of(scale), dont_know, blank)


def mean_score(scores: Scores) -> Fraction | None:
    """The mean of scores; None when nobody has one."""
    n = sum(scores.values())
    return Fraction(sum(score * count for score, count in scores.items()), n) if n else None


def sample_variance(scores: Scores) -> Fraction | None:
    """The sample variance (n - 1); None below two scores."""
    n = sum(scores.values())
    mean = mean_score(scores)
    if n < 2 or mean is None:
        return None
    return Fraction(sum(count * (score - mean) ** 2 for score, count in scores.items()), n - 1)


def respondent_scores(histogram: Mapping[tuple[int, int], int], asked: int, scale: Scale) -> dict[Fraction, int]:
    """Each respondent's mean of answered items, out of 10, for those who answered at least half (rounded up).

    histogram: (answered, sum of values) → respondents. asked: scored questions that this group was asked.
    """
    half = max(1, -(-asked // 2))
    low, high = scale.values[0], scale.values[-1]
    scores: dict[Fraction, int] = {}
    for (answered, total), respondents in histogram.items():
        if answered >= half and respondents:
            score = (Fraction(total, answered) - low) * Fraction(10, high - low)
            scores[score] = scores.get(score, 0) + respondents
    return scores


def pooled(one: Scores, other: Scores) -> dict[Fraction, int]:
    """Two groups of respondents as one."""
    return {score: one.get(score, 0) + other.get(score, 0) for score in {*one, *other}}


def rounded(score: Fraction | float, step: float = 0.1) -> float:
    """The nearest step, halves up.

    Halves up, not to even: a side of five moves in half points, so rounding to whole points to even would leave
    every odd score exact.
    """
    tenths = round(step * 10)
    steps = math.floor(Fraction(score) * 10 / tenths + Fraction(1, 2))
    return steps * tenths / 10


def rounded_difference(difference: Fraction | float) -> float:
    """A difference to 0.1, the same upwards and downwards."""
    size = rounded(abs(Fraction(difference)))
    return -size if difference < 0 and size else size
