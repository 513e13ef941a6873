"""Files of an assessment on the pages: taken out, filled in by a spreadsheet program, brought back, and signed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.assessment.contents import content_of
from audit_app.assessment.models import Assessment, AssessmentState
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import missing_before_signing
from audit_app.database import make_sessions, now, writing
from tests.harness.pages import PageClient, read
from tests.unit.assessed.answers import framework
from tests.unit.assessment.instruments import make_assessment, make_organisation, manager, put, sign_both, union
from tests.web.results_in_the_house import sign_in


@dataclass
class House:
    session: Session
    client: PageClient
    assessment: Assessment

    def address(self, page: str = "") -> str:
        return f"/forums/north/assessments/{self.assessment.id}{page}"

    def taken_out(self) -> Workbook:
        return load_workbook(io.BytesIO(self.client.get(self.address("/files/working-copy.xlsx")).data))

    def bring_back(self, content: bytes, name: str = "copy.xlsx") -> Any:
        upload = (io.BytesIO(content), name)
        return self.client.submit(self.address("/files/bring-back"), {"upload": upload}, button="See what changes")

    def now(self) -> Assessment:
        self.session.rollback()
        self.session.refresh(self.assessment)
        return self.assessment


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        made = make_assessment(session, make_organisation(session), framework())
        session.commit()
        sign_in(sqlite_client, session, "m@eastern.example")
        yield House(session, sqlite_client, made)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(book: Workbook, heading: str) -> int:
    return [cell.value for cell in book["Working copy"][1]].index(heading) + 1


def fill(book: Workbook, heading: str, words: str, *, rows: range = range(2, 39)) -> None:
    for row in rows:
        book["Working copy"].cell(row, column(book, heading)).value = words


def test_a_leads_journey_by_spreadsheet(house: House) -> None:
    book = house.taken_out()
    assert book["Working copy"].max_row == 1 + 37
    fill(book, "Management side", "In place in some areas")
    fill(book, "Agreed", "In place everywhere")
    shown = house.bring_back(saved(book))
    assert shown.status_code == 200
    assert "74 changes" in read(shown).text
    assert content_of(house.session, house.now()).items == {}, "looking stores nothing"
    house.session.rollback()  # lets the service write
    done = house.client.press(shown, button="Save these changes")
    assert "74 changes saved from your working copy." in read(done).text
    assert missing_before_signing(house.session, house.now()) == ()
    answers = content_of(house.session, house.assessment).items
    assert [(each.management, each.staff, each.agreed) for each in answers.values()] == [(2, None, 3)] * 37
    sign_both(house.session, house.assessment)
    house.session.commit()
    assert house.now().state is AssessmentState.SIGNED


def test_a_conflict_is_shown_and_one_is_chosen(house: House) -> None:
    book = house.taken_out()
    fill(book, "Agreed", "In place everywhere", rows=range(2, 4))
    for item in ("HW-1.1", "HW-1.2"):
        put(house.session, house.assessment, {item: {"agreed": "1"}}, union(house.assessment))
    house.session.commit()
    shown = house.bring_back(saved(book))
    page = read(shown)
    assert "Changed by somebody else meanwhile" in page.text
    assert "Keep what is saved now: Planned" in page.text
    assert "Take mine from the file: In place everywhere" in page.text
    house.client.press(shown, {"choice-HW-1.2-agreed": "mine"}, button="Save these changes")
    answers = content_of(house.session, house.now()).items
    assert (answers["HW-1.1"].agreed, answers["HW-1.2"].agreed) == (1, 3)


def test_a_change_while_looking_is_shown_before_anything_is_saved(house: House) -> None:
    book = house.taken_out()
    fill(book, "Agreed", "In place everywhere", rows=range(2, 3))
    shown = house.bring_back(saved(book))
    put(house.session, house.assessment, {"HW-1.1": {"agreed": "0"}}, union(house.assessment))
    house.session.commit()
    again = house.client.press(shown, button="Save these changes")
    assert again.status_code == 422
    assert "Somebody has just changed this assessment." in read(again).text
    assert "Keep what is saved now: Not started" in read(again).text
    assert content_of(house.session, house.now()).items["HW-1.1"].agreed == 0


def test_cells_that_do_not_fit_are_listed_and_nothing_is_saved(house: House) -> None:
    book = house.taken_out()
    fill(book, "Agreed", "Excellent", rows=range(2, 3))
    fill(book, "Note", "Fine", rows=range(2, 3))
    shown = house.bring_back(saved(book))
    assert shown.status_code == 422
    assert "Row 2, Agreed" in read(shown).text
    assert "Excellent" in read(shown).text
    assert content_of(house.session, house.now()).items == {}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "", "The file is empty."),
        (b"Reference,Agreed\n", "copy.csv", "no rows"),
        (b"name,side\nx,y\n", "copy.csv", "no working copy"),
        (b"PK\x03\x04 broken", "copy.xlsx", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "copy.xls", "old Excel file"),
        (b"x", "copy.xlsm", "macros"),
    ],
)
def test_files_that_are_no_working_copy(house: House, content: bytes, name: str, words: str) -> None:
    shown = house.bring_back(content, name)
    assert shown.status_code == 422
    assert words in " ".join(read(shown).errors)


def test_what_was_looked_at_cannot_be_made_up(house: House) -> None:
    book = house.taken_out()
    fill(book, "Note", "Seen", rows=range(2, 3))
    shown = house.bring_back(saved(book))
    refused = house.client.press(shown, {"copy": "made up"}, button="Save these changes")
    assert refused.status_code == 422
    assert content_of(house.session, house.now()).items == {}


def test_files_show_a_sides_rating_only_when_both_have_rated(house: House) -> None:
    put(house.session, house.assessment, {"HW-1.1": {"staff": "4"}, "HW-1.2": {"staff": "4"}}, union(house.assessment))
    put(house.session, house.assessment, {"HW-1.2": {"management": "1"}}, manager(house.assessment))
    house.session.commit()
    table = house.client.get(house.address("/files/assessment.csv")).data.decode("utf-8-sig")
    rows = {row["Id"]: row for row in csv.DictReader(io.StringIO(table, newline="")) if row["Kind"] == "statement"}
    assert rows["HW-1.1"]["Staff side"] == ""
    assert rows["HW-1.2"]["Staff side"] == "4: In place everywhere and reviewed"


def test_a_signed_version_can_still_be_taken_out_after_a_change(house: House) -> None:
    everything = {item.id: {"agreed": "3"} for item in framework().items}
    put(house.session, house.assessment, everything)
    sign_both(house.session, house.assessment)
    put(house.session, house.assessment, {"HW-1.1": {"agreed": "0"}})
    house.session.commit()
    signed = load_workbook(io.BytesIO(house.client.get(house.address("/files/assessment.xlsx?version=1")).data))
    assert signed["Statements"]["H2"].value == 3
    as_it_is = load_workbook(io.BytesIO(house.client.get(house.address("/files/assessment.xlsx")).data))
    assert as_it_is["Statements"]["H2"].value == 0
    for wrong in ("version=2", "version=x"):
        assert house.client.get(house.address(f"/files/assessment.xlsx?{wrong}")).status_code == 404
    assert house.client.get(house.address("/files/assessment.pdf")).status_code == 404


def test_the_forum_takes_out_only_what_is_shared(house: House) -> None:
    address = "/forums/north/assessments/shared/staff-wellbeing-framework.xlsx"
    put(house.session, house.assessment, {item.id: {"agreed": "3"} for item in framework().items})
    sign_both(house.session, house.assessment)
    house.session.commit()
    assert house.client.get(address).status_code == 404
    share(house.session, house.assessment, manager(house.assessment), now())
    house.session.commit()
    answer = house.client.get(address)
    assert "filename=north-staff-wellbeing-framework.xlsx" in answer.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.data))["Elements"]["A2"].value == "Eastern Trust"
