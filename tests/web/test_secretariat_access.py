"""Every page of the secretariat by role: who may open it, who may not, and that no number of another forum opens."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.audit import own_wording
from audit_app.forum.models import Forum
from audit_app.questionnaire import adapting_rules
from tests.factories import CATALOGUE, NOON, TEN, make_open_round, member_of
from tests.harness.pages import PageClient
from tests.web.secretariat_house import (
    MANAGEMENT_CHAIR,
    OPERATOR,
    OTHER_FORUM,
    PLAIN_MEMBER,
    SECRETARIAT,
    STAFF_CHAIR,
    House,
    house_on,
)

SECRETARIAT_ONLY = (
    "people/add",
    "people/table",
    "people/table-to-fill-in.csv",
    "people/{member}",
    "people/{member}/change",
    "people/{member}/address",
    "people/{member}/deputy",
    "people/{member}/leave",
    "rounds/new",
    "rounds/{draft}/change",
    "rounds/{draft}/open",
    "rounds/{open}/invitations",
    "rounds/{open}/invitations/add",
    "rounds/{open}/invitations/{member}",
    "wording/{wording}/name",
    "wording/{wording}/discard",
    "wording/{wording}/questions/PT-1",
    "wording/{wording}/sections/PT/add",
    "wording/{wording}/added/1",
    "earlier",
    "earlier/partnership-ten/averages/sides",
    "earlier/file",
    "earlier/to-fill-in/partnership-ten/tallies.csv",
)
SHARED_WITH_CHAIRS = (
    "",
    "wording",
    "wording/{wording}",
    "wording/{wording}/changes",
    "wording/{wording}/preview",
    "people",
    "rounds/{draft}",
    "rounds/{draft}/preview",
    "rounds/{open}",
    "rounds/{open}/record",
    "rounds/{open}/state",
    "rounds/{open}/stop",
    "rounds/{open}/annul",
)
POSTS = (
    "people/table/store",
    "rounds/{open}/invitations/{member}/new-link",
    "rounds/{open}/invitations/{member}/hand-over",
    "rounds/{open}/invitations/{member}/take-back",
    "rounds/{draft}/put-into-use",
    "rounds/{draft}/undo",
    "earlier/file/columns",
    "earlier/file/store",
    "wording/{wording}/propose",
    "wording/{wording}/questions/PT-1/drop",
    "wording/{wording}/questions/PT-1/keep",
    "wording/{wording}/added/1/out",
)


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        yield made


def fill(house: House, path: str) -> str:
    draft, opened = house.draft(), None
    if "{open}" in path:
        opened = make_open_round(house.session, house.forum, name="Another", at=draft.opens_at)  # type: ignore[arg-type]
        house.session.commit()
    wording = make_wording(house.session, house.forum) if "{wording}" in path else 0
    return house.at(
        path.format(draft=draft.id, open=opened.id if opened else 0, member=house.member("m2").id, wording=wording)
    )


RUN_BY = "Sec Retariat (Secretariat)"


def make_wording(session: Session, forum: Forum) -> int:
    """A draft of the forum's own wording with a statement added; its number."""
    made = own_wording.start(session, forum, CATALOGUE, TEN, actor=RUN_BY, at=NOON)
    wishes = adapting_rules.add(TEN, own_wording.wishes_of(made), "PT", "Ours?", None, partners_asked=True)
    own_wording.change(
        session, CATALOGUE, made, wishes, seen=made.revision, actor="Sec Retariat (Secretariat)", at=NOON
    )
    session.commit()
    return made.id


@pytest.mark.parametrize("path", SECRETARIAT_ONLY)
def test_pages_that_only_the_secretariat_opens(house: House, path: str) -> None:
    address = fill(house, path)
    for email, status in ((SECRETARIAT, 200), (MANAGEMENT_CHAIR, 403), (PLAIN_MEMBER, 403), (OTHER_FORUM, 404)):
        house.sign_in(email)
        assert house.client.get(address).status_code == status, email
        house.client.submit("/forums", button="Sign out")


@pytest.mark.parametrize("path", SHARED_WITH_CHAIRS)
def test_pages_that_secretariat_and_chairs_share(house: House, path: str) -> None:
    address = fill(house, path)
    expected = ((SECRETARIAT, 200), (STAFF_CHAIR, 200), (PLAIN_MEMBER, 403), (OTHER_FORUM, 404), (OPERATOR, 403))
    for email, status in expected:
        house.sign_in(email)
        assert house.client.get(address).status_code == status, email
        house.client.submit("/forums", button="Sign out")


