"""What may be seen: frozen results that have passed the gate. Screens, charts and files know nothing else.

A figure that is hidden is None or absent. Scores and differences are rounded as released, so every reader shows
the same digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audit_app.analysis.tallies import Turnout
from audit_app.questionnaire.definition import EarlierWording, Questionnaire, Side


class Plan(StrEnum):
    """What a round may show at all (statistics.md §4)."""

    FULL = "full"
    SMALL = "small"
    TOTAL = "total"
    NOTHING = "nothing"


class Detail(StrEnum):
    """How much of a statement's answers may be seen."""

    FULL = "full"  # every value's count
    BANDS = "bands"  # three counts
    ALIKE = "alike"  # all or nearly all said `value`; no counts, score is "about"
    AVERAGE = "average"  # a round of which only averages are known
    NONE = "none"


class Flag(StrEnum):
    SPLIT_VIEWS = "split_views"
    MANY_COULD_NOT_SAY = "many_could_not_say"
    BELOW_HOPE = "below_hope"


@dataclass(frozen=True)
class Figure:
    """One group's released result for one statement or section (a section has Detail.AVERAGE or Detail.NONE).

    score: 0-10, rounded as released; None when hidden or undefined. about: True where the score is only "about".
    n: valid answers, None where it may not be told. counts: per value ascending; bands: three numbers, least
    favourable first.
    value: the answer that all or nearly all gave (Detail.ALIKE). dont_know: number, total only.
    step: what the score is rounded to (0.1, 0.5 or 1).
    """

    detail: Detail
    n: int | None = None
    score: float | None = None
    counts: tuple[int, ...] | None = None
    bands: tuple[int, int, int] | None = None
    value: int | None = None
    about: bool = False
    dont_know: int | None = None
    step: float = 0.1


class ChangeLabel(StrEnum):
    IMPROVED = "Improved"
    DECLINED = "Declined"
    NO_CLEAR_CHANGE = "No clear change"
    TOO_FEW = "Too few answers to compare"

    @property
    def mark(self) -> str:
        """A shape beside the words, never instead of them."""
        return {"Improved": "▲", "Declined": "▼", "No clear change": "▬"}.get(self.value, "")


class GapLabel(StrEnum):
    DIFFER = "Sides differ"
    NO_CLEAR_DIFFERENCE = "No clear difference between the sides"
    TOO_FEW = "Too few answers to compare"


class HopeLabel(StrEnum):
    BELOW = "Below what members hoped for"
    NOT_CLEARLY_BELOW = "Not clearly below what members hoped for"
    TOO_FEW = "Too few answers to compare"


@dataclass(frozen=True)
class Technical:
    """Figures for the technical sheet; exist only where both totals are released in full."""

    p: float
    interval: tuple[float, float] | None = None  # Newcombe 95 % for the difference of the favourable share, in points
    cliffs_delta: float | None = None
    adjusted_p: float | None = None


@dataclass(frozen=True)
class Change:
    """The later total minus the earlier total. label None: drawn, but never labelled (averages, typed-in sections)."""

    earlier: float
    later: float
    difference: float
    label: ChangeLabel | None
    technical: Technical | None = None
    counts_sentence: str | None = None  # "3 more agree than last time"
    undo_sentence: str | None = None  # "Up 0.6. With 11 people, two changed minds could do this."
    in_common: int | None = None  # of a section that did not ask the same: how many statements the change is of


@dataclass(frozen=True)
class Gap:
    """Staff side minus management side, from released side scores only. label None: drawn, but never labelled.

    There is no technical part: p or an interval would identify the answers of a side.
    """

    difference: float
    label: GapLabel | None


@dataclass(frozen=True)
class Hope:
    """Experience minus what the baseline expected: a separate view, never a trend. `twin` is the baseline's id."""

    twin: str
    expected: float
    experienced: float
    difference: float
    label: HopeLabel | None


