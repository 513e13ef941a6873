"""Room for doubt: whether a section score leaves its hidden statements open (docs/decisions/disclosure-gate.md).

A section score, minus the statements that are shown, is what the hidden statements have in common. If that is as high
(or as low) as it can be, then each of them is: a side that gave the best answer throughout would be seen to have done
so. One answer of each hidden statement must be able to be another one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audit_app.analysis.scores import Distribution


@dataclass(frozen=True)
class Room:
    """How far the sum of a group's answers could be higher or lower, in values of the scale.

    one: what a single answer may move that sum at once.
    """

    up: int
    down: int
    one: int


def room_alone(group: Distribution) -> Room:
    """The room of a group of which nothing else is known: from end to end of the scale."""
    given, (low, *_, high) = _sum(group), group.values
    one = max(b - a for a, b in pairwise(group.values)) if group.n else 0
    return Room(group.n * high - given, given - group.n * low, one)


def room_beside(total: Distribution, side: Distribution) -> Room:
    """The room of a side beside its total: at most it gave the highest answers of the total, at least the lowest.

    An answer moves when the sides swap it, so the widest gap between the answers that were given is its move.
    """
    given = _sum(side)
    answers = [(value, count) for value, count in zip(total.values, total.counts, strict=True) if count]
    one = max((b - a for (a, _), (b, _) in pairwise(answers)), default=0)
    return Room(_sum_of_first(reversed(answers), side.n) - given, given - _sum_of_first(answers, side.n), one)


def left_open(rooms: Sequence[Room]) -> bool:
    """Whether hidden statements of these rooms stay open when all that is known is their sum."""
    one = sum(room.one for room in rooms)
    return not rooms or min(sum(room.up for room in rooms), sum(room.down for room in rooms)) > one


def _sum(group: Distribution) -> int:
    return sum(value * count for value, count in zip(group.values, group.counts, strict=True))


def _sum_of_first(answers: Iterable[tuple[int, int]], n: int) -> int:
    """The sum of the first n answers; answers: (value, how many gave it)."""
    found = 0
    for value, count in answers:
        taken = min(count, n)
        found += value * taken
        n -= taken
    return found
