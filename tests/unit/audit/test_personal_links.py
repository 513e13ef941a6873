"""What a link is good for; every other text is unknown, and a replaced link opens nothing."""

import base64
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.audit import drafts, rounds
from audit_app.audit.ballot_box import NotAccepted, cast_ballot
from audit_app.audit.invitations import (
    TOKEN_LENGTH,
    NotPossible,
    Standing,
    address_corrected,
    hand_to_deputy,
    invitations_of,
    invite_late,
    link_token,
    recognise,
    replace_link,
    take_back_from_deputy,
)  # fmt: skip
from audit_app.audit.models import Draft, Invitation, Round
from audit_app.audit.turnout import turn_up
from audit_app.forum.entries import Person
from audit_app.forum.models import Member
from audit_app.forum.people import add_member, leave
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.questionnaire.definition import Side
from tests.factories import (
    NOON,
    SECRETS,
    TEN,
    TODAY,
    cast,
    close_round,
    make_forum,
    make_open_round,
    member_of,
    some_answers,
)  # fmt: skip

ACTOR = "Sec Retariat (Secretariat)"


@pytest.fixture
def audit_round(session: Session) -> Round:
    return make_open_round(session, make_forum(session))


@pytest.fixture
def invitation(session: Session, audit_round: Round) -> Invitation:
    return invitations_of(session, audit_round)[0]


def _standing(session: Session, token: str) -> Standing:
    return recognise(session, SECRETS, token).standing


def _waiting(session: Session, invitation: Invitation) -> list[tuple[MessageKind, str]]:
    query = select(OutboxMessage).where(
        OutboxMessage.subject_id == invitation.id, OutboxMessage.state == MessageState.WAITING
    )
    return [(each.kind, each.recipient) for each in session.scalars(query)]


GARBAGE = [
    "", " ", "\n", "\0", "a", "é" * TOKEN_LENGTH, "\u2603", "\ud800", "\u200b" * 32, "=" * 32, "-" * 31, "_" * 33,
    "A" * 28 + "====", "٣" * 32, "../../etc/passwd", "'; DROP TABLE invitation; --", "A" * 100_000, "//////8=",
    "_" * 32, "-" * 32, "A" * 32, "/" * 32, "+" * 32, "\uff21" * 32,
]  # fmt: skip


@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_an_unknown_link(session: Session, invitation: Invitation, text: str) -> None:
    found = recognise(session, SECRETS, text)
    assert (found.standing, found.round, found.invitation) == (Standing.UNKNOWN, None, None)
    assert not invitation.used


def test_a_link_may_be_pasted_with_space_around_it_and_in_no_other_spelling(
    session: Session, audit_round: Round
) -> None:
    for each in invitations_of(session, audit_round):
        token = link_token(SECRETS, each)
        assert recognise(session, SECRETS, f" \t{token}\r\n").invitation is each
        spellings = {token.swapcase(), token[:16] + " " + token[16:], token[:-1], token + "A", token + "=", token * 2}
        spellings |= {token.replace("-", "+").replace("_", "/"), token[:16] + "\n" + token[16:]} - {token}
        for text in spellings:
            assert _standing(session, text) is Standing.UNKNOWN, text.replace(token[:10], "…")


def test_no_bit_of_a_link_can_be_changed(session: Session, invitation: Invitation) -> None:
    raw = base64.urlsafe_b64decode(link_token(SECRETS, invitation))
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        assert _standing(session, base64.urlsafe_b64encode(bytes(changed)).decode()) is Standing.UNKNOWN


def test_a_link_is_live_then_used_then_closed(session: Session, invitation: Invitation) -> None:
    audit_round, token = invitation.round, link_token(SECRETS, invitation)
    assert recognise(session, SECRETS, token).invitation is invitation
    assert _standing(session, token) is Standing.LIVE
    cast(session, invitation)
    session.refresh(invitation)
    assert _standing(session, token) is Standing.USED
    close_round(session, audit_round)
    found = recognise(session, SECRETS, token)
    assert (found.standing, found.round, found.invitation) == (Standing.CLOSED, audit_round, None)


