"""Reading the results of an earlier round from one long form: per question and group an average, or the counts.

Field names: `n-<group>-<question>` and `average-<group>-<question>`, or `count-<group>-<question>-<value>`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.questionnaire.definition import DONT_KNOW, Question, Questionnaire, Scale, Side

MOST_PEOPLE = 1_000_000
GROUP_LABELS: Mapping[Group, str] = {
    Group.TOTAL: "Both sides together",
    Group.MANAGEMENT: Side.MANAGEMENT.label,
    Group.STAFF: Side.STAFF.label,
    Group.PARTNER: Side.PARTNER.label,
}


class Known(StrEnum):
    """What an old report says."""

    AVERAGES = "averages"
    COUNTS = "counts"


class Split(StrEnum):
    """Whose results an old report gives."""

    SIDES = "sides"
    SIDES_AND_PARTNERS = "partners"
    TOGETHER = "together"

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups to type in, in their order on the page."""
        sides = (Group.MANAGEMENT, Group.STAFF)
        return {"sides": sides, "partners": (*sides, Group.PARTNER), "together": (Group.TOTAL,)}[self.value]


@dataclass(frozen=True)
class Sheet:
    """What the page asks for."""

    questionnaire: Questionnaire
    known: Known
    split: Split

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions to type in: an answer without an order of merit has no average."""
        everything = self.questionnaire.questions
        if self.known is Known.COUNTS:
            return everything
        return tuple(each for each in everything if self.questionnaire.scale_of(each).order == "merit")

    def groups_asked(self, question: Question) -> tuple[Group, ...]:
        """The groups that were asked this question."""
        if Side.PARTNER in question.not_asked_of:
            return tuple(group for group in self.split.groups if group is not Group.PARTNER)
        return self.split.groups

    def choices(self, question: Question) -> tuple[tuple[str, str], ...]:
        """(value, words) of each answer that can be counted, as members saw them; "Don't know" last."""
        scale = self.questionnaire.scale_of(question)
        last = ((DONT_KNOW, scale.dont_know),) if scale.dont_know else ()
        return (*((str(option.value), option.label) for option in scale.options), *last)


@dataclass
class Typed:
    """What was read, and what is wrong by field name."""

    counts: dict[tuple[str, Group], QuestionTally] = field(default_factory=dict)
    averages: dict[tuple[str, Group], Average] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.counts and not self.averages


def average_field(group: Group, question: Question) -> str:
    """The name of the field for an average."""
    return f"average-{group.value}-{question.id}"


def number_field(group: Group, question: Question) -> str:
    """The name of the field for how many answered."""
    return f"n-{group.value}-{question.id}"


def count_field(group: Group, question: Question, value: str) -> str:
    """The name of the field for how many gave one answer."""
    return f"count-{group.value}-{question.id}-{value}"


def field_names(sheet: Sheet) -> Iterator[str]:
    """Every field of the sheet, in its order on the page."""
    for question in sheet.questions:
        for group in sheet.groups_asked(question):
            if sheet.known is Known.AVERAGES:
                yield average_field(group, question)
                yield number_field(group, question)
            else:
                yield from (count_field(group, question, value) for value, _ in sheet.choices(question))


def read_sheet(
    sheet: Sheet, form: Mapping[str, str], answered: Mapping[Group, int | None], unit: Literal["ten", "scale"]
) -> Typed:
    """Read every field. `answered`: how many answered in each group, if it is known; `unit`: of the averages."""
    typed = Typed()
    for number, question in enumerate(sheet.questions, start=1):
        for group in sheet.groups_asked(question):
            cell = Typed()
            if sheet.known is Known.AVERAGES:
                _read_average(sheet, form, question, group, answered.get(group), unit, cell)
            else:
                _read_counts(sheet, form, question, group, answered.get(group), cell)
            typed.counts.update(cell.counts)
            typed.averages.update(cell.averages)
            place = f"Question {number}, {GROUP_LABELS[group].lower()}"
            typed.errors.update({name: f"{place}: {words}" for name, words in cell.errors.items()})
    return typed


def _read_average(
    sheet: Sheet,
    form: Mapping[str, str],
    question: Question,
    group: Group,
    answered: int | None,
    unit: Literal["ten", "scale"],
    typed: Typed,
) -> None:
    score_name, number_name = average_field(group, question), number_field(group, question)
    score_text, number_text = form.get(score_name, "").strip(), form.get(number_name, "").strip()
    if not score_text:
        if number_text:
            typed.errors[score_name] = "enter the average too, or remove the number of answers"
        return
    scale = sheet.questionnaire.scale_of(question)
    low, high = (scale.values[0], scale.values[-1]) if unit == "scale" else (0, 10)
    try:
        score = _decimal(score_text, low, high)
    except ValueError as error:
        typed.errors[score_name] = str(error)
        return
    try:
        number = _number(number_text, answered)
    except ValueError as error:
        typed.errors[number_name] = str(error)
        return
    typed.averages[question.id, group] = Average(number, _out_of_ten(score, scale, question, unit))


def _number(text: str, answered: int | None) -> int:
    """How many answered a question; left empty, everyone who answered at all. Raises ValueError."""
    if not text and not answered:
        raise ValueError("enter how many answered")
    number = _whole(text, lowest=1) if text else answered or 0
    if answered is not None and number > answered:
        raise ValueError(f"only {answered} answered in all. Check the two numbers")
    return number


def _out_of_ten(score: float, scale: Scale, question: Question, unit: Literal["ten", "scale"]) -> float:
    """The score out of 10, with agreement always good; an average that is out of 10 already is taken as a score."""
    if unit == "ten":
        return score
    flipped = scale.values[0] + scale.values[-1] - score if question.reverse else score
    return scale.score(flipped)


def _read_counts(
    sheet: Sheet, form: Mapping[str, str], question: Question, group: Group, answered: int | None, typed: Typed
) -> None:
    numbers: dict[str, int] = {}
    first = ""
    for value, _ in sheet.choices(question):
        name = count_field(group, question, value)
        text = form.get(name, "").strip()
        first = first or name
        if not text:
            continue
        try:
            numbers[value] = _whole(text)
        except ValueError as error:
            typed.errors[name] = str(error)
    total = sum(numbers.values())
    if answered is not None and total > answered:
        typed.errors.setdefault(first, f"these add up to {total}, but only {answered} answered. Check the numbers")
    if total and first not in typed.errors:
        values = sheet.questionnaire.scale_of(question).values
        counts = tuple(numbers.get(str(value), 0) for value in values)
        typed.counts[question.id, group] = QuestionTally(counts, dont_know=numbers.get(DONT_KNOW, 0))


def turnout(
    split: Split, invited: Mapping[Group, int | None], answered: Mapping[Group, int | None]
) -> dict[Side, Turnout]:
    """Turnout by side, where the report gives the sides."""
    return {
        Side(group.value): Turnout(invited.get(group), answered.get(group))
        for group in split.groups
        if group is not Group.TOTAL and (invited.get(group) is not None or answered.get(group) is not None)
    }


def _whole(text: str, lowest: int = 0) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text) or not lowest <= int(text) <= MOST_PEOPLE:
        raise ValueError(f"enter a whole number, {lowest} or more")
    return int(text)


def _decimal(text: str, low: int, high: int) -> float:
    tidy = text.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,4})?", tidy) or not low <= float(tidy) <= high:
        raise ValueError(f"enter an average from {low} to {high}, such as {(low + high) / 2 + 0.3:.1f}")
    return float(tidy)
