"""The exact test on two rounds: to 150 answers together in under 100 ms, then the approximation."""

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable

from audit_app.analysis import permutation
from audit_app.analysis.scores import Scores, distribution, respondent_scores
from audit_app.analysis.thresholds import LARGEST_EXACT_TABLE
from audit_app.questionnaire.definition import Question, Questionnaire
from tests.benchmarks.tables import load, table
from tests.factories import STATEMENTS, TEN

TOGETHER = (20, 60, 100, 150, 200, 400, 2_000)
TIMES = 15
HEADS = ("scores of", "answers together", "states", "how", "median ms", "slowest ms")


def test_time_of_a_p_value() -> None:
    rows = []
    for name, questionnaire in (("a statement of five steps", STATEMENTS), ("a statement out of ten", TEN)):
        rows += [_row(name, number, lambda n, q=questionnaire: _statement(q, q.questions[0], n)) for number in TOGETHER]
    rows += [_row("a section of four statements", number, lambda n: _section(STATEMENTS, 4, n)) for number in TOGETHER]
    rows += [_row("all 26 statements", number, lambda n: _section(STATEMENTS, 26, n)) for number in TOGETHER]
    note = f"Exact below {LARGEST_EXACT_TABLE:,} states. Aim: any statement to 150 answers together in under 100 ms."
    table(f"One p-value, never kept from before (load {load()})", HEADS, rows, note)


def _row(name: str, number: int, draw: Callable[[int], Scores]) -> tuple[str, ...]:
    spent, most = [], 0
    for place in range(TIMES):
        random.seed(place)
        one, other = draw(number // 2), draw(number - number // 2)
        permutation.exact_p.cache_clear()
        most = max(most, permutation.states(one, other))
        begun = time.perf_counter()
        permutation.permutation_p(one, other)
        spent.append(time.perf_counter() - begun)
    how = "exact" if most < LARGEST_EXACT_TABLE else "approximate"
    return (
        name, f"{number:,}", f"{most:,}", how, f"{statistics.median(spent) * 1000:.1f}", f"{max(spent) * 1000:.1f}"
    )  # fmt: skip


def _statement(questionnaire: Questionnaire, question: Question, n: int) -> Scores:
    scale = questionnaire.scale_of(question)
    given = Counter(random.choices(scale.values, k=n))  # noqa: S311  (invented answers)
    return distribution(question, scale, [given.get(value, 0) for value in scale.values]).scores


def _section(questionnaire: Questionnaire, statements: int, n: int) -> Scores:
    """Section scores of people of whom every fifth left one statement out."""
    scale = questionnaire.scale_of(questionnaire.questions[0])
    histogram: Counter[tuple[int, int]] = Counter()
    for person in range(n):
        answered = statements - (person % 5 == 0)
        histogram[answered, sum(random.choices(scale.values, k=answered))] += 1  # noqa: S311  (invented answers)
    return respondent_scores(histogram, statements, scale)
