"""How ratings, evidence and deeds are said on the pages of self-assessments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.ratings import in_words
from audit_app.assessment.models import AssessmentDeed
from audit_app.assessment.ratings import ItemNow
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import AssessmentScale
from audit_app.web.assessment_page import OpenAssessment

DEEDS: Mapping[AssessmentDeed, str] = {
    AssessmentDeed.OPENED: "Begun",
    AssessmentDeed.BROUGHT_IN: "Brought in from a file",
    AssessmentDeed.INVITED: "Somebody was asked to help",
    AssessmentDeed.SIDE_SIGNED: "Signed for one side",
    AssessmentDeed.SIGNED: "Signed by both sides",
    AssessmentDeed.CHANGED_AFTER_SIGNING: "Changed after signing, so both sides sign again",
    AssessmentDeed.SHARED: "Shared with the forum",
    AssessmentDeed.UNSHARED: "No longer shared with the forum",
    AssessmentDeed.WITHDRAWN: "Withdrawn",
    AssessmentDeed.WORKING_COPY_BROUGHT_BACK: "A working copy was brought back",
}


@dataclass(frozen=True)
class SidesSaid:
    """What both sides and both together say of an item, in words, as this person may see it.

    differ: both have rated, and not the same. known: whether there is a rating behind the words of each of the three.
    """

    management: str
    staff: str
    agreed: str
    differ: bool
    known: tuple[bool, bool, bool]


class SomeProof(Protocol):
    """A piece of evidence, as stored or as exported."""

    @property
    def link(self) -> str | None: ...
    @property
    def dated(self) -> date | None: ...
    @property
    def owner_role(self) -> str | None: ...


def proof_words(proof: SomeProof) -> str:
    """The date of a piece of evidence, who keeps it, and where it is, as one line."""
    parts = [
        f"From {date_in_words(proof.dated)}" if proof.dated else "No date",
        f"kept by {proof.owner_role}" if proof.owner_role else "",
        proof.link or "",
    ]
    return ", ".join(part for part in parts if part)


def said_of(page: OpenAssessment, stands: ItemNow) -> SidesSaid:
    """An item's ratings in words. What the other side said stays away until both have rated."""
    scale, answer = page.instrument.rating_scale(stands.item), stands.answer
    return SidesSaid(
        management=_side_words(scale, answer, "management", own=page.side.value),
        staff=_side_words(scale, answer, "staff", own=page.side.value),
        agreed=in_words(scale, answer.agreed) if answer.agreed is not None else "Not agreed yet",
        differ=None not in (answer.management, answer.staff) and answer.management != answer.staff,
        known=(answer.management is not None, answer.staff is not None, answer.agreed is not None),
    )


def _side_words(scale: AssessmentScale, answer: ItemAnswer, side: str, own: str) -> str:
    value = answer.management if side == "management" else answer.staff
    if value is not None:
        return in_words(scale, value)
    return "Not rated yet" if side == own else "Shown when both sides have rated"
