"""Nothing that is done to a list of people tells whoever does it who has answered, and nobody gets two links."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import (
    NotPossible,
    address_corrected,
    hand_to_deputy,
    invitations_of,
    invite_late,
)
from audit_app.audit.models import Deed, Invitation, Round, RoundRecord
from audit_app.forum.models import Member
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, SECRETS, TODAY, cast, make_forum, make_member, make_open_round

ACTOR = "Sec Retariat (Secretariat)"


@pytest.fixture
def audit_round(session: Session) -> Round:
    return make_open_round(session, make_forum(session))


def _deputy(member: Member, email: str | None) -> None:
    member.deputy_name, member.deputy_email = ("Invented Deputy", email) if email else (None, None)


def _corrected(session: Session, member: Member) -> None:
    address_corrected(session, SECRETS, member, NOON, actor=ACTOR, with_deputy=True)


@pytest.fixture
def pair(session: Session, audit_round: Round) -> tuple[Invitation, Invitation]:
    """Two invitations that were handed to deputies; the first deputy has answered, the second has not."""
    answered, waiting = invitations_of(session, audit_round)[:2]
    for place, invitation in enumerate((answered, waiting)):
        _deputy(invitation.member, f"deputy{place}@north.example")
        hand_to_deputy(session, SECRETS, invitation, NOON)
    cast(session, answered)
    session.refresh(answered)
    return answered, waiting


def test_removing_a_deputy_shows_the_same_whether_they_have_answered_or_not(
    session: Session, pair: tuple[Invitation, Invitation]
) -> None:
    for invitation in pair:
        _deputy(invitation.member, None)
        _corrected(session, invitation.member)
    assert [invitation.to_deputy for invitation in pair] == [False, False]


def test_each_corrected_address_is_in_the_record_whether_they_have_answered_or_not(
    session: Session, audit_round: Round, pair: tuple[Invitation, Invitation]
) -> None:
    """Or the secretariat could turn a link to an address of its own, and no chair would see that."""
    query = select(RoundRecord).where(RoundRecord.round_id == audit_round.id, RoundRecord.deed == Deed.LINK_REPLACED)
    for number, invitation in enumerate(pair, start=1):
        _deputy(invitation.member, f"other{number}@north.example")
        _corrected(session, invitation.member)
        session.flush()
        assert [(each.actor, each.note) for each in session.scalars(query)] == [(ACTOR, None)] * number


@pytest.mark.parametrize("changed", [0, 1])
def test_a_deputy_cannot_be_changed_to_one_who_holds_a_link_already(
    session: Session, pair: tuple[Invitation, Invitation], changed: int
) -> None:
    """Refused alike for those who have answered, so that the refusal tells nothing."""
    _deputy(pair[changed].member, pair[1 - changed].member.deputy_email)
    with pytest.raises(NotPossible, match="already answers for somebody else"):
        _corrected(session, pair[changed].member)


def test_a_deputy_who_becomes_a_member_is_not_invited_as_well(
    session: Session, audit_round: Round, pair: tuple[Invitation, Invitation]
) -> None:
    """The member for whom the deputy answers may have left, so that the list of members sees no clash."""
    answered, _ = pair
    newcomer = make_member(session, audit_round.forum, answered.member.deputy_email or "", Side.STAFF)
    with pytest.raises(NotPossible, match="nobody may answer twice"):
        invite_late(session, audit_round, newcomer, at=NOON, today=TODAY)
