"""What is asked: frozen shapes of an instrument, as read from a file and as pinned by a round.

Pydantic refuses unknown keys and wrong types and names the path of each fault; the catalogue adds the rules that
span several parts (repeated ids, missing scales, twins).
"""

import unicodedata
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

DONT_KNOW = "dont_know"
BLANK = "blank"
LONGEST_COMMENT = 500


class Side(StrEnum):
    """Where a member stands. Partners are on neither side."""

    MANAGEMENT = "management"
    STAFF = "staff"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        return {"management": "Management side", "staff": "Staff side", "partner": "Partners"}[self.value]


TWO_SIDES = (Side.MANAGEMENT, Side.STAFF)

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]


def _printable(text: str) -> str:
    """Refuse what cannot be shown or stored (PostgreSQL takes no NUL)."""
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise ValueError("holds a line break or a control character")
    return text


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_printable)
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Frozen):
    """One answer of a scale. Options stand in the order in which they are shown."""

    value: int = Field(ge=0, le=10)
    label: Text


class Band(Frozen):
    """A named run of values, from the least to the most favourable."""

    name: Text
    values: tuple[int, ...] = Field(min_length=1)


class Scale(Frozen):
    """The answers that may be given to a question.

    A scale of `merit` has an order in which the highest value is best, and gives a score out of 10. A scale of
    `distribution` only shows how many gave each answer. `measure` says what a rating is about, so that
    importance, expectation and experience are never drawn as one trend.
    """

    id: Id
    order: Literal["merit", "distribution"] = "merit"
    measure: Literal["experience", "importance", "expectation"] = "experience"
    layout: Literal["stacked", "numbers"] = "stacked"
    ends: tuple[Text, Text] | None = None  # what the lowest and the highest value mean, shown beside bare numbers
    options: tuple[Option, ...] = Field(min_length=2)
    bands: tuple[Band, Band, Band] | None = None
    dont_know: Text | None = "Don't know"

    @cached_property
    def values(self) -> tuple[int, ...]:
        """All values, ascending: least favourable first."""
        return tuple(sorted(option.value for option in self.options))

    @cached_property
    def labels(self) -> dict[int, str]:
        return {option.value: option.label for option in self.options}

    @cached_property
    def key(self) -> str | None:
        """What bare numbers mean, in words to stand beside them: "0 = Not at all, 10 = Fully"."""
        return f"{self.values[0]} = {self.ends[0]}, {self.values[-1]} = {self.ends[1]}" if self.ends else None

    def score(self, value: float) -> float:
        """Map a value or a mean of values to 0-10 (statistics.md §1): lowest is 0, highest is 10."""
        low, high = self.values[0], self.values[-1]
        return (value - low) * 10 / (high - low)


class EarlierWording(Frozen):
    """A statement in the words that it had before: the id that it stood under, and those words."""

    id: Id
    text: Text


class Question(Frozen):
    """One statement or question with a scale.

    A statement that is reworded gets a new id. If its meaning stayed, `continues` names all the wordings that it
    carries on, newest first, so that two definitions alone say whether their answers may be drawn as one line. The
    words stand there because an id alone proves nothing: two forums may both have a PB-1.1b.
    """

    id: Id
    text: Text
    scale: Id
    short: Text | None = None  # the behaviour's name, for charts and the task list
    not_asked_of: tuple[Side, ...] = ()
    reverse: bool = False  # worded so that agreement is bad; flipped before anything else
    scored: bool = True  # part of its section's and the overall score
    comment: bool = False  # has a comment box of its own
    twin: Id | None = None  # the statement or section of another instrument that this one mirrors
    continues: tuple[EarlierWording, ...] = ()  # wordings of the same meaning that this one took the place of

    def asked_of(self, side: Side) -> bool:
        return side not in self.not_asked_of


class OpenQuestion(Frozen):
    """A question that is answered in words."""

    id: Id
    text: Text
    hint: Text | None = None
    optional: bool = True  # False: listed as unanswered before submitting; words are never demanded


class Section(Frozen):
    """A named group of questions, shown on one page, with a score of its own if `scored`."""

    id: Id
    title: Text
    description: Text | None = None
    questions: tuple[Question, ...] = Field(min_length=1)
    scored: bool = True
    twin: Id | None = None


class Page(Frozen):
    """Sections that are answered on one screen; without pages, each section has its own."""

    title: Text
    sections: tuple[Id, ...] = Field(min_length=1)


class Questionnaire(Frozen):
    """One instrument in one version."""

    id: Id
    version: int = Field(ge=1)
    title: Text
    summary: Text
    lead_in: Text
    minutes: Annotated[str, Field(pattern=r"^\d{1,2}( to \d{1,2})?$")]
    answered_by: Literal["members", "organisation"] = "members"
    baseline_of: Id | None = None  # the questionnaire whose questions or sections its items are twins of
    short_form_of: Id | None = None
    adapts: Id | None = None  # the shipped questionnaire of which this is a forum's own wording
    scales: tuple[Scale, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    pages: tuple[Page, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()

    @cached_property
    def scale_by_id(self) -> dict[str, Scale]:
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every rated question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def question_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """Question id to its section."""
        return {question.id: section for section in self.sections for question in section.questions}

    def scale_of(self, question: Question) -> Scale:
        return self.scale_by_id[question.scale]

    def scored_questions(self, section: Section | None = None) -> tuple[Question, ...]:
        """The questions of a section's score, or of the overall score: scored, in a scored section, with merit."""
        sections = (section,) if section else self.sections
        return tuple(
            question
            for part in sections
            if part.scored
            for question in part.questions
            if question.scored and self.scale_of(question).order == "merit"
        )
