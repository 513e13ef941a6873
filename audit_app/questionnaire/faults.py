"""What is wrong with a questionnaire file, in words for the person who wrote it."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from audit_app.questionnaire.definition import (
    Band,
    EarlierWording,
    OpenQuestion,
    Option,
    Page,
    Question,
    Questionnaire,
    Scale,
    Section,
)
from audit_app.questionnaire.instrument import (
    AllMet,
    AssessmentScale,
    Element,
    Instrument,
    Item,
    ItemAt,
    Level,
    LowerLevel,
    Points,
    Rules,
    Tier,
)

_OF_MEMBERS = (Questionnaire, Section, Question, EarlierWording, OpenQuestion, Scale, Option, Band, Page)
_NEEDS = (AllMet, Points, ItemAt, LowerLevel)
_OF_ORGANISATIONS = (Instrument, Element, Item, AssessmentScale, Tier, Level, Rules, *_NEEDS)
_RULES = {"all_met", "points", "item", "level"}
_KEYS = sorted({key for part in (*_OF_MEMBERS, *_OF_ORGANISATIONS) for key in part.model_fields})

_MINUTES = ("is not a time in minutes", 'Write it like "3" or 6 to 8.')
_ID = ("is not an id", "Use up to 40 letters, digits, dots, hyphens and underscores; begin with a letter or digit.")
_A_LIST = ("must be a list", "Write each item on its own line, after a dash.")
_A_WORD = ("is not one of the words that are known here", "Write {expected}.")
_UNFORESEEN = ("cannot be used: {msg}", "Compare it with a file that is shipped.")
_A_RULE = (f"must say which rule it is, with the key rule: {', '.join(sorted(_RULES))}", "Add or correct that key.")
_WORDS = {  # pydantic's kind of error: message, what to do
    "missing": ("is missing", "Add it."),
    "string_type": ("must be text", 'Write words; put "quotation marks" around a number, true or false.'),
    "int_type": ("must be a whole number", "Write digits only, without quotation marks."),
    "float_type": ("must be a number", "Write it like 0.8."),
    "bool_type": ("must be true or false", "Write true or false, without quotation marks."),
    "tuple_type": _A_LIST,
    "model_type": ("must be a group of keys with values", "Compare it with a file that is shipped."),
    "string_too_long": ("is longer than {max_length} characters", "Shorten it."),
    "string_too_short": ("is empty", "Write something, or remove the key."),
    "too_short": ("has too few items", "Write at least {min_length}."),
    "too_long": ("has too many items", "Write {max_length} at most."),
    "greater_than_equal": ("is too small", "Write {ge} or more."),
    "less_than_equal": ("is too large", "Write {le} or less."),
    "literal_error": _A_WORD,
    "enum": _A_WORD,
    "union_tag_not_found": _A_RULE,
    "union_tag_invalid": _A_RULE,
}


@dataclass(frozen=True)
class Fault:
    """One thing to correct. `path`: place in the file, such as sections.2.questions.0.scale; "" for the whole file."""

    file: str
    path: str
    message: str
    what_to_do: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.path else self.file
        return f"{place} {self.message}. {self.what_to_do}"


class CatalogueError(Exception):
    """The questionnaires cannot be used. `faults`: everything that was found, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def faults_of_shape(file: str, error: ValidationError, keys: Sequence[str] = _KEYS) -> tuple[Fault, ...]:
    """What pydantic found wrong with a file: unknown and missing keys, wrong types, words that are too long.

    keys: those that a file of this kind knows, to name the one that was probably meant.
    """
    found = error.errors(include_url=False)
    faulty = [fault["loc"] for fault in found]
    return tuple(
        Fault(file, _path(fault["loc"]), *_in_words(fault["type"], fault["loc"], fault, keys))
        for fault in found
        if fault["type"] != "too_short" or not _has_faulty_items(fault["loc"], faulty)
    )


def _path(place: tuple[int | str, ...]) -> str:
    """The place in the file: pydantic puts the rule of a need into its path, where the file has no such key."""
    shown = [
        part for index, part in enumerate(place) if not (part in _RULES and index > 1 and place[index - 2] == "needs")
    ]
    return ".".join(map(str, shown))


def _has_faulty_items(place: tuple[int | str, ...], faulty: Iterable[tuple[int | str, ...]]) -> bool:
    """Pydantic counts only sound items, so a list of faulty ones also seems too short: that would lead astray."""
    return any(len(other) > len(place) and other[: len(place)] == place for other in faulty)


def _in_words(kind: str, place: Sequence[int | str], found: Mapping[str, Any], keys: Sequence[str]) -> tuple[str, str]:
    """Message and what to do for one of pydantic's kinds of error."""
    limits: Mapping[str, Any] = found.get("ctx", {})
    if kind == "extra_forbidden":
        return "is not a key that is known here", _nearest(str(place[-1]), keys)
    if kind == "string_pattern_mismatch":
        return _MINUTES if place[-1] == "minutes" else _ID
    if kind == "value_error":
        return str(limits["error"]), "Write it on one line, without special characters."
    message, what_to_do = _WORDS.get(kind, _UNFORESEEN)
    known = {"msg": found["msg"]} | dict(limits)
    return message.format_map(known), what_to_do.format_map(known)


def _nearest(key: str, keys: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, keys, n=1)
    return f"Remove it, or correct its spelling (did you mean {near[0]}?)." if near else "Remove it."
