"""How Alembic runs a migration here: on the engine that audit_app.migrating hands over, in one transaction."""

from alembic import context
from sqlalchemy import Connection, Engine, Enum

import audit_app.agenda.models
import audit_app.assessment.models
import audit_app.audit.ballots
import audit_app.audit.models
import audit_app.audit.tallies
import audit_app.audit.wording_models
import audit_app.forum.models
import audit_app.mail.models
import audit_app.packs.models
import audit_app.resources.models  # noqa: F401  (each fills Base.metadata)
from audit_app.database import Base, Instant


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write plain SQLAlchemy types into migrations: they must run when today's classes are gone."""
    del autogen_context
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite cannot alter a table; batch mode copies it
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def check_foreign_keys(connection: Connection, *, check: bool) -> None:
    """Switch SQLite's checks on or off, past SQLAlchemy: inside a transaction that it begins, nothing would happen."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {'ON' if check else 'OFF'}")


engine: Engine = context.config.attributes["engine"]
with engine.connect().execution_options(writes=True) as opened:
    # a table is copied and the old one dropped: rows that point at it must not go with it, or stand in the way
    check_foreign_keys(opened, check=False)
    try:
        run(opened)
        opened.commit()
    finally:
        opened.rollback()
        check_foreign_keys(opened, check=True)
