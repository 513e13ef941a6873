"""Released results as CSV: one row for each statement and group, then the sections and the reviewed comments.

UTF-8 with a byte order mark and CRLF, as spreadsheets expect. Every cell with words of other people starts with a
word or a number of ours ("3. …", "Section: …"), whatever the words are, so that none can run as a formula; numbers stay
numbers, so -0.5 is -0.5.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from audit_app.analysis.released import (
    Comparison,
    Detail,
    Figure,
    ReviewedComment,
    RoundFacts,
    SectionResult,
    StatementResult,
)
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.cells import (
    NOT_ASKED,
    AnswerColumns,
    Cell,
    answer_columns,
    scale_words,
    score_of,
    shown_words,
    storable,
    tenths,
)

BOTH_SIDES = "Both sides"
_BEFORE = ("Kind", "Id", "Section", "Text", "Group", "Shown", "Invited", "Answers", "Don't know", "Score")
_AFTER = ("Earlier score", "Difference", "Change", "Staff minus management", "Sides", "Notes", "Scale")


def results_csv(comparison: Comparison, comments: Sequence[ReviewedComment] = ()) -> bytes:
    """The file. Numbers stand as released, scores with one decimal place; what is hidden says "Not shown".

    A cell is empty where there is nothing that could be told, as a section's counts.
    """
    columns = answer_columns(comparison)
    header = (*_BEFORE, *columns.names, *_AFTER)
    paper = StringIO()
    writer = csv.DictWriter(paper, header, lineterminator="\r\n", restval="")
    writer.writeheader()
    for row in _rows(comparison, columns, comments):
        writer.writerow({name: _written(cell) for name, cell in row.items()})
    return b"\xef\xbb\xbf" + paper.getvalue().encode("utf-8")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.1f}" if isinstance(cell, float) else storable(cell) if isinstance(cell, str) else str(cell)


def _rows(
    comparison: Comparison, columns: AnswerColumns, comments: Sequence[ReviewedComment]
) -> Iterator[dict[str, Cell]]:
    yield _round_row("round", comparison.round)
    if comparison.against is not None:
        yield _round_row("against", comparison.against)
    yield from _response_rows(comparison.round)
    for statement in comparison.statements:
        yield from _statement_rows(comparison, statement, columns)
    for section in comparison.sections:
        yield from _section_rows("section", section)
    yield from _section_rows("overall", comparison.overall)
    for comment in comments:
        yield {
            "Kind": "comment",
            "Section": f"Under: {comment.heading}",
            "Text": f"Comment: {comment.text}",
            "Notes": f"Question: {comment.question_text}",
        }


def _round_row(kind: str, facts: RoundFacts) -> dict[str, Cell]:
    return {
        "Kind": kind,
        "Text": f"Round: {facts.name}",
        "Notes": f"Forum: {facts.forum}. Closed {wording.day(facts)}. {wording.PLAN_WORDS[facts.plan]} "
        f"Minimum group {facts.minimum}.",
    }


def _response_rows(facts: RoundFacts) -> Iterator[dict[str, Cell]]:
    for side, turnout in facts.turnout.items():
        yield {
            "Kind": "response",
            "Group": side.label,
            "Invited": wording.NOT_KNOWN if turnout.invited is None else turnout.invited,
            "Answers": wording.NOT_KNOWN if turnout.answered is None else turnout.answered,
        }


def _statement_rows(
    comparison: Comparison, statement: StatementResult, columns: AnswerColumns
) -> Iterator[dict[str, Cell]]:
    questionnaire = comparison.round.questionnaire
    titles = {section.id: section.title for section in questionnaire.sections}
    question = questionnaire.question_by_id[statement.id]
    scale = questionnaire.scale_of(question)
    common: dict[str, Cell] = {
        "Kind": "statement",
        "Id": statement.id,
        "Section": f"Section: {titles[statement.section]}",
        "Text": wording.numbered(statement),
        "Scale": scale_words(scale),
    }
    groups: list[tuple[str, Figure | None]] = [(BOTH_SIDES, statement.total)]
    groups += [(side.label, (statement.sides or {}).get(side)) for side in TWO_SIDES]
    groups.append((Side.PARTNER.label, statement.partner))
    for name, figure in groups:
        cells = dict(zip(columns.names, (*columns.counts(figure, scale), *columns.bands(figure)), strict=True))
        row: dict[str, Cell] = {
            **common,
            "Group": name,
            "Shown": shown_words(figure, scale),
            "Answers": _count(figure.n if figure else None, columns),
            "Don't know": _count(figure.dont_know if figure else None, columns),
            "Score": score_of(figure, scale),
            **cells,
        }
        if name == BOTH_SIDES:
            row |= _compared(statement)
            row["Notes"] = ". ".join(_notes(statement))
        elif name == Side.PARTNER.label and not question.asked_of(Side.PARTNER):
            row = {**common, "Group": name, "Shown": NOT_ASKED}
        yield row


def _count(value: int | None, columns: AnswerColumns) -> Cell:
    return columns.missing() if value is None else value


def _notes(statement: StatementResult) -> list[str]:
    notes = [wording.FLAG_WORDS[flag] for flag in statement.flags]
    notes += ["Score is about right, not exact"] if statement.total.about else []
    notes += [f"Sides: {statement.sides_hidden_words}"] if statement.sides_hidden_words else []
    notes += [f"Change: {statement.no_comparison}"] if statement.no_comparison else []
    notes += [wording.earlier_words(statement.reworded_from)] if statement.reworded_from else []
    return notes


def _compared(result: StatementResult | SectionResult) -> dict[str, Cell]:
    """The change since the earlier round and the gap between the sides, as far as they are released."""
    row: dict[str, Cell] = {}
    if result.change is not None:
        row["Earlier score"] = tenths(result.change.earlier)
        row["Difference"] = tenths(result.change.difference)
        row["Change"] = result.change.label.value if result.change.label else "No label"
    if result.gap is not None:
        row["Staff minus management"] = tenths(result.gap.difference)
        row["Sides"] = result.gap.label.value if result.gap.label else "No label"
    return row


def _section_rows(kind: str, section: SectionResult) -> Iterator[dict[str, Cell]]:
    groups: list[tuple[str, Figure | None]] = [(BOTH_SIDES, section.total)]
    groups += [(side.label, (section.sides or {}).get(side)) for side in TWO_SIDES]
    groups.append((Side.PARTNER.label, section.partner))
    for name, figure in groups:
        hidden = figure is None or figure.score is None or figure.detail is Detail.NONE
        row: dict[str, Cell] = {
            "Kind": kind,
            "Id": section.id,
            "Text": f"Section: {section.title}",
            "Group": name,
            "Shown": wording.NOT_SHOWN if hidden else "Score only",
            "Answers": wording.NOT_SHOWN if figure is None or figure.n is None else figure.n,
            "Score": tenths(figure.score if figure is not None else None),
        }
        if name == BOTH_SIDES:
            row |= _compared(section)
            row["Notes"] = f"Change: {section.no_comparison}" if section.no_comparison else ""
        yield row
