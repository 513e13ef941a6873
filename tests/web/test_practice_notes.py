"""Practice notes: written from a signed strength, published by a lead, found by the forum, and withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import PracticeNote
from audit_app.database import make_sessions, now, writing
from audit_app.web.assessment_practice import lettering
from tests.factories import CATALOGUE, make_forum
from tests.harness.organisations import NOTE, make_organisations, make_shared
from tests.harness.pages import PageClient, read
from tests.web.results_in_the_house import sign_in

NO_ADDRESS = "Whom to ask must be a role, such as Head of workforce, and not an e-mail address."
NO_PERSON = (
    "This looks like an e-mail address or a number that belongs to a person. Take it out, and say whom to ask by role."
)
SEARCH = "/forums/north/practice"


@dataclass
class Notes:
    """The browser of the wellbeing lead, whose organisation has signed its best and published one note."""

    client: PageClient
    session: Session
    engine: Engine
    numbers: dict[str, int]

    @property
    def own(self) -> str:
        return f"/forums/north/organisations/{self.numbers['organisation_id']}/practice"

    @property
    def first(self) -> str:
        """The lead's address of the note that is published."""
        return f"{self.own}/{self.numbers['practice_id']}"

    @property
    def write(self) -> str:
        return f"{self.own}/write/{self.numbers['signed_id']}/CL-1.2"

    def stored(self) -> list[PracticeNote]:
        self.session.rollback()
        return list(self.session.scalars(select(PracticeNote).order_by(PracticeNote.id)))

    def enter(self, email: str) -> None:
        """Somebody else in the same browser."""
        with writing(make_sessions(self.engine)) as session:
            sign_in(self.client, session, email)


@pytest.fixture
def notes(engine: Engine, client: PageClient) -> Iterator[Notes]:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        forum = make_forum(session, "north", management=1, staff=1, partner=0)
        numbers = make_organisations(session, forum)
        culture = CATALOGUE.instrument_by_id("culture-self-check")
        numbers |= make_shared(session, forum, numbers, culture, now())
        session.commit()
        sign_in(client, session, "lead@north.example")
    with sessions() as looking:
        yield Notes(client, looking, engine, numbers)


SECOND = {**NOTE, "topic": "Menopause", "title": "Talks about menopause", "did": "We hold a talk each month."}


def test_a_note_is_a_draft_until_a_lead_publishes_it(notes: Notes) -> None:
    links = notes.client.page(notes.own).links()
    assert notes.write in links.values()
    page = read(notes.client.submit(notes.write, SECOND))
    assert "Nobody outside your organisation sees it." in page.text
    assert "Talks about menopause" not in notes.client.page(SEARCH).text
    made = notes.stored()[1]
    assert notes.client.get(f"{SEARCH}/{made.id}").status_code == 404
    assert notes.client.get(f"{SEARCH}/{made.id}/poster").status_code == 404
    notes.client.submit(f"{notes.own}/{made.id}", button="Publish to the forum")
    assert "Talks about menopause" in notes.client.page(SEARCH).text
    notes.client.submit(f"{notes.own}/{made.id}", button="Withdraw it from the forum")
    assert "Talks about menopause" not in notes.client.page(SEARCH).text
    assert "Withdrawn" in notes.client.page(notes.own).text


def test_a_contributor_who_does_not_lead_writes_and_does_not_publish(notes: Notes) -> None:
    notes.enter("rep@north.example")
    page = read(notes.client.submit(notes.write, SECOND))
    assert "Publish to the forum" not in page.text
    assert "A wellbeing lead of your organisation publishes and withdraws notes." in page.text


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("title", "", "Enter a title."),
        ("topic", "", "Enter a topic, such as Sleep."),
        ("did", "", "Say what you did."),
        ("changed", "", "Say what changed."),
        ("ask_role", "", "Say whom to ask, by role."),
        ("ask_role", "kim@north.example", NO_ADDRESS),
        ("did", "Write to kim@north.example.", NO_PERSON),
        ("did", "x" * 1501, "The text is too long. Use 1500 characters or fewer."),
    ],
)
@pytest.mark.parametrize("change", [False, True])
def test_bad_input_is_told_beside_its_field_and_nothing_typed_is_lost(
    notes: Notes, field: str, typed: str, error: str, change: bool
) -> None:
    answer = notes.client.submit(notes.first if change else notes.write, {**SECOND, field: typed}, button=_save(change))
    assert answer.status_code == 422
    page = read(answer)
    assert page.errors == [error]
    shown = {each.get("name"): "".join(each.itertext()).lstrip("\n") for each in page.all("textarea")}
    assert shown["did"] == {**SECOND, field: typed}["did"]
    assert [note.title for note in notes.stored()] == [NOTE["title"]]


