"""What people write in the cells of a spreadsheet, as the fields of an assessment hold it."""

import re
from datetime import date

from audit_app.analysis.assessed.working_copy import NO, YES
from audit_app.assessment.entries import YES as TICKED
from audit_app.questionnaire.definition import DONT_KNOW
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, AssessmentScale

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4})", re.ASCII)
_NUMBER_FIRST = re.compile(r"(\d{1,2})(?:\.0+)?(?:\s*[:=.\-\N{EN DASH}]\s*|\s+|$)(.*)", re.ASCII | re.DOTALL)
_YES = {"yes", "y", "true", "x", "1", TICKED.casefold(), YES.casefold()}
_NO = {"", "no", "n", "false", "0", NO.casefold()}


def plain(text: str) -> str:
    """Words for comparing: one space between them, and no capitals."""
    return " ".join(text.split()).casefold()


def read_rating(scale: AssessmentScale, text: str) -> str:
    """A rating by its words, by its number, or as "3: In place everywhere"; as text, "" for an empty cell.

    Raises ValueError with the words of the scale.
    """
    wanted = plain(text)
    known = {plain(label): str(value) for value, label in scale.labels.items()}
    for label, word in ((scale.dont_know, DONT_KNOW), (scale.does_not_apply, DOES_NOT_APPLY)):
        if label is not None:
            known[plain(label)] = word
            known[plain(word.replace("_", " "))] = word
    if not wanted or wanted in known:
        return known.get(wanted, "")
    numbered = _NUMBER_FIRST.fullmatch(wanted)
    if numbered is not None and int(numbered[1]) in scale.values:
        value = int(numbered[1])
        if numbered[2] in {"", plain(scale.labels[value])}:
            return str(value)
    words = ", ".join(f"“{label}”" for label in (*_labels(scale), scale.dont_know, scale.does_not_apply) if label)
    raise ValueError(f"Choose one of {words}.")


def _labels(scale: AssessmentScale) -> list[str]:
    return [scale.labels[value] for value in scale.values]


def read_day(text: str) -> str:
    """A day as spreadsheets write it (2026-11-20, 20/11/2026, 20 November 2026), as YYYY-MM-DD; "" for nothing.

    The day stands before the month, as in Britain. Raises ValueError.
    """
    typed = " ".join(text.split())
    if not typed:
        return ""
    year = month = day = 0
    if found := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    elif found := _BRITISH.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _IN_WORDS.fullmatch(typed)) and found[2][:3].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[3])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError("Write the day like 20 November 2026.") from None


def read_choice(text: str, *values: str) -> str:
    """One of some words, whatever its capitals; "" for an empty cell. Raises ValueError."""
    wanted = plain(text)
    if wanted and wanted not in values:
        raise ValueError(f"Choose one of {', '.join(f'“{value.capitalize()}”' for value in values)}.")
    return wanted


def read_yes(text: str) -> str:
    """Yes as a box that is ticked; "" for no or nothing. Raises ValueError."""
    wanted = plain(text)
    if wanted not in _YES | _NO:
        raise ValueError(f"Choose “{YES}” or “{NO}”.")
    return TICKED if wanted in _YES else ""
