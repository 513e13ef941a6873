"""Scores out of 10 from ratings, exactly, rounded once at the end."""

from collections.abc import Sequence
from fractions import Fraction

from audit_app.analysis.scores import rounded
from audit_app.questionnaire.instrument import AssessmentScale


def exact_score(rated: Sequence[tuple[AssessmentScale, int]]) -> Fraction | None:
    """The mean of ratings mapped to 0-10, the lowest of the scale being 0 and the highest 10. None without any.

    rated: the scale and rating of each item. On a scale of 0 to 4 this is the mean times 2.5.
    """
    if not rated:
        return None
    scores = [Fraction(10 * (rating - scale.values[0]), scale.values[-1] - scale.values[0]) for scale, rating in rated]
    return sum(scores, start=Fraction()) / len(scores)


def mean_score(rated: Sequence[tuple[AssessmentScale, int]]) -> float | None:
    """The same to one decimal place, as it is shown."""
    exact = exact_score(rated)
    return rounded(exact) if exact is not None else None
