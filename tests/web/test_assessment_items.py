"""One statement: its note, evidence and actions; two people at once; and nothing about a person."""

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.harness.pages import PageClient, filled_in, read
from tests.web.assessment_house import AssessmentHouse

ITEM = "/items/HW-1.1"
ADD = "Add this evidence"


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


@pytest.fixture
def lead(house: AssessmentHouse) -> PageClient:
    return house.enter("lead")


@pytest.fixture
def rep(house: AssessmentHouse) -> PageClient:
    return house.enter("rep")


def _fields(answer: TestResponse, button: str) -> dict[str, list[str]]:
    return filled_in(read(answer).form(button))


def test_different_fields_of_a_statement_are_put_together(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    first, second = lead.get(house.at(ITEM)), rep.get(house.at(ITEM))
    lead.press(first, {"note": "From management"}, button="Save")
    rep.press(second, {"priority": "now", "help_wanted": "y"}, button="Save")
    answer = house.answer("HW-1.1")
    assert (answer.note, answer.priority, answer.help_wanted) == ("From management", "now", True)


def test_the_same_note_is_refused_and_the_rest_of_the_other_change_stays(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    first, second = lead.get(house.at(ITEM)), rep.get(house.at(ITEM))
    lead.press(first, {"note": "Theirs", "priority": "later", "help_wanted": "y"}, button="Save")
    refused = rep.press(second, {"note": "Mine"}, button="Save")
    assert refused.status_code == 422
    page = read(refused)
    assert page.links()[page.errors[0]] == "#note"
    assert "The note now says: Theirs. You chose or wrote: Mine." in page.text
    shown = _fields(refused, "Save")
    assert (shown["note"][0].strip(), shown["priority"], "help_wanted" in shown) == ("Mine", ["later"], True)
    assert house.answer("HW-1.1").note == "Theirs"
    rep.press(refused, button="Save")
    answer = house.answer("HW-1.1")
    assert (answer.note, answer.priority, answer.help_wanted) == ("Mine", "later", True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"note": "x" * 2001}, "note"), ({"note": "A\x00 note"}, "note"), ({"confidence": "banana"}, "confidence"),
        ({"priority": "yesterday"}, "priority"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_statement_is_said_beside_its_field(
    house: AssessmentHouse, lead: PageClient, typed: dict[str, str], field: str
) -> None:
    answer = lead.submit(house.at(ITEM), typed, button="Save")
    assert answer.status_code == 422
    assert [read(answer).links()[message] for message in read(answer).errors] == [f"#{field}"]
    assert (house.answer("HW-1.1").note, house.answer("HW-1.1").priority) == (None, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"), ({"title": "Ask jo@trust.example"}, "title"), ({"title": "x" * 201}, "title"),
        ({"link": "javascript:alert(1)"}, "link"), ({"link": "https://a b"}, "link"),
        ({"dated-day": "31", "dated-month": "2", "dated-year": "2026"}, "dated-day"),
        ({"dated-day": "1", "dated-month": "1", "dated-year": "2999"}, "dated-day"),
        ({"owner_role": "jo@trust.example"}, "owner_role"),
    ],
)  # fmt: skip
def test_evidence_that_does_not_fit_comes_back_with_its_fold_open(
    house: AssessmentHouse, lead: PageClient, typed: dict[str, str], field: str
) -> None:
    answer = lead.submit(house.at(ITEM), {"title": "Policy", **typed}, button=ADD)
    assert answer.status_code == 422
    page = read(answer)
    assert [page.links()[message] for message in page.errors] == [f"#{field}"]
    assert next(fold.get("open") is not None for fold in page.all("details", "nhsuk-details"))
    assert house.evidence() == []


def test_evidence_is_changed_and_removed(house: AssessmentHouse, lead: PageClient) -> None:
    day = {"dated-day": "1", "dated-month": "April", "dated-year": "2026"}
    lead.submit(house.at(ITEM), {"title": "Policy", "owner_role": "Head of safety", **day}, button=ADD)
    assert "From 1 April 2026, kept by Head of safety" in lead.page(house.at(ITEM)).text
    one = house.at(f"{ITEM}/evidence/{house.evidence()[0].id}")
    lead.submit(one, {"title": "Support policy"}, button="Save")
    assert [each.title for each in house.evidence()] == ["Support policy"]
    assert "The evidence is removed." in read(lead.submit(one, button="Remove this evidence")).text
    assert house.evidence() == []
    assert lead.get(one).status_code == 404


def test_two_people_change_one_piece(house: AssessmentHouse, lead: PageClient, rep: PageClient) -> None:
    lead.submit(house.at(ITEM), {"title": "Policy"}, button=ADD)
    one = house.at(f"{ITEM}/evidence/{house.evidence()[0].id}")
    first, second, third = lead.get(one), rep.get(one), rep.get(one)
    lead.press(first, {"title": "Theirs"}, button="Save")
    refused = rep.press(second, {"title": "Mine"}, button="Save")
    assert refused.status_code == 422
    assert "It now says “Theirs”." in read(refused).errors[0]
    assert _fields(refused, "Save")["title"] == ["Mine"]
    unread = rep.press(third, button="Remove this evidence")
    assert unread.status_code == 422
    assert _fields(unread, "Save")["title"] == ["Theirs"]  # to be read before it is removed
    rep.press(refused, button="Save")
    assert [each.title for each in house.evidence()] == ["Mine"]


def test_what_was_typed_about_a_removed_piece_can_be_added_again(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    lead.submit(house.at(ITEM), {"title": "Policy"}, button=ADD)
    one = house.at(f"{ITEM}/evidence/{house.evidence()[0].id}")
    shown = rep.get(one)
    lead.submit(one, button="Remove this evidence")
    refused = rep.press(shown, {"title": "Better policy"}, button="Save")
    assert refused.status_code == 422
    rep.press(refused, button=ADD)
    assert [each.title for each in house.evidence()] == ["Better policy"]
