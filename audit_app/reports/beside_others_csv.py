"""One forum beside all other forums as a table for spreadsheets: the same figures as on the page."""

import csv
from collections.abc import Iterator
from io import StringIO

from audit_app.analysis.pool import BesideOthers, BesideStatement
from audit_app.analysis.released import Figure
from audit_app.charts import wording
from audit_app.reports.cells import Cell, shown_words, storable, tenths

_HEADER = (
    "Kind", "Id", "Text", "Group", "Shown", "Answers", "Lowest band", "Middle band", "Highest band", "Score",
    "Difference", "Label",
)  # fmt: skip


def beside_others_csv(beside: BesideOthers) -> bytes:
    """UTF-8 with a byte order mark. Two rows a statement: this forum, and the other forums together."""
    paper = StringIO()
    writer = csv.DictWriter(paper, _HEADER, lineterminator="\r\n", restval="")
    writer.writeheader()
    for row in _rows(beside):
        writer.writerow({name: storable(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return b"\xef\xbb\xbf" + paper.getvalue().encode("utf-8")


def _rows(beside: BesideOthers) -> Iterator[dict[str, Cell]]:
    facts = beside.round
    yield {"Kind": "round", "Text": f"Round: {facts.name}. Forum: {facts.forum}. Closed {wording.day(facts)}."}
    yield {"Kind": "others", "Text": f"Other forums: {beside.forums}, closed in {beside.year}."}
    for statement in beside.statements:
        yield from _statement_rows(beside, statement)
    for section in beside.sections:
        common: dict[str, Cell] = {"Kind": "section", "Id": section.id, "Text": f"Section: {section.title}"}
        compared = f"{section.compared} of {section.asked} statements"
        yield {
            **common,
            "Group": "This forum",
            "Shown": compared,
            "Score": tenths(section.own),
            "Difference": tenths(section.difference),
            "Label": "No label",
        }
        yield {**common, "Group": "Other forums", "Shown": compared, "Score": tenths(section.others)}


def _statement_rows(beside: BesideOthers, statement: BesideStatement) -> Iterator[dict[str, Cell]]:
    scale = beside.round.questionnaire.scale_by_id[statement.scale]
    text = f"{statement.number}. {statement.text}"
    for group, figure in (("This forum", statement.own), ("Other forums", statement.others)):
        low, middle, high = _bands(figure)
        row: dict[str, Cell] = {
            "Kind": "statement",
            "Id": statement.id,
            "Text": text,
            "Group": group,
            "Shown": shown_words(figure, scale),
            "Answers": wording.NOT_SHOWN if figure.n is None else figure.n,
            "Lowest band": low,
            "Middle band": middle,
            "Highest band": high,
            "Score": tenths(figure.score),
        }
        if figure is statement.own and statement.difference is not None:
            row["Difference"] = tenths(statement.difference)
            row["Label"] = statement.label.value if statement.label else "No label"
        yield row


def _bands(figure: Figure) -> tuple[Cell, Cell, Cell]:
    return figure.bands or (wording.NOT_SHOWN,) * 3
