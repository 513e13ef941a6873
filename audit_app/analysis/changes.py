"""Changes, gaps and hopes. They see only what the gate has left: see `release.Released`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from audit_app.analysis.intervals import benjamini_hochberg, cliffs_delta, newcombe
from audit_app.analysis.labels import change_label, changed_minds, gap_label, hope_label
from audit_app.analysis.permutation import permutation_p
from audit_app.analysis.release import Released
from audit_app.analysis.released import (
    Change,
    ChangeLabel,
    Detail,
    Figure,
    Gap,
    GapLabel,
    Hope,
    HopeLabel,
    StatementResult,
    Technical,
)
from audit_app.analysis.scores import Distribution, mean_score, rounded, rounded_difference
from audit_app.analysis.sections import SectionFigures
from audit_app.analysis.thresholds import CHANGE, CHANGE_LARGE, GAP, LARGE_GROUP
from audit_app.analysis.wording import answered_well, number_word, points, share
from audit_app.questionnaire.definition import Scale, Side


def statement_change(earlier: Released, later: Released, scale: Scale) -> Change | None:
    """The change of a statement's total; None unless both rounds release it to 0.1."""
    if earlier.score is None or later.score is None:
        return None
    difference = rounded_difference(later.score - earlier.score)
    label = technical = undo = None
    if earlier.total is not None and later.total is not None:
        label = change_label(earlier.total.scores, later.total.scores, later.total.step)
        if earlier.figures.total.detail is later.figures.total.detail is Detail.FULL:
            technical = _technical(earlier.total, later.total)
        if label is not ChangeLabel.TOO_FEW:
            undo = _undo_sentence(difference, later.total)
    counts = _counts_sentence(earlier.figures.total, later.figures.total, scale)
    return Change(rounded(earlier.score), rounded(later.score), difference, label, technical, counts, undo)


def _technical(earlier: Distribution, later: Distribution) -> Technical | None:
    p = permutation_p(earlier.scores, later.scores, later.step)
    if p is None:
        return None
    interval = newcombe((earlier.bands[2], earlier.n), (later.bands[2], later.n))
    return Technical(p, interval, cliffs_delta(earlier, later))


def _counts_sentence(earlier: Figure, later: Figure, scale: Scale) -> str | None:
    """From the highest bands, which are released wherever there is a change to speak of; None of averages."""
    if earlier.bands is None or later.bands is None or earlier.n is None or later.n is None:
        return None
    (before, after), (_, verb) = (earlier.bands[2], later.bands[2]), answered_well(scale)
    if earlier.n != later.n:
        past = {"agree": "agreed"}.get(verb, verb)
        return f"{share(after, later.n)} {past}; last time {share(before, earlier.n)}."
    if after == before:
        return f"As many {verb} as last time: {share(after, later.n)}."
    more = f"{abs(after - before):,} {'more' if after > before else 'fewer'}"
    if abs(after - before) == 1:
        verb = answered_well(scale)[0]
    return f"{more} {verb} than last time: {share(after, later.n)}, {'up' if after > before else 'down'} from {before}."


def _undo_sentence(difference: float, later: Distribution) -> str | None:
    minds = changed_minds(difference, later.n, float(later.step))
    if minds is None:
        return None
    direction = "Up" if difference > 0 else "Down"
    changed = "one changed mind" if minds == 1 else f"{number_word(minds)} changed minds"
    return f"{direction} {points(abs(difference))}. With {later.n} people, {changed} could do this."


def statement_gap(statement: Released) -> Gap | None:
    """Staff side minus management side; None where the sides are not shown or have no score."""
    sides = statement.figures.sides
    if sides is None:
        return None
    if statement.sides is not None:
        management, staff = statement.sides
        if management.score is None or staff.score is None:
            return None
        difference = rounded_difference(staff.score - management.score)
        return Gap(difference, gap_label(management.scores, staff.scores, management.step))
    released = _released_gap(sides)
    return None if released is None else Gap(released, GapLabel.TOO_FEW if statement.total is not None else None)


def _released_gap(sides: Mapping[Side, Figure]) -> float | None:
    management, staff = sides[Side.MANAGEMENT].score, sides[Side.STAFF].score
    return None if management is None or staff is None else rounded_difference(_exactly(staff) - _exactly(management))


def _exactly(score: float) -> Fraction:
    """A released score as the decimal that it is, so that differences stay on its step."""
    return Fraction(str(score))


