"""The operator's commands about the demonstration: `partnership-audit demo …`."""

import click

from audit_app.cli_service import Service, opened_service
from audit_app.database import now, writing
from audit_app.demonstration import load, people
from audit_app.forum.sign_in import operator_link
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import read_catalogue


@click.group()
def demo() -> None:
    """An invented forum to try everything with."""


@demo.command("load")
def load_demonstration() -> None:
    """Load the invented forums, if they are not there yet."""
    with opened_service() as service:
        loaded = load_once(service)
    click.echo(
        "The demonstration is loaded: demo-regional and demo-subgroup."
        if loaded
        else "The demonstration is already there."
    )


@demo.command("remove")
def remove_demonstration() -> None:
    """Remove the invented forums and everything in them."""
    with opened_service() as service, writing(service.sessions) as session:
        number = load.remove(session)
        session.commit()
    click.echo(f"{number} demonstration forums removed." if number else "There is no demonstration to remove.")


@demo.command("links")
def links() -> None:
    """Print one ready sign-in link for each kind of person. Each works once, within an hour."""
    with opened_service() as service:
        print_links(service)


def print_links(service: Service) -> None:
    """Make and print the links. Raises click.ClickException where the demonstration is not loaded."""
    at = now()
    base = service.settings.base_url
    with writing(service.sessions) as session:
        if not load.is_loaded(session):
            raise click.ClickException("The demonstration is not loaded. Run: partnership-audit demo load")
        ready = [
            ("Secretariat", operator_link(session, service.secrets, people.SECRETARIAT[1], base, at)),
            ("Management-side chair", operator_link(session, service.secrets, people.MANAGEMENT_CHAIR, base, at)),
            ("Staff-side chair", operator_link(session, service.secrets, people.STAFF_CHAIR, base, at)),
            ("Wellbeing lead", operator_link(session, service.secrets, people.WELLBEING_LEAD, base, at)),
            ("Staff-side colleague", operator_link(session, service.secrets, people.WELLBEING_COLLEAGUE, base, at)),
            ("Operator (the e-mails)", operator_link(session, service.secrets, people.OPERATOR, base, at)),
        ]
        member = load.member_link(session, service.secrets, base)
        session.commit()
    for who, link in ready:
        click.echo(f"{who}: {link}")
    click.echo(f"Member with an open round: {member or 'every member has answered'}")


def load_once(service: Service) -> bool:
    """Load the demonstration unless it is there. Returns whether it was loaded now."""
    with writing(service.sessions) as session:
        if load.is_loaded(session):
            return False
        load.load(session, service.secrets, read_catalogue(QUESTIONNAIRES), now().date())
        session.commit()
        return True


def has_demonstration(service: Service) -> bool:
    """Whether the demonstration is in the database."""
    with service.sessions() as session:
        return load.is_loaded(session)
