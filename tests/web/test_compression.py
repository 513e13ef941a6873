"""Pages for phones are compressed, and only where nothing from the request stands beside the form's token."""

import gzip
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from audit_app.audit.invitations import invitations_of, link_token
from audit_app.database import now
from tests.factories import SECRETS, TEN, make_forum, make_open_round

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def _client_and_link(sqlite_app: Flask, sqlite_session: Session) -> tuple[FlaskClient, str]:
    audit_round = make_open_round(sqlite_session, make_forum(sqlite_session), TEN, at=now() - timedelta(hours=1))
    token = link_token(SECRETS, invitations_of(sqlite_session, audit_round)[0])
    sqlite_session.commit()
    return FlaskClient(sqlite_app, use_cookies=True), f"/a/{token}"


def test_a_browser_that_reads_gzip_gets_the_same_page_smaller(sqlite_app: Flask, sqlite_session: Session) -> None:
    client, link = _client_and_link(sqlite_app, sqlite_session)
    small = client.get(link, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert int(small.headers["Content-Length"]) == len(small.data)
    page = gzip.decompress(small.data)
    assert len(small.data) < len(page) / 2
    assert b"How your answers are protected" in page


def test_other_browsers_get_it_as_it_is(sqlite_app: Flask, sqlite_session: Session) -> None:
    client, link = _client_and_link(sqlite_app, sqlite_session)
    plain = client.get(link)
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert b"How your answers are protected" in plain.data


def test_the_answer_to_a_post_is_never_compressed(sqlite_app: Flask, sqlite_session: Session) -> None:
    client, _ = _client_and_link(sqlite_app, sqlite_session)
    rescue = client.post("/answer/page/1", data={"PT-1": "3", "comment-PT-1": "typed " * 900}, headers=GZIP)
    assert rescue.status_code == 400
    assert len(rescue.data) > 5000
    assert "Content-Encoding" not in rescue.headers
