"""An organisation whose wellbeing lead (management side) and union colleague fill in the framework together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.assessment.models import Assessment, AssessmentRecord, Evidence, Rating, SignedVersion
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import answer_of
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Organisation
from audit_app.questionnaire.instrument import Instrument
from tests.factories import CATALOGUE, make_forum
from tests.harness.every_assessment import FRAMEWORK, find_person, rate
from tests.harness.organisations import make_organisations
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import sign_in

Ratings = Mapping[str, Mapping[str, str]]


@dataclass
class AssessmentHouse:
    """numbers: of `make_organisations`. assessment_id: the framework that the organisation has begun."""

    app: Flask
    engine: Engine
    numbers: dict[str, int] = field(default_factory=dict)
    assessment_id: int = 0

    def begin(self) -> "AssessmentHouse":
        """A forum "north" with two organisations, of which one has begun the framework."""
        with writing(make_sessions(self.engine)) as session:
            forum = make_forum(session, "north", management=1, staff=1, partner=0)
            self.numbers = make_organisations(session, forum)
            trust = session.get_one(Organisation, self.numbers["organisation_id"])
            made = open_alone(session, trust, self.instrument, "Framework", by="A test", at=now())
            session.commit()
            self.assessment_id = made.id
        return self

    @property
    def instrument(self) -> Instrument:
        return CATALOGUE.instrument_by_id(FRAMEWORK)

    def enter(self, short: str) -> PageClient:
        """The browser of somebody who has signed in: "lead", "rep" or "outside"; anything with @ is an address."""
        client: Any = self.app.test_client()
        with writing(make_sessions(self.engine)) as session:
            sign_in(client, session, short if "@" in short else f"{short}@north.example")
        return client  # type: ignore[no-any-return]  # Flask does not say that it is what the application asked for

    def at(self, path: str = "") -> str:
        return f"/forums/north/assessments/{self.assessment_id}{path}"

    def of_trust(self, path: str) -> str:
        return f"/forums/north/organisations/{self.numbers['organisation_id']}{path}"

    def rate(self, short: str, ratings: Ratings) -> None:
        """Write fields of items as this person."""
        with writing(make_sessions(self.engine)) as session:
            made = session.get_one(Assessment, self.assessment_id)
            rate(session, made, ratings, find_person(session, made.organisation, short), now())
            session.commit()

    def agree_everything(self, value: str = "3") -> None:
        """Every statement rated by both sides alike, and agreed."""
        items = [item.id for item in self.instrument.items]
        self.rate("rep", {name: {"staff": value} for name in items})
        self.rate("lead", {name: {"management": value, "agreed": value} for name in items})

    def answer(self, item_id: str) -> ItemAnswer:
        """What is stored of an item, with the ratings of both sides."""
        with Session(self.engine) as session:
            return answer_of(session.get_one(Rating, (self.assessment_id, item_id)), ())

    def assessment(self) -> Assessment:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Assessment, self.assessment_id)

    def versions(self) -> list[SignedVersion]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.scalars(select(SignedVersion).order_by(SignedVersion.id)))

    def evidence(self) -> list[Evidence]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.scalars(select(Evidence).order_by(Evidence.id)))

    def deeds(self) -> list[str]:
        with Session(self.engine) as session:
            rows = session.scalars(select(AssessmentRecord).order_by(AssessmentRecord.id))
            return [row.deed.value for row in rows if row.assessment_id == self.assessment_id]
