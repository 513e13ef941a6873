"""One assessment as an XLSX workbook: summary, charts, ratings, what is left, evidence, actions, words, about."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports.assessment_charts import change_chart, left_chart, profile_chart
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.assessment_sheets import (
    Rows,
    Table,
    action_table,
    element_table,
    evidence_table,
    left_table,
    statement_table,
)
from audit_app.reports.assessment_tables import NOT_RATED, SIDE_LABELS, day_words, level_words, part_of, standing_words
from audit_app.reports.cells import Cell, scale_words
from audit_app.reports.workbook_charts import chart_sheet
from audit_app.reports.workbook_sheet import Book, Column

_FIRST = 66  # characters: what to do next stands there too


def assessment_workbook(result: AssessmentResult) -> bytes:
    """The workbook's bytes; the same assessment on the same day always gives the same."""
    content = result.content
    book = Book(result.today, f"{content.organisation}: {content.name}")
    _summary(book, result)
    rows = ResultRows(result)
    charts = [chart for chart in (profile_chart(rows), left_chart(rows), change_chart(rows)) if chart is not None]
    chart_sheet(book, charts, "Charts and their figures", missing=NOT_RATED)
    _table(book, "Statements", statement_table(result), frozen=2, repeated=2)
    _table(book, f"{part_of(content.instrument)}s", element_table(result), frozen=2)
    _table(book, "Left to do", left_table(result))
    _table(book, "Evidence", evidence_table(result), frozen=2)
    _table(book, "Actions", action_table(result))
    _words(book, result)
    _about(book, result)
    return book.to_bytes()


def _summary(book: Book, result: AssessmentResult) -> None:
    content, part = result.content, part_of(result.content.instrument)
    sheet = book.sheet("Summary", (_FIRST, 14, 14, 14, 24))
    sheet.title(f"{content.organisation}: {content.name}")
    sheet.heading_line(content.instrument.title)
    sheet.heading_line(standing_words(content))
    level = level_words(result)
    if level is not None:
        sheet.fact("Level reached", level)
    if content.instrument.rules.scores:
        sheet.fact("Overall score out of 10", "Not enough is rated" if result.overall is None else result.overall)
    sheet.heading("What to do next")
    if not result.next_steps:
        sheet.heading_line("Nothing is left to do.")
    for step in result.next_steps:
        sheet.line(step.sentence)
    sheet.heading(f"{part}s")
    columns = [Column(part, _FIRST), Column("Score", 14, "score"), Column("Rated", 14, "count")]
    columns += [Column("Statements", 14, "count"), Column("Level", 24)]
    rows = [(each.title, each.score, each.rated, each.asked, each.level) for each in result.elements]
    sheet.table(columns, rows, frozen_columns=0, freeze=False)


def _table(book: Book, name: str, table: Table, *, frozen: int = 0, repeated: int = 0) -> None:
    columns, rows = table
    sheet = book.sheet(name, [column.wide for column in columns], repeated_columns=repeated)
    sheet.table(columns, rows, frozen_columns=frozen, filters=True)


def _words(book: Book, result: AssessmentResult) -> None:
    columns = (Column("Question", 50), Column("Answer", 100))
    rows = [(each.text, result.content.words.get(each.id, "")) for each in result.content.instrument.open_questions]
    sheet = book.sheet("In your own words", [column.wide for column in columns])
    sheet.table(columns, rows or [("Nothing was asked.", "")], frozen_columns=0)


def _about(book: Book, result: AssessmentResult) -> None:
    content, instrument = result.content, result.content.instrument
    sheet = book.sheet("About", (34, 100))
    sheet.title("About this assessment")
    sheet.fact("Organisation", content.organisation)
    sheet.fact("Assessment", content.name)
    sheet.fact("Self-assessment", f"{instrument.title}, version {instrument.version}")
    sheet.fact("As it stands", standing_words(content))
    sheet.fact("File made on", day_words(result.today))
    sheet.fact("What it is", instrument.disclaimer)
    sheet.heading("Signatures")
    if not content.signatures:
        sheet.fact("Nobody has signed yet")
    for each in content.signatures:
        sheet.fact(SIDE_LABELS.get(each.side, each.side), f"{each.name}, {each.role}")
        sheet.fact("Signed on", day_words(each.on))
        if each.disagreement:
            sheet.fact("Note of disagreement", each.disagreement)
    sheet.heading("What the ratings mean")
    for scale in instrument.scales:
        more = [f"{words} is no rating" for words in (scale.dont_know, scale.does_not_apply) if words]
        sheet.fact(scale.id, "; ".join([scale_words(scale), *more]))
    if instrument.rules.scores:
        sheet.fact("Score", "The mean rating on a scale from 0 to 10, where 10 is best.")
    for level in instrument.rules.levels:
        sheet.fact(level.title, level.description or "A level of this self-assessment.")


def released_workbook(forum: str, results: Sequence[AssessmentResult], today: date) -> bytes:
    """Several assessments as a forum sees them, one under the other: without notes, and without what the evidence is.

    The sheets are Assessments, Statements, Elements, Left to do, Actions and Signatures.
    """
    book = Book(today, f"{forum}: self-assessments")
    columns = (Column("Self-assessment", 40), Column("Version", 10, "count"), Column("Signed", 20, "day"))
    columns_more = (Column("Overall score", 14, "score"), Column("Level", 24))
    rows = [(each, [_facts(each)]) for each in results]
    _together(book, "Assessments", (*columns, *columns_more), rows)
    for name, made in _RELEASED.items():
        tables = [made(each) for each in results]
        if tables:
            _together(book, name, tables[0][0], [(each, table[1]) for each, table in zip(results, tables, strict=True)])
    signed = (Column("Side", 20), Column("Name", 30), Column("Role", 30), Column("Signed on", 20, "day"))
    _together(book, "Signatures", (*signed, Column("Note of disagreement", 60)), [(e, _signed(e)) for e in results])
    return book.to_bytes()


def _together(book: Book, name: str, columns: Sequence[Column], parts: Sequence[tuple[AssessmentResult, Rows]]) -> None:
    whose = (Column("Organisation", 30), Column("Assessment", 24))
    rows: Rows = [(result.content.organisation, result.content.name, *row) for result, found in parts for row in found]
    _table(book, name, ((*whose, *columns), rows), frozen=2, repeated=2)


def _facts(result: AssessmentResult) -> tuple[Cell, ...]:
    content = result.content
    return content.instrument.title, content.version, content.signed_on, result.overall, level_words(result)


def _signed(result: AssessmentResult) -> Rows:
    return [
        (SIDE_LABELS.get(each.side, each.side), each.name, each.role, each.on, each.disagreement)
        for each in result.content.signatures
    ]


def _without_notes(result: AssessmentResult) -> Table:
    columns, rows = statement_table(result)
    kept = [place for place, column in enumerate(columns) if column.name not in _KEPT_INSIDE]
    return tuple(columns[place] for place in kept), [tuple(row[place] for place in kept) for row in rows]


_KEPT_INSIDE = {"Management side", "Staff side", "Note"}
_RELEASED: Mapping[str, Callable[[AssessmentResult], Table]] = {
    "Statements": _without_notes,
    "Elements": element_table,
    "Left to do": left_table,
    "Actions": action_table,
}
