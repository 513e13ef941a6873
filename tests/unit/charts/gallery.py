"""Comparisons like those that forums have: the tests draw them all, and a person can look at them.

`python -m tests.unit.charts.gallery FOLDER` writes every picture of the gallery as PNG.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from audit_app import charts
from audit_app.analysis.released import (
    ChangeLabel,
    Comparison,
    Detail,
    Figure,
    Flag,
    GapLabel,
    Plan,
    SectionResult,
    StatementResult,
)
from audit_app.questionnaire.definition import Questionnaire, Scale
from tests.unit.charts import trends
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    OUT_OF_TEN,
    STATEMENTS,
    YEAR_ON_YEAR,
    alike,
    average,
    bands,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)

LONG = (
    "When a difficult matter comes to this forum, members of both sides bring what they know early enough, listen to "
    "each other until the end, and look for an answer that they can all explain to the people they speak for"
)


def _counts(chance: random.Random, scale: Scale, n: int, lean: float) -> tuple[int, ...]:
    counts = [0] * len(scale.values)
    for _ in range(n):
        place = round(chance.gauss(lean, 0.22) * (len(counts) - 1))
        counts[min(len(counts) - 1, max(0, place))] += 1
    return tuple(counts)


def _filled(questions: Questionnaire, n: int, *, by_side: bool, compared: bool, step: float = 0.1) -> Comparison:
    chance = random.Random(n)  # noqa: S311  (invented answers, the same every time)
    results: list[StatementResult] = []
    for number, question in enumerate(questions.questions, start=1):
        scale = questions.scale_of(question)
        lean = 0.35 + 0.5 * chance.random()
        dont_know = chance.choice([0, 0, 1, 2]) if n > 9 else 0
        total = full(scale, *_counts(chance, scale, n - dont_know, lean), dont_know=dont_know)
        if n < 10 and scale.bands:
            by_value = dict(zip(scale.values, total.counts or (), strict=True))
            low, middle, high = (sum(by_value[value] for value in band.values) for band in scale.bands)
            total = bands(low, middle, high, total.score or 0.0)
        if number % 9 == 5:
            total = alike(scale.values[-2], scale.score(scale.values[-2]))
        if number % 11 == 9:
            total = HIDDEN
        score = total.score
        shown = by_side and score is not None and total.detail is not Detail.ALIKE and number % 4
        apart = round(chance.gauss(0, 0.9) / step) * step
        both = sides(min(10, (score or 0) + 0.5), max(0, (score or 0) + 0.5 + apart), step) if shown else None
        moved = None
        if compared and score is not None and scale.order == "merit" and not total.about:
            difference = round(chance.gauss(0.2, 0.6), 1)
            label = ChangeLabel.NO_CLEAR_CHANGE
            if abs(difference) >= 0.8:
                label = ChangeLabel.IMPROVED if difference > 0 else ChangeLabel.DECLINED
            label = ChangeLabel.TOO_FEW if n < 10 else label
            moved = change(min(10.0, max(0.0, round(score - difference, 1))), score, label)
        results.append(
            statement(
                questions,
                number,
                total,
                by_side=both,
                hidden_words=None if not by_side else "Not shown by side, to protect anonymity.",
                flags=(Flag.SPLIT_VIEWS,) if number == 3 else (Flag.MANY_COULD_NOT_SAY,) if number == 6 else (),
                change=moved,
                gap_label=GapLabel.TOO_FEW
                if n < 20
                else GapLabel.DIFFER
                if abs(apart) >= 1
                else GapLabel.NO_CLEAR_DIFFERENCE,
                no_comparison="the wording changed" if compared and number == 10 else None,
            )
        )
    half = n // 2
    this = facts(
        questions,
        invited=(half + 4, n - half + 3, 3),
        answered=(half, n - half, 2),
        plan=Plan.FULL if by_side else Plan.TOTAL,
    )
    earlier = facts(questions, name="Audit 2025") if compared else None
    sections = [
        SectionResult(part.id, part.title, average(6.4, n), None, None, change(5.9, 6.4, ChangeLabel.IMPROVED))
        for part in questions.sections
    ]
    overall = SectionResult("overall", "All statements", average(6.2, n), None, None, change(6.0, 6.2))
    return comparison(this, results, against=earlier, sections=sections, overall=overall)


def _hidden(questions: Questionnaire) -> Comparison:
    this = facts(questions, plan=Plan.NOTHING, invited=(5, 6, 1), answered=(2, 2, 0))
    results = [
        statement(questions, number, HIDDEN, hidden_words=None) for number in range(1, len(questions.questions) + 1)
    ]
    return comparison(this, results, overall=SectionResult("overall", "All statements", HIDDEN, None, None))


def _averages(questions: Questionnaire) -> Comparison:
    chance = random.Random(7)  # noqa: S311  (invented answers, the same every time)
    this = facts(questions, plan=Plan.TOTAL, averages_only=True, name="Paper report 2024")
    results = [
        statement(questions, number, average(round(4 + 4 * chance.random(), 1), 21), hidden_words=None)
        for number in range(1, len(questions.questions) + 1)
    ]
    results[2] = statement(questions, 3, HIDDEN, hidden_words=None)
    against = facts(questions, name="Report 2023", averages_only=True)
    moved = [
        statement(questions, part.number, part.total, change=change(6.0, part.total.score, None))
        for part in results
        if part.total.score is not None
    ]
    return comparison(this, moved, against=against)


def _partners(questions: Questionnaire) -> Comparison:
    results = [
        statement(
            questions,
            number,
            full(AGREEMENT, 1, 4, 6, 10, 8),
            by_side=sides(6.0, 6.0 - gap),
            partner=Figure(Detail.AVERAGE, n=6, score=6.0 + number / 5, step=0.5),
            gap_label=GapLabel.DIFFER if gap >= 1 else GapLabel.NO_CLEAR_DIFFERENCE,
        )
        for number, gap in ((1, 0.0), (2, 0.2), (3, 1.8), (4, 5.0), (5, -0.5))
    ]
    return comparison(facts(questions, invited=(18, 22, 8), answered=(14, 18, 6)), results)


def gallery() -> dict[str, Comparison]:
    """Name to comparison."""
    ten = questionnaire(scale=OUT_OF_TEN)
    many = (STATEMENTS * 3)[:26]
    varied = tuple((f"{short} {place}" if place > 9 else short, text) for place, (short, text) in enumerate(many))
    twenty_six = questionnaire(varied, sections=8)
    mixed = questionnaire(STATEMENTS[:8], sections=2, scales={7: OUT_OF_TEN, 8: YEAR_ON_YEAR})
    long = questionnaire(
        tuple((f"A long name that goes on and on {n}", f"{LONG} {n}.") for n in range(1, 6)), sections=2
    )
    return {
        "ten-n24": _filled(ten, 24, by_side=True, compared=True),
        "ten-n5": _filled(ten, 5, by_side=False, compared=True),
        "26-n32-sides": _filled(twenty_six, 32, by_side=True, compared=True),
        "26-n9-no-sides": _filled(twenty_six, 9, by_side=False, compared=False),
        "agree-n200": _filled(questionnaire(sections=3), 200, by_side=True, compared=True),
        "agree-n12-coarse": _filled(questionnaire(), 12, by_side=True, compared=False, step=0.5),
        "mixed-scales": _filled(mixed, 30, by_side=True, compared=True),
        "long-statements": _filled(long, 24, by_side=True, compared=True),
        "all-hidden": _hidden(questionnaire()),
        "averages-only": _averages(questionnaire()),
        "partners": _partners(questionnaire(STATEMENTS[:5])),
    }


def pictures(result: Comparison) -> Iterator[charts.Chart]:
    """Every chart of a comparison."""
    yield from charts.distributions(result)
    yield charts.change(result)
    yield charts.section_change(result)
    yield charts.sides(result)
    yield charts.response(result)
    yield charts.hopes(result)
    yield charts.quadrant(result)
    yield charts.heat_map(result)
    yield charts.largest_changes(result)
    yield charts.widest_gaps(result)
    yield charts.section_hopes(result)
    yield charts.quadrant_beside(result)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, result in gallery().items():
        for chart in pictures(result):
            (folder / f"{name}-{chart.id}.png").write_bytes(charts.png(chart, dpi=96))
    for name, chart in trends.everything().items():
        (folder / f"{name}.png").write_bytes(charts.png(chart, dpi=96))
