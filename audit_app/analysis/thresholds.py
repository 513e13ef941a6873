"""The house thresholds of statistics.md, all in one place. Scores and differences are in points out of 10."""

# what counts as a change or a gap (§2)
MINIMUM_TO_COMPARE = 10  # answers in each round, or on each side
CHANGE = 0.6
LARGE_GROUP = 1000  # from this size in both rounds, smaller changes count
CHANGE_LARGE = 0.25
GAP = 1.0
HOPE = 1.0
ALPHA = 0.05
SPLIT_MINIMUM = 10
SPLIT_SHARE = (3, 10)  # at least this share in the lowest and in the highest band
MANY_DONT_KNOW = (1, 5)
PERCENTAGES_FROM = 20
TYPICAL_SD = 2.5  # points out of 10 (one step of five): used where a spread may not be told
LARGEST_EXACT_TABLE = 2_000_000  # states of the exact permutation test
DETECTABLE = 2.8  # in standard errors: what is usually found (80 % power at 5 %)

# what must stay hidden (§4)
SMALLEST_MINIMUM = 5
ENOUGH = 10  # read max(10, k)
COARSE_BELOW = 8  # sides with fewer answers are rounded to whole points
FINE_SECTIONS_FROM = 30  # respondents a side, for section scores to 0.1
SHORT_SECTION = 3  # sections of fewer statements need ENOUGH respondents a side
FINE, HALF, WHOLE = 0.1, 0.5, 1.0  # the steps that scores are rounded to

# pools of forums (§4); the same must hold when any one forum is taken away
POOL_FORUMS = 3
POOL_SIDE = 11  # answers on each side
POOL_MINIMUM = 11  # k, because these results leave their forums
POOL_DIFFERENCE = 0.6  # what a label needs beside q <= ALPHA

# suggestions for discussion (§3)
POINTS_BELOW = ((5.0, 3), (6.5, 2), (7.5, 1))
SUGGESTED_FROM = 3
MOST_SUGGESTIONS = 3
MOST_FROM_ONE_SECTION = 2
STRENGTH = 7.5


def enough(minimum: int) -> int:
    """Where a disclosure rule says 10 it means max(10, k)."""
    return max(ENOUGH, minimum)