@dataclass(frozen=True)
class StatementResult:
    """One statement. sides: both or None; sides_hidden_words: the one wording, or None where the plan has no sides.

    The same words stand wherever sides are hidden, whatever the reason.
    """

    id: str
    number: int
    text: str
    short: str
    section: str
    scale: str
    total: Figure
    sides: Mapping[Side, Figure] | None
    sides_hidden_words: str | None
    partner: Figure | None
    flags: tuple[Flag, ...] = ()
    change: Change | None = None
    gap: Gap | None = None
    hope: Hope | None = None
    no_comparison: str | None = None  # why there is no change to show although a round is compared
    reverse: bool = False  # worded so that agreement is bad; answers and scores are already turned round
    reworded_from: EarlierWording | None = None  # as the compared round asked it: other words, the same meaning


@dataclass(frozen=True)
class SectionResult:
    """A section's or the overall score; score None with n None means hidden or undefined."""

    id: str
    title: str
    total: Figure
    sides: Mapping[Side, Figure] | None
    partner: Figure | None
    change: Change | None = None
    gap: Gap | None = None
    hope: Hope | None = None
    no_comparison: str | None = None


@dataclass(frozen=True)
class RoundFacts:
    """What the head of every page and file says about one round."""

    forum: str
    name: str
    closed_on: date
    questionnaire: Questionnaire
    minimum: int
    plan: Plan
    partners_shown: bool
    turnout: Mapping[Side, Turnout]
    typed_in: bool
    averages_only: bool
    discarded: int


@dataclass(frozen=True)
class Sentence:
    """Something a chair could read out; `sure` says how sure one can be, in words, or None for a plain fact."""

    text: str
    sure: str | None = None
    statement: str | None = None


@dataclass(frozen=True)
class Suggestion:
    statement: str
    points: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """One round, alone or against an earlier one: the single object behind page, chart, file and command.

    `level`, `movements`, `apart`: sentences in the order of statistics.md §2, "What to say first".
    `breaks`: why parts of the two rounds are not compared, in words.
    `footnotes`: limits that must stand beside the figures.
    `summary`: one or two sentences for the very top.
    `importance`: question or section id → the released score for importance, where `against` is a baseline that asked.
    `chosen`: whether labels are missing because one round was brought in when the other was closed already.
    """

    round: RoundFacts
    against: RoundFacts | None
    statements: tuple[StatementResult, ...]
    sections: tuple[SectionResult, ...]
    overall: SectionResult
    summary: tuple[Sentence, ...]
    level: tuple[Sentence, ...]
    movements: tuple[Sentence, ...]
    apart: tuple[Sentence, ...]
    breaks: tuple[str, ...]
    footnotes: tuple[str, ...]
    suggestions: tuple[Suggestion, ...] = ()
    strengths: tuple[str, ...] = ()
    importance: Mapping[str, float] = field(default_factory=dict)
    chosen: bool = False

    @property
    def has_hopes(self) -> bool:
        """Whether anything stands beside what a baseline hoped for."""
        results: tuple[SectionResult | StatementResult, ...] = (self.overall, *self.sections, *self.statements)
        return any(each.hope is not None for each in results)


@dataclass(frozen=True)
class Point:
    """One round's place on a line over time.

    figure: as released in that round. whisker: the 95 % interval of the mean, rounded to 0.1; only where it may stand.
    joined: whether the line runs here from the round before: both are shown and asked the same scored statements.
    same: whether it rests on the same scored statements as the newest round. asked: whether the section was there.
    reworded: whether words changed since the round before, while the meaning stayed, so that the line runs on.
    """

    figure: Figure
    whisker: tuple[float, float] | None
    joined: bool
    same: bool
    asked: bool = True
    reworded: bool = False


@dataclass(frozen=True)
class SeriesLine:
    """The overall score or a section of the newest round, one point for each round of the series."""

    id: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Series:
    """A forum's rounds, oldest first, and its lines: the overall score, then every section of the newest round.

    left_out: why a round is not in the series, in words.
    """

    rounds: tuple[RoundFacts, ...]
    lines: tuple[SeriesLine, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReviewedComment:
    """A comment that both reviewers have passed. heading: its question, its section's title, or "General"."""

    heading: str
    question_text: str
    text: str


HIDDEN_BY_SIDE = "Not shown by side, to protect anonymity."
NOT_COMPARED = "Not compared: one of the two results is not shown in full, to protect anonymity."
