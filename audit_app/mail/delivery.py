"""Sending what is in the outbox: each message once, with retries, by as many workers as there are.

A message is claimed (committed), written, announced to the server, marked as `sending` (committed), and only then
handed over; what the server answers is committed at once. So a message that the server took in never leaves again:
not with two workers, and not when a worker dies before it could note the answer. That message ends as failed, with
words that say so, because nobody can know what became of it. No transaction is open during the conversation.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from audit_app.database import now, writing
from audit_app.instance_secret import UnknownSecretError
from audit_app.mail.models import MessageState, OutboxMessage
from audit_app.mail.smtp import Answer, MailServer, hand_over

LEASE = timedelta(minutes=10)  # longer than any conversation with a server
MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
UNKNOWN_END = (
    "The service stopped while this message was being handed to the mail server. "
    "It may have arrived. Ask the person, and send it again if it has not."
)

_log = logging.getLogger(__name__)

Compose = Callable[[Session, OutboxMessage], EmailMessage | None]
Settled = Callable[[Session, OutboxMessage], None]


@dataclass(frozen=True)
class Delivery:
    """Everything that sending needs.

    `compose` writes the e-mail, or returns None when it should not be sent any more. `settled` is called in the
    transaction in which a message reaches its end (sent, failed or withdrawn). `clock` gives the moment.
    """

    sessions: sessionmaker[Session]
    server: MailServer
    compose: Compose
    settled: Settled
    clock: Callable[[], datetime] = now


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: 30 seconds, then twice as long each time, 4 hours at most."""
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def deliver_due(delivery: Delivery, limit: int = 100) -> dict[MessageState, int]:
    """Try every message that is due, once. Returns how many ended in each state (waiting: to be tried again)."""
    _end_unknown(delivery)
    query = select(OutboxMessage.id).where(
        OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at <= delivery.clock()
    )
    with delivery.sessions() as session:
        due = list(session.scalars(query.order_by(OutboxMessage.due_at).limit(limit)))
    ends = Counter(state for number in due if (state := _deliver(delivery, number)) is not None)
    if ends:
        _log.info("outbox: %s", ", ".join(f"{number} {state.value}" for state, number in sorted(ends.items())))
    return dict(ends)


def _deliver(delivery: Delivery, number: int) -> MessageState | None:
    """Try one message. None when another worker has it."""
    attempt = _claim(delivery, number)
    if attempt is None:
        return None
    written = _write(delivery, number, attempt)
    if isinstance(written, MessageState):
        return written
    email, recipient = written
    answer, reason = hand_over(
        delivery.server,
        email,
        recipient,
        before_text=lambda: _move(delivery, number, attempt, MessageState.SENDING),
        accepted=lambda: _end(delivery, number, attempt, MessageState.SENT),
    )
    if answer is Answer.ACCEPTED:
        return MessageState.SENT
    if answer is Answer.NOT_HANDED_OVER:
        return None
    if answer is Answer.NEVER or attempt >= MOST_ATTEMPTS:
        _end(delivery, number, attempt, MessageState.FAILED, reason)
        return MessageState.FAILED
    _postpone(delivery, number, attempt, reason)
    return MessageState.WAITING


def _claim(delivery: Delivery, number: int) -> int | None:
    """Take a message for the time of the lease; returns which try this is, or None if it is not to be had."""
    at = delivery.clock()
    statement = (
        update(OutboxMessage)
        .where(OutboxMessage.id == number, OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at <= at)
        .values(attempts=OutboxMessage.attempts + 1, due_at=at + LEASE)
        .returning(OutboxMessage.attempts)
    )
    with writing(delivery.sessions) as session:
        attempt = session.scalar(statement)
        session.commit()
    return attempt


def _write(delivery: Delivery, number: int, attempt: int) -> tuple[EmailMessage, str] | MessageState:
    """Write the e-mail; or the state in which the message now is, because there is nothing to send."""
    try:
        with delivery.sessions() as session:
            message = session.get(OutboxMessage, number)
            if message is None:  # its round has closed meanwhile
                return MessageState.WITHDRAWN
            recipient = message.recipient
            email = delivery.compose(session, message)
    except UnknownSecretError as error:
        _postpone(delivery, number, attempt, str(error))
        return MessageState.WAITING
    if email is None:
        _end(delivery, number, attempt, MessageState.WITHDRAWN)
        return MessageState.WITHDRAWN
    return email, recipient


def _move(delivery: Delivery, number: int, attempt: int, state: MessageState) -> bool:
    """Mark a claimed message, if it is still ours."""
    statement = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == number,
            OutboxMessage.attempts == attempt,
            OutboxMessage.state == MessageState.WAITING,
        )
        .values(state=state)
        .returning(OutboxMessage.id)
    )
    with writing(delivery.sessions) as session:
        ours = session.scalar(statement) is not None
        session.commit()
    return ours


def _end(delivery: Delivery, number: int, attempt: int, state: MessageState, reason: str | None = None) -> None:
    """Note how a message ended. What the server took in counts as sent, even if we had given it up meanwhile."""
    open_states = [MessageState.WAITING, MessageState.SENDING]
    if state is MessageState.SENT:
        open_states.append(MessageState.FAILED)
    with writing(delivery.sessions) as session:
        message = session.get(OutboxMessage, number, with_for_update=True)
        if message is not None and message.attempts == attempt and message.state in open_states:
            message.state, message.last_error = state, reason
            delivery.settled(session, message)
        session.commit()


def _postpone(delivery: Delivery, number: int, attempt: int, reason: str) -> None:
    statement = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == number,
            OutboxMessage.attempts == attempt,
            OutboxMessage.state.in_([MessageState.WAITING, MessageState.SENDING]),
        )
        .values(state=MessageState.WAITING, due_at=delivery.clock() + wait_after(attempt), last_error=reason)
    )
    with writing(delivery.sessions) as session:
        session.execute(statement)
        session.commit()


def _end_unknown(delivery: Delivery) -> None:
    """Give up messages whose worker died while the server had them: they may have arrived, so they stay."""
    query = select(OutboxMessage.id, OutboxMessage.attempts).where(
        OutboxMessage.state == MessageState.SENDING, OutboxMessage.due_at <= delivery.clock()
    )
    with delivery.sessions() as session:
        left = [(row.id, row.attempts) for row in session.execute(query)]
    for number, attempt in left:
        _end(delivery, number, attempt, MessageState.FAILED, UNKNOWN_END)
