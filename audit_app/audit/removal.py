"""Removing a round with everything that hangs on it. Only for demonstrations: real rounds are annulled or kept."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.audit.ballot_box import destroy
from audit_app.audit.models import (
    ClosedLink,
    Draft,
    Invitation,
    ListConfirmation,
    PoolAgreement,
    PoolStatement,
    Reviewer,
    Round,
    RoundRecord,
    RoundSide,
    Share,
)
from audit_app.audit.tallies import Comment, SectionHistogram, Tally, TypedAverage
from audit_app.mail.models import MessageKind, OutboxMessage

_ABOUT_INVITATIONS = (MessageKind.INVITATION, MessageKind.DEPUTY_INVITATION)
_ABOUT_ROUNDS = (MessageKind.RESULTS_READY, MessageKind.RESULTS_SHARED, MessageKind.REVIEW_COMMENTS)


def remove_round(session: Session, audit_round: Round) -> None:
    """Delete a round of a demonstration forum. Raises ValueError for any other forum. Flushes."""
    if not audit_round.forum.demonstration:
        raise ValueError("Only rounds of a demonstration can be removed.")
    destroy(session, audit_round)
    invitations = list(session.scalars(select(Invitation.id).where(Invitation.round_id == audit_round.id)))
    for kinds, ids in ((_ABOUT_INVITATIONS, invitations), (_ABOUT_ROUNDS, [audit_round.id])):
        session.execute(delete(OutboxMessage).where(OutboxMessage.kind.in_(kinds), OutboxMessage.subject_id.in_(ids)))
    for table in (
        Draft, ClosedLink, Invitation, RoundSide, Reviewer, RoundRecord, Share, ListConfirmation,
        PoolAgreement, PoolStatement,
        Tally, SectionHistogram, TypedAverage, Comment,
    ):  # fmt: skip
        session.execute(delete(table).where(table.round_id == audit_round.id))
    session.delete(audit_round)
    session.flush()
