"""The operator's commands: what they do, and one plain line when they cannot."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, inspect, text

from audit_app.cli import main
from audit_app.database import make_engine, make_sessions, writing
from audit_app.forum.forums import create_forum
from audit_app.forum.people import add_to_secretariat
from audit_app.migrating import upgrade
from audit_app.places import MIGRATIONS

SECRET = "an invented secret that only the tests use 0123456789"


@pytest.fixture
def environment(empty_database_url: str, tmp_path: Path) -> dict[str, str | None]:
    return {
        "DATABASE_URL": empty_database_url,
        "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
        "BASE_URL": "https://audit.example",
        "PORT": "5000",
        "SMTP_URL": None,
        "OPERATOR_EMAILS": None,
        "DEMONSTRATION": None,
    }


def _run(environment: dict[str, str | None], *arguments: str, **changed: str | None) -> Result:
    return CliRunner().invoke(main, arguments, env={**environment, **changed})


def _fails(result: Result, words: str) -> None:
    """One plain line on standard error, nothing else, and a code that says so."""
    assert result.exit_code != 0
    assert result.stdout == ""
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert SECRET not in result.stderr


def _tables(url: str) -> set[str]:
    engine = make_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_upgrade_makes_the_tables_once(environment: dict[str, str | None], empty_database_url: str) -> None:
    first = _run(environment, "db", "upgrade")
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert (first.exit_code, first.stdout) == (0, f"The database is now at version {newest}.\n")
    assert "invitation" in _tables(empty_database_url)
    again = _run(environment, "db", "upgrade")
    assert (again.exit_code, again.stdout) == (0, "The database is up to date.\n")


def test_a_sign_in_link_is_printed_for_somebody_with_a_role(
    environment: dict[str, str | None], empty_database_url: str
) -> None:
    engine = make_engine(empty_database_url)
    upgrade(engine)
    _add_secretary(engine)
    done = _run(environment, "sign-in-link", "  Secretary@forum.example ")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("https://audit.example/sign-in/")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_link")).scalar() == 1
    engine.dispose()


def _add_secretary(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        add_to_secretariat(session, create_forum(session, "North"), "An invented person", "secretary@forum.example")
        session.commit()


def test_no_link_for_somebody_without_a_role(environment: dict[str, str | None]) -> None:
    assert _run(environment, "db", "upgrade").exit_code == 0
    _fails(_run(environment, "sign-in-link", "stranger@forum.example"), "Nobody with the address stranger@")


def test_a_database_without_tables_is_said(environment: dict[str, str | None]) -> None:
    _fails(_run(environment, "sign-in-link", "a@forum.example"), "Run: partnership-audit db upgrade")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"PARTNERSHIP_AUDIT_SECRET_KEY": "short"}, "must have at least 32 characters"),
        ({"PARTNERSHIP_AUDIT_SECRET_KEY": None}, "PARTNERSHIP_AUDIT_SECRET_KEY is not set"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "oracle-of-old://somewhere"}, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "The database does not answer"),
        ({"DATABASE_URL": "postgresql://user:hidden-word@127.0.0.1:1/none"}, "The database does not answer"),
        ({"PORT": "many"}, "PORT must be a number"),
    ],
)
def test_faulty_settings_are_one_plain_line(
    environment: dict[str, str | None], changed: dict[str, str | None], words: str
) -> None:
    done = _run(environment, "db", "upgrade", **changed)
    _fails(done, words)
    assert "hidden-word" not in done.stderr


def test_a_faulty_mail_server_is_said_before_anything_starts(environment: dict[str, str | None]) -> None:
    _fails(_run(environment, "run", SMTP_URL="mail.example"), "SMTP_URL must look like")


def test_the_shipped_questionnaires_are_without_faults() -> None:
    done = CliRunner().invoke(main, ["questionnaires", "check"])
    assert done.exit_code == 0, done.stderr
    assert "no faults" in done.stdout


def test_a_faulty_questionnaire_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "broken.v1.yaml").write_text("id: broken\nmystery: 1\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["questionnaires", "check", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "broken.v1.yaml: mystery is not a key that is known here" in done.stderr


def test_help_names_every_command() -> None:
    done = CliRunner().invoke(main, ["--help"])
    assert done.exit_code == 0
    for command in ("run", "worker", "db", "questionnaires", "sign-in-link"):
        assert f"  {command} " in done.stdout
