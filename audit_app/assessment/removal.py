"""Removing everything about self-assessments of an organisation, or of a whole forum."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import (
    Action,
    Assessment,
    AssessmentRecord,
    AssessmentRound,
    AssessmentWords,
    Evidence,
    Indicator,
    IndicatorFigure,
    OwnInstrument,
    PracticeNote,
    Rating,
    RatingChange,
    Signature,
    SignedVersion,
)
from audit_app.forum.models import Contributor, Forum, Organisation, Seat
from audit_app.mail.models import MessageKind, OutboxMessage

_ABOUT_CONTRIBUTORS = (MessageKind.CONTRIBUTOR, MessageKind.ASSESSMENT_ROUND)


def remove_assessments(session: Session, organisation: Organisation) -> None:
    """Delete all self-assessments of an organisation for ever, all that hangs on them, and who fills them in.

    The organisation itself stays. Flushes.
    """
    session.flush()
    own = select(Assessment.id).where(Assessment.organisation_id == organisation.id)
    session.execute(delete(PracticeNote).where(PracticeNote.organisation_id == organisation.id))
    session.execute(delete(Action).where(Action.organisation_id == organisation.id))
    for table in (
        RatingChange, Rating, Evidence, AssessmentWords, Signature, SignedVersion, AssessmentRecord,
    ):  # fmt: skip
        session.execute(delete(table).where(table.assessment_id.in_(own)))
    session.execute(delete(Assessment).where(Assessment.organisation_id == organisation.id))
    session.execute(delete(OwnInstrument).where(OwnInstrument.organisation_id == organisation.id))
    indicators = select(Indicator.id).where(Indicator.organisation_id == organisation.id)
    session.execute(delete(IndicatorFigure).where(IndicatorFigure.indicator_id.in_(indicators)))
    session.execute(delete(Indicator).where(Indicator.organisation_id == organisation.id))
    contributors = list(session.scalars(select(Contributor.id).where(Contributor.organisation_id == organisation.id)))
    session.execute(
        delete(OutboxMessage).where(
            OutboxMessage.kind.in_(_ABOUT_CONTRIBUTORS), OutboxMessage.subject_id.in_(contributors)
        )
    )
    session.execute(delete(Contributor).where(Contributor.organisation_id == organisation.id))
    session.expire_all()


def remove_organisation(session: Session, organisation: Organisation) -> None:
    """Delete an organisation with all its self-assessments; members keep their seats. Flushes."""
    remove_assessments(session, organisation)
    for seat in session.scalars(select(Seat).where(Seat.organisation_id == organisation.id)):
        seat.organisation_id = None
    session.flush()
    session.delete(organisation)
    session.flush()


def remove_all(session: Session, forum: Forum) -> None:
    """Delete everything about self-assessments in a forum; its organisations stay. Flushes."""
    for organisation in session.scalars(select(Organisation).where(Organisation.forum_id == forum.id)).all():
        remove_assessments(session, organisation)
    session.execute(delete(AssessmentRound).where(AssessmentRound.forum_id == forum.id))
    session.execute(delete(OwnInstrument).where(OwnInstrument.forum_id == forum.id))
    session.expire_all()
