"""The operator's commands about rounds: `partnership-audit rounds …` and `partnership-audit results`."""

import json
import sys

import click
from sqlalchemy.orm import Session

from audit_app.agenda.progress import for_files
from audit_app.audit import compaction
from audit_app.audit.closing import close
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, State
from audit_app.audit.results import load_comparison, released_comments
from audit_app.audit.rounds import request_close, round_named, rounds_of, state_at, stop
from audit_app.audit.turnout import turn_up
from audit_app.cli_service import opened_service
from audit_app.database import now, writing
from audit_app.forum.access import UnknownForumError
from audit_app.forum.forums import find_forum
from audit_app.forum.models import Forum
from audit_app.reports.csv_file import results_csv
from audit_app.reports.result_json import as_dict

OPERATOR = "An operator, on the command line"


@click.group()
def rounds() -> None:
    """The rounds of a forum."""


def forum_called(session: Session, slug: str) -> Forum:
    """The forum with this slug. Raises UnknownForumError."""
    forum = find_forum(session, slug)
    if forum is None:
        raise UnknownForumError(f"There is no forum with the short name {slug}.")
    return forum


def round_called(session: Session, forum: Forum, name: str) -> Round:
    """The forum's round of this name. Raises NotPossible with the names there are."""
    found = round_named(session, forum, name)
    if found is None:
        names = ", ".join(f"“{each.name}”" for each in rounds_of(session, forum)) or "none yet"
        raise NotPossible(f"{forum.name} has no round called “{name}”. Its rounds: {names}.")
    return found


@rounds.command("list")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_rounds(slug: str, layout: str) -> None:
    """List a forum's rounds: name, state, questionnaire, opened, closed, invited, answered."""
    with opened_service() as service, service.sessions() as session:
        found = [_facts(session, each) for each in rounds_of(session, forum_called(session, slug))]
    if layout == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    if not found:
        click.echo("This forum has no rounds yet.")
    for each in found:
        known = "" if each["invited"] is None else f", {each['answered']} of {each['invited']} answered"
        click.echo(f"{each['name']}: {each['state']}{known} ({each['questionnaire']})")


def _facts(session: Session, audit_round: Round) -> dict[str, str | int | None]:
    turnup = turn_up(session, audit_round)
    live = turnup.all_invited > 0
    return {
        "name": audit_round.name,
        "state": state_at(audit_round, now()).value,
        "questionnaire": audit_round.questionnaire_id,
        "opened": audit_round.opened_at.isoformat() if audit_round.opened_at else None,
        "closed": audit_round.closed_at.isoformat() if audit_round.closed_at else None,
        "invited": turnup.all_invited if live else None,
        "answered": turnup.all_returned if live else None,
    }


@rounds.command("close")
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--round", "name", required=True, metavar="NAME", help="The round's name.")
@click.option("--yes", is_flag=True, help="Count now. This is final: the answers themselves are destroyed.")
def close_round(slug: str, name: str, *, yes: bool) -> None:
    """Stop a round if it is open, count it, and destroy its answers. Final."""
    if not yes:
        raise click.ClickException("Closing is final: answers are counted and destroyed. To go on, add --yes.")
    with opened_service() as service, writing(service.sessions) as session:
        audit_round = round_called(session, forum_called(session, slug), name)
        if state_at(audit_round, now()) is State.OPEN:
            stop(session, audit_round, actor=OPERATOR, at=now())
        if not audit_round.close_requested:
            request_close(session, audit_round, actor=OPERATOR, at=now())
        closed = close(session, service.secrets, audit_round.id, now())
        answered = turn_up(session, closed).all_returned - closed.discarded
        session.commit()
        compaction.compact(service.engine)
    click.echo(f"“{name}” is closed: {answered} answers counted.")


@click.command()
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--round", "name", required=True, metavar="NAME", help="The round's name.")
@click.option("--against", metavar="NAME", help="An earlier round of the same forum to compare with.")
@click.option("--format", "layout", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def results(slug: str, name: str, against: str | None, layout: str) -> None:
    """Print the released results of a closed round. Nothing that is hidden on the page is in them."""
    with opened_service() as service, service.sessions() as session:
        forum = forum_called(session, slug)
        audit_round = round_called(session, forum, name)
        earlier = round_called(session, forum, against) if against else None
        comparison = load_comparison(session, audit_round, earlier)
        comments = released_comments(session, audit_round)
        priorities = for_files(session, audit_round)
    if layout == "json":
        click.echo(json.dumps(as_dict(comparison, priorities), indent=2, ensure_ascii=False))
    else:
        sys.stdout.buffer.write(results_csv(comparison, comments))
