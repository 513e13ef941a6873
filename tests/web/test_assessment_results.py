"""The results of one assessment: what comes first, what is left, what changed, what nobody may see, the pictures."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from audit_app.assessment.evidence import add_evidence
from audit_app.database import now, uk_day
from audit_app.web import pictures
from tests.harness.every_assessment import CULTURE, acting, find_person
from tests.harness.pages import Page, PageClient
from tests.web.assessment_house import AssessmentHouse

RESULTS = "/results"
GOOD_WORK = "good-work"
MENTAL_HEALTH = "Staff can get confidential mental health support without asking their manager."


@pytest.fixture
def house(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine).begin()


@pytest.fixture
def good_work(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine, instrument_id=GOOD_WORK).begin()


@pytest.fixture
def culture(sqlite_app: Flask, sqlite_engine: Engine) -> AssessmentHouse:
    return AssessmentHouse(sqlite_app, sqlite_engine, instrument_id=CULTURE).begin()


def _results(house: AssessmentHouse, short: str = "lead", query: str = "", status: int = 200) -> Page:
    return house.enter(short).page(house.at(RESULTS) + query, status)


def _section(page: Page, name: str) -> str:
    """What a section says, by the id of its heading."""
    found = next(each for each in page.all("section") if each.get("aria-labelledby") == name)
    return " ".join(" ".join(found.itertext()).split())


def _add_evidence(house: AssessmentHouse, item_id: str, title: str, dated: date | None = None) -> None:
    with house.writing() as (session, made):
        typed = {"title": title, "dated": dated.isoformat() if dated else ""}
        who = acting(find_person(session, made.organisation, "lead"))
        add_evidence(session, made, item_id, typed, who, now())


def _as_rated(house: AssessmentHouse, more: int) -> dict[str, dict[str, str]]:
    """The ratings 0 to 4 in turn; for `more`, every third statement one step higher, and 0 after 4."""
    items = house.instrument.items
    return {item.id: {"agreed": str((place + (more if place % 3 == 0 else 0)) % 5)} for place, item in enumerate(items)}


class TestWhatToDoNext:
    def test_it_is_the_first_thing_on_the_page(self, house: AssessmentHouse) -> None:
        headings = ["".join(each.itertext()) for each in _results(house).all("h2")]
        assert headings[:3] == ["What to do next", "Where you stand", "Profile by element"]

    def test_many_of_a_kind_are_one_line_that_leads_to_where_it_is_done(self, house: AssessmentHouse) -> None:
        names = [f"HW-1.{number}" for number in range(1, 5)]
        house.rate("lead", {name: {"management": "3"} for name in names})
        house.rate("rep", {name: {"staff": "1"} for name in names})
        links = _results(house).links()
        words = "Talk about 4 statements in Personal health and wellbeing: the two sides rated them differently."
        assert links[words] == house.at("/elements/HW-1/agree")
        assert links["Rate 33 statements in 7 elements."] == house.at("#progress")
        assert not any(words.startswith("Talk about “") for words in links)

    def test_alerts_come_before_everything_else(self, good_work: AssessmentHouse) -> None:
        good_work.rate("lead", {"GW-P1": {"agreed": "0"}})
        said = _section(_results(good_work), "next")
        assert said.startswith("What to do next Get advice on this first")
        assert said.index("This may be a legal duty") < said.index("Rate ")

    def test_nobody_can_sign_while_the_other_side_has_begun_an_element(self, house: AssessmentHouse) -> None:
        house.rate("lead", {f"HW-2.{number}": {"agreed": "3"} for number in range(1, 5)})
        assert "Both sides can sign now." in _section(_results(house), "next")
        house.rate("rep", {"HW-3.1": {"staff": "2"}})
        assert "Both sides can sign now." not in _section(_results(house), "next")


class TestWhereItStands:
    def test_exactly_what_is_left_for_the_next_level(self, good_work: AssessmentHouse) -> None:
        """Every basic item of the file is left while nothing is rated, and each is named."""
        basics = [item for item in good_work.instrument.items if item.tier == "basics"]
        said = _section(_results(good_work), "level")
        assert "No level is reached yet." in said
        assert f"{len(basics)} things are left to reach Basics met:" in said
        for item in basics:
            assert f"“{item.text.rstrip('.')}”: no rating is agreed yet. It needs “Yes”." in said

    def test_what_is_left_becomes_less_and_the_level_is_reached(self, good_work: AssessmentHouse) -> None:
        basics = [item for item in good_work.instrument.items if item.tier == "basics"]
        good_work.rate("lead", {item.id: {"agreed": "1"} for item in basics[1:]})
        assert "1 thing is left to reach Basics met:" in _section(_results(good_work), "level")
        good_work.rate("lead", {basics[0].id: {"agreed": "1"}})
        said = _section(_results(good_work), "level")
        assert "Basics met is reached." in said
        assert "left to reach Good:" in said

    def test_an_overall_score_only_when_enough_is_rated_and_else_the_reason(self, house: AssessmentHouse) -> None:
        said = _section(_results(house), "level")
        assert "There is no overall score yet. It needs a rating for 80% of the statements in every element." in said
        house.agree_everything("3")
        assert "The overall score is 7.5 out of 10." in _section(_results(house), "level")
        house.rate("lead", {"HW-2.1": {"agreed": "dont_know"}})
        said = _section(_results(house), "level")
        assert "There is no overall score yet." in said
        assert said.endswith("Too few are rated in Relationships.")

    def test_the_profile_says_how_much_its_scores_rest_on(self, house: AssessmentHouse) -> None:
        house.rate("lead", {"HW-2.1": {"agreed": "4"}, "HW-2.2": {"agreed": "2"}, "HW-2.3": {"agreed": "dont_know"}})
        said = _section(_results(house), "profile")
        assert "Relationships Score out of 10 7.5 Rated 2 of 4 rated, 1 not known" in said
        bars = [
            each.get("width") for each in _results(house).all("{http://www.w3.org/2000/svg}rect", "app-strip--score")
        ]
        assert bars == ["150.0"]  # of 200

    def test_low_statements_with_resources_beside_them(self, house: AssessmentHouse) -> None:
        house.rate("lead", {"HW-1.1": {"agreed": "1", "help_wanted": "yes"}, "HW-2.1": {"agreed": "2"}})
        page = _results(house)
        said = _section(page, "low")
        assert f"1. {MENTAL_HEALTH} Planned" in said
        assert "Resources that may help: Personal health and wellbeing" in said
        assert "Relationships" not in said
        assert f"Where you would like help 1. {MENTAL_HEALTH}" in said

    def test_evidence_that_is_missing_old_or_undated(self, good_work: AssessmentHouse) -> None:
        needing = next(item for item in good_work.instrument.items if item.tier == "good")
        basic = good_work.instrument.items[0]
        good_work.rate("lead", {needing.id: {"agreed": "2"}, basic.id: {"agreed": "1"}})
        _add_evidence(good_work, basic.id, "Pay slips", uk_day(now()) - timedelta(days=3 * 366))
        _add_evidence(good_work, basic.id, "Contracts")
        said = _section(_results(good_work), "evidence")
        assert "Evidence is missing: 1 statement" in said
        assert f"“{needing.text.rstrip('.')}” has no evidence yet." in said
        assert re.search(r"Evidence is old: 1 piece The evidence “Pay slips” of .* is more than 24 months old\.", said)
        assert "Evidence has no date: 1 piece The evidence “Contracts” has no date" in said

    def test_a_sample_of_six_for_a_peer_that_is_the_same_for_everybody(self, good_work: AssessmentHouse) -> None:
        assert "6 of them are drawn here" in _section(_results(good_work), "evidence")
        upper = [item for item in good_work.instrument.items if item.tier != "basics"]
        good_work.rate("lead", {item.id: {"agreed": "2"} for item in upper})
        for item in upper[:9]:
            _add_evidence(good_work, item.id, "A plan", uk_day(now()))
        mine, theirs = (_section(_results(good_work, short), "evidence") for short in ("lead", "rep"))
        sample = mine.partition("A sample for a peer to read")[2]
        assert len(re.findall(r"\b\d+\. ", sample)) == 6
        assert theirs.partition("A sample for a peer to read")[2] == sample


class TestBetweenTheSides:
    def test_where_both_have_rated_the_differences_stand_beside_what_was_agreed(self, house: AssessmentHouse) -> None:
        house.rate("lead", {"HW-1.1": {"management": "4"}, "HW-1.2": {"management": "2"}})
        house.rate("rep", {"HW-1.1": {"staff": "1", "agreed": "2"}, "HW-1.2": {"staff": "2"}})
        said = _section(_results(house), "differences")
        assert (
            f"1. {MENTAL_HEALTH} Management side In place everywhere and reviewed Staff side Planned "
            "Agreed In place in some areas" in said
        )
        assert "Every service" not in said

    @pytest.mark.parametrize("value", ["0", "4", "dont_know"])
    def test_one_sides_rating_shows_nowhere_before_the_other_has_rated(
        self, house: AssessmentHouse, value: str
    ) -> None:
        before = _results(house, "lead").text
        house.rate("rep", {"HW-5.1": {"staff": value}})
        assert _results(house, "lead").text == before


class TestChange:
    def test_what_went_up_and_down_item_by_item(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign()
        culture.begin_another("Next")
        culture.rate("lead", _as_rated(culture, 1))
        said = _section(_results(culture), "change")
        assert said.startswith("What changed since Framework 4 statements went up since Framework, and 1 went down.")
        assert "Went up: 4 statements" in said
        assert "Went down: 1 statement" in said
        assert "10 statements are rated as before." in said
        first = culture.instrument.items[0].text
        assert f"1. {first} Then Not true here Now True in a few teams" in said

    def test_the_first_assessment_has_nothing_to_compare(self, culture: AssessmentHouse) -> None:
        assert "no earlier assessment" in _section(_results(culture), "change")


class TestSignedVersions:
    def test_a_signed_version_stays_as_it_was(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign("We see the rest breaks otherwise.")
        signed = _results(culture, query="?version=1")
        assert "Staff side signs with a note of disagreement We see the rest breaks otherwise." in signed.text
        culture.rate("lead", {item.id: {"agreed": "4"} for item in culture.instrument.items})
        assert "The overall score is 10.0 out of 10." in _results(culture).text
        frozen = _results(culture, query="?version=1")
        assert "The overall score is 5.0 out of 10." in frozen.text
        assert "What to do next" not in frozen.text
        assert "We see the rest breaks otherwise." not in _results(culture).text
        assert culture.at("/files/assessment.xlsx?version=1") in frozen.links().values()

    def test_a_signed_version_tells_no_rating_that_only_one_side_gave(self, house: AssessmentHouse) -> None:
        house.agree_everything("3")
        house.rate("rep", {"HW-1.1": {"staff": "0"}})
        house.rate("lead", {"HW-1.1": {"management": ""}})
        house.sign()
        path = house.at("/files/assessment.csv?version=1")
        staff, management = (house.enter(short).get(path).get_data(as_text=True) for short in ("rep", "lead"))
        assert "Not started" in staff
        assert "Not started" not in management

    @pytest.mark.parametrize("version", ["0", "2", "-1", "x", "", "9" * 30])
    def test_a_version_that_nobody_signed_is_not_found(self, culture: AssessmentHouse, version: str) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign()
        _results(culture, query=f"?version={version}", status=404)


class TestPictures:
    @pytest.mark.parametrize("name", ["assessment-profile.svg", "assessment-profile.png"])
    def test_a_picture_is_asked_for_once(self, house: AssessmentHouse, name: str) -> None:
        house.agree_everything()
        client, path = house.enter("lead"), house.at(f"/results/charts/{name}")
        first = client.get(path)
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "private, no-cache")
        assert first.data.startswith(b"\x89PNG" if name.endswith("png") else b"<?xml")
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        house.rate("lead", {"HW-1.1": {"agreed": "0"}})
        assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_a_signed_version_is_drawn_once_whoever_asks(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign()
        path = culture.at("/results/charts/assessment-profile.svg?version=1")
        pictures.draw.cache_clear()
        drawn = {culture.enter(short).get(path).data for short in ("lead", "rep")}
        assert len(drawn) == 1
        assert pictures.draw.cache_info().misses == 1
        culture.rate("lead", {culture.instrument.items[0].id: {"agreed": "4"}})
        assert culture.enter("lead").get(path).data in drawn

    @pytest.mark.parametrize("name", ["nothing.svg", "assessment-profile.pdf", "assessment-levels.svg"])
    def test_a_picture_that_is_not_there_is_not_found(self, house: AssessmentHouse, name: str) -> None:
        """The framework has scores and no levels, so that there is no picture of levels."""
        house.agree_everything()
        assert house.enter("lead").get(house.at(f"/results/charts/{name}")).status_code == 404

    def test_every_figure_of_a_picture_stands_in_a_table(self, good_work: AssessmentHouse) -> None:
        page = _results(good_work)
        assert next(each.get("alt") or "" for each in page.all("img", "app-chart")).startswith("Table of 4 pillars")
        table = next(each for each in page.all("div", "app-scroll"))
        words = " ".join(" ".join(table.itertext()).split())
        assert "Pillar Basics met Good Leading The whole" in words


class TestSharing:
    def test_a_lead_shares_and_takes_back(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        client: PageClient = culture.enter("lead")
        assert "Both sides must sign" in client.page(culture.at("/share")).text
        culture.sign()
        shown = client.submit(culture.at("/share"), button="Share it with the forum")
        assert "The forum now sees this assessment." in shown.get_data(as_text=True)
        assert culture.assessment().shared
        assert "The forum sees the newest signed version." in _results(culture, "rep").text
        client.submit(culture.at("/share"), button="Share it no longer")
        assert not culture.assessment().shared
        assert culture.deeds()[-2:] == ["shared", "unshared"]

    def test_others_read_what_is_shared_and_decide_nothing(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign()
        page = culture.enter("rep").page(culture.at("/share"))
        assert "A wellbeing lead of your organisation decides this." in page.text
        assert not page.all("button", "nhsuk-button")

    def test_two_who_press_at_once_share_it_once(self, culture: AssessmentHouse) -> None:
        culture.rate("lead", _as_rated(culture, 0))
        culture.sign()
        client = culture.enter("lead")
        shown = client.get(culture.at("/share"))
        client.press(shown, button="Share it with the forum")
        again = client.press(shown, button="Share it with the forum")
        assert again.status_code == 409
        assert culture.deeds().count("shared") == 1
