"""Section and overall scores behind the gate (statistics.md §1 and §4; docs/decisions/disclosure-gate.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit_app.analysis.disclosure import HIDDEN, Figures, Pair, Part, Verdict
from audit_app.analysis.released import Detail, Figure, Plan
from audit_app.analysis.room import Room, left_open, room_alone, room_beside
from audit_app.analysis.scores import Distribution, Scores, mean_score, pooled, rounded
from audit_app.analysis.thresholds import FINE, FINE_SECTIONS_FROM, HALF, SHORT_SECTION, enough
from audit_app.questionnaire.definition import TWO_SIDES


@dataclass(frozen=True)
class Item:
    """A statement of a section: its verdict, and its answers before the gate, as far as the plan has a use for them."""

    verdict: Verdict
    total: Distribution
    sides: Pair | None = None
    partner: Distribution | None = None

    def room(self, part: Part) -> Room:
        """How far this part's answers could be others, if nothing of them is seen."""
        if part is Part.SIDES and self.sides is not None:
            return room_beside(self.total, self.sides[0])
        return room_alone(self.partner if part is Part.PARTNER and self.partner is not None else self.total)


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
    """A section behind the gate. The scores stay only where a label may be worked out from them.

    exact: whether a difference may be worked out from the unrounded total too.
    from_means: the round has no histogram of this section, so its figures are means of statements.
    """

    figures: Figures
    total_scores: Scores | None = None
    sides_scores: tuple[Scores, Scores] | None = None
    exact: bool = False
    from_means: bool = False


def section_figures(answers: SectionAnswers, plan: Plan, minimum: int) -> SectionFigures:
    """Release a section's (or the overall) score: total, sides, partners."""
    total, total_scores = HIDDEN, None
    n, mean = sum(answers.total.values()), mean_score(answers.total)
    step = None if plan is Plan.NOTHING or mean is None else total_step(answers.items, mean)
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
    exact = total_scores is not None and not about_only(answers.items)
    return SectionFigures(Figures(total, sides, partner), total_scores, sides_scores, exact)


def group_shown(items: Sequence[Item], part: Part, groups: Sequence[Scores], minimum: int) -> bool:
    """Whether the groups' section score may stand: enough respondents, and nothing hidden follows from it."""
    needed = enough(minimum) if len(items) < SHORT_SECTION else minimum
    return covers_hidden(items, part) and min(sum(scores.values()) for scores in groups) >= needed


def covers_hidden(items: Sequence[Item], part: Part) -> bool:
    """Whether a score over these statements leaves open what is hidden of them.

    Not when the only hidden statement (of a section of one, or of the whole questionnaire) would follow from it; not
    when every statement is hidden and the score would speak for them; not when the hidden statements together are
    about as high, or as low, as they can be.
    """
    hidden = [item for item in items if item.verdict.hides(part)]
    return len(hidden) not in (1, len(items)) and left_open([item.room(part) for item in hidden])


def group_step(groups: Sequence[Scores]) -> float:
    """What a group's section score is rounded to."""
    return HALF if min(sum(scores.values()) for scores in groups) < FINE_SECTIONS_FROM else FINE


def total_step(items: Sequence[Item], mean: Fraction) -> float | None:
    """What a section's total score is rounded to; None when it must be hidden.

    A statement whose total is only "about" has exact answers that the section score, times the number of
    statements, minus the others, may give away. So the section score that would stand if those statements were
    unanimous must round to the same figure as when one answer of each moved one step. Else a coarser step is tried.
    The choice rests on that supposed score, which readers can work out themselves, and never on the hidden answers.
    A statement that is hidden altogether leaves so much open that nothing more is needed.
    """
    if not covers_hidden(items, Part.TOTAL):
        return None
    about = about_only(items)
    supposed = mean + sum((_about(total) - (total.score or 0) for total in about), Fraction(0)) / len(items)
    return next(
        (step for step in (FINE, HALF) if all(_ambiguous(supposed, of, len(items), step) for of in about)), None
    )


def about_only(items: Sequence[Item]) -> list[Distribution]:
    """The totals that are only "about"; none where a statement is hidden altogether, which covers for them."""
    if any(item.verdict.hides(Part.TOTAL) for item in items):
        return []
    return [item.total for item in items if item.verdict.total is Detail.ALIKE]


def _about(total: Distribution) -> Fraction:
    return (Fraction(total.central_value or 0) - total.values[0]) * total.unit


def _ambiguous(supposed: Fraction, total: Distribution, items: int, step: float) -> bool:
    """Whether one answer that moves one step, up or down as the scale allows, leaves the rounded section score."""
    move = total.step / total.n / items
    moved = [supposed - move] if total.central_value != total.values[0] else []
    moved += [supposed + move] if total.central_value != total.values[-1] else []
    return any(rounded(score, step) == rounded(supposed, step) for score in moved)


def _figure(scores: Scores, step: float, n: int | None = None, *, about: bool = False) -> Figure:
    mean = mean_score(scores)
    if mean is None:
        return HIDDEN
    return Figure(Detail.AVERAGE, n, rounded(mean, step), about=about, step=step)


def total_of(sides: tuple[Scores, Scores]) -> Scores:
    """Management side and staff side pooled, respondent by respondent."""
    return pooled(*sides)
