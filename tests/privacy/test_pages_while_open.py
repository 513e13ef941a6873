"""While a round is open, neither logs nor cookies nor the pages of others tell what a member did."""

import base64
import binascii
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from audit_app.audit.invitations import invitations_of, link_token
from audit_app.audit.models import Invitation, Round
from audit_app.database import now
from audit_app.discreet_logs import DiscreetFormatter
from audit_app.forum.sign_in import operator_link
from audit_app.questionnaire.definition import Side
from tests.factories import SECRETS, cast, make_forum, make_open_round
from tests.harness.pages import PageClient, read

WORDS = "zebra-words that nobody else writes"
LONG = "quagga " * 80  # longer than a comment may be
SIDE_WORDS = re.compile(r"\b(management|staff|partners?)\b", re.IGNORECASE)
ANSWER_WORDS = re.compile(r"\bPT-\d", re.IGNORECASE)


@pytest.fixture
def audit_round(session: Session) -> Round:
    made = make_open_round(session, make_forum(session), at=now() - timedelta(hours=1))
    session.commit()
    return made


@pytest.fixture
def invitation(session: Session, audit_round: Round) -> Invitation:
    found = next(each for each in invitations_of(session, audit_round) if each.side is Side.STAFF)
    assert link_token(SECRETS, found)  # everything that it takes is loaded
    assert found.member.email
    session.commit()  # or the app would wait for this session's lock on SQLite
    return found


@dataclass
class Everything:
    """Every record that was logged, and every header that was sent or came back."""

    records: list[logging.LogRecord] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def logged(self) -> str:
        parts = []
        for record in self.records:
            parts.append(logging.Formatter("%(name)s %(levelname)s %(message)s").format(record))
            parts.append(repr({name: value for name, value in vars(record).items() if name not in _PLACES}))
        return "\n".join(parts)


_PLACES = {"pathname", "filename", "module", "funcName", "lineno", "thread", "threadName", "process", "processName"}


