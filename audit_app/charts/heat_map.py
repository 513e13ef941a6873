"""All at once: every section by both sides together, by side and by round, as a table whose cells are shaded."""

from audit_app.analysis.released import Comparison, Figure, Plan, Point, RoundFacts, SectionResult, Series
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.score_grid import GridCell, GridRow, ScoreGrid
from audit_app.questionnaire.definition import TWO_SIDES, Side

_MOST_EARLIER = 5  # columns of earlier rounds that can be read beside the sides
_KEY = ("Below 5.0", "5.0 to 6.4", "6.5 to 7.4", "7.5 or more", "Not shown, to protect anonymity")
_OTHER = "other statements"


def heat_map(comparison: Comparison, series: Series | None = None) -> Chart:
    """Overall and section scores: this round's groups, then up to five earlier rounds, newest first.

    series: the rounds up to this one (`audit.results.load_series`); without it this round stands alone.
    """
    sides = _sides(comparison)
    earlier = _earlier(series)
    results = (comparison.overall, *comparison.sections)
    base = wording.base(comparison)
    cells = [_cells(result, sides, series, earlier) for result in results]
    scored = [cell.score for row in cells for cell in row if cell.score is not None]
    if not scored:
        return _empty(comparison, base)
    title, sentence = _title(comparison), _sentence(cells)
    notes = _notes(comparison, series, cells)
    rows = tuple(
        GridRow(result.title, row, strong=place == 0)
        for place, (result, row) in enumerate(zip(results, cells, strict=True))
    )
    return Chart(
        id="heat-map",
        title=title,
        sentence=sentence,
        alt=f"Table of {wording.many(len(results), 'row', 'rows')}, shaded darker where a score is higher. {title}. "
        f"{sentence} The table has every figure.",
        columns=("Section", "Both sides together", *(side.label for side in sides), *map(_when, earlier)),
        rows=tuple((row.label, *(_said(cell) for cell in row.cells)) for row in rows),
        base=base,
        notes=notes,
        picture=ScoreGrid(
            Captions(title, sentence, (*notes, base, wording.source(comparison))),
            (
                ("Both sides together", 1.4),
                *((side.label, 1.5) for side in sides),
                *((wording.month(facts), 0.85) for facts in earlier),
            ),
            rows,
            _KEY if any(cell.hidden for row in cells for cell in row) else _KEY[:-1],
        ),
    )


def _sides(comparison: Comparison) -> tuple[Side, ...]:
    """The groups that this round's plan shows beside the total."""
    both = TWO_SIDES if comparison.round.plan in (Plan.SMALL, Plan.FULL) else ()
    return (*both, *((Side.PARTNER,) if comparison.round.partners_shown else ()))


def _earlier(series: Series | None) -> tuple[RoundFacts, ...]:
    return series.rounds[:-1][::-1][:_MOST_EARLIER] if series is not None else ()


def _when(facts: RoundFacts) -> str:
    return f"{facts.name}, {wording.day(facts)}"


def _cells(
    result: SectionResult, sides: tuple[Side, ...], series: Series | None, earlier: tuple[RoundFacts, ...]
) -> tuple[GridCell, ...]:
    line = next((each for each in series.lines if each.id == result.id), None) if series is not None else None
    before = tuple(_point(point) for point in line.points[:-1][::-1][: len(earlier)]) if line is not None else ()
    missing = (GridCell(wording.NOTHING_THERE),) * (len(earlier) - len(before))
    figures = (result.total, *((result.partner if side is Side.PARTNER else _side(result, side)) for side in sides))
    return (*(_cell(figure) for figure in figures), *before, *missing)


def _side(result: SectionResult, side: Side) -> Figure | None:
    return result.sides.get(side) if result.sides is not None else None


def _point(point: Point) -> GridCell:
    if not point.asked:
        return GridCell("not asked")
    return _cell(point.figure, other=not point.same)


def _cell(figure: Figure | None, *, other: bool = False) -> GridCell:
    if figure is None or figure.score is None:
        return GridCell("not shown", hidden=True)
    return GridCell(f"{wording.score(figure)}{'*' if other else ''}", figure.score, other=other)


def _said(cell: GridCell) -> str:
    if cell.score is None:
        return cell.words[:1].upper() + cell.words[1:]
    return f"{cell.words.rstrip('*')} ({_OTHER})" if cell.other else cell.words


def _title(comparison: Comparison) -> str:
    scored = [(part.total.score, part) for part in comparison.sections if part.total.score is not None]
    overall = comparison.overall.total
    if len(scored) > 1 and min(score for score, _ in scored) < max(score for score, _ in scored):
        low, high = min(score for score, _ in scored), max(score for score, _ in scored)
        lowest = [part for score, part in scored if score == low]
        highest = [part for score, part in scored if score == high]
        return (
            f"{wording.that_score([part.title for part in highest])} highest "
            f"({wording.score(highest[0].total)} out of 10), "
            f"{wording.that_score([part.title for part in lowest])} lowest ({wording.score(lowest[0].total)})"
        )
    if overall.score is not None:
        return f"The overall score is {wording.score(overall)} out of 10"
    return "The scores that can be shown, at a glance"


def _sentence(cells: list[tuple[GridCell, ...]]) -> str:
    shown = sum(cell.score is not None for row in cells for cell in row)
    hidden = sum(cell.hidden for row in cells for cell in row)
    said = f"{wording.many(shown, 'score is', 'scores are')} shown, all out of 10."
    return said if not hidden else f"{said} {hidden} {'is' if hidden == 1 else 'are'} not shown, to protect anonymity."


def _notes(comparison: Comparison, series: Series | None, cells: list[tuple[GridCell, ...]]) -> tuple[str, ...]:
    earlier = _earlier(series)
    shades = ", ".join(words.lower() for words in _KEY[:-1])
    notes = [f"A darker cell is a higher score: {shades}."]
    if earlier:
        before = "; ".join(_when(facts) for facts in earlier)
        notes.insert(
            0,
            f"{comparison.round.name} stands first; then earlier rounds, newest first, both sides together: {before}.",
        )
    if any(cell.other for row in cells for cell in row):
        notes.append("* That round did not ask the same statements, so do not compare the two scores.")
    averages = [facts.name for facts in earlier if facts.averages_only]
    if averages:
        notes.append(f"Only averages are known of {' and '.join(averages)}.")
    if series is not None and len(series.rounds) - 1 > len(earlier):
        notes.append(f"The {_MOST_EARLIER} newest earlier rounds stand here.")
    return tuple(notes)


def _empty(comparison: Comparison, base: str) -> Chart:
    title, sentence = "No section score can be shown", wording.PLAN_WORDS[comparison.round.plan]
    picture = CountedBars(Captions(title, sentence, (base, wording.source(comparison))), ())
    return Chart("heat-map", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
