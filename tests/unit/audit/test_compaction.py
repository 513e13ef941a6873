"""The database forgets deleted bytes, sooner or later, and never at the cost of members who are answering."""

import sqlite3
import time

import pytest
from sqlalchemy import Engine, text

from audit_app.audit import compaction
from audit_app.audit.compaction import compact, pending
from audit_app.audit.models import Round
from audit_app.database import make_sessions, writing
from tests.factories import make_closed_round, make_forum, make_open_round


def _close_a_round(engine: Engine) -> int:
    with writing(make_sessions(engine)) as session:
        round_id = make_closed_round(session, make_forum(session)).id
        session.commit()
    return round_id


def _pending(engine: Engine) -> list[int]:
    with make_sessions(engine)() as session:
        return pending(session)


def test_with_nothing_pending_it_does_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Engine) -> bool:
        raise AssertionError("It must not touch the tables.")

    for name in ("_compact_sqlite", "_compact_postgresql"):
        monkeypatch.setattr(compaction, name, fail)
    with writing(make_sessions(engine)) as session:
        make_open_round(session, make_forum(session))
        session.commit()
    assert compact(engine)


def test_after_closing_it_is_pending_until_it_is_done(engine: Engine) -> None:
    round_id = _close_a_round(engine)
    assert _pending(engine) == [round_id]
    assert compact(engine)
    assert _pending(engine) == []


def test_a_busy_reader_puts_it_off_and_no_writer_waits(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "_TRIES", 3)
    monkeypatch.setattr(compaction, "_PAUSE", 0.01)
    round_id = _close_a_round(sqlite_engine)
    reader = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM round").fetchone()
    started = time.monotonic()
    assert not compact(sqlite_engine)
    assert time.monotonic() - started < 5  # a member's own patience with the database is 15 seconds
    assert _pending(sqlite_engine) == [round_id]
    with writing(make_sessions(sqlite_engine)) as session:  # members go on writing
        session.get_one(Round, round_id).name = "Another name"
        session.commit()
    reader.execute("COMMIT")
    reader.close()
    assert compact(sqlite_engine)
    assert _pending(sqlite_engine) == []


def test_a_busy_writer_puts_it_off(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "_TRIES", 3)
    monkeypatch.setattr(compaction, "_PAUSE", 0.01)
    _close_a_round(sqlite_engine)
    writer = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert not compact(sqlite_engine)
    writer.execute("ROLLBACK")
    writer.close()
    assert compact(sqlite_engine)


def test_the_connection_goes_back_with_its_old_patience(sqlite_engine: Engine) -> None:
    _close_a_round(sqlite_engine)
    assert compact(sqlite_engine)
    with sqlite_engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 15000
