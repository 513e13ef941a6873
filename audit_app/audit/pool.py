"""The pool of forums: which rounds are counted together, and until when its chairs may decide.

A pool is one questionnaire, one calendar year and each forum's newest round of it that the chairs of both sides agreed
to count in. It is made once: on 1 February after the year, when nobody can join or leave it any more.
"""

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Deed, PoolAgreement, PoolStatement, Round, Source, State
from audit_app.audit.records import record
from audit_app.audit.results import poolable_statements
from audit_app.audit.rounds import day_of, hold
from audit_app.database import uk_day
from audit_app.questionnaire.definition import TWO_SIDES, Side


def last_day_to_agree(audit_round: Round) -> date | None:
    """31 January after the year of the round; None before it is closed."""
    held = day_of(audit_round)
    return date(held.year + 1, 1, 31) if held is not None else None


def sides_that_pool(session: Session, audit_round: Round) -> frozenset[Side]:
    """Whose chairs have agreed to count this round together with other forums. One query."""
    return frozenset(session.scalars(select(PoolAgreement.side).where(PoolAgreement.round_id == audit_round.id)))


def agree_to_pool(session: Session, audit_round: Round, side: Side, *, actor: str, at: datetime) -> None:
    """Note that a side's chairs agree. When both have, the gate says which statements may be counted.

    Raises NotPossible before closing, for averages, after the last day, for partners, when this side has agreed
    already, and when the round shows no statement that could be counted.
    """
    agreed = _changeable(session, audit_round, side, at)
    if side in agreed:
        raise NotPossible("Your side has already agreed to count this round together with other forums.")
    statements = poolable_statements(session, audit_round)
    if not statements:
        raise NotPossible("This round shows no statement in full, so there is nothing to count in.")
    session.add(PoolAgreement(round_id=audit_round.id, side=side))
    if agreed | {side} >= set(TWO_SIDES):
        session.add_all(PoolStatement(round_id=audit_round.id, question_id=each) for each in sorted(statements))
    record(session, audit_round, Deed.POOL_AGREED_BY_SIDE, actor=actor, at=at)
    session.flush()


def take_back(session: Session, audit_round: Round, side: Side, *, actor: str, at: datetime) -> None:
    """Take a side's agreement back, which is possible until the last day. Raises NotPossible afterwards."""
    if side not in _changeable(session, audit_round, side, at):
        raise NotPossible("Your side has not agreed, so there is nothing to take back.")
    session.execute(delete(PoolAgreement).where(PoolAgreement.round_id == audit_round.id, PoolAgreement.side == side))
    session.execute(delete(PoolStatement).where(PoolStatement.round_id == audit_round.id))
    record(session, audit_round, Deed.POOL_TAKEN_BACK_BY_SIDE, actor=actor, at=at)
    session.flush()


def _changeable(session: Session, audit_round: Round, side: Side, at: datetime) -> frozenset[Side]:
    hold(session, audit_round)  # or two sides that press at the same instant would both think that they are first
    last = last_day_to_agree(audit_round)
    if audit_round.state is not State.CLOSED or last is None:
        raise NotPossible("A round can be counted together with other forums once it is closed.")
    if audit_round.source is Source.TYPED_AVERAGES:
        raise NotPossible("Only averages are known of this round, so it cannot be counted together with other forums.")
    if side not in TWO_SIDES:
        raise NotPossible("Only the chairs of the two sides can decide this.")
    if uk_day(at) > last:
        raise NotPossible("The figures of that year are made, so this can no longer be changed.")
    return sides_that_pool(session, audit_round)
