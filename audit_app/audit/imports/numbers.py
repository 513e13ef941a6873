"""Numbers as people and programs write them: 1,234 and 1 234, 7.5 and 7,5."""

import re

from audit_app.audit.imports.outcome import MOST_PEOPLE

_GROUPED = re.compile(r"[0-9]{1,3}(?:[, '\u2019][0-9]{3})+")
_WHOLE = re.compile(r"([0-9]{1,7})(?:[.,]0{1,2})?")
_HUGE = re.compile(r"[0-9]{7,}(?:[.,]0+)?|[0-9](?:[.,][0-9]+)?e\+?[0-9]{1,3}", re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,17})?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def whole(text: str) -> int:
    """A number of people: 12, 12.0, 1,234 or 1 234. Raises ValueError, with words for the person.

    "1.234" is refused: it is a thousand in one country and little more than one in another.
    """
    tidy = _SPACES.sub(" ", text).strip()
    if _GROUPED.fullmatch(tidy):
        tidy = re.sub(r"[^0-9]", "", tidy)
    _refuse_formula(tidy)
    found = _WHOLE.fullmatch(tidy)
    if found is None and not _HUGE.fullmatch(tidy):
        raise ValueError("this must be a whole number, such as 12")
    if found is None or int(found[1]) > MOST_PEOPLE:
        raise ValueError(f"no number of people is above {MOST_PEOPLE:,} here. Check it")
    return int(found[1])


def _refuse_formula(tidy: str) -> None:
    if tidy.startswith("="):
        raise ValueError("this is a formula. Copy the cells in your spreadsheet, and paste them as values")


def decimal(text: str, low: float, high: float) -> float:
    """An average from low to high, with a point or a comma. Raises ValueError, with words for the person."""
    tidy = text.strip()
    _refuse_formula(tidy)
    if not _DECIMAL.fullmatch(tidy) or not low <= float(tidy.replace(",", ".")) <= high:
        raise ValueError(f"this must be a number from {low:g} to {high:g}, such as {(low + high) / 2 + 0.3:.1f}")
    return float(tidy.replace(",", "."))
