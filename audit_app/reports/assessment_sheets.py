"""The tables of an assessment's workbook: columns, and a row for each statement, element, piece of evidence, action."""

from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports.assessment_tables import (
    action_rows,
    item_rows,
    left_rows,
    part_of,
    rating_value,
    rating_words,
)
from audit_app.reports.cells import Cell
from audit_app.reports.workbook_sheet import Column

Rows = list[tuple[Cell, ...]]
Table = tuple[tuple[Column, ...], Rows]
_STATEMENT = Column("Statement", 46)


def statement_table(result: AssessmentResult) -> Table:
    """Every statement with the sides' ratings as far as they may be seen, the agreed one and what is behind it."""
    content = result.content
    columns = (
        *(Column("Id", 10), _STATEMENT, Column(part_of(content.instrument), 24), Column("Tier", 14)),
        *(Column("Management side", 18), Column("Staff side", 18), Column("Agreed", 18), Column("Value", 8, "count")),
        *(Column("Reason", 30), Column("Note", 40), Column("Confidence", 12), Column("Priority", 10)),
        *(Column("Help wanted", 10), Column("Evidence", 10, "count")),
    )
    rows: Rows = []
    for row in item_rows(content):
        answer, scale = row.answer, row.scale
        rows.append(
            (
                *(row.item.id, f"{row.number}. {row.item.text}", row.element.title, row.tier),
                *(rating_words(scale, answer.management), rating_words(scale, answer.staff)),
                *(rating_words(scale, answer.agreed), rating_value(answer.agreed), answer.reason, answer.note),
                answer.confidence.value.capitalize() if answer.confidence else None,
                answer.priority.value.capitalize() if answer.priority else None,
                "Yes" if answer.help_wanted else None,
                len(answer.proofs),
            )
        )
    return columns, rows


def element_table(result: AssessmentResult) -> Table:
    """Every element: its score, how far it is rated, its level."""
    columns = (
        *(Column("Id", 12), Column(part_of(result.content.instrument), 40), Column("Score", 10, "score")),
        *(Column("Rated", 10, "count"), Column("Statements", 12, "count"), Column("Does not apply", 16, "count")),
        *(Column("Don't know", 14, "count"), Column("Rated by both sides", 20, "count"), Column("Level", 24)),
    )
    rows: Rows = [
        (
            *(each.id, each.title, each.score, each.rated, each.asked, each.not_applying, each.not_known),
            *(each.both_sides, each.level),
        )
        for each in result.elements
    ]
    return columns, rows


def left_table(result: AssessmentResult) -> Table:
    """What is left before each level is reached; a line that says so where nothing is."""
    columns = (
        Column("Level", 24), Column(part_of(result.content.instrument), 30), Column("Id", 12),
        Column("What is left", 90),
    )  # fmt: skip
    rows: Rows = [(row.level.title, row.element, row.left.item, row.left.sentence) for row in left_rows(result)]
    if not rows:
        levels = result.standing is not None and result.standing.levels
        words = "Nothing is left: every level is reached." if levels else "This self-assessment has no levels."
        rows = [(None, None, None, words)]
    return columns, rows


def evidence_table(result: AssessmentResult) -> Table:
    """Every piece of evidence, and what is wrong with it or is missing."""
    columns = (
        *(Column("Id", 10), _STATEMENT, Column("Evidence", 40), Column("Link", 40), Column("Date", 20, "day")),
        *(Column("Kept by", 26), Column("To look at", 50)),
    )
    worries = {(problem.item, problem.proof): problem.sentence for problem in result.problems}
    rows: Rows = []
    for row in item_rows(result.content):
        name = f"{row.number}. {row.item.text}"
        if (row.item.id, None) in worries:
            rows.append((row.item.id, name, None, None, None, None, worries[row.item.id, None]))
        for proof in row.answer.proofs:
            worry = worries.get((row.item.id, proof))
            rows.append((row.item.id, name, proof.title, proof.link, proof.dated, proof.owner_role, worry))
    return columns, rows or [(None, "No evidence yet.", None, None, None, None, None)]


def action_table(result: AssessmentResult) -> Table:
    """Every action: what, for which statement, who by role, until when, and how it stands."""
    columns = (
        *(Column("Id", 10), _STATEMENT, Column("Action", 50), Column("Who sees to it", 26)),
        *(Column("Due", 20, "day"), Column("State", 14), Column("Done", 20, "day")),
    )
    rows: Rows = [
        (
            row.item.id if row else None, f"{row.number}. {row.item.text}" if row else None, action.text,
            action.owner_role, action.due_on, action.state.label, action.done_on,
        )
        for row, action in action_rows(result.content)
    ]  # fmt: skip
    return columns, rows or [(None, None, "No actions yet.", None, None, None, None)]
