"""Documents of an assessment and of the themes: for those who may see the pages, and never with one side's secrets."""

import csv
import io
import zipfile

import pytest
from flask import Flask
from sqlalchemy import Engine

from audit_app.analysis.assessed.assessing import assess
from audit_app.assessment.models import Assessment
from audit_app.assessment.sharing import share, take_back
from audit_app.database import make_sessions, now, uk_day, writing
from audit_app.forum.models import Forum
from audit_app.packs import assessment_subject, theme_subject
from audit_app.packs.assessment_subject import AssessmentSubject
from audit_app.packs.making import Maker
from audit_app.packs.subjects import NotThereError
from audit_app.packs.theme_subject import ThemeSubject
from audit_app.questionnaire.definition import Side
from audit_app.reports import assessment_documents, theme_documents
from tests.factories import SECRETS, make_forum
from tests.harness.pages import PageClient
from tests.harness.wellbeing import NOT_SHARING, SHARING, make_wellbeing, of_side
from tests.unit.assessment.instruments import SMALL
from tests.web.assessment_house import AssessmentHouse
from tests.web.results_in_the_house import sign_in

DOCUMENTS = "/results/documents"
THEMES = "/forums/north/assessments/together/documents"
MAKE, MAKE_THEMES = "Make the documents", "Make the theme report"
QUICK = {"table", "results"}  # the others are made and looked at in tests/unit/reports


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> AssessmentHouse:
    quick = tuple(each for each in assessment_documents.DOCUMENTS if each.id in QUICK)
    monkeypatch.setattr(assessment_subject, "DOCUMENTS", quick)
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


def make(engine: Engine) -> None:
    Maker(make_sessions(engine), SECRETS).make_all(now())


def rows(content: bytes) -> dict[str, dict[str, str]]:
    """The statements of a table, by their ids."""
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {row["Id"]: row for row in found if row["Kind"] == "statement"}


def ordered(house: AssessmentHouse, short: str = "lead", query: str = "") -> PageClient:
    client = house.enter(short)
    client.submit(house.at(DOCUMENTS) + query, button=MAKE)
    make(house.engine)
    return client


