"""Joint sign-off: each side signs an assessment as it stands; once both have, this version is frozen for ever."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.frozen import freeze
from audit_app.analysis.assessed.readiness import Readiness, readiness
from audit_app.assessment.changing import hold_to_change
from audit_app.assessment.contents import content_of
from audit_app.assessment.entries import paragraphs, read_fields
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentState, Signature, SignedVersion
from audit_app.assessment.ratings import all_answers
from audit_app.assessment.records import record
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible
from audit_app.questionnaire.definition import TWO_SIDES

LONGEST_DISAGREEMENT = 1000


@dataclass(frozen=True)
class Missing:
    """One thing that must be done before anybody can sign."""

    item: str
    element: str
    sentence: str


NOTHING_AGREED = "Nothing is agreed yet. Agree at least one whole part, then sign."


def missing_before_signing(session: Session, assessment: Assessment) -> tuple[Missing, ...]:
    """Which items are in the way of signing, under the rule of `analysis.assessed.readiness`. Two queries.

    Empty too while nothing at all is agreed and nothing is compulsory; `can_be_signed` knows that.
    """
    items = instrument_of(assessment).item_by_id
    return tuple(
        Missing(
            each.item,
            each.element,
            f"{'Say why this does not apply' if each.needs_reason else 'Agree on an answer'}: {items[each.item].text}",
        )
        for each in _readiness(session, assessment).unanswered
    )


def can_be_signed(session: Session, assessment: Assessment) -> bool:
    """Whether nothing is in the way of signing what is agreed. Two queries."""
    return _readiness(session, assessment).ready


def _readiness(session: Session, assessment: Assessment) -> Readiness:
    return readiness(instrument_of(assessment), all_answers(session, assessment))


def sign(
    session: Session, assessment: Assessment, seen_revision: int, disagreement: str, who: Contribution, at: datetime
) -> bool:
    """Sign for one's own side what one has seen, if wanted with a note of disagreement. Flushes.

    Returns whether both sides have now signed. Nobody signs for both sides.
    Raises InvalidEntryError (field "disagreement"), and NotPossible if something is missing, or has changed since.
    """
    read = read_fields({"disagreement": disagreement}, {"disagreement": paragraphs("The note", LONGEST_DISAGREEMENT)})
    hold_to_change(session, assessment, who)
    _may_sign(session, assessment, seen_revision, who)
    session.add(
        Signature(
            assessment_id=assessment.id, side=who.side, revision=assessment.revision, email=who.email, name=who.name,
            role=who.role, disagreement=read["disagreement"], on=uk_day(at),
        )
    )  # fmt: skip
    record(session, assessment, AssessmentDeed.SIDE_SIGNED, actor=who.actor, at=at)
    session.flush()
    both = len(_signatures(session, assessment)) == len(TWO_SIDES)
    if both:
        _freeze(session, assessment, who, at)
    return both


def _may_sign(session: Session, assessment: Assessment, seen: int, who: Contribution) -> None:
    if assessment.state is AssessmentState.SIGNED:
        raise NotPossible("Both sides have signed this assessment already.")
    if who.side not in TWO_SIDES:
        raise NotPossible("Only management side and staff side sign.")
    if assessment.revision != seen:
        raise NotPossible("The assessment has changed since you opened this page. Read it again before you sign.")
    found = _readiness(session, assessment)
    missing = len(found.unanswered)
    if missing:
        left = "1 statement still needs an answer" if missing == 1 else f"{missing} statements still need an answer"
        raise NotPossible(f"{left} that both sides agree on. Then you can sign.")
    if not found.anything_agreed:
        raise NotPossible(NOTHING_AGREED)
    for signature in _signatures(session, assessment):
        if signature.side is who.side:
            raise NotPossible(f"{signature.name} has already signed for your side.")
        if signature.email == who.email:
            raise NotPossible("You have signed for the other side. Somebody else must sign for this one.")


def _signatures(session: Session, assessment: Assessment) -> list[Signature]:
    return list(session.scalars(select(Signature).where(Signature.assessment_id == assessment.id)))


def _freeze(session: Session, assessment: Assessment, who: Contribution, at: datetime) -> None:
    assessment.state, assessment.signed_on = AssessmentState.SIGNED, uk_day(at)
    assessment.version += 1
    session.flush()
    text, digest = freeze(content_of(session, assessment))
    session.add(
        SignedVersion(
            assessment_id=assessment.id, version=assessment.version, signed_on=uk_day(at), content=text, digest=digest
        )
    )
    record(session, assessment, AssessmentDeed.SIGNED, actor=who.actor, at=at, note=f"Version {assessment.version}")
    session.flush()
