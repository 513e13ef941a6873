"""The documents about one assessment, from one result: page, ZIP and command line all go through this list."""

import json

from audit_app.reports.assessment_csv import assessment_csv
from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.assessment_pack import AssessmentPack
from audit_app.reports.assessment_workbook import assessment_workbook
from audit_app.reports.documents import Document
from audit_app.reports.papers.assessment_paper import assessment_paper, one_page
from audit_app.reports.papers.pdf import paper_pdf


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


DOCUMENTS: tuple[Document[AssessmentPack], ...] = (
    Document(
        "report", "pdf", "Report", "Everything that both sides agreed, summary first, to read and print.", _report
    ),
    Document("one-page", "pdf", "One page", "The least to know, on one side of A4.", _one_page),
    Document("workbook", "xlsx", "Workbook", "Every statement, evidence and action, for those who ask.", _workbook),
    Document("table", "csv", "Table", "One row for each statement, for any spreadsheet.", _csv),
    Document("results", "json", "For other programs", "The agreed results in a documented form.", _json),
)
