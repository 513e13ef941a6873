"""The engine, the session, the base of every model, and what SQLite needs to behave like a real database."""

import enum
import secrets
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import (
    DDL,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

UK = ZoneInfo("Europe/London")
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on both databases (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone; use database.now().")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Every table of the product."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        # random ids have 63 bits; on SQLite only INTEGER is the row's own number, and BIGINT would bring a counting one
        int: BigInteger().with_variant(Integer(), "sqlite"),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=30, create_constraint=False, values_callable=_values),
    }


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def uk_day(at: datetime) -> date:
    """The day that it is in the United Kingdom at a moment: in summer, a day begins an hour before it does in UTC."""
    return at.astimezone(UK).date()


def keep_out_of_statistics(model: type[Base], *columns: str) -> None:
    """Keep PostgreSQL from copying values of these columns into its planner's statistics.

    ANALYZE puts samples of short values into pg_statistic, where they would outlive their rows: once a table is empty
    its statistics are not written again. For columns that hold what is to be forgotten; a migration does the same.
    """
    for column in columns:
        words = "ALTER TABLE %(fullname)s ALTER COLUMN %(column)s SET STATISTICS 0"
        statement = DDL(words, context={"column": column})  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
        event.listen(model.__table__, "after_create", statement.execute_if(dialect="postgresql"))


def random_id() -> int:
    """A random positive 63-bit integer: a key that tells nothing about order or time."""
    return secrets.randbits(63) or 1


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401  (passed on to SQLAlchemy as they are)
    """Make an engine for SQLite (WAL, foreign keys, secure delete) or PostgreSQL (psycopg 3)."""
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith("postgres://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgres://")
    # a logged error must not hold what people wrote: no parameters in it
    engine = create_engine(url, hide_parameters=True, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401  (the driver's own connection)
    del record
    connection.isolation_level = None  # the driver must not begin or commit on its own: see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start of a writing transaction, so that it waits instead of failing half-way."""
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that read. A session that will write comes from `writing`."""
    return sessionmaker(engine, expire_on_commit=False)


def writing(sessions: sessionmaker[Session]) -> Session:
    """A session whose transaction may write; on SQLite it takes the write lock when it begins."""
    engine = sessions.kw["bind"]
    return sessions(bind=engine.execution_options(writes=True))
