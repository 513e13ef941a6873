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


def records_of(session: Session, audit_round: Round) -> list[RoundRecord]:
    """Every deed of a round, oldest first. One query."""
    query = select(RoundRecord).where(RoundRecord.round_id == audit_round.id)
    return list(session.scalars(query.order_by(RoundRecord.at, RoundRecord.id)))
