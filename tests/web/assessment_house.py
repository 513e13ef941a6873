"""An organisation whose wellbeing lead (management side) and union colleague fill in the framework together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.assessment.models import Assessment, AssessmentRecord, Evidence, Rating, SignedVersion
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import answer_of
from audit_app.assessment.signing import sign
from audit_app.database import make_sessions, now, writing
from audit_app.forum.models import Organisation
from audit_app.questionnaire.instrument import Instrument
from tests.factories import CATALOGUE, make_forum
from tests.harness.every_assessment import FRAMEWORK, acting, find_person, rate
from tests.harness.organisations import make_organisations
from tests.harness.pages import PageClient
from tests.web.results_in_the_house import sign_in

Ratings = Mapping[str, Mapping[str, str]]


@dataclass
class AssessmentHouse:
    """numbers: of `make_organisations`. assessment_id: what the organisation has begun, the framework by default."""

    app: Flask
    engine: Engine
    numbers: dict[str, int] = field(default_factory=dict)
    assessment_id: int = 0
    instrument_id: str = FRAMEWORK

    def begin(self) -> "AssessmentHouse":
        """A forum "north" with two organisations, of which one has begun an assessment."""
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
        return CATALOGUE.instrument_by_id(self.instrument_id)

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

    def sign(self, disagreement: str = "") -> None:
        """Both sides sign it as it stands; staff side with a note of disagreement, if there is one."""
        with self.writing() as (session, made):
            for short, note in (("lead", ""), ("rep", disagreement)):
                sign(session, made, made.revision, note, acting(find_person(session, made.organisation, short)), now())

    def begin_another(self, name: str) -> None:
        """Begin the next assessment with the same instrument; the house is about that one from now on."""
        with self.writing() as (session, made):
            following = open_alone(session, made.organisation, self.instrument, name, by="A test", at=now())
            session.flush()
            self.assessment_id = following.id

    @contextmanager
    def writing(self) -> Iterator[tuple[Session, Assessment]]:
        """A session that writes, and the assessment in it; committed at the end."""
        with writing(make_sessions(self.engine)) as session:
            yield session, session.get_one(Assessment, self.assessment_id)
            session.commit()

    def answer(self, item_id: str) -> ItemAnswer:
        """What is stored of an item, with the ratings of both sides."""
        with Session(self.engine) as session:
            return answer_of(session.get_one(Rating, (self.assessment_id, item_id)), ())

    def assessment(self) -> Assessment:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(Assessment, self.assessment_id)

    def versions(self) -> list[SignedVersion]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.scalars(select(SignedVersion).order_by(SignedVersion.version)))

    def evidence(self) -> list[Evidence]:
        with Session(self.engine, expire_on_commit=False) as session:
            return list(session.scalars(select(Evidence).order_by(Evidence.id)))

    def deeds(self) -> list[str]:
        with Session(self.engine) as session:
            rows = session.scalars(select(AssessmentRecord).order_by(AssessmentRecord.id))
            return [row.deed.value for row in rows if row.assessment_id == self.assessment_id]
