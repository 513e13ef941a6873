"""The operator's commands: `partnership-audit --help`.

What can be foreseen to go wrong ends with one plain line and exit code 1, never with a traceback.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from audit_app import migrating, worker
from audit_app.audit.invitations import NotPossible
from audit_app.database import make_engine, make_sessions, now, writing
from audit_app.discreet_logs import write_to_standard_error
from audit_app.forum.access import UnknownForumError, may_sign_in
from audit_app.forum.sign_in import operator_link
from audit_app.instance_secret import InstanceSecrets, UnknownSecretError
from audit_app.mail.smtp import SmtpUrlError
from audit_app.migrating import SchemaError
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, UnknownQuestionnaireError, read_catalogue
from audit_app.questionnaire.faults import CatalogueError
from audit_app.serving import ServingError, serve, stop_on_signals
from audit_app.settings import Settings, SettingsError, from_environment

BACK_UP = """
A new secret has been made: {secret}
Keep a copy of this file in a safe place, apart from copies of the database. Without it, open rounds can never be
counted; together with a copy of the database from while a round is open, it could show who answered what.
Everything else is in {folder}. Back up that folder without the secret, and keep such copies for a short time only."""

FORESEEN = (
    SettingsError, CatalogueError, SchemaError, ServingError, SmtpUrlError, NotPossible,
    UnknownForumError, UnknownQuestionnaireError, UnknownSecretError,
)  # fmt: skip


class PlainErrors(click.Group):
    """A group whose commands turn foreseen errors into one line."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        try:
            return super().invoke(ctx)
        except FORESEEN as error:
            raise click.ClickException(str(error)) from error
        except (ArgumentError, NoSuchModuleError) as error:
            raise click.ClickException(
                "DATABASE_URL cannot be used. It looks like postgresql://user:password@host/name or sqlite:////path/file"
            ) from error
        except OperationalError as error:
            # the driver's message can hold the address with its password
            raise click.ClickException(
                "The database does not answer, or it is not ready. Check DATABASE_URL, and that the database runs; "
                "for a new database run: partnership-audit db upgrade"
            ) from error


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


def open_service(*, current: bool = True) -> Service:
    """The service as the environment describes it.

    Raises SettingsError, and SchemaError if the database must be brought up to date first (not with current=False).
    """
    settings = from_environment()
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    if current and not migrating.is_current(engine):
        raise SchemaError("The database is not up to date. Run: partnership-audit db upgrade")
    return Service(settings, engine, InstanceSecrets.from_keys(settings.secret_keys))


def with_service(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the service as its first argument, and let go of the database afterwards."""

    def run(*args: object, **options: object) -> object:
        service = open_service()
        try:
            return command(service, *args, **options)
        finally:
            service.engine.dispose()

    return update_wrapper(run, command)


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="partnership-audit")
def main() -> None:
    """Partnership Behaviours Audit: the operator's commands. Settings come from the environment; see the guide."""


@main.command()
def run() -> None:
    """Bring the database up to date, then run the web server and the worker until stopped."""
    write_to_standard_error()
    service = open_service(current=False)
    is_new = migrating.current_revision(service.engine) is None
    migrating.upgrade(service.engine)
    read_catalogue(QUESTIONNAIRES)
    worker.mail_job(service.engine, service.settings, service.secrets)  # a faulty SMTP_URL is better said now
    service.engine.dispose()
    if service.settings.smtp_url is None and not service.settings.demonstration:
        click.echo("SMTP_URL is not set: no mail is sent, and what should be sent waits in the outbox.", err=True)
    secret = service.settings.instance_folder / "secret_key"
    if is_new and secret.exists():
        click.echo(BACK_UP.format(secret=secret, folder=service.settings.instance_folder))
    sys.exit(serve(service.settings, lambda: say_ready(service.settings)))


def say_ready(settings: Settings) -> None:
    """Print where the service is."""
    click.echo(f"\nReady: {settings.base_url}\nStop with Ctrl+C.")


@main.command("worker")
def run_worker() -> None:
    """Stop and count rounds, send mail and delete what has expired, until stopped."""
    write_to_standard_error()
    service = open_service()
    stop = threading.Event()
    stop_on_signals(stop)
    worker.work(worker.all_jobs(service.engine, service.settings, service.secrets), stop)
    service.engine.dispose()


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade() -> None:
    """Make the tables of a new database, or bring an older one up to date. Keeps everything in it."""
    service = open_service(current=False)
    before = migrating.current_revision(service.engine)
    migrating.upgrade(service.engine)
    after = migrating.current_revision(service.engine)
    service.engine.dispose()
    click.echo("The database is up to date." if before == after else f"The database is now at version {after}.")


@main.group()
def questionnaires() -> None:
    """The instruments, as files."""


@questionnaires.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=type(QUESTIONNAIRES)), required=False)
def check(folder: Any) -> None:  # noqa: ANN401  (a path or nothing)
    """Check every questionnaire file in FOLDER (without it: those that came with the program)."""
    catalogue: Catalogue = read_catalogue(folder or QUESTIONNAIRES)
    for questionnaire in catalogue.all():
        click.echo(f"{questionnaire.id} version {questionnaire.version}: {questionnaire.title}")
    click.echo(f"{len(catalogue.all())} questionnaires, no faults.")


@main.command("sign-in-link")
@click.argument("email")
@with_service
def sign_in_link(service: Service, email: str) -> None:
    """Print a sign-in link for EMAIL that works once, within an hour. For operators without mail."""
    at = now()
    email = email.strip().lower()
    with writing(service.sessions) as session:
        if not may_sign_in(session, email, at.date(), service.settings.operator_emails):
            raise click.ClickException(f"Nobody with the address {email} has a role in any forum.")
        link = operator_link(session, service.secrets, email, service.settings.base_url, at)
        session.commit()
    click.echo(link)


if __name__ == "__main__":
    main()
