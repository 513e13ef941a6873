"""Every route and every role, by actual status: tests/web/access_table.py says what each may do.

A new route fails `test_every_route_is_decided` until somebody has written down there who may use it.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from audit_app.app import create_app
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Member, SecretariatPost
from audit_app.forum.sign_in import operator_link
from audit_app.settings import Settings
from tests.conftest import TEST_SECRET
from tests.factories import SECRETS, make_forum
from tests.harness.databases import copy_sqlite, engine_at
from tests.harness.every_state import EveryState, make_every_state
from tests.harness.pages import PageClient, filled_in, read, watch_for_uncommitted_writes
from tests.web.access_table import COLUMNS, ROWS, Row
from tests.web.assessment_access_table import ROWS as ASSESSMENT_ROWS

OPERATOR = "operator@service.example"
SIGNED_IN = {
    "memb": "m4@north.example",
    "part": "p1@north.example",
    "mgmt": "m1@north.example",
    "staff": "s1@north.example",
    "vice": "m2@north.example",
    "left": "m6@north.example",
    "secr": "secretariat@north.example",
    "else": "secretariat@west.example",
    "oper": OPERATOR,
}
# what an address needs beyond the forum, the round and the person
OTHERS = {
    "filename": "app.css",
    "number": 1,
    "message_id": 1,
    "kind": "response",
    "questionnaire": "partnership-ten",
    "known": "averages",
    "split": "together",
    "rows": "tallies",
    "name": "PB-1.1",
    "section": "PB-1",
    "key": 1,
    "statement": "PT-4",
    "document": "table",
}
EXTENSIONS = {"chair.chart": "svg", "chair.export": "csv", "secretariat.import_template": "csv"}
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass
class Installation:
    """The application on a database that can be put back as it was, and two forums with the same people in them."""

    app: Flask
    engine: Engine
    path: Path
    untouched: Path
    here: EveryState
    there: EveryState
    cookies: Mapping[str, Mapping[str, tuple[str, str]]]  # by column: name → value, path
    csrf: Mapping[str, str]

    def restore(self) -> None:
        """Undo whatever requests have stored."""
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.untouched, self.path)

    def client(self, column: str) -> PageClient:
        """A browser of this person, as it was after signing in."""
        client = _client(self.app)
        for name, (value, path) in self.cookies[column].items():
            client.set_cookie(name, value, path=path)
        return client

    def address(self, endpoint: str, where: str, slug: str | None = None, there: EveryState | None = None) -> str:
        """The address of an endpoint for a round, a person or a link, by their names in EveryState."""
        place = there or self.here
        first, _, second = where.partition("/")
        rule = next(rule for rule in self.app.url_map.iter_rules(endpoint))
        known: dict[str, Any] = {
            **OTHERS,
            "slug": slug or place.slug,
            "round_id": place.rounds.get(first),
            "member_id": place.members.get(second or first),
            "priority_id": place.priorities.get(second),
            "wording_id": place.wordings.get(first),
            "post_id": place.posts.get(first),
            "token": place.tokens.get(first, "an-unknown-token"),
            "extension": EXTENSIONS.get(endpoint),
        }
        with self.app.test_request_context():
            return url_for(endpoint, **{name: known[name] for name in rule.arguments})

    def send(self, column: str, method: str, address: str, where: str = "-") -> TestResponse:
        """One request; a form carries its token and hardly anything else."""
        form = {"csrf_token": self.csrf[column], "token": self.here.tokens.get(where, "unknown")}
        response = self.client(column).open(address, method=method, data=form if method in CHANGING else None)
        if method in CHANGING and response.status_code < 400:
            self.restore()
        return response


def _client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def _same_people(engine: Engine) -> tuple[EveryState, EveryState]:
    """Two forums in which the same addresses hold the same offices, and a third one with a secretariat of its own."""
    with writing(make_sessions(engine)) as session:
        here, there = (make_every_state(session, slug, now()) for slug in ("north", "south"))
        for kind in (Member, SecretariatPost):
            for person in session.query(kind).filter(kind.email.endswith("@south.example")):
                person.email = person.email.replace("@south", "@north")
        make_forum(session, "west", management=1, staff=1, partner=0)
        session.commit()
    return here, there


def _enter(app: Flask, engine: Engine, column: str, here: EveryState) -> tuple[dict[str, tuple[str, str]], str]:
    """The cookies of a browser in which this person has signed in, and the token of its forms."""
    client = _client(app)
    if column in SIGNED_IN:
        with writing(make_sessions(engine)) as session:
            path = operator_link(session, SECRETS, SIGNED_IN[column], "", now())
            session.commit()
        assert client.submit(path, follow=False).status_code == 303
    elif column == "link":
        assert client.submit(f"/a/{here.tokens['live']}", button="Start").status_code == 200
    form = read(client.get("/forums", follow_redirects=True)).all("form")[0]
    kept = {
        name: (cookie.value, path)
        for name, path in (("partnership-audit", "/"), ("answering", "/answer"))
        if (cookie := client.get_cookie(name, path=path)) is not None
    }
    return kept, filled_in(form)["csrf_token"][0]


@pytest.fixture(scope="module")
def installation(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("access")
    url = copy_sqlite(sqlite_template, folder)
    settings = Settings(
        database_url=url, secret_keys=(TEST_SECRET,), base_url="http://localhost", instance_folder=folder,
        contact_email="secretariat@forum.example", operator_emails=(OPERATOR,), demonstration=True,
    )  # fmt: skip
    with engine_at(url) as engine:
        here, there = _same_people(engine)
        app = create_app(settings, engine)
        app.testing = True
        app.test_client_class = PageClient
        watch_for_uncommitted_writes(app)
        entered = {column: _enter(app, engine, column, here) for column in COLUMNS}
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        path = Path(url.removeprefix("sqlite:///"))
        untouched = Path(shutil.copyfile(path, folder / "untouched"))
        cookies = {column: kept for column, (kept, _) in entered.items()}
        csrf = {column: token for column, (_, token) in entered.items()}
        yield Installation(app, engine, path, untouched, here, there, cookies, csrf)


def _decided(response: TestResponse) -> str:
    """The status as the table writes it."""
    if response.status_code == 303 and response.location == "/sign-in":
        return "in"
    if response.mimetype == "text/html" and "Open your link again" in read(response).title:
        return "lost"
    return str(response.status_code)


def _methods(rule: Rule) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def test_every_route_is_decided(installation: Installation) -> None:
    there = {(rule.endpoint, method) for rule in installation.app.url_map.iter_rules() for method in _methods(rule)}
    decided = {(endpoint, method) for endpoint, method, _ in (*ROWS, *ASSESSMENT_ROWS)}
    assert decided == there


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_who_may_use_it(installation: Installation, row: Row) -> None:
    endpoint, method, where = row
    address = installation.address(endpoint, where)
    found = {column: _decided(installation.send(column, method, address, where)) for column in COLUMNS}
    assert found == ROWS[row]


def _someone_who_may(row: Row) -> str | None:
    return next((column for column in SIGNED_IN if ROWS[row][column] not in {"403", "404"}), None)


IN_A_FORUM = [
    row for row in ROWS if row[0].split(".")[0] in {"secretariat", "chair"} and row[2] != "-" and _someone_who_may(row)
]


@pytest.mark.parametrize("row", IN_A_FORUM, ids=" ".join)
def test_nothing_of_another_forum_is_found(installation: Installation, row: Row) -> None:
    """Also for somebody who has the same rights in both forums: an address holds one forum only."""
    endpoint, method, where = row
    column = _someone_who_may(row)
    assert column is not None
    own = installation.send(column, method, installation.address(endpoint, where, there=installation.there))
    assert _decided(own) == ROWS[row][column]
    mixed = installation.address(endpoint, where, slug=installation.here.slug, there=installation.there)
    assert installation.send(column, method, mixed).status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_member_of_another_forum_has_no_invitation_here(installation: Installation, method: str) -> None:
    mixed = replace(installation.here, members=installation.there.members)
    endpoint = "secretariat.invitation" if method == "GET" else "secretariat.new_link"
    address = installation.address(endpoint, "open/m4", there=mixed)
    assert installation.send("secr", method, address).status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    [
        "chair.results",
        "chair.summary",
        "chair.export",
        "chair.chart",
        "chair.present",
        "chair.present_all",
        "chair.pack",
        "chair.pack_progress",
    ],
)
def test_a_round_of_another_forum_is_no_comparison(installation: Installation, endpoint: str) -> None:
    address = installation.address(endpoint, "shared")
    client = installation.client("mgmt")
    assert client.get(f"{address}?against={installation.here.rounds['closed']}").status_code == 200
    assert client.get(f"{address}?against={installation.there.rounds['closed']}").status_code == 404


def test_a_member_of_another_forum_cannot_be_invited(installation: Installation) -> None:
    address = installation.address("secretariat.add_invitation", "open")
    client = installation.client("secr")
    form = {"csrf_token": installation.csrf["secr"]}
    refused = client.post(address, data={**form, "member": installation.there.members["s7"]})
    assert refused.status_code == 422
    assert client.post(address, data={**form, "member": installation.here.members["s7"]}).status_code == 303
    installation.restore()


@pytest.mark.parametrize("number", ["0", "9" * 30])
@pytest.mark.parametrize("row", IN_A_FORUM, ids=" ".join)
def test_a_number_that_nothing_has_is_not_found(installation: Installation, row: Row, number: str) -> None:
    endpoint, method, where = row
    column = _someone_who_may(row)
    assert column is not None
    address = installation.address(endpoint, where)
    first = where.partition("/")[0]
    stored = (
        installation.here.rounds.get(first)
        or installation.here.members.get(first)
        or installation.here.wordings.get(first)
        or installation.here.posts[first]
    )
    parts = [number if part == str(stored) else part for part in address.split("/")]
    wrong = "/".join(parts) if str(stored) in address.split("/") else address
    assert installation.send(column, method, wrong).status_code == 404
