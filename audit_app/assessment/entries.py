"""What people type into a self-assessment, read strictly: one clear fault per field, in plain words.

Every value is kept as text; None means nothing. HTML and formulas are only text.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlsplit

from audit_app.analysis.assessed.content import Confidence, Priority, Value
from audit_app.forum.entries import InvalidEntryError, line
from audit_app.questionnaire.answers import CHOOSE_ONE, clean
from audit_app.questionnaire.definition import DONT_KNOW
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, AssessmentScale

RATINGS = ("management", "staff", "agreed")
LONGEST_NOTE = 2000
LONGEST_REASON = 500
LONGEST_LINK = 500
LONGEST_ROLE = 120
NO_STAFF_DETAILS = (
    "Do not put in details of staff or patients: no names, no health details, no numbers that belong to one person. "
    "Say where the evidence is kept instead."
)
EARLIEST = 1900  # a year before this is a slip
YES = "yes"

Reader = Callable[[str], str | None]
# what can belong to one person only: an e-mail address, a National Insurance number, an NHS or telephone number
_ABOUT_A_PERSON = re.compile(
    r"[^\s@]+@[^\s@]+\.[^\s@]+|\b[A-Z]{2}\s?(\d{2}\s?){3}[A-D]\b|(?<!\d)(\+\d{1,3}|0)?(\s?\d){10}(?!\s?\d)", re.I
)


def read_fields(typed: Mapping[str, str], readers: Mapping[str, Reader]) -> dict[str, str | None]:
    """Read those fields that were sent, and leave the others alone. Raises InvalidEntryError with every fault."""
    found: dict[str, str | None] = {}
    errors: dict[str, str] = {}
    for field, read in readers.items():
        if field not in typed:
            continue
        try:
            found[field] = read(typed[field])
        except ValueError as error:
            errors[field] = str(error)
    if errors:
        raise InvalidEntryError(errors)
    return found


def required(read: Reader, sentence: str) -> Reader:
    """A reader that refuses nothing with a sentence."""

    def checked(text: str) -> str | None:
        found = read(text)
        if found is None:
            raise ValueError(sentence)
        return found

    return checked


def one_line(what: str, longest: int) -> Reader:
    """One line of text; empty means nothing. `what` begins its sentence, as in "The title"."""
    return lambda text: line(text, what, longest) or None


def paragraphs(what: str, longest: int) -> Reader:
    """Words with line breaks; empty means nothing."""

    def read(text: str) -> str | None:
        words = clean(text)
        if len(words) > longest:
            raise ValueError(f"{what} is too long. Use {longest} characters or fewer.")
        return words or None

    return read


def role(what: str, longest: int = LONGEST_ROLE) -> Reader:
    """The role of somebody at work, never an address: roles outlive people."""
    read = one_line(what, longest)

    def checked(text: str) -> str | None:
        found = read(text)
        if found and "@" in found:
            raise ValueError(f"{what} must be a role, such as Head of workforce, and not an e-mail address.")
        return found

    return checked


def not_about_a_person(read: Reader, instead: str = "say where the evidence is kept instead") -> Reader:
    """A reader that refuses what clearly belongs to one person: addresses and numbers. instead: what else to do."""

    def checked(text: str) -> str | None:
        found = read(text)
        if found and _ABOUT_A_PERSON.search(found):
            raise ValueError(
                f"This looks like an e-mail address or a number that belongs to a person. Take it out, and {instead}."
            )
        return found

    return checked


def link(text: str) -> str | None:
    """An address on the web, or nothing. Only http and https: another kind could run in the reader's browser."""
    typed = text.strip()
    if not typed:
        return None
    if len(typed) > LONGEST_LINK:
        raise ValueError(f"The link is too long. Use {LONGEST_LINK} characters or fewer.")
    try:
        parts = urlsplit(typed)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    hidden = any(not sign.isprintable() or sign.isspace() or sign in '\\"<>' for sign in typed)
    if not sound or hidden or "@" in parts.netloc:
        raise ValueError("The link must begin with https:// or http:// and hold no spaces. You can leave it empty.")
    return typed


def day(what: str, *, latest: date | None = None) -> Reader:
    """A day as YYYY-MM-DD, or nothing. `latest`: the last day that is allowed."""

    def read(text: str) -> str | None:
        typed = text.strip()
        if not typed:
            return None
        try:
            found = date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed, re.ASCII) else None
        except ValueError:
            found = None
        if found is None or found.year < EARLIEST:
            raise ValueError(f"{what} must be a real day, such as 20 November 2026.")
        if latest is not None and found > latest:
            raise ValueError(f"{what} must not be in the future.")
        return found.isoformat()

    return read


def choice(*values: str) -> Reader:
    """One of some values, or nothing."""

    def read(text: str) -> str | None:
        if text and text not in values:
            raise ValueError(f"{CHOOSE_ONE}.")
        return text or None

    return read


def tick(text: str) -> str | None:
    """A box that is ticked or not."""
    return YES if text.strip() else None


def rating(scale: AssessmentScale) -> Reader:
    """A rating that a scale allows, or nothing."""
    allowed = [str(value) for value in scale.values]
    allowed += [DONT_KNOW] if scale.dont_know is not None else []
    allowed += [DOES_NOT_APPLY] if scale.does_not_apply is not None else []
    return choice(*allowed)


def item_readers(scale: AssessmentScale) -> dict[str, Reader]:
    """How each field of an item is read."""
    return {
        **{field: rating(scale) for field in RATINGS},
        "reason": paragraphs("The reason", LONGEST_REASON),
        "note": paragraphs("The note", LONGEST_NOTE),
        "confidence": choice(*(each.value for each in Confidence)),
        "priority": choice(*(each.value for each in Priority)),
        "help_wanted": tick,
    }


def value_of(text: str | None) -> Value | None:
    """A stored rating as a value: a number of the scale, or one of the two words."""
    if text is None:
        return None
    if text == "dont_know":
        return "dont_know"
    if text == "does_not_apply":
        return "does_not_apply"
    return int(text)
