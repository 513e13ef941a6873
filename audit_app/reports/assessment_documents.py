"""The documents about one assessment, from one result: page, ZIP and command line all go through this list."""

import json

from audit_app.reports.assessment_csv import assessment_csv
from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.assessment_pack import AssessmentPack
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.assessment_workbook import assessment_workbook
from audit_app.reports.documents import Document
from audit_app.reports.papers.assessment_paper import assessment_paper, one_page
from audit_app.reports.papers.assessment_parts import pictures
from audit_app.reports.papers.assessment_wording import agenda_paper
from audit_app.reports.papers.pdf import paper_pdf
from audit_app.reports.papers.word import paper_docx
from audit_app.reports.pictures_zip import pictures_zip
from audit_app.reports.slides.assessment_deck import assessment_deck
from audit_app.reports.slides.powerpoint import deck_pptx


def _workbook(pack: AssessmentPack) -> bytes:
    return assessment_workbook(pack.result)


def _csv(pack: AssessmentPack) -> bytes:
    return assessment_csv(pack.result)


def _json(pack: AssessmentPack) -> bytes:
    """The documented schema has no place for a side's own rating, nor for notes."""
    return json.dumps(assessments_as_dict(pack.forum, [pack.result]), ensure_ascii=False, indent=2).encode(
        "utf-8", "backslashreplace"
    )


def _report(pack: AssessmentPack) -> bytes:
    return paper_pdf(assessment_paper(pack))


def _one_page(pack: AssessmentPack) -> bytes:
    return paper_pdf(one_page(pack), pages=1)


def _word(pack: AssessmentPack) -> bytes:
    return paper_docx(agenda_paper(pack))


def _slides(pack: AssessmentPack) -> bytes:
    return deck_pptx(assessment_deck(pack))


def _pictures(pack: AssessmentPack) -> bytes:
    return pictures_zip(pictures(ResultRows(pack.result)))


DOCUMENTS: tuple[Document[AssessmentPack], ...] = (
    Document(
        "report", "pdf", "Report", "Everything that both sides agreed, summary first, to read and print.", _report
    ),
    Document("one-page", "pdf", "One page", "The least to know, on one side of A4.", _one_page),
    Document(
        "paper", "docx", "Paper to edit", "The same in Word, with a covering note and words for the minutes.", _word
    ),
    Document("slides", "pptx", "Slides", "One finding a slide, with notes on what to say and what not.", _slides),
    Document("workbook", "xlsx", "Workbook", "Every statement, evidence and action, for those who ask.", _workbook),
    Document("table", "csv", "Table", "One row for each statement, for any spreadsheet.", _csv),
    Document("results", "json", "For other programs", "The agreed results in a documented form.", _json),
    Document("pictures", "zip", "Pictures", "Every chart as PNG and SVG, with its words and figures.", _pictures),
)
