"""Showing members the outcome: only when the chairs of both sides have agreed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible, invitations_of
from audit_app.audit.models import Deed, Invitation, Round, Share, State
from audit_app.audit.records import record
from audit_app.audit.rounds import hold
from audit_app.mail.models import MessageKind
from audit_app.mail.outbox import queue
from audit_app.questionnaire.definition import TWO_SIDES, Side


def sides_that_agree(session: Session, audit_round: Round) -> frozenset[Side]:
    """Whose chairs have agreed to share. One query."""
    return frozenset(session.scalars(select(Share.side).where(Share.round_id == audit_round.id)))


def is_shared(session: Session, audit_round: Round) -> bool:
    """Whether members may see the summary: closed, and both sides have agreed."""
    return audit_round.state is State.CLOSED and sides_that_agree(session, audit_round) >= set(TWO_SIDES)


def agree_to_share(session: Session, audit_round: Round, side: Side, *, actor: str, at: datetime) -> bool:
    """Note that a side's chairs agree. Returns whether the results are now shared; members are then told by e-mail.

    Raises NotPossible before closing, for partners, or when this side has already agreed.
    """
    hold(session, audit_round)  # or two sides that press at the same instant would both think that they are first
    if audit_round.state is not State.CLOSED:
        raise NotPossible("Results can be shared once the round is closed.")
    if side not in TWO_SIDES:
        raise NotPossible("Only the chairs of the two sides can share results.")
    agreed = sides_that_agree(session, audit_round)
    if side in agreed:
        raise NotPossible("Your side has already agreed to share these results.")
    session.add(Share(round_id=audit_round.id, side=side))
    record(session, audit_round, Deed.SHARED_BY_SIDE, actor=actor, at=at)
    session.flush()
    if not set(TWO_SIDES) <= agreed | {side}:
        return False
    record(session, audit_round, Deed.SHARED, actor=actor, at=at)
    for invitation in invitations_of(session, audit_round):
        queue(session, MessageKind.RESULTS_SHARED, _link_holder(invitation), audit_round.id, at)
    return True


def _link_holder(invitation: Invitation) -> str:
    """The address that the link which still works was sent to: the deputy's, if the deputy answered instead."""
    member = invitation.member
    return (member.deputy_email or member.email) if invitation.to_deputy else member.email
