"""The last sheet of the workbook: whose results these are, how they were worked out, and what the words mean."""

from collections.abc import Sequence

from audit_app.analysis import thresholds
from audit_app.analysis.released import Comparison
from audit_app.charts import wording
from audit_app.reports.cells import scale_words, used_scales
from audit_app.reports.workbook_sheet import Book


def _share(part: tuple[int, int]) -> str:
    return f"{round(100 * part[0] / part[1])}%"


_SPLIT = _share(thresholds.SPLIT_SHARE)
_FLAGS = {
    "Split views": f"At least {_SPLIT} gave the worst answers and at least {_SPLIT} the best. "
    f"Shown from {thresholds.SPLIT_MINIMUM} answers.",
    "Many could not say": f"At least {_share(thresholds.MANY_DONT_KNOW)} said “Don't know”.",
    "Below what members hoped for": "The score is clearly below what members expected in the baseline.",
    "Improved, Declined": f"The score changed by at least {thresholds.CHANGE} and chance alone would seldom do this. "
    f"In very large groups, {thresholds.CHANGE_LARGE} is enough.",
    "No clear change": "This does not mean that nothing changed.",
    "Sides differ": f"The sides are at least {thresholds.GAP} apart and chance alone would seldom do this.",
    "No clear difference between the sides": "This does not mean that the sides agree.",
    "No label": "The difference is shown, but these figures cannot tell whether it is more than chance.",
    "Not shown": "The figure could tell how single members answered, so it is hidden.",
}
_TECHNICAL = {
    "p": "How often chance alone would make a change at least as large, if nothing had changed. "
    "From an exact permutation test of the mean answers.",
    "p adjusted": "The same, made more careful because many statements are tested at once "
    "(Benjamini\N{EN DASH}Hochberg).",
    "95% from, 95% to": "How far the change of the favourable share may lie from what was measured, in points out of "
    "100 (Newcombe). On the sheet Over time: how far chance may move the score itself.",
    "Cliff's delta": "How far the two rounds' answers are apart. 0: they are mixed. 1: every answer of this round is "
    "better than every one before. \N{MINUS SIGN}1: every one is worse.",
    "Empty cells": "The technical figures stand only where every answer of both rounds is shown. Sections have none.",
}


def about_sheet(book: Book, comparison: Comparison, sheets: Sequence[tuple[str, str]]) -> None:
    """sheets: name and purpose of every other sheet, in their order."""
    facts = comparison.round
    sheet = book.sheet("About", (42, 110))
    sheet.title("About these results")
    sheet.fact("Forum", facts.forum)
    sheet.fact("Round", facts.name)
    sheet.fact("Closed", wording.day(facts))
    sheet.fact("Questionnaire", f"{facts.questionnaire.title}, version {facts.questionnaire.version}")
    sheet.fact("Who is counted", wording.base(comparison))
    if facts.typed_in:
        sheet.fact("Source", "Brought in from an earlier report or survey.")
    if facts.discarded:
        sheet.fact(
            "Could not be read", f"The answers of {wording.many(facts.discarded, 'member', 'members')}, not counted"
        )
    sheet.fact("Both sides together", "Management side and staff side, every answer counted once. Partners are apart.")
    sheet.fact("Score", "The mean answer on a scale from 0 to 10, where 10 is best. “About” marks a rounded one.")
    sheet.fact(
        "Protection",
        "Groups and answers are hidden where they could tell how single members answered. "
        "This is designed to prevent that; it cannot rule it out.",
    )
    sheet.heading("Sheets of this workbook")
    for name, purpose in sheets:
        sheet.fact(name, purpose)
    sheet.heading("Scales")
    for scale in used_scales(comparison):
        sheet.fact(scale.id, scale_words(scale))
    sheet.heading("What the words mean")
    for word, meaning in _FLAGS.items():
        sheet.fact(word, meaning)
    if comparison.against is not None:
        sheet.heading("Technical figures, on the sheet Changes")
        for word, meaning in _TECHNICAL.items():
            sheet.fact(word, meaning)
