"""Rating an element and agreeing it: what is stored, what is refused, two people at once, and who sees whose rating."""

import re

import pytest
from flask import Flask
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from audit_app.assessment.models import Rating
from tests.harness.pages import Page, PageClient, read
from tests.web.assessment_house import AssessmentHouse

RATE, AGREE = "/elements/HW-1", "/elements/HW-1/agree"
SAVE = "Save and continue"


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


@pytest.fixture
def lead(house: AssessmentHouse) -> PageClient:
    return house.enter("lead")


@pytest.fixture
def rep(house: AssessmentHouse) -> PageClient:
    return house.enter("rep")


def _ratings(**chosen: str) -> dict[str, str]:
    """What a form sends: _1="3" is statement HW-1.1; reason_1 why it does not apply."""
    names = {name: name.rpartition("_") for name in chosen}
    return {f"{part[0] or 'rating'}-HW-1.{part[2]}": chosen[name] for name, part in names.items()}


def _checked(answer: TestResponse, item_id: str) -> str | None:
    boxes = [box for box in read(answer).all("input") if box.get("name") == f"rating-{item_id}"]
    return next((box.get("value") for box in boxes if box.get("checked") is not None), None)


def _error_beside(page: Page, field_id: str) -> str:
    """The error that the field itself names as its description."""
    described = next(
        element.get("aria-describedby") or ""
        for element in page.root.iter()
        if element.get("id") == field_id or (element.tag == "fieldset" and f"{field_id}-error" in _ids_in(element))
    )
    assert f"{field_id}-error" in described
    return next(" ".join("".join(e.itertext()).split()) for e in page.root.iter() if e.get("id") == f"{field_id}-error")


def _ids_in(element: object) -> list[str]:
    return [each.get("id") or "" for each in element.iter()]  # type: ignore[attr-defined]  # an element of the page


def test_a_rating_is_stored_for_ones_own_side_only(house: AssessmentHouse, lead: PageClient, rep: PageClient) -> None:
    first = lead.submit(
        house.at(RATE), _ratings(_1="3", _2="dont_know", _3="does_not_apply"), button=SAVE, follow=False
    )
    assert first.location == house.at("/elements/HW-2")
    rep.submit(house.at(RATE), _ratings(_1="1"), button=SAVE)
    assert (house.answer("HW-1.1").management, house.answer("HW-1.1").staff) == (3, 1)
    assert house.answer("HW-1.2").management == "dont_know"
    assert house.answer("HW-1.3").management == "does_not_apply"
    assert house.answer("HW-1.3").staff is None
    assert house.answer("HW-1.1").agreed is None
    forged = lead.submit(house.at(RATE), {"staff": "4", "rating-HW-1.4": "2", "agreed-HW-1.4": "2"}, button=SAVE)
    assert forged.status_code == 200
    assert (house.answer("HW-1.4").staff, house.answer("HW-1.4").agreed) == (None, None)


def test_one_can_stop_after_an_element_and_see_how_far_it_is(house: AssessmentHouse, lead: PageClient) -> None:
    answer = lead.submit(house.at(RATE), _ratings(_1="3", _2="0"), button="Save and see all elements")
    page = read(answer)
    assert "2 of 8" in page.text
    assert "Rate 35 statements for management side." in page.links()
    assert "Wait for staff side to rate 2 that you have rated." in page.text
    assert "Go on with Personal health and wellbeing" in page.text


@pytest.mark.parametrize("odd", ["banana", "9", "-1", "3 ", "٣", "\x00", "9" * 5000])
def test_an_unknown_rating_is_refused_beside_its_statement(house: AssessmentHouse, lead: PageClient, odd: str) -> None:
    answer = lead.submit(house.at(RATE), _ratings(_1=odd, _2="3"), button=SAVE)
    assert answer.status_code == 422
    page = read(answer)
    assert page.title.startswith("Error: ")
    assert page.links()[page.errors[0]] == "#rating-HW-1.1"
    assert "Choose one" in _error_beside(page, "rating-HW-1.1")
    assert _checked(answer, "HW-1.2") == "3"  # what was typed is still there, and nothing is half stored
    assert house.answer("HW-1.2").management is None


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_what_does_not_apply_needs_a_reason(house: AssessmentHouse, lead: PageClient, reason: str) -> None:
    typed = _ratings(_1="does_not_apply", reason_1=reason, _2="3")
    answer = lead.submit(house.at(AGREE), typed, button=SAVE)
    assert answer.status_code == 422
    page = read(answer)
    assert page.links()[page.errors[0]] == "#reason-HW-1.1"
    assert "Say why this does not apply" in _error_beside(page, "reason-HW-1.1")
    assert _checked(answer, "HW-1.1") == "does_not_apply"  # without it the style sheet hides the field for the reason
    assert _checked(answer, "HW-1.2") == "3"
    assert house.answer("HW-1.2").agreed is None
    lead.press(answer, {"reason-HW-1.1": "We have no night shifts."}, button=SAVE)
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.1").reason) == (
        "does_not_apply", "We have no night shifts.",
    )  # fmt: skip
    assert house.answer("HW-1.2").agreed == 3


