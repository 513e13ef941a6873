"""The national pool: 3,000 forums, 26 statements, three groups. What the sums cost, and what raw rows would."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, insert, text

from audit_app import migrating
from audit_app.audit import earlier_rounds, pool_sums
from audit_app.audit.models import Round
from audit_app.audit.pool import agree_to_pool
from audit_app.audit.results import load_beside_others
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import TWO_SIDES
from tests.benchmarks.tables import load, table
from tests.benchmarks.tallied import typed_round
from tests.factories import STATEMENTS
from tests.harness.databases import PostgreSQL, engine_at

FORUMS = 3_000
MEMBERS = 36  # of management and staff in each forum; partners come on top
IN_TIME, MADE = datetime(2026, 1, 20, 12, tzinfo=UTC), date(2026, 3, 2)
# as each forum's own: the first forum's rows, given to every round, with one more here and there
_TABLES = (
    """INSERT INTO tally (round_id, question_id, "group", value, count)
    SELECT r.id, t.question_id, t."group", t.value, t.count + (r.id + t.count) % 3
    FROM tally t CROSS JOIN round r WHERE t.round_id = :first AND r.id <> :first""",
    """INSERT INTO tally (round_id, question_id, "group", value, count)
    SELECT t.round_id, t.question_id, 'partner', t.value, t.count FROM tally t WHERE t."group" = 'staff'""",
    """INSERT INTO pool_agreement (round_id, side)
    SELECT r.id, a.side FROM pool_agreement a CROSS JOIN round r WHERE a.round_id = :first AND r.id <> :first""",
    """INSERT INTO pool_statement (round_id, question_id)
    SELECT r.id, s.question_id FROM pool_statement s CROSS JOIN round r WHERE s.round_id = :first AND r.id <> :first""",
)
_RAW = (
    "CREATE TABLE raw_answer (round_id INTEGER, question_id VARCHAR(40), side VARCHAR(30), value VARCHAR(10))",
    """INSERT INTO raw_answer (round_id, question_id, side, value)
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 60)
    SELECT t.round_id, t.question_id, t."group", t.value FROM tally t JOIN number ON number.n <= t.count""",
)
_PLAIN = {
    "GROUP BY over the tallies": (
        "tally",
        """SELECT question_id, value, sum(count) FROM tally WHERE "group" <> 'partner' GROUP BY question_id, value""",
    ),
    "GROUP BY over raw rows": (
        "raw_answer",
        "SELECT question_id, value, count(*) FROM raw_answer WHERE side <> 'partner' GROUP BY question_id, value",
    ),
}


@contextmanager
def _database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'pool.sqlite3'}"
    else:
        server: PostgreSQL = request.getfixturevalue("durable_postgresql")
        with server.database(empty=True) as url:
            yield url


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_the_national_pool(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with _database(kind, tmp_path, request) as url, engine_at(url) as engine:
        migrating.upgrade(engine)
        first = _national(engine)
        rows = _measured(engine, first)
        rows += _plain(engine)
    heads = ("what", "rows", "seconds", "MiB more at most")
    table(f"A pool of {FORUMS:,} forums of 26 statements on {kind} (load {load()})", heads, rows)


def _national(engine: Engine) -> int:
    """The forums and their rounds; the number of the first round."""
    with writing(make_sessions(engine)) as session:
        one = Forum(slug="first", name="First Social Partnership Forum")
        typed = typed_round(STATEMENTS, MEMBERS, 2025)
        made = earlier_rounds.type_in(session, one, STATEMENTS, typed, actor="Sec Retariat", at=IN_TIME)
        earlier_rounds.put_into_use(session, made, actor="Sec Retariat", at=IN_TIME)
        for side in TWO_SIDES:
            agree_to_pool(session, made, side, actor="A chair", at=IN_TIME)
        columns = [column.key for column in Round.__mapper__.column_attrs if column.key not in {"id", "forum_id"}]
        same = {key: getattr(made, key) for key in columns}
        others = [
            {"slug": f"f{place}", "name": f"Forum {place}", "demonstration": False} for place in range(FORUMS - 1)
        ]
        ids = session.scalars(insert(Forum).returning(Forum.id), others).all()
        session.execute(insert(Round), [{**same, "forum_id": each} for each in ids])
        for words in _TABLES:
            session.execute(text(words), {"first": made.id} if ":first" in words else {})
        session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return made.id


def _measured(engine: Engine, first: int) -> list[tuple[str, ...]]:
    with make_sessions(engine)() as session:
        tallies = session.scalar(text("SELECT count(*) FROM tally")) or 0
        audit_round = session.get_one(Round, first)
        whole = _timed(lambda: load_beside_others(session, audit_round, MADE), pool_sums._KEPT.clear)
        kept = _timed(lambda: load_beside_others(session, audit_round, MADE))
        beside = load_beside_others(session, audit_round, MADE)
        assert beside.forums == FORUMS - 1
        assert any(each.others.bands for each in beside.statements)
        rounds = pool_sums.rounds_in_pool(session, STATEMENTS.id, 2025, demonstration=False)
        found = _timed(lambda: pool_sums.rounds_in_pool(session, STATEMENTS.id, 2025, demonstration=False))
        sums = _timed(lambda: pool_sums.sums_of(session, rounds))
    return [
        ("beside all other forums, from the database", f"{tallies:,}", *whole),
        ("the same, with the pool's sums kept", f"{tallies:,}", *kept),
        ("  which rounds are in it", f"{len(rounds):,}", *found),
        ("  their sums, with the rule's largest forum", f"{tallies * 2 // 3:,}", *sums),
    ]


def _plain(engine: Engine) -> list[tuple[str, ...]]:
    rows = []
    with engine.connect() as connection:
        for words in _RAW:
            connection.execute(text(words))
        connection.commit()
        for name, (kind, words) in _PLAIN.items():
            number = connection.execute(text(f"SELECT count(*) FROM {kind}")).scalar() or 0
            query = text(words)
            rows.append((name, f"{number:,}", *_timed(lambda query=query: connection.execute(query).all())))
    return rows


def _timed(work: Callable[[], object], prepare: Callable[[], object] = list, times: int = 3) -> tuple[str, str]:
    """Median seconds, and how much memory this process held more at most after the work than before."""
    process = psutil.Process()
    before, most, spent = process.memory_info().rss, 0, []
    for _ in range(times):
        prepare()
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
        most = max(most, process.memory_info().rss - before)
    return f"{statistics.median(spent):.3f}", f"{most / 2**20:.0f}"
