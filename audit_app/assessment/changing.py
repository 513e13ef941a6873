"""What every change of an assessment has in common: it is held, may be changed, counts, and drops the signatures."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentState, Signature
from audit_app.assessment.records import record
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible
from audit_app.forum.models import Organisation


def hold(session: Session, assessment: Assessment) -> None:
    """Read an assessment anew and keep others from changing it until this transaction ends.

    PostgreSQL locks the row; on SQLite a writing transaction is alone anyway.
    """
    session.refresh(assessment, with_for_update={"of": Assessment})  # not of what was loaded beside it


def hold_to_change(session: Session, assessment: Assessment, who: Contribution) -> None:
    """Hold an assessment that this person is about to change. Raises NotPossible, with what to do, if it may not be."""
    if who.organisation_id != assessment.organisation_id:
        raise NotPossible("This assessment belongs to another organisation.")
    hold(session, assessment)
    if assessment.state is AssessmentState.SIGNED:
        # nobody may open the next one meanwhile, or two could be open at once
        session.execute(select(Organisation.id).where(Organisation.id == assessment.organisation_id).with_for_update())
    if reason := why_fixed(session, assessment):
        raise NotPossible(reason)


def why_fixed(session: Session, assessment: Assessment) -> str | None:
    """Why nobody can change an assessment any more, in a sentence; None while it can be changed. At most one query."""
    if assessment.state is AssessmentState.WITHDRAWN:
        return "This assessment has been withdrawn, so it can no longer be changed."
    if assessment.state is AssessmentState.SIGNED and newer(session, assessment) is not None:
        return "A newer assessment has begun, so this one stays as it was signed."
    return None


def newer(session: Session, assessment: Assessment) -> Assessment | None:
    """A newer assessment of the same organisation with the same instrument, if one has been begun."""
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.instrument_id == assessment.instrument_id,
        Assessment.state != AssessmentState.WITHDRAWN,
        or_(
            Assessment.opened_on > assessment.opened_on,
            (Assessment.opened_on == assessment.opened_on) & (Assessment.id > assessment.id),
        ),
    )
    return session.scalars(query.order_by(Assessment.opened_on, Assessment.id)).first()


def note_change(session: Session, assessment: Assessment, *, by: str, at: datetime) -> None:
    """Count a change of an assessment that is held. Signatures stood for what it was before: they are dropped.

    The signed version itself stays for ever. Flushes.
    """
    assessment.revision += 1
    signed = select(Signature.side).where(Signature.assessment_id == assessment.id)
    if session.scalars(signed).first() is not None:
        session.execute(delete(Signature).where(Signature.assessment_id == assessment.id))
        assessment.state = AssessmentState.OPEN
        assessment.signed_on = None
        record(session, assessment, AssessmentDeed.CHANGED_AFTER_SIGNING, actor=by, at=at)
    session.flush()
