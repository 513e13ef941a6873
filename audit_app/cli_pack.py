"""The operator's command that writes every document about a round into a folder: `partnership-audit pack`."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds
from audit_app.cli_rounds import forum_called, round_called
from audit_app.cli_service import opened_service
from audit_app.discreet_logs import write_to_standard_error
from audit_app.packs.contents import load_round_pack
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import EVERYTHING
from audit_app.reports.documents import Document, Made, size_words
from audit_app.reports.round_pack import RoundPack

_log = logging.getLogger(__name__)


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
    write_to_standard_error()
    subject, content = _loaded(slug, name, against)
    wanted = _wanted(subject.family, only)
    with _plain_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    made: list[Made] = []
    failed: list[str] = []
    for document in wanted:
        file = subject.file_name(content, document.id, document.ending)
        try:
            made.append(Made(document.id, file, document.title, document.purpose, document.make(content)))
        except Exception:  # noqa: BLE001  (said, and logged without content; the other documents are still wanted)
            _log.exception("the document %r could not be made", document.id)
            failed.append(document.title)
            click.echo(f"{document.title}: could not be made", err=True)
        else:
            _write(out, file, made[-1].content)
    if only is None and not failed:
        _write(out, subject.file_name(content, EVERYTHING, "zip"), subject.everything(content, made))
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(wanted)} documents could not be made: {', '.join(failed)}.")


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


def _endings(only: str) -> list[str]:
    return [each.strip().lower().removeprefix(".") for each in only.split(",") if each.strip()]


def _wanted(family: Sequence[Document[RoundPack]], only: str | None) -> list[Document[RoundPack]]:
    """The documents with these endings. Raises NotPossible for an ending that none has."""
    if only is None:
        return list(family)
    known = list(dict.fromkeys(each.ending for each in family))
    unknown = [each for each in _endings(only) if each not in known]
    if unknown or not _endings(only):
        said = f"There is no document of the kind “{unknown[0]}”." if unknown else "Say which kinds of files you want."
        raise NotPossible(f"{said} Choose from: {','.join(known)}.")
    return [each for each in family if each.ending in _endings(only)]


def _write(folder: Path, name: str, content: bytes) -> None:
    """Put a whole file into the folder, or none, and say its name and size."""
    with _plain_errors(folder):
        with NamedTemporaryFile(dir=folder, prefix=".unfinished-", delete=False) as file:
            unfinished = Path(file.name)
        try:
            unfinished.write_bytes(content)
            unfinished.replace(folder / name)
        finally:
            unfinished.unlink(missing_ok=True)
    click.echo(f"{name}  {size_words(len(content))}")


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    """Turn what the file system says into one plain line."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"The folder {folder} cannot be written: {error.strerror}.") from error
