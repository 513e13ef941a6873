"""Renaming and moving a forum, by its secretariat and by the operator."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from audit_app.forum.models import Forum, SecretariatPost
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import OPERATOR, House, house_on

SAVE = "Save the changes"


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        yield made


def stored(house: House) -> Forum:
    house.looking.expire_all()
    forum = house.looking.get_one(Forum, house.forum.id)
    house.looking.commit()
    return forum


def choices(house: House) -> list[str]:
    options = house.page("settings").all("option")
    return ["".join(option.itertext()).strip() for option in options]


def test_the_secretariat_renames_and_the_address_stays(house: House) -> None:
    house.sign_in()
    page = house.client.submit(house.at("settings"), {"forum_name": " Inner  North Forum "}, button=SAVE)
    assert "The changes to Inner North Forum are saved." in page.text
    assert stored(house).name == "Inner North Forum"
    assert house.page("").title.startswith("Inner North Forum")


def test_an_empty_name_stores_nothing_and_keeps_what_was_chosen(house: House) -> None:
    house.sign_in(OPERATOR)
    answer = house.client.submit(house.at("settings"), {"forum_name": "  ", "parent": "south"}, button=SAVE)
    page = read(answer)
    assert answer.status_code == 422
    assert "Enter the name of the forum." in page.text
    assert [option.get("value") for option in page.all("option") if option.get("selected") is not None] == ["south"]
    assert (stored(house).name, stored(house).parent_id) == (house.forum.name, None)


def test_the_operator_moves_a_forum_and_never_in_a_circle(house: House) -> None:
    house.sign_in(OPERATOR)
    house.client.submit(house.at("settings"), {"parent": "south"}, button=SAVE)
    assert stored(house).parent_id == house.other.id
    answer = house.client.submit("/forums/south/settings", {"parent": "north"}, button=SAVE)
    assert answer.status_code == 422
    assert "A forum cannot stand under itself or under one of its own subgroups." in read(answer).text
    house.client.submit(house.at("settings"), {"parent": ""}, button=SAVE)
    assert stored(house).parent_id is None


def test_a_secretary_learns_of_no_other_forum_and_moves_into_their_own_alone(house: House) -> None:
    house.sign_in()
    assert choices(house) == ["No other forum"]
    hint = " You can choose a forum whose secretariat you are in. Being part of another forum opens no results to it. "
    assert hint in house.page("settings").text
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    refused = house.client.post(house.at("settings"), data={"forum_name": "North", "parent": "south"})
    assert refused.status_code == 422
    assert stored(house).parent_id is None
    house.session.add(SecretariatPost(forum_id=house.other.id, name="Sec", email="secretariat@north.example"))
    house.session.commit()
    assert choices(house) == ["No other forum", house.other.name]


def test_a_place_that_somebody_else_chose_stays(house: House) -> None:
    house.forum.parent = house.other
    house.session.commit()
    house.sign_in()
    house.client.submit(house.at("settings"), {"forum_name": "North again"}, button=SAVE)
    assert (stored(house).name, stored(house).parent_id) == ("North again", house.other.id)
