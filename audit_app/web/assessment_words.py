"""How evidence and deeds are said on the pages of self-assessments."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from audit_app.assessment.models import AssessmentDeed
from audit_app.mail.messages import date_in_words

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
