"""The sealed ballot. Only audit/ballot_box.py may import this module."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from audit_app.database import Base, keep_out_of_statistics, random_id


class Ballot(Base):
    """Sealed answers: a random id, the round, bytes of one size. No member, no side, no time, no counter."""

    __tablename__ = "ballot"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    sealed: Mapped[bytes]


keep_out_of_statistics(Ballot, "sealed")
