"""What the worker does: take an order, make its documents one after the other, and sweep the shelf."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from audit_app.database import now, uk_day, writing
from audit_app.instance_secret import InstanceSecrets
from audit_app.packs import kinds, orders, shelf
from audit_app.packs.models import PackOrder
from audit_app.packs.progress import Progress
from audit_app.packs.subjects import NotThereError, Opened, opened

BEAT = timedelta(seconds=3)  # how often a worker says that it is still making

_log = logging.getLogger(__name__)


@dataclass
class Maker:
    """Makes what is ordered. Each document is committed by itself, so that what is made is there at once.

    stop: set when the process is to end; the document in hand is finished first.
    """

    sessions: sessionmaker[Session]
    secrets: InstanceSecrets
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], datetime] = now

    def make_next(self, at: datetime) -> bool:
        """Take one order and make it. False if none waits."""
        with self.sessions() as session:
            if not orders.anything_to_take(session, at):
                return False
        taken = self._write(lambda session: orders.take(session, at))
        if taken is None:
            return False
        if taken.tried > orders.HOPELESS:  # before anything else: whatever fails again and again comes after this
            _log.error("an order for a pack has failed %d times and is given up", orders.HOPELESS)
            self._write(lambda session: orders.refuse(session, taken, self.clock()))
            return True
        pack = self._opened(taken)
        if pack is not None:
            with self._heard_of(taken):
                self._make(Progress(self.sessions, self.clock, taken, pack))
        return True

    def make_all(self, at: datetime) -> None:
        """Make whatever waits."""
        while not self.stop.is_set() and self.make_next(at):
            at = self.clock()

    def sweep(self, at: datetime) -> None:
        """Delete what is older than a day, what is too much, and what nobody can open any more."""
        self._write(lambda session: shelf.sweep(session, at))
        self.forget_outdated(at)

    def forget_outdated(self, at: datetime) -> None:
        """Delete what is kept of contents that have changed: nobody can open it, and nobody is to keep it."""
        with self.sessions() as session:  # reads much, so that nobody is kept from writing meanwhile
            outdated = shelf.outdated(session, self.secrets, uk_day(at))
        for subject, pack in outdated:
            self._write(partial(shelf.forget, subject=subject, pack=pack))
        if outdated:
            _log.info("deleted %d packs whose content has changed", len(outdated))

    def _write(self, what: Callable[[Session], Any]) -> Any:  # noqa: ANN401  (whatever it returns)
        """Do something in a transaction of its own."""
        with writing(self.sessions) as session:
            result = what(session)
            session.commit()
        return result

    def _opened(self, taken: PackOrder) -> Opened[Any] | None:
        """What is to be made, as it stands now. None where there is nothing to make: the order is then over."""
        try:
            with self.sessions() as session:
                return opened(session, self.secrets, kinds.read(taken.subject), uk_day(self.clock()))
        except NotThereError:
            self._write(lambda session: orders.remove(session, taken))
        except DBAPIError:
            raise  # the database is away for a moment: the order is taken again
        except Exception:  # noqa: BLE001  (logged; one order that cannot be read must not keep the others back)
            _log.exception("the content of a pack could not be read")
            self._write(lambda session: orders.refuse(session, taken, self.clock()))
        return None

    def _make(self, progress: Progress) -> None:
        for document in progress.pack.subject.family:
            if self.stop.is_set():
                self._write(lambda session: orders.give_back(session, progress.taken))
                return
            if not progress.deal_with(document):
                return
        progress.deal_with_everything()

    @contextmanager
    def _heard_of(self, taken: PackOrder) -> Iterator[None]:
        """Say again and again that this worker still has the order, also while a document takes long."""
        over = threading.Event()

        def say() -> None:
            while not over.wait(BEAT.total_seconds()):
                try:
                    self._write(lambda session: orders.beat(session, taken, self.clock()))
                except DBAPIError:
                    _log.exception("could not say that a pack is still being made")

        beating = threading.Thread(target=say, name="a pack is being made", daemon=True)
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()
