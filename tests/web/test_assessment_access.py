"""Every route about self-assessments and every role, by actual status: assessment_access_table.py says what."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from audit_app.app import create_app
from audit_app.database import make_sessions, now, writing
from audit_app.forum.sign_in import operator_link
from audit_app.settings import Settings
from tests.conftest import TEST_SECRET
from tests.factories import SECRETS
from tests.harness.databases import copy_sqlite, engine_at
from tests.harness.every_state import EveryState, make_every_state
from tests.harness.organisations import DAYS
from tests.harness.pages import PageClient, filled_in, read, watch_for_uncommitted_writes
from tests.web.assessment_access_table import COLUMNS, ROWS, Row

OPERATOR = "operator@service.example"
SIGNED_IN = {
    "memb": "m4@north.example",
    "chair": "m1@north.example",
    "secr": "secretariat@north.example",
    "oper": OPERATOR,
    "lead": "lead@north.example",
    "rep": "rep@north.example",
    "othr": "outside@north.example",
    "else": "lead@south.example",
}
OTHERS: dict[str, Any] = {
    "extension": "svg", "day": DAYS[0].isoformat(), "element_id": "HW-1", "item_id": "HW-1.1",
    "kind": "assessment-profile",
    "instrument": "culture-self-check", "strength": "CL-2.2", "document": "table",
}  # fmt: skip
EXTENSIONS = {"assessment.export": "csv", "assessment.shared_files": "csv"}
OF_ONE = [row for row in ROWS if row[2] != "forum"]
OF_ALL = [row for row in ROWS if row[2] == "forum"]


@dataclass
class Installation:
    """The application, two forums in every state, and a browser for each column."""

    app: Flask
    engine: Engine
    path: Path
    untouched: Path
    here: EveryState
    there: EveryState
    clients: Mapping[str, tuple[PageClient, str]]  # by column, with the token of its forms

    def arguments(self, endpoint: str) -> set[str]:
        """The numbers that an address holds, by their names in EveryState.numbers."""
        names = {"round_id": "assessment_round_id"}
        rule = next(self.app.url_map.iter_rules(endpoint))
        return {names.get(name, name) for name in rule.arguments} & set(self.here.numbers)

    def address(self, endpoint: str, where: str, slug: str, state: EveryState) -> str:
        rule = next(self.app.url_map.iter_rules(endpoint))
        known = {**OTHERS, "slug": slug, **state.numbers, "round_id": state.numbers["assessment_round_id"]}
        known["extension"] = EXTENSIONS.get(endpoint, known["extension"])
        if where == "signed":
            known["assessment_id"] = state.numbers[f"{where}_id"]
        with self.app.test_request_context():
            return url_for(endpoint, **{name: known[name] for name in rule.arguments})

    def send(self, column: str, method: str, address: str) -> TestResponse:
        """One request; a form carries its token and nothing else."""
        client, token = self.clients[column]
        answer = client.open(address, method=method, data={"csrf_token": token} if method == "POST" else None)
        if method == "POST" and answer.status_code < 400:
            self.engine.dispose()
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            shutil.copyfile(self.untouched, self.path)
        return answer


def _client(app: Flask, engine: Engine, email: str | None) -> tuple[PageClient, str]:
    client: Any = app.test_client()
    if email is not None:
        with writing(make_sessions(engine)) as session:
            path = operator_link(session, SECRETS, email, "", now())
            session.commit()
        assert client.submit(path, follow=False).status_code == 303
    form = read(client.get("/forums", follow_redirects=True)).all("form")[0]
    return client, filled_in(form)["csrf_token"][0]


@pytest.fixture(scope="module")
def installation(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("assessment-access")
    url = copy_sqlite(sqlite_template, folder)
    settings = Settings(
        database_url=url, secret_keys=(TEST_SECRET,), base_url="http://localhost", instance_folder=folder,
        contact_email="secretariat@forum.example", operator_emails=(OPERATOR,), demonstration=True,
    )  # fmt: skip
    with engine_at(url) as engine:
        with writing(make_sessions(engine)) as session:
            here, there = (make_every_state(session, slug, now()) for slug in ("north", "south"))
            session.commit()
        app = create_app(settings, engine)
        app.testing = True
        app.test_client_class = PageClient
        watch_for_uncommitted_writes(app)
        clients = {column: _client(app, engine, SIGNED_IN.get(column)) for column in COLUMNS}
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        path = Path(url.removeprefix("sqlite:///"))
        untouched = Path(shutil.copyfile(path, folder / "untouched"))
        yield Installation(app, engine, path, untouched, here, there, clients)


def _decided(response: TestResponse) -> str:
    return "in" if response.status_code == 303 and response.location == "/sign-in" else str(response.status_code)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_who_may_use_it(installation: Installation, row: Row) -> None:
    endpoint, method, where = row
    address = installation.address(endpoint, where, "north", installation.here)
    assert {column: _decided(installation.send(column, method, address)) for column in COLUMNS} == ROWS[row]


@pytest.mark.parametrize("row", OF_ONE, ids=" ".join)
def test_nothing_of_another_forum_or_organisation_is_found(installation: Installation, row: Row) -> None:
    endpoint, method, where = row
    mixed = installation.address(endpoint, where, "north", installation.there)
    assert installation.send("else", method, mixed).status_code == 404
    if installation.arguments(endpoint):
        assert installation.send("lead", method, mixed).status_code == 404
    if "organisation_id" in installation.arguments(endpoint):
        numbers = {**installation.here.numbers, "organisation_id": installation.here.numbers["other_id"]}
        other = replace(installation.here, numbers=numbers)
        address = installation.address(endpoint, where, "north", other)
        assert installation.send("lead", method, address).status_code == 404


@pytest.mark.parametrize("number", [0, 10**30])
@pytest.mark.parametrize("row", [row for row in ROWS if row[2] == "-"], ids=" ".join)
def test_a_number_that_nothing_has_is_not_found(installation: Installation, row: Row, number: int) -> None:
    endpoint, method, where = row
    for name in sorted(installation.arguments(endpoint)):
        state = replace(installation.here, numbers={**installation.here.numbers, name: number})
        address = installation.address(endpoint, where, "north", state)
        assert installation.send("lead", method, address).status_code == 404


@pytest.mark.parametrize("row", OF_ALL, ids=" ".join)
def test_numbers_of_another_forum_and_of_nothing_are_not_found_by_the_secretariat(
    installation: Installation, row: Row
) -> None:
    endpoint, method, where = row
    for name in sorted(installation.arguments(endpoint)):
        for number in (installation.there.numbers[name], 0, 10**30):
            state = replace(installation.here, numbers={**installation.here.numbers, name: number})
            address = installation.address(endpoint, where, "north", state)
            assert installation.send("secr", method, address).status_code == 404
