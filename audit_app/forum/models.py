"""Forums and the people in them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit_app.database import Base, keep_out_of_statistics
from audit_app.questionnaire.definition import Side


class Office(StrEnum):
    """What a member does in the forum."""

    MEMBER = "member"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"

    @property
    def label(self) -> str:
        return {"member": "Member", "chair": "Chair", "vice_chair": "Vice chair"}[self.value]


class Forum(Base):
    """A forum or one of its subgroups."""

    __tablename__ = "forum"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("forum.id"))
    demonstration: Mapped[bool] = mapped_column(default=False)

    parent: Mapped["Forum | None"] = relationship(remote_side=[id])


class Organisation(Base):
    """An employer, union or partner body as one forum knows it. left_on: the first day on which it is not in it."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("forum_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    name: Mapped[str] = mapped_column(String(200))
    left_on: Mapped[date | None]

    def in_forum_on(self, day: date) -> bool:
        return self.left_on is None or day < self.left_on


class Member(Base):
    """A person in one forum. What changes over time (side, office, organisation) is in `seats`."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("forum_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    deputy_name: Mapped[str | None] = mapped_column(String(200))
    deputy_email: Mapped[str | None] = mapped_column(String(254))

    forum: Mapped[Forum] = relationship()
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="member", order_by="Seat.starts_on", cascade="all, delete-orphan"
    )

    def seat_on(self, day: date) -> "Seat | None":
        """The seat that this person holds on a day, if any."""
        return next((seat for seat in self.seats if seat.holds_on(day)), None)


class Seat(Base):
    """A stretch of membership on one side; it ends when the person leaves or changes side."""

    __tablename__ = "seat"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("side IN ('management', 'staff', 'partner')", name="side_known"),
        CheckConstraint("office IN ('member', 'chair', 'vice_chair')", name="office_known"),
        Index("ix_seat_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    side: Mapped[Side]
    office: Mapped[Office] = mapped_column(default=Office.MEMBER)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # the first day on which it no longer holds

    member: Mapped[Member] = relationship(back_populates="seats")
    organisation: Mapped[Organisation | None] = relationship()

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class SecretariatPost(Base):
    """Someone who runs a forum's rounds. On no side, and never invited to answer in this post."""

    __tablename__ = "secretariat_post"
    __table_args__ = (UniqueConstraint("forum_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))

    forum: Mapped[Forum] = relationship()


class Contributor(Base):
    """Someone who fills in an organisation's self-assessments, for one of the two sides. lead: the wellbeing lead."""

    __tablename__ = "contributor"
    __table_args__ = (
        UniqueConstraint("organisation_id", "email"),
        CheckConstraint("side IN ('management', 'staff')", name="one_of_the_two_sides"),
        Index("ix_contributor_email", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    side: Mapped[Side]
    role: Mapped[str] = mapped_column(String(120))  # "Head of workforce", "Branch secretary"
    lead: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship()


class SignInLink(Base):
    """A single-use way in: only hashes are kept. `nonce` lives until the e-mail has left, then it is erased."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    code_hash: Mapped[bytes]
    nonce: Mapped[bytes | None]
    secret: Mapped[str] = mapped_column(String(8))  # fingerprint of the instance secret
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent: Mapped[bool] = mapped_column(default=False)
    wrong_codes: Mapped[int] = mapped_column(default=0)


class SignInSession(Base):
    """A signed-in browser; the cookie holds the key, the table only its hash. Idle time is kept in the cookie."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_hash: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime]
    ended: Mapped[bool] = mapped_column(default=False)


keep_out_of_statistics(SignInLink, "nonce")
