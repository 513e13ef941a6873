"""What every test can ask for. The parts are in tests/harness/.

`engine`         SQLite and PostgreSQL in turn, each test with a database of its own that has every table
`sqlite_engine`  only SQLite, for tests that need one database and not two
`session`        a writing session on `engine`; the test commits
`app`, `client`  the web application on `engine`; the client reads and checks every page that it gets
`smtp_server`    a real SMTP server that can refuse, delay and hang up
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import audit_app.agenda.models
import audit_app.assessment.models
import audit_app.audit.ballots
import audit_app.audit.models
import audit_app.audit.tallies
import audit_app.forum.models
import audit_app.mail.models
import audit_app.packs.models
import audit_app.resources.models  # noqa: F401  (each fills Base.metadata)
from audit_app.database import make_sessions, writing
from audit_app.settings import Settings
from tests.harness.databases import PostgreSQL, copy_sqlite, engine_at, make_sqlite_template
from tests.harness.mail_server import MailServer, running_mail_server

if TYPE_CHECKING:
    from flask import Flask

    from tests.harness.pages import PageClient

PURE_ROOMS = ("questionnaire", "library", "analysis", "charts", "reports")
TEST_SECRET = "an invented secret that only the tests use 0123456789"

DATABASES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]


def _no_database(*_: object, **__: object) -> None:
    raise AssertionError("A pure room must not touch a database.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Unit tests of pure rooms fail if they open a database."""
    pure = [Path(__file__).parent / "unit" / room for room in PURE_ROOMS]
    with ExitStack() as stack:
        if any(item.path.is_relative_to(folder) for folder in pure):
            for name in ("sqlite3.connect", "sqlite3.dbapi2.connect", "psycopg.connect", "psycopg.Connection.connect"):
                stack.enter_context(patch(name, _no_database))
        return (yield)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    server = PostgreSQL()
    try:
        server.make_template()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own with every table, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        yield copy_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql_server")
        # whoever looks for what is left of forgotten rows must not find another test's
        looks_inside = request.path.is_relative_to(Path(__file__).parent / "privacy")
        with server.database(untouched=looks_inside) as url:
            yield url


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for the migrations and the command line."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql_server")
        with server.database(empty=True) as url:
            yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    with engine_at(database_url) as made:
        yield made


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    with engine_at(copy_sqlite(sqlite_template, tmp_path)) as made:
        yield made


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(make_sessions(engine)) as made:
        yield made


@pytest.fixture
def sqlite_session(sqlite_engine: Engine) -> Iterator[Session]:
    with writing(make_sessions(sqlite_engine)) as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with an invented secret. Replace fields with dataclasses.replace."""
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'settings.sqlite3'}",
        secret_keys=(TEST_SECRET,),
        base_url="http://localhost",
        instance_folder=tmp_path / "instance",
        contact_email="secretariat@forum.example",
    )


def _make_app(settings: Settings, engine: Engine) -> "Flask":
    # by name, so that the tests of the pure rooms run without loading the web
    make_quick = resolve_name("tests.harness.quick_apps:make_quick")
    app: Flask = make_quick(resolve_name("audit_app.app:create_app"))(settings, engine)
    app.testing = True
    app.test_client_class = resolve_name("tests.harness.pages:PageClient")
    resolve_name("tests.harness.pages:watch_for_uncommitted_writes")(app)
    return app


@pytest.fixture
def app(settings: Settings, engine: Engine) -> "Flask":
    return _make_app(settings, engine)


@pytest.fixture
def sqlite_app(settings: Settings, sqlite_engine: Engine) -> "Flask":
    return _make_app(settings, sqlite_engine)


@pytest.fixture
def client(app: "Flask") -> "PageClient":
    made: Any = app.test_client()
    return made


@pytest.fixture
def sqlite_client(sqlite_app: "Flask") -> "PageClient":
    made: Any = sqlite_app.test_client()
    return made


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server
