"""A forum's own wording in the browser: the secretariat changes and proposes, chairs of both sides read and agree."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select
from werkzeug.test import TestResponse

from audit_app.audit import own_wording
from audit_app.audit.models import Round
from audit_app.audit.rounds import questionnaire_of
from audit_app.audit.wording_models import OwnWording, WordingState
from audit_app.questionnaire.catalogue import compare_statements
from audit_app.questionnaire.definition import TWO_SIDES
from tests.factories import TEN
from tests.harness.pages import Page, PageClient, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, PLAIN_MEMBER, SECRETARIAT, STAFF_CHAIR, House, house_on

FIRST, SECOND, THIRD = TEN.questions[:3]
NEW = "How far do we all want the same from working together?"
SAVE = "Save"


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def stored(house: House) -> OwnWording:
    found = house.refresh().scalars(select(OwnWording).order_by(OwnWording.id.desc())).first()
    assert found is not None
    return found


def start(house: House, base: str = "partnership-ten") -> str:
    """Start a version; the address of its page within the forum."""
    response = house.client.submit(house.at("wording"), {"base": base})
    assert response.status_code == 200
    return f"wording/{stored(house).id}"


def save(house: House, path: str, **typed: str | None) -> TestResponse:
    return house.client.submit(house.at(path), typed, button=SAVE)


def reword(house: House, version: str, meaning: str = "stayed") -> None:
    assert save(house, f"{version}/questions/PT-1", text=NEW, meaning=meaning).status_code == 200


def propose(house: House, version: str) -> Page:
    return read(house.client.submit(house.at(version), button="Propose it to the chairs"))


def agree(house: House, version: str, email: str, side: str) -> Page:
    house.sign_in(email)
    return read(house.client.submit(house.at(f"{version}/changes"), button=f"Agree for {side}"))


def press(house: House, version: str, words: str, **keys: str) -> TestResponse:
    """One of the many small buttons of the version's page."""
    return house.client.submit(house.at(version), keys, button=words)


def test_from_the_ten_questions_to_a_round_that_asks_them_in_own_words(house: House) -> None:
    version = start(house)
    reword(house, version)
    press(house, version, f"Drop: {SECOND.text}")
    save(house, f"{version}/sections/PT/add", text="How far do our ideas travel?", short="Reach")
    page = propose(house, version)
    assert "Still to agree" in page.text
    assert "partnership-ten-own" not in house.page("rounds/new").html
    agree(house, version, STAFF_CHAIR, "staff side")
    page = agree(house, version, MANAGEMENT_CHAIR, "management side")
    assert "Both sides have agreed" in page.text
    house.sign_in()
    house.client.submit(house.at("rounds/new"), {"name": "In our words", "questionnaire": "partnership-ten-own"})
    made = house.refresh().scalar(select(Round))
    assert made is not None
    asked = questionnaire_of(made)
    assert asked.questions[0].id == "PT-1b"
    assert asked.questions[-1].text == "How far do our ideas travel?"
    lineage = compare_statements(TEN, asked)
    assert (lineage.same["PT-1b"], lineage.only_earlier, lineage.only_later) == ("PT-1", ("PT-2",), ("PT.own1",))
    assert "Used in: In our words" in house.page(version).text


@pytest.mark.parametrize("where", ["earlier", "earlier/file"])
def test_an_earlier_year_can_have_asked_the_own_words(house: House, where: str) -> None:
    version = start(house)
    reword(house, version)
    assert "partnership-ten-own" not in house.page(where).html
    propose(house, version)
    agree(house, version, STAFF_CHAIR, "staff side")
    agree(house, version, MANAGEMENT_CHAIR, "management side")
    house.sign_in()
    assert "partnership-ten-own" in house.page(where).html
    typing = house.page("earlier/partnership-ten-own/averages/sides")
    assert NEW in typing.text
    table = house.client.get(house.at("earlier/to-fill-in/partnership-ten-own/tallies.csv")).get_data(as_text=True)
    assert "PT-1b" in table


def test_without_a_word_about_the_meaning_nothing_is_stored_and_nothing_typed_is_lost(house: House) -> None:
    version = start(house)
    response = save(house, f"{version}/questions/PT-1", text=NEW, short="Aims")
    assert response.status_code == 422
    page = read(response)
    assert page.errors == ["Say whether the meaning stayed the same"]
    assert page.title.startswith("Error: ")
    assert NEW in page.html
    assert 'value="Aims"' in page.html
    assert own_wording.wishes_of(stored(house)).reworded == ()


