"""The outbox: what is to be sent, written in the same transaction as what it reports."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from audit_app.database import Base, now, random_id


class MessageKind(StrEnum):
    """What a message says; the words are made when it is sent, so that no link lies in the outbox."""

    INVITATION = "invitation"
    DEPUTY_INVITATION = "deputy_invitation"
    SIGN_IN = "sign_in"
    RESULTS_READY = "results_ready"
    RESULTS_SHARED = "results_shared"
    REVIEW_COMMENTS = "review_comments"
    CONTRIBUTOR = "contributor"
    ASSESSMENT_ROUND = "assessment_round"  # to a wellbeing lead; the subject is the contributor


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"  # its text is being handed to the mail server; committed before the first byte leaves
    SENT = "sent"
    FAILED = "failed"  # given up after the last try
    WITHDRAWN = "withdrawn"  # its link died before it was sent


class OutboxMessage(Base):
    """One message to one address. `subject_id` names the invitation, link, round or contributor that it is about."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'withdrawn')", name="state_known"),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    kind: Mapped[MessageKind]
    recipient: Mapped[str] = mapped_column(String(254))
    subject_id: Mapped[int]
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None] = mapped_column(Text)  # the server's own words, without addresses
