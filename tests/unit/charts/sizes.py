"""Built forums of 1 to 200 members, two rounds each, counted and released by the real analysis; and very long words."""

from dataclasses import replace

from audit_app import charts
from audit_app.analysis.comparison import compare
from audit_app.analysis.tallies import RoundTallies
from audit_app.questionnaire.definition import Questionnaire
from tests.factories import CATALOGUE
from tests.unit.charts.gallery import pictures
from tests.unit.charts.trends import EIGHT, year

MEMBERS = (1, 5, 9, 10, 24, 60, 200)
_TEN = CATALOGUE.by_id("partnership-ten")
_LONGEST_STATEMENT = (
    "When a difficult matter comes to this forum, members of both sides bring what they know early enough, listen to "
    "each other until the very end, and look for one answer that they can all explain to people"
)
_LONGEST_NAME = (
    "Invented Northshire, Southshire, Eastshire and Westshire Integrated Care Systems Social Partnership Forum"
)


def long_words(asked: Questionnaire) -> Questionnaire:
    """The same questions, each in 200 characters and without a short name."""
    sections = [part.model_dump() for part in asked.sections]
    for section in sections:
        for question in section["questions"]:
            question["text"] = f"{question['id']} {_LONGEST_STATEMENT}"[:200]
            question["short"] = None
    return Questionnaire.model_validate({**asked.model_dump(), "sections": sections})


def _named(found: RoundTallies) -> RoundTallies:
    name = f"{found.name}: the yearly audit of how the two sides work together, second attempt after the summer"
    return replace(found, forum=_LONGEST_NAME, name=name)


def everything() -> dict[str, charts.Chart]:
    """Name to chart: every chart of every size, alone in its first year and against it in the second."""
    rounds = {f"n{members}": [year(EIGHT, when, members, lean) for when, lean in ((2025, 0.5), (2026, 0.65))]
              for members in MEMBERS}  # fmt: skip
    rounds |= {f"ten-n{members}": [year(_TEN, when, members, 0.6) for when in (2025, 2026)] for members in (9, 24)}
    wordy = long_words(EIGHT)
    rounds["long-n24"] = [_named(year(wordy, when, 24)) for when in (2025, 2026)]
    found = {}
    for name, (earlier, later) in rounds.items():
        compared = compare(later, earlier)
        made = tuple(pictures(compared))
        found |= {f"sizes-{name}-{chart.id}": chart for chart in made}
    return found
