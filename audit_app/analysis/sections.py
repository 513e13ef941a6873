"""Section and overall scores behind the gate (statistics.md §1 and §4; docs/decisions/0010-disclosure-gate.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit_app.analysis.disclosure import HIDDEN, Figures, Part, Verdict
from audit_app.analysis.released import Detail, Figure, Plan
from audit_app.analysis.scores import Distribution, Scores, mean_score, pooled, rounded
from audit_app.analysis.thresholds import FINE, FINE_SECTIONS_FROM, HALF, SHORT_SECTION, enough
from audit_app.questionnaire.definition import TWO_SIDES


@dataclass(frozen=True)
class Item:
    """A statement of a section: its verdict, and its total before the gate."""

    verdict: Verdict
    total: Distribution


@dataclass(frozen=True)
class SectionAnswers:
    """A section before the gate: respondents' scores by group, and the statements that each group was asked."""

    items: Sequence[Item]
    total: Scores
    sides: tuple[Scores, Scores] | None
    partner: Scores | None
    partner_items: Sequence[Item]


@dataclass(frozen=True)
class SectionFigures:
    """A section behind the gate. The scores stay only where a label may be worked out from them."""

    figures: Figures
    total_scores: Scores | None = None
    sides_scores: tuple[Scores, Scores] | None = None


def section_figures(answers: SectionAnswers, plan: Plan, minimum: int) -> SectionFigures:
    """Release a section's (or the overall) score: total, sides, partners."""
    total, total_scores = HIDDEN, None
    step = None if plan is Plan.NOTHING else total_step(answers.items)
    n = sum(answers.total.values())
    if step is not None and n >= minimum:
        total = _figure(answers.total, step, n, about=step != FINE)
        total_scores = answers.total if step == FINE else None
    sides, sides_scores = None, None
    shown = answers.sides is not None and plan not in (Plan.TOTAL, Plan.NOTHING) and total.score is not None
    if shown and answers.sides is not None and group_shown(answers.items, Part.SIDES, answers.sides, minimum):
        side_step = max(group_step(answers.sides), total.step)
        sides = {side: _figure(scores, side_step) for side, scores in zip(TWO_SIDES, answers.sides, strict=True)}
        sides_scores = answers.sides
    partner = None
    if answers.partner is not None:
        partner = HIDDEN
        if group_shown(answers.partner_items, Part.PARTNER, (answers.partner,), minimum):
            partner = _figure(answers.partner, group_step((answers.partner,)))
    return SectionFigures(Figures(total, sides, partner), total_scores, sides_scores)


def group_shown(items: Sequence[Item], part: Part, groups: Sequence[Scores], minimum: int) -> bool:
    """Whether the groups' section score may stand beside what is seen of the statements.

    Not with too few respondents; not when the only hidden statement (of a section of one, or of the whole
    questionnaire) would follow from it; not when every statement is hidden and the score would speak for them.
    """
    needed = enough(minimum) if len(items) < SHORT_SECTION else minimum
    hidden = sum(item.verdict.hides(part) for item in items)
    return bool(items) and hidden not in (1, len(items)) and min(sum(scores.values()) for scores in groups) >= needed


def group_step(groups: Sequence[Scores]) -> float:
    """What a group's section score is rounded to."""
    return HALF if min(sum(scores.values()) for scores in groups) < FINE_SECTIONS_FROM else FINE


def total_step(items: Sequence[Item]) -> float | None:
    """What a section's total is rounded to; None when it must be hidden.

    A statement whose total is only "about" has exact answers that the section score, times the number of
    statements, minus the others, may give away. Rounding to a step leaves a window of `step` x statements on its
    score. The window must hold one answer's move to either side, or, where the answers stand at an end of the scale
    and can move one way only, five moves. A statement that is hidden altogether widens it beyond use.
    """
    hidden = sum(item.verdict.hides(Part.TOTAL) for item in items)
    if not items or hidden in (1, len(items)):
        return None
    about = [item.total for item in items if item.verdict.total is Detail.ALIKE]
    if not about or hidden:
        return FINE
    move = max(total.step / total.n for total in about)
    at_an_end = all(total.central_value in (total.values[0], total.values[-1]) for total in about)
    needed = move * (10 if at_an_end else 2)
    return next((step for step in (FINE, HALF) if Fraction(str(step)) * len(items) >= needed), None)


def _figure(scores: Scores, step: float, n: int | None = None, *, about: bool = False) -> Figure:
    mean = mean_score(scores)
    if mean is None:
        return HIDDEN
    return Figure(Detail.AVERAGE, n, rounded(mean, step), about=about, step=step)


def total_of(sides: tuple[Scores, Scores]) -> Scores:
    """Management side and staff side pooled, respondent by respondent."""
    return pooled(*sides)
