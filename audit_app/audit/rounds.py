"""The life of a round: draft → open → stopped → closed, or annulled from any of the first three.

Every step is a conditional change of state, so that two people pressing at once make one change. Closing itself is
in closing.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from audit_app.audit import ballot_box
from audit_app.audit.invitations import NotPossible, invite, send_held_back
from audit_app.audit.links import bury_links
from audit_app.audit.models import Deed, Draft, Reviewer, Round, Source, State
from audit_app.audit.own_wording import is_agreed
from audit_app.audit.records import record
from audit_app.database import uk_day
from audit_app.forum.models import Forum, Member
from audit_app.forum.people import members_on
from audit_app.instance_secret import InstanceSecrets
from audit_app.questionnaire.catalogue import canonical_json, digest, parse_pinned
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side

LOWEST_MINIMUM = 5
HIGHEST_MINIMUM = 11
THE_SERVICE = "The service"


@dataclass(frozen=True)
class Schedule:
    """What a secretariat decides about a round before it opens."""

    name: str
    opens_at: datetime
    closes_at: datetime
    minimum: int
    comments_expire_on: date
    reviewers: Mapping[Side, int]  # member ids, one for each of the two sides


def questionnaire_of(audit_round: Round) -> Questionnaire:
    """The instrument as it was pinned. Raises ValueError if the stored definition has been changed."""
    return parse_pinned(audit_round.questionnaire_definition, audit_round.questionnaire_digest)


def round_named(session: Session, forum: Forum, name: str) -> Round | None:
    """A forum's round of this name, if there is one."""
    return session.scalar(select(Round).where(Round.forum_id == forum.id, Round.name == name))


def rounds_of(session: Session, forum: Forum) -> list[Round]:
    """A forum's rounds, newest first; drafts and open ones before closed ones. One query."""
    rounds = list(session.scalars(select(Round).where(Round.forum_id == forum.id)))
    return sorted(rounds, key=lambda each: (each.closed_at is None, day_of(each) or date.max, each.id), reverse=True)


def day_of(audit_round: Round) -> date | None:
    """The day that a round's results stand for: when it was held, else when it closed."""
    return audit_round.held_on or (uk_day(audit_round.closed_at) if audit_round.closed_at else None)


def state_at(audit_round: Round, at: datetime) -> State:
    """The state that counts: past its closing time a round is stopped, whether or not the worker runs."""
    return audit_round.state_at(at)


def takes_answers(audit_round: Round, at: datetime) -> bool:
    """Whether a member can answer now: open, begun, and not past its time."""
    begun = audit_round.opens_at is not None and audit_round.opens_at <= at
    return begun and state_at(audit_round, at) is State.OPEN


def pin(audit_round: Round, questionnaire: Questionnaire) -> None:
    """Fix what is asked: id, version, SHA-256 and the definition itself."""
    audit_round.questionnaire_id = questionnaire.id
    audit_round.questionnaire_version = questionnaire.version
    audit_round.questionnaire_digest = digest(questionnaire)
    audit_round.questionnaire_definition = canonical_json(questionnaire)


def create(
    session: Session, forum: Forum, questionnaire: Questionnaire, schedule: Schedule, *, actor: str, at: datetime
) -> Round:
    """A new draft. Raises NotPossible when the name is taken."""
    if round_named(session, forum, schedule.name) is not None:
        raise NotPossible("This forum already has a round with this name. Choose another name.")
    audit_round = Round(forum=forum, name=schedule.name, source=Source.LIVE)
    pin(audit_round, questionnaire)
    _apply(audit_round, schedule)
    session.add(audit_round)
    session.flush()
    _set_reviewers(session, audit_round, schedule.reviewers)
    record(session, audit_round, Deed.CREATED, actor=actor, at=at)
    return audit_round


def revise(session: Session, audit_round: Round, questionnaire: Questionnaire, schedule: Schedule) -> None:
    """Change a draft. Raises NotPossible once it has opened, or when the name is taken by another round."""
    hold(session, audit_round)
    if audit_round.state is not State.DRAFT or audit_round.source is not Source.LIVE:
        raise NotPossible("This round has opened, so its settings can no longer be changed.")
    namesake = round_named(session, audit_round.forum, schedule.name)
    if namesake is not None and namesake.id != audit_round.id:
        raise NotPossible("This forum already has a round with this name. Choose another name.")
    pin(audit_round, questionnaire)
    _apply(audit_round, schedule)
    _set_reviewers(session, audit_round, schedule.reviewers)
    session.flush()


