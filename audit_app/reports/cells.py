"""What stands in a cell of a spreadsheet: texts that can be stored and never run, and the columns of answers.

A spreadsheet reads a cell that starts with = + - @ as a formula. Nothing here changes a value to prevent that: see
docs/decisions (`exports-never-run`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit_app.analysis.released import Comparison, Detail, Figure
from audit_app.charts import wording
from audit_app.questionnaire.definition import Scale

Cell = str | int | float | date | None

LONGEST_TEXT = 32_000  # a cell of a workbook holds 32,767 characters
CUT = " [The rest is cut: too long for one cell.]"
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_TURNERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
NO_SCORE = "No score"
NOT_ASKED = "Not asked"


def unturned(text: str) -> str:
    """The text without the marks that turn or isolate the direction of what follows: they would show 6.9 as 9.6.

    Letters of every script keep their own direction.
    """
    return _TURNERS.sub("", text)


def storable(text: str) -> str:
    """The text as `writable` gives it, cut if it is far too long for a cell."""
    kept = writable(text)
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - len(CUT)] + CUT


def writable(text: str) -> str:
    """The text with a visible � for each character that no file of an office program may hold.

    Those are control characters but tab and line break, lone surrogates and code points that are not characters.
    """
    if text.isprintable():  # hardly any text is not
        return text
    return "".join(character if _may_be_stored(character) else _REPLACED for character in text)


def _may_be_stored(character: str) -> bool:
    if character in "\t\n\r":
        return True
    unassigned_for_ever = (ord(character) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return unicodedata.category(character) not in {"Cc", "Cs"} and not unassigned_for_ever


def tenths(value: float | None) -> float | str:
    """A score or difference as a number of the file, or "Not shown". Never a negative zero."""
    return wording.NOT_SHOWN if value is None else round(value, 1) + 0.0


@dataclass(frozen=True)
class AnswerColumns:
    """One column for each value that any statement's scale has, and one for each of the three bands."""

    values: tuple[int, ...]
    value_names: tuple[str, ...]
    band_names: tuple[str, str, str]
    average_only: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.value_names, *self.band_names)

    def counts(self, figure: Figure | None, scale: Scale) -> list[Cell]:
        """Counts by value: blank where the scale has no such value, words where the count is hidden."""
        if figure is None or figure.detail is not Detail.FULL or figure.counts is None:
            return [self.missing() if value in scale.values else None for value in self.values]
        by_value = dict(zip(scale.values, figure.counts, strict=True))
        return [by_value.get(value) for value in self.values]

    def bands(self, figure: Figure | None) -> list[Cell]:
        """The three bands, or words where they are hidden."""
        return [self.missing()] * 3 if figure is None or figure.bands is None else list(figure.bands)

    def missing(self) -> str:
        return wording.NOT_KNOWN if self.average_only else wording.NOT_SHOWN


def answer_columns(comparison: Comparison) -> AnswerColumns:
    """The columns that the statements of this comparison need; a label is named where all scales share it."""
    scales = used_scales(comparison)
    values = tuple(sorted({value for scale in scales for value in scale.values}))
    names = tuple(
        _value_name(value, {scale.labels[value] for scale in scales if value in scale.labels}) for value in values
    )
    bands = {wording.band_names(scale) for scale in scales if scale.bands is not None}
    shared = next(iter(bands)) if len(bands) == 1 else ("Lowest answers", "Middle answers", "Highest answers")
    low, middle, high = (f"Together: {name}" for name in shared)
    return AnswerColumns(values, names, (low, middle, high), comparison.round.averages_only)


def used_scales(comparison: Comparison) -> tuple[Scale, ...]:
    """The scales of the statements, in the order in which they are first used."""
    ids = dict.fromkeys(statement.scale for statement in comparison.statements)
    return tuple(comparison.round.questionnaire.scale_by_id[scale] for scale in ids)


def _value_name(value: int, labels: Iterable[str]) -> str:
    found = set(labels)
    if len(found) == 1 and found != {str(value)}:
        return f"{value}: {found.pop()}"
    return f"Value {value}"


def scale_words(scale: Scale) -> str:
    """Say "1: Strongly disagree; 2: Disagree; …", ascending."""
    return "; ".join(f"{value}: {scale.labels[value]}" for value in scale.values)


def shown_words(figure: Figure | None, scale: Scale) -> str:
    """What is shown of a group's answers."""
    return wording.how_shown(figure, scale)


def score_of(figure: Figure | None, scale: Scale) -> float | str:
    """The score as a number, or why there is none."""
    if scale.order == "distribution":
        return NO_SCORE
    return tenths(figure.score if figure is not None else None)
