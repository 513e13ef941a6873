"""The documents that are kept: sealed, for a day, bounded in number and size, and only of contents that still hold."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Executable, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from audit_app.instance_secret import InstanceSecrets
from audit_app.packs import kinds
from audit_app.packs.models import PackDocument, PackOrder, Stage
from audit_app.packs.subjects import NotThereError, Opened, opened

KEPT_FOR = timedelta(days=1)
LARGEST = 50_000_000  # bytes of one document
MOST_BYTES = 500_000_000  # of all documents together

_log = logging.getLogger(__name__)


class TooLargeError(ValueError):
    """A document that is larger than any that may be kept."""


def _keep_with(insert: Callable[..., Any]) -> Executable:
    """One statement: two workers that made the same document cannot trip over each other."""
    statement: Executable = insert(PackDocument.__table__).on_conflict_do_nothing(index_elements=["id"])
    return statement


_KEEP = {"postgresql": _keep_with(postgresql.insert), "sqlite": _keep_with(sqlite.insert)}


def not_too_large(content: bytes) -> bytes:
    """The document as it is. Raises TooLargeError."""
    if len(content) > LARGEST:
        raise TooLargeError(f"A document of more than {LARGEST:,} bytes is not kept.")
    return content


def keep(session: Session, pack: Opened[Any], document: str, content: bytes, at: datetime) -> None:
    """Seal and store a document."""
    row = {
        "id": pack.seal.place(document),
        "pack": pack.seal.pack,
        "subject": kinds.written(pack.subject),
        "size": len(content),
        "made_at": at,
        "sealed": bytes(pack.seal.box(document).encrypt(content)),
    }
    session.execute(_KEEP[session.get_bind().dialect.name], row)


def kept(session: Session, pack: Opened[Any]) -> Mapping[str, int]:
    """The documents of this very content that are there: id → size in bytes. One query."""
    rows = session.execute(select(PackDocument.id, PackDocument.size).where(PackDocument.pack == pack.seal.pack))
    sizes = {row.id: row.size for row in rows}
    places = {document: pack.seal.place(document) for document in pack.ids}
    return {document: sizes[place] for document, place in places.items() if place in sizes}


def fetch(session: Session, pack: Opened[Any], document: str) -> bytes | None:
    """A document of this very content, opened; None if it is not kept."""
    sealed = session.scalar(select(PackDocument.sealed).where(PackDocument.id == pack.seal.place(document)))
    return None if sealed is None else bytes(pack.seal.box(document).decrypt(sealed))


def replace_older(session: Session, pack: Opened[Any]) -> None:
    """Delete what was made about the same subject while it held something else."""
    session.execute(
        delete(PackDocument).where(
            PackDocument.subject == kinds.written(pack.subject), PackDocument.pack != pack.seal.pack
        )
    )


def sweep(session: Session, at: datetime) -> None:
    """Delete documents and orders after a day, and the oldest packs while all together are too large. Flushes."""
    session.execute(delete(PackDocument).where(PackDocument.made_at <= at - KEPT_FOR))
    session.execute(delete(PackOrder).where(PackOrder.ordered_at <= at - KEPT_FOR, PackOrder.beat_at <= at - KEPT_FOR))
    sizes = select(PackDocument.pack, func.sum(PackDocument.size)).group_by(PackDocument.pack)
    newest_first = session.execute(sizes.order_by(func.max(PackDocument.made_at).desc(), PackDocument.pack)).all()
    total = 0
    for pack, size in newest_first:
        total += size
        if total > MOST_BYTES:
            session.execute(delete(PackDocument).where(PackDocument.pack == pack))


def outdated(session: Session, secrets: InstanceSecrets, today: date) -> list[tuple[str, str]]:
    """(subject, pack) of what is kept of contents that do not hold any more, as after a comment was struck out."""
    kept_now = session.execute(select(PackDocument.subject, PackDocument.pack).distinct()).all()
    return [
        (each.subject, each.pack) for each in kept_now if not _holds(session, secrets, each.subject, each.pack, today)
    ]


def forget(session: Session, subject: str, pack: str) -> None:
    """Delete the documents of one content."""
    session.execute(delete(PackDocument).where(PackDocument.subject == subject, PackDocument.pack == pack))


def _holds(session: Session, secrets: InstanceSecrets, subject: str, pack: str, today: date) -> bool:
    """False also for what cannot be read: nobody can open it, and it must not keep the rest from being swept."""
    try:
        return opened(session, secrets, kinds.read(subject), today).seal.pack == pack
    except NotThereError:
        return False
    except DBAPIError:
        raise  # the database is away for a moment
    except Exception:  # noqa: BLE001  (logged without content)
        _log.exception("the content of a pack that is kept cannot be read; the pack is deleted")
        return False


def clear(session: Session) -> None:
    """Delete every document and every order that no worker has in hand: all of it can be made again."""
    session.execute(delete(PackDocument))
    session.execute(delete(PackOrder).where(PackOrder.stage != Stage.MAKING))
