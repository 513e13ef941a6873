"""One order on its way: what is made, what could not be made, and how far it is."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from audit_app.database import writing
from audit_app.packs import orders, shelf
from audit_app.packs.models import PackOrder
from audit_app.packs.subjects import EVERYTHING, Opened
from audit_app.reports.documents import Document, Made

_log = logging.getLogger(__name__)


class Progress:
    """Deals with the documents of an order in their order, and writes down after each how far it is.

    A document that is kept already is taken as it is, one that failed before is left out. So an order that is taken
    over goes on where the last worker ended.
    """

    def __init__(
        self, sessions: sessionmaker[Session], clock: Callable[[], datetime], taken: PackOrder, pack: Opened[Any]
    ) -> None:
        self.taken = taken
        self.pack = pack
        self._sessions = sessions
        self._clock = clock
        as_ordered = taken.pack == pack.seal.pack  # otherwise the content has changed since: everything anew
        self._dealt_with = taken.done if as_ordered else 0
        self._failed = list(taken.failures) if as_ordered else []
        # in hand each time that a worker died: the first document that is not dealt with
        self._set_aside = taken.done + 1 if as_ordered and taken.tried > orders.MOST_TRIES else 0
        self._place = 0
        self._all: list[Made] = []

    def deal_with(self, document: Document[Any]) -> bool:
        """Make one document, unless it is kept or has failed. False if the order is in other hands by now."""
        self._place += 1
        content = self._kept(document.id)
        if content is None and document.id not in self._failed:
            content = self._made(document.id, lambda: document.make(self.pack.content))
        if content is not None:
            name = self.pack.name_of(document.id, document.ending)
            self._all.append(Made(document.id, name, document.title, document.purpose, content))
        return self._place <= self._dealt_with or self._report()

    def deal_with_everything(self) -> None:
        """The ZIP, which holds every document or is not made at all; then the order is done."""
        self._place += 1
        if not self._failed and self._kept(EVERYTHING) is None:
            self._made(EVERYTHING, lambda: self.pack.subject.everything(self.pack.content, self._all))
        if self._report():
            with writing(self._sessions) as session:
                shelf.replace_older(session, self.pack)
                orders.finish(session, self.taken, self._clock())
                session.commit()

    def _kept(self, document: str) -> bytes | None:
        with self._sessions() as session:
            return shelf.fetch(session, self.pack, document)

    def _made(self, document: str, make: Callable[[], bytes]) -> bytes | None:
        """Make and keep a document. None, and a line in the log without any of its content, if it cannot be made."""
        try:
            self._refuse_what_ends_the_worker()
            content = shelf.not_too_large(make())
        except Exception:  # noqa: BLE001  (one document that cannot be made must not keep the others back)
            _log.exception("the document %r of a pack could not be made", document)
            self._failed.append(document)
            return None
        with writing(self._sessions) as session:
            shelf.keep(session, self.pack, document, content, self._clock())
            session.commit()
        return content

    def _refuse_what_ends_the_worker(self) -> None:
        if self._place == self._set_aside:
            raise RuntimeError("The worker ended each time that this document was begun.")

    def _report(self) -> bool:
        with writing(self._sessions) as session:
            ours = orders.report(
                session, self.taken, self._clock(), pack=self.pack.seal.pack, done=self._place, failed=self._failed
            )
            session.commit()
        return ours
