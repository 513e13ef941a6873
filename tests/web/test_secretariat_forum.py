"""The forum's page says first what to do next."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.database import now
from audit_app.forum.models import SecretariatPost
from tests.factories import cast_all, close_round, make_forum, make_open_round
from tests.harness.pages import Page, PageClient
from tests.web.results_in_the_house import sign_in
from tests.web.secretariat_house import STAFF_CHAIR, House, house_on


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def first_heading(page: Page) -> str:
    return "".join(page.all("h2")[0].itertext())


def test_without_people_the_first_thing_is_to_add_them(house: House) -> None:
    make_forum(house.session, "empty", management=0, staff=0, partner=0)
    house.session.commit()
    sign_in(house.client, house.session, "secretariat@empty.example")
    page = house.client.page("/forums/empty/")
    assert first_heading(page) == "Add the members"
    assert page.links()["Add people"] == "/forums/empty/people/table"
    assert "There are no rounds yet." in page.text


def test_with_one_side_only_the_other_is_asked_for(house: House) -> None:
    make_forum(house.session, "half", management=3, staff=0, partner=0)
    house.session.commit()
    sign_in(house.client, house.session, "secretariat@half.example")
    page = house.client.page("/forums/half/")
    assert first_heading(page) == "Add the missing side"
    assert "Nobody is on staff side yet" in page.text


def test_without_rounds_the_next_thing_is_to_set_one_up(house: House) -> None:
    assert house.page().links()["Set up a round"] == "/forums/north/rounds/new"


def test_a_draft_waits_to_be_opened(house: House) -> None:
    draft = house.draft()
    page = house.page()
    assert first_heading(page) == "Check the draft and open it"
    assert page.links()["Go to the draft"] == house.at(f"rounds/{draft.id}")


def test_a_chair_is_led_to_the_list_of_their_side(house: House) -> None:
    draft = house.draft()
    house.sign_in(STAFF_CHAIR)
    page = house.page()
    assert page.links()["Check the list"] == house.at(f"rounds/{draft.id}/list")
    assert "Set up a new round" not in page.text


def test_an_open_round_shows_how_many_have_answered(house: House) -> None:
    audit_round = house.opened()
    cast_all(house.session, audit_round, leave_out=5, at=now())
    house.session.commit()
    page = house.page()
    assert first_heading(page) == "Audit 2026 is open"
    assert "9 of 14 have answered so far." in page.text


def test_a_stopped_round_is_to_be_checked_and_closed(house: House) -> None:
    audit_round = house.opened()
    rounds.stop(house.session, audit_round, actor="Test", at=now())
    house.session.commit()
    page = house.page()
    assert first_heading(page) == "Audit 2026 has stopped"
    assert page.links()["Check and close"] == house.at(f"rounds/{audit_round.id}/check")


def test_a_closed_round_leads_to_its_results(house: House) -> None:
    audit_round = house.opened()
    cast_all(house.session, audit_round, at=now())
    close_round(house.session, audit_round, now())
    house.session.commit()
    page = house.page()
    assert page.links()["See the results"] == house.at(f"rounds/{audit_round.id}/results")
    assert "14 of 14 answered" in page.text


def test_a_round_that_opens_tomorrow_is_not_called_open(sqlite_client: PageClient, sqlite_session: Session) -> None:
    make_open_round(sqlite_session, make_forum(sqlite_session), name="Tomorrow's round", at=now() + timedelta(days=1))
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "secretariat@north.example")
    assert "Opens later" in sqlite_client.page("/forums/north/").text


def test_a_subgroup_is_a_link_for_those_who_may_open_it(sqlite_client: PageClient, sqlite_session: Session) -> None:
    parent = make_forum(sqlite_session)
    subgroup = make_forum(sqlite_session, "sub")
    subgroup.parent_id = parent.id
    sqlite_session.commit()
    sign_in(sqlite_client, sqlite_session, "secretariat@north.example")
    assert subgroup.name in sqlite_client.page("/forums/north/").text
    assert subgroup.name not in sqlite_client.page("/forums/north/").links()
    sqlite_session.add(SecretariatPost(forum_id=subgroup.id, name="Sec Retariat", email="secretariat@north.example"))
    sqlite_session.commit()
    assert sqlite_client.page("/forums/north/").links()[subgroup.name] == "/forums/sub/"
