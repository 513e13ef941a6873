"""An earlier round from a file: uploaded or pasted, its columns told, looked at, drawn; and no row is ever kept."""

from collections.abc import Iterator
from random import Random

import pytest
import werkzeug.wrappers.request
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from audit_app.audit.models import Round, Source, State
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from tests.factories import STATEMENTS
from tests.harness.pages import PageClient, filled_in, read
from tests.web.secretariat_house import House, house_on

FIRST, SECOND = STATEMENTS.questions[0], STATEMENTS.questions[1]
TOP = {
    "name": "Audit 2023", "held_on-day": "31", "held_on-month": "3", "held_on-year": "2023",
    "questionnaire": STATEMENTS.id,
}  # fmt: skip
TALLIES = f"question,side,value,count\n{FIRST.id},management,5,7\n{FIRST.id},staff,4,8\n"
PEOPLE = [*["Employer,5,4"] * 6, *["Union,2,"] * 7]
ROWS = "\n".join([f'Role,"{FIRST.text}","{SECOND.text}"', *PEOPLE])


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def send(house: House, content: str | bytes, filename: str = "old.csv", **more: str) -> TestResponse:
    """Fill in the first page with a file."""
    raw = content.encode() if isinstance(content, str) else content
    token = filled_in(house.page("earlier/file").form())["csrf_token"][0]
    fields = {**TOP, **more, "csrf_token": token, "minimum": "5"}
    # by hand: the test client would itself put a large upload into a temporary file
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()
    ]
    parts.append(f'--limit\r\nContent-Disposition: form-data; name="upload"; filename="{filename}"\r\n\r\n')
    body = "".join(parts).encode() + raw + b"\r\n--limit--\r\n"
    return house.client.post(house.at("earlier/file"), data=body, content_type="multipart/form-data; boundary=limit")


def rounds(house: House) -> list[Round]:
    return list(house.refresh().scalars(select(Round)))


def test_tallies_are_looked_at_and_then_drawn(house: House) -> None:
    shown = send(house, f"{TALLIES}XX-1,staff,4,1\n")
    page = read(shown)
    assert page.title.startswith("What fits")
    assert "This question is not in the questionnaire that you chose" in page.text
    assert "Strongly agree: 7" in page.text
    assert "Brought in from a file: how many gave each answer" in page.text
    assert "By side they are coarser, because a side is small." in page.text
    assert page.html.count('class="app-strip"') >= 3  # the bars: overall, the section, the statement
    assert rounds(house) == []
    drawn = read(house.client.press(shown))
    assert "The earlier round is stored as a draft." in drawn.text
    (made,) = rounds(house)
    assert (made.name, made.state, made.source) == ("Audit 2023", State.DRAFT, Source.IMPORTED_COUNTS)
    assert {(each.group.value, each.value, each.count) for each in house.looking.scalars(select(Tally))} == {
        ("management", "5", 7), ("staff", "4", 8),
    }  # fmt: skip
    assert house.client.get(drawn.links()["See how it is drawn"]).status_code == 200


def test_pasted_averages(house: House) -> None:
    pasted = f"question\tside\tn\tscore\n{FIRST.id}\ttotal\t12\t7,5\n"
    shown = house.client.submit(house.at("earlier/file"), {**TOP, "pasted": pasted})
    assert read(shown).title.startswith("What fits"), read(shown).errors
    house.client.press(shown)
    assert [(each.n, each.score) for each in house.refresh().scalars(select(TypedAverage))] == [(12, 7.5)]


def test_rows_of_respondents_go_by_way_of_their_columns(house: House) -> None:
    columns = send(house, ROWS)
    page = read(columns)
    assert page.title.startswith("What the columns are")
    fields = filled_in(page.form())
    assert (fields["side"], fields[f"column-{FIRST.id}"], fields[f"column-{SECOND.id}"]) == (["0"], ["1"], ["2"])
    assert (fields["word-0"], fields["word-1"]) == (["management"], ["staff"])
    shown = house.client.press(columns)
    assert "Strongly agree: 6" in read(shown).text
    assert read(house.client.press(shown)).title.startswith("Audit 2023")
    found = {
        (each.question_id, each.group.value, each.value, each.count) for each in house.refresh().scalars(select(Tally))
    }
    assert found == {
        (FIRST.id, "management", "5", 6), (FIRST.id, "staff", "2", 7),
        (SECOND.id, "management", "4", 6), (SECOND.id, "staff", "blank", 7),
    }  # fmt: skip
    assert house.looking.scalars(select(SectionHistogram)).first() is None  # not every question of a section was there


