"""Where organisations stand together: everything that is signed and shared, and nothing else of anybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment
from audit_app.assessment.opening import open_alone
from audit_app.assessment.practice import draft_note, notes_of, publish, withdraw_note
from audit_app.assessment.sharing import share, take_back
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import Side
from tests.factories import make_forum
from tests.harness.organisations import NOTE, contributor_of
from tests.harness.pages import Page, PageClient
from tests.harness.wellbeing import NOT_SHARING, SHARING, make_wellbeing, rate, sign_both
from tests.unit.assessed.answers import award
from tests.unit.assessment.instruments import SMALL
from tests.web.results_in_the_house import sign_in

ASHDALE, BROOKFIELD, COOMBE, DUNMOOR = SHARING
HERE = "/forums/north/assessments/together"
LEVELS = {  # agreed ratings of P-1, P-2 (of 4), P-3 (of 1) and X-1 (of 4), by organisation
    ASHDALE: ("4", "1", "1", "0"),
    BROOKFIELD: ("1", "1", "0", "2"),
    COOMBE: ("2", "4", "1", "4"),
    DUNMOOR: ("3", "dont_know", "1", "1"),
    NOT_SHARING: ("0", "0", "0", "0"),
}
AFTER = {"P-1": "2", "P-2": "1", "P-3": "1", "X-1": "4"}


@dataclass
class Subgroup:
    """The browser of a plain member, and how to change what organisations did."""

    client: PageClient
    engine: Engine

    def page(self, query: str = "") -> Page:
        return self.client.page(HERE + query)

    def change(self, name: str, do: Callable[[Session, Assessment], object]) -> None:
        """Do something with the newest assessment of an organisation, and store it."""
        with writing(make_sessions(self.engine)) as session:
            found = [
                each for each in session.query(Assessment).order_by(Assessment.id) if each.organisation.name == name
            ]
            do(session, found[-1])
            session.commit()


def _put(session: Session, assessment: Assessment, at: datetime, helped: tuple[str, ...] = ()) -> None:
    given = dict(zip(("P-1", "P-2", "P-3", "X-1"), LEVELS[assessment.organisation.name], strict=True))
    rate(session, assessment, {
        name: {"agreed": value, "help_wanted": "yes" if name in helped else ""} for name, value in given.items()
    }, at)  # fmt: skip
    sign_both(session, assessment, at)


@pytest.fixture
def subgroup(engine: Engine, client: PageClient) -> Subgroup:
    with writing(make_sessions(engine)) as session:
        forum = make_forum(session, "north", management=1, staff=1, partner=0)
        for name, assessment in make_wellbeing(session, forum, SMALL, now()).items():
            _put(session, assessment, now(), ("P-2",) if name in {BROOKFIELD, NOT_SHARING} else ())
        session.commit()
        sign_in(client, session, "s1@north.example")
    return Subgroup(client, engine)


def _rows(page: Page, place: int = 0) -> dict[str, list[str]]:
    """The rows of a grid by their first words."""
    table = page.all("table", "app-heat")[place]
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.iter("tr")]
    return {row[0]: row[1:] for row in rows}


def test_the_map_holds_the_scores_of_those_who_share(subgroup: Subgroup) -> None:
    """People: 4 of 4, 1 of 4 and 1 of 1 are 10, 2.5 and 10, on average 7.5; and so on."""
    rows = _rows(subgroup.page())
    assert rows["Organisation"] == ["People", "More"]
    assert rows[ASHDALE] == ["7.5", "0.0"]
    assert rows[BROOKFIELD] == ["1.7", "5.0"]
    assert rows[COOMBE] == ["8.3", "10.0"]
    assert rows[DUNMOOR] == ["8.8", "2.5"]  # what is not known does not count
    assert rows["Middle score of all"] == ["7.9", "3.8"]
    assert len(rows) == 6


def test_how_many_share_is_a_number_and_no_name(subgroup: Subgroup) -> None:
    page = subgroup.page()
    assert "4 organisations share a signed assessment here. 1 does not, or has not signed yet." in page.text
    assert NOT_SHARING not in page.html


def test_nothing_of_an_organisation_that_does_not_share_is_anywhere(subgroup: Subgroup) -> None:
    """Not in words, pictures, their descriptions or files, and its wish for help is not listed."""
    page = subgroup.page()
    picture = subgroup.client.get(f"{HERE}/organisations.svg").get_data(as_text=True)
    table = subgroup.client.get("/forums/north/assessments/shared/small-check.csv").get_data(as_text=True)
    round_page = subgroup.page("?instrument=small-check&round=2")
    practice = subgroup.client.page("/forums/north/practice")
    for text in (page.html, picture, table, round_page.html, practice.html):
        assert "Eastlake" not in text
    for text in (page.html, picture, table):
        assert "Ashdale" in text
    assert f"{BROOKFIELD} would like help." in page.text


def test_taking_sharing_back_removes_an_organisation_at_once(subgroup: Subgroup) -> None:
    first = subgroup.client.get(f"{HERE}/organisations.svg")

    def take_all_back(session: Session, newest: Assessment) -> None:
        lead = contributor_of(session, newest.organisation, Side.MANAGEMENT)
        for each in session.query(Assessment).filter_by(organisation_id=newest.organisation_id):
            take_back(session, each, lead, now())
        for note in notes_of(session, newest.organisation):
            withdraw_note(session, note, lead, now())

    subgroup.change(ASHDALE, take_all_back)
    again = subgroup.client.get(f"{HERE}/organisations.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Ashdale" not in again.get_data(as_text=True)
    page = subgroup.page()
    assert "Ashdale" not in page.html
    assert "3 organisations share a signed assessment here. 2 do not, or have not signed yet." in page.text
    assert "Ashdale" not in subgroup.client.page("/forums/north/practice").html


def test_a_change_after_signing_shows_when_both_sides_have_signed_again(subgroup: Subgroup) -> None:
    subgroup.change(BROOKFIELD, lambda session, made: rate(session, made, {"X-1": {"agreed": "4"}}, now()))
    assert _rows(subgroup.page())[BROOKFIELD] == ["1.7", "5.0"]
    subgroup.change(BROOKFIELD, lambda session, made: sign_both(session, made, now()))
    assert _rows(subgroup.page())[BROOKFIELD] == ["1.7", "10.0"]


def test_who_asks_for_help_stands_beside_whom_to_ask_by_role(subgroup: Subgroup) -> None:
    page = subgroup.page()
    assert f"Managers are trained. People {BROOKFIELD} would like help." in page.text
    assert f"Ask {COOMBE} (Head of workforce)" in page.text
    assert f"Bring people together. {BROOKFIELD} would like help with “Managers are trained”. Ask {COOMBE}" in page.text
    assert "Invented Coombe" not in page.html


def test_a_practice_note_about_the_statement_says_whom_to_ask(subgroup: Subgroup) -> None:
    def tell(session: Session, newest: Assessment) -> None:
        lead = contributor_of(session, newest.organisation, Side.MANAGEMENT)
        publish(session, draft_note(session, newest, "P-2", {**NOTE, "title": "Training days"}, lead), lead, now())

    assert "Training days" not in subgroup.page().text
    subgroup.change(COOMBE, tell)
    page = subgroup.page()
    assert f"Ask {COOMBE} (Head of estates). Read: Training days" in page.text
    assert "Training days" in subgroup.client.page(page.links()["Read: Training days"]).text


def test_themes_name_what_is_low_and_no_organisation(subgroup: Subgroup) -> None:
    (table,) = subgroup.page().all("table", "app-themes")
    text = " ".join(" ".join(table.itertext()).split())
    assert "People Middle score 7.9 Lowest 1.7 Highest 8.8 Rated by 4 of 4" in text
    assert "Managers are trained. (2 of 4)" in text
    assert not any(name in text for name in SHARING)


def test_what_changed_since_the_assessment_before(subgroup: Subgroup) -> None:
    """Ashdale's support falls from 4 to 2 of 4: People from 7.5 to 5.83. Its garden rises from 0 to 4 of 4."""

    def go_on(session: Session, newest: Assessment) -> None:
        made = open_alone(session, newest.organisation, SMALL, "Next year", by="A test", at=now())
        rate(session, made, {name: {"agreed": value} for name, value in AFTER.items()}, now())
        sign_both(session, made, now())
        share(session, made, contributor_of(session, newest.organisation, Side.MANAGEMENT), now())

    subgroup.change(ASHDALE, go_on)
    rows = _rows(subgroup.page(), 1)
    moved = next(cells for name, cells in rows.items() if name.startswith(f"{ASHDALE} Round of "))
    assert moved == ["▼ \N{MINUS SIGN}1.7 0 up, 1 down", "▲ +10.0 1 up, 0 down"]
    assert set(rows) == {
        "Organisation",
        "Organisations that moved",
        *(name for name in rows if name.startswith(SHARING)),
    }


