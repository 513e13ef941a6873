"""The charts of one round that presentations and workbooks draw themselves: every figure as it was released."""

from collections.abc import Sequence
from dataclasses import replace

from audit_app import charts
from audit_app.analysis.released import Comparison, GapLabel, SectionResult, Series, SeriesLine
from audit_app.analysis.tallies import OVERALL
from audit_app.analysis.wording import listed
from audit_app.charts import wording
from audit_app.charts.palette import SIDE_COLOURS, THIS_ROUND
from audit_app.questionnaire.definition import TWO_SIDES, Side
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
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.round_statement_charts import ABOUT, COARSE, answers, changes, gaps, not_rounded, side_series

_ROUND_NAME = 40
_SECTION_NAME = 36  # characters, so that ten sections have a line each
_MOST_BARS = 18  # that can be told apart on a slide
_MOST_LINES = 5  # the overall score and four sections: more lines than that cross into a tangle
_LINES = (
    (THIS_ROUND, "●"),
    (SIDE_COLOURS[Side.STAFF], "▲"),
    (SIDE_COLOURS[Side.PARTNER], "■"),
    ("#4071b6", "◆"),
    ("#7c2855", "○"),
)


def round_charts(pack: RoundPack) -> tuple[NativeChart, ...]:
    """Every chart for which something is shown, most important first; of a round that shows nothing, who answered.

    Their ids: "section-scores", "answers", "changes", "gaps", "section-sides", "over-time", "hopes", "response".
    """
    found = (
        _section_scores(pack.comparison),
        answers(pack.comparison),
        changes(pack.comparison),
        gaps(pack.comparison),
        _section_sides(pack.comparison),
        _over_time(pack.series),
        _hopes(pack.hoped),
        _response(pack.comparison),
    )
    return tuple(chart for chart in found if chart is not None)


def _results(comparison: Comparison) -> tuple[SectionResult, ...]:
    """The overall score and the sections; a questionnaire of one section has one score, not the same one twice."""
    return (comparison.overall, *(comparison.sections if len(comparison.sections) > 1 else ()))


def _names(results: Sequence[SectionResult]) -> tuple[str, ...]:
    return distinct([shortened(result.title, _SECTION_NAME) for result in results])


def _titles(results: Sequence[SectionResult]) -> str:
    return ", ".join(result.title for result in results)


def _round_name(name: str) -> str:
    return shortened(name, _ROUND_NAME)


def _section_scores(comparison: Comparison) -> NativeChart | None:
    """This round's scores and, where the earlier round's are of the same statements, those beside them."""
    results = _results(comparison)
    scores = tuple(result.total.score for result in results)
    if all(score is None for score in scores):
        return None
    series = [Plotted(_round_name(comparison.round.name), scores, THIS_ROUND)]
    before = tuple(_earlier(result) for result in results)
    against, notes = comparison.against, []
    compared = against is not None and any(score is not None for score in before)
    if compared and against is not None:
        series.append(Plotted(_round_name(against.name), before, THIS_ROUND, pattern=Pattern.STRIPED, hollow=True))
        alone = [
            result
            for result, score in zip(results, before, strict=True)
            if score is None and result.total.score is not None
        ]
        notes += [f"Not compared with {_round_name(against.name)}: {_titles(alone)}."] if alone else []
    hidden = [result for result in results if result.total.score is None]
    notes += [f"{wording.NOT_SHOWN}: {_titles(hidden)}."] if hidden else []
    notes += [ABOUT] if any(result.total.about for result in results) else []
    shown = comparison if len(results) > 1 else replace(comparison, sections=())
    title = charts.section_change(shown).title if compared else _levels(comparison)
    names = distinct(
        [f"{name} (about)" if each.total.about else name for name, each in zip(_names(results), results, strict=True)]
    )
    notes += not_rounded([result.change for result in results])
    return score_chart("section-scores", title, Kind.BARS, names, _named(series), wording.base(comparison), notes)