def open_round(
    session: Session, secrets: InstanceSecrets, audit_round: Round, *, actor: str, at: datetime, today: date
) -> int:
    """Open a draft: make its keys, one invitation per member, and the e-mails. Returns how many were invited.

    Raises NotPossible, with what to do, when something is missing.
    """
    hold(session, audit_round)
    _may_open(session, audit_round, at)
    members = members_on(session, audit_round.forum, today)
    if not members:
        raise NotPossible("This forum has no members yet. Add its members, then open the round.")
    _move(session, audit_round, State.OPEN, State.DRAFT)
    audit_round.opens_at = max(at, audit_round.opens_at or at)
    audit_round.opened_at = at
    ballot_box.give_keys(audit_round, secrets)
    for member in members:
        seat = member.seat_on(today)
        if seat is not None:
            invite(session, audit_round, member, seat, audit_round.opens_at)
    record(session, audit_round, Deed.OPENED, actor=actor, at=at)
    session.flush()
    return len(members)


def stop(session: Session, audit_round: Round, *, actor: str, at: datetime) -> None:
    """Take no more answers for now. Can be undone by `reopen`; shows no results."""
    _move(session, audit_round, State.STOPPED, State.OPEN)
    audit_round.stopped_at = at
    record(session, audit_round, Deed.STOPPED, actor=actor, at=at)


def stop_due(session: Session, at: datetime) -> int:
    """Stop every open round that is past its closing time. Returns how many."""
    query = select(Round).where(Round.state == State.OPEN, Round.closes_at <= at)
    # a round that somebody is just changing is left for the next beat, so that it cannot hold up the others
    due = list(session.scalars(query.with_for_update(skip_locked=True)))
    for audit_round in due:
        _move(session, audit_round, State.STOPPED, State.OPEN)
        audit_round.stopped_at = audit_round.closes_at
        record(session, audit_round, Deed.STOPPED_WHEN_DUE, actor=THE_SERVICE, at=at)
    return len(due)


def reopen(session: Session, audit_round: Round, closes_at: datetime, *, actor: str, at: datetime) -> None:
    """Take answers again, until a new closing time, and send what was held back while the round was stopped.

    Raises NotPossible if that time is past or counting was asked for.
    """
    if closes_at <= at:
        raise NotPossible("Choose a closing time in the future.")
    hold(session, audit_round)
    if audit_round.opens_at is not None and audit_round.opens_at >= closes_at:
        raise NotPossible("The round would close before it begins. Choose a later closing time.")
    if audit_round.close_requested:
        raise NotPossible("The round is being counted and cannot be opened again.")
    if state_at(audit_round, at) is not State.STOPPED:
        raise NotPossible("Only a round that has been stopped can be opened again.")
    _move(session, audit_round, State.OPEN, State.STOPPED, State.OPEN)
    audit_round.closes_at = closes_at
    audit_round.stopped_at = None
    session.flush()
    send_held_back(session, audit_round, at)
    record(session, audit_round, Deed.REOPENED, actor=actor, at=at)


def request_close(session: Session, audit_round: Round, *, actor: str, at: datetime) -> None:
    """Ask for the count, which is final. The worker does it. Raises NotPossible unless the round has been stopped."""
    hold(session, audit_round)
    if state_at(audit_round, at) is not State.STOPPED:
        raise NotPossible("Stop the round first. Then check the numbers and close it.")
    if audit_round.close_requested:
        raise NotPossible("This round is already being counted.")
    if audit_round.state is State.OPEN:
        _move(session, audit_round, State.STOPPED, State.OPEN)
        audit_round.stopped_at = audit_round.closes_at
    audit_round.close_requested = True
    record(session, audit_round, Deed.CLOSE_REQUESTED, actor=actor, at=at)
    session.flush()


