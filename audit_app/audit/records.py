"""The record of who did what to a round. Both sides can read it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit.models import Deed, Round, RoundRecord


def record(
    session: Session, audit_round: Round, deed: Deed, *, actor: str, at: datetime, note: str | None = None
) -> None:
    """Add one deed. `actor` is a name and office, or "The service". `note` never names who has or has not answered."""
    session.add(RoundRecord(round_id=audit_round.id, deed=deed, actor=actor, note=note, at=at))


def refusal_of(session: Session, audit_round: Round) -> str | None:
    """Why the last count was refused, if that is the last thing that happened to the round. One query."""
    newest = (
        select(RoundRecord)
        .where(RoundRecord.round_id == audit_round.id)
        .order_by(RoundRecord.at.desc(), RoundRecord.id.desc())
        .limit(1)
    )
    last = session.scalar(newest)
    return last.note if last is not None and last.deed is Deed.CLOSE_REFUSED else None


def records_of(session: Session, audit_round: Round) -> list[RoundRecord]:
    """Every deed of a round, oldest first. One query."""
    query = select(RoundRecord).where(RoundRecord.round_id == audit_round.id)
    return list(session.scalars(query.order_by(RoundRecord.at, RoundRecord.id)))
