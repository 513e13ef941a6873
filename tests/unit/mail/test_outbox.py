"""Queueing: in the caller's transaction, the newest word only, and a way to see what failed."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.mail.outbox import counts, failed, given_up, latest, queue, send_again

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
INVITATION, SIGN_IN = MessageKind.INVITATION, MessageKind.SIGN_IN


def states(session: Session) -> list[MessageState]:
    return sorted(message.state for message in session.scalars(select(OutboxMessage)))


def test_a_message_goes_when_what_it_reports_is_rolled_back(session: Session) -> None:
    queue(session, INVITATION, "a@b.example", 1, AT)
    session.rollback()
    assert states(session) == []


def test_a_newer_message_about_the_same_replaces_one_that_has_not_left(session: Session) -> None:
    first = queue(session, INVITATION, "a@b.example", 1, AT)
    second = queue(session, INVITATION, "a@b.example", 1, AT)
    session.expire_all()
    assert (first.state, second.state) == (MessageState.WITHDRAWN, MessageState.WAITING)


def test_other_people_subjects_kinds_and_messages_that_left_are_not_touched(session: Session) -> None:
    queue(session, INVITATION, "a@b.example", 1, AT).state = MessageState.SENT
    session.flush()
    queue(session, INVITATION, "other@b.example", 1, AT)
    queue(session, INVITATION, "a@b.example", 2, AT)
    queue(session, SIGN_IN, "a@b.example", 1, AT)
    queue(session, INVITATION, "a@b.example", 1, AT)
    assert states(session) == [MessageState.SENT] + [MessageState.WAITING] * 4


def test_what_failed_is_found_and_sent_again_as_a_new_message(session: Session) -> None:
    lost = queue(session, INVITATION, "a@b.example", 1, AT)
    lost.state = MessageState.FAILED
    queue(session, INVITATION, "a@b.example", 2, AT).state = MessageState.FAILED
    queue(session, SIGN_IN, "a@b.example", 1, AT).state = MessageState.FAILED
    session.flush()
    assert failed(session, [INVITATION], [1, 3]) == [lost]
    again = send_again(session, lost, AT)
    assert again is not None
    assert again.id != lost.id
    assert (again.state, again.recipient, again.subject_id) == (MessageState.WAITING, "a@b.example", 1)
    assert failed(session, [INVITATION], [1]) == []
    assert send_again(session, lost, AT) is None


def test_what_was_given_up_is_listed_by_kind_newest_first(session: Session) -> None:
    for number in (1, 2):
        old = queue(session, INVITATION, "a@b.example", number, AT + timedelta(hours=number))
        old.state = MessageState.FAILED
    queue(session, SIGN_IN, "a@b.example", 3, AT).state = MessageState.FAILED
    queue(session, INVITATION, "b@b.example", 4, AT)
    session.flush()
    assert [each.subject_id for each in given_up(session, [INVITATION])] == [2, 1]
    assert [each.subject_id for each in given_up(session, [INVITATION], limit=1)] == [2]


def test_the_newest_come_first_and_all_are_counted(session: Session) -> None:
    for number in range(3):
        queue(session, INVITATION, f"m{number}@b.example", number, AT + timedelta(hours=number))
    assert [message.subject_id for message in latest(session, 2)] == [2, 1]
    assert counts(session)[MessageState.WAITING] == 3
    assert counts(session)[MessageState.SENT] == 0
