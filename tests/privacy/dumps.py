"""What an attacker would hold: every row with its hidden columns, and every byte of the files."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text


def rows(engine: Engine, table: str) -> list[dict[str, Any]]:
    """Every row in the order in which it lies, with what the database itself adds: rowid, or ctid and xmin."""
    if engine.dialect.name == "sqlite":
        query = f"SELECT rowid AS place, * FROM {table} ORDER BY rowid"
    else:
        query = f"SELECT ctid::text AS place, xmin::text AS xmin, * FROM {table} ORDER BY ctid"
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def columns(engine: Engine, table: str) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text(f"SELECT * FROM {table} LIMIT 0")).keys())


def dump(engine: Engine) -> str:
    """All tables as text: what `pg_dump` or `.dump` would show, with hidden columns where they exist."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        else:
            names = (
                connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
            )
        whole = []
        for name in names:
            found = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
            whole += [f"{name} {_readable(dict(row))}" for row in found]
    return "\n".join(whole)


def _readable(row: dict[str, Any]) -> str:
    return " ".join(
        f"{key}={value.hex() if isinstance(value, bytes | memoryview) else value}" for key, value in row.items()
    )


def files(engine: Engine) -> dict[Path, bytes]:
    """Every byte that the database keeps on disk for its tables: the SQLite file and its journals, or PostgreSQL's
    table files after a checkpoint (its write-ahead log is a backup in the sense of the rules, and is not looked at).
    """
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        return {each: each.read_bytes() for each in path.parent.glob(path.name + "*")}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        number = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    return {each: each.read_bytes() for each in (folder / "base" / str(number)).iterdir() if each.is_file()}


def holds(engine: Engine, secret: bytes) -> list[str]:
    """The names of the files that hold these bytes (the first 64 of them, in case they are cut over two pages)."""
    piece = secret[:64]
    return [path.name for path, content in files(engine).items() if piece in content]
