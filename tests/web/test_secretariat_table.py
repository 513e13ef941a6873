"""A table of people: looked at row by row, then stored, all of it or nothing."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from audit_app.forum.models import Member
from audit_app.forum.table_files import read_upload
from audit_app.mail.models import OutboxMessage
from tests.harness.pages import PageClient, filled_in, read
from tests.web.secretariat_house import House, house_on

GOOD = "Name\tE-mail\tSide\tOrganisation\nKim Invented\tkim@union.example\tstaff\tExample Union\n"
BAD = GOOD + "=HYPERLINK(1)\tnowhere\tnobody\t\n"


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def members(house: House) -> int:
    return house.refresh().scalar(select(func.count()).select_from(Member)) or 0


def test_nothing_is_stored_before_somebody_says_so(house: House) -> None:
    before = members(house)
    page = read(house.client.submit(house.at("people/table"), {"pasted": GOOD}))
    assert "1 new." in page.text
    assert members(house) == before


def test_the_table_is_stored_after_looking_at_it(house: House) -> None:
    before = members(house)
    looked = read(house.client.submit(house.at("people/table"), {"pasted": GOOD}))
    page = read(store(house, filled_in(looked.form("Store this table"))["pasted"][0]))
    assert "The table is stored: 1 added." in page.text
    assert members(house) == before + 1


def store(house: House, text: str) -> TestResponse:
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    return house.client.post(house.at("people/table/store"), data={"pasted": text}, follow_redirects=True)


def test_a_second_upload_changes_people_and_doubles_nobody(house: House) -> None:
    store(house, GOOD)
    before = members(house)
    page = read(store(house, GOOD.replace("staff", "management")))
    assert "1 changed." in page.text
    assert members(house) == before


def test_each_bad_row_is_marked_with_its_reasons_and_the_text_stays(house: House) -> None:
    response = house.client.submit(house.at("people/table"), {"pasted": BAD})
    page = read(response)
    assert response.status_code == 422
    assert page.errors == ["1 row must be put right. Nothing has been stored"]
    assert "The side is not known" in page.text
    assert "The e-mail address is not right" in page.text
    assert "Store this table" not in page.text
    textarea = next(iter(page.root.iter("textarea")))
    assert "=HYPERLINK(1)\tnowhere\tnobody" in "".join(textarea.itertext())


def test_the_button_that_stores_trusts_nothing_that_the_browser_sends(house: House) -> None:
    before = members(house)
    response = store(house, BAD)
    assert response.status_code == 422
    assert "Nothing has been stored" in read(response).text
    assert members(house) == before


@pytest.mark.parametrize("text", ["", "only one line", "Name\tE-mail\tSide\n", "a\tb\n1\t2\n"])
def test_what_is_no_table_is_refused_beside_the_field(house: House, text: str) -> None:
    response = house.client.submit(house.at("people/table"), {"pasted": text})
    assert response.status_code == 422
    assert read(response).errors
    assert store(house, text).status_code == 422


def test_a_file_can_be_uploaded(house: House) -> None:
    sent = {"upload": (BytesIO(GOOD.replace("\t", ",").encode()), "members.csv")}
    page = read(house.client.submit(house.at("people/table"), sent))
    assert "Kim Invented" in page.text
    assert "1 new." in page.text


def test_a_file_that_is_no_table_is_refused_beside_the_file(house: House) -> None:
    response = house.client.submit(house.at("people/table"), {"upload": (BytesIO(b"%PDF-1.7"), "members.pdf")})
    page = read(response)
    assert response.status_code == 422
    assert page.links()[page.errors[0]] == "#upload"


def test_people_who_are_not_in_the_table_stay(house: House) -> None:
    page = read(house.client.submit(house.at("people/table"), {"pasted": GOOD}))
    assert "14 members of the forum not in this table" in page.text
    assert "They stay members." in page.text


def test_the_table_to_fill_in_can_be_read_back(house: House) -> None:
    response = house.client.get(house.at("people/table-to-fill-in.csv"))
    assert "attachment" in response.headers["Content-Disposition"]
    table = read_upload("members.csv", response.data)
    assert set(table.fields) == {"name", "email", "side", "organisation", "office", "deputy_name", "deputy_email"}
    assert not table.ignored


def test_a_changed_deputy_gets_a_link_of_their_own(house: House) -> None:
    house.name_deputy("m2")
    audit_round = house.opened()
    member = house.member("m2")
    house.client.submit(house.at(f"rounds/{audit_round.id}/invitations/{member.id}"), button="Hand to the deputy")
    headings = "Name\tE-mail\tSide\tDeputy name\tDeputy e-mail\n"
    store(house, headings + "Invented M2\tm2@north.example\tmanagement\tJo New\tjo@trust.example\n")
    page = house.page(f"rounds/{audit_round.id}/invitations/{member.id}")
    assert "jo@trust.example" in page.text
    house.refresh()
    assert newest_recipient(house) == "jo@trust.example"


def newest_recipient(house: House) -> str | None:
    from_outbox = select(OutboxMessage.recipient).order_by(OutboxMessage.due_at.desc()).limit(1)
    return house.refresh().scalar(from_outbox)
