"""Assessments for tests: an instrument, and the few answers that a test is about."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from audit_app.analysis.assessed.content import Content, ItemAnswer, Proof, Value
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, read_catalogue
from audit_app.questionnaire.instrument import Instrument

TODAY = date(2026, 11, 20)
POLICY = Proof("Policy 12", dated=date(2026, 3, 2), owner_role="Head of HR")


@cache
def shipped() -> Catalogue:
    return read_catalogue(QUESTIONNAIRES)


def framework() -> Instrument:
    return shipped().instrument_by_id("staff-wellbeing-framework")


def award() -> Instrument:
    return shipped().instrument_by_id("healthy-workplace")


def standard() -> Instrument:
    return shipped().instrument_by_id("good-work")


def agreed(value: Value | None, *, proven: bool = True, **more: Any) -> ItemAnswer:
    """An agreed rating, with a piece of evidence unless it says otherwise."""
    return ItemAnswer(agreed=value, proofs=(POLICY,) if proven else (), **more)


def left_out(reason: str = "We have no such staff.") -> ItemAnswer:
    return ItemAnswer(agreed="does_not_apply", reason=reason)


def of(instrument: Instrument, answers: Mapping[str, ItemAnswer], **more: Any) -> Content:
    return Content("Northern Trust", "Autumn 2026", instrument, dict(answers), **more)


def best(instrument: Instrument) -> dict[str, ItemAnswer]:
    """Every item at the top of its scale, with evidence."""
    return {item.id: agreed(instrument.rating_scale(item).values[-1]) for item in instrument.items}


def small(**changes: Any) -> Instrument:
    """Two elements of two items on the maturity scale, without levels."""
    options = [{"value": value, "label": label} for value, label in enumerate(["None", "Few", "Some", "Most", "All"])]
    content: dict[str, Any] = {
        "id": "tea-at-work",
        "version": 1,
        "title": "Tea at work",
        "summary": "How tea is made here.",
        "lead_in": "Think about the past year.",
        "minutes": "10",
        "disclaimer": "This is a self-check.",
        "shape": "framework",
        "scales": [
            {"id": "maturity", "options": options, "does_not_apply": "Does not apply", "met_from": 3}
            | {"priority_below": 2}
        ],
        "sections": [
            {"id": "A", "title": "Leaves", "questions": [_item("A-1"), _item("A-2")]},
            {"id": "B", "title": "Biscuits", "questions": [_item("B-1"), _item("B-2")]},
        ],
    }
    return Instrument.model_validate(content | changes)


def _item(name: str) -> dict[str, Any]:
    return {"id": name, "text": f"Statement {name} is true.", "scale": "maturity"}
