"""Who may do what, by every role; and that a stranger's forum looks like none."""

import pytest
from sqlalchemy.orm import Session

from audit_app.forum import access
from audit_app.forum.access import (
    Access,
    Need,
    NotAllowedError,
    Role,
    UnknownForumError,
    fetch_forum,
    forums_of,
    may_sign_in,
)
from audit_app.forum.entries import Person
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Forum, Office
from audit_app.forum.people import add_member, add_to_secretariat, change_member, leave
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JANUARY, JUNE, NOVEMBER, person

OPERATOR = "operator@service.example"
PEOPLE = {
    "secretariat": "sam@region.example",
    "operator": OPERATOR,
    "management chair": "mona@trust.example",
    "staff vice chair": "vic@trust.example",
    "staff member": "asha@trust.example",
    "independent chair": "ida@trust.example",
}


@pytest.fixture
def forum(session: Session) -> Forum:
    made = create_forum(session, "North")
    add_to_secretariat(session, made, "Sam Example", "sam@region.example")
    add_member(session, made, person("mona", Side.MANAGEMENT, Office.CHAIR), JANUARY)
    add_member(session, made, person("vic", Side.STAFF, Office.VICE_CHAIR), JANUARY)
    add_member(session, made, person("asha"), JANUARY)
    add_member(session, made, person("ida", Side.PARTNER, Office.CHAIR), JANUARY)
    return made


def fetch(session: Session, email: str, *needs: Need, slug: str = "north") -> Access:
    return fetch_forum(session, slug, email, JUNE, *needs, operators=(OPERATOR,))[1]


OFFICERS = {"management chair", "staff vice chair"}
MAY: dict[Need, set[str]] = {
    access.may_run_rounds: {"secretariat"},
    access.may_keep_people: {"secretariat"},
    access.may_appoint: {"secretariat", "operator"},
    access.may_see_people: {"secretariat"} | OFFICERS,
    access.may_confirm_list: OFFICERS,
    access.may_see_progress: {"secretariat"} | OFFICERS,
    access.may_close_rounds: {"secretariat"} | OFFICERS,
    access.may_see_results: {"secretariat"} | OFFICERS,
    access.may_share_results: OFFICERS,
    access.may_take_part: OFFICERS | {"staff member", "independent chair"},
}


@pytest.mark.parametrize("need", MAY, ids=lambda need: need.__name__)
def test_what_each_person_may_do(session: Session, forum: Forum, need: Need) -> None:
    del forum
    allowed = set()
    for who, email in PEOPLE.items():
        try:
            fetch(session, email, need)
        except NotAllowedError:
            continue
        allowed.add(who)
    assert allowed == MAY[need]


def test_every_need_of_the_room_is_tested_here() -> None:
    needs = {name for name in vars(access) if name.startswith("may_") and name != "may_sign_in"}
    assert needs == {need.__name__ for need in MAY}


@pytest.mark.parametrize(
    ("email", "slug"),
    [
        ("stranger@else.example", "north"),
        ("sam@region.example", "south"),
        ("mona@trust.example", "south"),
        ("sam@region.example", "nowhere"),
        ("sam@region.example", "NORTH"),
        ("", "north"),
    ],
)
def test_other_peoples_forums_and_unknown_ones_are_refused_alike(
    session: Session, forum: Forum, email: str, slug: str
) -> None:
    del forum
    create_forum(session, "South")
    with pytest.raises(UnknownForumError) as refused:
        fetch(session, email, slug=slug)
    assert str(refused.value) == "There is no such forum among yours."


def test_all_needs_must_be_met(session: Session, forum: Forum) -> None:
    del forum
    fetch(session, PEOPLE["management chair"], access.may_see_results, access.may_share_results)
    with pytest.raises(NotAllowedError):
        fetch(session, PEOPLE["secretariat"], access.may_see_results, access.may_share_results)


def test_access_ends_on_the_day_somebody_leaves(session: Session, forum: Forum) -> None:
    zoe = add_member(session, forum, person("zoe", Side.STAFF, Office.CHAIR), JANUARY)
    leave(session, zoe, JUNE)
    session.flush()
    with pytest.raises(UnknownForumError):
        fetch(session, zoe.email)
    assert not may_sign_in(session, zoe.email, JUNE)
    assert may_sign_in(session, zoe.email, JANUARY)


def test_a_chair_who_steps_down_sees_no_results_any_more(session: Session, forum: Forum) -> None:
    zoe = add_member(session, forum, person("zoe", Side.STAFF, Office.CHAIR), JANUARY)
    change_member(session, zoe, person("zoe", Side.STAFF, Office.MEMBER), JUNE)
    with pytest.raises(NotAllowedError):
        fetch(session, zoe.email, access.may_see_results)
    fetch(session, zoe.email, access.may_take_part)


def test_one_person_may_be_secretariat_and_member(session: Session, forum: Forum) -> None:
    add_member(session, forum, Person("Sam Example", "sam@region.example", Side.PARTNER), JANUARY)
    own = fetch(session, "sam@region.example")
    assert own.roles == {Role.SECRETARIAT, Role.MEMBER}
    assert own.titles == ("Secretariat", "Member, Partners")


def test_the_record_of_a_round_names_person_and_office(session: Session, forum: Forum) -> None:
    del forum
    assert fetch(session, PEOPLE["staff vice chair"]).actor == "Vic Example (Vice chair, Staff side)"
    assert fetch(session, PEOPLE["secretariat"]).actor == "Sam Example (Secretariat)"


def test_everybody_sees_their_own_forums_and_the_operator_all(session: Session, forum: Forum) -> None:
    south = create_forum(session, "South")
    add_member(session, south, person("asha", Side.MANAGEMENT), NOVEMBER)
    assert [f.slug for f, _ in forums_of(session, PEOPLE["staff member"], JUNE)] == ["north"]
    assert [f.slug for f, _ in forums_of(session, PEOPLE["staff member"], NOVEMBER)] == ["north", "south"]
    assert [f.slug for f, _ in forums_of(session, OPERATOR, JUNE, (OPERATOR,))] == ["north", "south"]
    assert forums_of(session, OPERATOR, JUNE) == []
    del forum
