"""Section scores of rounds without section histograms (typed in or imported): shown, and never labelled."""

from collections.abc import Sequence
from fractions import Fraction

from audit_app.analysis.disclosure import HIDDEN, Figures
from audit_app.analysis.released import Detail, Figure
from audit_app.analysis.scores import rounded
from audit_app.analysis.thresholds import FINE, FINE_SECTIONS_FROM, HALF, SHORT_SECTION, enough
from audit_app.questionnaire.definition import TWO_SIDES, Side


def mean_of_released(
    statements: Sequence[Figures], scores: Sequence[Fraction | None], minimum: int, fewest: int, partners: int
) -> Figures:
    """The mean of a section's released statement scores, for the total, both sides and the partners.

    scores: unrounded totals where they are released to 0.1, None elsewhere. fewest, partners: respondents of the
    smaller side, and partners. Only released figures go in, so nothing hidden can follow.
    """
    totals = [
        score if score is not None else _as_released(figures.total)
        for figures, score in zip(statements, scores, strict=True)
    ]
    about = any(figures.total.about for figures in statements)
    total = _mean(totals, FINE, about=about)
    needed = enough(minimum) if len(statements) < SHORT_SECTION else minimum
    sides: dict[Side, Figure] | None = None
    by_side = [figures.sides for figures in statements if figures.sides is not None]
    if by_side and fewest >= needed:
        step = HALF if fewest < FINE_SECTIONS_FROM else FINE
        sides = {side: _mean([_as_released(shown[side]) for shown in by_side], step) for side in TWO_SIDES}
        if any(figure.score is None for figure in sides.values()):
            sides = None
    asked = [figures.partner for figures in statements if figures.partner is not None]
    partner = None
    if asked:
        step = HALF if partners < FINE_SECTIONS_FROM else FINE
        partner = _mean([_as_released(figure) for figure in asked], step) if partners >= needed else HIDDEN
    return Figures(total, sides, partner)


def _as_released(figure: Figure) -> Fraction | None:
    return None if figure.score is None else Fraction(str(figure.score))


def _mean(scores: Sequence[Fraction | None], step: float, *, about: bool = False) -> Figure:
    known = [score for score in scores if score is not None]
    if not known:
        return HIDDEN
    return Figure(Detail.AVERAGE, score=rounded(sum(known) / Fraction(len(known)), step), about=about, step=step)