class _Keep(logging.Handler):
    def __init__(self, kept: list[logging.LogRecord]) -> None:
        super().__init__(logging.NOTSET)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def everything(app: Flask) -> Iterator[Everything]:
    """Listens to every logger at its most talkative.

    SQLAlchemy's own are left as they come: it keeps them at WARNING whatever the root says, because at DEBUG it writes
    out whole rows. Whoever turns that on reads the database.
    """
    found = Everything()

    served = app.wsgi_app

    def listening(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            found.headers.extend(headers)
            return start_response(status, headers, *more)

        found.addresses.append(environ["PATH_INFO"])
        return served(environ, begin)

    app.wsgi_app = listening  # type: ignore[method-assign]  # as Flask's own documentation does
    handler = _Keep(found.records)
    names = [name for name in logging.root.manager.loggerDict if not name.startswith("sqlalchemy")]
    loggers = [logging.root, *map(logging.getLogger, names)]
    before = [(logger, logger.level, logger.disabled) for logger in loggers]
    logging.root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    try:
        yield found
    finally:
        logging.root.removeHandler(handler)
        for logger, level, disabled in before:
            logger.setLevel(level)
            logger.disabled = disabled


def _answers(value: str = "7", **more: str) -> dict[str, str]:
    return {f"PT-{number}": value for number in range(1, 11)} | more


def _whole_journey(client: PageClient, token: str) -> None:
    """Everything that a member can do, well and badly, to the end."""
    client.get("/answer")  # no cookie yet
    client.post("/answer/start", data={"token": token})  # no CSRF token
    client.get(f"/a/{token}x")
    client.press(client.get(f"/a/{token}"), button="Start")
    for path in ("/answer", "/answer/page/99", "/answer/deputy", "/answer/results", "/answer/check"):
        client.get(path)
    page = client.get("/answer/page/1")
    client.press(page, _answers(**{"comment-PT-1": LONG}), button="Save and continue")
    client.press(page, _answers("11"), button="Save and continue")
    client.press(page, _answers(**{"comment-PT-1": WORDS}), button="Save and see all pages")
    client.post("/answer/page/1", data=_answers(**{"comment-PT-1": WORDS}))  # the form's own token is gone
    client.delete_cookie("answering", path="/answer")
    lost = client.post("/answer/page/1", data=_answers(**{"comment-PT-1": WORDS}))
    client.press(lost, {"link": "not a link"}, button="Continue")
    client.press(lost, {"link": f"http://localhost/a/{token}"}, button="Continue")
    check = client.get("/answer/check")
    sent = client.press(check, button="Send my answers")
    assert "Your answers are in" in read(sent).text
    client.press(check, button="Send my answers")
    client.get("/answer")
    client.get(f"/a/{token}")
    client.post("/answer/finish-later", data={"csrf_token": "wrong"})


def _forms_of(token: str) -> list[bytes]:
    raw = base64.urlsafe_b64decode(token)
    return [token.encode(), raw, raw[8:], raw.hex().encode(), raw[8:].hex().encode(), base64.b64encode(raw)]


def test_no_log_record_holds_a_link_an_answer_a_comment_or_a_side(
    client: PageClient, everything: Everything, invitation: Invitation
) -> None:
    logging.getLogger("audit_app").debug("the listening works: %s", "aardvark")
    token = link_token(SECRETS, invitation)
    _whole_journey(client, token)
    logged = everything.logged()
    assert "aardvark" in logged
    for secret in _forms_of(token):
        assert secret.decode("latin-1") not in logged
    assert "zebra" not in logged
    assert "quagga" not in logged
    assert ANSWER_WORDS.findall(logged) == []
    assert SIDE_WORDS.findall(logged) == []
    assert invitation.member.email not in logged


def test_an_error_in_the_middle_of_sending_logs_no_answer(
    client: PageClient, app: Flask, everything: Everything, invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment for a fault: the answers are in the request and in the variables."""

    def fail(*given: Any) -> None:
        raise RuntimeError(f"{given} could not be kept")

    token = link_token(SECRETS, invitation)
    client.press(client.get(f"/a/{token}"), button="Start")
    check = client.press(client.get("/answer/page/1"), _answers(**{"comment-PT-1": WORDS}), button="Save and continue")
    monkeypatch.setattr("audit_app.web.answering.ballot_box.cast_ballot", fail)
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.press(check, button="Send my answers").status_code == 500
    written = "\n".join(DiscreetFormatter().format(record) for record in everything.records)
    assert "RuntimeError" in written  # an operator does learn what went wrong, and where
    for secret in _forms_of(token):
        assert secret.decode("latin-1") not in written
    assert "zebra" not in written
    assert SIDE_WORDS.findall(written) == []


def _decoded(text: str) -> list[bytes]:
    """A cookie's value as it is, and as it might be meant: base64, hexadecimal, in whole and piece by piece."""
    found = []
    for piece in [text, *re.split(r"[.|:;, ]", text)]:
        found.append(piece.encode())
        padded = piece + "=" * (-len(piece) % 4)
        for altchars in (b"-_", b"+/"):
            try:
                found.append(base64.b64decode(padded, altchars=altchars))
            except (binascii.Error, ValueError):
                continue
        try:
            found.append(bytes.fromhex(piece))
        except ValueError:
            continue
    return found


def test_no_cookie_or_header_holds_a_link_or_an_answer_however_it_is_decoded(
    client: PageClient, everything: Everything, invitation: Invitation
) -> None:
    token = link_token(SECRETS, invitation)
    _whole_journey(client, token)
    assert any(name == "Set-Cookie" and value.startswith("answering=") for name, value in everything.headers)
    for name, value in everything.headers:
        content = value.split("=", 1)[1].split(";", 1)[0] if name == "Set-Cookie" else value
        for bare in (*_decoded(content), value.encode()):
            for secret in [*_forms_of(token), b"zebra", b"quagga", b'"PT-', b"comment-PT"]:
                assert secret not in bare, name
        if name == "Set-Cookie":
            assert not re.search(rb"management|staff|partner", b" ".join(_decoded(content)))
    assert [path for path in everything.addresses if token in path and not path.startswith("/a/")] == []
    policies = [value for name, value in everything.headers if name == "Referrer-Policy"]
    assert policies == ["no-referrer"] * len(everything.addresses)
    assert len({value.split("=")[0] for name, value in everything.headers if name == "Set-Cookie"}) == 2


def test_the_members_cookie_is_new_each_time_and_read_by_the_server_alone(
    client: PageClient, everything: Everything, invitation: Invitation
) -> None:
    token = link_token(SECRETS, invitation)
    for _ in range(2):
        client.press(client.get(f"/a/{token}"), button="Start")
    cookies = [value for name, value in everything.headers if name == "Set-Cookie" and value.startswith("answering=")]
    assert len({cookie.split(";")[0] for cookie in cookies}) == 2
    for cookie in cookies:
        assert {"HttpOnly", "Path=/answer", "SameSite=Lax"} <= set(cookie.split("; "))


# ---- what others see


def _addresses(audit_round: Round, member_id: int) -> list[str]:
    forum = f"/forums/{audit_round.forum.slug}"
    base = f"{forum}/rounds/{audit_round.id}"
    tails = (
        "", "/record", "/invitations", f"/invitations/{member_id}", "/invitations/add", "/stop", "/check", "/reopen",
        "/close", "/annul", "/state", "/preview", "/list", "/open", "/change", "/results", "/results/summary",
        "/results/hopes", "/results/share", "/results.csv", "/results.xlsx", "/results.json", "/comments",
        "/results/charts/distribution.svg", "/results/charts/response.png",
    )  # fmt: skip
    people = (f"{forum}/people", f"{forum}/people/{member_id}", f"{forum}/people/{member_id}/change")
    return [
        f"{forum}/",
        "/forums",
        f"{forum}/secretariat",
        f"{forum}/earlier",
        *people,
        *(base + tail for tail in tails),
    ]


COUNTS_STAND_ON = {"", "/", "/forums", "/stop", "/annul"}  # pages that may say how many have returned
_FORM_TOKEN = re.compile(
    r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"|ImM[\w.-]+|Ij[\w.-]+'
)


def _seen(client: PageClient, addresses: list[str]) -> dict[str, tuple[int, list[str]]]:
    found = {}
    for address in addresses:
        response = client.get(address)
        text = _FORM_TOKEN.sub("", response.get_data(as_text=True))
        found[address] = (response.status_code, re.split(r"(\W+)", text))
    return found


def _is_a_count(one: str, other: str) -> bool:
    """A number and another number, or "1 sheet" and "2 sheets"."""
    return (one.isdecimal() and other.isdecimal()) or {f"{one}s", f"{other}s"} & {one, other} != set()


@pytest.mark.parametrize("who", ["secretariat", "m1", "s1"])
def test_pages_of_secretariat_and_chairs_differ_by_nothing_but_the_returned_counts(
    client: PageClient, session: Session, audit_round: Round, who: str
) -> None:
    link = operator_link(session, SECRETS, f"{who}@north.example", "", now())
    session.commit()
    client.press(client.get(link), button="Sign in")
    waiting = invitations_of(session, audit_round)
    addresses = _addresses(audit_round, waiting[0].member_id)
    before = _seen(client, addresses)
    assert {before[each][0] for each in addresses[:2]} == {200}
    prefix = f"/forums/north/rounds/{audit_round.id}"
    changed: set[str] = set()
    for invitation in (waiting[0], waiting[6], waiting[-1]):  # of each side, the very person looked at first
        cast(session, session.get_one(Invitation, invitation.id), at=now())
        session.commit()
        after = _seen(client, addresses)
        for address in addresses:
            assert after[address][0] == before[address][0], address
            old, new = before[address][1], after[address][1]
            assert len(old) == len(new), address
            differing = {(one, other) for one, other in zip(old, new, strict=True) if one != other}
            assert {pair for pair in differing if not _is_a_count(*pair)} == set(), address
            if differing:
                changed.add(address.removeprefix(prefix).removeprefix("/forums/north"))
        before = after
    assert "" in changed  # the round's own page does count
    assert changed <= COUNTS_STAND_ON
