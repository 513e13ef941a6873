"""Rounds of self-assessments: the secretariat opens one for all organisations, and each begins when it is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.changing import hold
from audit_app.assessment.instruments import instrument_of, pin
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentRound, AssessmentState
from audit_app.assessment.opening import Beginning, begin, may_begin, names_of, read_name, unused_name
from audit_app.assessment.records import record
from audit_app.database import uk_day
from audit_app.forum.contributors import organisations_on
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import Instrument


@dataclass(frozen=True)
class RoundPlan:
    """What a secretariat decides about a round of self-assessments."""

    name: str
    opens_on: date
    due_on: date | None = None


def open_round(session: Session, forum: Forum, instrument: Instrument, plan: RoundPlan, *, by: str) -> AssessmentRound:
    """Open a round for all organisations of a forum; each of them joins when its own people begin. Flushes.

    Raises InvalidEntryError (fields "name", "due_on").
    """
    tidy = read_name(plan.name)
    session.refresh(forum, with_for_update=True)  # or two that press at once would both find the name free
    if tidy in set(session.scalars(select(AssessmentRound.name).where(AssessmentRound.forum_id == forum.id))):
        raise InvalidEntryError({"name": "This forum already has a round with this name. Choose another."})
    if plan.due_on is not None and plan.due_on < plan.opens_on:
        raise InvalidEntryError({"due_on": "Choose a day that is not before the round opens."})
    made = AssessmentRound(
        forum=forum, name=tidy, opens_on=plan.opens_on, due_on=plan.due_on, ended_on=None, opened_by=by[:200]
    )
    pin(made, instrument)
    session.add(made)
    session.flush()
    return made


def end_round(session: Session, assessment_round: AssessmentRound, today: date) -> None:
    """Let no new assessment join a round; those in it can be finished. Raises NotPossible the second time. Flushes."""
    session.refresh(assessment_round, with_for_update={"of": AssessmentRound})
    if assessment_round.ended_on is not None:
        raise NotPossible(f"This round ended on {date_in_words(assessment_round.ended_on)}.")
    assessment_round.ended_on = today
    session.flush()


def rounds_of(session: Session, forum: Forum) -> list[AssessmentRound]:
    """A forum's rounds of self-assessments, newest first. One query."""
    query = select(AssessmentRound).where(AssessmentRound.forum_id == forum.id)
    return list(session.scalars(query.order_by(AssessmentRound.opens_on.desc(), AssessmentRound.id.desc())))


def find_round(session: Session, forum: Forum, round_id: int) -> AssessmentRound | None:
    """A round by number, but only of this forum."""
    return session.scalar(
        select(AssessmentRound).where(AssessmentRound.id == round_id, AssessmentRound.forum_id == forum.id)
    )


def rounds_to_join(session: Session, organisation: Organisation, today: date) -> list[AssessmentRound]:
    """The rounds that an organisation can still begin in, newest first. Two queries."""
    joined = set(session.scalars(select(Assessment.round_id).where(Assessment.organisation_id == organisation.id)))
    query = select(AssessmentRound).where(
        AssessmentRound.forum_id == organisation.forum_id,
        AssessmentRound.ended_on.is_(None),
        AssessmentRound.opens_on <= today,
    )
    found = session.scalars(query.order_by(AssessmentRound.opens_on.desc(), AssessmentRound.id.desc()))
    return [each for each in found if each.id not in joined]


def who_has_begun(
    session: Session, assessment_round: AssessmentRound, today: date
) -> Sequence[tuple[Organisation, Assessment | None]]:
    """Each organisation of the forum and its assessment in a round, by name. Says how far, never what. Two queries."""
    query = select(Assessment).where(Assessment.round_id == assessment_round.id)
    begun = {each.organisation_id: each for each in session.scalars(query)}
    organisations = organisations_on(session, assessment_round.forum, today)
    return [(each, begun.get(each.id)) for each in organisations]


def begin_in_round(
    session: Session, assessment_round: AssessmentRound, organisation: Organisation, *, by: str, at: datetime
) -> Assessment:
    """Begin an organisation's assessment in its forum's round. Flushes.

    Raises NotPossible when the round has ended or has not begun, or when the organisation already takes part in it or
    has another one open with this instrument.
    """
    _may_join(session, assessment_round, organisation, uk_day(at))
    may_begin(session, organisation, assessment_round.instrument_id)
    name = unused_name(assessment_round.name, names_of(session, organisation))
    return begin(session, organisation, instrument_of(assessment_round), Beginning(name, by, at, assessment_round))


def join_round(
    session: Session, assessment_round: AssessmentRound, assessment: Assessment, *, by: str, at: datetime
) -> None:
    """Let an assessment that is already open count for a round with the very same instrument. Flushes.

    Raises NotPossible, with what to do.
    """
    _may_join(session, assessment_round, assessment.organisation, uk_day(at))
    hold(session, assessment)
    if assessment.state is not AssessmentState.OPEN or assessment.round_id is not None:
        raise NotPossible("Only an open assessment that is in no round yet can join a round.")
    if assessment.instrument_digest != assessment_round.instrument_digest:
        raise NotPossible("This round asks other questions. Finish this assessment, then begin in the round.")
    assessment.round = assessment_round
    record(session, assessment, AssessmentDeed.OPENED, actor=by, at=at, note=f"Joined {assessment_round.name}")
    session.flush()


def _may_join(session: Session, assessment_round: AssessmentRound, organisation: Organisation, today: date) -> None:
    session.refresh(assessment_round, with_for_update={"read": True, "of": AssessmentRound})
    if assessment_round.forum_id != organisation.forum_id:
        raise NotPossible("This round belongs to another forum.")
    if assessment_round.ended_on is not None:
        raise NotPossible("This round has ended. You can begin an assessment on your own.")
    if assessment_round.opens_on > today:
        raise NotPossible(f"This round opens on {date_in_words(assessment_round.opens_on)}.")
    if not organisation.in_forum_on(today):
        raise NotPossible("This organisation has left the forum.")
    joined = select(Assessment.id).where(
        Assessment.round_id == assessment_round.id, Assessment.organisation_id == organisation.id
    )
    if session.scalar(joined) is not None:
        raise NotPossible("Your organisation already takes part in this round.")
