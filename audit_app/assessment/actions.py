"""What an organisation has decided to do: who by role, until when, and how it stands.

An action outlives its assessment: while it is open it belongs to the next one with the same instrument too.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from audit_app.analysis.assessed.content import ActionState
from audit_app.assessment.changing import hold, note_change
from audit_app.assessment.entries import Reader, choice, day, one_line, read_fields, required, role
from audit_app.assessment.instruments import instrument_of, item_of
from audit_app.assessment.merging import ChangedMeanwhile, refuse_stale
from audit_app.assessment.models import Action, Assessment, AssessmentState
from audit_app.assessment.ratings import UnknownItemError
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.entries import NotPossible
from audit_app.forum.models import Organisation

LONGEST_TEXT = 500
OPEN_STATES = (ActionState.TO_DO, ActionState.UNDER_WAY)
FIELDS = ("text", "owner_role", "due_on", "state")


def actions_of(session: Session, organisation: Organisation, instrument_id: str | None = None) -> list[Action]:
    """An organisation's actions: those still open first, the soonest due first; then what is done, newest first.

    `instrument_id`: only those that were decided in assessments with this instrument. One query.
    """
    query = select(Action).where(Action.organisation_id == organisation.id)
    if instrument_id is not None:
        query = query.where(Action.instrument_id == instrument_id)
    found = list(session.scalars(query.options(joinedload(Action.organisation))))
    still_open = [action for action in found if action.state in OPEN_STATES]
    ended = [action for action in found if action.state not in OPEN_STATES]
    still_open.sort(key=lambda action: (action.due_on or date.max, action.id))
    ended.sort(key=lambda action: (action.done_on or date.min, action.id), reverse=True)
    return [*still_open, *ended]


def find_action(session: Session, organisation: Organisation, action_id: int) -> Action | None:
    """An action by number, but only of this organisation."""
    return session.scalar(select(Action).where(Action.id == action_id, Action.organisation_id == organisation.id))


def overdue(actions: Iterable[Action], today: date) -> list[Action]:
    """Those that should have been done before today, in the order given."""
    return [each for each in actions if each.state in OPEN_STATES and each.due_on is not None and each.due_on < today]


def achievements(actions: Iterable[Action], since: date | None = None) -> list[Action]:
    """Those that are done (on or after `since`), in the order given."""
    return [
        each
        for each in actions
        if each.state is ActionState.DONE and (since is None or (each.done_on is not None and each.done_on >= since))
    ]


def carried_over(session: Session, assessment: Assessment) -> list[Action]:
    """The open actions of an assessment that were decided before it, the soonest due first. One query."""
    query = select(Action).where(
        Action.organisation_id == assessment.organisation_id,
        Action.instrument_id == assessment.instrument_id,
        Action.state.in_(OPEN_STATES),
        or_(Action.assessment_id.is_(None), Action.assessment_id != assessment.id),
    )
    return sorted(session.scalars(query), key=lambda action: (action.due_on or date.max, action.id))


def add_action(
    session: Session, organisation: Organisation, typed: Mapping[str, str], who: Contribution, at: datetime,
    *, assessment: Assessment | None = None, item_id: str | None = None,
) -> Action:  # fmt: skip
    """Decide on an action: fields text, owner_role, due_on (YYYY-MM-DD) and state. Flushes.

    assessment: where it is decided; item_id: the item of it that it is for. Raises InvalidEntryError, NotPossible and
    UnknownItemError.
    """
    _own(organisation, who)
    read = read_action({field: typed.get(field, "") for field in FIELDS})
    made = Action(organisation=organisation, item_id=item_id, revision=0)
    if assessment is not None:
        if assessment.organisation_id != organisation.id:
            raise NotPossible("This assessment belongs to another organisation.")
        if assessment.state is AssessmentState.WITHDRAWN:
            raise NotPossible("This assessment has been withdrawn, so it can no longer be changed.")
        if item_id is not None and item_of(instrument_of(assessment), item_id) is None:
            raise UnknownItemError("There is no such statement in this assessment.")
        made.assessment_id, made.instrument_id = assessment.id, assessment.instrument_id
    elif item_id is not None:
        raise UnknownItemError("A statement belongs to an assessment.")
    _note_in_open_assessment(session, made, organisation, who, at)
    _write(made, read, uk_day(at))
    session.add(made)
    session.flush()
    return made


def change_action(
    session: Session, action: Action, typed: Mapping[str, str], seen_revision: int, who: Contribution, at: datetime
) -> None:
    """Change what an action says, or how it stands; fields that were not sent stay. Flushes.

    Raises InvalidEntryError, ChangedMeanwhile and NotPossible.
    """
    _own(action.organisation, who)
    read = read_action(typed)
    open_now = _open_assessment(session, action, action.organisation)
    if open_now is not None:
        hold(session, open_now)  # the assessment before the action, as everywhere
    session.refresh(action, with_for_update={"of": Action})  # not of its organisation
    merged = refuse_stale(f"action-{action.id}", action.revision, seen_revision, _as_text(action), read)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, {f"action-{action.id}": action.revision})
    if not merged.changes:
        return
    _write(action, _as_text(action) | merged.changes, uk_day(at))
    action.revision += 1
    if open_now is not None and open_now.state is AssessmentState.OPEN:
        note_change(session, open_now, by=who.actor, at=at)
    session.flush()


def _own(organisation: Organisation, who: Contribution) -> None:
    if who.organisation_id != organisation.id:
        raise NotPossible("This action belongs to another organisation.")


def _open_assessment(session: Session, action: Action, organisation: Organisation) -> Assessment | None:
    """The open assessment that an action shows in, if there is one: a change of it needs new signatures."""
    if action.instrument_id is None:
        return None
    query = select(Assessment).where(
        Assessment.organisation_id == organisation.id,
        Assessment.instrument_id == action.instrument_id,
        Assessment.state == AssessmentState.OPEN,
    )
    return session.scalars(query).first()


def _note_in_open_assessment(
    session: Session, action: Action, organisation: Organisation, who: Contribution, at: datetime
) -> None:
    with session.no_autoflush:
        open_now = _open_assessment(session, action, organisation)
        if open_now is None:
            return
        hold(session, open_now)
        if open_now.state is AssessmentState.OPEN:
            note_change(session, open_now, by=who.actor, at=at)


def read_action(typed: Mapping[str, str]) -> dict[str, str | None]:
    """Read the fields of an action; those that were not sent are left alone. Raises InvalidEntryError."""
    readers: dict[str, Reader] = {
        "text": required(one_line("The action", LONGEST_TEXT), "Say what will be done."),
        "owner_role": required(role("The owner"), "Say who sees to it, by role, such as Head of workforce."),
        "due_on": day("The day"),
        "state": choice(*(each.value for each in ActionState)),
    }
    return read_fields(typed, readers)


def _write(action: Action, read: Mapping[str, str | None], today: date) -> None:
    action.text, action.owner_role = read["text"] or "", read["owner_role"] or ""
    action.due_on = date.fromisoformat(read["due_on"]) if read["due_on"] else None
    state = ActionState(read["state"] or ActionState.TO_DO)
    if state is not ActionState.DONE:
        action.done_on = None
    elif action.state is not ActionState.DONE or action.done_on is None:
        action.done_on = today
    action.state = state


def _as_text(action: Action) -> dict[str, str | None]:
    due_on = action.due_on.isoformat() if action.due_on else None
    return {"text": action.text, "owner_role": action.owner_role, "due_on": due_on, "state": action.state.value}
