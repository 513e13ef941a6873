"""What people see when something goes wrong, and what the log keeps of it."""

import logging
import sys

import pytest
from flask import Flask, abort
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from audit_app.app import create_app
from audit_app.discreet_logs import DiscreetFormatter, describe
from audit_app.settings import Settings
from audit_app.web import components
from audit_app.web.database_session import session
from tests.harness.pages import PageClient, read


@pytest.fixture
def failing_app(sqlite_app: Flask) -> Flask:
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False

    @sqlite_app.get("/fail/<int:code>")
    def fail(code: int) -> str:
        abort(code)

    @sqlite_app.get("/break/<secret>")
    def break_down(secret: str) -> str:
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(f"could not use {secret}") from error
        return ""

    return sqlite_app


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
def test_each_error_says_what_happened_and_what_to_do(failing_app: Flask, code: int) -> None:
    answer = failing_app.test_client().get(f"/fail/{code}")
    page = read(answer)
    assert answer.status_code == code
    assert len(page.all("p")) >= 3
    assert page.links()["go to the front page"] == "/"


def test_errors_do_not_share_their_words(failing_app: Flask) -> None:
    headings = {read(failing_app.test_client().get(f"/fail/{code}")).title for code in (400, 403, 404, 405, 413, 429)}
    assert len(headings) == 6


def test_wrong_method_is_told_and_keeps_its_header(sqlite_client: PageClient) -> None:
    answer = sqlite_client.get("/find-your-page")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_crash_shows_no_trace(failing_app: Flask) -> None:
    answer = failing_app.test_client().get("/break/kingfisher-token")
    assert answer.status_code == 500
    for word in ("Traceback", "RuntimeError", "could not use", "kingfisher"):
        assert word not in answer.text


def test_the_log_names_the_endpoint_and_nothing_from_the_address(
    failing_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    failing_app.test_client().get("/break/kingfisher-token", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    log = caplog.text
    assert "Error in break_down [GET]" in log
    assert "builtins.ValueError" in log
    assert "test_errors_pages.py" in log, "the code lines help to find the fault"
    for word in ("kingfisher", "/break", "203.0.113.9"):
        assert word not in log


def test_other_loggers_keep_no_message_of_an_exception() -> None:
    typed = "".join(["king", "fisher"])  # a traceback quotes the code, so the word must not stand in it
    try:
        int(typed)
    except ValueError:
        record = logging.getLogger("audit_app.x").makeRecord(
            "audit_app.x", logging.ERROR, __file__, 1, "could not count", (), sys.exc_info()
        )
    logging.Formatter().format(record)  # another handler that came first keeps the full text in the record
    line = DiscreetFormatter().format(record)
    assert "could not count" in line
    assert "builtins.ValueError" in line
    assert "kingfisher" not in line


def test_causes_are_described_first_cause_first() -> None:
    try:
        try:
            dict[str, int]()["a"]
        except KeyError as error:
            raise LookupError("b") from error
    except LookupError as error:
        words = describe(error)
    assert words.index("builtins.KeyError") < words.index("builtins.LookupError")
    assert words.endswith("builtins.LookupError")


def test_without_a_database_pages_still_say_what_to_do(settings: Settings) -> None:
    gone = create_engine("sqlite:////no/such/folder/anywhere.sqlite3")
    app = create_app(settings, gone)
    components.tell_who_is_signed_in(app, lambda: str(session().execute(text("SELECT 1")).scalar_one()))
    client = app.test_client()
    health = client.get("/healthz")
    assert (health.status_code, health.headers.get("Set-Cookie")) == (503, None)
    answer = client.get("/")  # asks the database who is signed in
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "not available" in read(answer).title


def test_a_database_failure_is_logged_without_its_values(sqlite_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    typed = "".join(["king", "fisher"])  # a traceback quotes the code, so the word must not stand in it

    @sqlite_app.get("/busy")
    def busy() -> str:
        raise OperationalError("UPDATE member SET name = :name", {"name": typed}, Exception(typed))

    assert sqlite_app.test_client().get("/busy").status_code == 503
    assert "No database in busy [GET]" in caplog.text
    assert "kingfisher" not in caplog.text


def test_a_wrong_host_is_told_without_links(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get("/privacy", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
