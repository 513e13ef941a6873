"""How long the server works on each page, and how much a browser fetches for the first page of questions."""

import gzip
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from audit_app import migrating
from audit_app.app import create_app
from audit_app.audit import results
from audit_app.database import make_sessions, now, writing
from audit_app.forum.sign_in import operator_link
from audit_app.settings import Settings
from audit_app.web import pictures
from tests.benchmarks.house import links_of, open_round_for
from tests.benchmarks.respondents import Journey, journeys
from tests.benchmarks.tables import load, table
from tests.factories import SECRETS, STATEMENTS, TEN, make_forum
from tests.harness.databases import PostgreSQL, engine_at
from tests.web.results_in_the_house import address, rounds_in

TIMES = 60
HEADS = ("page", "status", "bytes", "median ms", "95 % ms", "CPU ms")
_COMPRESSED = {"Accept-Encoding": "gzip"}
_CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_FETCHED = re.compile(r'<(?:link|script)[^>]*? (?:href|src)="([^"]+)"')
_IMPORTED = re.compile(r'(?:import|from)\s*["\'](\.{1,2}/[^"\']+)["\']')


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def database(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{tmp_path / 'pages.sqlite3'}"
    else:
        server: PostgreSQL = request.getfixturevalue("durable_postgresql")
        with server.database(empty=True) as url:
            yield url


class Stopwatch:
    """Asks for a page again and again and keeps what it took: (page, status, bytes, median, 95 %, CPU)."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def measure(self, name: str, ask: Callable[[], TestResponse], times: int = TIMES) -> TestResponse:
        waited, worked = [], []
        answer = ask()  # once unmeasured, so that templates are there
        for _ in range(times):
            clock, processor = time.perf_counter(), time.thread_time()
            answer = ask()
            worked.append(time.thread_time() - processor)
            waited.append(time.perf_counter() - clock)
        cuts = statistics.quantiles(waited, n=20) if times > 1 else waited
        self._note(name, answer, statistics.median(waited), cuts[-1], statistics.median(worked))
        return answer

    def once(self, name: str, prepare: Callable[[], object], ask: Callable[[], TestResponse], times: int = 5) -> None:
        """As `measure`, with something undone before each."""
        waited, worked = [], []
        for _ in range(times):
            prepare()
            clock, processor = time.perf_counter(), time.thread_time()
            answer = ask()
            worked.append(time.thread_time() - processor)
            waited.append(time.perf_counter() - clock)
        self._note(name, answer, statistics.median(waited), max(waited), statistics.median(worked))

    def _note(self, name: str, answer: TestResponse, median: float, most: float, worked: float) -> None:
        size = len(answer.get_data())
        times = (f"{seconds * 1000:.1f}" for seconds in (median, most, worked))
        self.rows.append((name, str(answer.status_code), f"{size:,}", *times))


def _csrf(answer: TestResponse) -> str:
    found = _CSRF.search(answer.text)
    assert found is not None
    return found[1]


@contextmanager
def _house(database: str, settings: Settings) -> Iterator[tuple[Flask, sessionmaker[Session]]]:
    """The application on a database that has its tables."""
    with engine_at(database) as engine:
        migrating.upgrade(engine)
        yield create_app(replace(settings, database_url=database), engine), make_sessions(engine)


def test_server_time_of_the_answering_pages(kind: str, database: str, settings: Settings) -> None:
    watch = Stopwatch()
    with _house(database, settings) as (app, sessions):
        for name, questionnaire in (("ten questions", TEN), ("26 statements", STATEMENTS)):
            with writing(sessions) as session:
                audit_round = open_round_for(session, questionnaire, 14 + TIMES, now(), slug=questionnaire.id)
                invited = journeys(questionnaire, links_of(session, audit_round))
                session.commit()
            _measure_answering(app.test_client(), watch, name, invited)
    table(f"Server time of the answering pages on {kind} (load {load()})", HEADS, watch.rows)


def _measure_answering(client: FlaskClient, watch: Stopwatch, name: str, invited: Sequence[Journey]) -> None:
    token, typed = invited[0]
    start = {"token": token, "csrf_token": _csrf(client.get(f"/a/{token}"))}
    watch.measure(f"{name}: landing", lambda: client.get(f"/a/{token}"))
    watch.measure("  start", lambda: client.post("/answer/start", data=start))
    watch.measure("  all pages (task list)", lambda: client.get("/answer"))
    shown = watch.measure("  section page", lambda: client.get("/answer/page/1"))
    fields = {**typed[0], "csrf_token": _csrf(shown)}
    watch.measure("  section page, saved", lambda: client.post("/answer/page/1", data=fields))
    for number, page in enumerate(typed, start=1):
        client.post(f"/answer/page/{number}", data={**page, **fields})
    watch.measure("  check", lambda: client.get("/answer/check"))
    waiting = iter(invited[1:])

    def next_one() -> None:
        other, typed = next(waiting)
        client.post("/answer/start", data={**start, "token": other})
        for number, page in enumerate(typed, start=1):
            saved = client.post(f"/answer/page/{number}", data={**page, "csrf_token": start["csrf_token"]})
            assert saved.status_code == 303

    watch.once("  send", next_one, lambda: client.post("/answer/submit", data={"csrf_token": start["csrf_token"]}), 30)


def test_server_time_of_the_results(kind: str, database: str, settings: Settings) -> None:
    watch = Stopwatch()
    with _house(database, settings) as (app, sessions):
        with writing(sessions) as session:
            later, _ = rounds_in(session, make_forum(session, management=18, staff=16, partner=3))
            link = operator_link(session, SECRETS, "m1@north.example", "", now())
            page, summary = address(later), address(later, "results/summary")
            chart, workbook = address(later, "results/charts/change.svg"), address(later, "results.xlsx")
            table_file = address(later, "results.csv")
            session.commit()
        client = app.test_client()
        client.post(link, data={"csrf_token": _csrf(client.get(link))})
        client.get(page)  # templates are compiled once in the life of a process
        watch.once("results, 26 statements, first after closing", results._KEPT.clear, lambda: client.get(page))
        watch.measure("results, again", lambda: client.get(page), 20)
        watch.measure("one-page summary", lambda: client.get(summary), 20)
        watch.once("a chart, first drawn", pictures.draw.cache_clear, lambda: client.get(chart))
        etag = watch.measure("a chart, again", lambda: client.get(chart), 20).headers["ETag"]
        watch.measure("a chart that the browser has", lambda: client.get(chart, headers={"If-None-Match": etag}), 20)
        watch.measure("export: CSV", lambda: client.get(table_file), 20)
        watch.measure("export: workbook", lambda: client.get(workbook), 5)
    table(f"Server time of the results of two rounds on {kind} (load {load()})", HEADS, watch.rows)


def test_weight_of_the_first_answering_page(tmp_path: Path, settings: Settings) -> None:
    rows = []
    with _house(f"sqlite:///{tmp_path / 'weight.sqlite3'}", settings) as (app, sessions):
        for name, questionnaire in (("ten questions", TEN), ("26 statements", STATEMENTS)):
            with writing(sessions) as session:
                audit_round = open_round_for(session, questionnaire, 14, now(), slug=questionnaire.id)
                token, _ = links_of(session, audit_round)[0]
                session.commit()
            rows.append((name, *(f"{size:,}" for size in _weights(app.test_client(), token))))
    heads = ("first page of questions", "page, as sent", "page, if compressed", "files, compressed", "in all, as sent")
    table("Bytes that a browser fetches for the first page of questions, with nothing kept from before", heads, rows)


def _weights(client: FlaskClient, token: str) -> tuple[int, int, int, int]:
    client.post("/answer/start", data={"token": token, "csrf_token": _csrf(client.get(f"/a/{token}"))})
    page = client.get("/answer/page/1", headers=_COMPRESSED)
    sent = len(page.get_data())
    plain = page.get_data() if not page.content_encoding else gzip.decompress(page.get_data())
    files = _files(client, [each.replace("&amp;", "&") for each in _FETCHED.findall(plain.decode())])
    return sent, len(gzip.compress(plain)), files, sent + files


def _files(client: FlaskClient, waiting: list[str]) -> int:
    """Bytes of these files and of what scripts import, as they are sent."""
    fetched: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        if path in fetched:
            continue
        answer = client.get(path, headers=_COMPRESSED)
        assert answer.status_code == 200, path
        fetched[path] = len(answer.get_data())
        if path.endswith(".js"):
            content = answer.get_data()
            script = gzip.decompress(content).decode() if answer.content_encoding == "gzip" else content.decode()
            waiting += [urljoin(path, name) for name in _IMPORTED.findall(script)]
    return sum(fetched.values())
