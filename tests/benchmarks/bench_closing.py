"""What counting costs as rounds grow, and that reading the results does not grow with them."""

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
from audit_app.audit import results, rounds
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.database import make_sessions, now, writing
from tests.benchmarks.house import everybody_answers, open_round_for
from tests.benchmarks.tables import load, table
from tests.factories import ROOT, STATEMENTS
from tests.harness.databases import PostgreSQL, engine_at

BALLOTS = (20, 2_000, 20_000)
HEADS = (
    "ballots", "filled in s", "counted in s", "of which CPU", "MiB before", "MiB at most", "compacted in s",
    "results from the database, ms", "kept, ms",
)  # fmt: skip


@contextmanager
def _database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'closing.sqlite3'}"
    else:
        server: PostgreSQL = request.getfixturevalue("durable_postgresql")
        with server.database(empty=True) as url:
            yield url


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_closing_by_ballots(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows = []
    for ballots in BALLOTS:
        folder = tmp_path / str(ballots)
        folder.mkdir()
        with _database(kind, folder, request) as url, engine_at(url) as engine:
            migrating.upgrade(engine)
            begun = time.perf_counter()
            round_id = _stopped_round(engine, ballots)
            filled = time.perf_counter() - begun
            engine.dispose()  # an open connection would keep the journal from being emptied
            spent = _close(url, round_id)
            first, again = _reading(engine, round_id, ballots)
        rows.append(
            (
                f"{ballots:,}",
                f"{filled:.1f}",
                *(f"{spent[name]:.1f}" for name in ("close", "cpu", "before", "peak", "compact")),
                f"{first * 1000:.0f}",
                f"{again * 1000:.0f}",
            )
        )
    table(f"Counting a round of 26 statements on {kind} (load {load()})", HEADS, rows)


def _stopped_round(engine: Engine, ballots: int) -> int:
    at = now()
    with writing(make_sessions(engine)) as session:
        audit_round = open_round_for(session, STATEMENTS, ballots, at)
        everybody_answers(session, audit_round)
        rounds.stop(session, audit_round, actor="Sec Retariat (Secretariat)", at=at)
        rounds.request_close(session, audit_round, actor="Sec Retariat (Secretariat)", at=at)
        session.commit()
        return audit_round.id


def _close(url: str, round_id: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.close_once", url, str(round_id)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, timeout=600)
    spent: dict[str, float] = json.loads(done.stdout)
    return spent


def _reading(engine: Engine, round_id: int, ballots: int) -> tuple[float, float]:
    """Median seconds of working the results out anew, and of fetching them when they are kept."""
    first, again = [], []
    with make_sessions(engine)() as session:
        audit_round = session.get_one(Round, round_id)
        for _ in range(5):
            results._KEPT.clear()
            for spent in (first, again):
                session.expire_all()
                begun = time.perf_counter()
                comparison = load_comparison(session, audit_round)
                spent.append(time.perf_counter() - begun)
        answered = sum(each.answered or 0 for each in comparison.round.turnout.values())
        assert answered == ballots
    return statistics.median(first), statistics.median(again)
