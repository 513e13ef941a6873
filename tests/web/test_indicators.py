"""The pages about figures over time, as a wellbeing lead and a staff-side contributor use them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment, Indicator, IndicatorFigure, SignedVersion
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Organisation
from tests.factories import make_forum
from tests.harness.organisations import DAYS, make_organisations
from tests.harness.pages import PageClient, read
from tests.web.results_in_the_house import sign_in


@dataclass
class Trust:
    """The browser of the wellbeing lead of an organisation that follows one figure, and a session that looks."""

    client: PageClient
    session: Session
    numbers: dict[str, int]

    def at(self, path: str = "") -> str:
        return f"/forums/north/organisations/{self.numbers['organisation_id']}/indicators{path}"

    @property
    def one(self) -> str:
        """The address of the figure that is followed."""
        return self.at(f"/{self.numbers['indicator_id']}")

    def figures(self) -> dict[str, float]:
        self.session.rollback()
        return {each.on.isoformat(): each.value for each in self.session.scalars(select(IndicatorFigure))}

    def names(self) -> list[tuple[str, str]]:
        self.session.rollback()
        return [(each.name, each.unit) for each in self.session.scalars(select(Indicator).order_by(Indicator.id))]


@pytest.fixture
def trust(engine: Engine, client: PageClient) -> Iterator[Trust]:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        numbers = make_organisations(session, make_forum(session, "north", management=1, staff=1, partner=0))
        session.commit()
        sign_in(client, session, "lead@north.example")
    with sessions() as looking:
        yield Trust(client, looking, numbers)


BEFORE = {"2025-03-31": 5.1, "2025-06-30": 5.0, "2025-09-30": 4.9}


def test_the_page_shows_figures_picture_and_table_with_the_caution(trust: Trust) -> None:
    page = trust.client.page(trust.at())
    assert "4.9 on 30 September 2025" in page.text
    assert "Moving together is not the same as causing." in page.text
    assert "Only the people who fill in this organisation's self-assessments see this page" in page.text
    (image,) = page.all("img", "app-chart")
    assert "5.1 on 31 March 2025" in (image.get("alt") or "")
    cells = ["".join(each.itertext()) for each in page.all("td") + page.all("th")]
    assert {"31 March 2025", "5.1", "30 June 2025", "5"} <= set(cells)
    assert trust.client.get(image.get("src") or "").mimetype == "image/svg+xml"


def test_days_of_signing_stand_in_the_picture(trust: Trust, engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        where = session.get_one(Organisation, trust.numbers["organisation_id"])
        signed = Assessment(
            forum_id=where.forum_id, organisation_id=where.id, name="Framework 2025", opened_on=DAYS[0],
            opened_by="Kim", instrument_id="x", instrument_version=1, instrument_digest="0", instrument_definition="{}",
        )  # fmt: skip
        session.add(signed)
        session.flush()
        session.add(SignedVersion(assessment_id=signed.id, version=1, signed_on=DAYS[1], content="{}", digest="0"))
        session.commit()
    assert "Framework 2025" in trust.client.page(trust.at()).text
    picture = trust.client.get(trust.at("/picture.svg")).get_data(as_text=True)
    assert "30 June 2025, Framework 2025" in picture


def test_the_browser_keeps_a_picture_that_has_not_changed(trust: Trust) -> None:
    first = trust.client.get(trust.at("/picture.png"))
    assert first.mimetype == "image/png"
    again = trust.client.get(trust.at("/picture.png"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    trust.client.submit(
        trust.one, {"on-day": "1", "on-month": "10", "on-year": "2025", "value": "4"}, button="Store this figure"
    )
    changed = trust.client.get(trust.at("/picture.png"), headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_figure_to_follow_is_added_from_a_suggestion(trust: Trust) -> None:
    answer = trust.client.submit(trust.at("/add?suggested=1"))
    assert "You now follow Staff turnover. Add its first figure." in read(answer).text
    assert trust.names()[1:] == [("Staff turnover", "%")]
    for odd in ("-1", "99", "x", "²", "9" * 5000):
        assert trust.client.get(trust.at(f"/add?suggested={odd}")).status_code == 200


def test_a_name_that_is_there_already_is_refused_beside_its_field(trust: Trust) -> None:
    answer = trust.client.submit(trust.at("/add"), {"name": "sickness ABSENCE", "unit": "days"})
    assert answer.status_code == 422
    page = read(answer)
    assert page.errors == ["You follow a figure of this name already. Choose another name."]
    assert [each.get("value") for each in page.all("input") if each.get("name") == "unit"] == ["days"]
    assert len(trust.names()) == 1


def test_name_and_unit_can_be_corrected(trust: Trust) -> None:
    trust.client.submit(f"{trust.one}/change", {"name": "Absence", "unit": "per cent"})
    assert trust.names() == [("Absence", "per cent")]
    assert trust.client.submit(f"{trust.one}/change", {"name": "", "unit": ""}).status_code == 422


def test_a_figure_is_added_and_replaced_and_the_page_says_what_stood_there(trust: Trust) -> None:
    day = {"on-day": "31", "on-month": "oct", "on-year": "2025"}
    added = trust.client.submit(trust.one, {**day, "value": " 4,75% "}, button="Store this figure")
    assert "Sickness absence on 31 October 2025 is 4.75." in read(added).text
    replaced = trust.client.submit(trust.one, {**day, "value": "4.5"}, button="Store this figure")
    assert "is 4.5. Before, it was 4.75." in read(replaced).text
    assert trust.figures() == {**BEFORE, "2025-10-31": 4.5}


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"value": "many"}, "The figure must be a number, such as 4.7."),
        ({"value": ""}, "Enter the figure"),
        ({"value": "99999999999"}, "The figure must be a number, such as 4.7."),
        ({"value": "9999999999"}, "The figure is too large. Use another unit, such as thousands."),
        ({"on-year": "2999"}, "The day lies in the future. Enter a day that is over."),
        ({"on-year": "1066"}, "The day is before 1990. Check the year."),
        ({"on-day": "31", "on-month": "2"}, "Day must be a real date, such as 20 11 2026"),
    ],
)
def test_what_is_no_figure_is_refused_and_stays_typed(trust: Trust, typed: dict[str, str], error: str) -> None:
    sent = {"on-day": "1", "on-month": "10", "on-year": "2025", "value": "4", **typed}
    answer = trust.client.submit(trust.one, sent, button="Store this figure")
    assert answer.status_code == 422
    page = read(answer)
    assert page.errors == [error]
    shown = {each.get("name"): each.get("value") or "" for each in page.all("input")}
    assert {name: shown[name] for name in sent} == sent
    assert trust.figures() == BEFORE


def test_a_figure_is_removed_and_repeated_in_the_message(trust: Trust) -> None:
    answer = trust.client.submit(trust.one, button="Remove 5 on 30 June 2025")
    assert "5 on 30 June 2025 has been removed." in read(answer).text
    assert trust.figures() == {day: value for day, value in BEFORE.items() if day != "2025-06-30"}


@pytest.mark.parametrize("day", ["2025-06-29", "2025-6-30", "yesterday", "2025-02-30"])
def test_a_day_without_a_figure_is_not_found(trust: Trust, day: str) -> None:
    token = {each.get("name"): each.get("value") for each in trust.client.page(trust.one).all("input")}["csrf_token"]
    answer = trust.client.post(f"{trust.one}/figures/{day}/remove", data={"csrf_token": token})
    assert answer.status_code == 404
    assert trust.figures() == BEFORE


def test_stopping_says_what_is_lost_first(trust: Trust) -> None:
    assert "3 figures will be deleted. This cannot be undone." in trust.client.page(f"{trust.one}/remove").text
    assert trust.names()
    trust.client.submit(f"{trust.one}/remove", button="Stop following and delete")
    assert trust.names() == []
    assert trust.figures() == {}
    page = trust.client.page(trust.at())
    assert "Often followed" in page.text
    assert trust.client.get(trust.at("/picture.svg")).status_code == 404


TABLE = "indicator\tdate\tvalue\nSickness absence\t30/9/2025\t4.8\nsickness absence\tOct 2025\t4.7\n"


def test_a_table_is_shown_before_it_is_stored(trust: Trust) -> None:
    shown = trust.client.submit(trust.at("/upload"), {"pasted": TABLE})
    page = read(shown)
    assert "1 new, 1 changed." in page.text
    assert "Now: 4.9" in page.text
    assert trust.figures() == BEFORE
    stored = trust.client.press(shown, button="Store these figures")
    assert "The figures are stored: 1 added, 1 changed." in read(stored).text
    assert trust.figures() == {**BEFORE, "2025-09-30": 4.8, "2025-10-01": 4.7}


def test_a_file_with_one_figure_goes_to_the_chosen_one(trust: Trust) -> None:
    file = (io.BytesIO(b"date,value\n2025-10-31,4.6\n"), "absence.csv")
    missing = trust.client.submit(trust.at("/upload"), {"upload": file})
    assert missing.status_code == 422
    assert "choose whose figures these are" in read(missing).errors[0]
    file = (io.BytesIO(b"date,value\n2025-10-31,4.6\n"), "absence.csv")
    shown = trust.client.submit(trust.at("/upload"), {"upload": file, "which": str(trust.numbers["indicator_id"])})
    trust.client.press(shown, button="Store these figures")
    assert trust.figures()["2025-10-31"] == 4.6


def test_faulty_rows_are_named_and_nothing_can_be_stored(trust: Trust) -> None:
    shown = trust.client.submit(trust.at("/upload"), {"pasted": TABLE + "Vacancies\tsoon\t<b>many</b>\n"})
    assert shown.status_code == 422
    page = read(shown)
    assert page.errors == ["1 row must be put right. Nothing has been stored"]
    assert "You follow no figure of this name. Add it first, or correct the name" in page.text
    assert "Store these figures" not in page.text
    fields = {each.get("name"): each.get("value") for each in trust.client.page(trust.at("/upload")).all("input")}
    sent = {"csrf_token": fields["csrf_token"] or "", "which": "", "pasted": f"{TABLE}x\ty\tz\n"}
    assert trust.client.post(trust.at("/upload/store"), data=sent).status_code == 422
    assert trust.figures() == BEFORE


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "empty.csv", "The file is empty."),
        (b"PK\x03\x04nonsense", "broken.xlsx", "This workbook cannot be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls", "This is an old Excel file"),
        (b"hello", "photo.png", "Only CSV and Excel workbooks"),
        (b"a,b\n1,2\n", "other.csv", "The first row must hold the headings date and value"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(trust: Trust, content: bytes, name: str, error: str) -> None:
    answer = trust.client.submit(trust.at("/upload"), {"upload": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert error in read(answer).errors[0]


def test_the_table_to_fill_in_comes_back_and_runs_nowhere(trust: Trust, engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        session.add(Indicator(organisation_id=trust.numbers["organisation_id"], name="=1+1", unit="£"))
        session.commit()
    content = trust.client.get(trust.at("/figures-to-fill-in.csv")).get_data()
    lines = content.decode("utf-8-sig").splitlines()
    assert lines == ["indicator,date,value", "Indicator: Sickness absence,,", "Indicator: =1+1,,"]
    filled = content.replace(b"=1+1,,", b"=1+1,2025-01-01,7")
    shown = trust.client.submit(trust.at("/upload"), {"upload": (io.BytesIO(filled), "figures.csv")})
    trust.client.press(shown, button="Store these figures")
    assert trust.figures() == {**BEFORE, "2025-01-01": 7}


def test_hostile_words_are_only_words(trust: Trust) -> None:
    name = "<script>alert(1)</script> & “x”"
    trust.client.submit(trust.at("/add"), {"name": name, "unit": "<b>"})
    page = trust.client.page(trust.at())
    assert name in page.text
    assert not page.all("b")


def test_somebody_of_the_staff_side_does_the_same(trust: Trust, engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        sign_in(trust.client, session, "rep@north.example")
    trust.client.submit(
        trust.one, {"on-day": "1", "on-month": "1", "on-year": "2025", "value": "5"}, button="Store this figure"
    )
    assert trust.figures() == {**BEFORE, "2025-01-01": 5}


def test_a_lead_of_another_organisation_sees_nothing_of_it(trust: Trust, engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        sign_in(trust.client, session, "outside@north.example")
    assert trust.client.get(trust.at()).status_code == 404
    own = f"/forums/north/organisations/{trust.numbers['other_id']}/indicators"
    assert "Sickness absence, %" in trust.client.page(own).text  # among what is often followed
    assert "4.9" not in trust.client.page(own).text
    assert trust.client.get(f"{own}/{trust.numbers['indicator_id']}").status_code == 404