def _save(change: bool) -> str:
    return "Save" if change else "Save as a draft"


def test_only_a_signed_strength_can_be_written_about(notes: Notes) -> None:
    assert notes.client.get(notes.write.replace("CL-1.2", "CL-9.9")).status_code == 404
    assert notes.client.get(notes.write.replace("/write/", "/write/99")).status_code == 404


def test_a_change_by_somebody_else_is_shown_and_nothing_typed_is_lost(notes: Notes) -> None:
    shown = notes.client.get(notes.first)
    notes.client.submit(notes.first, {"did": "The other side's words."}, button="Save")
    late = notes.client.press(shown, {"did": "My words.", "title": NOTE["title"]}, button="Save")
    assert late.status_code == 422
    page = read(late)
    assert page.errors == ["Somebody else has changed this. Put both together, then save again"]
    assert "What we did now says: The other side's words." in page.text
    (did,) = [each for each in page.all("textarea") if each.get("name") == "did"]
    assert "".join(did.itertext()).strip() == "My words."
    assert notes.stored()[0].did == "The other side's words."
    notes.client.press(late, {"did": "Both words."}, button="Save")
    assert notes.stored()[0].did == "Both words."


def test_notes_are_found_by_words_topic_and_element(notes: Notes) -> None:
    notes.client.submit(notes.write.replace("CL-1.2", "CL-4.1"), SECOND)
    made = notes.stored()[1]
    notes.client.submit(f"{notes.own}/{made.id}", button="Publish to the forum")
    notes.enter("s1@north.example")
    both = {NOTE["title"], SECOND["title"]}

    def found(query: str) -> set[str]:
        return both & set(notes.client.page(SEARCH + query).links())

    assert found("") == both
    assert found("?q=TALK+month") == {SECOND["title"]}
    assert found("?topic=Rest") == {NOTE["title"]}
    assert found("?element=CL-4") == {SECOND["title"]}
    assert found("?topic=Rest&element=CL-4") == set()
    assert found("?q=nothing-of-this") == set()
    assert found("?topic=unknown&element=unknown") == both  # what is not offered is not asked for
    assert "Nothing found" in notes.client.page(SEARCH + "?q=zzz").text


def test_a_note_and_its_poster_name_a_role_and_no_person(notes: Notes) -> None:
    notes.enter("s1@north.example")
    where = f"{SEARCH}/{notes.numbers['practice_id']}"
    page = notes.client.page(where)
    assert "Head of estates, Invented Trust" in page.text
    assert "Change or withdraw this note" not in page.text
    poster = notes.client.page(f"{where}/poster")
    for words in (NOTE["title"], "quiet room on each of our six sites", "Head of estates, Invented Trust", "Rest"):
        assert words in poster.text
    assert not poster.all("nav")
    assert not poster.all("header")
    assert "Invented lead" not in page.html + poster.html


def test_text_is_shown_as_text(notes: Notes) -> None:
    notes.client.submit(notes.first, {"did": "<b>Bold</b> & more"}, button="Save")
    for path in ("", "/poster"):
        html = notes.client.page(f"{SEARCH}/{notes.numbers['practice_id']}{path}").html
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in html


@pytest.mark.parametrize(
    ("did", "changed", "expected"),
    [
        ("x" * 339, "Yes.", "largest"),
        ("x" * 340, "Yes.", "large"),
        ("x" * 703, "Yes.", "large"),
        ("x" * 704, "Yes.", "medium"),
        ("x" * 1500, "Yes.", "medium"),
        ("x" * 1500, "x" * 1000, "small"),
        ("x\n" * 27, "Yes.", "small"),
    ],
)
def test_a_poster_is_lettered_as_large_as_its_text_allows(did: str, changed: str, expected: str) -> None:
    assert lettering(PracticeNote(did=did, changed=changed)) == expected
