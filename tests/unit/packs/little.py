"""A small kind of pack, about a forum's name, whose documents do as a test wishes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from unittest.mock import patch

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum
from audit_app.packs import kinds, orders
from audit_app.packs.making import Maker
from audit_app.packs.models import PackOrder
from audit_app.packs.subjects import NotThereError, Opened, Subject, opened
from audit_app.reports.documents import Document, Family, Made
from tests.factories import NOON, SECRETS, make_forum

TODAY = NOON.date()
Make = Callable[[str], bytes]


@dataclass(frozen=True)
class Little(Subject[str]):
    forum_id: int

    kind: ClassVar[str] = "little"
    make: ClassVar[dict[str, Make]] = {}
    made: ClassVar[list[str]] = []  # what was made, in that order

    @property
    def family(self) -> Family[str]:
        return [Document(name, "csv", name.capitalize(), "To test.", self._maker(name)) for name in self.make]

    def _maker(self, name: str) -> Make:
        def make(content: str) -> bytes:
            self.made.append(name)
            return self.make[name](content)

        return make

    def load(self, session: Session, today: date) -> str:
        del today
        found = session.get(Forum, self.forum_id)
        if found is None:
            raise NotThereError("The forum is gone.")
        return found.name

    def file_name(self, content: str, document: str, ending: str) -> str:
        del content
        return f"{document}.{ending}"

    def everything(self, content: str, made: Sequence[Made]) -> bytes:
        self.made.append("everything")
        return content.encode() + b"".join(each.content for each in made)


def plainly(text: str) -> Make:
    """A document that says something and the content."""
    return lambda content: f"{text}: {content}".encode()


@dataclass
class LittleHouse:
    """One forum, its pack of three documents, and a worker."""

    engine: Engine
    subject: Little

    def worker(self) -> Maker:
        return Maker(make_sessions(self.engine), SECRETS, clock=lambda: NOON)

    def reading(self) -> Session:
        return make_sessions(self.engine)()

    def writing(self) -> Session:
        return writing(make_sessions(self.engine))

    def opened(self) -> Opened[str]:
        with self.reading() as session:
            return opened(session, SECRETS, self.subject, TODAY)

    def order(self) -> bool:
        with self.writing() as session:
            ordered = orders.order(session, self.opened(), NOON)
            session.commit()
        return ordered

    def stored(self) -> PackOrder:
        with self.reading() as session:
            found = orders.order_of(session, self.subject)
        assert found is not None
        return found

    def rename(self, name: str) -> None:
        with self.writing() as session:
            session.get_one(Forum, self.subject.forum_id).name = name
            session.commit()


@contextmanager
def little_house(engine: Engine) -> Iterator[LittleHouse]:
    with writing(make_sessions(engine)) as session:
        forum = make_forum(session)
        session.commit()
        subject = Little(forum.id)
    Little.make.clear()
    Little.made.clear()
    Little.make.update({name: plainly(name) for name in ("one", "two", "three")})
    with patch.dict(kinds.KINDS, {"little": Little}):
        yield LittleHouse(engine, subject)