def _named(series: Sequence[Plotted]) -> tuple[Plotted, ...]:
    """The series under names of their own, where two rounds have got one name."""
    names = distinct([each.name for each in series])
    return tuple(replace(each, name=name) for each, name in zip(series, names, strict=True))


def _earlier(result: SectionResult) -> float | None:
    """The earlier score, where it is of the same statements as the score that this round shows."""
    change = result.change
    if change is None or change.in_common is not None or change.later != result.total.score:
        return None
    return change.earlier


def _levels(comparison: Comparison) -> str:
    scored = [(result.total.score, result) for result in comparison.sections if result.total.score is not None]
    low, high = (min(score for score, _ in scored), max(score for score, _ in scored)) if scored else (0.0, 0.0)
    if low == high:
        overall = comparison.overall.total
        if overall.score is None:
            return "How the sections score"
        return f"Overall, the score is {wording.score(overall)} out of 10"
    lowest, highest = ([result for score, result in scored if score == end] for end in (low, high))
    bottom, top = (wording.that_score([result.title for result in found]) for found in (lowest, highest))
    return f"{bottom} lowest ({wording.score(lowest[0].total)}), {top} highest ({wording.score(highest[0].total)})"


def _section_sides(comparison: Comparison) -> NativeChart | None:
    results = _results(comparison)
    series = side_series(results)
    if not series:
        return None
    notes = [wording.NOT_AGREED]
    if any(figure.step > 0.1 for result in results for figure in (result.sides or {}).values()):
        notes.append(COARSE)
    hidden = [result for result in results if result.sides is None]
    notes += [f"{wording.NOT_SHOWN} by side, to protect anonymity: {_titles(hidden)}."] if hidden else []
    if len(series) > len(TWO_SIDES) and len(series) * len(results) > _MOST_BARS:
        series = series[: len(TWO_SIDES)]
        notes.append("Partners are left out of this chart, which would be too full with them.")
    return score_chart(
        "section-sides", _apart(results), Kind.BARS, _names(results), series, wording.base(comparison), notes
    )


def _apart(results: Sequence[SectionResult]) -> str:
    """Which sections differ clearly; else the widest apart, with no verdict of its own."""
    gaps = [(abs(result.gap.difference), result) for result in results if result.gap is not None]
    parts = [(size, result) for size, result in gaps if result.id != OVERALL] or gaps
    if not parts:
        return "Scores of the two sides"
    differ = [(size, each) for size, each in parts if each.gap and each.gap.label is GapLabel.DIFFER]
    if differ:
        size, widest = max(differ, key=lambda pair: pair[0])
        if parts is gaps:
            return f"The sides differ in the overall score ({wording.number(size)} apart)"
        where, most = wording.many(len(differ), "section", "sections"), "most " if len(differ) > 1 else ""
        return f"The sides differ on {where}, {most}on {wording.named(widest.title)} ({wording.number(size)} apart)"
    if any(each.gap and each.gap.label is GapLabel.NO_CLEAR_DIFFERENCE for _, each in parts):
        where = "section" if parts is not gaps else "score"
        return f"No {where} shows a clear difference between the sides"
    return "Scores of the two sides" + (", section by section" if parts is not gaps else "")


def _over_time(series: Series) -> NativeChart | None:
    """The overall score and the sections that moved most; None below three rounds that can be drawn."""
    whole = charts.over_time(series)
    if whole.empty:
        return None
    shown = [line for line in series.lines if any(point.figure.score is not None for point in line.points)]
    drawn = _most_moved(shown)
    plotted = tuple(
        Plotted(name, tuple(point.figure.score for point in line.points), *_LINES[place], breaks=_breaks(line))
        for place, (line, name) in enumerate(
            zip(drawn, distinct([shortened(line.title, _ROUND_NAME) for line in drawn]), strict=True)
        )
    )
    notes = _time_notes(series, drawn)
    if len(drawn) < len(shown):
        notes.insert(0, f"Drawn are {len(drawn)} of {len(shown)} lines: the overall score and what moved most.")
    rounds = distinct([_round_name(facts.name) for facts in series.rounds])
    return score_chart("over-time", whole.title, Kind.LINES, rounds, plotted, whole.base, notes)


