"""The gate: what of a statement may be seen (statistics.md §4; docs/decisions/disclosure-gate.md).

`judge` and `judge_partners` are the table, row by row; `hide_one_more` is the partner rule. They decide from exact
answers; `figures` then makes the only thing that leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from audit_app.analysis.plan import forecast, groups_to_store, plan_for
from audit_app.analysis.released import Detail, Figure, Plan
from audit_app.analysis.scores import Distribution, rounded
from audit_app.analysis.thresholds import COARSE_BELOW, FINE, HALF, WHOLE, enough
from audit_app.questionnaire.definition import TWO_SIDES, Side

__all__ = ["Answers", "Shown", "Verdict", "figures", "forecast", "groups_to_store", "judge", "plan_for"]

Pair = tuple[Distribution, Distribution]  # management side, staff side


class Shown(StrEnum):
    """How much of a side, or of the partners, may be seen."""

    BANDS = "bands"  # three counts, score to 0.1
    SCORE = "score"  # a coarse score and nothing else
    NONE = "none"


class Part(StrEnum):
    """What the partner rule looks at, one at a time."""

    TOTAL = "total"
    SIDES = "sides"
    PARTNER = "partner"


@dataclass(frozen=True)
class Answers:
    """A statement's answers before the gate. sides, partner: None where the plan has none, or where not asked."""

    total: Distribution
    sides: Pair | None = None
    partner: Distribution | None = None


@dataclass(frozen=True)
class Verdict:
    """What may be seen of one statement."""

    total: Detail
    sides: Shown = Shown.NONE
    partner: Shown = Shown.NONE

    def hides(self, part: Part) -> bool:
        """Whether nothing of this part is seen. A total that is only "about" counts as seen: see `sections`."""
        if part is Part.TOTAL:
            return self.total is Detail.NONE
        return (self.sides if part is Part.SIDES else self.partner) is Shown.NONE

    def without(self, part: Part) -> "Verdict":
        """The same with this part hidden; a hidden total takes the sides with it."""
        if part is Part.TOTAL:
            return replace(self, total=Detail.NONE, sides=Shown.NONE)
        return replace(self, sides=Shown.NONE) if part is Part.SIDES else replace(self, partner=Shown.NONE)


@dataclass(frozen=True)
class Figures:
    """What is seen of one statement."""

    total: Figure
    sides: Mapping[Side, Figure] | None
    partner: Figure | None


HIDDEN = Figure(Detail.NONE)


def too_alike(side: Distribution) -> bool:
    """All but one or more of a side gave the same value, or the whole side is in one band."""
    return max(side.counts) >= side.n - 1 or max(side.bands) == side.n


def nearly_unanimous(total: Distribution, minimum: int) -> bool:
    """All, or all but one, gave the same value; or a small total is in one band."""
    return max(total.counts) >= total.n - 1 or (total.n < enough(minimum) and max(total.bands) == total.n)


def judge(answers: Answers, plan: Plan, minimum: int, *, scored: bool = True) -> Verdict:
    """The table of statistics.md §4, row by row. scored: whether the scale has a score to show for a side."""
    total, sides = answers.total, answers.sides
    partner = _judge_alone(answers.partner, minimum, scored=scored)
    if plan is Plan.NOTHING or total.n < minimum:
        return Verdict(Detail.NONE, partner=partner)
    if nearly_unanimous(total, minimum):
        return Verdict(Detail.ALIKE, partner=partner)
    by_count = Detail.FULL if total.n >= enough(minimum) else Detail.BANDS
    if plan is Plan.TOTAL or sides is None:
        return Verdict(by_count, partner=partner)
    fewest = min(side.n for side in sides)
    alike = any(too_alike(side) for side in sides)
    if fewest >= enough(minimum):
        return Verdict(by_count, Shown.NONE if alike or plan is Plan.SMALL else Shown.BANDS, partner)
    shown = fewest >= minimum and not alike and scored
    return Verdict(Detail.BANDS, Shown.SCORE if shown else Shown.NONE, partner)


def _judge_alone(partners: Distribution | None, minimum: int, *, scored: bool) -> Shown:
    """Partners stand by the rows of a side: what a side may show is never more than what a total may."""
    if partners is None or partners.n < minimum or too_alike(partners):
        return Shown.NONE
    if partners.n >= enough(minimum):
        return Shown.BANDS
    return Shown.SCORE if scored else Shown.NONE


def hide_one_more(
    verdicts: Mapping[str, Verdict], variation: Mapping[str, Fraction], scored: Sequence[str], part: Part
) -> dict[str, Verdict]:
    """The partner rule within one section: a lone hidden statement would follow from the section score.

    scored: the statements that make the section's score for this part, in questionnaire order.
    variation: how much each statement's total varies. The lone hidden one gets for partner the one that varies least.
    """
    after = dict(verdicts)
    shown = [name for name in scored if not after[name].hides(part)]
    if len(scored) - len(shown) == 1 and shown:
        least = min(shown, key=lambda name: (variation[name], scored.index(name)))
        after[least] = after[least].without(part)
    return after


def coarse_step(fewest: int) -> float:
    """What side scores are rounded to when sides show nothing but scores."""
    return WHOLE if fewest < COARSE_BELOW else HALF


def figures(answers: Answers, verdict: Verdict, *, scored: bool = True) -> Figures:
    """The released figures of one statement. Nothing in them is finer than the verdict allows."""
    sides = None
    if answers.sides is not None and verdict.sides is not Shown.NONE:
        step = coarse_step(min(side.n for side in answers.sides))
        pairs = zip(TWO_SIDES, answers.sides, strict=True)
        sides = {side: _group(group, verdict.sides, step, scored=scored) for side, group in pairs}
    partner = None
    if answers.partner is not None:
        partner = _group(answers.partner, verdict.partner, coarse_step(answers.partner.n), scored=scored)
    return Figures(_total(answers.total, verdict.total, scored=scored), sides, partner)


def _total(total: Distribution, detail: Detail, *, scored: bool) -> Figure:
    if detail is Detail.NONE:
        return HIDDEN
    if detail is Detail.ALIKE:
        value = total.central_value
        about = None if value is None or not scored else rounded((value - total.values[0]) * total.unit)
        return Figure(detail, total.n, about, value=value, about=True, dont_know=total.dont_know)
    return Figure(
        detail,
        total.n,
        _score(total, FINE, scored=scored),
        counts=total.counts if detail is Detail.FULL else None,
        bands=total.bands,
        dont_know=total.dont_know,
    )


def _group(group: Distribution, shown: Shown, step: float, *, scored: bool) -> Figure:
    if shown is Shown.BANDS:
        return Figure(Detail.BANDS, group.n, _score(group, FINE, scored=scored), bands=group.bands)
    if shown is Shown.SCORE:
        return Figure(Detail.AVERAGE, score=_score(group, step, scored=scored), step=step)
    return HIDDEN


def _score(group: Distribution, step: float, *, scored: bool) -> float | None:
    return rounded(group.score, step) if scored and group.score is not None else None