class TestOfAnAssessment:
    def test_the_results_lead_to_them_and_from_the_button_to_each(self, house: AssessmentHouse) -> None:
        client = house.enter("lead")
        assert client.page(house.at("/results")).links()["Documents"] == house.at(DOCUMENTS)
        ordered(house)
        page = client.page(house.at(DOCUMENTS))
        assert any(words.startswith("Download everything in one file (ZIP") for words in page.links())
        answer = client.get(house.at(f"{DOCUMENTS}/table"))
        assert answer.headers["Content-Disposition"] == "attachment; filename=invented-trust-framework-table.csv"
        with zipfile.ZipFile(io.BytesIO(client.get(house.at(f"{DOCUMENTS}/everything")).data)) as whole:
            assert answer.data in [whole.read(name) for name in whole.namelist()]

    def test_what_one_side_alone_has_rated_is_in_no_document_of_either_side(self, house: AssessmentHouse) -> None:
        house.rate("lead", {"HW-1.1": {"management": "4"}, "HW-1.2": {"management": "3"}})
        house.rate("rep", {"HW-1.2": {"staff": "1"}, "HW-1.3": {"staff": "0"}})
        ordered(house)
        for short in ("lead", "rep"):
            found = rows(house.enter(short).get(house.at(f"{DOCUMENTS}/table")).data)
            sides = {name: (row["Management side"][:1], row["Staff side"][:1]) for name, row in found.items()}
            assert sides["HW-1.1"] == ("", "")
            assert sides["HW-1.2"] == ("3", "1")
            assert sides["HW-1.3"] == ("", "")

    def test_once_the_other_side_has_rated_they_are_to_be_made_again(self, house: AssessmentHouse) -> None:
        house.rate("lead", {"HW-1.1": {"management": "4"}})
        client = ordered(house)
        house.rate("rep", {"HW-1.1": {"staff": "1"}})
        assert client.get(house.at(f"{DOCUMENTS}/table")).status_code == 303
        assert "has changed since they were last made" in client.page(house.at(DOCUMENTS)).text
        client.submit(house.at(DOCUMENTS), button="Make the documents again")
        make(house.engine)
        assert rows(client.get(house.at(f"{DOCUMENTS}/table")).data)["HW-1.1"]["Staff side"].startswith("1")

    def test_a_rating_of_one_side_does_not_even_change_what_was_made(self, house: AssessmentHouse) -> None:
        """Otherwise the other side would see that something was rated."""
        client = ordered(house)
        made = client.get(house.at(f"{DOCUMENTS}/table")).data
        house.rate("rep", {"HW-1.1": {"staff": "1"}})
        assert client.get(house.at(f"{DOCUMENTS}/table")).data == made
        assert "has changed" not in client.page(house.at(DOCUMENTS)).text

    def test_of_a_signed_version_they_stay_as_they_were_signed(self, house: AssessmentHouse) -> None:
        house.agree_everything("3")
        house.sign()
        client = ordered(house, query="?version=1")
        before = client.get(house.at(f"{DOCUMENTS}/table?version=1")).data
        house.rate("lead", {"HW-1.1": {"agreed": "0"}})
        assert client.get(house.at(f"{DOCUMENTS}/table?version=1")).data == before
        assert rows(before)["HW-1.1"]["Value"] == "3"
        page = client.page(house.at(f"{DOCUMENTS}?version=1"))
        assert "as both sides signed version 1" in page.text
        assert page.links()["Results"] == house.at("/results?version=1")

    @pytest.mark.parametrize("path", ["", "/progress", "/table", "/everything"])
    def test_nobody_else_gets_what_was_made(self, house: AssessmentHouse, path: str) -> None:
        ordered(house)
        assert house.enter("outside").get(house.at(DOCUMENTS + path)).status_code == 404
        assert house.enter("s1@north.example").get(house.at(DOCUMENTS + path)).status_code == 403

    @pytest.mark.parametrize("path", ["?version=1", "/table?version=1", "/nothing"])
    def test_what_is_not_there_is_not_found(self, house: AssessmentHouse, path: str) -> None:
        assert house.enter("lead").get(house.at(DOCUMENTS + path)).status_code == 404

    def test_figures_are_those_of_the_page(self, house: AssessmentHouse) -> None:
        house.agree_everything("3")
        house.sign()
        with house.writing() as (session, made):
            pack = AssessmentSubject(made.id).load(session, uk_day(now()))
        assert pack.result.overall is not None
        words = f"The overall score is {pack.result.overall:.1f} out of 10."
        assert words in house.enter("lead").page(house.at("/results")).text
        assert pack.result == assess(pack.result.content, pack.result.today)


