"""From results to priorities, as chairs of both sides do it in the browser, without any JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from audit_app.agenda.models import Priority, Standing
from audit_app.agenda.priorities import content_of
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from audit_app.audit.sharing import agree_to_share
from audit_app.database import make_sessions, writing
from audit_app.questionnaire.definition import TWO_SIDES
from tests.factories import NOON
from tests.harness.pages import Page, PageClient, read
from tests.web.priorities_house import MANAGEMENT, SECRETARIAT, STAFF, TYPED, House, priorities_on
from tests.web.results_in_the_house import address, template_with_two_rounds


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"))


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with priorities_on(sqlite_engine, sqlite_client) as made:
        yield made


def test_from_a_suggestion_to_an_agreed_priority_that_the_next_round_measures(house: House) -> None:
    statement = house.suggested(house.earlier)
    text = next(each.text for each in load_comparison(house.looking, house.earlier).statements if each.id == statement)
    client = house.sign_in(MANAGEMENT)
    adopt = address(house.earlier, f"priorities/suggestions/{statement}/adopt")
    form = client.get(adopt)
    assert text in read(form).text  # the statement's own words are there to be changed
    page = read(client.press(form, {**TYPED, "statements": [statement]}))
    assert "Your side has proposed this priority." in page.text
    assert "Proposed by management side" in page.text
    (priority,) = house.stored()
    content = content_of(priority)
    assert content is not None
    assert (content.title, content.measures, content.target_score) == ("Bring plans to us early", (statement,), 6.5)

    client = house.change_to(STAFF)
    page = read(client.submit(address(house.earlier, "priorities"), button="Agree: Bring plans to us early"))
    assert "Agreed by both sides" in page.text
    assert "Invented M1 (Chair, Management side)" in page.text  # who did what stands for both sides
    assert "Invented S1 (Chair, Staff side)" in page.text

    change = next(
        each.change for each in load_comparison(house.looking, house.later, house.earlier).statements
        if each.id == statement
    )  # fmt: skip
    assert change is not None
    movement = f"from {change.earlier:.1f} to {change.later:.1f} out of 10"
    reached = "Reached." if change.later >= 6.5 else "Not reached."
    for path in (address(house.later), address(house.later, "priorities"), "/forums/north/priorities"):
        text = client.page(path).text
        assert "Bring plans to us early" in text, path
        assert movement in text, path
        assert reached in text, path
        assert "Audit 2025" in text, path


def test_what_one_side_proposes_waits_in_the_forums_of_the_other_side_s_chair(house: House) -> None:
    waits = "1 decision about priorities after Audit 2025 waits for your side to agree."
    client = house.sign_in(MANAGEMENT)
    client.submit(address(house.earlier, "priorities/add"), {**TYPED, "measure_words": "Papers come in time."})
    assert waits not in client.page("/forums").text
    assert waits not in house.change_to(SECRETARIAT).page("/forums").text
    client = house.change_to(STAFF)
    page = client.page("/forums")
    assert waits in page.text
    client.submit(address(house.earlier, "priorities"), button="Agree: Bring plans to us early")
    assert waits not in client.page("/forums").text


def test_a_reworded_priority_waits_for_the_other_side_again(house: House) -> None:
    client = house.sign_in(MANAGEMENT)
    house.add(house.later)
    client = house.change_to(STAFF)
    client.submit(address(house.later, "priorities"), button="Agree: Bring plans to us early")
    number = house.stored()[0].id
    page = read(client.submit(address(house.later, f"priorities/{number}/change"), {"title": "Bring plans in May"}))
    assert "Proposed by staff side" in page.text
    assert "Its words then: Bring plans to us early" in page.text
    client = house.change_to(MANAGEMENT)
    client.submit(address(house.later, "priorities"), button="Agree: Bring plans in May")
    (priority,) = house.stored()
    assert (priority.title, priority.agreed, priority.owner_role) == ("Bring plans in May", True, "joint chairs")


def test_a_suggestion_is_left_out_with_a_note_and_adopted_after_all(house: House) -> None:
    statement = house.suggested(house.later)
    client = house.sign_in(STAFF)
    path = address(house.later, f"priorities/suggestions/{statement}/leave-out")
    page = read(client.submit(path, {"note": "We do this already."}))
    assert "It was left out" in page.text
    assert "We do this already." in page.text
    client = house.change_to(MANAGEMENT)
    page = read(client.submit(address(house.later, "priorities"), button=_agree(page)))
    assert "Left out by both sides" in page.text
    number = house.stored()[0].id
    form = client.get(address(house.later, f"priorities/{number}/change"))
    assert read(form).title.startswith("Adopt it after all")
    page = read(client.press(form, {**TYPED, "title": "After all"}))
    assert "Proposed by management side" in page.text
    assert "We do this already." in page.text  # what was said stays in the record
    assert house.stored()[0].standing is Standing.ADOPTED


def _agree(page: Page) -> str:
    """The words of the button for the suggestion that this page says was left out."""
    return f"Agree: {page.all('article')[-1].findtext('h3')}"


def test_done_and_dropped_are_said_by_one_side_and_agreed_by_the_other(house: House) -> None:
    client = house.sign_in(MANAGEMENT)
    house.add(house.later)
    number = house.stored()[0].id
    end = address(house.later, f"priorities/{number}/end")
    refused = client.submit(end, {"standing": "dropped"})
    assert refused.status_code == 422
    assert read(refused).errors == ["Say why you want to drop it"]
    assert house.stored()[0].standing is Standing.ADOPTED
    page = read(client.submit(end, {"standing": "done", "note": "In place since May."}))
    assert "Done, says management side" in page.text
    assert "In place since May." in page.text
    client = house.change_to(STAFF)
    page = read(client.submit(address(house.later, "priorities"), button="Agree: Bring plans to us early"))
    assert "Work on it after all" in page.text
    assert (house.stored()[0].standing, house.stored()[0].agreed) == (Standing.DONE, True)


def test_the_secretariat_reads_and_cannot_decide(house: House) -> None:
    house.sign_in(STAFF)
    house.add(house.later)
    number = house.stored()[0].id
    client = house.change_to(SECRETARIAT)
    page = client.page(address(house.later, "priorities"))
    assert "Bring plans to us early" in page.text
    assert "Only chairs and vice chairs can decide." in page.text
    main = page.all("main")[0]
    assert [each.get("action") for each in main.iter("form")] == []
    assert not any(
        "/change" in (each.get("href") or "") or "/add" in (each.get("href") or "") for each in main.iter("a")
    )
    assert client.get(address(house.later, f"priorities/{number}/change")).status_code == 403


def test_a_priority_is_found_under_its_own_round_only(house: House) -> None:
    client = house.sign_in(STAFF)
    house.add(house.later)
    number = house.stored()[0].id
    for page in (f"priorities/{number}/change", f"priorities/{number}/end"):
        assert client.get(address(house.earlier, page)).status_code == 404
        assert client.get(address(house.later, page)).status_code == 200
    for page in (f"priorities/{2**40}/change", "priorities/0/change", "priorities/suggestions/PB-9.9/adopt"):
        assert client.get(address(house.later, page)).status_code == 404


def test_members_see_what_both_sides_agreed_once_results_are_shared(house: House, sqlite_engine: Engine) -> None:
    house.sign_in(STAFF)
    house.add(house.later)
    house.add(house.later, title="Only one side wants this", note="A note among chairs")
    house.change_to(MANAGEMENT)
    house.client.submit(address(house.later, "priorities"), button="Agree: Bring plans to us early")
    with writing(make_sessions(sqlite_engine)) as session:
        stored = session.get_one(Round, house.later.id)
        for side in TWO_SIDES:
            agree_to_share(session, stored, side, actor="A chair", at=NOON)
        session.commit()
    summary = house.client.page(address(house.later, "results/summary")).text
    assert "What both sides agreed to work on" in summary
    assert "Bring plans to us early. Both sides together: joint chairs." in summary
    for words in ("Only one side wants this", "A note among chairs", "A month before."):
        assert words not in summary


def test_looking_stores_nothing(house: House) -> None:
    client = house.sign_in(STAFF)
    for path in (
        address(house.later, "priorities"), "/forums/north/priorities", address(house.later, "priorities/add"),
        address(house.later, f"priorities/suggestions/{house.suggested(house.later)}/adopt"), address(house.later),
    ):  # fmt: skip
        client.page(path)
    assert house.looking.scalar(select(func.count()).select_from(Priority)) == 0


def test_what_somebody_typed_is_shown_as_words_and_never_as_markup(house: House) -> None:
    house.sign_in(STAFF)
    nasty = "<script>alert(1)</script> {{ 7 * 7 }}"
    house.add(house.later, title=nasty, note=nasty, owner_role=nasty, measure_words=nasty, target_words=nasty)
    for path in (address(house.later, "priorities"), "/forums/north/priorities"):
        html = house.client.get(path).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in html