def test_a_reason_that_is_too_long_comes_back(house: AssessmentHouse, lead: PageClient) -> None:
    long = "x" * 501
    answer = lead.submit(house.at(AGREE), _ratings(_1="does_not_apply", reason_1=long), button=SAVE)
    assert answer.status_code == 422
    assert "Use 500 characters or fewer" in _error_beside(read(answer), "reason-HW-1.1")
    assert f'value="{long}"' in read(answer).html


def test_hidden_characters_in_a_reason_do_no_harm(house: AssessmentHouse, lead: PageClient) -> None:
    typed = _ratings(_1="does_not_apply", reason_1="No\x00 night\x07 <b>shifts</b>")
    assert lead.submit(house.at(AGREE), typed, button=SAVE).status_code == 200
    stored = house.answer("HW-1.1").reason or ""
    assert stored == "No night <b>shifts</b>"
    assert "&lt;b&gt;shifts" in lead.page(house.at(AGREE)).html


def test_agreeing_what_both_sides_said_leaves_differences_to_talk_about(
    house: AssessmentHouse, lead: PageClient
) -> None:
    house.rate("rep", {"HW-1.1": {"staff": "3"}, "HW-1.2": {"staff": "1"}, "HW-1.3": {"staff": "does_not_apply"}})
    alike = {"HW-1.1": {"management": "3"}, "HW-1.2": {"management": "2"}, "HW-1.3": {"management": "does_not_apply"}}
    house.rate("lead", alike)
    page = lead.page(house.at(AGREE))
    assert "Both sides gave the same rating to 1 statement here." in page.text
    assert page.text.count("You differ. Ask each other what you see.") == 1
    assert "Management side In place in some areas Staff side Planned" in page.text
    lead.submit(house.at(AGREE), button="Agree what both sides said")
    assert [house.answer(f"HW-1.{n}").agreed for n in (1, 2, 3)] == [3, None, None]


