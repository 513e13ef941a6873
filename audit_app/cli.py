"""The operator's commands: `partnership-audit --help`.

What can be foreseen to go wrong ends with one plain line and exit code 1, never with a traceback.
"""

import sys
import threading
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from audit_app import migrating, worker
from audit_app.audit.invitations import NotPossible
from audit_app.cli_assessments import assessments
from audit_app.cli_demo import demo, has_demonstration, load_once, print_links
from audit_app.cli_import import import_round
from audit_app.cli_pack import pack
from audit_app.cli_resources import resources
from audit_app.cli_rounds import results, rounds
from audit_app.cli_service import opened_service
from audit_app.database import now, writing
from audit_app.discreet_logs import write_to_standard_error
from audit_app.forum.access import UnknownForumError, may_sign_in
from audit_app.forum.sign_in import operator_link
from audit_app.instance_secret import UnknownSecretError
from audit_app.mail.smtp import SmtpUrlError
from audit_app.migrating import SchemaError
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, UnknownQuestionnaireError, read_catalogue
from audit_app.questionnaire.faults import CatalogueError
from audit_app.serving import ServingError, serve, stop_on_signals
from audit_app.settings import Settings, SettingsError

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


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="partnership-audit")
def main() -> None:
    """Partnership Behaviours Audit: the operator's commands. Settings come from the environment; see the guide."""


@main.command()
def run() -> None:
    """Bring the database up to date, then run the web server and the worker until stopped."""
    write_to_standard_error()
    with opened_service(current=False) as service:
        settings = service.settings
        worker.mail_job(service.engine, settings, service.secrets)  # a faulty SMTP_URL is better said now
        read_catalogue(QUESTIONNAIRES)
        is_new = migrating.current_revision(service.engine) is None
        to_load = settings.instance_folder / "demonstration-to-load"  # outlives a first start that was broken off
        if is_new and settings.demonstration:
            to_load.touch()
        migrating.upgrade(service.engine)
        if to_load.exists():
            click.echo("Making the demonstration forum.")
            load_once(service)
            to_load.unlink()
    if settings.smtp_url is None and not settings.demonstration:
        click.echo("SMTP_URL is not set: no mail is sent, and what should be sent waits in the outbox.", err=True)
    secret = settings.instance_folder / "secret_key"
    if is_new and secret.exists():
        click.echo(BACK_UP.format(secret=secret, folder=settings.instance_folder))
    sys.exit(serve(settings, lambda: say_ready(settings)))


def say_ready(settings: Settings) -> None:
    """Print where the service is and, in a demonstration, how to get in."""
    click.echo(f"\nReady: {settings.base_url}")
    with opened_service() as service:
        if settings.demonstration and has_demonstration(service):
            click.echo(
                "Sign-in links open once, within an hour; the link of the member until the answers are sent. "
                "For new ones: partnership-audit demo links"
            )
            print_links(service)
    click.echo("Stop with Ctrl+C.")


@main.command("worker")
def run_worker() -> None:
    """Stop and count rounds, make packs, send mail and delete what has expired, until stopped."""
    write_to_standard_error()
    stop = threading.Event()
    stop_on_signals(stop)
    with opened_service() as service:
        jobs = worker.all_jobs(service.engine, service.settings, service.secrets)
        with worker.working_beside(worker.pack_jobs(service.engine, service.secrets, stop), stop):
            worker.work(jobs, stop)


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def upgrade() -> None:
    """Make the tables of a new database, or bring an older one up to date. Keeps everything in it."""
    with opened_service(current=False) as service:
        before = migrating.current_revision(service.engine)
        migrating.upgrade(service.engine)
        after = migrating.current_revision(service.engine)
    click.echo("The database is up to date." if before == after else f"The database is now at version {after}.")


@main.group()
def questionnaires() -> None:
    """The instruments, as files."""


@questionnaires.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Check every questionnaire and self-assessment file in FOLDER (without it: those that came with the program)."""
    catalogue: Catalogue = read_catalogue(folder or QUESTIONNAIRES)
    for questionnaire in (*catalogue.all(), *catalogue.instruments):
        click.echo(f"{questionnaire.id} version {questionnaire.version}: {questionnaire.title}")
    click.echo(f"{len(catalogue.all())} questionnaires and {len(catalogue.instruments)} self-assessments, no faults.")


@main.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a sign-in link for EMAIL that works once, within an hour. For operators without mail."""
    at = now()
    email = email.strip().lower()
    with opened_service() as service, writing(service.sessions) as session:
        if not may_sign_in(session, email, at.date(), service.settings.operator_emails):
            raise click.ClickException(f"Nobody with the address {email} has a role in any forum.")
        link = operator_link(session, service.secrets, email, service.settings.base_url, at)
        session.commit()
    click.echo(link)


for command in (rounds, results, pack, import_round, assessments, resources, demo):
    main.add_command(command)


if __name__ == "__main__":
    main()
