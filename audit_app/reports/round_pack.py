"""Everything that the documents about one round are made of: one released result, so that no two can disagree."""

from dataclasses import dataclass

from audit_app.analysis.measures import Tracked
from audit_app.analysis.released import Comparison, ReviewedComment, Series


@dataclass(frozen=True)
class RoundPack:
    """What a reader of the results page may see, frozen.

    comparison: the round, alone or against an earlier one. hoped: the same round beside the newest baseline, or the
    same object where there is none. series: the rounds up to this one over time. comments: passed by both reviewers.
    priorities: agreed by both sides; of earlier rounds measured at this one, then of this round.
    """

    comparison: Comparison
    hoped: Comparison
    series: Series
    comments: tuple[ReviewedComment, ...] = ()
    priorities: tuple[Tracked, ...] = ()
