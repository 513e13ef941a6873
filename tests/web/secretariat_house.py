"""Forums, and people who sign in to look after them.

`session` writes, and commits at once; `looking` only reads, so that it never keeps a page from writing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.audit.models import Round
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Forum, Member
from audit_app.settings import Settings
from tests.factories import make_draft, make_forum, make_open_round, member_of
from tests.harness.pages import Page, PageClient
from tests.web.results_in_the_house import sign_in

SECRETARIAT = "secretariat@north.example"
MANAGEMENT_CHAIR = "m1@north.example"
STAFF_CHAIR = "s1@north.example"
PLAIN_MEMBER = "s3@north.example"
OTHER_FORUM = "secretariat@south.example"
OPERATOR = "operator@ops.example"


@dataclass
class House:
    """The forum north, the forum south, and a browser."""

    session: Session
    looking: Session
    client: PageClient
    forum: Forum
    other: Forum

    def sign_in(self, email: str = SECRETARIAT) -> PageClient:
        sign_in(self.client, self.session, email)
        return self.client

    def page(self, path: str = "", status: int = 200) -> Page:
        return self.client.page(self.at(path), status)

    def at(self, path: str = "") -> str:
        """The address of a page of the forum north."""
        return f"/forums/north/{path}"

    def draft(self) -> Round:
        made = make_draft(self.session, self.forum, opens_at=now() + timedelta(hours=1))
        self.session.commit()
        return made

    def opened(self) -> Round:
        made = make_open_round(self.session, self.forum, at=now() - timedelta(hours=1))
        self.session.commit()
        return made

    def member(self, short: str) -> Member:
        return member_of(self.looking, self.forum, short)

    def name_deputy(self, short: str, email: str = "sam@trust.example") -> None:
        member = member_of(self.session, self.forum, short)
        member.deputy_name, member.deputy_email = "Sam Sample", email
        self.session.commit()

    def refresh(self) -> Session:
        """The session that reads, with nothing remembered: for looking at what the pages stored."""
        self.looking.rollback()
        self.looking.expire_all()
        return self.looking


@contextmanager
def house_on(engine: Engine, client: PageClient, *, management: int = 6, staff: int = 6) -> Iterator[House]:
    settings: Settings = client.application.config["SETTINGS"]
    client.application.config["SETTINGS"] = replace(settings, operator_emails=(OPERATOR,))
    sessions = make_sessions(engine)
    with writing(sessions) as session, sessions() as looking:
        forum = make_forum(session, "north", management=management, staff=staff, partner=2)
        other = make_forum(session, "south")
        session.commit()
        yield House(session, looking, client, forum, other)
