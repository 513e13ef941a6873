"""An earlier round from a file: uploaded or pasted, its columns told, looked at, drawn; and no row is ever kept."""

import logging
import re
import tempfile
from collections.abc import Iterator
from random import Random

import pytest
import werkzeug.wrappers.request
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from audit_app.audit.models import Round, Source, State
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from audit_app.database import Base
from tests.factories import STATEMENTS
from tests.harness.hostile_files import FAULTY, REFUSED, SLOW
from tests.harness.pages import PageClient, filled_in, read
from tests.harness.survey_exports import FILES, PEOPLE, TOOLS, Respondent, by_wording
from tests.web.secretariat_house import House, house_on

FIRST, SECOND = STATEMENTS.questions[0], STATEMENTS.questions[1]
TOP = {
    "name": "Audit 2023", "held_on-day": "31", "held_on-month": "3", "held_on-year": "2023",
    "questionnaire": STATEMENTS.id,
}  # fmt: skip
TALLIES = f"question,side,value,count\n{FIRST.id},management,5,7\n{FIRST.id},staff,4,8\n"
ANSWERS = [*["Employer,5,4"] * 6, *["Union,2,"] * 7]
ROWS = "\n".join([f'Role,"{FIRST.text}","{SECOND.text}"', *ANSWERS])

# the web server refuses what is larger with a page of its own
HOSTILE = {name: each for name, each in REFUSED.items() if name not in ("a hundred megabytes", *SLOW)}


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


def test_a_file_without_any_of_the_questions_says_so(house: House) -> None:
    words = "None of the headings is like one of these questions."
    assert words in read(send(house, "Name,Age\nRed,3\nBlue,4\n")).text
    assert words not in read(send(house, ROWS)).text


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


@pytest.mark.parametrize("megabytes", [3, 8, 100])
def test_a_very_large_file_is_refused_before_it_is_read(
    house: House, monkeypatch: pytest.MonkeyPatch, megabytes: int
) -> None:
    monkeypatch.setattr(werkzeug.wrappers.request, "default_stream_factory", _refuse_temporary_files)
    response = send(house, b"x" * megabytes * 1_000_000)
    assert response.status_code == 413
    assert "What you sent is too big" in read(response).text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_the_form_as_it_was(house: House, name: str) -> None:
    filename, make, words = HOSTILE[name]
    response = send(house, make()[:1_500_000], filename)
    page = read(response)
    assert response.status_code == 422
    assert re.search(words, page.errors[0]), page.errors
    assert filled_in(page.form())["name"] == ["Audit 2023"]
    assert rounds(house) == []


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_wrong_in_a_file_is_listed_beside_its_row(house: House, name: str) -> None:
    filename, make, words = FAULTY[name]
    response = send(house, make(), filename)
    assert response.status_code == 422
    assert words[1:] in read(response).text  # it begins with a capital here
    assert rounds(house) == []


def test_codes_of_a_survey_tool_are_refused_beside_the_column(house: House) -> None:
    columns = send(house, f'Side,"{FIRST.text}","{SECOND.text}"\n' + "staff,A5,5\nmanagement,A4,4\n" * 6)
    refused = house.client.press(columns)
    page = read(refused)
    assert refused.status_code == 422
    assert len(page.errors) == 1
    assert "Question 1: most cells of its column are none of its answers." in page.errors[0]
    assert page.links()[page.errors[0]] == f"#column-{FIRST.id}"
    assert read(house.client.press(refused, {f"column-{FIRST.id}": ""})).title.startswith("What fits")


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


def _refuse_temporary_files(*_: object, **__: object) -> None:
    raise AssertionError("a temporary file")


@pytest.mark.parametrize("file", ["commas", "UTF-16 and tabs", "workbook"])
@pytest.mark.parametrize("tool", TOOLS)
def test_no_name_or_address_of_a_survey_reaches_a_table_a_log_a_page_or_a_file(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tool: str, file: str
) -> None:
    people = (*PEOPLE, Respondent("Ferdinand Ironmonger", "ferdinand@trust.example", "Visitor", "mumbled words", 4))
    rows = TOOLS[tool](people, lambda answer: answer if answer == "mumbled words" else by_wording(answer))
    filename, make = FILES[file]
    if file == "commas":  # more than 500 kB, from which on a web server would use a temporary file
        rows = [[*row, ""] for row in rows] + [["", *[""] * (len(rows[0]) - 1), "x" * 600]] * 1_000
    content = make(rows)
    monkeypatch.setattr(werkzeug.wrappers.request, "default_stream_factory", _refuse_temporary_files)
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, _refuse_temporary_files)
    caplog.set_level(logging.DEBUG)
    side = next(place for place, heading in enumerate(rows[0]) if re.search(r"\bside\b", str(heading).casefold()))
    columns = send(house, content, filename)
    asked = house.client.press(columns, {"side": str(side)})
    assert read(asked).errors == ["Say which side “Visitor” means"]
    shown = house.client.press(asked, {"word-2": "none"})
    assert read(shown).title.startswith("What fits"), read(shown).errors
    stored = house.client.press(shown)
    assert read(stored).title.startswith("Audit 2023")
    pages = [each.text for each in (columns, asked, shown, stored)]
    tables = [repr(list(house.refresh().execute(select(table)))) for table in Base.metadata.sorted_tables]
    for each in people:
        for secret in (each.name, each.name.split()[1], each.email):
            assert not [text for text in (*pages, *tables, caplog.text) if secret in text], secret
    assert "mumbled" not in "".join((caplog.text, *tables))


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
