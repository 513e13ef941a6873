"""That the results page does not grow with the people who answered: 20, 2,000 and 200,000, and one round or eight."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app import migrating
from audit_app.audit import earlier_rounds, results
from audit_app.audit.models import Round
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Forum
from tests.benchmarks.tables import load, table
from tests.benchmarks.tallied import typed_round
from tests.factories import ROOT, STATEMENTS, make_forum
from tests.harness.databases import PostgreSQL, engine_at

SIZES = (20, 2_000, 200_000)
ROUNDS = (1, 2, 8)
TIMES = 15
HEADS = (
    "who answered", "stored as tallies s", "rows", "page first, ms", "of which CPU", "again, ms", "of which CPU",
    "page, bytes", "MiB before", "MiB at most",
)  # fmt: skip


@contextmanager
def _database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'sizes.sqlite3'}"
    else:
        server: PostgreSQL = request.getfixturevalue("durable_postgresql")
        with server.database(empty=True) as url:
            yield url


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_the_results_page_by_respondents(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows, every = [], []
    for size in SIZES:
        folder = tmp_path / str(size)
        folder.mkdir()
        with _database(kind, folder, request) as url, engine_at(url) as engine:
            migrating.upgrade(engine)
            spent, round_id = _rounds(engine, size, 2)
            engine.dispose()
            looked = _look(url, round_id)
        every.append(looked)
        rows.append((f"{size:,}", f"{spent:.2f}", *_cells(looked)))
    said = [
        f"{words} {max(each[name] for each in every) / min(each[name] for each in every):.2f}"
        for words, name in (
            ("first", "first"), ("first, by processor time", "first_cpu"), ("again", "again"),
            ("again, by processor time", "again_cpu"),
        )
    ]  # fmt: skip
    note = (
        f"Slowest to quickest of the three: {'; '.join(said)}. Aim: under 1.5. Times are those of the quickest quarter."
    )
    table(f"Two rounds of 26 statements on {kind}, by who answered (load {load()})", HEADS, rows, note)


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_the_results_page_by_rounds(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows = []
    for number in ROUNDS:
        folder = tmp_path / str(number)
        folder.mkdir()
        with _database(kind, folder, request) as url, engine_at(url) as engine:
            migrating.upgrade(engine)
            spent, round_id = _rounds(engine, 2_000, number)
            series = _series(engine, round_id)
            engine.dispose()
            rows.append((str(number), f"{spent:.2f}", *_cells(_look(url, round_id)), *series))
    heads = ("rounds", *HEADS[1:], "lines over time, ms", "kept, ms")
    table(f"The newest of so many rounds of 2,000 people on {kind} (load {load()})", heads, rows)


def _rounds(engine: Engine, size: int, number: int) -> tuple[float, int]:
    """Store so many rounds; seconds that the last took, from counts to closed, and its number."""
    with writing(make_sessions(engine)) as session:
        forum = make_forum(session, management=3, staff=3, partner=0)
        for place in range(number):
            typed = typed_round(STATEMENTS, size, 2026 - number + place)
            begun = time.perf_counter()
            made = earlier_rounds.type_in(session, forum, STATEMENTS, typed, actor="Sec Retariat", at=now())
            earlier_rounds.put_into_use(session, made, actor="Sec Retariat", at=now())
            session.commit()
            spent = time.perf_counter() - begun
        return spent, made.id


def _series(engine: Engine, round_id: int) -> tuple[str, str]:
    """Milliseconds of working the lines over time out anew, and of fetching them when they are kept."""
    first, again = [], []
    with make_sessions(engine)() as session:
        audit_round = session.get_one(Round, round_id)
        forum = session.get_one(Forum, audit_round.forum_id)
        for _ in range(5):
            results._KEPT.clear()
            for spent in (first, again):
                session.expire_all()
                begun = time.perf_counter()
                results.load_series(session, forum, audit_round)
                spent.append(time.perf_counter() - begun)
    return f"{statistics.median(first) * 1000:.0f}", f"{statistics.median(again) * 1000:.0f}"


def _look(url: str, round_id: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.look_once", url, str(round_id), str(TIMES)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, timeout=600)
    spent: dict[str, float] = json.loads(done.stdout)
    return spent


def _cells(looked: dict[str, float]) -> tuple[str, ...]:
    times = [f"{looked[name] * 1000:.0f}" for name in ("first", "first_cpu", "again", "again_cpu")]
    return (
        f"{looked['rows']:,.0f}", *times, f"{looked['bytes']:,.0f}", f"{looked['before']:.0f}",
        f"{looked['peak']:.0f}",
    )  # fmt: skip
