"""The list of one's own forums says of each round what is true of it."""

from sqlalchemy.orm import Session

from audit_app.database import now
from tests.harness.every_state import make_every_state
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import sign_in


def test_a_plain_member_hears_nothing_of_rounds_that_have_no_links(
    sqlite_client: PageClient, sqlite_session: Session
) -> None:
    make_every_state(sqlite_session, "north", now())
    sign_in(sqlite_client, sqlite_session, "s4@north.example")
    page = sqlite_client.page("/forums")
    assert "Open round" in page.text
    assert "Typed in" not in page.text
    assert "Draft round" not in page.text


def test_a_typed_in_round_was_held_and_not_closed(sqlite_client: PageClient, sqlite_session: Session) -> None:
    make_every_state(sqlite_session, "north", now())
    sign_in(sqlite_client, sqlite_session, "m1@north.example")
    text = sqlite_client.page("/forums").text
    assert "Typed in, 2 years ago" in text
    assert "Typed in, 3 years ago" not in text
    assert text.count("Held on ") == 1


def test_a_round_that_has_not_begun_says_from_when(sqlite_client: PageClient, sqlite_session: Session) -> None:
    make_every_state(sqlite_session, "north", now())
    for who in ("s4@north.example", "m1@north.example"):
        sign_in(sqlite_client, sqlite_session, who)
        page = sqlite_client.page("/forums")
        assert page.text.count("Members can answer from ") == 1
