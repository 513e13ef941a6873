"""Rounds of which only averages are known pass the same plan and the same gate."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from audit_app.analysis.disclosure import HIDDEN, Figures, Shown, Verdict, coarse_step
from audit_app.analysis.released import Detail, Figure, Plan
from audit_app.analysis.scores import rounded
from audit_app.analysis.tallies import Average, Group, RoundTallies
from audit_app.analysis.thresholds import FINE, enough
from audit_app.questionnaire.definition import TWO_SIDES, Scale

_ROUNDING = Fraction(1, 20)  # an average from a report may have been rounded to 0.1


@dataclass(frozen=True)
class KnownAverages:
    """What an old report says of one statement."""

    total: Average | None
    sides: tuple[Average, Average] | None
    partner: Average | None


def read(tallies: RoundTallies, plan: Plan, *, partners_shown: bool) -> dict[str, KnownAverages]:
    """Every statement's averages. A total that is not given is the sides' mean, weighted by their answers."""
    return {
        question.id: _read_one(tallies.averages, question.id, plan, partners_shown=partners_shown)
        for question in tallies.questionnaire.questions
    }


def _read_one(
    given: Mapping[tuple[str, Group], Average], name: str, plan: Plan, *, partners_shown: bool
) -> KnownAverages:
    management, staff = given.get((name, Group.MANAGEMENT)), given.get((name, Group.STAFF))
    both = None if management is None or staff is None else (management, staff)
    total = given.get((name, Group.TOTAL))
    if total is None and both is not None:
        total = _pooled(*both)
    partner = given.get((name, Group.PARTNER)) if partners_shown else None
    return KnownAverages(total, None if plan is Plan.TOTAL else both, partner)


def _pooled(one: Average, other: Average) -> Average | None:
    n = one.n + other.n
    return Average(n, (one.n * one.score + other.n * other.score) / n) if n else None


def exact(average: Average) -> Fraction:
    """The score as it was typed in, without what binary fractions add."""
    return Fraction(str(average.score))


def judge(known: KnownAverages, scale: Scale, plan: Plan, minimum: int) -> Verdict:
    """The rows of the table, as far as they apply when nothing but averages is known."""
    total = known.total
    partner = Shown.NONE
    if known.partner is not None and not _may_be_alike(known.partner, scale):
        partner = _by_size(known.partner.n, minimum)
    if plan is Plan.NOTHING or total is None or total.n < minimum or scale.order != "merit":
        return Verdict(Detail.NONE, partner=partner)
    if _may_be_alike(total, scale):
        return Verdict(Detail.ALIKE, partner=partner)
    sides = Shown.NONE
    if known.sides is not None and not any(_may_be_alike(side, scale) for side in known.sides):
        sides = _by_size(min(side.n for side in known.sides), minimum)
    return Verdict(Detail.AVERAGE, sides, partner)


def _by_size(fewest: int, minimum: int) -> Shown:
    if fewest < minimum:
        return Shown.NONE
    return Shown.BANDS if fewest >= enough(minimum) else Shown.SCORE


def _may_be_alike(average: Average, scale: Scale) -> bool:
    """An average so near an end of the scale that all, or all but one, may have given the same answer."""
    if not average.n:
        return False
    to_an_end = min(exact(average), 10 - exact(average))
    values = scale.values
    step = Fraction(10 * min(b - a for a, b in pairwise(values)), values[-1] - values[0])
    return to_an_end <= step / average.n + _ROUNDING


def figures(known: KnownAverages, verdict: Verdict, scale: Scale) -> Figures:
    """The released figures of one statement of which only averages are known."""
    sides = None
    if known.sides is not None and verdict.sides is not Shown.NONE:
        step = coarse_step(min(side.n for side in known.sides))
        pairs = zip(TWO_SIDES, known.sides, strict=True)
        sides = {side: _group(average, verdict.sides, step) for side, average in pairs}
    partner = None if known.partner is None else _group(known.partner, verdict.partner, coarse_step(known.partner.n))
    return Figures(_total(known.total, verdict.total, scale), sides, partner)


def _total(total: Average | None, detail: Detail, scale: Scale) -> Figure:
    if total is None or detail is Detail.NONE:
        return HIDDEN
    if detail is Detail.ALIKE:
        high = exact(total) >= 5
        return Figure(detail, total.n, 10.0 if high else 0.0, value=scale.values[-1 if high else 0], about=True)
    return Figure(detail, total.n, rounded(exact(total)))


def _group(average: Average, shown: Shown, coarse: float) -> Figure:
    if shown is Shown.NONE:
        return HIDDEN
    if shown is Shown.BANDS:
        return Figure(Detail.AVERAGE, average.n, rounded(exact(average), FINE))
    return Figure(Detail.AVERAGE, score=rounded(exact(average), coarse), step=coarse)
