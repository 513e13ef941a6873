"""The first sheet of the workbook: what the page of results says first, and one chart."""

from audit_app.analysis.released import Comparison, Sentence
from audit_app.charts import wording
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.workbook_priorities import said_in_short
from audit_app.reports.workbook_sheet import Book, Sheet


def summary_sheet(book: Book, pack: RoundPack, room: int) -> tuple[Sheet, int]:
    """Who answered, the overall score, every sentence, suggestions, strengths, priorities and what to remember.

    room: rows to leave free for a chart. Returns the sheet and the first of them, from 0.
    """
    comparison = pack.comparison
    facts = comparison.round
    sheet = book.sheet("Summary", (70, 50, 12), percent=100)
    sheet.title(f"{facts.forum}: {facts.name}")
    sheet.line(f"Closed {wording.day(facts)}")
    if comparison.against is not None:
        sheet.line(f"Compared with {comparison.against.name}, closed {wording.day(comparison.against)}")
    sheet.line(wording.PLAN_WORDS[facts.plan])
    sheet.space()
    first = sheet.row
    sheet.space(room)
    _sentences(sheet, pack)
    return sheet, first


def _sentences(sheet: Sheet, pack: RoundPack) -> None:
    comparison = pack.comparison
    facts = comparison.round
    sheet.heading("Who answered")
    sheet.strong_line("Side", "Answered", "Invited")
    for side, turnout in facts.turnout.items():
        numbers = (turnout.answered, turnout.invited)
        sheet.fact(side.label, *(wording.NOT_KNOWN if number is None else number for number in numbers))
    sheet.break_here([sheet.row])
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
    if pack.priorities:
        sheet.heading("Priorities that both sides agreed")
        for priority in pack.priorities:
            sheet.line(*said_in_short(priority))
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
