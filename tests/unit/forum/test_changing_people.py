"""Changing side, office, organisation, address and deputy; the past stays as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import create_forum
from audit_app.forum.models import Forum, Member, Office
from audit_app.forum.people import (
    add_member,
    add_to_secretariat,
    change_member,
    correct_address,
    leave,
    name_deputy,
    remove_from_secretariat,
    secretariat_of,
)
from audit_app.questionnaire.definition import Side
from tests.unit.forum.people import JANUARY, JUNE, NOVEMBER, person


@pytest.fixture
def forum(session: Session) -> Forum:
    return create_forum(session, "North")


@pytest.fixture
def asha(session: Session, forum: Forum) -> Member:
    return add_member(session, forum, person(), JANUARY)


def test_changing_side_ends_one_seat_and_begins_the_next(session: Session, asha: Member) -> None:
    change_member(session, asha, person(side=Side.MANAGEMENT), JUNE)
    session.commit()
    session.expire_all()
    assert [(seat.side, seat.starts_on, seat.ends_on) for seat in asha.seats] == [
        (Side.STAFF, JANUARY, JUNE),
        (Side.MANAGEMENT, JUNE, None),
    ]
    before, after = asha.seat_on(JUNE - timedelta(days=1)), asha.seat_on(JUNE)
    assert before is not None
    assert after is not None
    assert (before.side, after.side) == (Side.STAFF, Side.MANAGEMENT)


def test_changing_nothing_makes_no_second_seat(session: Session, asha: Member) -> None:
    assert change_member(session, asha, person(), JUNE) is False
    assert len(asha.seats) == 1


def test_a_slip_on_the_first_day_is_corrected_in_place(session: Session, asha: Member) -> None:
    change_member(session, asha, person(side=Side.PARTNER, office=Office.CHAIR), JANUARY)
    assert [(seat.side, seat.office) for seat in asha.seats] == [(Side.PARTNER, Office.CHAIR)]


def test_a_planned_last_day_stays_when_the_office_changes(session: Session, asha: Member) -> None:
    leave(session, asha, NOVEMBER)
    change_member(session, asha, person(office=Office.CHAIR), JUNE)
    assert [(seat.office, seat.ends_on) for seat in asha.seats] == [(Office.MEMBER, JUNE), (Office.CHAIR, NOVEMBER)]


def test_only_a_present_member_can_change(session: Session, asha: Member) -> None:
    leave(session, asha, JUNE)
    with pytest.raises(InvalidEntryError) as refused:
        change_member(session, asha, person(side=Side.PARTNER), NOVEMBER)
    assert list(refused.value.errors) == ["day"]


def test_a_changed_address_is_reported_so_that_links_can_be_renewed(session: Session, asha: Member) -> None:
    deputy = {"deputy_name": "Ben", "deputy_email": "ben@trust.example"}
    assert change_member(session, asha, person(**deputy), JUNE) is True
    assert change_member(session, asha, person(**deputy), JUNE) is False
    assert change_member(session, asha, person(email="new@trust.example", **deputy), JUNE) is True
    assert asha.email == "new@trust.example"


def test_a_corrected_address_is_tidied_and_must_be_free(session: Session, forum: Forum, asha: Member) -> None:
    add_member(session, forum, person("ben"), JANUARY)
    assert correct_address(session, asha, " Asha.New@Trust.Example ", JUNE) == "asha.new@trust.example"
    for taken in ("BEN@trust.example", "not an address"):
        with pytest.raises(InvalidEntryError) as refused:
            correct_address(session, asha, taken, JUNE)
        assert list(refused.value.errors) == ["email"]
    assert asha.email == "asha.new@trust.example"


def test_an_address_of_somebody_who_left_is_still_theirs(session: Session, forum: Forum, asha: Member) -> None:
    leave(session, asha, JUNE)
    ben = add_member(session, forum, person("ben"), JANUARY)
    with pytest.raises(InvalidEntryError, match="Asha Example already has"):
        correct_address(session, ben, "asha@trust.example", NOVEMBER)


def test_a_deputy_is_named_and_removed(session: Session, asha: Member) -> None:
    name_deputy(session, asha, "Ben Example", "Ben@trust.example", JUNE)
    assert (asha.deputy_name, asha.deputy_email) == ("Ben Example", "ben@trust.example")
    name_deputy(session, asha, "", "", JUNE)
    assert (asha.deputy_name, asha.deputy_email) == (None, None)


def test_a_member_cannot_become_a_deputy(session: Session, forum: Forum, asha: Member) -> None:
    add_member(session, forum, person("ben"), JANUARY)
    with pytest.raises(InvalidEntryError) as refused:
        name_deputy(session, asha, "Ben", "ben@trust.example", JUNE)
    assert list(refused.value.errors) == ["deputy_email"]


def test_a_forum_keeps_somebody_in_its_secretariat(session: Session, forum: Forum) -> None:
    first = add_to_secretariat(session, forum, "Sam Example", "Sam@region.example")
    assert first.email == "sam@region.example"
    with pytest.raises(InvalidEntryError, match="Add another person first"):
        remove_from_secretariat(session, first)
    second = add_to_secretariat(session, forum, "Tia Example", "tia@region.example")
    remove_from_secretariat(session, first)
    assert secretariat_of(session, forum) == [second]


@pytest.mark.parametrize(
    ("name", "email", "fields"),
    [("", "bad", {"name", "email"}), ("Sam", "SAM@region.example", {"email"}), ("a\0", "x@y.example", {"name"})],
)
def test_a_post_needs_a_name_and_a_new_address(
    session: Session, forum: Forum, name: str, email: str, fields: set[str]
) -> None:
    add_to_secretariat(session, forum, "Sam", "sam@region.example")
    with pytest.raises(InvalidEntryError) as refused:
        add_to_secretariat(session, forum, name, email)
    assert set(refused.value.errors) == fields


def test_a_person_is_not_changed_by_a_refused_change(session: Session, forum: Forum, asha: Member) -> None:
    add_member(session, forum, person("ben"), JANUARY)
    wanted = replace(person(side=Side.PARTNER), email="ben@trust.example")
    with pytest.raises(InvalidEntryError):
        change_member(session, asha, wanted, JUNE)
    assert asha.email == "asha@trust.example"
    assert len(asha.seats) == 1
