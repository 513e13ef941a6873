"""Every pair of answer histograms that two sides can give, sorted by what would be released.

An attacker who knows the rules and how many answered can make the same list. If all pairs behind one release have a
unanimous side, that side's answers are certain. The specification allows that in at most 0.1 % of statements, and a
side's exact answers in at most 7 %, while at least 56 % still show their sides.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest

from audit_app.analysis.disclosure import Answers, figures, judge
from audit_app.analysis.plan import plan_for
from audit_app.analysis.scores import Distribution

Counts = tuple[int, ...]

# how likely each answer is, from the least to the most favourable, on management side and on staff side
AGREEING = ((0.05, 0.15, 0.25, 0.40, 0.15), (0.05, 0.15, 0.25, 0.40, 0.15))
OPPOSED = ((0.05, 0.10, 0.20, 0.40, 0.25), (0.25, 0.40, 0.20, 0.10, 0.05))


def histograms(n: int, values: int) -> Iterator[Counts]:
    if values == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in histograms(n - first, values - 1):
            yield (first, *rest)


def group(counts: Counts) -> Distribution:
    bands = (0, 0, 1, 2, 2) if len(counts) == 5 else (0, 1, 2)
    return Distribution(tuple(range(1, len(counts) + 1)), counts, bands)


def releases(n_management: int, n_staff: int, values: int) -> list[tuple[list[tuple[Counts, Counts]], bool]]:
    """Pairs of histograms with the same release, and whether that release shows the sides."""
    plan, _ = plan_for(n_management, n_staff, 0, 5)
    staff_side = [group(counts) for counts in histograms(n_staff, values)]
    found: dict[object, list[tuple[Counts, Counts]]] = defaultdict(list)
    for management in (group(counts) for counts in histograms(n_management, values)):
        for staff in staff_side:
            answers = Answers(management + staff, (management, staff))
            seen = figures(answers, judge(answers, plan, 5))
            sides = None if seen.sides is None else tuple(seen.sides.items())
            found[seen.total, sides].append((management.counts, staff.counts))
    return [(pairs, key[1] is not None) for key, pairs in found.items() if isinstance(key, tuple)]


def likelihood(pair: tuple[Counts, Counts], shares: Sequence[Sequence[float]]) -> float:
    chance = 1.0
    for counts, of in zip(pair, shares, strict=True):
        chance *= math.factorial(sum(counts)) * math.prod(
            share**count / math.factorial(count) for count, share in zip(counts, of, strict=True)
        )
    return chance


def unanimous(counts: Counts) -> bool:
    return max(counts) == sum(counts)


@pytest.mark.parametrize(("n_management", "n_staff"), [(5, 5), (5, 6), (6, 8)])
def test_a_sides_unanimity_is_never_certain(n_management: int, n_staff: int) -> None:
    sorted_pairs = releases(n_management, n_staff, 5)
    for pairs, _ in sorted_pairs:  # whatever the answers: not one release
        for side in (0, 1):
            assert not all(unanimous(pair[side]) for pair in pairs)
    for shares in (AGREEING, OPPOSED):
        exact = shown = 0.0
        for pairs, with_sides in sorted_pairs:
            chance = sum(likelihood(pair, shares) for pair in pairs)
            shown += chance * with_sides
            exact += chance * (len({pair[0] for pair in pairs}) == 1)
        assert exact <= 0.07  # and the price stays bearable
        assert shown >= 0.56


def test_a_sides_unanimity_is_never_certain_on_three_steps_ten_a_side() -> None:
    """Ten a side can show three bands a side: on a scale of three steps those are all there is."""
    for pairs, _ in releases(10, 10, 3):
        for side in (0, 1):
            assert not all(unanimous(pair[side]) for pair in pairs)


def test_the_attack_itself_works() -> None:
    """Without the row for sides that are too alike, the same attack finds unanimous sides."""
    found: dict[object, list[Counts]] = defaultdict(list)
    for management in histograms(5, 5):
        for staff in histograms(5, 5):
            total = tuple(a + b for a, b in zip(management, staff, strict=True))
            mean = sum(value * count for value, count in enumerate(management))
            found[total, mean].append(management)
    assert any(all(unanimous(counts) for counts in behind) for behind in found.values())
