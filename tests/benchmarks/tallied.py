"""Rounds of any size as tallies, made without anybody answering: what closing or an import would have left behind."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np

from audit_app.analysis.tallies import OVERALL, Group, QuestionTally, Turnout
from audit_app.audit.earlier_figures import TypedRound
from audit_app.questionnaire.definition import Questionnaire, Side

_SHARES = {Group.MANAGEMENT: 0.5, Group.STAFF: 0.5}


def typed_round(questionnaire: Questionnaire, respondents: int, year: int, *, name: str = "") -> TypedRound:
    """A round in which so many answered, half on each side: counts of every statement and every section's histogram.

    Everybody answers everything, around a level of each statement and of each person.
    """
    chance = np.random.default_rng(year)
    counts: dict[tuple[str, Group], QuestionTally] = {}
    histograms: dict[tuple[str, Group], Mapping[tuple[int, int], int]] = {}
    for group, share in _SHARES.items():
        n = int(respondents * share)
        answers = _answers(questionnaire, n, chance)
        for question in questionnaire.questions:
            values = questionnaire.scale_of(question).values
            found = Counter(answers[question.id].tolist())
            counts[question.id, group] = QuestionTally(tuple(found.get(value, 0) for value in values))
        for section in (*questionnaire.sections, None):
            asked = [question.id for question in questionnaire.scored_questions(section)]
            if asked:
                totals = Counter(np.sum([answers[each] for each in asked], axis=0).tolist())
                histograms[section.id if section else OVERALL, group] = {
                    (len(asked), total): number for total, number in totals.items()
                }
    half = respondents // 2
    turnout = {Side.MANAGEMENT: Turnout(half + 2, half), Side.STAFF: Turnout(half + 2, half)}
    return TypedRound(
        name=name or f"Audit {year}", held_on=date(year, 6, 1), minimum=5, turnout=turnout, counts=counts,
        histograms=histograms,
    )  # fmt: skip


def _answers(questionnaire: Questionnaire, n: int, chance: np.random.Generator) -> dict[str, "np.ndarray"]:
    """One array of values for each question, as long as there are people."""
    people = chance.normal(0, 0.6, n)
    found = {}
    for question in questionnaire.questions:
        values = np.array(questionnaire.scale_of(question).values)
        level = chance.uniform(0.4, 0.8) * (len(values) - 1)
        places = np.clip(np.rint(level + people + chance.normal(0, 0.9, n)), 0, len(values) - 1).astype(int)
        chosen = values[places]
        found[question.id] = chosen
    return found
