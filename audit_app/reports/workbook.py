"""Released results as an XLSX workbook: summary, statements, sections, comments, about and a technical sheet.

Every figure stands as it was released, so workbook and page agree to the digit. What is hidden says "Not shown".
"""

from collections.abc import Sequence

from audit_app.analysis.released import Comparison, ReviewedComment, Sentence
from audit_app.charts import wording
from audit_app.reports.cells import Cell, scale_words, used_scales
from audit_app.reports.workbook_sheet import Book, Column, Sheet
from audit_app.reports.workbook_tables import section_table, statement_table, technical_table

_FLAGS = (
    ("Split views", "At least 30% gave the worst answers and at least 30% the best. Shown from ten answers."),
    ("Many could not say", "At least 20% said “Don't know”."),
    ("Below what members hoped for", "The score is clearly below what members expected in the baseline."),
    ("Improved, Declined", "The score changed by at least 0.6 and chance alone would seldom do this."),
    ("No clear change", "This does not mean that nothing changed."),
    ("Sides differ", "The sides are at least 1.0 apart and chance alone would seldom do this."),
    ("No clear difference between the sides", "This does not mean that the sides agree."),
    ("Not shown", "The figure could tell how single members answered, so it is hidden."),
)


def results_workbook(comparison: Comparison, comments: Sequence[ReviewedComment] = ()) -> bytes:
    """The workbook's bytes; the same comparison and comments always give the same."""
    facts = comparison.round
    book = Book(facts.closed_on, f"{facts.forum}: {facts.name}")
    _summary(book, comparison)
    columns, rows = statement_table(comparison)
    sheet = book.sheet("Statements", [column.wide for column in columns], repeated_columns=2)
    sheet.table(columns, rows, frozen_columns=2)
    columns, rows = section_table(comparison)
    book.sheet("Sections", [column.wide for column in columns]).table(columns, rows, frozen_columns=1)
    _comments(book, comments)
    technical = technical_table(comparison)
    if technical is not None:
        columns, rows = technical
        book.sheet("Technical", [column.wide for column in columns]).table(columns, rows, frozen_columns=2)
    _about(book, comparison)
    return book.to_bytes()


def _summary(book: Book, comparison: Comparison) -> None:
    facts = comparison.round
    sheet = book.sheet("Summary", (70, 50, 12))
    sheet.title(f"{facts.forum}: {facts.name}")
    sheet.line(f"Closed {wording.day(facts)}")
    if comparison.against is not None:
        sheet.line(f"Compared with {comparison.against.name}, closed {wording.day(comparison.against)}")
    sheet.line(wording.PLAN_WORDS[facts.plan])
    sheet.heading("Who answered")
    sheet.fact("Side", "Answered", "Invited")
    for side, turnout in facts.turnout.items():
        numbers = (turnout.answered, turnout.invited)
        sheet.fact(side.label, *(wording.NOT_KNOWN if number is None else number for number in numbers))
    sheet.heading("Overall score out of 10")
    sheet.fact("Both sides together", wording.score(comparison.overall.total))
    for heading, sentences in (
        ("In short", comparison.summary),
        ("Where we stand", comparison.level),
        ("What moved most", comparison.movements),
        ("Where the sides are apart", comparison.apart),
    ):
        if sentences:
            sheet.heading(heading)
            for sentence in sentences:
                sheet.line(*_said(sentence))
    _suggestions(sheet, comparison)
    for heading, notes in (("What is not compared", comparison.breaks), ("Please note", comparison.footnotes)):
        if notes:
            sheet.heading(heading)
            for note in notes:
                sheet.line(note)


def _said(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.text,) if sentence.sure is None else (sentence.text, sentence.sure)


def _suggestions(sheet: Sheet, comparison: Comparison) -> None:
    by_id = {statement.id: wording.numbered(statement) for statement in comparison.statements}
    if comparison.suggestions:
        sheet.heading("Suggestions for discussion")
        for suggestion in comparison.suggestions:
            reasons = "; ".join(suggestion.reasons)
            sheet.line(by_id.get(suggestion.statement, suggestion.statement), f"Suggested because: {reasons}")
    if comparison.strengths:
        sheet.heading("Strengths")
        for strength in comparison.strengths:
            sheet.line(by_id.get(strength, strength))


def _comments(book: Book, comments: Sequence[ReviewedComment]) -> None:
    columns = (Column("Under", 36), Column("Question", 50), Column("Comment", 90))
    rows: list[tuple[Cell, ...]] = [(comment.heading, comment.question_text, comment.text) for comment in comments]
    sheet = book.sheet("Comments", [column.wide for column in columns])
    sheet.table(columns, rows or [("No comments are shown.", None, None)], frozen_columns=0)


def _about(book: Book, comparison: Comparison) -> None:
    facts = comparison.round
    sheet = book.sheet("About", (42, 110))
    sheet.title("About these results")
    sheet.fact("Forum", facts.forum)
    sheet.fact("Round", facts.name)
    sheet.fact("Closed", wording.day(facts))
    sheet.fact("Questionnaire", f"{facts.questionnaire.title}, version {facts.questionnaire.version}")
    sheet.fact("Who is counted", wording.base(comparison))
    if facts.typed_in:
        sheet.fact("Source", "Brought in from an earlier report or survey.")
    if facts.discarded:
        sheet.fact(
            "Could not be read", f"The answers of {wording.many(facts.discarded, 'member', 'members')}, not counted"
        )
    sheet.fact("Both sides together", "Management side and staff side, every answer counted once. Partners are apart.")
    sheet.fact("Score", "The mean answer on a scale from 0 to 10, where 10 is best. “About” marks a rounded one.")
    sheet.fact(
        "Protection",
        "Groups and answers are hidden where they could tell how single members answered. "
        "This is designed to prevent that; it cannot rule it out.",
    )
    sheet.heading("Scales")
    for scale in used_scales(comparison):
        sheet.fact(scale.id, scale_words(scale))
    sheet.heading("What the words mean")
    for word, meaning in _FLAGS:
        sheet.fact(word, meaning)
