"""Bringing a diagnostic in on the pages: the file, its columns, a look, and the first assessment."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.contents import content_of
from audit_app.assessment.models import Assessment, OwnInstrument
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Organisation, SecretariatPost
from tests.factories import make_forum
from tests.harness.pages import PageClient, read
from tests.unit.assessment.instruments import make_organisation
from tests.web.results_in_the_house import sign_in

FILE = (
    b"Theme;Question;RAG;Evidence;Action;Owner;Due\n"
    b"Rest;Is there rest?;Green;Rest policy;Build rooms;Head of estates;31/03/2027\n"
    b"Rest;Is there tea?;Sort of;;;;\n"
    b";Is there <b>cake</b>?;N/A;=1+1;;;\n"
    b"Rest;;Red;;;;\n"
)
TITLE = "Our diagnostic"


@dataclass
class House:
    session: Session
    client: PageClient
    organisation: Organisation

    @property
    def address(self) -> str:
        return f"/forums/north/organisations/{self.organisation.id}/assessments/bring-in"

    def upload(self, content: bytes = FILE, name: str = "ours.csv", address: str = "", **more: str) -> Any:
        typed = {"title": TITLE, "upload": (io.BytesIO(content), name), **more}
        return self.client.submit(address or self.address, typed, button="Say what the columns are")

    def all(self, kind: type) -> list[Any]:
        found = list(self.session.scalars(select(kind)))
        self.session.rollback()
        return found


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        make_forum(session, "north", management=1, staff=1, partner=0)
        organisation = make_organisation(session)
        session.commit()
        sign_in(sqlite_client, session, "m@eastern.example")
        yield House(session, sqlite_client, organisation)


def test_from_a_file_to_an_open_assessment(house: House) -> None:
    columns = house.upload()
    page = read(columns)
    assert "“Sort of” means" in page.text
    refused = house.client.press(columns, button="See what becomes of it")
    assert refused.status_code == 422
    assert read(refused).errors == ["Say what “Sort of” means"]
    shown = house.client.press(refused, {"word-1": "2"}, button="See what becomes of it")
    assert shown.status_code == 200
    page = read(shown)
    assert "Is there <b>cake</b>?" in page.text
    assert "There is no question in this row." in page.text
    assert house.all(OwnInstrument) == []
    done = house.client.press(shown, {"name": "First look"}, button="Store this")
    assert done.status_code == 200
    assert "First look" in read(done).title
    made = house.session.scalars(select(Assessment)).one()
    assert [each.agreed for each in content_of(house.session, made).items.values()] == [4, 2, "does_not_apply"]


def test_it_is_offered_when_the_next_one_begins(house: House) -> None:
    shown = house.client.press(house.upload(FILE.replace(b"Sort of", b"Amber")), button="See what becomes of it")
    house.client.press(shown, button="Store this")
    begin = house.client.page(f"/forums/north/organisations/{house.organisation.id}/assessments/begin")
    assert TITLE in begin.text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "", "The file is empty."),
        (b"Question\n", "a.csv", "no rows"),
        (b"PK\x03\x04", "a.xlsx", "cannot be read"),
        (b"x", "a.pdf", "Only CSV and Excel"),
    ],
)
def test_files_that_cannot_be_read(house: House, content: bytes, name: str, words: str) -> None:
    refused = house.upload(content, name)
    assert refused.status_code == 422
    assert words in " ".join(read(refused).errors)
    assert TITLE in refused.text, "what was typed is not lost"


def test_a_title_is_needed_and_a_column_is_chosen_once(house: House) -> None:
    assert read(house.upload(title="")).errors == ["Enter a title, such as Wellbeing diagnostic."]
    columns = house.upload()
    twice = house.client.press(columns, {"column-evidence": "1"}, button="See what becomes of it")
    assert "Evidence or notes: this column is chosen twice" in read(twice).errors
    none = house.client.press(columns, {"column-question": ""}, button="See what becomes of it")
    assert "Choose the column that holds the questions" in read(none).errors


def test_what_was_read_cannot_be_made_up(house: House) -> None:
    columns = house.upload()
    refused = house.client.press(columns, {"parcel": "made up"}, button="See what becomes of it")
    assert refused.status_code == 422
    assert "Choose the file again" in " ".join(read(refused).errors)


def test_whoever_has_left_the_secretariat_asks_nothing_of_the_whole_forum(house: House) -> None:
    post = SecretariatPost(forum_id=house.organisation.forum_id, name="Invented M", email="m@eastern.example")
    house.session.add(post)
    house.session.commit()
    file = FILE.replace(b"Sort of", b"Amber")
    shown = house.client.press(house.upload(file, scope="forum"), button="See what becomes of it")
    house.session.delete(post)
    house.session.commit()
    refused = house.client.press(shown, {"name": "First"}, button="Store this")
    assert refused.status_code == 422
    assert "you can no longer bring it in for all organisations" in " ".join(read(refused).errors)
    assert house.all(OwnInstrument) == []


def test_a_name_that_is_taken_is_refused_and_nothing_is_stored(house: House) -> None:
    file = FILE.replace(b"Sort of", b"Amber")
    house.client.press(
        house.client.press(house.upload(file), button="See what becomes of it"), {"name": "First"}, button="Store this"
    )
    again = house.client.press(house.upload(file, title="Another"), button="See what becomes of it")
    refused = house.client.press(again, {"name": "First"}, button="Store this")
    assert refused.status_code == 422
    assert "already has an assessment with this name" in " ".join(read(refused).errors)
    assert len(house.all(OwnInstrument)) == 1


def test_the_secretariat_brings_in_questions_for_all(house: House) -> None:
    sign_in(house.client, house.session, "secretariat@north.example")
    address = "/forums/north/assessments/bring-in"
    columns = house.upload(FILE.replace(b"Sort of", b"Amber"), address=address)
    shown = house.client.press(columns, button="See what becomes of it")
    assert "Ratings stay out: they belong to one organisation." in read(shown).text
    house.client.press(shown, button="Store this")
    assert [each.organisation_id for each in house.all(OwnInstrument)] == [None]
    assert house.all(Assessment) == []


def test_only_the_secretariat_gives_questions_to_all(house: House) -> None:
    assert house.client.get("/forums/north/assessments/bring-in").status_code == 403
    refused = house.upload(scope="forum")
    assert refused.status_code in {200, 422}
    assert house.all(OwnInstrument) == []
    assert "All organisations" not in house.client.page(house.address).text
