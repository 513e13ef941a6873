"""A ballot goes in once, whole or not at all."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.audit import drafts, rounds
from audit_app.audit.ballot_box import NotAccepted
from audit_app.audit.ballots import Ballot
from audit_app.audit.invitations import hand_to_deputy, invitations_of, link_token
from audit_app.audit.models import Draft, Invitation
from audit_app.database import make_sessions, writing
from tests.factories import NOON, SECRETS, TEN, cast, make_forum, make_open_round, some_answers


@pytest.fixture
def invitation(session: Session) -> Invitation:
    return invitations_of(session, make_open_round(session, make_forum(session)))[0]


def _ballots(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Ballot)) or 0


def test_a_ballot_and_a_used_link_are_stored_together(session: Session, invitation: Invitation) -> None:
    cast(session, invitation)
    session.commit()
    session.refresh(invitation)
    assert invitation.used
    assert _ballots(session) == 1


def test_a_link_takes_one_ballot_only(session: Session, invitation: Invitation) -> None:
    cast(session, invitation)
    with pytest.raises(NotAccepted):
        cast(session, invitation)
    assert _ballots(session) == 1


def test_casting_deletes_what_was_saved(session: Session, invitation: Invitation) -> None:
    token = link_token(SECRETS, invitation)
    drafts.save(session, invitation.round, TEN, token, some_answers(TEN, invitation.side))
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    cast(session, invitation)
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_stopped_round_takes_no_ballot(session: Session, invitation: Invitation) -> None:
    rounds.stop(session, invitation.round, actor="A chair", at=NOON)
    with pytest.raises(NotAccepted):
        cast(session, invitation)
    assert _ballots(session) == 0


def test_a_round_past_its_time_takes_no_ballot_even_if_nobody_stopped_it(
    session: Session, invitation: Invitation
) -> None:
    with pytest.raises(NotAccepted):
        cast(session, invitation, at=NOON + timedelta(days=14))
    assert _ballots(session) == 0


def test_a_round_that_has_not_begun_takes_no_ballot(session: Session, invitation: Invitation) -> None:
    with pytest.raises(NotAccepted):
        cast(session, invitation, at=NOON - timedelta(minutes=1))


def test_the_members_own_link_dies_when_the_deputy_answers(session: Session, invitation: Invitation) -> None:
    invitation.member.deputy_email, invitation.member.deputy_name = "deputy@north.example", "Invented Deputy"
    stale = Invitation(
        id=invitation.id, round_id=invitation.round_id, side=invitation.side, nonce=invitation.nonce, generation=1
    )
    stale.round = invitation.round
    session.expunge(stale) if stale in session else None
    hand_to_deputy(session, SECRETS, invitation, NOON)
    session.flush()
    assert invitation.generation == 2
    cast(session, invitation)
    assert _ballots(session) == 1


def test_two_submissions_of_one_link_at_the_same_instant_count_once(engine: Engine) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        invitation_id = invitations_of(session, make_open_round(session, make_forum(session)))[0].id
        session.commit()
    together = threading.Barrier(4)
    outcomes: list[str] = []

    def submit() -> None:
        with writing(sessions) as own:
            together.wait(timeout=10)
            try:
                cast(own, own.get_one(Invitation, invitation_id))
                own.commit()
                outcomes.append("in")
            except NotAccepted:
                own.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=submit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["in", "refused", "refused", "refused"]
    with sessions() as session:
        assert _ballots(session) == 1
