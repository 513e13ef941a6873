"""Tables to fill in: the questionnaire's ids and wordings, with a row for every figure of an old report."""

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Font

from audit_app.analysis.tallies import Group
from audit_app.audit.imports.figures import RESPONDENTS
from audit_app.audit.imports.sheets import HEADINGS, Kind
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, Question, Questionnaire, Side

_GROUPS = (Group.MANAGEMENT, Group.STAFF, Group.PARTNER)


def to_fill_in(questionnaire: Questionnaire, kind: Kind, extension: Literal["csv", "xlsx"]) -> bytes:
    """A table of tallies or averages with empty figures. Raises ValueError for rows of respondents."""
    if kind is Kind.RESPONDENTS:
        raise ValueError("Rows of respondents come from a survey tool: there is nothing to fill in.")
    headings = (*HEADINGS[kind], "wording")
    rows = [headings, *_respondents(), *_rows(questionnaire, kind)]
    if extension == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        return ("\ufeff" + out.getvalue()).encode()
    workbook = Workbook()
    sheet = workbook.active or workbook.create_sheet()
    sheet.title = kind.value.capitalize()
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDE", (24, 14, 12, 10, 90), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _respondents() -> list[tuple[str, ...]]:
    """The rows of the response rate."""
    words = "how many people; leave empty what you do not know"
    return [(RESPONDENTS, group.value, what, "", words) for group in _GROUPS for what in ("invited", "answered")]


def _rows(questionnaire: Questionnaire, kind: Kind) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for question in questionnaire.questions:
        scale = questionnaire.scale_of(question)
        if kind is Kind.AVERAGES and scale.order != "merit":
            continue
        for group in _GROUPS:
            if question.asked_of(Side(group.value)):
                rows += [(question.id, group.value, *cells) for cells in _cells(questionnaire, question, kind)]
    return rows


def _cells(questionnaire: Questionnaire, question: Question, kind: Kind) -> list[tuple[str, str, str]]:
    if kind is Kind.AVERAGES:
        return [("", "", question.text)]
    scale = questionnaire.scale_of(question)
    values = [(str(value), scale.labels[value]) for value in reversed(scale.values)]
    last = [(DONT_KNOW, scale.dont_know)] if scale.dont_know else []
    return [(value, "", f"{question.text} ({label})") for value, label in (*values, *last, (BLANK, "Left blank"))]