def _time_notes(series: Series, lines: Sequence[SeriesLine]) -> list[str]:
    notes = ["Rises and falls here have no labels: chance alone moves scores."]
    points = [point for line in lines for point in line.points]
    if any(_breaks(line) for line in lines):
        notes.append("A line breaks where the statements or their meaning were not the same.")
    if any(point.figure.score is None and point.asked for point in points):
        notes.append("A line breaks where a score is hidden, to protect anonymity.")
    averages = [_round_name(facts.name) for facts in series.rounds if facts.averages_only]
    notes += [f"Only averages are known of {listed(averages)}."] if averages else []
    notes += [ABOUT] if any(point.figure.about for point in points) else []
    return [*notes, *series.left_out]


def _most_moved(lines: Sequence[SeriesLine]) -> list[SeriesLine]:
    """The overall score first, then the largest rise, the largest fall and what else went furthest up and down."""
    if len(lines) <= _MOST_LINES:
        return list(lines)
    sections = [line for line in lines if line.id != OVERALL]
    ends = [max(sections, key=_run), min(sections, key=_run)]
    ranked = [*ends, *sorted(sections, key=lambda line: -_spread(line))]
    kept = list(dict.fromkeys(line.id for line in ranked))[: _MOST_LINES - 1]
    return [line for line in lines if line.id == OVERALL or line.id in kept]


def _run(line: SeriesLine) -> float:
    """The newest score minus the first one of the unbroken line that leads to it; 0.0 where no line does."""
    place = len(line.points) - 1
    while line.points[place].joined:
        place -= 1
    first, last = line.points[place].figure.score, line.points[-1].figure.score
    return last - first if first is not None and last is not None else 0.0


def _spread(line: SeriesLine) -> float:
    scores = [point.figure.score for point in line.points if point.figure.score is not None]
    return max(scores) - min(scores)


def _breaks(line: SeriesLine) -> tuple[int, ...]:
    """Points that the line does not reach from the round before; a hidden point breaks it of itself."""
    return tuple(
        place
        for place, point in enumerate(line.points)
        if place and not point.joined and None not in (point.figure.score, line.points[place - 1].figure.score)
    )


def _hopes(hoped: Comparison) -> NativeChart | None:
    """What members found beside what they hoped for: two questions, so never a change."""
    parts = [(result, result.hope) for result in _results(hoped) if result.hope is not None]
    if hoped.against is None or not parts:
        return None
    whole = charts.section_hopes(hoped)
    found = Plotted("Found", tuple(hope.experienced for _, hope in parts), THIS_ROUND)
    expected = Plotted(
        "Hoped for", tuple(hope.expected for _, hope in parts), THIS_ROUND, pattern=Pattern.STRIPED, hollow=True
    )
    names = _names([result for result, _ in parts])
    return score_chart("hopes", whole.title, Kind.BARS, names, (found, expected), whole.base, whole.notes)


def _response(comparison: Comparison) -> NativeChart | None:
    """Answered and invited by side. These numbers were visible while the round was open."""
    turnout = comparison.round.turnout
    known = [side for side in Side if side in turnout and turnout[side].answered is not None]
    sides = [side for side in known if side in TWO_SIDES or turnout[side].answered or turnout[side].invited]
    if not sides:
        return None
    series = [Plotted("Answered", tuple(turnout[side].answered for side in sides), THIS_ROUND)]
    if any(turnout[side].invited is not None for side in sides):
        invited = tuple(turnout[side].invited for side in sides)
        series.append(Plotted("Invited", invited, THIS_ROUND, pattern=Pattern.STRIPED))
    names, axis, title = tuple(side.label for side in sides), "Members", charts.response(comparison).title
    words = alternative(Kind.BARS, axis, title, figures_said(names, series, "0"), ())
    base = wording.base(comparison)
    return NativeChart("response", title, Kind.BARS, names, tuple(series), axis, 0.0, None, "0", base, words)
