"""Days and figures as people and spreadsheets write them."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[, '\u2019][0-9]{3})+(?:\.[0-9]{1,17})?")
_PLAIN = re.compile(r"-?(?:[0-9]{1,10}(?:[.,][0-9]{1,17})?|[.,][0-9]{1,17})")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?(?:[t ][0-9:.]*)?")
_NUMBERS = re.compile(r"(?:([0-9]{1,2})[/. -])?([0-9]{1,2})[/. -]([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ /.-]+)?([a-z]{3,9})[ /.,-]*([0-9]{4}|[0-9]{2})")
_HOW = "write the day like 20 November 2026, 20/11/2026 or 2026-11-20"


def read_value(text: str) -> float:
    """A figure: 4.7, 4,7, -0.5, 1,234.5 or 4.7%. Raises ValueError, with words for the person."""
    tidy = _SPACES.sub(" ", text.replace("\N{MINUS SIGN}", "-")).strip().removesuffix("%").strip()
    if _GROUPED.fullmatch(tidy):
        return float(re.sub(r"[, '\u2019]", "", tidy))
    if _PLAIN.fullmatch(tidy):
        return float(tidy.replace(",", "."))
    raise ValueError("this must be a number, such as 4.7")


def read_day(text: str) -> date:
    """A day: 2026-11-20, 20/11/2026, 20 November 2026; a month alone means its first day.

    A year of two figures is of this century. Raises ValueError, with words for the person.
    """
    tidy = _SPACES.sub(" ", text).strip().lower()
    if found := _ISO.fullmatch(tidy):
        year, month, day = found[1], found[2], found[3]
    elif found := _NUMBERS.fullmatch(tidy):
        day, month, year = found[1], found[2], found[3]
    elif (found := _NAMED.fullmatch(tidy)) and found[2][:3] in MONTHS:
        day, month, year = found[1], str(MONTHS.index(found[2][:3]) + 1), found[3]
    else:
        raise ValueError(_HOW)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day or 1))
    except ValueError:
        raise ValueError(f"this is not a real day; {_HOW}") from None
