"""How many members can answer at the same time: complete journeys a second, beside what the database can commit."""

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select, text

from audit_app import migrating
from audit_app.audit.ballots import Ballot
from audit_app.audit.models import Draft, Invitation
from audit_app.database import make_engine, make_sessions, now, writing
from audit_app.questionnaire.definition import Questionnaire
from tests.benchmarks.house import links_of, open_round_for
from tests.benchmarks.respondents import Journey, Measured, all_answer, journeys
from tests.benchmarks.service import cpu_seconds, machine_cpu_seconds, running_service
from tests.benchmarks.tables import disk_wait, load, table
from tests.factories import STATEMENTS, TEN
from tests.harness.databases import PostgreSQL, engine_at

AT_ONCE = 16
REPEATS = 2
LONGEST = 8.0  # seconds of one run
MOST = 400  # journeys of one run
_WARM_UP = 16
_PLAIN_ROW = text("INSERT INTO plain_row (writer, number) VALUES (:writer, :number)")

HEADS = (
    "database, questionnaire", "journeys/s", "requests/s", "median ms", "95 % ms",
    "CPU ms a journey: server", "database", "generator", "others' cores", "journeys/s if 2 cores were free",
    "load",
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """Processor seconds up to a moment."""

    server: float
    database: float
    generator: float
    machine: float

    @classmethod
    def at(cls, server: int, database: int | None) -> "Spent":
        own = time.process_time()
        return cls(cpu_seconds(server), cpu_seconds(database) if database else 0.0, own, machine_cpu_seconds())


@contextmanager
def _database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, int | None]]:
    """The address of an empty database, and the first process of its server."""
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}", None
    else:
        server: PostgreSQL = request.getfixturevalue("durable_postgresql")
        with server.database(empty=True) as url:
            yield url, int((server.folder / "postmaster.pid").read_text().split()[0])


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_journeys_a_second(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    for name, questionnaire in (("ten questions", TEN), ("26 statements", STATEMENTS)):
        folder = tmp_path / questionnaire.id
        folder.mkdir()
        with _database(kind, folder, request) as (url, pid):
            waiting = _prepare(url, questionnaire)
            with running_service(url, folder) as service:
                all_answer(service.port, waiting[:_WARM_UP], AT_ONCE, LONGEST)
                done = _WARM_UP
                for _ in range(REPEATS):
                    before = Spent.at(service.pid, pid)
                    measured = all_answer(service.port, waiting[done : done + MOST], AT_ONCE, LONGEST)
                    after = Spent.at(service.pid, pid)
                    done += MOST
                    rows.append(_row(f"{kind}, {name}", measured, before, after))
                    _all_arrived(url)
            alone, together = commits_a_second(url, 1), commits_a_second(url, AT_ONCE)
        commits = len(waiting[0][1]) + 1
        notes.append(
            f"{kind}, {name}: plain commits/s {alone:.0f} by one writer, {together:.0f} by {AT_ONCE}; "
            f"a journey needs {commits}, so at most {together / commits:.0f} journeys/s."
        )
    table(
        f"{AT_ONCE} members answer at once on {kind}: landing, start, list, every page shown and saved, check, send",
        HEADS,
        rows,
        "\n".join(notes) + f"\nThe disk takes {disk_wait(tmp_path) * 1000:.2f} ms to make 4 KiB safe. "
        "The generator runs on the same cores.",
    )


def _prepare(url: str, questionnaire: Questionnaire) -> list[Journey]:
    with engine_at(url) as engine:
        migrating.upgrade(engine)
        with writing(make_sessions(engine)) as session:
            audit_round = open_round_for(session, questionnaire, _WARM_UP + REPEATS * MOST, now())
            links = links_of(session, audit_round)
            session.commit()
    return journeys(questionnaire, links)


def _row(name: str, measured: Measured, before: Spent, after: Spent) -> tuple[str, ...]:
    each = 1000 / measured.journeys
    server = (after.server - before.server) * each
    database = (after.database - before.database) * each
    generator = (after.generator - before.generator) * each
    others = (after.machine - before.machine) * each - server - database - generator
    cores = psutil.cpu_count() or 1
    cuts = statistics.quantiles(measured.requests, n=20)
    return (
        name,
        f"{measured.a_second:.1f}",
        f"{len(measured.requests) / measured.seconds:.0f}",
        f"{statistics.median(measured.requests) * 1000:.0f}",
        f"{cuts[-1] * 1000:.0f}",
        f"{server:.0f}",
        f"{database:.0f}",
        f"{generator:.0f}",
        f"{max(0.0, others / each / measured.seconds):.1f}",
        f"{cores * 1000 / (server + database + generator):.0f}",
        load(),
    )


def commits_a_second(url: str, writers: int, seconds: float = 1.5) -> float:
    """Transactions of one row each on the same database, with the same settings, by so many connections at once."""
    engine = make_engine(url, pool_size=writers).execution_options(writes=True)
    counts = [0] * writers
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS plain_row (writer INTEGER, number INTEGER)"))
    end = time.perf_counter() + seconds

    def write(place: int) -> None:
        with engine.connect() as connection:
            while time.perf_counter() < end:
                connection.execute(_PLAIN_ROW, {"writer": place, "number": counts[place]})
                connection.commit()
                counts[place] += 1

    threads = [threading.Thread(target=write, args=(place,)) for place in range(writers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()
    return sum(counts) / (time.perf_counter() - begun)


def _all_arrived(url: str) -> None:
    """Every used link has its ballot, and no draft is left of those who have sent."""
    with engine_at(url) as engine, make_sessions(engine)() as session:
        ballots = session.scalar(select(func.count()).select_from(Ballot))
        used = session.scalar(select(func.count()).where(Invitation.used.is_(True)))
        drafts = session.scalar(select(func.count()).select_from(Draft))
    assert ballots == used
    assert ballots
    assert drafts == 0
