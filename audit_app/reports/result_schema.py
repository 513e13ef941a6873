"""The shape of released results as JSON: what `partnership-audit results --format json` prints.

What is hidden is null or absent. docs/results.schema.json is made from these models, and docs/results-json.md explains
them.
"""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Score = Annotated[float, Field(ge=0, le=10)]
Difference = Annotated[float, Field(ge=-10, le=10)]
Count = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Respondents(_Part):
    """How many of a side were invited and answered; null where a typed-in round does not say."""

    invited: Count | None
    answered: Count | None


class EverySide(_Part):
    management: Respondents
    staff: Respondents
    partner: Respondents


class Total(_Part):
    """Management and staff pooled. counts, bands and value are there only where `detail` says so.

    detail: full (counts of every answer), bands (three counts), alike (all or nearly all said `value`, the score is
    about right), average (a typed-in round of which only averages are known), none.
    """

    detail: Literal["full", "bands", "alike", "average", "none"]
    n: Count | None
    score: Score | None
    counts: list[Count] | None = None
    bands: Annotated[list[Count], Field(min_length=3, max_length=3)] | None = None
    value: Count | None = None


class OneSide(_Part):
    """One side's result, or the partners'; n and bands are absent where they may not be told."""

    score: Score | None
    n: Count | None = None
    bands: Annotated[list[Count], Field(min_length=3, max_length=3)] | None = None


class BothSides(_Part):
    management: OneSide
    staff: OneSide


class Comparison(_Part):
    """A change (later minus earlier) or a gap (staff side minus management side). label null: drawn, never labelled.

    p is there only where both totals are released in full.
    """

    label: str | None
    difference: Difference
    p: Annotated[float, Field(ge=0, le=1)] | None = None


class EarlierWords(_Part):
    """A statement as the earlier round asked it. Both sides agreed that the meaning stayed."""

    id: str
    text: str


class Statement(_Part):
    id: str
    text: str
    section: str
    total: Total
    sides: BothSides | None
    partner: OneSide | None
    change: Comparison | None
    gap: Comparison | None
    flags: list[Literal["split_views", "many_could_not_say", "below_hope"]]
    reworded_from: EarlierWords | None = None
    reverse_worded: bool | None = None


class SectionTotal(_Part):
    n: Count | None
    score: Score | None


class Overall(_Part):
    """The score over all scored statements."""

    total: SectionTotal
    sides: BothSides | None
    change: Comparison | None
    gap: Comparison | None


class Section(Overall):
    id: str


class Suggestion(_Part):
    statement: str
    points: Count
    reasons: list[str]


class Measure(_Part):
    """A statement, section or "overall" that a priority is measured by, then and in this round.

    then and now are null where they are hidden or were not asked; verdict says what can be said.
    """

    id: str
    text: str
    then: Score | None
    now: Score | None
    difference: Difference | None
    verdict: Literal["Moved up clearly", "No clear change", "Declined", "Cannot be compared"]


class Target(_Part):
    """What a priority is to reach: a score, words, or both. met: null where it cannot be told, or is only in words."""

    score: Score | None
    words: str | None
    met: bool | None


class Priority(_Part):
    """Something that both sides agreed to work on, after `round`. measures is empty for priorities of this round."""

    round: str
    title: str
    state: Literal["adopted", "done"]
    owner_side: Literal["management", "staff", "both"]
    owner_role: str
    review_on: str
    measured_by: list[str]
    measures: list[Measure]
    measure_words: str | None
    target: Target


class Results(_Part):
    """Released results of one round, alone or against an earlier one."""

    forum: str
    round: str
    against: str | None
    plan: Literal["full", "small", "total", "nothing"]
    respondents: EverySide
    statements: list[Statement]
    sections: list[Section]
    overall: Overall
    suggestions: list[Suggestion]
    strengths: list[str]
    priorities: list[Priority] | None = None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `Results`."""
    made = Results.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text() -> str:
    """What docs/results.schema.json holds."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
