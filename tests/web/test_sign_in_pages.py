"""The pages of signing in: every way in, every way that must not lead in, and the same answer for all addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.forum.models import SignInLink, SignInSession
from audit_app.forum.sign_in import MOST_PER_ADDRESS, code_of, token_of
from audit_app.mail.models import OutboxMessage
from audit_app.web import account, signed_in
from tests.factories import SECRETS, make_forum
from tests.harness.pages import PageClient, read

CHAIR = "m1@north.example"
SECRETARIAT = "secretariat@north.example"


class Clock:
    """The moment that the pages go by."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (account, signed_in):
        monkeypatch.setattr(module, "now", made)
    return made


@pytest.fixture(autouse=True)
def forum(engine: Engine, clock: Clock) -> None:
    del clock
    with writing(make_sessions(engine)) as session:
        make_forum(session)
        session.commit()


def newest_link(engine: Engine, email: str = CHAIR) -> SignInLink:
    with Session(engine, expire_on_commit=False) as session:
        query = select(SignInLink).where(SignInLink.email == email).order_by(SignInLink.made_at.desc())
        link = session.scalars(query).first()
        assert link is not None
        return link


def ask(client: PageClient, email: str = CHAIR) -> None:
    response = client.submit("/sign-in", {"email": email})
    assert read(response).title.startswith("Check your e-mail")


def link_path(engine: Engine, email: str = CHAIR) -> str:
    return f"/sign-in/{token_of(SECRETS, newest_link(engine, email))}"


def sign_in(client: PageClient, engine: Engine, email: str = CHAIR) -> None:
    ask(client, email)
    response = client.submit(link_path(engine, email))
    assert response.status_code == 200
    assert response.request.path == "/forums"


def is_signed_in(client: PageClient) -> bool:
    response = client.get("/forums")
    assert response.status_code in {200, 303}
    return response.status_code == 200


def test_the_link_leads_to_the_forums_of_that_address(client: PageClient, engine: Engine) -> None:
    sign_in(client, engine)
    page = client.page("/forums")
    assert "North Social Partnership Forum" in page.text
    assert "Chair, Management side" in page.text


def test_opening_the_link_does_not_use_it_up(client: PageClient, engine: Engine) -> None:
    ask(client)
    path = link_path(engine)
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert not is_signed_in(client)
    assert client.submit(path).request.path == "/forums"


def test_a_link_works_once(app: Flask, client: PageClient, engine: Engine) -> None:
    sign_in(client, engine)
    other: PageClient = app.test_client()  # type: ignore[assignment]
    response = other.submit(link_path(engine))
    assert response.status_code == 410
    assert "has been used" in read(response).text
    assert not is_signed_in(other)


def test_a_link_lives_an_hour(client: PageClient, engine: Engine, clock: Clock) -> None:
    ask(client)
    path = link_path(engine)
    clock.at += timedelta(minutes=60)
    assert client.submit(path).status_code == 410
    assert not is_signed_in(client)


def test_a_link_works_until_the_hour_is_over(client: PageClient, engine: Engine, clock: Clock) -> None:
    ask(client)
    clock.at += timedelta(minutes=59, seconds=59)
    assert client.submit(link_path(engine)).request.path == "/forums"


def test_an_invented_link_opens_nothing(client: PageClient) -> None:
    assert client.submit("/sign-in/" + "A" * 43).status_code == 410


def test_the_code_works_with_any_capitals_and_spaces(client: PageClient, engine: Engine) -> None:
    ask(client)
    code = code_of(SECRETS, newest_link(engine)).lower().replace("-", " ")
    response = client.submit("/sign-in/code", {"code": f" {code} "})  # the address is filled in already
    assert response.request.path == "/forums"


def test_five_wrong_codes_end_the_link(client: PageClient, engine: Engine) -> None:
    ask(client)
    right = code_of(SECRETS, newest_link(engine))
    for _ in range(5):
        wrong = client.submit("/sign-in/code", {"email": CHAIR, "code": "2222-2222"})
        assert wrong.status_code == 422
        assert read(wrong).errors == [account.REFUSED_CODE]
    assert client.submit("/sign-in/code", {"email": CHAIR, "code": right}).status_code == 422
    assert not is_signed_in(client)


def test_the_right_code_still_works_after_four_wrong_ones(client: PageClient, engine: Engine) -> None:
    ask(client)
    right = code_of(SECRETS, newest_link(engine))
    for _ in range(4):
        client.submit("/sign-in/code", {"email": CHAIR, "code": "2222-2222"})
    assert client.submit("/sign-in/code", {"email": CHAIR, "code": right}).request.path == "/forums"


