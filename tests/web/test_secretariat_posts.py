"""Who runs a forum, and the operator's page that makes forums."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from audit_app.forum.models import Forum, SecretariatPost
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, OPERATOR, OTHER_FORUM, SECRETARIAT, House, house_on

NEW_FORUM = {"forum_name": "Inner North SPF", "name": "Ada Invented", "email": "ada@sec.example"}


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        yield made


def posts(house: House) -> set[str]:
    query = select(SecretariatPost.email).where(SecretariatPost.forum_id == house.forum.id)
    return set(house.refresh().scalars(query))


@pytest.mark.parametrize(
    ("email", "status"), [(SECRETARIAT, 200), (OPERATOR, 200), (MANAGEMENT_CHAIR, 403), (OTHER_FORUM, 404)]
)
def test_who_may_appoint(house: House, email: str, status: int) -> None:
    house.sign_in(email)
    post = house.looking.scalar(select(SecretariatPost).where(SecretariatPost.forum_id == house.forum.id))
    assert post is not None
    assert house.client.get(house.at("secretariat")).status_code == status
    assert house.client.get(house.at(f"secretariat/{post.id}/remove")).status_code == status


def test_add_somebody_and_remove_them_again(house: House) -> None:
    house.sign_in()
    path = house.at("secretariat")
    page = read(house.client.submit(path, {"name": "Ada Invented", "email": "Ada@sec.example"}))
    assert "Ada Invented is now in the secretariat." in page.text
    assert posts(house) == {SECRETARIAT, "ada@sec.example"}
    remove = next(address for words, address in page.links().items() if words.startswith("Remove Ada"))
    assert "Rounds and the record of who did what stay as they are." in house.client.page(remove).text
    house.client.submit(remove)
    assert posts(house) == {SECRETARIAT}


def test_a_wrong_entry_is_explained_and_kept(house: House) -> None:
    house.sign_in()
    response = house.client.submit(house.at("secretariat"), {"name": "Ada Invented", "email": SECRETARIAT})
    page = read(response)
    assert response.status_code == 422
    assert page.errors == ["This person is already in the secretariat of this forum."]
    assert 'value="Ada Invented"' in page.html


def test_the_last_one_cannot_be_removed(house: House) -> None:
    house.sign_in()
    post = house.looking.scalar(select(SecretariatPost).where(SecretariatPost.forum_id == house.forum.id))
    assert post is not None
    response = house.client.submit(house.at(f"secretariat/{post.id}/remove"))
    assert response.status_code == 409
    assert "A forum needs somebody in its secretariat." in read(response).errors[0]
    assert posts(house) == {SECRETARIAT}


def test_a_post_of_another_forum_is_not_found(house: House) -> None:
    house.sign_in()
    other = house.looking.scalar(select(SecretariatPost).where(SecretariatPost.forum_id == house.other.id))
    assert other is not None
    assert house.client.get(house.at(f"secretariat/{other.id}/remove")).status_code == 404


@pytest.mark.parametrize("email", [SECRETARIAT, MANAGEMENT_CHAIR])
def test_only_operators_find_the_page_that_makes_forums(house: House, email: str) -> None:
    assert house.client.get("/operator/forums").location == "/sign-in"
    house.sign_in(email)
    assert house.client.get("/operator/forums").status_code == 404
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post("/operator/forums", data=NEW_FORUM).status_code == 404


def test_an_operator_makes_a_forum_with_its_first_secretary(house: House) -> None:
    house.sign_in(OPERATOR)
    page = read(house.client.submit("/operator/forums", {**NEW_FORUM, "parent": "north"}))
    assert "Inner North SPF has been made. Ada Invented can sign in and set it up." in page.text
    forum = house.refresh().scalar(select(Forum).where(Forum.slug == "inner-north-spf"))
    assert forum is not None
    assert forum.parent_id == house.forum.id
    house.sign_in("ada@sec.example")
    assert house.client.get("/forums/inner-north-spf/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words", "target"),
    [
        ({"forum_name": ""}, "Enter the name of the forum.", "#forum_name"),
        ({"slug": "Not A Slug!"}, "Use small letters", "#slug"),
        ({"slug": "south"}, "Another forum has this short name.", "#slug"),
        ({"email": "nobody"}, "The e-mail address is not right", "#email"),
        ({"name": ""}, "Enter the name.", "#name"),
    ],
)
def test_a_forum_is_made_whole_or_not_at_all(house: House, wrong: dict[str, str], words: str, target: str) -> None:
    house.sign_in(OPERATOR)
    response = house.client.submit("/operator/forums", NEW_FORUM | wrong)
    page = read(response)
    assert response.status_code == 422
    assert words in page.errors[0]
    assert page.links()[page.errors[0]] == target
    assert set(house.refresh().scalars(select(Forum.slug))) == {"north", "south"}
