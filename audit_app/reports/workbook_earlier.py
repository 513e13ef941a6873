"""The tables of the workbook that look at more than one round: changes, what was hoped for, and lines over time."""

from collections.abc import Sequence

from audit_app.analysis.released import (
    Change,
    Comparison,
    Hope,
    HopeLabel,
    Point,
    SectionResult,
    Series,
    StatementResult,
)
from audit_app.charts import wording
from audit_app.charts.hopes import MET
from audit_app.reports.cells import NOT_ASKED, Cell, tenths
from audit_app.reports.workbook_sheet import Column
from audit_app.reports.workbook_tables import Table

_NUMBER = Column("No.", 5, "count")
_RESULT = Column("Section or statement", 50)
_ID = Column("Id", 10)
NO_LABEL = "No label"


def change_table(comparison: Comparison) -> Table | None:
    """Every change with p, interval and effect, or why there is none; None where no round is compared.

    The technical figures stand only where both totals are released in full. Sections never have any.
    """
    if comparison.against is None:
        return None
    columns = (
        *(_NUMBER, _RESULT, _ID, Column("Earlier score", 10, "score"), Column("Score now", 10, "score")),
        *(Column("Difference", 11, "difference"), Column("Change", 24)),
        Column("p (exact permutation test)", 13, "p"),
        Column("p adjusted for many statements (Benjamini\N{EN DASH}Hochberg)", 19, "p"),
        Column("Change of the favourable share, points: 95% from (Newcombe)", 19, "exact"),
        Column("95% to", 9, "exact"),
        Column("Cliff's delta", 9, "exact"),
        *(Column("In answers", 34), Column("How firm it is", 34), Column("About the comparison", 40)),
    )
    return columns, [_change_row(result) for result in _everything(comparison)]


def _change_row(result: SectionResult | StatementResult) -> tuple[Cell, ...]:
    change, why = result.change, result.no_comparison
    if isinstance(result, StatementResult) and result.reworded_from is not None:
        why = wording.earlier_words(result.reworded_from)
    if change is None:
        return (*_name(result), *[None] * 11, why)
    if change.in_common is not None:
        why = f"Over {wording.many(change.in_common, 'statement', 'statements')} that both rounds asked."
    label = change.label.value if change.label else NO_LABEL
    scores = (tenths(change.earlier), tenths(change.later), tenths(change.difference))
    return (
        *(*_name(result), *scores, label),
        *(*_technical(change), change.counts_sentence, change.undo_sentence, why),
    )


def _technical(change: Change) -> tuple[Cell, ...]:
    technical = change.technical
    if technical is None:
        return (None,) * 5
    low, high = technical.interval if technical.interval is not None else (None, None)
    return technical.p, technical.adjusted_p, low, high, technical.cliffs_delta


def hope_table(comparison: Comparison) -> Table | None:
    """What members hoped for, what they found and how important it was to them; None where nothing can be told."""
    found = [(result, result.hope) for result in _everything(comparison) if result.hope is not None]
    if comparison.against is None or not found:
        return None
    columns = (
        *(_NUMBER, _RESULT, _ID, Column("Hoped for", 11, "score"), Column("Found", 11, "score")),
        *(Column("Difference", 11, "difference"), Column("Meaning", 36)),
        *((Column("How important it was", 14, "score"),) if comparison.importance else ()),
    )
    rows: list[tuple[Cell, ...]] = []
    for result, hope in found:
        scores = (tenths(hope.expected), tenths(hope.experienced), tenths(hope.difference))
        weight = (_importance(comparison, result),) if comparison.importance else ()
        rows.append((*_name(result), *scores, _meaning(hope), *weight))
    return columns, rows


def _importance(comparison: Comparison, result: SectionResult | StatementResult) -> Cell:
    """Nobody is asked how important everything together is."""
    return None if result is comparison.overall else tenths(comparison.importance.get(result.id))


def _meaning(hope: Hope) -> str:
    """As the picture says it: "not clearly below" would blur that members found what they hoped for."""
    if hope.label is HopeLabel.NOT_CLEARLY_BELOW and hope.difference >= 0:
        return MET
    return hope.label.value if hope.label else NO_LABEL


def series_table(series: Series) -> Table | None:
    """One row for each line and round, oldest round first; None where there is only one round."""
    if len(series.rounds) < 2:
        return None
    columns = (
        *(Column("Score of", 40), Column("Round", 28), Column("Closed", 19, "day"), Column("Answers", 10, "count")),
        *(Column("Score out of 10", 12, "score"), Column("Exact or about", 10)),
        *(Column("95% from", 10, "score"), Column("95% to", 10, "score"), Column("Where the figures are from", 30)),
        *(Column("From the round before", 40), Column("Statements as in the newest round", 18)),
    )
    rows = [
        (
            *(line.title, facts.name, facts.closed_on, *_point(point)),
            _source(facts.typed_in, averages_only=facts.averages_only),
            *_run(point, first=place == 0),
        )
        for line in series.lines
        for place, (facts, point) in enumerate(zip(series.rounds, line.points, strict=True))
    ]
    return columns, rows


def _point(point: Point) -> tuple[Cell, ...]:
    """Answers, score, exact or about, interval."""
    if not point.asked:
        return (NOT_ASKED, NOT_ASKED, None, None, None)
    figure = point.figure
    exact = None if figure.score is None else "About" if figure.about else "Exact"
    low, high = point.whisker or (None, None)
    return (wording.missing(figure) if figure.n is None else figure.n, tenths(figure.score), exact, low, high)


def _run(point: Point, *, first: bool) -> tuple[Cell, ...]:
    """Whether the line runs here from the round before, and whether the newest round asked the same."""
    if not point.asked:
        return (None, None)
    if first:
        words = None
    elif point.reworded:
        words = "The line runs on. Words changed, the meaning stayed."
    else:
        words = "The line runs on." if point.joined else "No line: not shown, or other statements."
    return (words, "Yes" if point.same else "No")


def _source(typed_in: bool, *, averages_only: bool) -> str:  # noqa: FBT001  (the fact that it is asked about)
    if averages_only:
        return "Averages of an earlier report"
    return "Brought in as numbers" if typed_in else "Counted here"


def _everything(comparison: Comparison) -> Sequence[SectionResult | StatementResult]:
    return (comparison.overall, *comparison.sections, *comparison.statements)


def _name(result: SectionResult | StatementResult) -> tuple[Cell, ...]:
    """Number, words and id; a section has no number."""
    if isinstance(result, StatementResult):
        return result.number, wording.worded(result), result.id
    return None, result.title, result.id
