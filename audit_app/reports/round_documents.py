"""The meeting pack: every document about one round."""

import json

from audit_app.reports.csv_file import results_csv
from audit_app.reports.documents import Document
from audit_app.reports.papers.one_page import one_page_ways
from audit_app.reports.papers.pdf import first_that_fits, paper_pdf
from audit_app.reports.papers.round_paper import round_paper, word_paper
from audit_app.reports.papers.word import paper_docx
from audit_app.reports.pictures_zip import pictures_zip
from audit_app.reports.result_json import as_dict
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.round_pictures import round_pictures
from audit_app.reports.slides.powerpoint import deck_pptx
from audit_app.reports.slides.round_deck import round_deck
from audit_app.reports.workbook import results_workbook


def _report(pack: RoundPack) -> bytes:
    return paper_pdf(round_paper(pack))


def _one_page(pack: RoundPack) -> bytes:
    return first_that_fits(one_page_ways(pack), pages=1)


def _word(pack: RoundPack) -> bytes:
    return paper_docx(word_paper(pack))


def _slides(pack: RoundPack) -> bytes:
    return deck_pptx(round_deck(pack))


def _csv(pack: RoundPack) -> bytes:
    return results_csv(pack.comparison, pack.comments)


def _json(pack: RoundPack) -> bytes:
    """The documented schema has no place for comments. Half a character, which UTF-8 cannot hold, becomes a "?"."""
    made = json.dumps(as_dict(pack.comparison, pack.priorities), ensure_ascii=False, indent=2)
    return made.encode(errors="replace")


def _pictures(pack: RoundPack) -> bytes:
    return pictures_zip(round_pictures(pack))


DOCUMENTS: tuple[Document[RoundPack], ...] = (
    Document("report", "pdf", "Report", "The whole paper, to read and to print.", _report),
    Document("one-page", "pdf", "One page", "What matters most, on one side of A4.", _one_page),
    Document(
        "paper", "docx", "Paper to edit", "The same in Word, with a covering note and words for the minutes.", _word
    ),
    Document("slides", "pptx", "Slides", "One finding a slide, with notes on what to say and what not.", _slides),
    Document("workbook", "xlsx", "Workbook", "Every figure, with charts, for those who ask.", results_workbook),
    Document("table", "csv", "Table", "One row for each statement, for any spreadsheet.", _csv),
    Document("results", "json", "For other programs", "The results in a documented form.", _json),
    Document("pictures", "zip", "Pictures", "Every chart as PNG and SVG, with its words and figures.", _pictures),
)
