"""Beginning an organisation's self-assessment, alone or in a round that the secretariat opens for all of them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit_app.assessment.changing import hold
from audit_app.assessment.instruments import pin
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentRound, AssessmentState, Rating
from audit_app.assessment.records import record
from audit_app.database import uk_day
from audit_app.forum.access import Access
from audit_app.forum.entries import InvalidEntryError, NotPossible, line
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import Instrument

LONGEST_NAME = 120


class UnknownAssessmentError(LookupError):
    """There is no such assessment for this person: unknown ones and other organisations' look the same."""


@dataclass(frozen=True)
class Beginning:
    """How an assessment begins: its name, who begins it, when, and in which round, if any."""

    name: str
    by: str
    at: datetime
    assessment_round: AssessmentRound | None = None


def assessment_for(session: Session, access: Access, assessment_id: int) -> Assessment:
    """An assessment that this person fills in. Raises UnknownAssessmentError for every other. One query."""
    query = select(Assessment).where(
        Assessment.id == assessment_id,
        Assessment.forum_id == access.forum_id,
        Assessment.organisation_id.in_(access.organisations),
    )
    found = session.scalar(query.options(joinedload(Assessment.organisation), joinedload(Assessment.round)))
    if found is None:
        raise UnknownAssessmentError("There is no such assessment among yours.")
    return found


def assessments_of(session: Session, organisation: Organisation) -> list[Assessment]:
    """An organisation's assessments, newest first, without those that were withdrawn. One query."""
    query = select(Assessment).where(
        Assessment.organisation_id == organisation.id, Assessment.state != AssessmentState.WITHDRAWN
    )
    query = query.options(joinedload(Assessment.round))
    return list(session.scalars(query.order_by(Assessment.opened_on.desc(), Assessment.id.desc())))


def assessments_by_organisation(session: Session, forum: Forum) -> dict[int, list[Assessment]]:
    """The same for every organisation of a forum, by the organisation's number. One query."""
    query = select(Assessment).where(Assessment.forum_id == forum.id, Assessment.state != AssessmentState.WITHDRAWN)
    found: dict[int, list[Assessment]] = {}
    for each in session.scalars(query.order_by(Assessment.opened_on.desc(), Assessment.id.desc())):
        found.setdefault(each.organisation_id, []).append(each)
    return found


def suggested_name(session: Session, organisation: Organisation, instrument: Instrument, today: date) -> str:
    """A name for a new assessment that the organisation has not used: "Title, November 2026"."""
    month = date_in_words(today).partition(" ")[2]
    wanted = f"{instrument.title[: LONGEST_NAME - 30]}, {month}"
    return unused_name(wanted, names_of(session, organisation))


def open_alone(
    session: Session, organisation: Organisation, instrument: Instrument, name: str, *, by: str, at: datetime
) -> Assessment:
    """Begin an assessment of one organisation by itself. Actions that are still open carry over. Flushes.

    Raises InvalidEntryError (field "name"), and NotPossible while another one with this instrument is open.
    """
    tidy = read_name(name)
    may_begin(session, organisation, instrument.id)
    if tidy in names_of(session, organisation):
        raise InvalidEntryError({"name": "Your organisation already has an assessment with this name. Choose another."})
    return begin(session, organisation, instrument, Beginning(tidy, by, at))


def read_name(typed: str) -> str:
    """The name of an assessment or a round. Raises InvalidEntryError (field "name")."""
    try:
        tidy = line(typed, "The name", LONGEST_NAME)
    except ValueError as error:
        raise InvalidEntryError({"name": str(error)}) from None
    if not tidy:
        raise InvalidEntryError({"name": "Enter a name, so that people can tell it from the next one."})
    return tidy


def withdraw(session: Session, assessment: Assessment, *, by: str, at: datetime) -> None:
    """Give up an assessment that was never signed; it is kept, but shown nowhere, and another one can begin. Flushes.

    Raises NotPossible once it has been signed by both sides.
    """
    hold(session, assessment)
    if assessment.state is AssessmentState.WITHDRAWN:
        raise NotPossible("This assessment has already been withdrawn.")
    if assessment.version:
        raise NotPossible("Both sides have signed this assessment, so it is kept. You can change it and sign again.")
    taken = names_of(session, assessment.organisation)
    suffix = f" (withdrawn {date_in_words(uk_day(at))})"
    assessment.name = unused_name(assessment.name[: LONGEST_NAME - len(suffix) - 5] + suffix, taken)
    assessment.state = AssessmentState.WITHDRAWN
    assessment.round = None
    record(session, assessment, AssessmentDeed.WITHDRAWN, actor=by, at=at)
    session.flush()


def may_begin(session: Session, organisation: Organisation, instrument_id: str) -> None:
    """Hold an organisation that is about to begin. Raises NotPossible while another one is open."""
    session.refresh(organisation, with_for_update={"of": Organisation})  # two who press at once begin one assessment
    open_now = select(Assessment.name).where(
        Assessment.organisation_id == organisation.id,
        Assessment.instrument_id == instrument_id,
        Assessment.state == AssessmentState.OPEN,
    )
    name = session.scalars(open_now).first()
    if name is not None:
        raise NotPossible(f"“{name}” is still open. Sign it, or withdraw it, before you begin another one.")


def names_of(session: Session, organisation: Organisation) -> set[str]:
    """The names of all its assessments, withdrawn ones too: a name is used once. One query."""
    return set(session.scalars(select(Assessment.name).where(Assessment.organisation_id == organisation.id)))


def unused_name(wanted: str, taken: set[str]) -> str:
    """A name that is not taken: the wanted one, or with a number behind it."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 6]} ({number})"
    return name


def begin(session: Session, organisation: Organisation, instrument: Instrument, beginning: Beginning) -> Assessment:
    """Store an assessment with an empty rating for each item, so that later every write is a change of a row."""
    made = Assessment(
        forum_id=organisation.forum_id, organisation=organisation, round=beginning.assessment_round,
        name=beginning.name, opened_on=uk_day(beginning.at), opened_by=beginning.by[:200],
    )  # fmt: skip
    pin(made, instrument)
    session.add(made)
    session.flush()
    session.add_all(
        Rating(assessment_id=made.id, item_id=item.id, changed_by=beginning.by[:200], changed_at=beginning.at)
        for item in instrument.items
    )
    record(session, made, AssessmentDeed.OPENED, actor=beginning.by, at=beginning.at)
    session.flush()
    return made