def test_a_code_works_only_with_its_own_address(client: PageClient, engine: Engine) -> None:
    ask(client)
    code = code_of(SECRETS, newest_link(engine))
    assert client.submit("/sign-in/code", {"email": SECRETARIAT, "code": code}).status_code == 422


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, engine: Engine) -> None:
    answers = []
    for email in (CHAIR, "nobody@elsewhere.example"):
        client: PageClient = app.test_client()  # type: ignore[assignment]
        first = client.submit("/sign-in", {"email": email}, follow=False)
        second = client.get(first.headers["Location"])
        wrong = client.submit("/sign-in/code", {"email": "x@y.example", "code": "2222-2222"})
        answers.append(
            (
                first.status_code,
                first.headers["Location"],
                first.data,
                second.status_code,
                second.data,
                wrong.status_code,
            )
        )
    assert answers[0] == answers[1]
    with Session(engine) as session:
        assert [message.recipient for message in session.scalars(select(OutboxMessage))] == [CHAIR]


def test_no_more_than_five_emails_in_an_hour_and_the_answer_stays_the_same(
    client: PageClient, engine: Engine, clock: Clock
) -> None:
    def made() -> int:
        with Session(engine) as session:
            return len(session.scalars(select(SignInLink)).all())

    for _ in range(MOST_PER_ADDRESS + 3):
        ask(client)
        clock.at += timedelta(seconds=1)
    assert made() == MOST_PER_ADDRESS
    clock.at += timedelta(hours=1)
    ask(client)
    assert made() == MOST_PER_ADDRESS + 1


def test_a_mistyped_address_is_explained_beside_the_field_and_kept(client: PageClient) -> None:
    response = client.submit("/sign-in", {"email": "not an address"})
    assert response.status_code == 422
    page = read(response)
    assert page.title.startswith("Error: ")
    assert page.errors == ["The e-mail address is not right. It must look like name@example.nhs.uk."]
    assert "not an address" in page.html


@pytest.mark.parametrize("email", ["a\0b@north.example", "<script>@north.example", "x" * 400 + "@a.example", ""])
def test_bad_addresses_are_refused(client: PageClient, email: str) -> None:
    assert client.submit("/sign-in", {"email": email}).status_code == 422


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: Flask, client: PageClient, engine: Engine) -> None:
    sign_in(client, engine)
    cookie = client.get_cookie("partnership-audit")
    assert cookie is not None
    thief: PageClient = app.test_client()  # type: ignore[assignment]
    thief.set_cookie("partnership-audit", cookie.value)
    assert is_signed_in(thief)
    client.submit("/forums", button="Sign out")
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_an_idle_session_ends_after_an_hour(client: PageClient, engine: Engine, clock: Clock) -> None:
    sign_in(client, engine)
    clock.at += timedelta(minutes=59)
    assert is_signed_in(client)
    clock.at += timedelta(minutes=59)
    assert is_signed_in(client)
    clock.at += timedelta(minutes=60)
    assert not is_signed_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client: PageClient, engine: Engine, clock: Clock) -> None:
    sign_in(client, engine)
    for _ in range(23):
        clock.at += timedelta(minutes=30)
        assert is_signed_in(client)
    clock.at += timedelta(minutes=30)
    assert not is_signed_in(client)


def test_the_database_holds_neither_link_nor_code_nor_session_key(client: PageClient, engine: Engine) -> None:
    ask(client)
    link = newest_link(engine)
    token, code = token_of(SECRETS, link), code_of(SECRETS, link)
    client.submit(f"/sign-in/{token}")
    with client.session_transaction() as cookie:
        key = cookie["signed_in"]
    with engine.connect() as connection:
        tables = [SignInLink.__table__, SignInSession.__table__, OutboxMessage.__table__]
        rows = "\n".join(repr(row) for table in tables for row in connection.execute(select(table)))
    for secret in (token, code, code.replace("-", ""), key):
        assert secret not in rows


def test_a_page_asked_for_before_signing_in_opens_afterwards(client: PageClient, engine: Engine) -> None:
    assert client.get("/forums?from=mail").headers["Location"] == "/sign-in"
    ask(client)
    response = client.submit(link_path(engine), follow=False)
    assert response.headers["Location"] == "/forums?from=mail"


@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin"])
def test_what_a_script_or_a_picture_asked_for_is_not_opened_afterwards(
    client: PageClient, engine: Engine, mode: str
) -> None:
    client.get("/forums?from=mail", headers={"Sec-Fetch-Mode": "navigate"})
    client.get("/forums/north/rounds/1/results/pack/progress", headers={"Sec-Fetch-Mode": mode})
    ask(client)
    response = client.submit(link_path(engine), follow=False)
    assert response.headers["Location"] == "/forums?from=mail"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil", 7]
)
def test_signing_in_never_leads_to_another_site(client: PageClient, engine: Engine, elsewhere: object) -> None:
    ask(client)
    with client.session_transaction() as cookie:
        cookie["next"] = elsewhere
    assert client.submit(link_path(engine), follow=False).headers["Location"] == "/forums"
