"""Before a round opens, a chair can confirm the list of their own side. A list that changes afterwards says so."""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Deed, ListConfirmation, Round, Source, State
from audit_app.audit.records import record
from audit_app.forum.models import Forum, Member
from audit_app.forum.people import members_on
from audit_app.questionnaire.definition import TWO_SIDES, Side


class Confirmation(StrEnum):
    """Where the list of one side stands."""

    MISSING = "missing"
    CONFIRMED = "confirmed"
    CHANGED = "changed"  # confirmed, and changed since

    @property
    def label(self) -> str:
        return {"missing": "Not confirmed yet", "confirmed": "Confirmed", "changed": "Changed since"}[self.value]


def side_list(session: Session, forum: Forum, side: Side, day: date) -> list[Member]:
    """The members of one side on a day, by name. Two queries."""
    return [member for member in members_on(session, forum, day) if (seat := member.seat_on(day)) and seat.side is side]


def list_digest(members: list[Member]) -> str:
    """SHA-256 in hexadecimal of the names and addresses of members and deputies, in whatever order they come."""
    people = sorted((each.email, each.name, each.deputy_email or "", each.deputy_name or "") for each in members)
    return hashlib.sha256(json.dumps(people, ensure_ascii=True).encode()).hexdigest()


def confirm_list(
    session: Session, audit_round: Round, side: Side, seen: str, *, actor: str, at: datetime, today: date
) -> None:
    """Note that a chair of `side` finds its list right; `seen` is the digest of the list that the chair was shown.

    Raises NotPossible once the round has opened or when it was typed in, for partners, for an empty list, or if the
    list changed meanwhile.
    """
    if audit_round.source is not Source.LIVE:
        raise NotPossible("This round was typed in. It has no lists to confirm.")
    if audit_round.state is not State.DRAFT:
        raise NotPossible("This round has opened, so its lists can no longer be confirmed.")
    if side not in TWO_SIDES:
        raise NotPossible("Only the lists of the two sides are confirmed.")
    members = side_list(session, audit_round.forum, side, today)
    if not members:
        raise NotPossible("Your side has no members yet. Ask the secretariat to add them.")
    if list_digest(members) != seen:
        raise NotPossible("The list has changed since you opened this page. Look through it again.")
    known = session.get(ListConfirmation, (audit_round.id, side))
    if known is None:
        session.add(ListConfirmation(round_id=audit_round.id, side=side, digest=seen))
    else:
        known.digest = seen
    record(session, audit_round, Deed.LIST_CONFIRMED, actor=actor, at=at, note=side.label)
    session.flush()


def confirmations(session: Session, audit_round: Round, day: date) -> dict[Side, Confirmation]:
    """Where the lists of the two sides stand on a day. Three queries."""
    query = select(ListConfirmation).where(ListConfirmation.round_id == audit_round.id)
    known = {each.side: each.digest for each in session.scalars(query)}
    members = members_on(session, audit_round.forum, day)
    found = {}
    for side in TWO_SIDES:
        present = list_digest([each for each in members if (seat := each.seat_on(day)) and seat.side is side])
        state = Confirmation.CONFIRMED if known.get(side) == present else Confirmation.CHANGED
        found[side] = state if side in known else Confirmation.MISSING
    return found
