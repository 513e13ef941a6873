"""Who may do what, by every role; and that a stranger's forum looks like none."""

import pytest
from sqlalchemy import Engine, event, select
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
from audit_app.forum.contributors import add_contributor, add_organisation, contributors_of, leave_forum
from audit_app.forum.entries import Person
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Forum, Office, Organisation
from audit_app.forum.people import add_member, add_to_secretariat, change_member, leave
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JANUARY, JUNE, NOVEMBER, contributor, person

OPERATOR = "operator@service.example"
PEOPLE = {
    "secretariat": "sam@region.example",
    "operator": OPERATOR,
    "management chair": "mona@trust.example",
    "staff vice chair": "vic@trust.example",
    "staff member": "asha@trust.example",
    "independent chair": "ida@trust.example",
    "wellbeing lead": "lena@trust.example",
    "contributor": "colin@trust.example",
}


@pytest.fixture
def forum(session: Session) -> Forum:
    made = create_forum(session, "North")
    add_to_secretariat(session, made, "Sam Example", "sam@region.example")
    add_member(session, made, person("mona", Side.MANAGEMENT, Office.CHAIR), JANUARY)
    add_member(session, made, person("vic", Side.STAFF, Office.VICE_CHAIR), JANUARY)
    add_member(session, made, person("asha"), JANUARY)
    add_member(session, made, person("ida", Side.PARTNER, Office.CHAIR), JANUARY)
    trust = add_organisation(session, made, "Eastern Trust")
    add_contributor(session, trust, contributor("lena", Side.MANAGEMENT, lead=True))
    add_contributor(session, trust, contributor("colin", Side.STAFF))
    return made


def fetch(session: Session, email: str, *needs: Need, slug: str = "north") -> Access:
    return fetch_forum(session, slug, email, JUNE, *needs, operators=(OPERATOR,))[1]


OFFICERS = {"management chair", "staff vice chair"}
ASSESSORS = {"wellbeing lead", "contributor"}
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
    access.may_decide_priorities: OFFICERS,
    access.may_take_part: OFFICERS | {"staff member", "independent chair"},
    access.may_assess: ASSESSORS,
    access.may_run_assessments: {"secretariat"},
    access.may_see_shared_assessments: PEOPLE.keys() - {"operator"},
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


def _trust(session: Session) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.name == "Eastern Trust")).one()


def test_a_contributor_is_known_by_organisation_and_side(session: Session, forum: Forum) -> None:
    trust = _trust(session)
    other = add_organisation(session, forum, "Western Trust")
    colin = fetch(session, PEOPLE["contributor"])
    assert (colin.name, colin.titles, colin.side) == ("Colin Example", ("Contributor",), None)
    assert colin.organisations == {trust.id}
    assert (colin.assess_side(trust.id), colin.assess_side(other.id)) == (Side.STAFF, None)
    assert colin.contributions[0].actor == "Colin Example (Invented role, Staff side)"
    assert not colin.keeps_contributors_of(trust.id)
    lena = fetch(session, PEOPLE["wellbeing lead"])
    assert lena.titles == ("Wellbeing lead",)
    assert [lena.keeps_contributors_of(each.id) for each in (trust, other)] == [True, False]
    assert [lena.leads(each.id) for each in (trust, other)] == [True, False]
    assert fetch(session, PEOPLE["secretariat"]).keeps_contributors_of(other.id)


def test_a_lead_of_one_organisation_may_be_a_contributor_of_another(session: Session, forum: Forum) -> None:
    other = add_organisation(session, forum, "Western Trust")
    add_contributor(session, other, contributor("first", Side.STAFF))
    add_contributor(session, other, contributor("lena", Side.STAFF))
    lena = fetch(session, PEOPLE["wellbeing lead"])
    assert lena.leads(_trust(session).id)
    assert not lena.leads(other.id)
    assert (lena.assess_side(_trust(session).id), lena.assess_side(other.id)) == (Side.MANAGEMENT, Side.STAFF)


def test_contributors_sign_in_until_their_organisation_has_left(session: Session, forum: Forum) -> None:
    email = PEOPLE["contributor"]
    leave_forum(session, _trust(session), NOVEMBER)
    assert [each.slug for each, _ in forums_of(session, email, JUNE)] == [forum.slug]
    assert may_sign_in(session, email, JUNE)
    assert not may_sign_in(session, email, NOVEMBER)
    with pytest.raises(UnknownForumError):
        fetch_forum(session, "north", email, NOVEMBER)


def test_a_contributor_who_is_taken_off_the_list_has_no_way_in(session: Session, forum: Forum) -> None:
    del forum
    session.delete(next(each for each in contributors_of(session, _trust(session)) if not each.lead))
    session.flush()
    assert not may_sign_in(session, PEOPLE["contributor"], JUNE)


def test_a_contributor_of_another_forum_has_nothing_here(session: Session, forum: Forum) -> None:
    del forum
    south = create_forum(session, "South")
    with pytest.raises(UnknownForumError):
        fetch(session, PEOPLE["contributor"], slug="south")
    trust = add_organisation(session, south, "Eastern Trust")
    add_contributor(session, trust, contributor("sol", Side.STAFF))
    with pytest.raises(UnknownForumError):
        fetch(session, "sol@trust.example")


@pytest.mark.parametrize("email", [*PEOPLE.values(), "stranger@else.example"])
def test_the_same_queries_are_made_for_every_address(
    session: Session, engine: Engine, forum: Forum, email: str
) -> None:
    """Or the time that the sign-in page takes would say who is known."""
    del forum
    session.commit()
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM" in statement:
            asked.append(statement.split("FROM")[1].split(maxsplit=1)[0])

    event.listen(engine, "before_cursor_execute", note)
    session.expire_all()
    may_sign_in(session, email, JUNE)
    event.remove(engine, "before_cursor_execute", note)
    assert [table for table in asked if table != "seat"] == ["secretariat_post", "member", "contributor", "forum"]
