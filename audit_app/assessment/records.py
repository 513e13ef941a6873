"""The record of who did what to an assessment. Everybody who fills it in can read it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentRecord


def record(
    session: Session, assessment: Assessment, deed: AssessmentDeed, *, actor: str, at: datetime, note: str | None = None
) -> None:
    """Add one deed. `actor` is a name, role and side."""
    session.add(
        AssessmentRecord(
            assessment_id=assessment.id, deed=deed, actor=actor[:200], note=note[:500] if note else None, at=at
        )
    )


def records_of(session: Session, assessment: Assessment) -> list[AssessmentRecord]:
    """Every deed of an assessment, oldest first. One query."""
    query = select(AssessmentRecord).where(AssessmentRecord.assessment_id == assessment.id)
    return list(session.scalars(query.order_by(AssessmentRecord.at, AssessmentRecord.id)))
