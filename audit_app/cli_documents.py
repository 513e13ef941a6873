"""Documents written into a folder by a command: each whole or not at all, with a line for each."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import click

from audit_app.audit.invitations import NotPossible
from audit_app.discreet_logs import write_to_standard_error
from audit_app.packs.subjects import EVERYTHING, Subject
from audit_app.reports.documents import Document, Made, size_words

Content = TypeVar("Content")
_log = logging.getLogger(__name__)


def write_documents(subject: Subject[Content], content: Content, out: Path, only: str | None) -> None:
    """Write every document, and without `only` all of them in one ZIP. only: endings with commas between them.

    Raises NotPossible for an ending that no document has, and ClickException if a document cannot be made or written;
    the others are written all the same.
    """
    write_to_standard_error()
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


def _endings(only: str) -> list[str]:
    return [each.strip().lower().removeprefix(".") for each in only.split(",") if each.strip()]


def _wanted(family: Sequence[Document[Any]], only: str | None) -> list[Document[Any]]:
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