def test_the_words_as_they_were_need_no_answer_and_change_nothing(house: House) -> None:
    version = start(house)
    assert save(house, f"{version}/questions/PT-1").status_code == 200
    assert own_wording.wishes_of(stored(house)).reworded == ()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"text": ""}, "Write the words of the question"),
        ({"text": "x" * 401}, "Write no more than 400 characters"),
        ({"short": "x" * 61}, "Write no more than 60 characters"),
        ({"text": THIRD.text}, "Another question has these words already. Use other words, or drop one of the two"),
        ({"text": NEW, "meaning": "perhaps"}, "Choose one of the answers in the list"),
    ],
    ids=["empty", "too long", "long name", "twice", "no such answer"],
)
def test_words_that_cannot_be_asked_come_back_with_what_to_do(house: House, typed: dict[str, str], error: str) -> None:
    version = start(house)
    response = save(house, f"{version}/questions/PT-1", **{"meaning": "stayed", **typed})
    assert response.status_code == 422
    assert read(response).errors == [error]
    assert own_wording.wishes_of(stored(house)).reworded == ()


def test_what_was_dropped_can_be_taken_back(house: House) -> None:
    version = start(house)
    page = read(press(house, version, f"Drop: {FIRST.text}"))
    assert "Dropped. You can take it back." in page.text
    assert own_wording.wishes_of(stored(house)).dropped == ("PT-1",)
    press(house, version, f"Take it back: {FIRST.text}")
    assert own_wording.wishes_of(stored(house)).dropped == ()


def test_an_added_question_can_be_changed_and_taken_out(house: House) -> None:
    version = start(house)
    save(house, f"{version}/sections/PT/add", text="Ours?", asked="sides")
    assert "Not asked of partners" in house.page(version).text
    save(house, f"{version}/added/1", text="Ours, better?")
    assert own_wording.wishes_of(stored(house)).added[0].text == "Ours, better?"
    press(house, version, "Take it out: Ours, better?")
    assert own_wording.wishes_of(stored(house)).added == ()


def test_the_last_question_with_a_score_stays(house: House) -> None:
    version = start(house)
    for question in TEN.questions[:-1]:
        press(house, version, f"Drop: {question.text}")
    response = press(house, version, f"Drop: {TEN.questions[-1].text}")
    assert response.status_code == 409
    assert read(response).errors == ["Keep at least one statement that has a score"]


def test_two_who_change_the_same_version_do_not_overwrite_each_other(house: House) -> None:
    version = start(house)
    slow = house.client.get(house.at(f"{version}/questions/PT-1"))
    reword(house, version)
    response = house.client.press(slow, {"text": "Slow words?", "meaning": "stayed"}, button=SAVE)
    assert response.status_code == 409
    page = read(response)
    assert "Somebody else has just changed this version" in page.errors[0]
    assert NEW in page.errors[0]
    assert "Slow words?" in page.html
    first = own_wording.wishes_of(stored(house)).rewording_of("PT-1")
    assert first is not None
    assert first.text == NEW
    house.client.press(response, {}, button=SAVE)  # knowingly now
    second = own_wording.wishes_of(stored(house)).rewording_of("PT-1")
    assert second is not None
    assert second.text == "Slow words?"


def test_a_button_of_a_page_that_is_out_of_date_does_nothing(house: House) -> None:
    version = start(house)
    slow = house.client.get(house.at(version))
    reword(house, version)
    response = house.client.press(slow, button=f"Drop: {SECOND.text}")
    assert response.status_code == 409
    assert read(response).errors == [
        "Somebody else has just changed this version. Look at what stands now, and choose again."
    ]
    assert own_wording.wishes_of(stored(house)).dropped == ()
    again = house.client.press(slow, button=f"Drop: {SECOND.text}")
    assert again.status_code == 409


def test_a_version_of_which_nothing_is_changed_cannot_be_proposed(house: House) -> None:
    version = start(house)
    assert "Propose it to the chairs" not in house.page(version).text


def test_a_change_after_proposing_needs_both_sides_anew(house: House) -> None:
    version = start(house)
    reword(house, version)
    propose(house, version)
    agree(house, version, STAFF_CHAIR, "staff side")
    house.sign_in()
    assert "both sides need to agree anew" in house.page(version).text
    press(house, version, f"Drop: {SECOND.text}")
    assert stored(house).state is WordingState.DRAFT
    assert own_wording.agreements(house.looking, stored(house)) == frozenset()


def test_a_chair_who_read_the_words_of_before_agrees_to_nothing(house: House) -> None:
    version = start(house)
    reword(house, version)
    propose(house, version)
    house.sign_in(STAFF_CHAIR)
    read_before = house.client.get(house.at(f"{version}/changes"))
    house.sign_in()
    press(house, version, f"Drop: {SECOND.text}")
    propose(house, version)
    house.sign_in(STAFF_CHAIR)
    response = house.client.press(read_before, button="Agree for staff side")
    assert response.status_code == 409
    assert read(response).errors == ["This wording has changed since you read it. Read it once more."]
    assert own_wording.agreements(house.refresh(), stored(house)) == frozenset()


