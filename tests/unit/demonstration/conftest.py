"""A database with the demonstration of a day in it: loaded once for each day, and copied for each test."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.demonstration import load
from tests.factories import CATALOGUE, SECRETS, TODAY
from tests.harness.databases import copy_sqlite, engine_at


@pytest.fixture(scope="session")
def demonstration_on(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Path]:
    """The file of a SQLite database with the demonstration of a day."""
    folder = tmp_path_factory.mktemp("demonstrations")
    found: dict[date, Path] = {}

    def on(today: date) -> Path:
        if today not in found:
            url = copy_sqlite(sqlite_template, folder)
            with engine_at(url) as engine, writing(make_sessions(engine)) as session:
                load.load(session, SECRETS, CATALOGUE, today)
                session.commit()
            found[today] = Path(url.removeprefix("sqlite:///"))
        return found[today]

    return on


@pytest.fixture
def today(request: pytest.FixtureRequest) -> date:
    """The day on which the demonstration was loaded: the tests' own day, or what a test is parametrised with."""
    day: date = getattr(request, "param", TODAY)
    return day


@pytest.fixture
def loaded(today: date, demonstration_on: Callable[[date], Path], tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of the demonstration."""
    with engine_at(copy_sqlite(demonstration_on(today), tmp_path)) as engine, writing(make_sessions(engine)) as made:
        yield made