def test_only_what_was_on_the_page_is_agreed_as_the_same(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    house.rate("rep", {"HW-1.1": {"staff": "3"}, "HW-1.2": {"staff": "1"}})
    house.rate("lead", {"HW-1.1": {"management": "3"}, "HW-1.2": {"management": "2"}})
    shown = lead.get(house.at(AGREE))
    rep.submit(house.at(RATE), _ratings(_2="2"), button=SAVE)
    lead.press(shown, button="Agree what both sides said")
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.2").agreed) == (3, None)


# two people at once


def test_different_statements_are_put_together(house: AssessmentHouse, lead: PageClient, rep: PageClient) -> None:
    first, second = lead.get(house.at(AGREE)), rep.get(house.at(AGREE))
    assert lead.press(first, _ratings(_1="3"), button=SAVE).status_code == 200
    assert rep.press(second, _ratings(_2="1"), button=SAVE).status_code == 200
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.2").agreed) == (3, 1)


def test_the_same_statement_is_refused_shown_and_then_overwritten_knowingly(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    first, second = lead.get(house.at(AGREE)), rep.get(house.at(AGREE))
    lead.press(first, _ratings(_1="3"), button=SAVE)
    refused = rep.press(second, _ratings(_1="1", _2="2"), button=SAVE)
    assert refused.status_code == 422
    said = _error_beside(read(refused), "rating-HW-1.1")
    assert "Somebody else has just chosen “In place everywhere”" in said
    assert (_checked(refused, "HW-1.1"), _checked(refused, "HW-1.2")) == ("1", "2")
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.2").agreed) == (3, None)
    rep.press(refused, button=SAVE)
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.2").agreed) == (1, 2)


def test_what_was_not_refused_is_not_overwritten_by_the_second_save(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    """Somebody else changed a statement that the second person only left as it was: that change stays."""
    house.rate("lead", {"HW-1.2": {"agreed": "2"}})
    first, second = lead.get(house.at(AGREE)), rep.get(house.at(AGREE))
    lead.press(first, _ratings(_1="3", _2="4"), button=SAVE)
    refused = rep.press(second, _ratings(_1="1"), button=SAVE)
    assert len(read(refused).errors) == 1
    rep.press(refused, button=SAVE)
    assert (house.answer("HW-1.1").agreed, house.answer("HW-1.2").agreed) == (1, 4)


def test_a_third_person_between_two_saves_is_shown_too(
    house: AssessmentHouse, lead: PageClient, rep: PageClient
) -> None:
    third = house.enter("rep")
    shown, late = rep.get(house.at(AGREE)), third.get(house.at(AGREE))
    lead.submit(house.at(AGREE), _ratings(_1="3"), button=SAVE)
    refused = rep.press(shown, _ratings(_1="1"), button=SAVE)
    again = third.press(late, _ratings(_1="2"), button=SAVE)
    third.press(again, button=SAVE)
    refused_again = rep.press(refused, button=SAVE)
    assert refused_again.status_code == 422
    assert "In place in some areas" in read(refused_again).errors[0]
    assert house.answer("HW-1.1").agreed == 2


def test_two_reasons_are_both_shown(house: AssessmentHouse, lead: PageClient, rep: PageClient) -> None:
    house.rate("lead", {"HW-1.1": {"agreed": "does_not_apply", "reason": "First"}})
    first, second = lead.get(house.at(AGREE)), rep.get(house.at(AGREE))
    lead.press(first, {"reason-HW-1.1": "Theirs"}, button=SAVE)
    refused = rep.press(second, {"reason-HW-1.1": "Mine"}, button=SAVE)
    assert "Somebody else has just written “Theirs”" in _error_beside(read(refused), "reason-HW-1.1")
    assert 'value="Mine"' in read(refused).html


@pytest.mark.parametrize("seen", ["", "-1", "99", "x", None])
def test_a_page_from_another_time_is_refused_and_nothing_typed_is_lost(
    house: AssessmentHouse, lead: PageClient, seen: str | None
) -> None:
    answer = lead.submit(house.at(RATE), {**_ratings(_1="3"), "seen-HW-1.1": seen}, button=SAVE)
    assert answer.status_code == 422
    assert read(answer).errors == ["This page is out of date. Open it again, and then make your change."]
    assert _checked(answer, "HW-1.1") == "3"


# the two sides apart

PAGES = ("", RATE, AGREE, "/items/HW-1.1", "/words", "/sign", "/working-copy", "/results", "/record")


def _as_seen(page: Page) -> str:
    """The source of a page without the token of its forms, which is new each time."""
    return re.sub(r'name="[^"]*csrf_token"[^>]*', "", page.html)


def _staff_said(house: AssessmentHouse, value: str) -> bool:
    """Make it so that staff side has rated HW-1.1 like this, and not changed it since."""
    here = (Rating.assessment_id == house.assessment_id, Rating.item_id == "HW-1.1")
    with house.engine.begin() as connection:
        return connection.execute(update(Rating).where(*here).values(staff=value)).rowcount == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_whatever_the_other_side_has_rated(
    house: AssessmentHouse, lead: PageClient, path: str
) -> None:
    """Before both have rated, nothing in the source of any page depends on what the other side said."""
    house.rate("rep", {"HW-1.1": {"staff": "4"}})
    house.rate("lead", {"HW-1.2": {"management": "2"}})
    shown = [_as_seen(lead.page(house.at(path))) for value in ("4", "0", "dont_know") if _staff_said(house, value)]
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("path", [AGREE, "/items/HW-1.1", "/working-copy"])
def test_both_sides_stand_there_once_both_have_rated(house: AssessmentHouse, lead: PageClient, path: str) -> None:
    """The negative control: the search above would find a rating that is shown."""
    house.rate("rep", {"HW-1.1": {"staff": "4"}})
    house.rate("lead", {"HW-1.1": {"management": "2"}})
    shown = [_as_seen(lead.page(house.at(path))) for value in ("4", "0") if _staff_said(house, value)]
    assert shown[0] != shown[1]


def test_a_refusal_does_not_tell_the_other_sides_rating(house: AssessmentHouse, lead: PageClient) -> None:
    """Staff side rates while management side has the page open: nothing of it stands in a conflict."""
    shown = lead.get(house.at(AGREE))
    house.rate("rep", {"HW-1.1": {"staff": "4", "agreed": "2"}})
    refused = []
    for value in ("4", "0"):
        _staff_said(house, value)
        answer = lead.press(shown, _ratings(_1="1"), button=SAVE)
        assert answer.status_code == 422
        refused.append(_as_seen(read(answer)))
    assert refused[0] == refused[1]


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_sees_anything(house: AssessmentHouse, path: str) -> None:
    house.rate("rep", {"HW-1.1": {"staff": "4"}})
    assert house.enter("outside").get(house.at(path)).status_code == 404
    assert house.enter("m1").get(house.at(path)).status_code == 403
    assert house.app.test_client().get(house.at(path)).status_code == 303


@pytest.mark.parametrize("path", ["/elements/HW-99", "/elements/HW-1.1/agree", "/items/HW-1", "/items/x"])
def test_what_the_instrument_does_not_have_is_not_found(house: AssessmentHouse, lead: PageClient, path: str) -> None:
    assert lead.get(house.at(path)).status_code == 404
