"""What an organisation has decided to do: its order, what is late, two people at once, and the calendar."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ActionState
from audit_app.assessment.actions import add_action, change_action
from audit_app.assessment.models import Action
from audit_app.database import now, uk_day
from tests.harness.every_assessment import acting, find_person
from tests.harness.pages import Page, PageClient, read
from tests.web.assessment_house import AssessmentHouse

ACTIONS = "/actions"


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


@pytest.fixture
def lead(house: AssessmentHouse) -> PageClient:
    return house.enter("lead")


def _today() -> date:
    return uk_day(now())


def _add(
    house: AssessmentHouse, text: str, due_in: int | None = None, state: str = "to_do", item: str | None = None
) -> int:
    with house.writing() as (session, made):
        who = acting(find_person(session, made.organisation, "lead"))
        due_on = "" if due_in is None else (_today() + timedelta(days=due_in)).isoformat()
        typed = {"text": text, "owner_role": "Head of estates", "due_on": due_on}
        action = add_action(session, made.organisation, typed, who, now(), assessment=made, item_id=item)
        if state != "to_do":
            change_action(session, action, {"state": state}, action.revision, who, now())
        return action.id


def _stored(house: AssessmentHouse) -> list[Action]:
    with Session(house.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(Action).order_by(Action.id)))


def _change(house: AssessmentHouse, action_id: int, **fields: str) -> None:
    """As the colleague of the other side."""
    with house.writing() as (session, made):
        action = session.get_one(Action, action_id)
        who = acting(find_person(session, made.organisation, "rep"))
        change_action(session, action, fields, action.revision, who, now())


def _texts(page: Page) -> list[str]:
    return ["".join(each.itertext()).strip() for each in page.all("p", "app-action__text")]


def test_open_ones_come_first_the_soonest_due_first_then_what_is_achieved(
    house: AssessmentHouse, lead: PageClient
) -> None:
    _add(house, "No date")
    _add(house, "Dropped", -90, "dropped")
    _add(house, "Done", -50, "done")
    _add(house, "Later", 40)
    _add(house, "Late", -1)
    page = lead.page(house.of_trust(ACTIONS))
    assert _texts(page) == ["Late", "Later", "No date", "Done", "Dropped"]
    headings = ["".join(each.itertext()) for each in page.all("h2")]
    assert headings == ["Open", "What you have achieved", "Dropped"]


@pytest.mark.parametrize(("due_in", "late"), [(-1, True), (0, False), (1, False)])
def test_late_is_said_in_words_from_the_day_after(
    house: AssessmentHouse, lead: PageClient, due_in: int, late: bool
) -> None:
    _add(house, "Open a quiet room", due_in)
    page = lead.page(house.of_trust(ACTIONS))
    assert ("Overdue since" in page.text) == late
    assert ("1 action is overdue." in page.text) == late
    assert ("Overdue since" in lead.page(house.at("/results")).text) == late


def test_what_is_done_is_not_late(house: AssessmentHouse, lead: PageClient) -> None:
    _add(house, "Open a quiet room", -30, "done")
    text = lead.page(house.of_trust(ACTIONS)).text
    assert "verdue" not in text
    assert "Done on " in text


def test_an_action_of_a_statement_says_which(house: AssessmentHouse, lead: PageClient) -> None:
    _add(house, "Train all managers", item="HW-1.2")
    assert "For: Every service has a current stress risk assessment." in lead.page(house.of_trust(ACTIONS)).text


def test_adding_one(house: AssessmentHouse, lead: PageClient) -> None:
    typed = {
        "text": "Open a quiet room", "owner_role": "Head of estates", "due_on-day": "31", "due_on-month": "3",
        "due_on-year": "2031",
    }  # fmt: skip
    shown = lead.submit(house.of_trust(ACTIONS), typed, button="Add this action")
    assert "The action is added." in read(shown).text
    (made,) = _stored(house)
    assert (made.text, made.owner_role, made.due_on) == ("Open a quiet room", "Head of estates", date(2031, 3, 31))
    assert (made.state, made.item_id, made.assessment_id) == (ActionState.TO_DO, None, None)


def test_faults_are_told_beside_their_fields_and_nothing_typed_is_lost(
    house: AssessmentHouse, lead: PageClient
) -> None:
    typed = {"text": "Open a quiet room", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2031"}
    answer = lead.submit(house.of_trust(ACTIONS), typed, button="Add this action")
    assert answer.status_code == 422
    page = read(answer)
    assert any("must be a real date" in error for error in page.errors)
    assert "Open a quiet room" in ["".join(each.itertext()).strip() for each in page.all("textarea")]
    assert _stored(house) == []
    answer = lead.submit(house.of_trust(ACTIONS), {"text": "Open a quiet room"}, button="Add this action")
    assert any("Say who sees to it" in error for error in read(answer).errors)
    assert _stored(house) == []


def test_changing_text_owner_day_and_state(house: AssessmentHouse, lead: PageClient) -> None:
    number = _add(house, "Open a quiet room", 5)
    typed = {
        "text": "Open two quiet rooms", "owner_role": "Head of space", "due_on-year": "2032", "state": "under_way",
    }  # fmt: skip
    lead.submit(house.of_trust(f"{ACTIONS}/{number}"), typed, button="Save")
    (stored,) = _stored(house)
    assert (stored.text, stored.owner_role, stored.state) == (
        "Open two quiet rooms", "Head of space", ActionState.UNDER_WAY,
    )  # fmt: skip
    assert stored.due_on is not None
    assert stored.due_on.year == 2032
    parts = {"due_on-day": "", "due_on-month": "", "due_on-year": ""}
    lead.submit(house.of_trust(f"{ACTIONS}/{number}"), parts, button="Save")
    assert _stored(house)[0].due_on is None


def test_a_conflict_shows_both_and_loses_neither(house: AssessmentHouse, lead: PageClient) -> None:
    number = _add(house, "Open a quiet room", 5)
    address = house.of_trust(f"{ACTIONS}/{number}")
    seen = lead.get(address)
    _change(house, number, text="Open a loud room", state="under_way")
    refused = lead.press(seen, {"text": "Open two quiet rooms"}, button="Save")
    assert refused.status_code == 422
    page = read(refused)
    assert "What you will do now says: Open a loud room. You wrote: Open two quiet rooms." in page.text
    assert "How it stands now says: Under way. You wrote: To do." in page.text
    assert "Open two quiet rooms" in ["".join(each.itertext()).strip() for each in page.all("textarea")]
    assert _stored(house)[0].text == "Open a loud room"
    lead.press(refused, {"state": "under_way"}, button="Save")
    assert (_stored(house)[0].text, _stored(house)[0].state) == ("Open two quiet rooms", ActionState.UNDER_WAY)


def test_marking_as_done_and_opening_again(house: AssessmentHouse, lead: PageClient) -> None:
    number = _add(house, "Open a quiet room", 5)
    shown = lead.submit(house.of_trust(ACTIONS), button="Mark as done: Open a quiet room")
    assert "What you have achieved" in read(shown).text
    assert (_stored(house)[0].state, _stored(house)[0].done_on) == (ActionState.DONE, _today())
    lead.submit(house.of_trust(f"{ACTIONS}/{number}"), {"state": "to_do"}, button="Save")
    assert (_stored(house)[0].state, _stored(house)[0].done_on) == (ActionState.TO_DO, None)


def test_what_has_changed_meanwhile_is_not_marked_as_done_unseen(house: AssessmentHouse, lead: PageClient) -> None:
    number = _add(house, "Open a quiet room", 5)
    seen = lead.get(house.of_trust(ACTIONS))
    _change(house, number, text="Build a new wing")
    answer = lead.press(seen, button="Mark as done: Open a quiet room")
    assert answer.request.path == house.of_trust(f"{ACTIONS}/{number}")
    assert "Somebody else has just changed this action." in read(answer).text
    assert _stored(house)[0].state is ActionState.TO_DO


def test_the_calendar_has_what_is_still_to_do(house: AssessmentHouse, lead: PageClient) -> None:
    address = house.of_trust("/actions.ics")
    _add(house, "Without a date")
    assert lead.get(address).status_code == 404
    assert address not in lead.page(house.of_trust(ACTIONS)).links().values()
    _add(house, "Open a quiet room", 30)
    _add(house, "Done long ago", -30, "done")
    assert address in lead.page(house.of_trust(ACTIONS)).links().values()
    answer = lead.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    lines = answer.data.decode().splitlines()
    assert f"DTSTART;VALUE=DATE:{_today() + timedelta(days=30):%Y%m%d}" in lines
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Due: Open a quiet room"]
    again = lead.get(address).data.decode().splitlines()
    assert [line for line in again if line.startswith("UID")] == [line for line in lines if line.startswith("UID")]


def test_actions_are_linked_from_the_overview_the_home_and_the_statement(
    house: AssessmentHouse, lead: PageClient
) -> None:
    number = _add(house, "Train all managers", item="HW-1.2")
    for path in ("/forums/north/assessments", house.at()):
        assert lead.page(path).links()["Actions"] == house.of_trust(ACTIONS)
    assert lead.page(house.at("/items/HW-1.2")).links()["Train all managers"] == house.of_trust(f"{ACTIONS}/{number}")