@pytest.mark.parametrize("path", POSTS)
def test_posts_refuse_everyone_but_the_secretariat(house: House, path: str) -> None:
    address = fill(house, path)
    house.client.application.config["WTF_CSRF_ENABLED"] = False  # so that it is the role that refuses
    for email, status in ((STAFF_CHAIR, 403), (PLAIN_MEMBER, 403), (OTHER_FORUM, 404)):
        house.sign_in(email)
        assert house.client.post(address).status_code == status, email
        house.client.post("/sign-out")


@pytest.mark.parametrize("path", [*SECRETARIAT_ONLY, *SHARED_WITH_CHAIRS])
def test_who_is_not_signed_in_is_asked_to_sign_in(house: House, path: str) -> None:
    response = house.client.get(fill(house, path))
    assert response.status_code == 303
    assert response.location == "/sign-in"


@pytest.mark.parametrize("path", [p for p in (*SECRETARIAT_ONLY, *SHARED_WITH_CHAIRS) if "{" in p])
def test_numbers_of_another_forum_are_not_found(house: House, path: str) -> None:
    foreign_round = make_open_round(house.session, house.other, at=house.draft().opens_at)  # type: ignore[arg-type]
    foreign_member = member_of(house.session, house.other, "m2")
    house.session.commit()
    house.sign_in()
    foreign_wording = make_wording(house.session, house.other)
    address = house.at(
        path.format(draft=foreign_round.id, open=foreign_round.id, member=foreign_member.id, wording=foreign_wording)
    )
    assert house.client.get(address).status_code == 404


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_beyond_the_database_are_not_found(house: House, number: int) -> None:
    house.sign_in()
    assert house.client.get(house.at(f"rounds/{number}")).status_code == 404
    assert house.client.get(house.at(f"people/{number}")).status_code == 404


def test_the_list_of_a_side_is_confirmed_by_its_chairs_alone(house: House) -> None:
    address = fill(house, "rounds/{draft}/list")
    for email, status in ((SECRETARIAT, 403), (MANAGEMENT_CHAIR, 200), (PLAIN_MEMBER, 403), (OTHER_FORUM, 404)):
        house.sign_in(email)
        assert house.client.get(address).status_code == status, email
        house.client.submit("/forums", button="Sign out")


def test_every_page_of_the_blueprint_is_in_these_tables(sqlite_app: Flask) -> None:
    elsewhere = {
        "/forums/<slug>/secretariat",
        "/forums/<slug>/secretariat/<int:post_id>/remove",
        "/forums/<slug>/settings",  # test_forum_settings
        "/operator/forums",
        "/operator/mail/failed",  # these two in test_failed_mail
        "/operator/mail/failed/<int:message_id>",
        "/forums/<slug>/rounds/<int:round_id>/list",
        "/forums/<slug>/rounds/<int:round_id>/check",  # these three ask for a stopped round: test_secretariat_close
        "/forums/<slug>/rounds/<int:round_id>/reopen",
        "/forums/<slug>/rounds/<int:round_id>/close",
        "/forums/<slug>/wording/<int:wording_id>/agree",  # for chairs alone: test_access_matrix
        "/forums/<slug>/wording/<int:wording_id>/send-back",
    }
    names = {
        "{draft}": "<int:round_id>",
        "{open}": "<int:round_id>",
        "{member}": "<int:member_id>",
        "{wording}": "<int:wording_id>",
        "questions/PT-1": "questions/<name>",
        "sections/PT/": "sections/<section>/",
        "added/1": "added/<int:key>",
        "earlier/partnership-ten/averages/sides": "earlier/<questionnaire>/<known>/<split>",
        "earlier/to-fill-in/partnership-ten/tallies.csv": "earlier/to-fill-in/<questionnaire>/<rows>.<extension>",
    }
    listed = set()
    for path in (*SECRETARIAT_ONLY, *SHARED_WITH_CHAIRS, *POSTS):
        rule = f"/forums/<slug>/{path}"
        for name, part in names.items():
            rule = rule.replace(name, part)
        listed.add(rule)
    rules = {rule.rule for rule in sqlite_app.url_map.iter_rules() if rule.endpoint.startswith("secretariat.")}
    assert rules == listed | elsewhere
