"""The charts of self-assessments that presentations draw themselves: every figure as the results have it."""

from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.analysis.assessed.moves import OrganisationMove
from audit_app.analysis.assessed.results import Theme
from audit_app.analysis.assessed.themes import themes
from audit_app.charts import assessed_wording as said
from audit_app.charts import assessment_change, assessment_levels, assessment_profile, organisations_map
from audit_app.charts.palette import FAVOURABLE_BAND, NEUTRAL, PLAIN_BAR, THIS_ROUND, UNFAVOURABLE_BAND
from audit_app.charts.wording import many
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted, alternative, distinct, shortened
from audit_app.reports.shared_results import Shared
from audit_app.reports.theme_pack import ThemePack

_MOST_ITEMS = 6
_NAME = 40
_SCORE = "Score out of 10"


@dataclass(frozen=True)
class _Measured:
    """What a chart counts, and who is counted. highest: end of the axis, None to leave it to the program."""

    axis: str
    highest: float | None
    form: str
    base: str
    notes: tuple[str, ...] = ()


def _scores(base: str, *notes: str) -> _Measured:
    return _Measured(_SCORE, 10.0, "0.0", base, notes)


def profile_chart(rows: ResultRows) -> NativeChart | None:
    """Each element's score; None where there is none."""
    chart = assessment_profile(rows.result)
    if chart.empty:
        return None
    parts = rows.result.elements
    scores = Plotted("Score out of 10", tuple(part.score for part in parts), PLAIN_BAR.fill)
    rated = [part.title for part in parts if part.score is None]
    notes = (f"Not rated yet: {said.listed(rated)}.",) if rated else ()
    measured = _scores(chart.base, *notes, said.SELF_CHECK)
    return _chart("profile", chart.title, Kind.BARS, [part.title for part in parts], (scores,), measured)


def left_chart(rows: ResultRows) -> NativeChart | None:
    """How many things are left in each element for the next level; None without levels, or where nothing is left."""
    ahead = rows.next_level()
    if ahead is None:
        return None
    chart = assessment_levels(rows.result)
    counts = tuple(float(sum(left.element == part.id for left in ahead.left)) for part in rows.result.elements)
    bars = Plotted(f"Left to reach {ahead.title}", counts, PLAIN_BAR.fill)
    measured = _Measured(f"Things left to reach {ahead.title}", None, "0", chart.base, (said.SELF_CHECK,))
    titles = [part.title for part in rows.result.elements]
    return _chart("left", chart.title, Kind.BARS, titles, (bars,), measured)


def change_chart(rows: ResultRows) -> NativeChart | None:
    """Each element then and now, or how many of its statements moved; None without anything to compare."""
    chart, against = assessment_change(rows.result), rows.result.against
    if chart.empty or against is None:
        return None
    compared = [each for each in rows.result.element_changes if each.common]
    titles = {part.id: part.title for part in rows.result.elements}
    if compared:
        names = distinct([shortened(against.name, _NAME), shortened(rows.result.content.name, _NAME)])
        series = (
            Plotted(names[0], tuple(each.before for each in compared), THIS_ROUND, "○", Pattern.STRIPED, hollow=True),
            Plotted(names[1], tuple(each.after for each in compared), THIS_ROUND, "●"),
        )
        named = [titles[each.element] for each in compared]
        return _chart("change", chart.title, Kind.BARS, named, series, _scores(chart.base, *chart.notes))
    counts = [(row[0], (float(row[-3]), float(row[-1]), float(row[-2]))) for row in chart.rows]
    return _moved("change", chart.title, counts, chart.base, chart.notes)


def moves_chart(pack: ThemePack) -> NativeChart | None:
    """How many ratings of each organisation went up, stayed and went down; None where none stands beside another.

    The same statement counts once for each organisation that rated it: the title speaks of ratings.
    """
    if not pack.moves:
        return None
    counts = [(move.organisation, _counts(move)) for move in pack.moves]
    up, down = (int(sum(each[place] for _, each in counts)) for place in (0, 2))
    title = f"{many(up, 'rating', 'ratings')} went up since the assessment before, and {down} went down"
    notes = ("Only statements that were rated both times, in the same words, are compared.",)
    return _moved("moves", title, counts, organisations_map(pack.shared.places).base, notes)


