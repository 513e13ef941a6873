"""An earlier round typed in on one page: checked, drawn, then used or undone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from audit_app.analysis.tallies import Group
from audit_app.audit.models import Round, RoundRecord, RoundSide, Source, State
from audit_app.audit.tallies import Tally, TypedAverage
from audit_app.database import now
from audit_app.questionnaire.definition import Side
from tests.factories import STATEMENTS, TEN, close_round, make_open_round
from tests.harness.pages import Page, PageClient, filled_in, read
from tests.web.secretariat_house import MANAGEMENT_CHAIR, House, house_on

AVERAGES = "earlier/partnership-behaviours/averages/sides"
COUNTS = "earlier/partnership-ten/counts/sides"
FIRST = STATEMENTS.questions[0].id
TOP = {
    "name": "Audit 2024", "held_on-day": "31", "held_on-month": "3", "held_on-year": "2024",
    "answered_management": "12", "answered_staff": "14", "invited_staff": "16",
}  # fmt: skip
TYPED = {**TOP, f"average-management-{FIRST}": "4", f"average-staff-{FIRST}": "3,5", f"n-staff-{FIRST}": "13"}


@pytest.fixture
def house(sqlite_engine: Engine, sqlite_client: PageClient) -> Iterator[House]:
    with house_on(sqlite_engine, sqlite_client) as made:
        made.sign_in()
        yield made


def stored(house: House) -> Round | None:
    return house.refresh().scalar(select(Round))


def draw(house: House, path: str, typed: dict[str, str]) -> Page:
    """Type, check, and press the button that stores."""
    checked = read(house.client.submit(house.at(path), typed))
    assert checked.title.startswith("Check what you typed"), checked.errors
    sent = {name: values[0] for name, values in filled_in(checked.form()).items()}
    return read(house.client.post(house.at(path), data={**sent, "step": "store"}, follow_redirects=True))


def test_the_kind_of_report_decides_the_page(house: House) -> None:
    chosen = {"questionnaire": "partnership-ten", "known": "counts", "split": "together"}
    response = house.client.submit(house.at("earlier"), chosen)
    assert response.request.path == house.at("earlier/partnership-ten/counts/together")
    html = read(response).html
    assert f'name="count-total-{TEN.questions[0].id}-10"' in html
    assert "count-staff" not in html


def test_what_is_not_chosen_is_asked_for(house: House) -> None:
    response = house.client.submit(house.at("earlier"), {"known": "counts"})
    page = read(response)
    assert response.status_code == 422
    assert page.errors == ["Choose the questions that were asked", "Choose whose results the report gives"]
    assert page.form().find(".//input[@value='counts']").get("checked") is not None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "path", ["earlier/no/averages/sides", "earlier/partnership-ten/x/sides", "earlier/partnership-ten/counts/x"]
)
def test_what_is_not_offered_is_not_found(house: House, path: str) -> None:
    assert house.client.get(house.at(path)).status_code == 404


def test_checking_stores_nothing_and_shows_scores_out_of_ten(house: House) -> None:
    page = read(house.client.submit(house.at(AVERAGES), TYPED))
    assert "Nothing is stored yet." in page.text
    assert "Results are shown for both sides together and by side." in page.text
    assert "Shown by side: 1 question." in page.text
    assert "Overall and by section: scores out of 10" in page.text
    assert "7.50 12 answers" in page.text  # 4 on a scale from 1 to 5; everyone who answered
    assert "6.25 13 answers" in page.text
    assert stored(house) is None


def test_going_back_to_change_keeps_everything(house: House) -> None:
    checked = read(house.client.submit(house.at(AVERAGES), TYPED))
    sent = {name: values[0] for name, values in filled_in(checked.form()).items()}
    page = read(house.client.post(house.at(AVERAGES), data={**sent, "step": "change"}))
    again = {name: values[0] for name, values in filled_in(page.form()).items()}
    assert {name: again[name] for name in TYPED} == TYPED


def test_drawn_then_put_into_use(house: House) -> None:
    page = draw(house, AVERAGES, TYPED)
    made = stored(house)
    assert made is not None
    assert (made.state, made.source) == (State.DRAFT, Source.TYPED_AVERAGES)
    scores = {(each.group, each.n, each.score) for each in house.looking.scalars(select(TypedAverage))}
    assert scores == {(Group.MANAGEMENT, 12, 7.5), (Group.STAFF, 13, 6.25)}
    sides = {each.side: (each.invited, each.answered) for each in house.looking.scalars(select(RoundSide))}
    assert sides == {Side.MANAGEMENT: (None, 12), Side.STAFF: (16, 14)}
    assert house.client.get(page.links()["See how it is drawn"]).status_code == 200
    house.client.submit(house.at(f"rounds/{made.id}"), button="Put into use")
    used = stored(house)
    assert used is not None
    assert used.state is State.CLOSED


def test_undone_it_never_was(house: House) -> None:
    draw(house, AVERAGES, TYPED)
    made = stored(house)
    assert made is not None
    page = read(house.client.submit(house.at(f"rounds/{made.id}"), button="Undo"))
    assert "Audit 2024 has been removed, as if it had never been here." in page.text
    for table in (Round, RoundRecord, RoundSide, TypedAverage, Tally):
        assert house.refresh().scalars(select(table)).first() is None


def test_in_use_it_can_still_be_undone(house: House) -> None:
    draw(house, AVERAGES, TYPED)
    made = stored(house)
    assert made is not None
    address = house.at(f"rounds/{made.id}")
    used = read(house.client.submit(address, button="Put into use"))
    assert "The chairs can then no longer see it." in used.text
    house.sign_in(MANAGEMENT_CHAIR)
    assert "Undo" not in read(house.client.get(address)).text
    house.sign_in()
    house.client.submit(address, button="Undo")
    assert stored(house) is None


def test_once_used_it_cannot_be_undone_and_the_page_says_why(house: House) -> None:
    draw(house, AVERAGES, TYPED)
    made = stored(house)
    assert made is not None
    address = house.at(f"rounds/{made.id}")
    house.client.submit(address, button="Put into use")
    later = make_open_round(house.session, house.forum, name="Audit 2026")
    close_round(house.session, later, now())
    house.session.commit()
    page = house.client.page(address)
    assert "It can no longer be undone. Audit 2026 was closed after it was put into use" in page.text
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    refused = house.client.post(f"{address}/undo", follow_redirects=True)
    assert "It can no longer be undone." in read(refused).text
    assert house.refresh().get(Round, made.id) is not None


def test_a_round_that_runs_here_is_never_undone(house: House) -> None:
    draft = house.draft()
    house.client.application.config["WTF_CSRF_ENABLED"] = False
    assert house.client.post(house.at(f"rounds/{draft.id}/undo")).status_code == 404


def test_chairs_do_not_see_it_before_it_is_in_use(house: House) -> None:
    draw(house, AVERAGES, TYPED)
    made = stored(house)
    assert made is not None
    house.sign_in(MANAGEMENT_CHAIR)
    assert "Audit 2024" not in house.page().text
    assert house.client.get(house.at(f"rounds/{made.id}")).status_code == 404


def test_counts_are_stored_by_side(house: House) -> None:
    question = TEN.questions[0]
    cells = {f"count-{side}-{question.id}-{value}": str(number) for side, value, number in (
        ("management", 7, 8), ("management", 9, 3), ("management", "dont_know", 1), ("staff", 2, 7), ("staff", 5, 7),
    )}  # fmt: skip
    draw(house, COUNTS, {**TOP, **cells})
    found = {(each.group.value, each.value, each.count) for each in house.refresh().scalars(select(Tally))}
    assert found == {
        ("management", "7", 8), ("management", "9", 3), ("management", "dont_know", 1),
        ("staff", "2", 7), ("staff", "5", 7),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words", "target"),
    [
        ({"name": ""}, "Enter a name for the round", "#name"),
        ({"held_on-year": "2999"}, "cannot be in the future", "#held_on-day"),
        ({"answered_staff": "17"}, "17 answered, but only 16 were invited", "#answered_staff"),
        ({"answered_staff": "-1"}, "Enter a number from 0", "#answered_staff"),
        ({f"average-staff-{FIRST}": "5.1"}, "Question 1, staff side: enter an average from 1 to 5", None),
        ({f"average-staff-{FIRST}": "nan"}, "enter an average from 1 to 5", None),
        ({f"n-staff-{FIRST}": "15"}, "only 14 answered in all", None),
        ({f"n-staff-{FIRST}": "1e3"}, "enter a whole number, 1 or more", None),
        ({f"average-staff-{FIRST}": ""}, "enter the average too", None),
        ({"answered_management": ""}, "enter how many answered", None),
        ({"unit": "ten", f"average-staff-{FIRST}": "10.5"}, "enter an average from 0 to 10", None),
    ],
)
def test_a_wrong_figure_is_explained_beside_its_field_and_nothing_typed_is_lost(
    house: House, wrong: dict[str, str], words: str, target: str | None
) -> None:
    typed = {**TYPED, **wrong}
    response = house.client.submit(house.at(AVERAGES), typed)
    page = read(response)
    assert response.status_code == 422
    assert len(page.errors) == 1, page.errors
    assert words in page.errors[0]
    if target:
        assert page.links()[page.errors[0]] == target
    again = {name: values[0] for name, values in filled_in(page.form()).items()}
    assert {name: again[name] for name in typed} == typed
    assert stored(house) is None


def test_counts_that_add_up_to_more_than_answered_are_refused(house: House) -> None:
    cell = f"count-staff-{TEN.questions[0].id}-10"
    response = house.client.submit(house.at(COUNTS), {**TOP, cell: "15"})
    assert response.status_code == 422
    assert "these add up to 15, but only 14 answered" in read(response).errors[0]


def test_an_empty_sheet_is_refused(house: House) -> None:
    response = house.client.submit(house.at(AVERAGES), TOP)
    assert response.status_code == 422
    assert read(response).errors == ["Type in the results of at least one question"]


def test_a_name_that_is_taken_is_told_beside_the_name(house: House) -> None:
    draw(house, AVERAGES, TYPED)
    page = draw(house, AVERAGES, TYPED)
    assert page.errors == ["This forum already has a round with this name. Choose another name."]
    again = {name: values[0] for name, values in filled_in(page.form()).items()}
    assert {name: again[name] for name in TYPED} == TYPED
