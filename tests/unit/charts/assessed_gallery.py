"""Self-assessments like those that organisations have: the tests draw them all, and a person can look at them.

`python -m tests.unit.charts.assessed_gallery FOLDER` writes every picture as PNG.
"""

import random
import sys
from datetime import date
from pathlib import Path

from audit_app import charts
from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content, ItemAnswer, Value
from audit_app.analysis.assessed.results import AssessmentResult, OrganisationPlace
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import POLICY, TODAY, award, best, framework, shipped, standard

LONG = (
    "The United Northern and Eastern Moorland, Coast and Islands Community, Mental Health and Ambulance Services Trust"
)
NAMES = ["Ashdale", "Brookfield", "Coombe Valley", "Dunmoor", "Eastlake"]
SIGNED = date(2026, 11, 2)


def _answers(instrument: Instrument, seed: int, lean: float, gaps: float) -> dict[str, ItemAnswer]:
    chance = random.Random(seed)  # noqa: S311  (invented answers, the same every time)
    answers = {}
    for item in instrument.items:
        values = instrument.rating_scale(item).values
        value: Value = values[min(len(values) - 1, max(0, round(chance.gauss(lean, 0.3) * (len(values) - 1))))]
        if chance.random() < gaps:
            value = chance.choice(["dont_know", "does_not_apply"])
        answers[item.id] = ItemAnswer(agreed=value, reason="We have none.", proofs=(POLICY,))
    return answers


def _content(instrument: Instrument, answers: dict[str, ItemAnswer], organisation: str, name: str) -> Content:
    return Content(organisation, name, instrument, answers, signed_on=SIGNED)


def result(
    instrument: Instrument, seed: int, lean: float, *, organisation: str = "Ashdale", gaps: float = 0.1
) -> AssessmentResult:
    """One organisation's assessment beside its earlier one."""
    before = _content(instrument, _answers(instrument, seed + 1000, lean - 0.15, gaps), organisation, "Autumn 2025")
    now = _content(instrument, _answers(instrument, seed, lean, gaps), organisation, "Autumn 2026")
    return assess(now, TODAY, before)


def _many_elements() -> Instrument:
    """As a spreadsheet may bring it: fourteen elements with long names."""
    content = framework().model_dump(exclude_defaults=True)
    parts = list(content["sections"])
    for place in range(8, 15):
        title = f"Organisational responsibilities and interventions {place}"
        items = [{"id": f"X-{place}.1", "text": f"Practice {place} is in place.", "scale": "maturity"}]
        parts.append({"id": f"X-{place}", "title": title, "questions": items})
    return Instrument.model_validate(content | {"id": "own-diagnostic", "sections": parts})


def _places(instrument: Instrument, amount: int) -> list[OrganisationPlace]:
    names = [*NAMES, LONG, *(f"{name} {n}" for n in range(2, 6) for name in NAMES)][:amount]
    return [
        OrganisationPlace(name, result(instrument, seed, 0.45 + 0.08 * (seed % 7), organisation=name, gaps=0.15))
        for seed, name in enumerate(names)
    ]


def results() -> dict[str, AssessmentResult]:
    """Name to result."""
    same = _content(framework(), best(framework()), "Ashdale", "Autumn 2026")
    return {
        "framework": result(framework(), 3, 0.6),
        "framework-long-name": result(framework(), 4, 0.4, organisation=LONG, gaps=0.4),
        "framework-unchanged": assess(same, TODAY, same),
        "framework-empty": assess(_content(framework(), {}, "Ashdale", "Autumn 2026"), TODAY),
        "own-fourteen": result(_many_elements(), 5, 0.5),
        "culture": result(shipped().instrument_by_id("culture-self-check"), 6, 0.7),
        "award": result(award(), 7, 0.95),
        "award-best": assess(_content(award(), best(award()), "Ashdale", "Autumn 2026"), TODAY),
        "award-empty": assess(_content(award(), {}, "Ashdale", "Autumn 2026"), TODAY),
        "good-work": result(standard(), 8, 0.9),
    }


def everything() -> dict[str, charts.Chart]:
    """Name to chart."""
    drawn = {
        f"{name}-{chart.id}": chart
        for name, found in results().items()
        for chart in (
            charts.assessment_profile(found),
            charts.assessment_levels(found),
            charts.assessment_change(found),
        )
    }
    for name, instrument in (("framework", framework()), ("award", award()), ("good-work", standard())):
        for amount in (1, 5, 20):
            drawn[f"map-{name}-{amount}"] = charts.organisations_map(_places(instrument, amount))
    drawn["map-own-fourteen"] = charts.organisations_map(_places(_many_elements(), 6))
    drawn["map-empty"] = charts.organisations_map([])
    return drawn


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in everything().items():
        (folder / f"{name}.png").write_bytes(charts.png(chart, dpi=96))
