"""What a closed round leaves behind: counts and comments.

Only audit/results.py reads these for display; ballot_box and earlier_rounds write them, comments.py reviews.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from audit_app.analysis.tallies import Group
from audit_app.database import Base, keep_out_of_statistics, random_id


class Tally(Base):
    """How many of a group gave one value ('0' to '10', 'dont_know' or 'blank') to one question."""

    __tablename__ = "tally"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    group: Mapped[Group] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class SectionHistogram(Base):
    """How many of a group answered so many of a section's scored questions with such a sum of values."""

    __tablename__ = "section_histogram"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    section_id: Mapped[str] = mapped_column(String(40), primary_key=True)  # or 'overall'
    group: Mapped[Group] = mapped_column(primary_key=True)
    answered: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    total: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(BigInteger)


class TypedAverage(Base):
    """An average of which no counts are known, from an old report."""

    __tablename__ = "typed_average"

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    group: Mapped[Group] = mapped_column(primary_key=True)
    n: Mapped[int]
    score: Mapped[float]


class Review(StrEnum):
    """What a side's reviewer has said of a comment."""

    WAITING = "waiting"
    PASSED = "passed"
    WITHHELD = "withheld"


class Comment(Base):
    """What somebody wrote, without side, time or author; struck-out names are struck out in `text` itself.

    The random id is also its fixed place in every list.
    """

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_round_id", "round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    question_id: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    management_review: Mapped[Review] = mapped_column(default=Review.WAITING)
    staff_review: Mapped[Review] = mapped_column(default=Review.WAITING)
    expires_on: Mapped[date]


keep_out_of_statistics(Comment, "text")
