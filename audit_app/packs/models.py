"""Orders for packs, and the documents that were made for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from audit_app.database import Base, keep_out_of_statistics


class Stage(StrEnum):
    """How far an order is. DONE: each document has been made, or is named among those that could not be made."""

    WAITING = "waiting"
    MAKING = "making"
    DONE = "done"


class PackOrder(Base):
    """Somebody wants the documents about one subject. One row a subject, however often it is asked for.

    subject: which, as `kinds.written` says it. pack: the name of the content, from which no key can be worked out.
    turn: goes up whenever the order changes hands, so that a worker notices that it has been replaced.
    tried: how often the next document has been begun. done: how many documents are dealt with. failed: ids of those
    that could not be made, with commas.
    """

    __tablename__ = "pack_order"
    __table_args__ = (CheckConstraint("stage IN ('waiting', 'making', 'done')", name="stage_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), unique=True)
    pack: Mapped[str] = mapped_column(String(64))
    stage: Mapped[Stage]
    turn: Mapped[int] = mapped_column(default=0)
    tried: Mapped[int] = mapped_column(default=0)
    documents: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[str] = mapped_column(String(300), default="")
    ordered_at: Mapped[datetime]
    beat_at: Mapped[datetime]  # when a worker was last heard of

    @property
    def failures(self) -> tuple[str, ...]:
        """Ids of the documents that could not be made."""
        return tuple(self.failed.split(",")) if self.failed else ()


class PackDocument(Base):
    """A document, sealed. Both names and the key need the instance secret and the content itself: see `sealing`.

    id: of the document. pack: of the content. size: of the file, in bytes.
    """

    __tablename__ = "pack_document"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    pack: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(300), index=True)
    size: Mapped[int]
    made_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


keep_out_of_statistics(PackDocument, "id", "pack", "sealed")