def test_words_for_the_sides_are_asked_for(house: House) -> None:
    columns = send(house, ROWS.replace("Employer", "HR").replace("Union", "Rep"))
    refused = house.client.press(columns, {"side": "0"})
    assert refused.status_code == 422
    assert read(refused).errors == ["Say which side “HR” means", "Say which side “Rep” means"]
    shown = house.client.press(refused, {"word-0": "management", "word-1": "none"})
    page = read(shown)
    assert page.title.startswith("What fits")
    assert "The side is not known, so this row is left out." in page.text


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"side": ""}, "Choose the column that holds the side"),
        ({f"column-{SECOND.id}": "1"}, "Question 2: this column is chosen twice"),
        ({f"column-{FIRST.id}": "0"}, "Question 1: this column is chosen twice"),
        ({f"column-{FIRST.id}": "", f"column-{SECOND.id}": "99"}, "Choose the column of at least one question"),
    ],
)
def test_columns_that_cannot_be_counted_are_said_and_nothing_is_lost(
    house: House, chosen: dict[str, str], words: str
) -> None:
    refused = house.client.press(send(house, ROWS), chosen)
    assert refused.status_code == 422
    assert any(words in error for error in read(refused).errors)
    page = read(house.client.press(refused, {"side": "0", f"column-{FIRST.id}": "1", f"column-{SECOND.id}": "2"}))
    assert page.title.startswith("What fits")


def test_no_answer_of_a_row_can_be_read_in_the_page_of_columns(house: House) -> None:
    page = read(send(house, "Side,Q1,Secret\nstaff,5,mumbled words\nstaff,4,other words\n"))
    assert page.title.startswith("What the columns are")
    assert "mumbled" not in page.html


def test_faults_stop_everything_and_what_was_typed_stays(house: House) -> None:
    response = send(house, f"{TALLIES}{FIRST.id},staff,9,1\n")
    page = read(response)
    assert response.status_code == 422
    assert "Row 4" in page.text
    assert "This is none of the answers: they go from 1 to 5." in page.text
    assert filled_in(page.form())["name"] == ["Audit 2023"]
    assert rounds(house) == []


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("old.xlsm", b"PK\x03\x04", "macros"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("old.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("old.csv", b" ", "The file is empty"),
        ("old.pdf", b"%PDF-1.7", "Only CSV and Excel"),
    ],
)
def test_a_file_that_is_not_safe_is_refused_beside_its_field(
    house: House, filename: str, content: bytes, words: str
) -> None:
    response = send(house, content, filename)
    assert response.status_code == 422
    assert words in read(response).errors[0]


def test_a_very_large_file_is_refused_before_it_is_read(house: House) -> None:
    response = send(house, b"x" * 3_000_000)
    assert response.status_code == 413
    assert "too" in read(response).text


def test_a_name_that_is_taken_is_said_before_the_file_is_read(house: House) -> None:
    house.client.press(send(house, TALLIES))
    assert "already has a round with this name" in read(send(house, TALLIES)).errors[0]
    assert len(rounds(house)) == 1


@pytest.mark.parametrize(("path", "name"), [("columns", "rows"), ("store", "figures")])
def test_what_was_not_sealed_here_is_refused(house: House, path: str, name: str) -> None:
    token = filled_in(house.page("earlier/file").form())["csrf_token"][0]
    response = house.client.post(house.at(f"earlier/file/{path}"), data={"csrf_token": token, name: "AAAA" * 30})
    assert response.status_code == 422
    assert read(response).errors == ["Choose the file again: what was read from it is not here any more."]


def test_what_was_sealed_for_one_forum_is_nothing_in_another(house: House) -> None:
    form = filled_in(read(send(house, TALLIES)).form())
    assert "figures" in form
    rows = filled_in(read(send(house, ROWS)).form())
    sent = {"csrf_token": form["csrf_token"][0], "figures": rows["rows"][0]}
    assert house.client.post(house.at("earlier/file/store"), data=sent).status_code == 422


def test_an_upload_never_touches_the_disk(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(werkzeug.wrappers.request, "default_stream_factory", refuse)
    content = "Side,Q1,Note\n" + f"staff,5,{'x' * 700}\n" * 1_000
    assert len(content) > 600_000
    assert read(send(house, content)).title.startswith("What the columns are")


def test_rows_that_are_too_many_to_travel_are_refused(house: House) -> None:
    random = Random(7)  # noqa: S311  (a filler that cannot be packed small)
    notes = ["".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(300)) for _ in range(1_050)]
    response = send(house, "Side,Q1,Note\n" + "".join(f"staff,5,{note}\n" for note in notes))
    assert response.status_code == 422
    assert read(response).errors == [
        "There is too much in this file. Remove the columns that are not about the questions."
    ]


@pytest.mark.parametrize("rows", ["tallies", "averages"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_tables_to_fill_in(house: House, rows: str, extension: str) -> None:
    response = house.client.get(house.at(f"earlier/to-fill-in/{STATEMENTS.id}/{rows}.{extension}"))
    assert response.status_code == 200
    assert f'filename="{STATEMENTS.id}-{rows}.{extension}"' in response.headers["Content-Disposition"]
    assert send(house, response.data, f"empty.{extension}").status_code == 422  # nothing was filled in


@pytest.mark.parametrize("path", ["no/tallies.csv", f"{STATEMENTS.id}/respondents.csv", f"{STATEMENTS.id}/tallies.pdf"])
def test_a_table_that_there_is_not(house: House, path: str) -> None:
    assert house.client.get(house.at(f"earlier/to-fill-in/{path}")).status_code == 404
