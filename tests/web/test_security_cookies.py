"""The session cookie and other sealed cookies: unreadable, unchangeable, and no more of them than needed."""

import time
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, session
from sqlalchemy import Engine

from audit_app.app import create_app
from audit_app.settings import Settings
from audit_app.web.security import open_sealed, seal

OLDER = "an older invented secret that only the tests use 987"


def app_with_session(settings: Settings, engine: Engine) -> Flask:
    app = create_app(settings, engine)

    @app.get("/remember")
    def remember() -> str:
        session["word"] = "kingfisher"
        return "kept"

    @app.get("/recall")
    def recall() -> str:
        return str(session.get("word"))

    return app


def cookie_line(answer: Any) -> str:
    lines: list[str] = answer.headers.getlist("Set-Cookie")
    assert len(lines) == 1
    return lines[0]


def test_session_cookie_is_unreadable_and_comes_back(settings: Settings, sqlite_engine: Engine) -> None:
    client = app_with_session(settings, sqlite_engine).test_client()
    first = cookie_line(client.get("/remember"))
    assert client.get("/recall").text == "kingfisher"
    assert first.split("=", 1)[0] == "partnership-audit"
    for readable in ("kingfisher", "word", "a2luZ2Zpc2hlc", "eyJ"):  # plain, base64, base64 of {"
        assert readable not in first
    assert cookie_line(client.get("/remember")) != first, "the same content must not make the same cookie"
    assert "; HttpOnly" in first
    assert "SameSite=Lax" in first


def test_https_cookie_is_bound_to_the_host(settings: Settings, sqlite_engine: Engine) -> None:
    app = app_with_session(replace(settings, base_url="https://audit.example"), sqlite_engine)
    line = cookie_line(app.test_client().get("/remember", base_url="https://audit.example"))
    assert line.startswith("__Host-partnership-audit=")
    assert "; Secure" in line
    assert "Path=/;" in line
    assert "Domain" not in line


def test_older_secret_still_opens_a_session(settings: Settings, sqlite_engine: Engine) -> None:
    older = app_with_session(replace(settings, secret_keys=(OLDER,)), sqlite_engine)
    value = cookie_line(older.test_client().get("/remember")).split("=", 1)[1].split(";")[0]

    def recalled(keys: tuple[str, ...]) -> str:
        client = app_with_session(replace(settings, secret_keys=keys), sqlite_engine).test_client()
        client.set_cookie("partnership-audit", value)
        return client.get("/recall").text

    assert recalled((*settings.secret_keys, OLDER)) == "kingfisher"
    assert recalled(settings.secret_keys) == "None"


@pytest.mark.parametrize("value", ["", "x", "ä", "!!!!", "A" * 60, "eyJ3b3JkIjoia2luZ2Zpc2hlciJ9.x.y"])
def test_forged_session_is_an_empty_one(settings: Settings, sqlite_engine: Engine, value: str) -> None:
    client = app_with_session(settings, sqlite_engine).test_client()
    client.set_cookie("partnership-audit", value)
    answer = client.get("/recall")
    assert (answer.status_code, answer.text) == (200, "None")


def test_session_ends_by_age(settings: Settings, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app_with_session(settings, sqlite_engine).test_client()
    client.get("/remember")
    later = time.time() + 32 * 86400
    monkeypatch.setattr("audit_app.web.sealed_cookies.time.time", lambda: later)
    assert client.get("/recall").text == "None"


def test_sealed_text_opens_only_whole_and_for_its_purpose(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        sealed = seal("answering", b"a member's token")
        assert open_sealed("answering", sealed) == b"a member's token"
        assert open_sealed("session", sealed) is None
        changed = sealed[:-3] + ("AAA" if not sealed.endswith("AAA") else "BBB")
        for broken in (changed, sealed[:-8], "", "A", "é", sealed + "AAAA"):
            assert open_sealed("answering", broken) is None


@pytest.mark.parametrize(
    "path",
    ["/", "/how-answers-are-protected", "/privacy", "/accessibility", "/cookies", "/healthz", "/brand.css",
     "/static/app.css", "/no-such-page"],
)  # fmt: skip
def test_pages_that_anyone_can_read_set_no_cookie(sqlite_app: Flask, path: str) -> None:
    assert "Set-Cookie" not in sqlite_app.test_client().get(path).headers
