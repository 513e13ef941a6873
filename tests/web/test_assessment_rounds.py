"""Rounds of self-assessments: opening, e-mails to wellbeing leads, how far each organisation is, and ending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment, AssessmentRound
from audit_app.assessment.rounds import begin_in_round
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import sign
from audit_app.database import make_sessions, now, uk_day, writing
from audit_app.forum.contributors import add_organisation
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import make_forum
from tests.harness.organisations import contributor_of, make_organisations, rate_all
from tests.harness.pages import PageClient, read
from tests.web.results_in_the_house import sign_in

HERE = "/forums/north/assessments/rounds"
GOOD = {"instrument": "culture-self-check", "name": "Spring 2027"}


@dataclass
class Secretariat:
    """The browser of the secretariat, and a session that looks."""

    client: PageClient
    session: Session
    engine: Engine

    def rounds(self) -> list[AssessmentRound]:
        self.session.rollback()
        return list(self.session.scalars(select(AssessmentRound)))

    def told(self) -> list[str]:
        """To whom e-mails about a round have been queued."""
        self.session.rollback()
        query = select(OutboxMessage.recipient).where(OutboxMessage.kind == MessageKind.ASSESSMENT_ROUND)
        return sorted(self.session.scalars(query))


@pytest.fixture
def secretariat(engine: Engine, client: PageClient) -> Iterator[Secretariat]:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        forum = make_forum(session, "north", management=1, staff=1, partner=0)
        make_organisations(session, forum)
        add_organisation(session, forum, "Union of Invented Nurses")
        session.commit()
        sign_in(client, session, "secretariat@north.example")
    with sessions() as looking:
        yield Secretariat(client, looking, engine)


def _day(days: int) -> dict[str, str]:
    day = uk_day(now()) + timedelta(days=days)
    return {"opens_on-day": str(day.day), "opens_on-month": str(day.month), "opens_on-year": str(day.year)}


def test_opening_a_round_tells_the_wellbeing_leads(secretariat: Secretariat) -> None:
    page = read(secretariat.client.submit(HERE, GOOD))
    (made,) = secretariat.rounds()
    assert (made.name, made.instrument_id, made.due_on) == ("Spring 2027", "culture-self-check", None)
    assert made.opened_by == "Sec Retariat (Secretariat)"
    assert secretariat.told() == ["lead@north.example", "outside@north.example"]
    assert "2 e-mails to wellbeing leads are on the way." in page.text


def test_a_round_that_opens_later_tells_nobody_yet(secretariat: Secretariat) -> None:
    page = read(secretariat.client.submit(HERE, {**GOOD, **_day(40)}))
    assert "Come back on that day to e-mail the wellbeing leads." in page.text
    assert secretariat.told() == []
    assert "E-mail all wellbeing leads" not in page.text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": ""}, "Enter a name for the round"),
        ({"instrument": None}, "Choose one"),
        ({"opens_on-month": ""}, "Opens on must have a month"),
        ({"opens_on-day": "31", "opens_on-month": "2"}, "Opens on must be a real date, such as 20 11 2026"),
        (
            {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2020"},
            "Choose a day that is not before the round opens.",
        ),
        ({"name": "x" * 121}, "The name is too long. Use 120 characters or fewer."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_stores_nothing(
    secretariat: Secretariat, typed: dict[str, str | None], error: str
) -> None:
    answer = secretariat.client.submit(HERE, {**GOOD, **typed})
    assert answer.status_code == 422
    page = read(answer)
    assert page.errors == [error]
    kept = {each.get("name"): each.get("value") for each in page.all("input")}
    assert kept["name"] == {**GOOD, **typed}["name"]
    assert secretariat.rounds() == []
    assert secretariat.told() == []


def test_a_name_is_used_once(secretariat: Secretariat) -> None:
    secretariat.client.submit(HERE, GOOD)
    answer = secretariat.client.submit(HERE, GOOD)
    assert answer.status_code == 422
    assert read(answer).errors == ["This forum already has a round with this name. Choose another."]
    assert len(secretariat.rounds()) == 1


def test_the_page_says_how_far_and_never_what(secretariat: Secretariat) -> None:
    secretariat.client.submit(HERE, GOOD)
    where = f"{HERE}/{secretariat.rounds()[0].id}"
    assert "0 of 2 organisations have begun. 0 signed. 0 shared." in secretariat.client.page(where).text
    _sign_and_share(secretariat.engine)
    page = secretariat.client.page(where)
    assert "1 of 2 organisations has begun. 1 signed. 1 shared." in page.text
    assert f"Signed by both sides on {_today_in_words()}" in page.text
    assert "Not begun" in page.text
    (table,) = page.all("table")
    words = " ".join("".join(table.itertext()).split())
    assert "Union of Invented Nurses" not in words
    assert "Nobody fills in for Union of Invented Nurses." in page.text
    with writing(make_sessions(secretariat.engine)) as session:
        (made,) = session.scalars(select(Assessment))
        rate_all(session, made, contributor_of(session, made.organisation, Side.STAFF), now())
        made.signed_on = None  # as after a change
        session.commit()
    assert "Signed before, and being changed" in secretariat.client.page(where).text


def _today_in_words() -> str:
    day = uk_day(now())
    return f"{day.day} {day:%B %Y}"


def _sign_and_share(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        forum = session.scalars(select(Forum)).one()
        trust = session.scalars(select(Organisation).where(Organisation.name == "Invented Trust")).one()
        (opened,) = session.scalars(select(AssessmentRound).where(AssessmentRound.forum_id == forum.id))
        made = begin_in_round(session, opened, trust, by="A test", at=now())
        lead = contributor_of(session, trust, Side.MANAGEMENT)
        rate_all(session, made, lead, now())
        for side in TWO_SIDES:
            sign(session, made, made.revision, "", contributor_of(session, trust, side), now())
        share(session, made, lead, now())
        session.commit()


def test_leads_are_told_again_when_the_secretariat_asks(secretariat: Secretariat) -> None:
    secretariat.client.submit(HERE, {**GOOD, **_day(-3)})
    where = f"{HERE}/{secretariat.rounds()[0].id}"
    page = read(secretariat.client.submit(where, button="E-mail all wellbeing leads"))
    assert "2 e-mails to wellbeing leads are on the way." in page.text


def test_ending_a_round_is_asked_for_and_happens_once(secretariat: Secretariat) -> None:
    secretariat.client.submit(HERE, GOOD)
    where = f"{HERE}/{secretariat.rounds()[0].id}"
    shown = secretariat.client.get(f"{where}/end")
    assert secretariat.rounds()[0].ended_on is None
    assert "The round “Spring 2027” has ended." in read(secretariat.client.submit(f"{where}/end")).text
    assert secretariat.rounds()[0].ended_on == uk_day(now())
    late = secretariat.client.press(shown)
    assert late.status_code == 409
    assert read(late).errors == [f"This round ended on {_today_in_words()}."]
    page = secretariat.client.page(where)
    assert "E-mail all wellbeing leads" not in page.text
    assert "Ended" in secretariat.client.page(HERE).text
