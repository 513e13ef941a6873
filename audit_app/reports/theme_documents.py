"""The documents about what organisations share, from one content: page, ZIP and command line go through this list."""

import json

from audit_app.charts import organisations_map
from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.documents import Document
from audit_app.reports.papers.pdf import paper_pdf
from audit_app.reports.papers.theme_paper import one_page, theme_paper
from audit_app.reports.papers.theme_wording import theme_agenda_paper
from audit_app.reports.papers.word import paper_docx
from audit_app.reports.pictures_zip import pictures_zip
from audit_app.reports.shared_results import shared_csv
from audit_app.reports.shared_workbook import shared_workbook
from audit_app.reports.slides.powerpoint import deck_pptx
from audit_app.reports.slides.theme_deck import theme_deck
from audit_app.reports.theme_pack import ThemePack


def _workbook(pack: ThemePack) -> bytes:
    return shared_workbook(pack.shared)


def _csv(pack: ThemePack) -> bytes:
    return shared_csv(pack.shared)


def _json(pack: ThemePack) -> bytes:
    results = [place.result for place in pack.shared.places]
    return json.dumps(assessments_as_dict(pack.shared.forum, results), ensure_ascii=False, indent=2).encode(
        "utf-8", "backslashreplace"
    )


def _report(pack: ThemePack) -> bytes:
    return paper_pdf(theme_paper(pack))


def _one_page(pack: ThemePack) -> bytes:
    return paper_pdf(one_page(pack), pages=1)


def _word(pack: ThemePack) -> bytes:
    return paper_docx(theme_agenda_paper(pack))


def _slides(pack: ThemePack) -> bytes:
    return deck_pptx(theme_deck(pack))


def _pictures(pack: ThemePack) -> bytes:
    return pictures_zip([chart for chart in (organisations_map(pack.shared.places),) if not chart.empty])


DOCUMENTS: tuple[Document[ThemePack], ...] = (
    Document(
        "report", "pdf", "Report", "What organisations have in common, summary first, to read and print.", _report
    ),
    Document("one-page", "pdf", "One page", "The least to know, on one side of A4.", _one_page),
    Document(
        "paper", "docx", "Paper to edit", "The same in Word, with a covering note and words for the minutes.", _word
    ),
    Document("slides", "pptx", "Slides", "One finding a slide, with notes on what to say and what not.", _slides),
    Document("workbook", "xlsx", "Workbook", "Every organisation and statement, for those who ask.", _workbook),
    Document("table", "csv", "Table", "One row for each organisation's statement, for any spreadsheet.", _csv),
    Document("results", "json", "For other programs", "What is shared, in a documented form.", _json),
    Document("pictures", "zip", "Pictures", "Every chart as PNG and SVG, with its words and figures.", _pictures),
)
