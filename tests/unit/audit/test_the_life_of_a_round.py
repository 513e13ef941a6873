"""Open, stopped, open again, closing, annulled: each step from the right state only, at the exact moment."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.analysis.tallies import Average, Group
from audit_app.audit import rounds
from audit_app.audit.ballot_box import NotAccepted
from audit_app.audit.ballots import Ballot
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.earlier_rounds import type_in
from audit_app.audit.invitations import NotPossible, invitations_of
from audit_app.audit.models import Deed, Draft, Round, State
from audit_app.audit.records import records_of
from audit_app.audit.turnout import turn_up
from audit_app.instance_secret import InstanceSecrets
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from tests.factories import (
    NOON,
    SECRETS,
    TEN,
    cast,
    cast_all,
    close_round,
    make_closed_round,
    make_draft,
    make_forum,
    make_open_round,
)  # fmt: skip

WHO = "A chair (Chair, Staff side)"
TICK = timedelta(microseconds=1)
WEEK = timedelta(days=7)


@pytest.fixture
def audit_round(session: Session) -> Round:
    return make_open_round(session, make_forum(session), closes_at=NOON + WEEK)


def _deeds(session: Session, audit_round: Round) -> list[Deed]:
    session.flush()
    return [each.deed for each in records_of(session, audit_round)]


def test_a_round_is_stopped_at_its_closing_time_to_the_microsecond(session: Session, audit_round: Round) -> None:
    closes = NOON + WEEK
    assert rounds.state_at(audit_round, closes - TICK) is State.OPEN
    assert rounds.state_at(audit_round, closes) is State.STOPPED
    assert rounds.takes_answers(audit_round, closes - TICK)
    assert not rounds.takes_answers(audit_round, closes)
    first, second = invitations_of(session, audit_round)[:2]
    cast(session, first, at=closes - TICK)
    with pytest.raises(NotAccepted):
        cast(session, second, at=closes)


def test_a_round_takes_answers_from_its_opening_time_on(session: Session) -> None:
    later = NOON + timedelta(hours=1)
    draft = make_draft(session, make_forum(session), opens_at=later)
    assert not rounds.takes_answers(draft, later)
    rounds.open_round(session, SECRETS, draft, actor=WHO, at=NOON, today=NOON.date())
    assert not rounds.takes_answers(draft, later - TICK)
    assert rounds.takes_answers(draft, later)
    invitation = invitations_of(session, draft)[0]
    with pytest.raises(NotAccepted):
        cast(session, invitation, at=later - TICK)
    cast(session, invitation, at=later)


def test_the_worker_stops_what_is_due_and_nothing_else(session: Session, audit_round: Round) -> None:
    other = make_open_round(session, make_forum(session, "south"), closes_at=NOON + WEEK + TICK)
    assert rounds.stop_due(session, NOON + WEEK - TICK) == 0
    assert rounds.stop_due(session, NOON + WEEK) == 1
    session.commit()
    session.expire_all()
    assert (audit_round.state, other.state) == (State.STOPPED, State.OPEN)
    assert audit_round.stopped_at == NOON + WEEK
    assert rounds.stop_due(session, NOON + WEEK) == 0
    assert _deeds(session, audit_round)[-1] is Deed.STOPPED_WHEN_DUE


def test_a_closing_time_in_another_time_zone_is_the_same_moment(session: Session) -> None:
    summer = timezone(timedelta(hours=1))
    closes = datetime(2026, 7, 1, 17, tzinfo=summer)
    opens = datetime(2026, 6, 1, 9, tzinfo=UTC)
    audit_round = make_open_round(session, make_forum(session), at=opens, closes_at=closes)
    session.commit()
    session.expire_all()
    assert audit_round.closes_at == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert rounds.stop_due(session, datetime(2026, 7, 1, 15, 59, 59, tzinfo=UTC)) == 0
    assert rounds.stop_due(session, datetime(2026, 7, 1, 16, tzinfo=UTC)) == 1


def test_a_round_counts_for_the_british_day_on_which_it_closed(session: Session) -> None:
    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # already 1 July in the United Kingdom
    closed = make_closed_round(session, make_forum(session), at=half_past_midnight)
    assert rounds.day_of(closed) == date(2026, 7, 1)


def test_stopping_twice_changes_once(session: Session, audit_round: Round) -> None:
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="Look at where it stands now"):
        rounds.stop(session, audit_round, actor=WHO, at=NOON)
    assert _deeds(session, audit_round).count(Deed.STOPPED) == 1


def test_a_stopped_round_can_be_opened_again_with_everybody_s_links(session: Session, audit_round: Round) -> None:
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    rounds.reopen(session, audit_round, NOON + 2 * WEEK, actor=WHO, at=NOON)
    session.expire_all()
    assert (audit_round.state, audit_round.stopped_at) == (State.OPEN, None)
    assert audit_round.closes_at == NOON + 2 * WEEK
    cast(session, invitations_of(session, audit_round)[0], at=NOON + WEEK)
    assert _deeds(session, audit_round)[-2:] == [Deed.STOPPED, Deed.REOPENED]


def test_a_round_past_its_time_can_be_opened_again_before_the_worker_has_noticed(
    session: Session, audit_round: Round
) -> None:
    rounds.reopen(session, audit_round, NOON + 2 * WEEK, actor=WHO, at=NOON + WEEK)
    assert rounds.takes_answers(audit_round, NOON + WEEK)


@pytest.mark.parametrize("closes_at", [NOON, NOON - WEEK])
def test_reopening_needs_a_time_to_come(session: Session, audit_round: Round, closes_at: datetime) -> None:
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="in the future"):
        rounds.reopen(session, audit_round, closes_at, actor=WHO, at=NOON)


def test_an_open_round_is_not_opened_again(session: Session, audit_round: Round) -> None:
    with pytest.raises(NotPossible, match="has been stopped"):
        rounds.reopen(session, audit_round, NOON + 2 * WEEK, actor=WHO, at=NOON)


def test_a_round_that_has_not_begun_is_not_reopened_to_close_before_it_begins(session: Session) -> None:
    draft = make_draft(session, make_forum(session), opens_at=NOON + WEEK)
    rounds.open_round(session, SECRETS, draft, actor=WHO, at=NOON, today=NOON.date())
    rounds.stop(session, draft, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="close before it begins"):
        rounds.reopen(session, draft, NOON + timedelta(days=1), actor=WHO, at=NOON)


def test_invitations_that_were_held_back_leave_when_the_round_opens_again(session: Session, audit_round: Round) -> None:
    """An e-mail that comes up while the round is stopped is withdrawn; its member must get it later."""
    messages = session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    messages[0].state = MessageState.SENT
    messages[1].state = messages[2].state = MessageState.WITHDRAWN
    answered = next(each for each in invitations_of(session, audit_round) if each.id == messages[2].subject_id)
    cast(session, answered)
    session.commit()
    session.expire_all()
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    rounds.reopen(session, audit_round, NOON + 2 * WEEK, actor=WHO, at=NOON + timedelta(hours=1))
    waiting = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at == NOON + timedelta(hours=1)
    )
    sent_now = session.scalars(waiting).all()
    assert [(each.kind, each.subject_id) for each in sent_now] == [(MessageKind.INVITATION, messages[1].subject_id)]


def test_a_count_is_asked_for_once_and_only_when_stopped(session: Session, audit_round: Round) -> None:
    with pytest.raises(NotPossible, match="Stop the round first"):
        rounds.request_close(session, audit_round, actor=WHO, at=NOON)
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    rounds.request_close(session, audit_round, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="already being counted"):
        rounds.request_close(session, audit_round, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="being counted"):
        rounds.reopen(session, audit_round, NOON + WEEK, actor=WHO, at=NOON)
    assert _deeds(session, audit_round).count(Deed.CLOSE_REQUESTED) == 1


def test_a_count_may_be_asked_for_at_the_closing_time(session: Session, audit_round: Round) -> None:
    with pytest.raises(NotPossible):
        rounds.request_close(session, audit_round, actor=WHO, at=NOON + WEEK - TICK)
    rounds.request_close(session, audit_round, actor=WHO, at=NOON + WEEK)
    session.expire_all()
    assert (audit_round.state, audit_round.stopped_at) == (State.STOPPED, NOON + WEEK)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_annulling_needs_a_reason(session: Session, audit_round: Round, reason: str) -> None:
    cast_all(session, audit_round)
    with pytest.raises(NotPossible, match="Say why"):
        rounds.annul(session, SECRETS, audit_round, reason, actor=WHO, at=NOON)
    assert audit_round.state is State.OPEN
    assert session.scalar(select(func.count()).select_from(Ballot)) == 14


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.STOPPED])
def test_a_round_is_annulled_from_any_state_that_is_not_an_end(session: Session, state: State) -> None:
    audit_round = make_draft(session, make_forum(session))
    if state is not State.DRAFT:
        rounds.open_round(session, SECRETS, audit_round, actor=WHO, at=NOON, today=NOON.date())
        cast_all(session, audit_round, leave_out=3)
    if state is State.STOPPED:
        rounds.stop(session, audit_round, actor=WHO, at=NOON)
        rounds.request_close(session, audit_round, actor=WHO, at=NOON)
    rounds.annul(session, SECRETS, audit_round, " The wrong list. ", actor=WHO, at=NOON)
    session.expire_all()
    assert (audit_round.state, audit_round.close_requested) == (State.ANNULLED, False)
    assert (audit_round.wrapped_key, audit_round.public_key) == (None, None)
    assert audit_round.annul_reason == "The wrong list."
    assert (records_of(session, audit_round)[-1].deed, records_of(session, audit_round)[-1].note) == (
        Deed.ANNULLED, "The wrong list.",
    )  # fmt: skip
    for table in (Ballot, Draft):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_an_end_is_an_end(session: Session, audit_round: Round) -> None:
    rounds.annul(session, SECRETS, audit_round, "Wrong.", actor=WHO, at=NOON)
    closed = make_closed_round(session, make_forum(session, "south"))
    for ended in (audit_round, closed):
        with pytest.raises(NotPossible, match="has ended"):
            rounds.annul(session, SECRETS, ended, "Again.", actor=WHO, at=NOON)
        for step in (rounds.stop, rounds.request_close):
            with pytest.raises(NotPossible):
                step(session, ended, actor=WHO, at=NOON)
        with pytest.raises(NotPossible):
            rounds.reopen(session, ended, NOON + WEEK, actor=WHO, at=NOON)
        assert rounds.state_at(ended, NOON + 99 * WEEK) in {State.ANNULLED, State.CLOSED}


def test_a_round_whose_secret_is_lost_can_still_be_annulled(session: Session, audit_round: Round) -> None:
    cast_all(session, audit_round)
    strangers = InstanceSecrets.from_keys(("another secret that never saw this round 0123456789",))
    rounds.annul(session, strangers, audit_round, "The key was lost.", actor=WHO, at=NOON)
    session.expire_all()
    assert audit_round.state is State.ANNULLED
    assert {each.nonce for each in invitations_of(session, audit_round)} == {None}
    assert session.scalar(select(func.count()).select_from(Ballot)) == 0


def test_a_typed_in_round_is_never_annulled(session: Session) -> None:
    typed = TypedRound("Old report", NOON.date(), 5, averages={("PT-1", Group.TOTAL): Average(9, 5.0)})
    audit_round = type_in(session, make_forum(session), TEN, typed, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="typed in"):
        rounds.annul(session, SECRETS, audit_round, "No.", actor=WHO, at=NOON)


def test_the_turn_up_says_how_many_by_side(session: Session, audit_round: Round) -> None:
    cast_all(session, audit_round, leave_out=9)
    shown = turn_up(session, audit_round)
    assert (shown.all_invited, shown.all_returned) == (14, 5)
    closed = close_round(session, audit_round)
    assert turn_up(session, closed).returned == shown.returned
