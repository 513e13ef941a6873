"""A count that was refused says why, on the page where one would look."""

from datetime import timedelta

from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.closing import refuse
from audit_app.database import now
from tests.factories import make_forum, make_open_round
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import sign_in


def test_the_stopped_round_says_why_it_was_not_counted(sqlite_client: PageClient, sqlite_session: Session) -> None:
    audit_round = make_open_round(sqlite_session, make_forum(sqlite_session), at=now() - timedelta(hours=1))
    rounds.stop(sqlite_session, audit_round, actor="A chair", at=now())
    rounds.request_close(sqlite_session, audit_round, actor="A chair", at=now())
    refuse(sqlite_session, audit_round.id, "There are more answers than used links.", now())
    sqlite_session.commit()
    address, ready = f"/forums/north/rounds/{audit_round.id}", audit_round
    sign_in(sqlite_client, sqlite_session, "secretariat@north.example")
    page = sqlite_client.page(address)
    assert "The answers could not be counted" in page.text
    assert "There are more answers than used links." in page.text
    rounds.reopen(sqlite_session, ready, now() + timedelta(days=1), actor="A chair", at=now())
    rounds.stop(sqlite_session, ready, actor="A chair", at=now())
    sqlite_session.commit()
    assert "could not be counted" not in sqlite_client.page(address).text
