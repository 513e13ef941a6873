"""Released results as an XLSX workbook: summary with charts, a sheet for each table, and what the words mean.

Every figure stands as it was released, so workbook and page agree to the digit. What is hidden says "Not shown".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit_app.analysis.released import ReviewedComment
from audit_app.reports.cells import Cell
from audit_app.reports.round_charts import round_charts
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.workbook_about import about_sheet
from audit_app.reports.workbook_charts import chart_sheet, draw_again, room_for
from audit_app.reports.workbook_earlier import change_table, hope_table, series_table
from audit_app.reports.workbook_priorities import priority_table
from audit_app.reports.workbook_sheet import Book, Column
from audit_app.reports.workbook_summary import summary_sheet
from audit_app.reports.workbook_tables import Table, section_table, statement_table


@dataclass(frozen=True)
class _Tabled:
    """A sheet of one table. kept: columns that stay in sight. split: printed on pages that each begin with those."""

    name: str
    purpose: str
    table: Table | None
    kept: int
    split: bool = False


def results_workbook(pack: RoundPack) -> bytes:
    """The workbook's bytes; the same pack always gives the same. A sheet with nothing to say is left out."""
    facts = pack.comparison.round
    book = Book(facts.closed_on, f"{facts.forum}: {facts.name}")
    told = [("Summary", "What stands out, and what to remember when reading it.")]
    charts = round_charts(pack)
    summary, row = summary_sheet(book, pack, room_for(charts))
    placed = chart_sheet(book, charts, "Charts and their figures")
    if placed:
        draw_again(book, summary, row, placed[0])
        told.append(("Charts", "Each chart beside the cells that it is drawn from. Change a cell, and it follows."))
    for each in _tables(pack):
        if each.table is None:
            continue
        columns, rows = each.table
        repeated = each.kept if each.split else 0
        sheet = book.sheet(each.name, [column.wide for column in columns], repeated_columns=repeated)
        sheet.table(columns, rows, frozen_columns=each.kept, filters=True)
        told.append((each.name, each.purpose))
    about_sheet(book, pack.comparison, told)
    return book.to_bytes()


def _tables(pack: RoundPack) -> tuple[_Tabled, ...]:
    comparison = pack.comparison
    return (
        _Tabled("Statements", "Every statement, one a row.", statement_table(comparison), 2, split=True),
        _Tabled("Sections", "The overall score, then every section.", section_table(comparison), 1),
        _Tabled(
            "Changes", "Every change since the earlier round, with the technical figures.", change_table(comparison), 2,
            split=True,
        ),
        _Tabled("Hopes", "What members hoped for beside what they found.", hope_table(pack.hoped), 2),
        _Tabled("Over time", "Every score of every round, one a row.", series_table(pack.series), 1),
        _Tabled(
            "Priorities", "What both sides agreed to work on, and what has become of it.",
            priority_table(pack.priorities), 2, split=True,
        ),
        _Tabled("Comments", "What members wrote, as both reviewers passed it.", _comment_table(pack.comments), 0),
    )  # fmt: skip


def _comment_table(comments: Sequence[ReviewedComment]) -> Table:
    columns = (Column("Under", 36), Column("Question", 50), Column("Comment", 90))
    rows: list[tuple[Cell, ...]] = [(comment.heading, comment.question_text, comment.text) for comment in comments]
    return columns, rows or [("No comments are shown.", None, None)]
