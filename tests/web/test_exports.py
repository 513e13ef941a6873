"""Files to take away: the page, the JSON, the CSV and the workbook agree to the digit and hide the same."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.models import Round
from audit_app.audit.tallies import Comment, Review
from audit_app.database import make_sessions, writing
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import address, sign_in, stored_rounds, template_with_two_rounds


@dataclass(frozen=True)
class House:
    session: Session
    client: PageClient
    later: Round


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template_with_two_rounds(sqlite_template, tmp_path_factory.mktemp("rounds"), management=10, staff=6)


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with writing(make_sessions(sqlite_engine)) as session:
        later, _ = stored_rounds(session)
        later.name = 'Audit "2026"/ä\u202e'
        session.commit()
        sign_in(sqlite_client, session, "s1@north.example")
        yield House(session, sqlite_client, later)


def _csv_rows(house: House) -> list[dict[str, str]]:
    answer = house.client.get(address(house.later, "results.csv"))
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("ending", "mimetype"),
    [
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_is_an_attachment_with_a_safe_name_that_nobody_keeps(house: House, ending: str, mimetype: str) -> None:
    answer = house.client.get(address(house.later, f"results.{ending}"))
    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    name = answer.headers["Content-Disposition"]
    assert name == f"attachment; filename=partnership-audit-north-audit-2026-a.{ending}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unknown_kind_of_file_is_not_found(house: House) -> None:
    assert house.client.get(address(house.later, "results.exe")).status_code == 404


def test_page_json_csv_and_workbook_agree_to_the_digit(house: House) -> None:
    page = house.client.page(address(house.later))
    results = json.loads(house.client.get(address(house.later, "results.json")).data)
    shown = {
        (row.get("id") or "").removeprefix("statement-"): " ".join("".join(row.findall("td")[0].itertext()).split())
        for row in page.all("tr")
        if (row.get("id") or "").startswith("statement-")
    }
    rows = _csv_rows(house)
    column = next(name for name in rows[0] if name.lower() == "score")
    identity = next(name for name in rows[0] if name.lower() == "id")
    in_csv = [(row[identity], row[column]) for row in rows]
    book = openpyxl.load_workbook(io.BytesIO(house.client.get(address(house.later, "results.xlsx")).data))
    cells = [[cell.value for cell in row] for row in book["Statements"].iter_rows()]
    compared = 0
    for statement in results["statements"]:
        score = statement["total"].get("score")
        if score is None:
            continue
        compared += 1
        about = "about " if statement["total"]["detail"] == "alike" else ""
        assert shown[statement["id"]].startswith(f"{about}{score:.1f}"), statement["id"]
        assert any(key == statement["id"] and value.endswith(f"{score:.1f}") for key, value in in_csv), statement["id"]
        row = next(each for each in cells if statement["id"] in each)
        assert score in row, statement["id"]
    assert compared >= 20


def test_what_the_page_hides_by_side_no_file_holds(house: House) -> None:
    page = house.client.page(address(house.later))
    hidden = {
        (row.get("id") or "").removeprefix("statement-")
        for row in page.all("tr")
        if (row.get("id") or "").startswith("statement-") and "Not shown by side" in "".join(row.itertext())
    }
    results = json.loads(house.client.get(address(house.later, "results.json")).data)
    assert hidden
    assert {each["id"] for each in results["statements"] if each["sides"] is None} == hidden


def test_only_comments_that_both_have_passed_leave_with_a_file(house: House) -> None:
    first, second = house.session.scalars(select(Comment).order_by(Comment.id)).all()[:2]
    first.text, second.text = "Both of us have read this.", "Only one of us has read this."
    first.management_review = first.staff_review = second.management_review = Review.PASSED
    house.session.commit()
    for ending in ("csv", "json"):
        content = house.client.get(address(house.later, f"results.{ending}")).get_data(as_text=True)
        assert "Only one of us" not in content
    book = openpyxl.load_workbook(io.BytesIO(house.client.get(address(house.later, "results.xlsx")).data))
    words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "Both of us have read this." in words
    assert not any("Only one of us" in each for each in words)
