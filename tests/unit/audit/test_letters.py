"""What each e-mail says at the moment when it is sent, and when it is not sent any more."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit import invitations, rounds
from audit_app.audit.invitations import Standing, invitations_of, recognise
from audit_app.audit.letters import Letters, queue_sign_in
from audit_app.audit.models import Invitation, Round
from audit_app.audit.sharing import agree_to_share
from audit_app.database import now
from audit_app.forum.models import Forum, SignInLink
from audit_app.forum.sign_in import signed_in, spend
from audit_app.instance_secret import InstanceSecrets, UnknownSecretError
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.questionnaire.definition import Side
from audit_app.settings import Settings
from tests.factories import NOON, SECRETS, cast, close_round, make_forum, make_open_round, member_of

LATER = NOON + timedelta(hours=2)


@pytest.fixture
def letters(settings: Settings) -> Letters:
    return Letters(replace(settings, base_url="https://audit.example"), SECRETS)


@pytest.fixture
def forum(session: Session) -> Forum:
    return make_forum(session)


@pytest.fixture
def audit_round(session: Session, forum: Forum) -> Round:
    return make_open_round(session, forum)


def about(session: Session, invitation: Invitation) -> OutboxMessage:
    query = select(OutboxMessage).where(OutboxMessage.subject_id == invitation.id)
    return session.scalars(query.order_by(OutboxMessage.state.desc())).first() or pytest.fail("no message")


def invitation_of(session: Session, audit_round: Round, short: str) -> Invitation:
    email = f"{short}@north.example"
    return next(each for each in invitations_of(session, audit_round) if each.member.email == email)


def link_in(body: str) -> str:
    return next(word for word in body.split() if word.startswith("https://audit.example/"))


def test_an_invitation_holds_the_link_that_works(session: Session, letters: Letters, audit_round: Round) -> None:
    invitation = invitation_of(session, audit_round, "s2")
    letter = letters.write(session, about(session, invitation), LATER)
    assert letter is not None
    link = link_in(letter.body)
    assert urlsplit(link).path.startswith("/a/")
    found = recognise(session, SECRETS, link.rsplit("/", 1)[1])
    assert (found.standing, found.invitation) == (Standing.LIVE, invitation)
    for part in ("Invented S2", "North Social Partnership Forum", "Audit 2026", "4 December 2026"):
        assert part in letter.body
    assert "taff" not in letter.body.replace("two sides", "")


def test_the_outbox_holds_no_link(session: Session, audit_round: Round) -> None:
    tokens = [invitations.link_token(SECRETS, each) for each in invitations_of(session, audit_round)]
    rows = repr(session.execute(select(OutboxMessage.__table__)).all())
    assert not any(token in rows for token in tokens)


def test_it_is_withdrawn_once_answered(session: Session, letters: Letters, audit_round: Round) -> None:
    invitation = invitation_of(session, audit_round, "s2")
    message = about(session, invitation)
    cast(session, invitation)
    session.refresh(invitation)
    assert letters.write(session, message, LATER) is None


def test_it_is_withdrawn_once_the_round_is_over_whether_or_not_the_worker_stopped_it(
    session: Session, letters: Letters, audit_round: Round
) -> None:
    message = about(session, invitation_of(session, audit_round, "s2"))
    assert audit_round.closes_at is not None
    assert letters.write(session, message, audit_round.closes_at - timedelta(seconds=1)) is not None
    assert letters.write(session, message, audit_round.closes_at) is None
    rounds.stop(session, audit_round, actor="Somebody (Secretariat)", at=LATER)
    assert letters.write(session, message, LATER) is None


def test_a_corrected_address_withdraws_the_old_message(session: Session, letters: Letters, audit_round: Round) -> None:
    invitation = invitation_of(session, audit_round, "s2")
    old = about(session, invitation)
    invitation.member.email = "new@north.example"
    session.flush()
    assert letters.write(session, old, LATER) is None
    invitations.address_corrected(session, SECRETS, invitation.member, LATER, actor="A secretary")
    query = select(OutboxMessage).where(OutboxMessage.recipient == "new@north.example")
    assert letters.write(session, session.scalars(query).one(), LATER) is not None


def test_a_deputy_gets_a_link_and_the_members_message_is_withdrawn(
    session: Session, letters: Letters, audit_round: Round
) -> None:
    invitation = invitation_of(session, audit_round, "s2")
    members = about(session, invitation)
    invitation.member.deputy_name, invitation.member.deputy_email = "Dee Puty", "dee@north.example"
    invitations.hand_to_deputy(session, SECRETS, invitation, LATER)
    session.flush()
    assert letters.write(session, members, LATER) is None
    query = select(OutboxMessage).where(OutboxMessage.kind == MessageKind.DEPUTY_INVITATION)
    message = session.scalars(query).one()
    letter = letters.write(session, message, LATER)
    assert message.recipient == "dee@north.example"
    assert letter is not None
    assert "Dear Dee Puty" in letter.body
    assert "Invented S2" in letter.body
    assert recognise(session, SECRETS, link_in(letter.body).rsplit("/", 1)[1]).standing is Standing.LIVE


def test_a_lost_secret_is_reported_and_not_taken_for_the_end(
    session: Session, letters: Letters, audit_round: Round
) -> None:
    others = InstanceSecrets.from_keys(("an invented secret that never made a round 24680",))
    with pytest.raises(UnknownSecretError):
        replace(letters, secrets=others).write(
            session, about(session, invitation_of(session, audit_round, "s2")), LATER
        )


def test_news_of_results_goes_to_chairs_and_reviewers_and_then_to_members(
    session: Session, letters: Letters, audit_round: Round, forum: Forum
) -> None:
    for invitation in invitations_of(session, audit_round):
        cast(session, invitation)
    close_round(session, audit_round, LATER)
    for side in (Side.MANAGEMENT, Side.STAFF):
        agree_to_share(session, audit_round, side, actor="A chair", at=LATER)
    session.flush()
    written: dict[MessageKind, set[str]] = {}
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.subject_id == audit_round.id)):
        letter = letters.write(session, message, LATER)
        assert letter is not None
        assert "/a/" not in letter.body
        written.setdefault(message.kind, set()).add(message.recipient)
    assert written[MessageKind.RESULTS_READY] == {"m1@north.example", "s1@north.example"}
    assert member_of(session, forum, "p2").email in written[MessageKind.RESULTS_SHARED]
    assert len(written[MessageKind.RESULTS_SHARED]) == 14


def test_a_sign_in_email_holds_a_link_and_a_code_that_work_once_between_them(
    session: Session, letters: Letters, forum: Forum
) -> None:
    del forum
    queue_sign_in(session, SECRETS, "M1@north.example", NOON)
    message = session.scalars(select(OutboxMessage)).one()
    letter = letters.write(session, message, NOON)
    assert message.recipient == "m1@north.example"
    assert letter is not None
    token = link_in(letter.body).rsplit("/", 1)[1]
    assert signed_in(session, spend(session, SECRETS, token, None, NOON), NOON) == "m1@north.example"
    session.expire_all()
    assert letters.write(session, message, NOON) is None


def test_a_sign_in_email_is_not_sent_after_its_hour(session: Session, letters: Letters, forum: Forum) -> None:
    del forum
    queue_sign_in(session, SECRETS, "m1@north.example", NOON)
    message = session.scalars(select(OutboxMessage)).one()
    assert letters.write(session, message, NOON + timedelta(minutes=59)) is not None
    assert letters.write(session, message, NOON + timedelta(minutes=60)) is None


def test_the_nonce_goes_when_the_email_has_left(session: Session, letters: Letters, forum: Forum) -> None:
    del forum
    queue_sign_in(session, SECRETS, "m1@north.example", NOON)
    message = session.scalars(select(OutboxMessage)).one()
    link = session.scalars(select(SignInLink)).one()
    assert link.nonce is not None
    letters.settled(session, message)
    session.expire_all()
    assert link.nonce is None
    assert letters.write(session, message, NOON) is None


def test_no_email_is_queued_for_an_unknown_address(session: Session, forum: Forum) -> None:
    del forum
    queue_sign_in(session, SECRETS, "nobody@else.example", NOON)
    assert session.scalars(select(OutboxMessage)).all() == []


def test_the_email_is_addressed_and_signed_with_the_settings(
    session: Session, settings: Settings, forum: Forum
) -> None:
    letters = Letters(replace(settings, mail_from="audit@region.example"), SECRETS)
    make_open_round(session, forum, at=now())
    message = session.scalars(select(OutboxMessage)).first()
    assert message is not None
    email = letters.compose(session, message)
    assert email is not None
    assert (email["From"], email["To"]) == ("audit@region.example", message.recipient)
