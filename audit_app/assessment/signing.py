"""Joint sign-off: each side signs an assessment as it stands; once both have, this version is frozen for ever."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.frozen import freeze
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
from audit_app.questionnaire.instrument import DOES_NOT_APPLY

LONGEST_DISAGREEMENT = 1000


@dataclass(frozen=True)
class Missing:
    """One thing that must be done before anybody can sign."""

    item: str
    element: str
    sentence: str


def missing_before_signing(session: Session, assessment: Assessment) -> tuple[Missing, ...]:
    """What is left to do before an assessment can be signed: every item of a compulsory element has an agreed answer.

    "Don't know" is an answer, "Does not apply" with a reason too. Two queries.
    """
    instrument, answers = instrument_of(assessment), all_answers(session, assessment)
    found = []
    for element in instrument.sections:
        for item in element.questions if element.compulsory else ():
            answer = answers.get(item.id)
            if answer is None or answer.agreed is None:
                found.append(Missing(item.id, element.id, f"Agree on an answer: {item.text}"))
            elif answer.agreed == DOES_NOT_APPLY and not answer.reason:
                found.append(Missing(item.id, element.id, f"Say why this does not apply: {item.text}"))
    return tuple(found)


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
    missing = len(missing_before_signing(session, assessment))
    if missing:
        left = "1 statement still needs an answer" if missing == 1 else f"{missing} statements still need an answer"
        raise NotPossible(f"{left} that both sides agree on. Then you can sign.")
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