def _counts(move: OrganisationMove) -> tuple[float, float, float]:
    parts = move.elements
    return (
        float(sum(part.up for part in parts)),
        float(sum(part.same for part in parts)),
        float(sum(part.down for part in parts)),
    )


def _moved(
    chart_id: str, title: str, counts: Sequence[tuple[str, tuple[float, float, float]]], base: str,
    notes: tuple[str, ...],
) -> NativeChart:  # fmt: skip
    """Statements that went up, stayed and went down, one after the other."""
    series = (
        Plotted("Went up", tuple(up for _, (up, _, _) in counts), FAVOURABLE_BAND.fill),
        Plotted("Stayed the same", tuple(same for _, (_, same, _) in counts), NEUTRAL.fill, "", Pattern.LEVEL),
        Plotted("Went down", tuple(down for _, (_, _, down) in counts), UNFAVOURABLE_BAND.fill, "", Pattern.STRIPED),
    )
    measured = _Measured("Statements", None, "0", base, notes)
    return _chart(chart_id, title, Kind.STACKED, [name for name, _ in counts], series, measured)


def themes_chart(shared: Shared) -> NativeChart | None:
    """The lowest, middle and highest score of each element; None where there are no scores."""
    found = [theme for theme in themes(shared.places) if theme.median is not None]
    if not found:
        return None
    chart = organisations_map(shared.places)
    measured = _scores(chart.base, said.SELF_CHECK)
    series = (
        Plotted("Lowest", tuple(theme.lowest for theme in found), UNFAVOURABLE_BAND.fill, "▲"),
        Plotted("Middle", tuple(theme.median for theme in found), THIS_ROUND, "●"),
        Plotted("Highest", tuple(theme.highest for theme in found), FAVOURABLE_BAND.fill, "■"),
    )
    titles = [theme.title for theme in found]
    return _chart("themes", chart.title, Kind.DOTS, titles, series, measured)


def low_chart(shared: Shared) -> NativeChart | None:
    """The statements that most organisations rate low, at most six; None where none is."""
    worst = sorted(_low(themes(shared.places)), key=lambda each: -each[1])[:_MOST_ITEMS]
    if not worst:
        return None
    counts = Plotted("Organisations that rate it low", tuple(float(amount) for _, amount in worst), PLAIN_BAR.fill)
    most = worst[0][1]
    at_most = sum(amount == most for _, amount in _low(themes(shared.places)))
    title = f"{many(at_most, 'statement is', 'statements are')} rated low by {most} of {len(shared.places)}"
    base = organisations_map(shared.places).base
    measured = _Measured("Organisations that rate it low", None, "0", base)
    return _chart("low", title, Kind.BARS, [shared.texts[name] for name, _ in worst], (counts,), measured)


def _low(found: Sequence[Theme]) -> list[tuple[str, int]]:
    return [each for theme in found for each in theme.low_items]


def _chart(
    chart_id: str, title: str, kind: Kind, names: Sequence[str], series: tuple[Plotted, ...], measured: _Measured
) -> NativeChart:
    axis, form = measured.axis, measured.form
    categories = distinct([shortened(name) for name in names])
    figures = " ".join(
        f"{category}: {', '.join(f'{each.name} {_figure(each.values[place], form)}' for each in series)}."
        for place, category in enumerate(categories)
    )
    words = alternative(kind, axis, title, figures, measured.notes)
    return NativeChart(
        chart_id, title, kind, categories, series, axis, 0.0, measured.highest, form, measured.base, words,
        measured.notes,
    )  # fmt: skip


def _figure(value: float | None, form: str) -> str:
    if value is None:
        return "not rated"
    return f"{value:.1f}" if form == "0.0" else f"{value:.0f}"
