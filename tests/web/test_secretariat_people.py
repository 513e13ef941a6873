"""One person at a time: add, change from a day, correct an address, name a deputy, leave."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from audit_app.audit.invitations import invitations_of
from audit_app.audit.models import Invitation
from audit_app.database import now
from audit_app.forum.models import Member, Office
from audit_app.mail.models import OutboxMessage
from audit_app.questionnaire.definition import Side
from audit_app.web.signed_in import today
from tests.factories import cast
from tests.harness.pages import PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, House, house_on

NEW = {"name": "Kim Invented", "email": "Kim@Union.example", "side": "staff", "organisation": "Example Union"}


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def found(house: House, email: str) -> Member | None:
    return house.refresh().scalar(select(Member).where(Member.email == email))


def day(field: str, at: date) -> dict[str, str]:
    return {f"{field}-day": f"{at:%d}", f"{field}-month": f"{at:%m}", f"{field}-year": f"{at:%Y}"}


def invitation_of(house: House, member_id: int) -> Invitation:
    found = house.refresh().scalar(select(Invitation).where(Invitation.member_id == member_id))
    assert found is not None
    return found


def test_the_list_shows_side_organisation_office_deputy_and_date(house: House) -> None:
    house.name_deputy("m2")
    text = house.page("people").text
    assert "Management side (6)" in text
    assert "Partners (2)" in text
    assert "Sam Sample sam@trust.example" in text
    assert "1 January 2025" in text
    assert "Chair" in text


def test_a_chair_reads_the_list_and_changes_nothing(house: House) -> None:
    house.sign_in(MANAGEMENT_CHAIR)
    page = house.page("people")
    assert "Invented M2" in page.text
    assert "Add one person" not in page.text
    assert not [address for address in page.links().values() if "/people/" in address]


def test_add_one_person(house: House) -> None:
    response = house.client.submit(house.at("people/add"), NEW)
    assert "Kim Invented has been added." in read(response).text
    member = found(house, "kim@union.example")
    assert member is not None
    seat = member.seat_on(today())
    assert seat is not None
    assert (seat.side, seat.office) == (Side.STAFF, Office.MEMBER)
    assert seat.organisation is not None
    assert seat.organisation.name == "Example Union"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the name."),
        ({"email": "not an address"}, "The e-mail address is not right"),
        ({"email": "m1@north.example"}, "Invented M1 already has this e-mail address"),
        ({"side": None}, "Choose a side"),
        ({"deputy_name": "Sam Sample"}, "Enter the deputy's e-mail address too"),
        ({"deputy_name": "S", "deputy_email": "m1@north.example"}, "Invented M1 is a member too"),
        ({"day-month": "13"}, "must be a real date"),
        ({"name": "Kim\x00 Invented"}, "hidden characters"),
        ({"name": "K" * 201}, "too long"),
    ],
)
def test_a_wrong_entry_is_explained_and_nothing_typed_is_lost(
    house: House, wrong: dict[str, str | None], words: str
) -> None:
    typed = {**NEW, "organisation": "Typed <b>Union</b>"} | wrong
    response = house.client.submit(house.at("people/add"), typed)
    page = read(response)
    assert response.status_code == 422
    assert page.title.startswith("Error: ")
    assert any(words in error for error in page.errors), page.errors
    assert 'value="Typed &lt;b&gt;Union&lt;/b&gt;"' in page.html
    assert found(house, "kim@union.example") is None


def test_side_and_office_change_from_a_day_and_the_past_stays(house: House) -> None:
    member = house.member("s2")
    later = today() + timedelta(days=10)
    path = house.at(f"people/{member.id}/change")
    house.client.submit(path, {"side": "management", "office": "chair", **day("day", today())})
    house.refresh()
    assert [(seat.side, seat.ends_on) for seat in member.seats] == [
        (Side.STAFF, today()),
        (Side.MANAGEMENT, None),
    ]
    seat = member.seat_on(later)
    assert seat is not None
    assert seat.office is Office.CHAIR


def test_a_change_before_the_person_joined_is_refused(house: House) -> None:
    member = house.member("s2")
    response = house.client.submit(house.at(f"people/{member.id}/change"), {"side": "partner", "day-year": "2020"})
    assert response.status_code == 422
    assert any("not a member on that day" in error for error in read(response).errors)
    house.refresh()
    assert len(member.seats) == 1


def test_a_corrected_address_gets_a_new_link_and_the_old_one_dies(house: House) -> None:
    house.opened()
    member = house.member("m2")
    before = invitation_of(house, member.id).generation
    house.client.submit(house.at(f"people/{member.id}/address"), {"email": "Right@North.example"})
    after = invitation_of(house, member.id)
    assert after.generation == before + 1
    sent_to = house.looking.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.subject_id == after.id).order_by(OutboxMessage.due_at)
    ).all()
    assert sent_to[-1] == "right@north.example"


def test_correcting_an_address_never_tells_who_has_answered(house: House) -> None:
    audit_round = house.opened()
    for invitation in invitations_of(house.session, audit_round):
        if invitation.member.email == "m2@north.example":
            cast(house.session, invitation, at=now())
    house.session.commit()
    said = []
    for short in ("m2", "m3"):
        path = house.at(f"people/{house.member(short).id}/address")
        text = read(house.client.submit(path, {"email": f"new-{short}@north.example"})).text
        said.append(text.replace(short, "X").replace(short.upper(), "X"))
    assert said[0] == said[1]


def test_a_member_keeps_a_link_that_only_the_deputys_address_is_about(house: House) -> None:
    house.opened()
    member = house.member("m2")
    before = invitation_of(house, member.id).generation
    path = house.at(f"people/{member.id}/deputy")
    response = house.client.submit(path, {"deputy_name": "Sam Sample", "deputy_email": "sam@trust.example"})
    assert "The deputy is now Sam Sample." in read(response).text
    assert invitation_of(house, member.id).generation == before


def test_removing_a_deputy_who_holds_the_link_gives_it_back_to_the_member(house: House) -> None:
    house.name_deputy("m2")
    member = house.member("m2")
    audit_round = house.opened()
    house.client.submit(house.at(f"rounds/{audit_round.id}/invitations/{member.id}"), button="Hand to the deputy")
    assert invitation_of(house, member.id).to_deputy
    house.client.submit(house.at(f"people/{member.id}/deputy"), {"deputy_name": "", "deputy_email": ""})
    after = invitation_of(house, member.id)
    assert not after.to_deputy
    assert after.generation == 3


def test_a_person_leaves_and_stays_on_record(house: House) -> None:
    member = house.member("p1")
    house.client.submit(house.at(f"people/{member.id}/leave"), day("day", today()))
    house.refresh()
    assert member.seat_on(today()) is None
    assert "People who left or have yet to begin (1)" in house.page("people").text


def test_leaving_before_joining_is_refused(house: House) -> None:
    member = house.member("p1")
    response = house.client.submit(house.at(f"people/{member.id}/leave"), {"day-year": "2020"})
    assert response.status_code == 422
    assert any("joins after that day" in error for error in read(response).errors)


def test_adding_sends_nothing(house: House) -> None:
    house.opened()
    before = house.refresh().scalar(select(func.count()).select_from(OutboxMessage))
    house.client.submit(house.at("people/add"), NEW)
    assert house.refresh().scalar(select(func.count()).select_from(OutboxMessage)) == before
