"""The statements worth a chart: the lowest and the highest, those that moved most, those where the sides are apart."""

from collections import Counter
from collections.abc import Sequence

from audit_app import charts
from audit_app.analysis.released import Change, Comparison, Detail, Figure, SectionResult, StatementResult
from audit_app.charts import answer_words, wording
from audit_app.charts.palette import (
    FAVOURABLE_BAND,
    NEUTRAL,
    SIDE_COLOURS,
    SIDE_MARKS,
    THIS_ROUND,
    UNFAVOURABLE_BAND,
    Paint,
    answer_paints,
)
from audit_app.questionnaire.definition import Scale, Side
from audit_app.reports.native_charts import (
    Kind,
    NativeChart,
    Pattern,
    Plotted,
    alternative,
    distinct,
    figures_said,
    score_chart,
    shortened,
)

ABOUT = "“About” marks a score that is not exact, because all or nearly all gave answers close together."
COARSE = "Scores by side are rounded, to protect anonymity."
_AT_EACH_END = 3
_MOST_AT_ONCE = 6  # statements on a slide, in letters that can be read from the back of a room
_NAME = 48
_PATTERNS = {"": Pattern.PLAIN, "///": Pattern.STRIPED, "////": Pattern.STRIPED, "/////": Pattern.DENSE}
_SIDE_PATTERNS = {Side.MANAGEMENT: Pattern.PLAIN, Side.STAFF: Pattern.STRIPED, Side.PARTNER: Pattern.LEVEL}


def side_series(results: Sequence[StatementResult | SectionResult]) -> tuple[Plotted, ...]:
    """One series a side; a side that shows nothing anywhere has none, and where neither does there is no series."""
    found = []
    for side in Side:
        scores = tuple(figure.score if figure is not None else None for figure in (_of(each, side) for each in results))
        if any(score is not None for score in scores):
            found.append(Plotted(side.label, scores, SIDE_COLOURS[side], SIDE_MARKS[side], _SIDE_PATTERNS[side]))
    return tuple(found) if any(each.sides is not None for each in results) else ()


def _of(result: StatementResult | SectionResult, side: Side) -> Figure | None:
    return result.partner if side is Side.PARTNER else (result.sides or {}).get(side)


def _name(statement: StatementResult, said: str = "") -> str:
    """A statement in few words, its number in front; `said`: its figure in words."""
    name = f"{statement.number}. {shortened(statement.short.rstrip('.'), _NAME)}"
    return f"{name} ({said})" if said else name


def changes(comparison: Comparison) -> NativeChart | None:
    """The statements that moved most, largest first; None where no round is compared."""
    whole = charts.largest_changes(comparison)
    moved = [(each, each.change) for each in comparison.statements if each.change is not None]
    if comparison.against is None or whole.empty or not moved:
        return None
    moved.sort(key=lambda pair: -abs(pair[1].difference))
    kept = moved[:_MOST_AT_ONCE]
    names = tuple(_name(each, wording.change_words(change.label, change.difference)) for each, change in kept)
    now, before = distinct([shortened(facts.name, 40) for facts in (comparison.round, comparison.against)])
    series = (
        Plotted(now, tuple(change.later for _, change in kept), THIS_ROUND, "●"),
        Plotted(
            before,
            tuple(change.earlier for _, change in kept),
            THIS_ROUND,
            "○",
            Pattern.STRIPED,
            hollow=True,
        ),
    )
    notes = [
        *_of_how_many(len(kept), len(moved), "moved most", "changes"),
        *not_rounded([change for _, change in kept]),
        *whole.notes,
    ]
    return score_chart("changes", whole.title, Kind.BARS, names, series, whole.base, notes)


def not_rounded(changes: Sequence[Change | None]) -> list[str]:
    """The warning that is needed where a released difference is not that of the two released scores."""
    out = any(each is not None and round(each.later - each.earlier, 1) != each.difference for each in changes)
    return ["Differences are worked out before rounding, so they can look 0.1 out."] if out else []


def _of_how_many(kept: int, whole: int, why: str, what: str) -> list[str]:
    return [f"Drawn are the {kept} statements that {why}, of {whole} {what}."] if kept < whole else []


