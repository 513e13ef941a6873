"""The operator's command that writes every document about a round into a folder: `partnership-audit pack`."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds
from audit_app.cli_documents import write_documents
from audit_app.cli_rounds import forum_called, round_called
from audit_app.cli_service import opened_service
from audit_app.packs.contents import load_round_pack
from audit_app.packs.round_subject import RoundSubject
from audit_app.reports.round_pack import RoundPack


@click.command()
@click.option("--forum", "slug", required=True, metavar="SLUG", help="The forum's short name.")
@click.option("--round", "name", required=True, metavar="NAME", help="The round's name.")
@click.option("--against", metavar="NAME", help="An earlier round of the same forum to compare with.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder; made if needed."
)
@click.option("--only", metavar="ENDINGS", help="Only these kinds of files, such as pdf,docx. Without it: all.")
def pack(slug: str, name: str, against: str | None, out: Path, only: str | None) -> None:
    """Write every document for a meeting about a closed round, and all of them in one ZIP."""
    subject, content = _loaded(slug, name, against)
    write_documents(subject, content, out, only)


def _loaded(slug: str, name: str, against: str | None) -> tuple[RoundSubject, RoundPack]:
    """What the documents are made of. Raises NotPossible where there are no results to show."""
    with opened_service() as service, service.sessions() as session:
        audit_round = round_called(session, forum_called(session, slug), name)
        earlier = _earlier(session, audit_round, against) if against is not None else None
        content = load_round_pack(session, audit_round, earlier)
        return RoundSubject(audit_round.id, earlier.id if earlier else None), content


def _earlier(session: Session, audit_round: Round, name: str) -> Round:
    named = round_called(session, audit_round.forum, name)
    comparable = comparable_rounds(session, audit_round)
    if named not in comparable:
        names = ", ".join(f"“{each.name}”" for each in comparable) or "none"
        raise NotPossible(f"“{audit_round.name}” can be compared with closed rounds before it only: {names}.")
    return named