class TestOfTheThemes:
    @pytest.fixture
    def engine(self, sqlite_engine: Engine, sqlite_client: PageClient, monkeypatch: pytest.MonkeyPatch) -> Engine:
        """Five organisations, four of which share; the browser is a plain member's."""
        quick = tuple(each for each in theme_documents.DOCUMENTS if each.id in QUICK)
        monkeypatch.setattr(theme_subject, "DOCUMENTS", quick)
        with writing(make_sessions(sqlite_engine)) as session:
            forum = make_forum(session, "north", management=1, staff=1, partner=0)
            make_wellbeing(session, forum, SMALL, now())
            session.commit()
            sign_in(sqlite_client, session, "s1@north.example")
        return sqlite_engine

    def ordered(self, engine: Engine, client: PageClient, query: str = "") -> bytes:
        client.submit(THEMES + query, button=MAKE_THEMES)
        make(engine)
        return client.get(f"{THEMES}/table{query}").data

    def test_a_member_gets_what_is_shared_and_nothing_of_others(
        self, engine: Engine, sqlite_client: PageClient
    ) -> None:
        link = sqlite_client.page("/forums/north/assessments/together").links()["Documents"]
        assert link == f"{THEMES}?instrument={SMALL.id}"
        content = self.ordered(engine, sqlite_client).decode("utf-8-sig")
        assert all(name in content for name in SHARING)
        assert NOT_SHARING not in content
        direct = sqlite_client.get(f"/forums/north/assessments/shared/{SMALL.id}.csv").data
        assert direct.decode("utf-8-sig") == content

    def test_what_is_taken_back_cannot_be_downloaded_any_more(self, engine: Engine, sqlite_client: PageClient) -> None:
        self.ordered(engine, sqlite_client)
        assert sqlite_client.get(f"{THEMES}/table").status_code == 200
        with writing(make_sessions(engine)) as session:
            made = next(
                each for each in session.query(Assessment).order_by(Assessment.id.desc())
                if each.organisation.name == SHARING[0]
            )  # fmt: skip
            take_back(session, made, of_side(made.organisation, Side.MANAGEMENT), now())
            session.commit()
        assert sqlite_client.get(f"{THEMES}/table").status_code == 303
        assert "has changed since they were last made" in sqlite_client.page(THEMES).text

    def test_a_round_is_another_report(self, engine: Engine, sqlite_client: PageClient) -> None:
        first = f"?round={self.first_round(engine)}"
        self.ordered(engine, sqlite_client)
        assert sqlite_client.get(f"{THEMES}/table{first}").status_code == 303
        earlier = self.ordered(engine, sqlite_client, first)
        assert earlier != sqlite_client.get(f"{THEMES}/table").data
        assert f"Round of {now().year - 1}".encode() in earlier

    def first_round(self, engine: Engine) -> int:
        with make_sessions(engine)() as session:
            return min(each.round_id for each in session.query(Assessment) if each.round_id is not None)

    @pytest.mark.parametrize(
        "subject",
        [ThemeSubject(1, "nothing"), ThemeSubject(99, SMALL.id), ThemeSubject(1, SMALL.id, 99), AssessmentSubject(99)],
        ids=str,
    )
    def test_an_order_for_what_is_not_there_any_more_ends(
        self, engine: Engine, subject: ThemeSubject | AssessmentSubject
    ) -> None:
        with make_sessions(engine)() as session, pytest.raises(NotThereError):
            subject.load(session, uk_day(now()))

    def test_a_round_of_another_forum_is_not_looked_at(self, engine: Engine) -> None:
        first = self.first_round(engine)
        with writing(make_sessions(engine)) as session:
            south = make_forum(session, "south", management=1, staff=1, partner=0)
            newest = make_wellbeing(session, south, SMALL, now())
            assert any(each.shared for each in newest.values())
            with pytest.raises(NotThereError):
                ThemeSubject(south.id, SMALL.id, first).load(session, uk_day(now()))

    def test_nothing_shared_has_no_documents(self, sqlite_engine: Engine, sqlite_client: PageClient) -> None:
        with writing(make_sessions(sqlite_engine)) as session:
            make_forum(session, "north", management=1, staff=1, partner=0)
            session.commit()
            assert session.query(Forum).count() == 1
            sign_in(sqlite_client, session, "s1@north.example")
        assert sqlite_client.get(THEMES).status_code == 404


def test_a_shared_assessment_that_comes_later_is_in_the_next_report(sqlite_engine: Engine) -> None:
    with writing(make_sessions(sqlite_engine)) as session:
        forum = make_forum(session, "north", management=1, staff=1, partner=0)
        newest = make_wellbeing(session, forum, SMALL, now())
        subject = ThemeSubject(forum.id, SMALL.id)
        before = subject.load(session, uk_day(now()))
        late = newest[NOT_SHARING]
        share(session, late, of_side(late.organisation, Side.MANAGEMENT), now())
        after = subject.load(session, uk_day(now()))
    assert (len(before.shared.places), before.absent) == (4, 1)
    assert (len(after.shared.places), after.absent) == (5, 0)
    assert len(after.practice) == 1
    assert after.practice[0].organisation == SHARING[0]
