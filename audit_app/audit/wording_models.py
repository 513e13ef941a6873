"""A forum's own wording of a questionnaire: its versions, who has agreed them, and who did what."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit_app.database import Base
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import Side


class WordingState(StrEnum):
    """An agreed version is never changed again: rounds may have pinned it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"


class OwnWording(Base):
    """One version of a forum's own wording, with the questionnaire that it starts from and what it changes of it."""

    __tablename__ = "own_wording"
    __table_args__ = (
        UniqueConstraint("forum_id", "questionnaire_id", "version"),
        CheckConstraint("state IN ('draft', 'proposed', 'agreed')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    questionnaire_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    state: Mapped[WordingState] = mapped_column(default=WordingState.DRAFT)
    base_digest: Mapped[str] = mapped_column(String(64))
    base_definition: Mapped[str] = mapped_column(Text)  # canonical JSON; its SHA-256 is the digest
    wishes: Mapped[str] = mapped_column(Text)  # questionnaire.adapting.Adaptation as JSON
    digest: Mapped[str] = mapped_column(String(64))
    definition: Mapped[str] = mapped_column(Text)  # what base and wishes make, as a round would pin it
    revision: Mapped[int] = mapped_column(default=1)  # grows with each change, so that a page out of date is noticed

    forum: Mapped[Forum] = relationship()


class WordingAgreement(Base):
    """That the chairs of a side agree to a version, as it stands."""

    __tablename__ = "wording_agreement"

    wording_id: Mapped[int] = mapped_column(ForeignKey("own_wording.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)


class WordingDeed(StrEnum):
    """What can be done to a version, for the record that both sides can read."""

    STARTED = "started"
    PROPOSED = "proposed"
    AGREED_BY_SIDE = "agreed_by_side"
    AGREED = "agreed"
    SENT_BACK = "sent_back"
    CHANGED_AGAIN = "changed_again"


class WordingRecord(Base):
    """One deed: who did what to a version, and when."""

    __tablename__ = "wording_record"
    __table_args__ = (Index("ix_wording_record_wording_id", "wording_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("own_wording.id"))
    deed: Mapped[WordingDeed]
    actor: Mapped[str] = mapped_column(String(200))  # name and office, as they were
    note: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime]
