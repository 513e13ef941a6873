"""What most of the operator's commands need: the settings, the database and the secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from audit_app import migrating
from audit_app.database import make_engine, make_sessions
from audit_app.instance_secret import InstanceSecrets
from audit_app.migrating import SchemaError
from audit_app.settings import Settings, from_environment


@dataclass(frozen=True)
class Service:
    """What most commands need."""

    settings: Settings
    engine: Engine
    secrets: InstanceSecrets

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions on the service's database."""
        return make_sessions(self.engine)


@contextmanager
def opened_service(*, current: bool = True) -> Iterator[Service]:
    """The service as the environment describes it; its database is let go of at the end.

    Raises SettingsError, and SchemaError if the database must be brought up to date first (not with current=False).
    """
    settings = from_environment()
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    try:
        if current and not migrating.is_current(engine):
            raise SchemaError("The database is not up to date. Run: partnership-audit db upgrade")
        yield Service(settings, engine, InstanceSecrets.from_keys(settings.secret_keys))
    finally:
        engine.dispose()
