"""The tables of the workbook: one row for each statement or section, one column for each released figure."""

from collections.abc import Sequence

from audit_app.analysis.released import Change, Comparison, Figure, Gap, Hope, SectionResult, StatementResult
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Scale, Side
from audit_app.reports.cells import NOT_ASKED, AnswerColumns, Cell, answer_columns, score_of, shown_words, tenths
from audit_app.reports.workbook_sheet import Column

Table = tuple[tuple[Column, ...], list[tuple[Cell, ...]]]

_CHANGE = (
    Column("Earlier score", 10, "score"),
    Column("Difference", 11, "difference"),
    Column("Change", 26),
    Column("About the comparison", 34),
)
_GAP = (Column("Staff side minus management side", 14, "difference"), Column("The sides", 36))
_HOPE = (
    Column("Members expected", 11, "score"),
    Column("Above or below", 11, "difference"),
    Column("Hopes", 36),
)


def statement_table(comparison: Comparison) -> Table:
    """Every statement: total, both sides, partners, change, gap, and what members had hoped for."""
    answers = answer_columns(comparison)
    with_hope = any(statement.hope is not None for statement in comparison.statements)
    sides = [column for side in TWO_SIDES for column in _group_columns(side, answers)]
    columns = (
        Column("No.", 5, "count"),
        Column("Statement", 50),
        Column("Section", 28),
        Column("Id", 10),
        Column("What is shown", 26),
        Column("Answers", 9, "count"),
        Column("Don't know", 9, "count"),
        Column("Score out of 10", 10, "score"),
        Column("Exact or about", 9),
        *(Column(name, 12, "count") for name in answers.names),
        *sides,
        *_group_columns(Side.PARTNER, answers),
        Column("Sides hidden", 30),
        *(_CHANGE if comparison.against is not None else ()),
        *_GAP,
        *(_HOPE if with_hope else ()),
        Column("Also", 30),
    )
    rows = [_statement_row(comparison, statement, answers, with_hope=with_hope) for statement in comparison.statements]
    return columns, rows


def _group_columns(side: Side, answers: AnswerColumns) -> tuple[Column, ...]:
    return (
        Column(f"{side.label}: score", 14, "score"),
        Column(f"{side.label}: answers", 14, "count"),
        *(Column(f"{side.label}: {name}", 14, "count") for name in answers.band_names),
    )


def _statement_row(
    comparison: Comparison, statement: StatementResult, answers: AnswerColumns, *, with_hope: bool
) -> tuple[Cell, ...]:
    questionnaire = comparison.round.questionnaire
    question = questionnaire.question_by_id[statement.id]
    scale = questionnaire.scale_of(question)
    total = statement.total
    both: list[Cell] = []
    for side in TWO_SIDES:
        both += _group_cells((statement.sides or {}).get(side), scale, answers)
    partner: list[Cell] = [NOT_ASKED] * 5
    if question.asked_of(Side.PARTNER):
        partner = _group_cells(statement.partner, scale, answers)
    return (
        statement.number,
        wording.worded(statement),
        questionnaire.section_of[statement.id].title,
        statement.id,
        shown_words(total, scale),
        answers.missing() if total.n is None else total.n,
        answers.missing() if total.dont_know is None else total.dont_know,
        score_of(total, scale),
        ("About" if total.about else "Exact") if total.score is not None else None,
        *answers.counts(total, scale),
        *answers.bands(total),
        *both,
        *partner,
        statement.sides_hidden_words,
        *(_change_cells(statement.change, _why(statement)) if comparison.against is not None else ()),
        *_gap_cells(statement.gap),
        *(_hope_cells(statement.hope) if with_hope else ()),
        ", ".join(wording.FLAG_WORDS[flag] for flag in statement.flags) or None,
    )


def _group_cells(figure: Figure | None, scale: Scale, answers: AnswerColumns) -> list[Cell]:
    """Score, answers and three bands of one group."""
    counted: Cell = wording.NOT_SHOWN if figure is None or figure.n is None else figure.n
    return [score_of(figure, scale), counted, *answers.bands(figure)]


def _change_cells(change: Change | None, why: str | None) -> tuple[Cell, ...]:
    if change is None:
        return (None, None, None, why)
    label = change.label.value if change.label else "No label"
    return (tenths(change.earlier), tenths(change.difference), label, why)


def _why(statement: StatementResult) -> str | None:
    """Why there is no change; or that there is one although the words changed."""
    earlier = statement.reworded_from
    return statement.no_comparison if earlier is None else wording.earlier_words(earlier)


def _gap_cells(gap: Gap | None) -> tuple[Cell, ...]:
    if gap is None:
        return (None, None)
    return (tenths(gap.difference), gap.label.value if gap.label else "No label")


def _hope_cells(hope: Hope | None) -> tuple[Cell, ...]:
    if hope is None:
        return (None, None, None)
    return (tenths(hope.expected), tenths(hope.difference), hope.label.value if hope.label else "No label")


def section_table(comparison: Comparison) -> Table:
    """The overall score first, then every section."""
    results: Sequence[SectionResult] = (comparison.overall, *comparison.sections)
    with_hope = any(result.hope is not None for result in results)
    columns = (
        Column("Section", 36),
        Column("Id", 12),
        Column("Answers", 10, "count"),
        Column("Score out of 10", 10, "score"),
        *(Column(f"{side.label}: score", 14, "score") for side in Side),
        *(_CHANGE if comparison.against is not None else ()),
        *_GAP,
        *(_HOPE if with_hope else ()),
    )
    rows = [
        (
            result.title,
            result.id,
            wording.NOT_SHOWN if result.total.n is None else result.total.n,
            tenths(result.total.score),
            *(tenths(_score(result, side)) for side in Side),
            *(_change_cells(result.change, result.no_comparison) if comparison.against is not None else ()),
            *_gap_cells(result.gap),
            *(_hope_cells(result.hope) if with_hope else ()),
        )
        for result in results
    ]
    return columns, rows


def _score(result: SectionResult, side: Side) -> float | None:
    figure = result.partner if side is Side.PARTNER else (result.sides or {}).get(side)
    return figure.score if figure is not None else None
