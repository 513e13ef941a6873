"""What one organisation's assessment holds, frozen: the one shape that is worked with, signed and exported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from audit_app.questionnaire.instrument import Instrument

Value = int | Literal["dont_know", "does_not_apply"]


class Confidence(StrEnum):
    """How sure a group is of its rating."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Priority(StrEnum):
    """When an item is to be worked on."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"


class ActionState(StrEnum):
    """Where an action stands."""

    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {"to_do": "To do", "under_way": "Under way", "done": "Done", "dropped": "Dropped"}[self.value]


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: what it is, where it is, its date and the role of who keeps it. Never about a person."""

    title: str
    link: str | None = None
    dated: date | None = None
    owner_role: str | None = None


@dataclass(frozen=True)
class ItemAnswer:
    """What is known about one item.

    management and staff: each side's own rating; agreed: the one that both stand by. reason: why it does not apply.
    note: what stands behind the rating. help_wanted: the organisation asks others for help with it.
    """

    management: Value | None = None
    staff: Value | None = None
    agreed: Value | None = None
    reason: str | None = None
    note: str | None = None
    confidence: Confidence | None = None
    priority: Priority | None = None
    help_wanted: bool = False
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class PlannedAction:
    """Something that an organisation has decided to do. item: the item it is for, None for the whole."""

    item: str | None
    text: str
    owner_role: str
    due_on: date | None
    state: ActionState
    done_on: date | None = None


@dataclass(frozen=True)
class SignedBy:
    """One side's signature. disagreement: what this side wants to have on record, or None."""

    side: str  # management or staff
    name: str
    role: str
    on: date
    disagreement: str | None = None


@dataclass(frozen=True)
class Content:
    """One assessment of one organisation. items: item id → answer, absent when nothing is known.

    version: 0 while nothing has been signed, then the number of the signed version. signed_on: None until both signed.
    """

    organisation: str
    name: str
    instrument: Instrument
    items: Mapping[str, ItemAnswer]
    words: Mapping[str, str] = field(default_factory=dict)  # open question id → text
    actions: tuple[PlannedAction, ...] = ()
    signatures: tuple[SignedBy, ...] = ()
    version: int = 0
    signed_on: date | None = None
