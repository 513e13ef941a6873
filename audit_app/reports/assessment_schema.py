"""The shape of released self-assessments as JSON: what `partnership-audit assessments export --format json` prints.

docs/assessments.schema.json is made from these models, and docs/assessments-json.md explains them.
"""

import json
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Score = Annotated[float, Field(ge=0, le=10)]
Count = Annotated[int, Field(ge=0)]
Rating = int | Literal["dont_know", "does_not_apply"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InstrumentNamed(_Part):
    """Which self-assessment it is, and in which version."""

    id: str
    version: int
    title: str


class Statement(_Part):
    """What both sides agreed on. words: as the scale words it; both are null while nothing is agreed."""

    id: str
    element: str
    text: str
    tier: str | None
    rating: Rating | None
    words: str | None
    reason: str | None
    confidence: Literal["low", "medium", "high"] | None
    priority: Literal["now", "next", "later"] | None
    help_wanted: bool
    evidence: Count


class Element(_Part):
    """score: out of 10, null where nothing is rated or the instrument has no scores."""

    id: str
    title: str
    score: Score | None
    rated: Count
    statements: Count
    level: str | None


class LeftToDo(_Part):
    """One thing to do before a level is reached. statement: null where it is about a sum of points."""

    sentence: str
    element: str
    statement: str | None


class Level(_Part):
    id: str
    title: str
    reached: bool
    left: list[LeftToDo]


class Action(_Part):
    """statement: null where it is for the whole."""

    statement: str | None
    text: str
    owner_role: str
    due_on: date | None
    state: Literal["to_do", "under_way", "done", "dropped"]
    done_on: date | None


class SignOff(_Part):
    side: Literal["management", "staff"]
    name: str
    role: str
    on: date
    disagreement: str | None


class Assessment(_Part):
    """One assessment as both sides signed it last. level: title of the level reached, null for none."""

    organisation: str
    name: str
    version: int
    signed_on: date | None
    instrument: InstrumentNamed
    overall: Score | None
    level: str | None
    next_level: str | None
    elements: list[Element]
    levels: list[Level]
    statements: list[Statement]
    actions: list[Action]
    sign_off: list[SignOff]


class Assessments(_Part):
    """Every self-assessment that organisations of one forum have signed and share with it."""

    forum: str
    assessments: list[Assessment]


def schema_text() -> str:
    """What docs/assessments.schema.json holds."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Assessments.model_json_schema()}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
