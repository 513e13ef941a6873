"""Every route and every role, by actual status.

A new route fails `test_every_route_is_decided` until somebody has written down here who may use it.

| column | who asks |
|---|---|
| out, link | nobody who is signed in; the same with the cookie of a member's link |
| memb, part | a plain member of a side, a partner |
| mgmt, staff | a chair of each side, who also reads the comments first |
| vice | a vice chair |
| left | somebody who chaired until yesterday and is still signed in |
| secr, else | the secretariat of this forum, and of another |
| oper | who looks after the installation and holds no seat anywhere |

"in" means: sent to the sign-in page. "lost" means: asked for the link of the invitation.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

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

OPERATOR = "operator@service.example"
TABLE = """
endpoint                           send where     out link memb part mgmt staff vice left secr else oper
public.front                       GET  -         200  200  200  200  200   200  200  200  200  200  200
public.how_answers_are_protected   GET  -         200  200  200  200  200   200  200  200  200  200  200
public.privacy                     GET  -         200  200  200  200  200   200  200  200  200  200  200
public.accessibility               GET  -         200  200  200  200  200   200  200  200  200  200  200
public.cookies                     GET  -         200  200  200  200  200   200  200  200  200  200  200
public.health                      GET  -         200  200  200  200  200   200  200  200  200  200  200
public.brand                       GET  -         200  200  200  200  200   200  200  200  200  200  200
public.find_your_page              POST -         422  422  422  422  422   422  422  422  422  422  422

static                             GET  -         200  200  200  200  200   200  200  200  200  200  200

account.sign_in                    GET  -         200  200  303  303  303   303  303  303  303  303  303
account.ask_for_link               POST -         422  422  422  422  422   422  422  422  422  422  422
account.check_email                GET  -         200  200  200  200  200   200  200  200  200  200  200
account.code                       GET  -         200  200  200  200  200   200  200  200  200  200  200
account.spend_code                 POST -         422  422  422  422  422   422  422  422  422  422  422
account.link                       GET  unknown   200  200  200  200  200   200  200  200  200  200  200
account.spend_link                 POST unknown   410  410  410  410  410   410  410  410  410  410  410
account.sign_out                   POST -         303  303  303  303  303   303  303  303  303  303  303
account.forums                     GET  -          in   in  200  200  200   200  200  200  200  200  200
account.operator_mail              GET  -          in   in  404  404  404   404  404  404  404  404  200

answering.landing                  GET  live      200  200  200  200  200   200  200  200  200  200  200
answering.landing                  GET  unknown   404  404  404  404  404   404  404  404  404  404  404
answering.landing                  GET  replaced  200  200  200  200  200   200  200  200  200  200  200
answering.start                    POST live      303  303  303  303  303   303  303  303  303  303  303
answering.start                    POST unknown   404  404  404  404  404   404  404  404  404  404  404
answering.pick_up                  POST -        lost lost lost lost lost  lost lost lost lost lost lost
answering.task_list                GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.page                     GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.page                     POST -        lost  303 lost lost lost  lost lost lost lost lost lost
answering.check                    GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.submit                   POST -        lost  303 lost lost lost  lost lost lost lost lost lost
answering.finish_later             POST -         200  200  200  200  200   200  200  200  200  200  200
answering.deputy                   GET  -        lost  200 lost lost lost  lost lost lost lost lost lost
answering.deputy                   POST -        lost  422 lost lost lost  lost lost lost lost lost lost
answering.results                  GET  -        lost  303 lost lost lost  lost lost lost lost lost lost

