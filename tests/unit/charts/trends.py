"""Forums' rounds over the years, and baselines beside audits: made of invented answers by the real analysis."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from audit_app import charts
from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Series
from audit_app.analysis.series import series
from audit_app.analysis.tallies import Group, RoundTallies
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import Questionnaire
from tests.factories import CATALOGUE
from tests.unit.analysis.builders import a_questionnaire, a_round, of_averages

EIGHT = CATALOGUE.by_id("partnership-behaviours")
LONG = (
    "A section whose title goes on for as long as a title may go on, with commas, and words, and yet more words, " * 3
)


def answers(asked: Questionnaire, members: int, year: int, lean: float = 0.6) -> list[list[int]]:
    """A person's answers a row; the same at every call."""
    chance = random.Random(f"{asked.id} {members} {year}")  # noqa: S311  (invented answers)
    rows = []
    for _ in range(members):
        row = []
        for place, question in enumerate(asked.questions):
            values = asked.scale_of(question).values
            level = lean + 0.2 * ((place * 7 % 11) / 11 - 0.5)
            spot = min(max(chance.gauss(level, 0.22), 0), 1)
            row.append(values[round(spot * (len(values) - 1))])
        rows.append(row)
    return rows


def year(asked: Questionnaire, when: int, members: int, lean: float = 0.6, *, staff: int | None = None) -> RoundTallies:
    """A closed round of `members` people, half of them on each side unless `staff` says how many of them."""
    people = answers(asked, members, when, lean)
    on_staff = members // 2 if staff is None else staff
    found = a_round(asked, people[on_staff:], people[:on_staff], name=f"Audit {when}")
    return replace(found, closed_on=date(when, 11, 20), forum="Northshire Social Partnership Forum")


def years(asked: Questionnaire, rounds: int, members: int) -> list[RoundTallies]:
    return [year(asked, 2027 - rounds + place, members, 0.45 + 0.05 * place) for place in range(rounds)]


def of_report(asked: Questionnaire, when: int, score: float) -> RoundTallies:
    """A round of which a report gives averages only."""
    known = {(question.id, Group.TOTAL): (24, score + place % 3) for place, question in enumerate(asked.questions)}
    return replace(of_averages(asked, known), name=f"Report {when}", closed_on=date(when, 6, 1))


def reworded(asked: Questionnaire, section: int) -> Questionnaire:
    """The next version, with the first statement of a section in other words."""
    sections = [part.model_dump() for part in asked.sections]
    sections[section]["questions"][0]["text"] = "Other words."
    return Questionnaire.model_validate({**asked.model_dump(), "version": 2, "sections": sections})


def long_titles() -> Questionnaire:
    asked = a_questionnaire({"A": 3, "B": 3, "C": 3})
    sections = [{**part.model_dump(), "title": f"{part.id} {LONG}"[:200]} for part in asked.sections]
    return Questionnaire.model_validate({**asked.model_dump(), "sections": sections})


def _mixed() -> list[RoundTallies]:
    old = EIGHT
    new = reworded(EIGHT, 2)
    typed = replace(year(old, 2022, 30), typed_in=True, histograms={}, name="Old tallies 2022")
    return [
        of_report(old, 2021, 5.0),
        typed,
        year(old, 2023, 7),
        year(old, 2024, 3),
        year(old, 2025, 30),
        year(new, 2026, 14),
    ]


def trends() -> dict[str, list[RoundTallies]]:
    """Name to rounds, oldest first."""
    return {
        "three-n24": years(EIGHT, 3, 24),
        "eight-n24": years(EIGHT, 8, 24),
        "eight-n200": years(EIGHT, 8, 200),
        "three-n9": years(EIGHT, 3, 9),
        "three-n3-hidden": years(EIGHT, 3, 3),
        "long-titles": years(long_titles(), 8, 24),
        "mixed": _mixed(),
        "two": years(EIGHT, 2, 24),
    }


def hoped(catalogue: Catalogue = CATALOGUE) -> Mapping[str, Comparison]:
    """Audits beside their baselines."""
    found = {}
    for name, members in (("partnership-behaviours", 24), ("partnership-ten", 24), ("partnership-behaviours", 9)):
        hopes, asked = catalogue.by_id(f"{name}-baseline"), catalogue.by_id(name)
        before = replace(year(hopes, 2024, members, 0.8), name="Baseline 2024")
        found[f"{name}-n{members}"] = compare(year(asked, 2026, members, 0.6), before)
    return found


def trend_pictures(rounds: list[RoundTallies]) -> Iterator[charts.Chart]:
    """The charts that a row of rounds has."""
    found: Series = series(rounds)
    yield charts.over_time(found)
    yield from (part for part in charts.over_time_parts(found) if not part.empty)
    yield charts.heat_map(compare(rounds[-1]), found)


def everything() -> dict[str, charts.Chart]:
    """Every picture of this gallery by name."""
    made = {f"{name}-{chart.id}": chart for name, rounds in trends().items() for chart in trend_pictures(rounds)}
    for name, result in hoped().items():
        for chart in (charts.hopes(result), charts.quadrant(result), charts.heat_map(result)):
            made[f"hopes-{name}-{chart.id}"] = chart
    return made