def test_a_round_is_compared_with_what_came_before_it(subgroup: Subgroup) -> None:
    page = subgroup.page("?instrument=small-check&round=1")
    assert "round “Round of" in page.text
    assert "A change shows when an organisation has shared two assessments." in page.text


def test_another_round_and_an_unknown_one(subgroup: Subgroup) -> None:
    for query in (
        "?instrument=nothing&round=99999999999999999999",
        "?round=x",
        "?round=-1",
        "?instrument=" + "x" * 5000,
    ):
        assert "the newest of each organisation" in subgroup.page(query).text


def test_an_instrument_with_levels_is_shown_in_its_words(subgroup: Subgroup) -> None:
    def share_an_award(session: Session, newest: Assessment) -> None:
        instrument = award()
        made = open_alone(session, newest.organisation, instrument, "Award", by="A test", at=now())
        rate(session, made, {item.id: {"agreed": str(instrument.rating_scale(item).values[-1])} for item in
                             instrument.items}, now())  # fmt: skip
        sign_both(session, made, now())
        share(session, made, contributor_of(session, newest.organisation, Side.MANAGEMENT), now())

    subgroup.change(DUNMOOR, share_an_award)
    page = subgroup.page("?instrument=healthy-workplace")
    assert DUNMOOR in _rows(page)
    assert "Middle score" not in page.text
    assert "1 organisation shares a signed assessment here. 4 do not, or have not signed yet." in page.text


def test_pictures_are_kept_by_the_browser_and_there_is_none_of_nothing(subgroup: Subgroup) -> None:
    first = subgroup.client.get(f"{HERE}/organisations.png")
    assert first.mimetype == "image/png"
    again = subgroup.client.get(f"{HERE}/organisations.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "bare" not in first.headers.get("Content-Disposition", "")


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("secretariat@north.example", "Name a wellbeing lead"),
        ("m1@north.example", "Ask your organisation's wellbeing lead to share"),
    ],
)
def test_an_empty_page_says_what_to_do_first(engine: Engine, client: PageClient, email: str, expected: str) -> None:
    with writing(make_sessions(engine)) as session:
        forum: Forum = make_forum(session, "north", management=1, staff=1, partner=0)
        session.add(forum)
        session.commit()
        sign_in(client, session, email)
    page = client.page(HERE)
    assert "Nothing is shared yet." in page.text
    assert expected.casefold() in page.text.casefold()
    assert client.get(f"{HERE}/organisations.svg").status_code == 404
