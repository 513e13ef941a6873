"""Members join, come back and leave from a day on."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Forum, Member, Office, Organisation
from audit_app.forum.people import add_member, chairs_of, find_member, former_members, leave, members_on, seats_on
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JANUARY, JUNE, NOVEMBER, person


@pytest.fixture
def forum(session: Session) -> Forum:
    return create_forum(session, "North")


def names(session: Session, forum: Forum, day: date) -> list[str]:
    return [member.name.split()[0] for member in members_on(session, forum, day)]


def test_a_member_belongs_from_the_first_day_and_not_before(session: Session, forum: Forum) -> None:
    add_member(session, forum, person(), JUNE)
    assert names(session, forum, JUNE - timedelta(days=1)) == []
    assert names(session, forum, JUNE) == ["Asha"]


def test_somebody_who_left_was_a_member_until_the_day_before(session: Session, forum: Forum) -> None:
    member = add_member(session, forum, person(), JANUARY)
    leave(session, member, JUNE)
    session.expire_all()
    assert names(session, forum, JUNE - timedelta(days=1)) == ["Asha"]
    assert names(session, forum, JUNE) == []
    assert former_members(session, forum, JUNE) == [member]


def test_coming_back_keeps_the_same_record_and_both_times(session: Session, forum: Forum) -> None:
    member = add_member(session, forum, person(), JANUARY)
    leave(session, member, JUNE)
    again = add_member(session, forum, person(side=Side.MANAGEMENT, email="asha@trust.example"), NOVEMBER)
    session.expire_all()
    assert again is member
    assert names(session, forum, JANUARY) == names(session, forum, NOVEMBER) == ["Asha"]
    assert names(session, forum, JUNE) == []
    seat = member.seat_on(JANUARY)
    assert seat is not None
    assert seat.side is Side.STAFF


def test_nobody_is_added_twice(session: Session, forum: Forum) -> None:
    add_member(session, forum, person(), JANUARY)
    with pytest.raises(InvalidEntryError, match="Asha Example already has this e-mail address"):
        add_member(session, forum, person(name="Another"), JUNE)
    assert len(session.scalars(select(Member)).all()) == 1


def test_the_same_person_may_be_in_two_forums(session: Session, forum: Forum) -> None:
    other = create_forum(session, "South")
    here, there = add_member(session, forum, person(), JANUARY), add_member(session, other, person(), JANUARY)
    assert find_member(session, forum, here.id) is here
    assert find_member(session, forum, there.id) is None


def test_a_deputy_cannot_be_a_member_too(session: Session, forum: Forum) -> None:
    add_member(session, forum, person("asha", deputy_name="Ben", deputy_email="ben@trust.example"), JANUARY)
    with pytest.raises(InvalidEntryError, match="deputy of Asha Example") as refused:
        add_member(session, forum, person("ben"), JANUARY)
    assert list(refused.value.errors) == ["email"]
    with pytest.raises(InvalidEntryError, match="would answer twice") as refused:
        add_member(session, forum, person("cai", deputy_name="Asha", deputy_email="asha@trust.example"), JANUARY)
    assert list(refused.value.errors) == ["deputy_email"]


def test_leaving_twice_or_before_joining_is_explained(session: Session, forum: Forum) -> None:
    member = add_member(session, forum, person(), JUNE)
    with pytest.raises(InvalidEntryError, match="joins after that day"):
        leave(session, member, JANUARY)
    leave(session, member, NOVEMBER)
    with pytest.raises(InvalidEntryError, match="already left"):
        leave(session, member, NOVEMBER)


def test_an_organisation_is_made_once_whatever_its_capitals(session: Session, forum: Forum) -> None:
    add_member(session, forum, person("asha", organisation="Élan Trust"), JANUARY)
    add_member(session, forum, person("ben", organisation="ÉLAN trust"), JANUARY)
    assert [each.name for each in session.scalars(select(Organisation))] == ["Élan Trust"]


def test_chairs_come_before_vice_chairs_and_only_from_their_own_side(session: Session, forum: Forum) -> None:
    add_member(session, forum, person("amir", office=Office.VICE_CHAIR), JANUARY)
    add_member(session, forum, person("zoe", office=Office.CHAIR), JANUARY)
    add_member(session, forum, person("ben", office=Office.CHAIR), JANUARY)
    add_member(session, forum, person("cai"), JANUARY)
    add_member(session, forum, person("dee", Side.MANAGEMENT, Office.CHAIR), JANUARY)
    former = add_member(session, forum, person("eli", office=Office.CHAIR), JANUARY)
    leave(session, former, JUNE)
    found = [member.name.split()[0] for member in chairs_of(session, forum, Side.STAFF, JUNE)]
    assert found == ["Ben", "Zoe", "Amir"]


def test_seats_are_listed_by_side(session: Session, forum: Forum) -> None:
    for short, side in (("asha", Side.PARTNER), ("ben", Side.STAFF), ("cai", Side.MANAGEMENT)):
        add_member(session, forum, person(short, side), JANUARY)
    assert [seat.side for seat in seats_on(session, forum, JUNE)] == [Side.MANAGEMENT, Side.STAFF, Side.PARTNER]
