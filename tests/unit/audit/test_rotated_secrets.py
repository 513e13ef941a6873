"""Secrets can be rotated: a round keeps the one that it was opened with, as long as the operator lists it."""

import pytest
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.ballot_box import cast_ballot, check, give_keys
from audit_app.audit.closing import close
from audit_app.audit.invitations import Standing, invitations_of, link_token, recognise
from audit_app.audit.models import Round, State
from audit_app.instance_secret import InstanceSecrets, UnknownSecretError
from tests.factories import NOON, SECRETS, TEN, make_forum, make_open_round, some_answers

OLD = SECRETS.current.text
NEW = "a newer invented secret that only the tests use 98765"
ROTATED = InstanceSecrets.from_keys((NEW, OLD))
FORGOTTEN = InstanceSecrets.from_keys((NEW,))


@pytest.fixture
def audit_round(session: Session) -> Round:
    """Opened under the old secret."""
    return make_open_round(session, make_forum(session, management=5, staff=5, partner=0))


def test_links_answers_and_count_go_on_under_an_older_listed_secret(session: Session, audit_round: Round) -> None:
    tokens = [link_token(SECRETS, each) for each in invitations_of(session, audit_round)]
    for invitation, token in zip(invitations_of(session, audit_round), tokens, strict=True):
        assert link_token(ROTATED, invitation) == token
        assert recognise(session, ROTATED, token).standing is Standing.LIVE
        cast_ballot(session, invitation, TEN, token, some_answers(TEN, invitation.side), NOON)
    rounds.stop(session, audit_round, actor="A chair", at=NOON)
    assert check(session, audit_round, TEN, ROTATED).complete
    close(session, ROTATED, audit_round.id, NOON)
    assert (audit_round.state, audit_round.discarded) == (State.CLOSED, 0)
    assert {recognise(session, FORGOTTEN, token).standing for token in tokens} == {Standing.CLOSED}


def test_an_unlisted_secret_is_named_as_the_trouble(session: Session, audit_round: Round) -> None:
    invitation = invitations_of(session, audit_round)[0]
    token = link_token(SECRETS, invitation)
    rounds.stop(session, audit_round, actor="A chair", at=NOON)
    steps = (
        lambda: link_token(FORGOTTEN, invitation),
        lambda: recognise(session, FORGOTTEN, token),
        lambda: check(session, audit_round, TEN, FORGOTTEN),
        lambda: close(session, FORGOTTEN, audit_round.id, NOON),
    )
    for step in steps:
        with pytest.raises(UnknownSecretError, match="PARTNERSHIP_AUDIT_OLD_SECRET_KEYS"):
            step()
    assert audit_round.state is State.STOPPED


def test_a_new_round_takes_the_newest_secret(session: Session, audit_round: Round) -> None:
    draft_forum = make_forum(session, "south")
    later = make_open_round(session, draft_forum)
    assert later.secret == audit_round.secret == SECRETS.current.fingerprint
    give_keys(later, ROTATED)
    assert later.secret == ROTATED.current.fingerprint != SECRETS.current.fingerprint
