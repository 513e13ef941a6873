"""What is typed about priorities: faults beside their fields, and nothing lost when somebody else was quicker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audit_app.agenda.models import Standing
from tests.harness.pages import PageClient, read
from tests.web.priorities_house import MANAGEMENT, STAFF, TYPED, House, priorities_on
from tests.web.results_in_the_house import address, template_with_two_rounds


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with priorities_on(sqlite_engine, sqlite_client) as made:
        yield made


FAULTS = [
    ({"title": " "}, "Say what you want to get better"),
    ({"title": "x" * 401}, "Write no more than 400 characters"),
    ({"owner": None}, "Choose which side looks after it"),
    ({"owner_role": ""}, "Enter the role that looks after it"),
    (
        {"statements": None, "target_score": "", "target_words": "Soon"},
        "Choose a section or a statement, or say in words how you will tell",
    ),
    ({"statements": ["PB-9.9"]}, "Choose only from the list"),
    ({"target_score": ""}, "Enter a score to reach, or say the target in words"),
    ({"target_score": "11"}, "Enter a number from 0 to 10"),
    ({"target_score": "NaN"}, "Enter a number from 0 to 10"),
    ({"target_score": "Infinity"}, "Enter a number from 0 to 10"),
    ({"target_score": "six"}, "Enter a number, such as 6.5"),
    ({"target_score": "6.55"}, "Enter the score with one number after the point, such as 6.5"),
    (
        {"statements": None, "measure_words": "By talking"},
        "Choose the section or statement that is to reach this score",
    ),
    ({"review_on-year": "2020"}, "The date to look at it again must be today or later"),
    ({"review_on-month": "13"}, "Date to look at it again must be a real date, such as 20 11 2026"),
    ({"review_on-day": ""}, "Date to look at it again must have a day"),
]


@pytest.mark.parametrize(("typed", "error"), FAULTS, ids=[error for _, error in FAULTS])
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    house: House, typed: dict[str, object], error: str
) -> None:
    client = house.sign_in(STAFF)
    answer = client.submit(address(house.later, "priorities/add"), {**TYPED, **typed})
    page = read(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert error in page.errors
    assert house.stored() == []
    sent = {name: value for name, value in {**TYPED, **typed}.items() if isinstance(value, str)}
    shown = {each.get("name"): each.get("value") for each in page.all("input") if each.get("type") == "text"}
    shown |= {each.get("name"): "".join(each.itertext()) for each in page.all("textarea")}
    for name in ("title", "note", "owner_role", "measure_words", "target_score", "target_words", "review_on-day"):
        if name in sent:
            assert (shown[name] or "").strip() == sent[name].strip(), name


def test_words_alone_can_be_measure_and_target(house: House) -> None:
    house.sign_in(STAFF)
    page = house.add(
        house.later, statements=None, target_score="", measure_words="Papers come in time", target_words="Every time"
    )
    assert "Papers come in time" in page.text
    assert "Every time" in page.text
    (priority,) = house.stored()
    assert (priority.measure_ids, priority.target_score) == ((), None)


def test_a_note_is_needed_to_leave_a_suggestion_out(house: House) -> None:
    client = house.sign_in(STAFF)
    path = address(house.later, f"priorities/suggestions/{house.suggested(house.later)}/leave-out")
    answer = client.submit(path, {"note": "  "})
    assert answer.status_code == 422
    assert read(answer).errors == ["Say why you leave it out"]
    assert house.stored() == []


def test_a_chair_who_comes_second_keeps_the_words_and_sees_what_stands(house: House) -> None:
    statement = house.suggested(house.later)
    path = address(house.later, f"priorities/suggestions/{statement}/adopt")
    client = house.sign_in(STAFF)
    late = client.get(path)
    client.submit(path, {**TYPED, "title": "The words that came first"})
    answer = client.press(late, {**TYPED, "title": "The words that came second"})
    page = read(answer)
    assert answer.status_code == 409
    assert "Somebody has just decided about this suggestion." in page.text
    assert "The words that came first" in page.text
    assert "The words that came second" in page.text
    assert [each.title for each in house.stored()] == ["The words that came first"]
    page = read(client.press(answer))  # sent again, now knowingly
    assert [each.title for each in house.stored()] == ["The words that came second"]
    assert "Its words then: The words that came first" in page.text


def test_words_that_changed_meanwhile_are_not_overwritten_unread(house: House) -> None:
    client = house.sign_in(MANAGEMENT)
    house.add(house.later)
    number = house.stored()[0].id
    path = address(house.later, f"priorities/{number}/change")
    old_form = client.get(path)
    client.submit(path, {"title": "Newer words"})
    answer = client.press(old_form, {"title": "Words of somebody else", "note": "And a note."})
    page = read(answer)
    assert answer.status_code == 409
    assert "Newer words" in page.text
    assert "Words of somebody else" in page.text
    assert house.stored()[0].title == "Newer words"
    client.press(answer)
    assert (house.stored()[0].title, house.stored()[0].note) == ("Words of somebody else", "And a note.")


def test_nobody_agrees_to_words_that_they_have_not_seen(house: House) -> None:
    client = house.sign_in(STAFF)
    house.add(house.later)
    seen, number = "1", house.stored()[0].id  # the version that the first page showed
    client.submit(address(house.later, f"priorities/{number}/change"), {"title": "Other words"})
    house.change_to(MANAGEMENT)
    answer = client.submit(address(house.later, "priorities"), {"seen": seen}, button="Agree: Other words")
    assert answer.status_code == 409
    assert "Somebody has changed this priority since you opened the page." in read(answer).text
    assert not house.stored()[0].agreed


def test_a_decision_that_came_too_late_keeps_the_note(house: House) -> None:
    statement = house.suggested(house.later)
    client = house.sign_in(STAFF)
    path = address(house.later, f"priorities/suggestions/{statement}/leave-out")
    form = client.get(path)
    client.submit(address(house.later, f"priorities/suggestions/{statement}/adopt"), TYPED)
    answer = client.press(form, {"note": "A reason that took time to write."})
    assert answer.status_code == 409
    text = read(answer).text
    assert "A reason that took time to write." in text
    assert "Bring plans to us early" in text
    assert [each.standing for each in house.stored()] == [Standing.ADOPTED]
