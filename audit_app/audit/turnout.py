"""How many were invited and how many have returned an answer: all that is known while a round runs."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Invitation, Round
from audit_app.questionnaire.definition import Side


@dataclass(frozen=True)
class Turnup:
    """How many were invited and how many have returned an answer, by side. All that is known while a round runs."""

    invited: dict[Side, int]
    returned: dict[Side, int]

    @property
    def all_invited(self) -> int:
        return sum(self.invited.values())

    @property
    def all_returned(self) -> int:
        return sum(self.returned.values())


def turn_up(session: Session, audit_round: Round) -> Turnup:
    """Invited and returned by side, and nothing else. One query."""
    query = (
        select(Invitation.side, Invitation.used, func.count())
        .where(Invitation.round_id == audit_round.id)
        .group_by(Invitation.side, Invitation.used)
    )
    invited, returned = dict.fromkeys(Side, 0), dict.fromkeys(Side, 0)
    for side, used, number in session.execute(query):
        invited[side] += number
        if used:
            returned[side] += number
    return Turnup(invited, returned)