def test_a_new_link_kills_every_older_one_and_what_was_saved_under_it(session: Session, invitation: Invitation) -> None:
    tokens = [link_token(SECRETS, invitation)]
    drafts.save(session, invitation.round, TEN, tokens[0], some_answers(TEN, invitation.side))
    for _ in range(3):
        replace_link(session, SECRETS, invitation, NOON)
        tokens.append(link_token(SECRETS, invitation))
    assert len(set(tokens)) == 4
    assert [_standing(session, token) for token in tokens] == [Standing.REPLACED] * 3 + [Standing.LIVE]
    assert recognise(session, SECRETS, tokens[0]).invitation is None
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert drafts.load(session, tokens[-1]).ratings == {}
    assert _waiting(session, invitation) == [(MessageKind.INVITATION, invitation.member.email)]  # the newest alone


def test_a_replaced_link_cannot_answer(session: Session, invitation: Invitation) -> None:
    old = Invitation(id=invitation.id, round_id=invitation.round_id, side=invitation.side, generation=1)
    replace_link(session, SECRETS, invitation, NOON)
    with pytest.raises(NotAccepted):
        cast_ballot(session, old, TEN, "", some_answers(TEN, old.side), NOON)


def test_who_asks_for_a_new_link_does_not_learn_who_has_answered(session: Session, invitation: Invitation) -> None:
    """A refusal here would tell the secretariat, person by person, who is in."""
    token = link_token(SECRETS, invitation)
    invitation.member.deputy_name, invitation.member.deputy_email = "Invented Deputy", "deputy@north.example"
    cast(session, invitation)
    session.refresh(invitation)
    replace_link(session, SECRETS, invitation, NOON)
    hand_to_deputy(session, SECRETS, invitation, NOON)
    assert invitation.to_deputy  # as it would be shown for somebody who has not answered
    take_back_from_deputy(session, SECRETS, invitation, NOON)
    assert (invitation.generation, invitation.used) == (1, True)
    assert _standing(session, token) is Standing.USED
    assert len(_waiting(session, invitation)) == 1


@pytest.mark.parametrize("moment", [NOON + timedelta(days=14), NOON + timedelta(days=99)])
def test_no_new_link_past_the_closing_time(session: Session, invitation: Invitation, moment: object) -> None:
    for step in (replace_link, take_back_from_deputy):
        with pytest.raises(NotPossible, match="while the round is open"):
            step(session, SECRETS, invitation, moment)  # type: ignore[arg-type]
    assert invitation.generation == 1


def test_no_new_link_while_stopped(session: Session, invitation: Invitation) -> None:
    rounds.stop(session, invitation.round, actor="A chair", at=NOON)
    with pytest.raises(NotPossible, match="while the round is open"):
        replace_link(session, SECRETS, invitation, NOON)


def test_a_deputy_answers_instead_and_never_as_well(session: Session, invitation: Invitation) -> None:
    member, own = invitation.member, link_token(SECRETS, invitation)
    member.deputy_name, member.deputy_email = "Invented Deputy", "deputy@north.example"
    hand_to_deputy(session, SECRETS, invitation, NOON)
    deputys = link_token(SECRETS, invitation)
    assert (_standing(session, own), _standing(session, deputys)) == (Standing.REPLACED, Standing.LIVE)
    assert (MessageKind.DEPUTY_INVITATION, "deputy@north.example") in _waiting(session, invitation)
    take_back_from_deputy(session, SECRETS, invitation, NOON)
    again = link_token(SECRETS, invitation)
    assert [_standing(session, token) for token in (own, deputys, again)] == [
        Standing.REPLACED, Standing.REPLACED, Standing.LIVE,
    ]  # fmt: skip


def test_without_a_deputy_nothing_is_handed_over(session: Session, invitation: Invitation) -> None:
    with pytest.raises(NotPossible, match="has no deputy"):
        hand_to_deputy(session, SECRETS, invitation, NOON)
    assert (invitation.to_deputy, invitation.generation) == (False, 1)


def test_nobody_gets_two_links_by_being_deputy_twice(session: Session, audit_round: Round) -> None:
    first, second, third = invitations_of(session, audit_round)[:3]
    for each in (first, second):
        each.member.deputy_name, each.member.deputy_email = "Invented Deputy", "deputy@north.example"
    third.member.deputy_name, third.member.deputy_email = "A member too", second.member.email
    hand_to_deputy(session, SECRETS, first, NOON)
    for each in (second, third):
        with pytest.raises(NotPossible, match="already answers for another member"):
            hand_to_deputy(session, SECRETS, each, NOON)
        assert (each.to_deputy, each.generation) == (False, 1)


@pytest.fixture
def newcomer(session: Session, audit_round: Round) -> Member:
    return add_member(session, audit_round.forum, Person("Late Comer", "late@north.example", Side.STAFF), TODAY)


