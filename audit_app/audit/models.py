"""The round, who is invited, and what members have saved but not sent."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit_app.database import Base, keep_out_of_statistics, random_id
from audit_app.forum.models import Forum, Member
from audit_app.questionnaire.definition import Side


class State(StrEnum):
    """design.md, rules of storage, 5. A round that was typed in is a draft until it is put into use."""

    DRAFT = "draft"
    OPEN = "open"
    STOPPED = "stopped"
    CLOSED = "closed"
    ANNULLED = "annulled"


class Source(StrEnum):
    """Where a round's results came from."""

    LIVE = "live"
    TYPED_COUNTS = "typed_counts"
    TYPED_AVERAGES = "typed_averages"
    IMPORTED_COUNTS = "imported_counts"
    IMPORTED_AVERAGES = "imported_averages"
    IMPORTED_ROWS = "imported_rows"  # one row for each respondent, counted and forgotten


class Round(Base):
    """One run of the audit in one forum."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("forum_id", "name"),
        CheckConstraint("state IN ('draft', 'open', 'stopped', 'closed', 'annulled')", name="state_known"),
        CheckConstraint("minimum >= 5", name="minimum_at_least_five"),
        CheckConstraint("state IN ('open', 'stopped') OR wrapped_key IS NULL", name="key_only_while_ballots_exist"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    source: Mapped[Source] = mapped_column(default=Source.LIVE)
    # the instrument is pinned: an old round stays readable for ever
    questionnaire_id: Mapped[str] = mapped_column(String(40))
    questionnaire_version: Mapped[int]
    questionnaire_digest: Mapped[str] = mapped_column(String(64))
    questionnaire_definition: Mapped[str] = mapped_column(Text)  # canonical JSON; its SHA-256 is the digest
    minimum: Mapped[int] = mapped_column(default=5)  # k; may rise while a draft, never fall after opening
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_requested: Mapped[bool] = mapped_column(default=False)
    comments_expire_on: Mapped[date | None]
    held_on: Mapped[date | None]  # the day of a typed-in round
    # the round's X25519 pair; the private half is wrapped under the instance secret and erased at closing
    public_key: Mapped[bytes | None]
    wrapped_key: Mapped[bytes | None]
    secret: Mapped[str | None] = mapped_column(String(8))  # fingerprint of the instance secret it was opened with
    discarded: Mapped[int] = mapped_column(default=0)  # ballots that could not be read
    annul_reason: Mapped[str | None] = mapped_column(String(500))
    compacted: Mapped[bool] = mapped_column(default=True)  # False from closing until the database has been compacted

    forum: Mapped[Forum] = relationship()

    def state_at(self, at: datetime) -> State:
        """The state that counts: past its closing time a round is stopped, whether or not the worker runs."""
        if self.state is State.OPEN and self.closes_at is not None and self.closes_at <= at:
            return State.STOPPED
        return self.state


class Invitation(Base):
    """That a member is invited, on which side, and whether the link has been used. Never when.

    At closing the rows of a round are deleted and inserted again, shuffled, with new ids and without nonces.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("round_id", "member_id"),
        CheckConstraint("side IN ('management', 'staff', 'partner')", name="side_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    side: Mapped[Side]
    nonce: Mapped[bytes | None]
    generation: Mapped[int] = mapped_column(default=1)
    to_deputy: Mapped[bool] = mapped_column(default=False)
    used: Mapped[bool] = mapped_column(default=False)

    round: Mapped[Round] = relationship()
    member: Mapped[Member] = relationship()


class ClosedLink(Base):
    """A hash of a link of a closed round, so that the link can show shared results. Tied to no invitation."""

    __tablename__ = "closed_link"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy's own convention)

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)


class Draft(Base):
    """Saved answers, readable with the member's own link alone. The id is derived from the link, not counted."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    sealed: Mapped[bytes]


class RoundSide(Base):
    """What a closed round says about one side: how many were invited and how many answered."""

    __tablename__ = "round_side"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    invited: Mapped[int | None]
    answered: Mapped[int | None]


class Reviewer(Base):
    """Who reads the comments first, one for each side, named before the round opens."""

    __tablename__ = "reviewer"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))

    member: Mapped[Member] = relationship()


class Deed(StrEnum):
    """What can be done to a round, for the record that both sides can read."""

    CREATED = "created"
    LIST_CONFIRMED = "list_confirmed"
    OPENED = "opened"
    MEMBER_ADDED = "member_added"
    LINK_REPLACED = "link_replaced"
    HANDED_TO_DEPUTY = "handed_to_deputy"
    STOPPED = "stopped"
    STOPPED_WHEN_DUE = "stopped_when_due"
    REOPENED = "reopened"
    CLOSE_REQUESTED = "close_requested"
    CLOSE_REFUSED = "close_refused"
    CLOSED = "closed"
    ANNULLED = "annulled"
    TYPED_IN = "typed_in"
    BROUGHT_IN = "brought_in"
    PUT_INTO_USE = "put_into_use"
    SHARED_BY_SIDE = "shared_by_side"
    SHARED = "shared"
    POOL_AGREED_BY_SIDE = "pool_agreed_by_side"
    POOL_TAKEN_BACK_BY_SIDE = "pool_taken_back_by_side"


class RoundRecord(Base):
    """One deed: who did what to a round, and when. Nothing about answers, and nothing a member did."""

    __tablename__ = "round_record"
    __table_args__ = (Index("ix_round_record_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    deed: Mapped[Deed]
    actor: Mapped[str] = mapped_column(String(200))  # name and office, as they were
    note: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime]


class Share(Base):
    """That the chairs of a side agree to show members the results. When both have, members can see them."""

    __tablename__ = "share"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)


class PoolAgreement(Base):
    """That the chairs of a side agree to count this round into the year's sum of many forums."""

    __tablename__ = "pool_agreement"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)


class PoolStatement(Base):
    """A statement of a round that may be counted into the pool, as the gate said when both sides had agreed."""

    __tablename__ = "pool_statement"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)


class ListConfirmation(Base):
    """That a chair has confirmed a side's list for a round, as it stood (a digest of its names and addresses)."""

    __tablename__ = "list_confirmation"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


keep_out_of_statistics(Round, "wrapped_key")
keep_out_of_statistics(Invitation, "id", "nonce")
keep_out_of_statistics(Draft, "sealed")
