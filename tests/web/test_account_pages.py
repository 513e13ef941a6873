"""One's own forums, the operator's outbox, and what happens to people who are not signed in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Blueprint, Flask, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.app import create_app
from audit_app.audit.letters import queue_sign_in
from audit_app.audit.models import Reviewer
from audit_app.audit.rounds import annul
from audit_app.database import make_sessions, now, writing
from audit_app.forum.access import may_run_rounds
from audit_app.forum.models import Forum
from audit_app.forum.sign_in import operator_link
from audit_app.questionnaire.definition import Side
from audit_app.settings import Settings
from audit_app.web.signed_in import forum_and_access
from tests.factories import SECRETS, make_closed_round, make_draft, make_forum, make_open_round, member_of
from tests.harness.pages import PageClient, read, watch_for_uncommitted_writes

OPERATOR = "operator@service.example"

probe = Blueprint("probe", __name__)


@probe.get("/probe/<slug>")
def probe_page(slug: str) -> Response:
    forum, own = forum_and_access(slug, may_run_rounds)
    return Response(f"{forum.name}: {own.actor}", mimetype="text/plain")


@probe.post("/probe/<slug>")
def probe_form(slug: str) -> str:
    forum_and_access(slug, may_run_rounds)
    return "stored"


def _make(settings: Settings, engine: Engine) -> Flask:
    app = create_app(settings, engine)
    app.testing = True
    app.test_client_class = PageClient
    watch_for_uncommitted_writes(app)
    app.register_blueprint(probe)
    return app


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return _make(replace(settings, operator_emails=(OPERATOR,), demonstration=True), engine)


@pytest.fixture
def stored(engine: Engine) -> Iterator[Session]:
    with writing(make_sessions(engine)) as session:
        make_forum(session)
        make_forum(session, "south")
        session.commit()
        yield session


def sign_in(client: PageClient, session: Session, email: str) -> None:
    path = operator_link(session, SECRETS, email, "", now())
    session.commit()
    assert client.submit(path).request.path == "/forums"


def test_a_person_sees_only_their_own_forums(client: PageClient, stored: Session) -> None:
    sign_in(client, stored, "s1@south.example")
    text = client.page("/forums").text
    assert "South Social Partnership Forum" in text
    assert "Chair, Staff side" in text
    assert "North" not in text


def test_somebody_without_a_role_is_told_what_to_do(client: PageClient, stored: Session) -> None:
    sign_in(client, stored, "nobody@elsewhere.example")
    assert "You have no role in any forum" in client.page("/forums").text


@pytest.fixture
def west(stored: Session) -> Forum:
    """A forum with a closed round, one without results, an open one and a draft."""
    forum = make_forum(stored, "west")
    make_closed_round(stored, forum, name="Audit 2025")
    ended = make_open_round(stored, forum, name="Audit of June", at=now())
    annul(stored, SECRETS, ended, reason="The wrong questions.", actor="Sec Retariat (Secretariat)", at=now())
    make_open_round(stored, forum, name="Audit 2026", at=now())
    make_draft(stored, forum, name="Audit 2027")
    stored.commit()
    return forum


SECRETARIAT = ["Not open yet. Check the round and open it", "Members are answering. See how many have answered"]
CHAIR = ["Being prepared. Check the list of your side", "The results are ready. Open the results"]
MEMBER = ["To answer, open the link in your invitation e-mail.", "When the chairs share the results, your own link"]


@pytest.mark.parametrize(
    ("short", "sentences", "drafts"),
    [("secretariat", SECRETARIAT, True), ("m1", CHAIR, True), ("s2", MEMBER, False)],
)
def test_rounds_are_listed_with_what_to_do_next(
    client: PageClient, stored: Session, west: Forum, short: str, sentences: list[str], drafts: bool
) -> None:
    del west
    sign_in(client, stored, f"{short}@west.example")
    text = client.page("/forums").text
    for sentence in sentences:
        assert sentence in text
    assert ("Audit 2027" in text) is drafts


@pytest.mark.parametrize("short", ["secretariat", "m1", "s1", "s2", "p1"])
def test_every_link_in_the_list_opens_for_whom_it_is_shown(
    client: PageClient, stored: Session, west: Forum, short: str
) -> None:
    del west
    sign_in(client, stored, f"{short}@west.example")
    addresses = [address for address in client.page("/forums").links().values() if address.startswith("/forums/")]
    assert bool(addresses) is (short in {"secretariat", "m1", "s1"})
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_a_member_who_reviews_comments_is_led_to_them(client: PageClient, stored: Session) -> None:
    forum = make_forum(stored, "west")
    audit_round = make_closed_round(stored, forum)
    stored.query(Reviewer).filter_by(round_id=audit_round.id, side=Side.STAFF).delete()
    reader = member_of(stored, forum, "s3")
    stored.add(Reviewer(round_id=audit_round.id, side=Side.STAFF, member_id=reader.id))
    stored.commit()
    sign_in(client, stored, reader.email)
    address = f"/forums/west/rounds/{audit_round.id}/comments"
    assert address in client.page("/forums").links().values()
    assert client.get(address).status_code == 200


def test_the_operator_sees_every_forum_and_no_rounds(client: PageClient, stored: Session, west: Forum) -> None:
    del west
    sign_in(client, stored, OPERATOR)
    page = client.page("/forums")
    for name in ("North", "South", "West"):
        assert f"{name} Social Partnership Forum" in page.text
    assert "Audit 2025" not in page.text
    for address in page.links().values():
        if address.startswith("/operator"):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("email", "slug", "status"),
    [
        ("secretariat@north.example", "north", 200),
        ("m1@north.example", "north", 403),
        ("s3@north.example", "north", 403),
        (OPERATOR, "north", 403),
        ("secretariat@north.example", "south", 404),
        ("secretariat@north.example", "nowhere", 404),
        ("nobody@elsewhere.example", "north", 404),
    ],
)
def test_status_by_role(client: PageClient, stored: Session, email: str, slug: str, status: int) -> None:
    sign_in(client, stored, email)
    assert client.get(f"/probe/{slug}").status_code == status


def test_an_unknown_forum_and_a_strangers_forum_look_the_same(client: PageClient, stored: Session) -> None:
    sign_in(client, stored, "secretariat@north.example")
    assert client.get("/probe/south").data == client.get("/probe/nowhere").data


def test_signed_out_people_are_led_to_sign_in_whether_or_not_the_forum_exists(
    client: PageClient, stored: Session
) -> None:
    del stored
    for slug in ("north", "nowhere"):
        response = client.get(f"/probe/{slug}")
        assert (response.status_code, response.headers["Location"]) == (303, "/sign-in")


def test_what_a_signed_out_person_typed_comes_back(client: PageClient, stored: Session) -> None:
    sign_in(client, stored, "secretariat@north.example")
    client.submit("/forums", button="Sign out")
    signed_out = client.page("/sign-in")
    token = next(e.get("value") for e in signed_out.all("input") if e.get("name") == "csrf_token")
    typed = "Ten minutes <b>of typing</b>"
    response = client.post("/probe/north", data={"csrf_token": token, "note": typed})
    assert response.status_code == 403
    page = read(response)
    assert typed in page.text
    assert any(address == "/sign-in" for address in page.links().values())


def test_the_operator_reads_the_waiting_emails(client: PageClient, stored: Session) -> None:
    queue_sign_in(stored, SECRETS, "m1@north.example", now())
    forum = make_forum(stored, "west")
    make_open_round(stored, forum, at=now())
    stored.commit()
    sign_in(client, stored, OPERATOR)
    page = client.page("/operator/mail")
    assert "To m1@north.example" in page.text
    assert any(address.startswith("http://localhost/sign-in/") for address in page.links().values())
    assert any(address.startswith("http://localhost/a/") for address in page.links().values())


@pytest.mark.parametrize("email", ["secretariat@north.example", "m1@north.example"])
def test_nobody_else_reads_the_outbox(client: PageClient, stored: Session, email: str) -> None:
    sign_in(client, stored, email)
    assert client.get("/operator/mail").status_code == 404


def test_nobody_reads_the_outbox_where_mail_is_sent(settings: Settings, engine: Engine, stored: Session) -> None:
    sending = replace(settings, operator_emails=(OPERATOR,), smtp_url="smtp://127.0.0.1:25")
    client: PageClient = _make(sending, engine).test_client()  # type: ignore[assignment]
    sign_in(client, stored, OPERATOR)
    assert client.get("/operator/mail").status_code == 404


def test_nobody_reads_the_outbox_of_a_real_service_that_has_no_mail_yet(
    settings: Settings, engine: Engine, stored: Session
) -> None:
    """What waits in it would open doors: the answers' pages and other people's sign-in."""
    client: PageClient = _make(replace(settings, operator_emails=(OPERATOR,)), engine).test_client()  # type: ignore[assignment]
    sign_in(client, stored, OPERATOR)
    assert client.get("/operator/mail").status_code == 404
    assert "/operator/mail" not in client.page("/forums").links().values()
