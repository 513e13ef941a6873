"""From beginning to a signed assessment by forms alone, on both databases; and what a change after signing needs."""

import pytest
from flask import Flask
from sqlalchemy import Engine, update

from audit_app.database import make_sessions, writing
from audit_app.forum.models import Contributor
from audit_app.questionnaire.definition import Side
from tests.harness.pages import PageClient, read
from tests.web.assessment_house import AssessmentHouse

SAVE = "Save and continue"


@pytest.fixture
def house(app: Flask, engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(app, engine).begin()


@pytest.fixture
def one(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


def _rate_all(house: AssessmentHouse, client: PageClient, value: str) -> None:
    for part in house.instrument.sections:
        typed = {f"rating-{item.id}": value for item in part.questions}
        assert client.submit(house.at(f"/elements/{part.id}"), typed, button=SAVE).status_code == 200


def _sign(house: AssessmentHouse, client: PageClient, side: str, note: str = "") -> str:
    answer = client.submit(house.at("/sign"), {"disagreement": note}, button=f"Sign for {side} side")
    assert answer.status_code == 200
    return read(answer).text


def test_a_lead_and_a_union_colleague_fill_in_agree_and_sign(house: AssessmentHouse) -> None:
    lead, rep = house.enter("lead"), house.enter("rep")
    lead.submit(house.at("/withdraw"), button="Withdraw it")
    begun = lead.submit(
        house.of_trust("/assessments/begin"), {"instrument": "staff-wellbeing-framework", "name": "This year"}
    )
    assert "This year" in read(begun).title
    house.assessment_id = int(begun.request.path.rpartition("/")[2])
    _rate_all(house, lead, "3")
    _rate_all(house, rep, "3")
    rep.submit(house.at("/elements/HW-1"), {"rating-HW-1.1": "1"}, button=SAVE)
    for part in house.instrument.sections:
        lead.submit(house.at(f"/elements/{part.id}/agree"), button="Agree what both sides said")
    assert "Talk about" in lead.page(house.at()).text
    lead.submit(house.at("/elements/HW-1/agree"), {"rating-HW-1.1": "2"}, button=SAVE)
    item = house.at("/items/HW-1.1")
    rep.submit(
        item, {"note": "Not on nights.", "confidence": "low", "priority": "now", "help_wanted": "y"}, button="Save"
    )
    rep.submit(item, {"title": "Support policy", "link": "https://trust.example/policy"}, button="Add this evidence")
    rep.submit(
        item, {"action-text": "Open a night line", "action-owner_role": "Head of estates"}, button="Add this action"
    )
    words = {f"words-{question.id}": "We talk early." for question in house.instrument.open_questions}
    lead.submit(house.at("/words"), words)
    copy = rep.page(house.at("/working-copy")).text
    for written in ("Not on nights.", "Support policy", "Open a night line (Head of estates)", "We talk early."):
        assert written in copy
    assert "Both sides can sign now." in lead.page(house.at()).text
    assert "You have signed for management side." in _sign(house, lead, "management")
    assert house.versions() == []
    assert "Both sides have signed. This version is frozen." in _sign(house, rep, "staff", "Nights are worse.")
    (version,) = house.versions()
    assert (version.version, house.assessment().state.value) == (1, "signed")
    shown = lead.page(house.at("/sign")).text
    assert "Staff side notes: Nights are worse." in shown
    assert "Both sides have signed." in shown


def test_a_change_after_signing_is_warned_of_and_needs_new_signatures(one: AssessmentHouse) -> None:
    one.agree_everything()
    lead, rep = one.enter("lead"), one.enter("rep")
    for path in ("/elements/HW-1", "/elements/HW-1/agree", "/items/HW-1.1", "/words"):
        assert "must sign again" not in lead.page(one.at(path)).text
    _sign(one, lead, "management")
    assert (
        "Management side has signed this. If you change something, it must sign again."
        in rep.page(one.at("/words")).text
    )
    _sign(one, rep, "staff")
    frozen = one.versions()[0].content
    for path in ("/elements/HW-1", "/elements/HW-1/agree", "/items/HW-1.1", "/words"):
        assert "If you change something, both sides must sign again." in rep.page(one.at(path)).text
    rep.submit(one.at("/elements/HW-1/agree"), button=SAVE)  # saved as it was: nothing has changed
    assert one.assessment().state.value == "signed"
    rep.submit(one.at("/elements/HW-1/agree"), {"rating-HW-1.1": "1"}, button=SAVE)
    assert one.assessment().state.value == "open"
    assert "Not signed yet" in rep.page(one.at("/sign")).text
    assert [version.content for version in one.versions()] == [frozen]
    _sign(one, rep, "staff")
    _sign(one, lead, "management")
    assert [version.version for version in one.versions()] == [1, 2]
    assert one.deeds().count("changed_after_signing") == 1


def test_nobody_signs_what_has_changed_since_they_read_it(one: AssessmentHouse) -> None:
    one.agree_everything()
    lead = one.enter("lead")
    shown = lead.get(one.at("/sign"))
    one.rate("rep", {"HW-1.1": {"agreed": "0"}})
    refused = lead.press(shown, {"disagreement": "A note."}, button="Sign for management side")
    assert refused.status_code == 422
    assert "has changed since you opened this page" in read(refused).errors[0]
    assert "A note." in read(refused).text
    assert one.deeds().count("side_signed") == 0


@pytest.mark.parametrize("left", [1, 30])
def test_what_is_in_the_way_of_signing_is_listed_and_led_to(one: AssessmentHouse, left: int) -> None:
    items = [item.id for item in one.instrument.items]
    one.rate("lead", {name: {"management": "3"} for name in items})
    one.rate("lead", {name: {"agreed": "3"} for name in items[left:]})
    lead = one.enter("lead")
    page = lead.page(one.at("/sign"))
    assert "Not ready to sign" in page.text
    listed = [address for words, address in page.links().items() if words.startswith("Agree on an")]
    assert len(listed) <= len(one.instrument.sections)
    assert one.at(f"/elements/HW-1/agree#item-{items[0]}") in listed
    assert lead.page(listed[0]).all("div", "app-item")
    forged = lead.post(one.at("/sign"), data={"csrf_token": _token(lead, one), "seen": "2", "disagreement": "Mine"})
    assert forged.status_code == 422
    assert "Mine" in read(forged).text


def _token(client: PageClient, house: AssessmentHouse) -> str:
    page = client.page(house.at("/words"))
    return next(each.get("value") or "" for each in page.all("input") if each.get("name") == "csrf_token")


def test_nobody_signs_for_both_sides(one: AssessmentHouse) -> None:
    one.agree_everything()
    lead = one.enter("lead")
    _sign(one, lead, "management")
    assert "Your side has signed." in lead.page(one.at("/sign")).text
    with writing(make_sessions(one.engine)) as session:
        session.execute(update(Contributor).where(Contributor.email == "lead@north.example").values(side=Side.STAFF))
        session.commit()
    refused = lead.submit(one.at("/sign"), button="Sign for staff side")
    assert refused.status_code == 422
    assert "Somebody else must sign for this one." in read(refused).errors[0]
    assert one.versions() == []


def test_a_note_of_disagreement_that_is_too_long_comes_back(one: AssessmentHouse) -> None:
    one.agree_everything()
    lead = one.enter("lead")
    refused = lead.submit(one.at("/sign"), {"disagreement": "x" * 1001}, button="Sign for management side")
    assert refused.status_code == 422
    assert "x" * 1001 in read(refused).html
    assert one.deeds().count("side_signed") == 0


def test_what_is_over_says_why_and_takes_nothing_more(one: AssessmentHouse) -> None:
    lead = one.enter("lead")
    rating, words = lead.get(one.at("/elements/HW-1")), lead.get(one.at("/words"))
    lead.submit(one.at("/withdraw"), button="Withdraw it")
    home = lead.page(one.at())
    assert "This assessment has been withdrawn, so it can no longer be changed." in home.text
    assert not {"Rate", "Withdraw this assessment", "In your own words"} & set(home.links())
    for path in ("/elements/HW-1", "/elements/HW-1/agree", "/words", "/withdraw"):
        assert lead.get(one.at(path)).location == one.at()
    refused = lead.press(rating, {"rating-HW-1.1": "3"}, button=SAVE)
    assert refused.status_code == 422
    assert "has been withdrawn" in read(refused).errors[0]
    name = one.instrument.open_questions[0].id
    refused = lead.press(words, {f"words-{name}": "Long thoughts"})
    assert refused.status_code == 422
    assert "Long thoughts" in read(refused).html
    assert one.answer("HW-1.1").management is None


def test_a_name_is_made_when_none_is_given(one: AssessmentHouse) -> None:
    lead = one.enter("lead")
    begun = lead.submit(one.of_trust("/assessments/begin"), {"instrument": "culture-self-check"})
    assert begun.status_code == 200
    assert "Culture and leadership self-check, " in read(begun).title
    again = lead.submit(one.of_trust("/assessments/begin"), {"instrument": "culture-self-check"})
    assert again.status_code == 422
    assert "is still open. Sign it, or withdraw it" in read(again).errors[0]
    taken = lead.submit(one.of_trust("/assessments/begin"), {"instrument": "good-work", "name": "Framework"})
    assert taken.status_code == 422
    assert read(taken).links()[read(taken).errors[0]] == "#name"


@pytest.mark.parametrize("path", ["of:/assessments/begin", "/withdraw"])
def test_who_is_no_lead_is_told_whom_to_ask(one: AssessmentHouse, path: str) -> None:
    address = one.of_trust(path[3:]) if path.startswith("of:") else one.at(path)
    page = one.enter("rep").page(address, status=403)
    assert "Only a wellbeing lead can do this" in page.title
    assert "Ask Invented lead." in page.text


# answers in one's own words


def test_two_people_write_different_answers_at_once(one: AssessmentHouse) -> None:
    lead, rep = one.enter("lead"), one.enter("rep")
    first, second = (f"words-{question.id}" for question in one.instrument.open_questions[:2])
    mine, theirs = lead.get(one.at("/words")), rep.get(one.at("/words"))
    assert lead.press(mine, {first: "From management"}).status_code == 200
    assert rep.press(theirs, {second: "From staff"}).status_code == 200
    text = lead.page(one.at("/working-copy")).text
    assert "From management" in text
    assert "From staff" in text


def test_two_people_write_the_same_answer_at_once(one: AssessmentHouse) -> None:
    lead, rep = one.enter("lead"), one.enter("rep")
    first, second = (f"words-{question.id}" for question in one.instrument.open_questions[:2])
    mine, theirs = lead.get(one.at("/words")), rep.get(one.at("/words"))
    lead.press(mine, {first: "From\nmanagement", second: "Also"})
    refused = rep.press(theirs, {first: "From staff"})
    assert refused.status_code == 422
    page = read(refused)
    assert page.links()[page.errors[0]] == f"#{first}"
    assert len(page.errors) == 1
    assert "It now says: From management" in page.text
    assert "From staff" in page.text
    rep.press(refused, {first: "From both"})
    text = lead.page(one.at("/working-copy")).text
    assert "From both" in text
    assert "Also" in text


def test_words_that_are_too_long_come_back(one: AssessmentHouse) -> None:
    name = f"words-{one.instrument.open_questions[0].id}"
    refused = one.enter("lead").submit(one.at("/words"), {name: "x" * 2001})
    assert refused.status_code == 422
    assert "x" * 2001 in read(refused).html
    assert "Use 2000 characters or fewer" in read(refused).errors[0]


def test_hidden_characters_in_words_do_no_harm(house: AssessmentHouse) -> None:
    name = f"words-{house.instrument.open_questions[0].id}"
    lead = house.enter("lead")
    assert lead.submit(house.at("/words"), {name: "A\x00 line\x1b <script>"}).status_code == 200
    assert "A line <script>" in lead.page(house.at("/working-copy")).text
