"""What is worked out from an assessment, frozen: pages, charts, files and commands know nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit_app.analysis.assessed.content import Content, Proof, Value


@dataclass(frozen=True)
class ElementResult:
    """One element. score: 0 to 10 to one decimal, None where nothing is rated or the instrument has no scores.

    rated: items with a rating that counts; asked: all its items; not_applying, not_known: answers that do not count.
    both_sides: items that both sides have rated apart. level: title of the level reached, where levels are by element.
    """

    id: str
    title: str
    score: float | None
    rated: int
    asked: int
    not_applying: int
    not_known: int
    both_sides: int
    level: str | None = None

    @property
    def answered(self) -> int:
        return self.rated + self.not_applying + self.not_known


@dataclass(frozen=True)
class Left:
    """One thing that is left to do to reach a level, in words that name it exactly. item: None for a sum of points."""

    sentence: str
    element: str
    item: str | None = None


@dataclass(frozen=True)
class LevelStanding:
    """How far one level is. left: empty when reached."""

    id: str
    title: str
    reached: bool
    left: tuple[Left, ...]


@dataclass(frozen=True)
class Standing:
    """The level reached under the file's own rule. reached and next_level: titles, None for none.

    by_element: element id → its levels in order, only where levels are worked out by element.
    alerts: items that show first, as a prompt to get advice.
    """

    reached: str | None
    next_level: str | None
    levels: tuple[LevelStanding, ...]
    by_element: Mapping[str, tuple[LevelStanding, ...]]
    alerts: tuple[Left, ...] = ()


@dataclass(frozen=True)
class Difference:
    """An item that the two sides rated apart: something to talk about."""

    item: str
    management: Value
    staff: Value


class ProofFault(StrEnum):
    """What is wrong with the evidence of an item."""

    MISSING = "missing"
    STALE = "stale"
    UNDATED = "undated"


@dataclass(frozen=True)
class ProofProblem:
    """proof: None where evidence is missing."""

    item: str
    fault: ProofFault
    proof: Proof | None
    sentence: str


class Movement(StrEnum):
    """How an item changed since the assessment before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"  # not asked or not rated then
    GONE = "gone"  # rated then, not now
    REWORDED = "reworded"  # asks something else now, so not compared
    UNRATED = "unrated"  # no rating then or now


@dataclass(frozen=True)
class ItemChange:
    """One item then and now, in the order of the newer instrument."""

    item: str
    before: Value | None
    after: Value | None
    movement: Movement


@dataclass(frozen=True)
class ElementChange:
    """before, after: scores, None where there is none; common: how many items both rest on when scores are compared.

    difference: of the unrounded scores, to one decimal place.
    """

    element: str
    before: float | None
    after: float | None
    common: int
    difference: float | None = None


@dataclass(frozen=True)
class NextStep:
    """What to do next, most urgent first.

    kind: alert, review, talk, agree, rate, evidence, level, low, action, sign. item and element where it is about one.
    statements: how many items it is about. fault: of the evidence, for that kind alone.
    """

    kind: str
    sentence: str
    item: str | None = None
    element: str | None = None
    statements: int = 1
    fault: ProofFault | None = None


@dataclass(frozen=True)
class AssessmentResult:
    """Everything that is shown about one assessment, alone or beside the one before.

    overall: None unless every element is rated far enough (the file's rule). low: items to work on, worst first.
    strong: items at the top of their scale. unrated: items without an agreed rating.
    """

    content: Content
    today: date
    elements: tuple[ElementResult, ...]
    overall: float | None
    standing: Standing | None
    differences: tuple[Difference, ...]
    problems: tuple[ProofProblem, ...]
    low: tuple[str, ...]
    strong: tuple[str, ...]
    unrated: tuple[str, ...]
    next_steps: tuple[NextStep, ...]
    against: Content | None = None
    changes: tuple[ItemChange, ...] = ()
    element_changes: tuple[ElementChange, ...] = ()


@dataclass(frozen=True)
class OrganisationPlace:
    """One organisation in the view of its subgroup: only signed and shared assessments are ever handed in."""

    organisation: str
    result: AssessmentResult


@dataclass(frozen=True)
class Theme:
    """One element across organisations. low_items: item id → how many organisations rate it low, most first."""

    element: str
    title: str
    organisations: int
    median: float | None
    lowest: float | None
    highest: float | None
    low_items: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Match:
    """Who may help whom with one item. asks: organisations that want help; strong: those that rate it high."""

    item: str
    asks: tuple[str, ...]
    strong: tuple[str, ...]
