"""The harness itself: a fixture that quietly stopped checking would make every other test worthless."""

import smtplib

import psycopg
import pytest
from flask import Flask, Response, g, render_template_string
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum
from tests.harness.databases import PostgreSQL, engine_at
from tests.harness.mail_server import MailServer
from tests.harness.pages import Page, PageClient, watch_for_uncommitted_writes

GOOD = (
    "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><title>A title</title></head>"
    "<body><main><h1>A heading</h1>{}</main></body></html>"
)


def test_each_test_gets_an_empty_database_with_every_table(session: Session) -> None:
    assert session.scalars(select(Forum)).all() == []
    session.add(Forum(slug="first", name="First"))
    session.commit()


def test_what_another_test_wrote_is_not_there(session: Session) -> None:
    assert session.scalars(select(Forum)).all() == []


@pytest.mark.postgresql
def test_a_database_that_serves_another_test_is_as_it_was_made(postgresql_server: PostgreSQL) -> None:
    with postgresql_server.database() as first:
        _write(first)
    with postgresql_server.database() as again:
        assert again == first
        assert _write(again) == 1
        with engine_at(again) as engine, engine.connect() as left_open:
            left_open.exec_driver_sql("SELECT * FROM forum FOR UPDATE")  # a test that forgot to end
            session = writing(make_sessions(engine))
            assert session.scalars(select(Forum.slug)).all() == ["first"]
            session.close()
    with postgresql_server.database() as third:
        assert third == first


@pytest.mark.postgresql
def test_a_database_whose_tables_were_changed_serves_nobody_again(postgresql_server: PostgreSQL) -> None:
    for change in (
        "ALTER TABLE forum ADD COLUMN more text",
        "CREATE INDEX another ON forum (name)",
        "ALTER TABLE forum ALTER COLUMN name DROP NOT NULL",
    ):
        with postgresql_server.database() as changed, engine_at(changed) as engine, engine.begin() as connection:
            connection.exec_driver_sql(change)
        with postgresql_server.database() as fresh:
            assert fresh != changed


@pytest.mark.postgresql
def test_whoever_looks_inside_gets_a_database_that_nobody_has_used(postgresql_server: PostgreSQL) -> None:
    with postgresql_server.database() as used:
        _write(used)
    with postgresql_server.database(untouched=True) as untouched:
        assert untouched != used


def _write(url: str) -> int:
    """Store a forum; its number."""
    with engine_at(url) as engine, writing(make_sessions(engine)) as session:
        forum = Forum(slug="first", name="First")
        session.add(forum)
        session.commit()
        return forum.id


def test_a_good_page_passes() -> None:
    page = Page(GOOD.format("<p>Words</p>"), "here")
    assert page.title == "A title"
    assert page.text == "A heading Words"


@pytest.mark.parametrize(
    "fault",
    [
        "<p id='a'></p><p id='a'></p>",
        "<p style='color: red'></p>",
        "<label for='nothing'>Label</label>",
        "<p><div></div></p>",
        "<h1>Another</h1>",
        "<a href='#gone'>Gone</a>",
        "<b>not closed",
    ],
)
def test_a_faulty_page_fails(fault: str) -> None:
    with pytest.raises(AssertionError, match="here"):
        Page(GOOD.format(fault), "here")


def test_a_page_without_a_title_fails() -> None:
    with pytest.raises(AssertionError, match="no title"):
        Page(GOOD.replace("<title>A title</title>", "<title></title>"), "here")


def _app(engine: Engine, *, commits: bool) -> Flask:
    app = Flask("a_small_app")
    app.test_client_class = PageClient

    @app.post("/write")
    def write() -> Response:
        g.database_session = writing(make_sessions(engine))
        g.database_session.add(Forum(slug="written", name="Written"))
        g.database_session.flush()
        if commits:
            g.database_session.commit()
        return Response("written", mimetype="text/plain")

    @app.get("/page")
    def page() -> str:
        return render_template_string(GOOD)

    @app.teardown_appcontext
    def close(error: BaseException | None) -> None:
        del error
        session: Session | None = g.pop("database_session", None)
        if session is not None:
            session.close()

    watch_for_uncommitted_writes(app)
    return app


def test_a_view_that_forgets_to_commit_is_noticed(sqlite_engine: Engine) -> None:
    client = _app(sqlite_engine, commits=False).test_client()
    with pytest.raises(AssertionError, match="did not commit"):
        client.post("/write")


def test_a_view_that_commits_is_not_accused(sqlite_engine: Engine) -> None:
    assert _app(sqlite_engine, commits=True).test_client().post("/write").status_code == 200


def test_a_good_page_with_a_policy_passes(sqlite_engine: Engine) -> None:
    app = _app(sqlite_engine, commits=True)

    @app.after_request
    def add_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response

    assert app.test_client().get("/page").status_code == 200


def test_a_page_without_a_content_security_policy_is_noticed(sqlite_engine: Engine) -> None:
    with pytest.raises(AssertionError, match="no Content-Security-Policy"):
        _app(sqlite_engine, commits=True).test_client().get("/page")


def _send(server: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=1) as line:
        line.sendmail("from@forum.example", ["to@forum.example"], "Subject: Invitation\r\n\r\nWords\r\n")


def test_the_mail_server_keeps_what_it_takes_in(smtp_server: MailServer) -> None:
    _send(smtp_server)
    assert [message["Subject"] for message in smtp_server.messages] == ["Invitation"]
    assert smtp_server.recipients == ["to@forum.example"]


def test_the_mail_server_refuses(smtp_server: MailServer) -> None:
    smtp_server.refuse_recipient = "550 No such mailbox"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp_server)
    smtp_server.refuse_recipient = None
    smtp_server.refuse_message = "451 Try later"
    with pytest.raises(smtplib.SMTPDataError):
        _send(smtp_server)
    assert smtp_server.messages == []


def test_the_mail_server_delays(smtp_server: MailServer) -> None:
    smtp_server.delay_seconds = 1.5
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        _send(smtp_server)


def test_the_mail_server_hangs_up(smtp_server: MailServer) -> None:
    smtp_server.drop_after_message = True
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _send(smtp_server)
    assert len(smtp_server.messages) == 1


@pytest.mark.postgresql
def test_postgresql_is_reached_through_a_socket_alone(postgresql_server: object) -> None:
    with psycopg.connect(postgresql_server.address("postgres")) as connection:  # type: ignore[attr-defined]
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
