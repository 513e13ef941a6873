"""Brings a database to the newest schema. Alembic is configured here, so that no alembic.ini has to be found."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from audit_app.places import MIGRATIONS


class SchemaError(RuntimeError):
    """The database and the program do not belong together; the message says what to do."""


def configuration(engine: Engine) -> Config:
    """Alembic's configuration for this engine and the migrations that came with the program."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`; does nothing where it already is.

    Raises SchemaError if the database was made by a newer program.
    """
    _refuse_unknown(engine)
    command.upgrade(configuration(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to `revision` ('base' removes every table)."""
    _refuse_unknown(engine)
    command.downgrade(configuration(engine), revision)


def current_revision(engine: Engine) -> str | None:
    """The revision of the database, or None if it is new."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema that this program knows."""
    return current_revision(engine) == _scripts(engine).get_current_head()


def _scripts(engine: Engine) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(engine))


def _refuse_unknown(engine: Engine) -> None:
    current = current_revision(engine)
    known = {script.revision for script in _scripts(engine).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaError(
            "This database was made by a newer version of the program. "
            "Start that version again, or restore a backup from before the upgrade."
        )
