"""Scores out of 10 from ratings, exactly, rounded once at the end."""

from collections.abc import Sequence
from fractions import Fraction

from audit_app.analysis.scores import rounded
from audit_app.questionnaire.instrument import AssessmentScale


def mean_score(rated: Sequence[tuple[AssessmentScale, int]]) -> float | None:
    """The mean of ratings mapped to 0-10 (the lowest of the scale is 0, the highest 10), to one decimal place.

    rated: the scale and rating of each item. None without any. On a scale of 0 to 4 this is the mean times 2.5.
    """
    if not rated:
        return None
    scores = [Fraction(10 * (rating - scale.values[0]), scale.values[-1] - scale.values[0]) for scale, rating in rated]
    return rounded(sum(scores, start=Fraction()) / len(scores))
