"""Who waits for what. An order changes hands by one conditional UPDATE, so that two workers never both have it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit_app.packs import kinds, shelf
from audit_app.packs.models import PackOrder, Stage
from audit_app.packs.subjects import Opened, Subject

PATIENCE = timedelta(seconds=15)  # without a beat, a worker counts as gone
NOTHING_MADE = "-"  # instead of the documents that could not be made
MOST_TRIES = 3  # of one document, before it is set aside: it may be what ends the worker
HOPELESS = MOST_TRIES + 1  # tries without any step, also with a document set aside: the order keeps the others back


def order_of(session: Session, subject: Subject[Any]) -> PackOrder | None:
    """The order for a subject, if there is one. One query."""
    return session.scalar(select(PackOrder).where(PackOrder.subject == kinds.written(subject)))


def order(session: Session, pack: Opened[Any], at: datetime) -> bool:
    """Ask for the documents of a pack as it stands. Returns whether anything is to be made.

    One order a subject: asked for twice, or by two people, it is made once. An order for what the subject held before
    is replaced. Flushes.
    """
    if set(shelf.kept(session, pack)) == set(pack.ids):
        return False
    insert: Callable[..., Any] = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    wanted = {
        "pack": pack.seal.pack, "stage": Stage.WAITING, "tried": 0, "documents": len(pack.ids), "done": 0,
        "failed": "", "ordered_at": at, "beat_at": at,
    }  # fmt: skip
    row = insert(PackOrder).values(subject=kinds.written(pack.subject), turn=0, **wanted)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["subject"],
            set_={**wanted, "turn": PackOrder.turn + 1},
            where=or_(PackOrder.stage == Stage.DONE, PackOrder.pack != pack.seal.pack),
        )
    )
    return True


def take(session: Session, at: datetime) -> PackOrder | None:
    """Take the order that has waited longest, or one whose worker has not been heard of; None if there is none.

    The caller commits at once. The order is as this worker took it: what happens to it later does not show in it.
    """
    oldest = select(PackOrder).where(_free(at)).order_by(PackOrder.ordered_at, PackOrder.id).limit(1)
    found = session.scalar(oldest)
    if found is None:
        return None
    values = {"stage": Stage.MAKING, "turn": found.turn + 1, "tried": found.tried + 1, "beat_at": at}
    if not _change(session, found, **values):
        return None
    session.refresh(found)
    session.expunge(found)
    return found


def anything_to_take(session: Session, at: datetime) -> bool:
    """Whether an order waits; asked often, without the right to write."""
    return session.scalar(select(PackOrder.id).where(_free(at)).limit(1)) is not None


def _free(at: datetime) -> ColumnElement[bool]:
    """Waits, or is in the hands of a worker that is gone."""
    gone = and_(PackOrder.stage == Stage.MAKING, PackOrder.beat_at <= at - PATIENCE)
    return or_(PackOrder.stage == Stage.WAITING, gone)


def report(session: Session, taken: PackOrder, at: datetime, *, pack: str, done: int, failed: Sequence[str]) -> bool:
    """Say how far an order is; the next document is begun. False if the order is in other hands by now."""
    words = ",".join(failed)
    return _change(session, taken, pack=pack, done=done, failed=words, tried=1, beat_at=at)


def beat(session: Session, taken: PackOrder, at: datetime) -> bool:
    """Say that the worker is still there. False if the order is in other hands by now."""
    return _change(session, taken, beat_at=at)


def finish(session: Session, taken: PackOrder, at: datetime) -> bool:
    """All documents are dealt with. False if the order is in other hands by now."""
    return _change(session, taken, stage=Stage.DONE, beat_at=at)


def refuse(session: Session, taken: PackOrder, at: datetime) -> bool:
    """Nothing of it could be made. False if the order is in other hands by now."""
    return _change(session, taken, stage=Stage.DONE, done=taken.documents, failed=NOTHING_MADE, beat_at=at)


def give_back(session: Session, taken: PackOrder) -> bool:
    """The worker ends: another one may go on at once."""
    return _change(session, taken, stage=Stage.WAITING, tried=0)


def remove(session: Session, taken: PackOrder) -> None:
    """What the order is about is not there any more."""
    found = session.get(PackOrder, taken.id)
    if found is not None and found.turn == taken.turn:
        session.delete(found)
        session.flush()


def _change(session: Session, taken: PackOrder, **values: Any) -> bool:  # noqa: ANN401  (columns of an order)
    """Change an order that is still in these hands."""
    statement = update(PackOrder).where(PackOrder.id == taken.id, PackOrder.turn == taken.turn).values(**values)
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount == 1
