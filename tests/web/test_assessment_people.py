"""Who fills in an organisation's self-assessments: what everybody in them can read about a change of the list."""

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.assessment.models import AssessmentRecord
from audit_app.forum.models import Contributor
from tests.web.assessment_house import AssessmentHouse


def test_who_changes_sides_stands_in_the_record(sqlite_app: Flask, sqlite_engine: Engine) -> None:
    """Whoever has been on both sides has seen both sides' own ratings, so both sides must be able to tell."""
    house = AssessmentHouse(sqlite_app, sqlite_engine).begin()
    lead = house.enter("lead")
    with Session(sqlite_engine) as session:
        person = session.scalars(select(Contributor).where(Contributor.email == "lead@north.example")).one()
        number, name = person.id, person.name
    address = house.of_trust(f"/contributors/{number}/change")
    lead.submit(address, {"role": "Head of wellbeing"}, button="Save")
    assert "invited" not in house.deeds()
    lead.submit(address, {"side": "staff"}, button="Save")
    with Session(sqlite_engine) as session:
        (noted,) = [each for each in session.scalars(select(AssessmentRecord)) if each.deed.value == "invited"]
        assert noted.note == f"{name} (Head of wellbeing, Staff side)"
