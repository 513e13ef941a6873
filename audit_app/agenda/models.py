"""What the chairs make of the results: priorities, and the record of who decided what."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit_app.audit.models import Round
from audit_app.database import Base
from audit_app.questionnaire.definition import TWO_SIDES, Side


class Standing(StrEnum):
    """What has become of a priority. DECLINED: a suggestion that was not taken up."""

    ADOPTED = "adopted"
    DECLINED = "declined"
    DONE = "done"
    DROPPED = "dropped"


class Owner(StrEnum):
    """Which side looks after a priority."""

    MANAGEMENT = "management"
    STAFF = "staff"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"management": "Management side", "staff": "Staff side", "both": "Both sides together"}[self.value]


class Priority(Base):
    """Something that a forum wants to work on after a round, or a suggestion that it declined.

    What it says and how it stands hold for the sides that agree; a change by one side asks the other to agree again.
    """

    __tablename__ = "priority"
    __table_args__ = (
        UniqueConstraint("round_id", "suggested"),
        CheckConstraint("standing IN ('adopted', 'declined', 'done', 'dropped')", name="standing_known"),
        CheckConstraint("target_score BETWEEN 0 AND 10", name="target_out_of_ten"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    standing: Mapped[Standing]
    management_agrees: Mapped[bool] = mapped_column(default=False)
    staff_agrees: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)  # goes up with every change, so that nobody overwrites unread words
    suggested: Mapped[str | None] = mapped_column(String(40))  # the id of the suggested statement
    because: Mapped[str | None] = mapped_column(Text)  # why it was suggested, in released words
    title: Mapped[str] = mapped_column(String(400))
    note: Mapped[str | None] = mapped_column(String(500))
    owner: Mapped[Owner | None]
    owner_role: Mapped[str | None] = mapped_column(String(100))  # a role, never a name
    measure_words: Mapped[str | None] = mapped_column(String(300))
    target_score: Mapped[float | None]
    target_words: Mapped[str | None] = mapped_column(String(200))
    review_on: Mapped[date | None]

    round: Mapped[Round] = relationship()
    measures: Mapped[list["PriorityMeasure"]] = relationship(
        cascade="all, delete-orphan", order_by="PriorityMeasure.id"
    )

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The statements and sections that it is measured by, in the order of the questionnaire."""
        return tuple(each.item for each in self.measures)

    @property
    def agreeing(self) -> tuple[Side, ...]:
        """The sides that agree with it as it stands."""
        agree = {Side.MANAGEMENT: self.management_agrees, Side.STAFF: self.staff_agrees}
        return tuple(side for side in TWO_SIDES if agree[side])

    @property
    def agreed(self) -> bool:
        """Whether both sides agree with it as it stands."""
        return self.management_agrees and self.staff_agrees


class PriorityMeasure(Base):
    """A statement or section, by its id in the round's questionnaire, or "overall"."""

    __tablename__ = "priority_measure"
    __table_args__ = (UniqueConstraint("priority_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"))
    item: Mapped[str] = mapped_column(String(40))


class Decision(StrEnum):
    """What a chair can do about a priority."""

    ADOPTED = "adopted"
    ADDED = "added"
    DECLINED = "declined"
    CHANGED = "changed"
    AGREED = "agreed"
    DONE = "done"
    DROPPED = "dropped"


class PriorityRecord(Base):
    """Who decided what, when, and the words as they were then. Chairs of both sides read it."""

    __tablename__ = "priority_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    decision: Mapped[Decision]
    actor: Mapped[str] = mapped_column(String(200))  # name and office, as they were
    at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(400))
    note: Mapped[str | None] = mapped_column(String(500))
