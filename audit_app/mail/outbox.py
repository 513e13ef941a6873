"""The outbox: a message is queued in the same transaction as what it reports, and sent later by the worker."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from audit_app.mail.models import MessageKind, MessageState, OutboxMessage


def queue(session: Session, kind: MessageKind, recipient: str, subject_id: int, due_at: datetime) -> OutboxMessage:
    """Queue one message to one address; flushes, and leaves the commit to the caller.

    A message of the same kind, to the same address and about the same thing that has not left yet is withdrawn:
    the newer one says all that it would have said.
    """
    same = (
        OutboxMessage.kind == kind,
        OutboxMessage.recipient == recipient,
        OutboxMessage.subject_id == subject_id,
        OutboxMessage.state == MessageState.WAITING,
    )
    session.execute(update(OutboxMessage).where(*same).values(state=MessageState.WITHDRAWN))
    message = OutboxMessage(kind=kind, recipient=recipient, subject_id=subject_id, due_at=due_at)
    session.add(message)
    session.flush()
    return message


def failed(session: Session, kinds: Sequence[MessageKind], subject_ids: Sequence[int]) -> list[OutboxMessage]:
    """Messages that were given up, for example those about the invitations of a round."""
    query = select(OutboxMessage).where(
        OutboxMessage.state == MessageState.FAILED,
        OutboxMessage.kind.in_(kinds),
        OutboxMessage.subject_id.in_(subject_ids),
    )
    return list(session.scalars(query.order_by(OutboxMessage.recipient, OutboxMessage.id)))


def given_up(session: Session, kinds: Sequence[MessageKind], limit: int = 100) -> list[OutboxMessage]:
    """Messages of these kinds that were given up, the newest first."""
    query = select(OutboxMessage).where(OutboxMessage.state == MessageState.FAILED, OutboxMessage.kind.in_(kinds))
    return list(session.scalars(query.order_by(OutboxMessage.due_at.desc(), OutboxMessage.id).limit(limit)))


def send_again(session: Session, message: OutboxMessage, due_at: datetime) -> OutboxMessage | None:
    """Queue a message once more after it was given up; the old one is withdrawn. A person decided so: it is new.

    None when the message is not given up any more, for example because somebody has just pressed the same button.
    """
    once = (
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.FAILED)
        .values(state=MessageState.WITHDRAWN)
        .returning(OutboxMessage.id)
    )
    if session.scalar(once) is None:
        return None
    return queue(session, message.kind, message.recipient, message.subject_id, due_at)


def latest(session: Session, limit: int = 100) -> list[OutboxMessage]:
    """The messages that are due last, for the page that shows the operator the outbox in a demonstration."""
    query = select(OutboxMessage).order_by(OutboxMessage.due_at.desc(), OutboxMessage.id)
    return list(session.scalars(query.limit(limit)))


def counts(session: Session) -> dict[MessageState, int]:
    """How many messages stand in each state."""
    found = session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state))
    return dict.fromkeys(MessageState, 0) | {row[0]: row[1] for row in found}
