"""Two closed rounds, and chairs who make priorities of them in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.agenda.models import Priority
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.database import make_sessions, now, writing
from tests.harness.pages import Page, PageClient, read
from tests.web.results_in_the_house import address, sign_in, stored_rounds

MANAGEMENT, STAFF, SECRETARIAT = "m1@north.example", "s1@north.example", "secretariat@north.example"
DAY = (now() + timedelta(days=300)).date()
TYPED = {
    "title": "Bring plans to us early",
    "note": "A month before.",
    "owner": "both",
    "owner_role": "joint chairs",
    "statements": ["PB-1.1"],
    "target_score": "6.5",
    "review_on-day": str(DAY.day),
    "review_on-month": str(DAY.month),
    "review_on-year": str(DAY.year),
}


@dataclass
class House:
    """Two closed rounds, and whoever is signed in. `looking` reads what the pages stored."""

    client: PageClient
    session: Session
    looking: Session
    later: Round
    earlier: Round

    def sign_in(self, email: str) -> PageClient:
        sign_in(self.client, self.session, email)
        return self.client

    def change_to(self, email: str) -> PageClient:
        self.client.submit("/forums", button="Sign out")
        return self.sign_in(email)

    def stored(self) -> list[Priority]:
        self.looking.rollback()
        self.looking.expire_all()
        return list(self.looking.scalars(select(Priority).order_by(Priority.id)))

    def suggested(self, audit_round: Round) -> str:
        """The first suggestion of a round, as its own page makes it."""
        against = self.earlier if audit_round is self.later else None
        return load_comparison(self.looking, audit_round, against).suggestions[0].statement

    def add(self, audit_round: Round, **more: object) -> Page:
        """Add a priority of one's own."""
        return read(self.client.submit(address(audit_round, "priorities/add"), {**TYPED, **more}))


@contextmanager
def priorities_on(engine: Engine, client: PageClient) -> Iterator[House]:
    """The house on a copy of the template with two rounds."""
    sessions = make_sessions(engine)
    with writing(sessions) as session, sessions() as looking:
        later, earlier = stored_rounds(session)
        session.commit()
        yield House(client, session, looking, later, earlier)