def test_a_late_member_is_invited_once(session: Session, audit_round: Round, newcomer: Member) -> None:
    late = invite_late(session, audit_round, newcomer, at=NOON, today=TODAY)
    assert late.side is Side.STAFF
    assert _waiting(session, late) == [(MessageKind.INVITATION, "late@north.example")]
    assert turn_up(session, audit_round).invited[Side.STAFF] == 7
    with pytest.raises(NotPossible, match="already been invited"):
        invite_late(session, audit_round, newcomer, at=NOON, today=TODAY)


def test_a_late_member_must_belong_to_the_forum_and_be_there_today(
    session: Session, audit_round: Round, newcomer: Member
) -> None:
    stranger = member_of(session, make_forum(session, "south"), "s1")
    with pytest.raises(NotPossible, match="not in this forum"):
        invite_late(session, audit_round, stranger, at=NOON, today=TODAY)
    with pytest.raises(NotPossible, match="not a member today"):
        invite_late(session, audit_round, newcomer, at=NOON, today=TODAY - timedelta(days=1))
    leave(session, newcomer, TODAY + timedelta(days=1))
    with pytest.raises(NotPossible, match="not a member today"):
        invite_late(session, audit_round, newcomer, at=NOON, today=TODAY + timedelta(days=1))


def test_nobody_is_invited_late_to_a_round_past_its_time(
    session: Session, audit_round: Round, newcomer: Member
) -> None:
    with pytest.raises(NotPossible, match="only while it is open"):
        invite_late(session, audit_round, newcomer, at=NOON + timedelta(days=14), today=TODAY)


def test_a_corrected_address_gets_a_new_link_and_the_old_one_dies(session: Session, invitation: Invitation) -> None:
    old = link_token(SECRETS, invitation)
    invitation.member.email = "right@north.example"
    assert address_corrected(session, SECRETS, invitation.member, NOON, actor=ACTOR) == 1
    assert _standing(session, old) is Standing.REPLACED
    assert (MessageKind.INVITATION, "right@north.example") in _waiting(session, invitation)


def test_a_corrected_address_counts_while_the_round_is_stopped_too(session: Session, invitation: Invitation) -> None:
    """Otherwise whoever got the e-mail by mistake could answer when the round opens again."""
    old = link_token(SECRETS, invitation)
    rounds.stop(session, invitation.round, actor="A chair", at=NOON)
    invitation.member.email = "right@north.example"
    assert address_corrected(session, SECRETS, invitation.member, NOON, actor=ACTOR) == 1
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.subject_id == invitation.id)):
        message.state = MessageState.WITHDRAWN  # as the worker does while the round is stopped
    rounds.reopen(session, invitation.round, NOON + timedelta(days=20), actor="A chair", at=NOON + timedelta(hours=1))
    assert _standing(session, old) is Standing.REPLACED
    assert _waiting(session, invitation) == [(MessageKind.INVITATION, "right@north.example")]


def test_a_corrected_address_leaves_alone_who_has_answered_and_what_another_holds(
    session: Session, audit_round: Round
) -> None:
    answered, other = invitations_of(session, audit_round)[:2]
    cast(session, answered)
    session.refresh(answered)
    assert address_corrected(session, SECRETS, answered.member, NOON, actor=ACTOR) == 0
    assert address_corrected(session, SECRETS, other.member, NOON, actor=ACTOR, with_deputy=True) == 0
    assert address_corrected(session, SECRETS, other.member, NOON, actor=ACTOR, with_deputy=False) == 1


def test_a_deputy_who_is_removed_loses_the_link_to_the_member(session: Session, invitation: Invitation) -> None:
    member = invitation.member
    member.deputy_name, member.deputy_email = "Invented Deputy", "deputy@north.example"
    hand_to_deputy(session, SECRETS, invitation, NOON)
    deputys = link_token(SECRETS, invitation)
    member.deputy_name = member.deputy_email = None
    assert address_corrected(session, SECRETS, member, NOON, actor=ACTOR, with_deputy=True) == 1
    assert not invitation.to_deputy
    assert _standing(session, deputys) is Standing.REPLACED


def test_after_closing_no_link_can_be_made(session: Session, invitation: Invitation) -> None:
    audit_round = invitation.round
    close_round(session, audit_round)
    left = invitations_of(session, audit_round)[0]
    with pytest.raises(NotPossible, match="can no longer be made"):
        link_token(SECRETS, left)