def annul(
    session: Session, secrets: InstanceSecrets, audit_round: Round, reason: str, *, actor: str, at: datetime
) -> None:
    """End a round without a count: its answers are destroyed unread. Final.

    Raises NotPossible without a reason, or once the round has ended. It needs no instance secret: a round whose
    secret is lost can still be ended.
    """
    if not reason.strip():
        raise NotPossible("Say why the round is annulled. Both sides will see the reason.")
    hold(session, audit_round)  # before anything is destroyed: nobody may be casting or counting meanwhile
    if audit_round.source is not Source.LIVE:
        raise NotPossible("A round that was typed in cannot be annulled.")
    if audit_round.state not in {State.DRAFT, State.OPEN, State.STOPPED}:
        raise NotPossible("This round has ended, so it can no longer be annulled.")
    if audit_round.state is not State.DRAFT:
        bury_links(session, secrets, audit_round)
    ballot_box.destroy(session, audit_round)  # the key must be gone before the state says so
    _move(session, audit_round, State.ANNULLED, State.DRAFT, State.OPEN, State.STOPPED)
    audit_round.annul_reason = reason.strip()
    audit_round.close_requested = False
    audit_round.compacted = False
    session.execute(delete(Draft).where(Draft.round_id == audit_round.id))
    record(session, audit_round, Deed.ANNULLED, actor=actor, at=at, note=reason.strip())
    session.flush()


def reviewers_of(session: Session, audit_round: Round) -> dict[Side, Member]:
    """Who reads the comments first, by side. One query."""
    query = select(Reviewer).where(Reviewer.round_id == audit_round.id)
    return {reviewer.side: reviewer.member for reviewer in session.scalars(query)}


def hold(session: Session, audit_round: Round) -> None:
    """Read a round anew and keep others from changing it until this transaction ends.

    PostgreSQL locks the row; on SQLite a writing transaction is alone anyway.
    """
    session.refresh(audit_round, with_for_update=True)


def _apply(audit_round: Round, schedule: Schedule) -> None:
    audit_round.name = schedule.name
    audit_round.opens_at = schedule.opens_at
    audit_round.closes_at = schedule.closes_at
    audit_round.minimum = schedule.minimum
    audit_round.comments_expire_on = schedule.comments_expire_on


def _set_reviewers(session: Session, audit_round: Round, reviewers: Mapping[Side, int]) -> None:
    session.execute(delete(Reviewer).where(Reviewer.round_id == audit_round.id))
    for side, member_id in reviewers.items():
        session.add(Reviewer(round_id=audit_round.id, side=side, member_id=member_id))
    session.flush()


def _may_open(session: Session, audit_round: Round, at: datetime) -> None:
    if audit_round.state is not State.DRAFT or audit_round.source is not Source.LIVE:
        raise NotPossible("Only a draft can be opened.")
    if audit_round.closes_at is None or audit_round.closes_at <= at:
        raise NotPossible("The closing time has passed. Choose a later closing time, then open the round.")
    if audit_round.opens_at is not None and audit_round.opens_at >= audit_round.closes_at:
        raise NotPossible("The round would close before it opens. Change one of the two times.")
    if not LOWEST_MINIMUM <= audit_round.minimum <= HIGHEST_MINIMUM:
        raise NotPossible(f"Choose a minimum group size from {LOWEST_MINIMUM} to {HIGHEST_MINIMUM}.")
    own = questionnaire_of(audit_round).adapts is not None
    if own and not is_agreed(session, audit_round.forum, audit_round.questionnaire_digest):
        raise NotPossible("The chairs of both sides have not agreed to these questions. Choose other questions.")
    missing = [side.label.lower() for side in TWO_SIDES if side not in reviewers_of(session, audit_round)]
    if missing:
        raise NotPossible(f"Name who will read the comments first for {' and '.join(missing)}.")


def _move(session: Session, audit_round: Round, to: State, *expected: State) -> None:
    """Change the state if it is still one of `expected`; otherwise raise NotPossible."""
    change = update(Round).where(Round.id == audit_round.id, Round.state.in_(expected)).values(state=to)
    if cast("CursorResult[Any]", session.execute(change)).rowcount != 1:
        raise NotPossible("Somebody else has just changed this round. Look at where it stands now.")
    session.refresh(audit_round, ["state"])