def test_chairs_read_before_and_after_and_what_becomes_of_the_line(house: House) -> None:
    version = start(house)
    reword(house, version)
    save(house, f"{version}/questions/PT-3", text="How far do we like each other?", meaning="changed")
    press(house, version, f"Drop: {SECOND.text}")
    propose(house, version)
    house.sign_in(STAFF_CHAIR)
    assert "waits for your side to agree" in house.client.page("/forums").text
    assert house.page().links()["Read what changes"] == house.at(f"{version}/changes")
    text = house.page(f"{version}/changes").text
    for words in (FIRST.text, NEW, THIRD.text, "How far do we like each other?", SECOND.text, "Not asked any more"):
        assert words in text
    for words in ("The line on the charts runs on.", "breaks here and starts anew", "The line on the charts ends."):
        assert words in text
    assert "You agree for staff side" in text


def test_sent_back_with_a_note_it_is_the_secretariats_again(house: House) -> None:
    version = start(house)
    reword(house, version)
    propose(house, version)
    house.sign_in(STAFF_CHAIR)
    empty = house.client.submit(house.at(f"{version}/changes"), button="Send it back")
    assert empty.status_code == 422
    assert read(empty).errors == ["Say what should be different"]
    page = read(house.client.submit(house.at(f"{version}/changes"), {"note": "Too vague."}, button="Send it back"))
    assert "“Too vague.”" in page.text
    assert stored(house).state is WordingState.DRAFT
    house.sign_in()
    assert "“Too vague.”" in house.page(version).text


def test_an_agreed_version_opens_no_page_that_changes_it(house: House) -> None:
    version = start(house)
    reword(house, version)
    propose(house, version)
    for email, side in ((STAFF_CHAIR, "staff side"), (MANAGEMENT_CHAIR, "management side")):
        agree(house, version, email, side)
    house.sign_in()
    before = stored(house).definition
    for path in ("questions/PT-2", "sections/PT/add", "name", "discard"):
        response = house.client.get(house.at(f"{version}/{path}"))
        assert (response.status_code, response.location) == (303, house.at(version))
    assert "Drop" not in house.page(version).text
    form = house.client.get(house.at("wording"))
    token = read(form).form("Start").find(".//input[@name='csrf_token']")
    assert token is not None
    typed = {"csrf_token": token.get("value"), "seen": "2"}
    assert house.client.post(house.at(f"{version}/questions/PT-2/drop"), data=typed).status_code == 409
    assert house.client.post(house.at(f"{version}/propose"), data=typed).status_code == 409
    assert stored(house).definition == before
    assert own_wording.agreements(house.looking, stored(house)) == set(TWO_SIDES)
    second = start(house, "partnership-ten-own")
    assert "Version 2, from “Ten questions out of ten, in our own words”" in house.page(second).text


def test_another_version_waits_until_this_one_is_done(house: House) -> None:
    version = start(house)
    response = house.client.submit(house.at("wording"), {"base": "partnership-ten"})
    assert response.status_code == 422
    assert read(response).errors[0].startswith("You are already changing these questions.")
    house.client.submit(house.at(f"{version}/discard"), button="Throw it away")
    assert house.refresh().scalar(select(func.count()).select_from(OwnWording)) == 0
    start(house)


def test_its_name_and_time_are_the_forums_to_choose(house: House) -> None:
    version = start(house)
    assert read(save(house, f"{version}/name", title="", minutes="soon")).errors == ["Enter a name for your questions"]
    wrong = save(house, f"{version}/name", title="Our ten", minutes="soon")
    assert wrong.status_code == 422
    assert read(wrong).errors == ["Enter how many minutes it takes, such as 5, or 4 to 6"]
    save(house, f"{version}/name", title="Our ten", minutes="4 to 6")
    made = own_wording.definition_of(stored(house))
    assert (made.title, made.minutes) == ("Our ten", "4 to 6")


def test_the_preview_asks_each_side_what_it_will_be_asked(house: House) -> None:
    version = start(house)
    reword(house, version)
    press(house, version, f"Drop: {THIRD.text}")
    assert NEW in house.page(f"{version}/preview").text
    assert SECOND.text in house.page(f"{version}/preview?as=staff").text
    assert SECOND.text not in house.page(f"{version}/preview?as=partner").text
    assert THIRD.text not in house.page(f"{version}/preview").text


def test_words_of_a_person_are_never_markup(house: House) -> None:
    version = start(house)
    save(house, f"{version}/questions/PT-1", text="<b>Bold</b> & brave?", meaning="stayed")
    for path in (version, f"{version}/preview", f"{version}/changes"):
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; brave?" in house.page(path).html


def test_members_see_nothing_of_it(house: House) -> None:
    version = start(house)
    house.sign_in(PLAIN_MEMBER)
    for path in ("wording", version, f"{version}/changes", f"{version}/preview"):
        assert house.client.get(house.at(path)).status_code == 403
    house.sign_in(SECRETARIAT)
    assert house.client.get(house.at("wording/999")).status_code == 404
    assert house.client.get(house.at(f"{version}/questions/PT-99")).status_code == 404
    assert house.client.get(house.at(f"{version}/sections/XX/add")).status_code == 404
    assert house.client.get(house.at(f"{version}/added/1")).status_code == 404
