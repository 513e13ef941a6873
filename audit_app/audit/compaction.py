"""After a round has ended: make the database forget the bytes that were deleted.

Runs outside any transaction, and again at every start until it has succeeded. SQLite: VACUUM, then a truncating
checkpoint, or the round's key would still lie in the -wal file. PostgreSQL: VACUUM FULL, which writes each table anew.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from audit_app.audit.ballots import Ballot
from audit_app.audit.models import ClosedLink, Draft, Invitation, Round
from audit_app.audit.tallies import Comment, SectionHistogram, Tally
from audit_app.mail.models import OutboxMessage

_TABLES = (Ballot, Draft, Invitation, ClosedLink, Round, Comment, Tally, SectionHistogram, OutboxMessage)
_TRIES = 40
_PAUSE = 0.25  # seconds between two tries while readers keep the journal busy
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def pending(session: Session) -> list[int]:
    """Ids of rounds that have ended since the database was last compacted."""
    return list(session.scalars(select(Round.id).where(Round.compacted.is_(False))))


def compact(engine: Engine, also: Sequence[str] = ()) -> bool:
    """Compact if any round waits for it. Returns whether nothing waits any more.

    also: tables of other rooms that hold something made of what is to be forgotten.
    """
    with Session(engine) as session:
        waiting = pending(session)
    if not waiting:
        return True
    done = _compact_sqlite(engine) if engine.dialect.name == "sqlite" else _compact_postgresql(engine, also)
    if done:
        with Session(engine.execution_options(writes=True)) as session:
            session.execute(update(Round).where(Round.id.in_(waiting)).values(compacted=True))
            session.commit()
    return done


def _compact_sqlite(engine: Engine) -> bool:
    connection = engine.raw_connection()
    cursor: Any = connection.cursor()
    patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        # a checkpoint that waits for readers keeps every writer waiting with it: better to ask again than to wait
        cursor.execute("PRAGMA busy_timeout = 0")
        return _until_done(lambda: _vacuumed(cursor)) and _until_done(lambda: _checkpointed(cursor))
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
        connection.close()


def _until_done(step: Callable[[], bool]) -> bool:
    for _ in range(_TRIES):
        if step():
            return True
        time.sleep(_PAUSE)
    return False


def _vacuumed(cursor: Any) -> bool:  # noqa: ANN401  (the driver's own cursor)
    """Write the whole database anew. False if somebody else is writing just now."""
    try:
        cursor.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _BUSY:
            raise
        return False
    return True


def _checkpointed(cursor: Any) -> bool:  # noqa: ANN401  (the driver's own cursor)
    """Empty the journal. False if somebody else is reading or writing just now."""
    busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def _compact_postgresql(engine: Engine, also: Sequence[str]) -> bool:
    connection = engine.raw_connection()
    driver: Any = connection.driver_connection
    try:
        driver.autocommit = True
        for table in (*(each.__tablename__ for each in _TABLES), *also):
            driver.execute(f"VACUUM (FULL, ANALYZE) {table}")
        return True
    finally:
        driver.autocommit = False
        connection.close()