def gaps(comparison: Comparison) -> NativeChart | None:
    """The statements on which the sides are furthest apart; None where none is shown to have any gap."""
    whole = charts.widest_gaps(comparison)
    shown = [(each, each.gap) for each in comparison.statements if each.gap is not None]
    shown.sort(key=lambda pair: -abs(pair[1].difference))
    kept = [pair for pair in shown[:_MOST_AT_ONCE] if pair[1].difference]
    if whole.empty or not kept:
        return None
    names = tuple(_name(each, f"{wording.number(abs(gap.difference))} apart") for each, gap in kept)
    hidden = sum(each.sides is None for each in comparison.statements)
    notes = [*_of_how_many(len(kept), len(shown), "are widest apart", "that are shown by side"), *whole.notes]
    if hidden:
        notes.append(f"{wording.many(hidden, 'statement is', 'statements are')} not shown by side.")
    series = side_series([each for each, _ in kept])
    return score_chart("gaps", whole.title, Kind.BARS, names, series, whole.base, notes)


def answers(comparison: Comparison) -> NativeChart | None:
    """The answers to the lowest and the highest statements, or their scores where answers are not known.

    Bars of one chart have one level of detail: single answers where all of them are released, else three groups.
    """
    scale, ends = _ends(comparison)
    if scale is None or not ends:
        return None
    scored = tuple(each for each in comparison.statements if each.scale == scale.id)
    title = answer_words.title(scored, scale)
    series = _answer_series(ends, scale)
    names = tuple(_name(each, wording.score(each.total)) for each in ends)
    base, notes = wording.base(comparison), _answer_notes(ends, scored, scale)
    if not series:
        found = (Plotted("Score", tuple(each.total.score for each in ends), THIS_ROUND),)
        return score_chart("answers", title, Kind.BARS, names, found, base, notes)
    axis = "Number of answers, both sides together"
    words = alternative(Kind.STACKED, axis, title, figures_said(names, series, "0"), notes)
    return NativeChart("answers", title, Kind.STACKED, names, series, axis, 0.0, None, "0", base, words, notes)


def _ends(comparison: Comparison) -> tuple[Scale | None, list[StatementResult]]:
    """The lowest and the highest statements of the scale that most statements with a score have, lowest first."""
    questionnaire = comparison.round.questionnaire
    known = [each for each in comparison.statements if each.total.score is not None]
    if not known:
        return None, []
    most = Counter(each.scale for each in known).most_common(1)[0][0]
    ranked = sorted((each for each in known if each.scale == most), key=lambda each: (each.total.score, each.number))
    if len(ranked) > 2 * _AT_EACH_END:
        ranked = [*ranked[:_AT_EACH_END], *ranked[-_AT_EACH_END:]]
    return questionnaire.scale_by_id[most], ranked


def _answer_series(ends: Sequence[StatementResult], scale: Scale) -> tuple[Plotted, ...]:
    counted = [each.total for each in ends if each.total.detail in {Detail.FULL, Detail.BANDS}]
    bands = scale.bands
    if bands is None or not counted:
        return ()
    low, middle, high = (len(band.values) for band in bands)
    if low <= 2 and middle == 1 and high <= 2 and all(figure.counts is not None for figure in counted):
        worse, better = answer_paints(low, high)
        values = [value for band in bands for value in sorted(band.values)]
        paints = (*worse, NEUTRAL, *better)
        found = [dict(zip(scale.values, each.total.counts, strict=True)) if each.total.counts else {} for each in ends]
        return tuple(
            _painted(scale.labels[value], tuple(counts.get(value) for counts in found), paint)
            for value, paint in zip(values, paints, strict=True)
        )
    banded = [answer_words.in_bands(each.total, scale) for each in ends]
    return tuple(
        _painted(name, tuple(each[place] if each is not None else None for each in banded), paint)
        for place, (name, paint) in enumerate(
            zip(wording.band_names(scale), (UNFAVOURABLE_BAND, NEUTRAL, FAVOURABLE_BAND), strict=True)
        )
    )


def _painted(name: str, values: tuple[float | None, ...], paint: Paint) -> Plotted:
    return Plotted(shortened(name), values, paint.fill, pattern=_PATTERNS[paint.hatch])


def _answer_notes(ends: Sequence[StatementResult], scored: Sequence[StatementResult], scale: Scale) -> tuple[str, ...]:
    alike = [each for each in ends if each.total.detail is Detail.ALIKE and each.total.value is not None]
    notes = _of_how_many(
        len(ends), sum(each.total.score is not None for each in scored), "score lowest and highest", "with a score"
    )
    notes += [f"{each.number}. {wording.alike(each.total, scale)}: the answers are not counted." for each in alike]
    if any(each.total.detail is Detail.AVERAGE for each in ends):
        notes.append("Only averages are known, so answers are not counted.")
    if any(each.total.about for each in ends):
        notes.append(ABOUT)
    if any(each.reverse for each in ends):
        turned = [str(each.number) for each in ends if each.reverse]
        notes.append(f"Answers are turned round in statement {', '.join(turned)}, where agreeing would be bad.")
    return tuple(notes)