secretariat.forum                  GET  -          in   in  403  403  200   200  200  404  200  404  403
secretariat.people                 GET  -          in   in  403  403  200   200  200  404  200  404  403
secretariat.add_person             GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.add_person             POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.person                 GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.change_person          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.change_person          POST m3        403  403  403  403  403   403  403  404  422  404  403
secretariat.person_leaves          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.person_leaves          POST m3        403  403  403  403  403   403  403  404  422  404  403
secretariat.correct_person_address GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.correct_person_address POST m3        403  403  403  403  403   403  403  404  303  404  403
secretariat.person_deputy          GET  m3         in   in  403  403  403   403  403  404  200  404  403
secretariat.person_deputy          POST m3        403  403  403  403  403   403  403  404  303  404  403
secretariat.table                  GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.table                  POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.store_table            POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.table_template         GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.posts                  GET  -          in   in  403  403  403   403  403  404  200  404  200
secretariat.posts                  POST -         403  403  403  403  403   403  403  404  422  404  422
secretariat.remove_post            GET  second     in   in  403  403  403   403  403  404  200  404  200
secretariat.remove_post            POST second    403  403  403  403  403   403  403  404  303  404  303
secretariat.new_round              GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.new_round              POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.change_round           GET  draft      in   in  403  403  403   403  403  404  200  404  403
secretariat.change_round           POST draft     403  403  403  403  403   403  403  404  422  404  403
secretariat.round_page             GET  draft      in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  closed     in   in  403  403  200   200  200  404  200  404  403
secretariat.round_page             GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.round_page             GET  used       in   in  403  403  200   200  200  404  200  404  403
secretariat.preview                GET  draft      in   in  403  403  200   200  200  404  200  404  403
secretariat.record_page            GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.round_state            GET  counting   in   in  403  403  200   200  200  404  200  404  403
secretariat.preview                GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.record_page            GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.round_state            GET  typed      in   in  403  403  404   404  404  404  200  404  403
secretariat.confirm_side           GET  typed      in   in  403  403  404   404  404  404  403  404  403
secretariat.open_page              GET  ready      in   in  403  403  403   403  403  404  200  404  403
secretariat.open_page              POST ready     403  403  403  403  403   403  403  404  303  404  403
secretariat.confirm_side           GET  draft      in   in  403  403  200   200  200  404  403  404  403
secretariat.confirm_side           POST draft     403  403  403  403  409   409  409  404  403  404  403
secretariat.invitations            GET  open       in   in  403  403  403   403  403  404  200  404  403
secretariat.invitation             GET  open/m3    in   in  403  403  403   403  403  404  200  404  403
secretariat.new_link               POST open/m4   403  403  403  403  403   403  403  404  303  404  403
secretariat.hand_over              POST open/m3   403  403  403  403  403   403  403  404  303  404  403
secretariat.take_back              POST open/m5   403  403  403  403  403   403  403  404  303  404  403
secretariat.add_invitation         GET  open       in   in  403  403  403   403  403  404  200  404  403
secretariat.add_invitation         POST open      403  403  403  403  403   403  403  404  422  404  403
secretariat.stop_round             GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.stop_round             POST open      403  403  403  403  303   303  303  404  303  404  403
secretariat.check                  GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.reopen_round           GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.reopen_round           POST stopped   403  403  403  403  422   422  422  404  422  404  403
secretariat.close_round            GET  stopped    in   in  403  403  200   200  200  404  200  404  403
secretariat.close_round            POST stopped   403  403  403  403  303   303  303  404  303  404  403
secretariat.annul_round            GET  open       in   in  403  403  200   200  200  404  200  404  403
secretariat.annul_round            POST open      403  403  403  403  422   422  422  404  422  404  403
secretariat.earlier                GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.earlier                POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.type_in_page           GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.type_in_page           POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_file            GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.import_file            POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_columns         POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.store_import           POST -         403  403  403  403  403   403  403  404  422  404  403
secretariat.import_template        GET  -          in   in  403  403  403   403  403  404  200  404  403
secretariat.use_earlier            POST typed     403  403  403  403  403   403  403  404  303  404  403
secretariat.undo_earlier           POST typed     403  403  403  403  403   403  403  404  303  404  403
secretariat.operator_forums        GET  -          in   in  404  404  404   404  404  404  404  404  200
secretariat.operator_forums        POST -         403  403  404  404  404   404  404  404  404  404  422

chair.results                      GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.results                      GET  used       in   in  403  403  200   200  200  404  200  404  403
chair.results                      GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.results                      GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.summary                      GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.export                       GET  typed      in   in  403  403  404   404  404  404  200  404  403
chair.share                        GET  typed      in   in  403  403  404   404  404  404  404  404  403
chair.hopes                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.summary                      GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.chart                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.export                       GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.hopes                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.summary                      GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.chart                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.export                       GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.comments                     GET  closed     in   in  403  403  200   200  403  404  403  404  403
chair.comments                     GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.review_comments              POST closed    403  403  403  403  303   303  403  404  403  404  403
chair.share                        GET  closed     in   in  403  403  200   200  200  404  200  404  403
chair.share                        GET  open       in   in  403  403  403   403  403  404  403  404  403
chair.agree                        POST closed    403  403  403  403  303   303  303  404  403  404  403
chair.agree                        POST open      403  403  403  403  403   403  403  404  403  404  403
"""
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
    "kind": "response",
    "questionnaire": "partnership-ten",
    "known": "averages",
    "split": "together",
    "rows": "tallies",
}
EXTENSIONS = {"chair.chart": "svg", "chair.export": "csv", "secretariat.import_template": "csv"}
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Row = tuple[str, str, str]  # endpoint, method, where


def _rows() -> tuple[tuple[str, ...], dict[Row, dict[str, str]]]:
    header, *lines = [line.split() for line in TABLE.strip().splitlines() if line]
    columns = tuple(header[3:])
    rows = {
        (endpoint, method, where): dict(zip(columns, cells, strict=True)) for endpoint, method, where, *cells in lines
    }
    assert len(rows) == len(lines), "a row stands twice"
    return columns, rows


COLUMNS, ROWS = _rows()


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
        known = {
            **OTHERS,
            "slug": slug or place.slug,
            "round_id": place.rounds.get(first),
            "member_id": place.members.get(second or first),
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
    assert {(endpoint, method) for endpoint, method, _ in ROWS} == there


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


@pytest.mark.parametrize("endpoint", ["chair.results", "chair.summary", "chair.export", "chair.chart"])
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
        installation.here.rounds.get(first) or installation.here.members.get(first) or installation.here.posts[first]
    )
    parts = [number if part == str(stored) else part for part in address.split("/")]
    wrong = "/".join(parts) if str(stored) in address.split("/") else address
    assert installation.send(column, method, wrong).status_code == 404
