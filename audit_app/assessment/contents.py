"""An assessment as the one shape that is worked with: as it stands now, or as both sides signed it."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ActionState, Content, PlannedAction, SignedBy
from audit_app.analysis.assessed.frozen import thaw
from audit_app.assessment.instruments import instrument_of, item_of
from audit_app.assessment.models import Action, Assessment, AssessmentState, AssessmentWords, Signature, SignedVersion
from audit_app.assessment.ratings import all_answers
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.instrument import Instrument


class NotSignedError(LookupError):
    """The assessment has not been signed by both sides in this version."""


def content_of(session: Session, assessment: Assessment) -> Content:
    """An assessment as it stands now, with the ratings of both sides: what a page shows goes through `visible_to`.

    version is the number of the newest signed version, signed_on is set only while nothing has changed since. Five
    queries.
    """
    query = select(AssessmentWords).where(AssessmentWords.assessment_id == assessment.id)
    words = {row.question_id: row.text for row in session.scalars(query.order_by(AssessmentWords.question_id))}
    return Content(
        organisation=assessment.organisation.name,
        name=assessment.name,
        instrument=instrument_of(assessment),
        items=all_answers(session, assessment),
        words={question: text for question, text in words.items() if text},
        actions=_actions(session, assessment),
        signatures=signatures_of(session, assessment),
        version=assessment.version,
        signed_on=assessment.signed_on if assessment.state is AssessmentState.SIGNED else None,
    )


def signatures_of(session: Session, assessment: Assessment) -> tuple[SignedBy, ...]:
    """Who stands by an assessment as it is now: management side first. One query."""
    query = select(Signature).where(Signature.assessment_id == assessment.id)
    found = {row.side: row for row in session.scalars(query)}
    return tuple(
        SignedBy(side.value, found[side].name, found[side].role, found[side].on, found[side].disagreement)
        for side in TWO_SIDES
        if side in found
    )


def signed_content(session: Session, assessment: Assessment, version: int | None = None) -> Content:
    """An assessment as both sides signed it, in its newest version unless `version` is given. One query.

    Raises NotSignedError, and FrozenContentError if what is stored has been changed.
    """
    wanted = assessment.version if version is None else version
    stored = session.scalar(
        select(SignedVersion).where(SignedVersion.assessment_id == assessment.id, SignedVersion.version == wanted)
    )
    if stored is None:
        raise NotSignedError("Both sides have not signed this assessment yet.")
    return thaw(stored.content, stored.digest, instrument_of(assessment))


def signed_versions(session: Session, assessment: Assessment) -> list[SignedVersion]:
    """Every signed version, oldest first, for the list of what there is. One query."""
    query = select(SignedVersion).where(SignedVersion.assessment_id == assessment.id)
    return list(session.scalars(query.order_by(SignedVersion.version)))


def earlier_signed(session: Session, assessment: Assessment) -> Content | None:
    """The newest signed version of the assessment before, of the same organisation and instrument (any version of it).

    None if there was none. Two queries.
    """
    query = select(Assessment).where(
        Assessment.organisation_id == assessment.organisation_id,
        Assessment.instrument_id == assessment.instrument_id,
        Assessment.version > 0,
        Assessment.state != AssessmentState.WITHDRAWN,
        or_(
            Assessment.opened_on < assessment.opened_on,
            and_(Assessment.opened_on == assessment.opened_on, Assessment.id < assessment.id),
        ),
    )
    before = session.scalars(query.order_by(Assessment.opened_on.desc(), Assessment.id.desc())).first()
    return signed_content(session, before) if before is not None else None


def planned(action: Action, instrument: Instrument | None) -> PlannedAction:
    """An action as the shape that is worked with; one whose item is not in the instrument is for the whole."""
    known = instrument is not None and action.item_id is not None and item_of(instrument, action.item_id) is not None
    return PlannedAction(
        action.item_id if known or instrument is None else None,
        action.text, action.owner_role, action.due_on, action.state, action.done_on,
    )  # fmt: skip


def _actions(session: Session, assessment: Assessment) -> tuple[PlannedAction, ...]:
    """What was decided here, and what was still open, or was done, after this assessment had begun."""
    carried = and_(
        Action.instrument_id == assessment.instrument_id,
        or_(
            Action.state.in_((ActionState.TO_DO, ActionState.UNDER_WAY)),
            and_(Action.state == ActionState.DONE, Action.done_on >= assessment.opened_on),
        ),
    )
    query = select(Action).where(
        Action.organisation_id == assessment.organisation_id, or_(Action.assessment_id == assessment.id, carried)
    )
    instrument = instrument_of(assessment)
    return tuple(planned(action, instrument) for action in session.scalars(query.order_by(Action.id)))