def section_gap(section: SectionFigures) -> Gap | None:
    """The gap between released side scores of a section; labelled where every respondent's score is known."""
    sides = section.figures.sides
    if sides is None:
        return None
    difference = _released_gap(sides)
    if difference is None:
        return None
    if section.sides_scores is None:
        return Gap(difference, None)
    label = gap_label(*section.sides_scores)
    if label is GapLabel.DIFFER and abs(difference) < GAP:  # never a label that the released figures contradict
        label = GapLabel.NO_CLEAR_DIFFERENCE
    return Gap(difference, label)


def section_change(earlier: SectionFigures, later: SectionFigures) -> Change | None:
    """The change of a section that asked the same in both rounds."""
    difference = _section_difference(earlier, later)
    before, after = earlier.figures.total.score, later.figures.total.score
    if difference is None or before is None or after is None:
        return None
    if earlier.total_scores is None or later.total_scores is None:
        return Change(before, after, difference, None)
    label = change_label(earlier.total_scores, later.total_scores)
    if label in (ChangeLabel.IMPROVED, ChangeLabel.DECLINED):
        large = min(sum(earlier.total_scores.values()), sum(later.total_scores.values())) >= LARGE_GROUP
        if abs(difference) < rounded_difference(CHANGE_LARGE if large else CHANGE):
            label = ChangeLabel.NO_CLEAR_CHANGE  # never a label that the released figures contradict
    return Change(before, after, difference, label)


def _section_difference(earlier: SectionFigures, later: SectionFigures) -> float | None:
    """Later minus earlier, from the unrounded scores only where neither could give a statement away."""
    before, after = earlier.figures.total.score, later.figures.total.score
    if before is None or after is None:
        return None
    if earlier.exact and later.exact and earlier.total_scores is not None and later.total_scores is not None:
        means = mean_score(earlier.total_scores), mean_score(later.total_scores)
        if means[0] is not None and means[1] is not None:
            return rounded_difference(means[1] - means[0])
    return rounded_difference(_exactly(after) - _exactly(before))


def change_in_common(pairs: Sequence[tuple[Released, Released]], *, asked_the_same: bool) -> Change | None:
    """The unlabelled change of the mean of those statements that both rounds asked and release.

    Where the rounds did not ask the same, the change names their number: its scores are not those of the section.
    """
    known = [(one.score, other.score) for one, other in pairs if one.score is not None and other.score is not None]
    if not known:
        return None
    before, after = (sum(scores, Fraction(0)) / len(known) for scores in zip(*known, strict=True))
    number = None if asked_the_same else len(known)
    return Change(rounded(before), rounded(after), rounded_difference(after - before), None, in_common=number)


def statement_hope(twin: str, expected: Released, experienced: Released) -> Hope | None:
    """Experience beside the expectation of the baseline; None unless both are released to 0.1."""
    if expected.score is None or experienced.score is None:
        return None
    label: HopeLabel | None = None
    if expected.total is not None and experienced.total is not None:
        label = hope_label(expected.total.scores, experienced.total.scores)
    difference = rounded_difference(experienced.score - expected.score)
    return Hope(twin, rounded(expected.score), rounded(experienced.score), difference, label)


def section_hope(twin: str, expected: SectionFigures, experienced: SectionFigures) -> Hope | None:
    """The same for a section."""
    difference = _section_difference(expected, experienced)
    before, after = expected.figures.total.score, experienced.figures.total.score
    if difference is None or before is None or after is None:
        return None
    label: HopeLabel | None = None
    if expected.total_scores is not None and experienced.total_scores is not None:
        label = hope_label(expected.total_scores, experienced.total_scores)
    return Hope(twin, before, after, difference, label)


def with_adjusted_p(statements: Sequence[StatementResult]) -> tuple[StatementResult, ...]:
    """Add the Benjamini-Hochberg values, over the statements that have a p."""
    found = [statement.change.technical for statement in statements if statement.change and statement.change.technical]
    adjusted = iter(benjamini_hochberg([technical.p for technical in found]))
    result = []
    for statement in statements:
        change = statement.change
        if change is not None and change.technical is not None:
            technical = replace(change.technical, adjusted_p=next(adjusted))
            statement = replace(statement, change=replace(change, technical=technical))  # noqa: PLW2901
        result.append(statement)
    return tuple(result)
