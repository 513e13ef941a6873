"""Who fills it in: adding, correcting and removing people, the last lead, and the e-mail that they get."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import AssessmentRecord
from audit_app.audit.letters import Letters
from audit_app.database import make_sessions
from audit_app.forum.contributors import contributors_of
from audit_app.forum.models import Contributor, Organisation
from audit_app.mail.delivery import Delivery, deliver_due
from audit_app.mail.models import MessageState
from audit_app.settings import Settings
from tests.factories import SECRETS
from tests.harness.mail_server import MailServer
from tests.harness.pages import PageClient, read
from tests.unit.mail.post import server_at
from tests.web.assessment_house import AssessmentHouse

ADD = "Add and send an e-mail"
NEW = {"name": "Sam Invented", "email": "Sam@North.example", "side": "staff", "role": "Branch secretary"}


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


@pytest.fixture
def lead(house: AssessmentHouse) -> PageClient:
    return house.enter("lead")


def _people(house: AssessmentHouse) -> dict[str, Contributor]:
    with Session(house.engine, expire_on_commit=False) as session:
        trust = session.get_one(Organisation, house.numbers["organisation_id"])
        return {each.email.partition("@")[0]: each for each in contributors_of(session, trust)}


def _of(house: AssessmentHouse, short: str, what: str) -> str:
    return house.of_trust(f"/contributors/{_people(house)[short].id}/{what}")


def test_somebody_is_added_and_comes_in_by_their_address(house: AssessmentHouse, lead: PageClient) -> None:
    answer = lead.submit(house.of_trust("/contributors"), NEW, button=ADD)
    assert "Sam Invented is added. An e-mail is on its way." in read(answer).text
    sam = _people(house)["sam"]
    assert (sam.email, sam.side.value, sam.lead) == ("sam@north.example", "staff", False)
    assert "for staff side" in house.enter("sam").page(house.at("/elements/HW-1")).text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 201}, "name"), ({"email": "nobody"}, "email"), ({"email": ""}, "email"),
        ({"email": "REP@north.example"}, "email"), ({"side": "partner"}, "side"), ({"side": None}, "side"),
        ({"role": " "}, "role"), ({"role": "x" * 121}, "role"), ({"name": "Sam\x00"}, "name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    house: AssessmentHouse, lead: PageClient, typed: dict[str, str | None], field: str
) -> None:
    answer = lead.submit(house.of_trust("/contributors"), {**NEW, **typed}, button=ADD)
    assert answer.status_code == 422
    page = read(answer)
    assert [page.links()[message] for message in page.errors] == [f"#{field}"]
    assert "Branch secretary" in page.html or field == "role"
    assert len(_people(house)) == 2


def test_an_entry_is_corrected_and_another_lead_is_named(house: AssessmentHouse, lead: PageClient) -> None:
    lead.submit(_of(house, "rep", "change"), {"role": "Branch chair", "lead": "y"})
    rep = _people(house)["rep"]
    assert (rep.role, rep.lead, rep.side.value) == ("Branch chair", True, "staff")
    moved = lead.submit(_of(house, "rep", "change"), {"email": "rep2@north.example"})
    assert "An e-mail to Invented rep is on its way." in read(moved).text
    assert lead.get(_of(house, "rep2", "change")).status_code == 200
    refused = lead.submit(_of(house, "rep2", "change"), {"email": "lead@north.example"})
    assert read(refused).errors == ["Invented lead already has this e-mail address in this organisation."]


def test_the_last_lead_stays(house: AssessmentHouse, lead: PageClient) -> None:
    refused = lead.submit(_of(house, "lead", "change"), {"lead": None})
    assert refused.status_code == 422
    assert read(refused).links()[read(refused).errors[0]] == "#lead"
    refused = lead.submit(_of(house, "lead", "remove"))
    assert refused.status_code == 409
    assert read(refused).errors == ["An organisation needs a wellbeing lead. Choose another lead first."]
    assert _people(house)["lead"].lead


def test_who_is_removed_has_no_way_in_and_what_they_wrote_stays(house: AssessmentHouse, lead: PageClient) -> None:
    rep = house.enter("rep")
    house.rate("rep", {"HW-1.1": {"staff": "2"}})
    lead.submit(_of(house, "rep", "remove"))
    assert rep.get(house.at()).status_code in {303, 404}
    assert house.answer("HW-1.1").staff == 2
    assert "Nobody from staff side is on this list yet." in lead.page(house.of_trust("/contributors")).text


def test_a_contributor_reads_the_list_and_is_told_whom_to_ask(house: AssessmentHouse) -> None:
    rep = house.enter("rep")
    page = rep.page(house.of_trust("/contributors"))
    assert not {"Change", "Remove", ADD} & {words.partition(" ")[0] for words in page.links()}
    assert "Ask Invented lead." in rep.page(_of(house, "lead", "change"), status=403).text


def test_the_email_says_neither_side_nor_token_and_opens_with_the_front_door(
    house: AssessmentHouse, lead: PageClient, settings: Settings, smtp_server: MailServer
) -> None:
    lead.submit(house.of_trust("/contributors"), NEW, button=ADD)
    letters = Letters(replace(settings, base_url="https://audit.example"), SECRETS)
    sessions = make_sessions(house.engine)
    delivery = Delivery(sessions, server_at(smtp_server.url), letters.compose, letters.settled)
    assert deliver_due(delivery) == {MessageState.SENT: 1}
    assert smtp_server.recipients == ["sam@north.example"]
    (message,) = smtp_server.messages
    subject, body = str(message["Subject"]), message.get_content()
    addresses = [word for word in body.split() if "://" in word]
    assert addresses == ["https://audit.example/sign-in"]
    assert "Invented Trust" in body
    for hidden in ("staff", "management", "union", "Branch secretary"):
        assert hidden not in subject.lower()
        assert not any(hidden in address for address in addresses)


def test_who_changes_sides_stands_in_the_record(house: AssessmentHouse, lead: PageClient) -> None:
    """Whoever has been on both sides has seen both sides' own ratings, so both sides must be able to tell."""
    name, address = _people(house)["lead"].name, _of(house, "lead", "change")
    lead.submit(address, {"role": "Head of wellbeing"}, button="Save")
    assert "invited" not in house.deeds()
    lead.submit(address, {"side": "staff"}, button="Save")
    with Session(house.engine) as session:
        (noted,) = [each for each in session.scalars(select(AssessmentRecord)) if each.deed.value == "invited"]
        assert noted.note == f"{name} (Head of wellbeing, Staff side)"
