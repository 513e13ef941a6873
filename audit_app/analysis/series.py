"""Several rounds of one forum as lines over time: each round passes the gate on its own, then they are set in a row."""

from collections.abc import Sequence
from itertools import pairwise

from audit_app.analysis.disclosure import HIDDEN
from audit_app.analysis.intervals import score_interval
from audit_app.analysis.release import Release, release
from audit_app.analysis.released import Detail, Point, Series, SeriesLine
from audit_app.analysis.scores import rounded
from audit_app.analysis.sections import SectionFigures
from audit_app.analysis.tallies import OVERALL, RoundTallies
from audit_app.analysis.thresholds import enough
from audit_app.questionnaire.definition import Section
from audit_app.questionnaire.lineage import Lineage, compare_statements


def series(rounds: Sequence[RoundTallies]) -> Series:
    """Release every round and set it in a row, oldest first in the order given; the last one names the sections.

    A round that asked what members hope for, or shares no statement with the newest round, is on no line: it is named
    in `left_out`. Raises ValueError without rounds, or if a tally does not fit its scale.
    """
    if not rounds:
        raise ValueError("A series needs at least one round.")
    newest = rounds[-1].questionnaire
    kept, left_out = [], []
    for each in rounds:
        questionnaire = each.questionnaire
        if questionnaire.baseline_of is not None and newest.baseline_of is None:
            left_out.append(f"{each.name} asked what members hoped for, so it is on no line.")
        elif each is rounds[-1] or compare_statements(questionnaire, newest).same:
            kept.append(release(each))
        else:
            left_out.append(f"{each.name} has no statement in common with {rounds[-1].name}, so it is on no line.")
    asked = [each.facts.questionnaire for each in kept]
    steps = [compare_statements(before, after) for before, after in pairwise(asked)]
    to_newest = [compare_statements(each, newest) for each in asked]
    scored = [section for section in newest.sections if newest.scored_questions(section)]
    return Series(
        rounds=tuple(each.facts for each in kept),
        lines=tuple(_line(kept, steps, to_newest, section) for section in (None, *scored)),
        left_out=tuple(left_out),
    )


def _line(
    rounds: Sequence[Release], steps: Sequence[Lineage], to_newest: Sequence[Lineage], section: Section | None
) -> SeriesLine:
    name = section.id if section is not None else OVERALL
    points: list[Point] = []
    for place, this in enumerate(rounds):
        found = this.sections.get(name)
        figures = found.figures.total if found is not None else HIDDEN
        before = points[-1] if points else None
        joined = (
            before is not None
            and before.figure.score is not None
            and figures.score is not None
            and _same(steps[place - 1], section)
        )
        points.append(
            Point(
                figure=figures,
                whisker=_whisker(this, found, section) if found is not None else None,
                joined=joined,
                same=_same(to_newest[place], section),
                asked=found is not None,
                reworded=joined and _reworded(steps[place - 1], this, section),
            )
        )
    return SeriesLine(name, section.title if section is not None else "Overall", tuple(points))


def _same(lineage: Lineage, section: Section | None) -> bool:
    return lineage.same_overall if section is None else section.id in lineage.same_sections


def _reworded(lineage: Lineage, this: Release, section: Section | None) -> bool:
    questionnaire = this.facts.questionnaire
    own = next((each for each in questionnaire.sections if section is not None and each.id == section.id), None)
    return any(question.id in lineage.reworded for question in questionnaire.scored_questions(own))


def _whisker(this: Release, found: SectionFigures, section: Section | None) -> tuple[float, float] | None:
    """The t-interval of a score. An interval is a fingerprint, so every statement of it must be released in full."""
    if found.total_scores is None or not found.exact or sum(found.total_scores.values()) < enough(this.facts.minimum):
        return None
    questionnaire = this.facts.questionnaire
    own = next((each for each in questionnaire.sections if section is not None and each.id == section.id), None)
    asked = questionnaire.scored_questions(own)
    if any(this.statements[question.id].figures.total.detail is not Detail.FULL for question in asked):
        return None
    interval = score_interval(found.total_scores)
    if interval is None:
        return None
    low, high = (rounded(min(10.0, max(0.0, end))) for end in interval)
    return low, high
