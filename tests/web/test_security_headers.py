"""Every answer carries the protecting headers; only what is the same for everyone may be kept by a browser."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from audit_app.app import create_app
from audit_app.settings import Settings
from tests.harness.pages import PageClient

PAGES = ["/", "/privacy", "/no-such-page", "/static/app.css", "/brand.css", "/healthz"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_headers(sqlite_client: PageClient, path: str) -> None:
    headers = sqlite_client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert policy.pop("frame-ancestors") == policy.pop("base-uri") == "'none'"
    assert set(policy) == {"script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"}
    assert set(policy.values()) == {"'self'"}
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_are_not_kept_unless_they_say_so(sqlite_app: Flask, sqlite_client: PageClient) -> None:
    @sqlite_app.get("/someones-page")
    def someones_page() -> str:
        return "<!DOCTYPE html><html lang=en><title>t</title><h1>h</h1>"

    assert sqlite_client.get("/someones-page").headers["Cache-Control"] == "no-store"
    assert sqlite_client.get("/no-such-page").headers["Cache-Control"] == "no-store"
    assert sqlite_client.get("/static/no-such-file.css").headers["Cache-Control"] == "no-store"
    assert sqlite_client.get("/").headers["Cache-Control"] == "private, no-cache"


def test_only_https_asks_for_https_for_ever(settings: Settings, sqlite_engine: Engine) -> None:
    secure = create_app(replace(settings, base_url="https://audit.example"), sqlite_engine)
    plain = create_app(settings, sqlite_engine)
    assert secure.test_client().get("/", base_url="https://audit.example").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in plain.test_client().get("/").headers


def test_foreign_host_gets_no_page_and_no_link(sqlite_client: PageClient) -> None:
    answer = sqlite_client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert sqlite_client.get("/", headers={"Host": "localhost:5001"}).status_code == 200


def test_forwarded_headers_count_only_behind_trusted_proxies(settings: Settings, sqlite_engine: Engine) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert create_app(settings, sqlite_engine).test_client().get("/", headers=forged).status_code == 200
    behind = create_app(replace(settings, trusted_proxies=1), sqlite_engine)
    assert behind.test_client().get("/", headers=forged).status_code == 400


TEXT = b"link=" + b"a" * (2 * 1024 * 1024)
PARTS = b'--x\r\nContent-Disposition: form-data; name="link"\r\n\r\n' + b"a" * 1_200_000 + b"\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(TEXT, "application/x-www-form-urlencoded"), (PARTS, "multipart/form-data; boundary=x")],
    ids=["whole", "one field"],
)
def test_too_much_is_refused(sqlite_client: PageClient, body: bytes, kind: str) -> None:
    answer = sqlite_client.post("/find-your-page", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "too big" in answer.text
