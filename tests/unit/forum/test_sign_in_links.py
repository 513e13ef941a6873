"""Sign-in links and codes below the pages: races, limits, secrets, and what stays in the database."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum, SignInLink, SignInSession
from audit_app.forum.sign_in import (
    CODE_ALPHABET,
    MOST_PER_ADDRESS,
    MOST_UNKNOWN,
    SignInRefusedError,
    code_of,
    forget_nonce,
    operator_link,
    request_link,
    signed_in,
    spend,
    sweep,
    token_of,
)
from audit_app.instance_secret import InstanceSecrets
from tests.factories import SECRETS, make_forum

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHAIR = "m1@north.example"


@pytest.fixture(autouse=True)
def forum(session: Session) -> Forum:
    made = make_forum(session)
    session.commit()
    return made


def ask(session: Session, email: str = CHAIR, at: datetime = AT) -> SignInLink:
    link = request_link(session, SECRETS, email, at)
    assert link is not None
    return link


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SignInLink)) or 0


def test_the_code_has_eight_signs_that_cannot_be_confused(session: Session) -> None:
    assert not set("01ILO") & set(CODE_ALPHABET)
    code = code_of(SECRETS, ask(session))
    assert re.fullmatch(f"[{CODE_ALPHABET}]{{4}}-[{CODE_ALPHABET}]{{4}}", code)


def test_links_and_codes_differ_each_time_and_for_each_secret(session: Session) -> None:
    links = [ask(session) for _ in range(3)]
    assert len({token_of(SECRETS, link) for link in links}) == 3
    assert len({code_of(SECRETS, link) for link in links}) == 3
    other = InstanceSecrets.from_keys(("another invented secret, only for this test 98765",))
    one = request_link(session, other, "s1@north.example", AT)
    assert one is not None
    nonce = one.nonce
    first = token_of(other, one)
    again = ask(session, "s2@north.example")
    again.nonce = nonce
    assert token_of(SECRETS, again) != first


def test_a_link_survives_the_rotation_of_the_secret(session: Session) -> None:
    link = ask(session)
    token, code = token_of(SECRETS, link), code_of(SECRETS, link)
    rotated = InstanceSecrets.from_keys(("a new invented secret that came after it 13579", SECRETS.current.text))
    assert token_of(rotated, link) == token
    assert signed_in(session, spend(session, rotated, code, CHAIR, AT), AT) == CHAIR


def test_an_address_is_known_whatever_its_capitals(session: Session) -> None:
    assert ask(session, " M1@North.Example ").email == CHAIR


def test_once_the_email_has_left_nobody_can_make_the_link_again(session: Session) -> None:
    link = ask(session)
    token = token_of(SECRETS, link)
    forget_nonce(session, link.id)
    session.expire_all()
    for make in (token_of, code_of):
        with pytest.raises(ValueError, match="has left"):
            make(SECRETS, link)
    assert signed_in(session, spend(session, SECRETS, token, None, AT), AT) == CHAIR


def test_using_one_link_ends_the_other_links_of_that_address_and_no_others(session: Session) -> None:
    first, second, other = ask(session), ask(session), ask(session, "s1@north.example")
    spend(session, SECRETS, token_of(SECRETS, first), None, AT)
    with pytest.raises(SignInRefusedError):
        spend(session, SECRETS, token_of(SECRETS, second), None, AT)
    with pytest.raises(SignInRefusedError):
        spend(session, SECRETS, code_of(SECRETS, second), CHAIR, AT)
    spend(session, SECRETS, token_of(SECRETS, other), None, AT)


def test_a_code_does_not_work_as_a_link_nor_a_link_as_a_code(session: Session) -> None:
    link = ask(session)
    for typed, email in ((code_of(SECRETS, link), None), (token_of(SECRETS, link), CHAIR)):
        with pytest.raises(SignInRefusedError):
            spend(session, SECRETS, typed, email, AT)


@pytest.mark.parametrize("typed", ["", "\0", "' OR 1=1 --", "x" * 10_000, "ÄÖÜ", "\ud800"])
def test_nonsense_opens_nothing(session: Session, typed: str) -> None:
    ask(session)
    for email in (None, CHAIR, "not an address", "a\0@b.example"):
        with pytest.raises(SignInRefusedError):
            spend(session, SECRETS, typed, email, AT)


def test_a_stranger_leaves_a_row_that_opens_nothing(session: Session) -> None:
    assert request_link(session, SECRETS, "nobody@else.example", AT) is None
    row = session.scalars(select(SignInLink)).one()
    assert row.nonce is None


def test_an_address_gets_five_links_an_hour(session: Session) -> None:
    for minute in range(MOST_PER_ADDRESS):
        ask(session, at=AT + timedelta(minutes=minute))
    assert request_link(session, SECRETS, CHAIR, AT + timedelta(minutes=30)) is None
    ask(session, "s1@north.example", AT + timedelta(minutes=30))
    ask(session, at=AT + timedelta(minutes=60))


def test_strangers_cannot_fill_the_database_nor_lock_members_out(session: Session) -> None:
    for number in range(MOST_UNKNOWN + 10):
        request_link(session, SECRETS, f"n{number}@else.example", AT)
    assert count(session) == MOST_UNKNOWN
    ask(session)


def test_links_that_an_operator_hands_on_do_not_use_up_the_limit(session: Session) -> None:
    for _ in range(MOST_PER_ADDRESS + 1):
        url = operator_link(session, SECRETS, CHAIR, "https://audit.example", AT)
    ask(session)
    base, token = url.rsplit("/", 1)
    assert base == "https://audit.example/sign-in"
    assert signed_in(session, spend(session, SECRETS, token, None, AT), AT) == CHAIR


def test_an_operator_needs_no_forum(session: Session) -> None:
    assert request_link(session, SECRETS, "op@service.example", AT) is None
    assert request_link(session, SECRETS, "op@service.example", AT, ("op@service.example",)) is not None


def test_two_uses_at_the_same_instant_make_one_session(session: Session, engine: Engine) -> None:
    token = token_of(SECRETS, ask(session))
    session.commit()
    together = Barrier(4)

    def use(_: int) -> bool:
        with writing(make_sessions(engine)) as own:
            together.wait(timeout=20)
            try:
                spend(own, SECRETS, token, None, AT)
            except SignInRefusedError:
                own.commit()
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]
    assert len(session.scalars(select(SignInSession)).all()) == 1


def test_wrong_codes_at_the_same_instant_cannot_pass_the_limit(session: Session, engine: Engine) -> None:
    link = ask(session)
    right = code_of(SECRETS, link)
    session.commit()
    together = Barrier(8)

    def guess(_: int) -> None:
        with writing(make_sessions(engine)) as own:
            together.wait(timeout=20)
            with pytest.raises(SignInRefusedError):
                spend(own, SECRETS, "2222-2222", CHAIR, AT)
            own.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(8)))
    with pytest.raises(SignInRefusedError):
        spend(session, SECRETS, right, CHAIR, AT)


def test_what_has_ended_is_swept_and_what_counts_stays(session: Session) -> None:
    ask(session, at=AT)
    key = spend(session, SECRETS, token_of(SECRETS, ask(session, "s1@north.example")), None, AT)
    sweep(session, AT + timedelta(minutes=59))
    assert count(session) == 2
    sweep(session, AT + timedelta(hours=13))
    assert count(session) == 0
    assert signed_in(session, key, AT) is None
