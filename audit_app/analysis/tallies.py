"""What a closed round left behind, as the analysis takes it in: counts, never answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from audit_app.questionnaire.definition import Questionnaire, Side


class Group(StrEnum):
    """Whose answers a tally holds. TOTAL is management and staff pooled; partners are never inside it."""

    TOTAL = "total"
    MANAGEMENT = "management"
    STAFF = "staff"
    PARTNER = "partner"


@dataclass(frozen=True)
class Turnout:
    """How many were invited and how many answered; None where an old report does not say."""

    invited: int | None
    answered: int | None


@dataclass(frozen=True)
class QuestionTally:
    """One question in one group. `counts` follows Scale.values: ascending, one number a value."""

    counts: tuple[int, ...]
    dont_know: int = 0
    blank: int = 0

    @property
    def n(self) -> int:
        """Valid answers: everything but don't know and blank."""
        return sum(self.counts)


@dataclass(frozen=True)
class Average:
    """All that an old report says about one question in one group: how many answered, and the score out of 10."""

    n: int
    score: float


@dataclass(frozen=True)
class RoundTallies:
    """Everything that is known of one closed round. Only `analysis` reads it; nothing here may reach a screen.

    `tallies[(question id, group)]`: as stored, that is TOTAL alone in a total-only plan, otherwise MANAGEMENT and
    STAFF (the total is their sum), and PARTNER where partners are shown.
    `histograms[(section id or OVERALL, group)]`: (answered, sum of values) → respondents, sums after flipping
    reverse-worded statements, over the scored questions that this group was asked. Of rounds that were typed
    in or imported, only sections that were imported as whole rows of respondents have them.
    All scored questions of one questionnaire share one set of values (the catalogue sees to it), so sums compare.
    `averages`: for rounds of which only averages are known; `tallies` is then empty.
    """

    forum: str
    name: str
    closed_on: date
    questionnaire: Questionnaire
    minimum: int
    turnout: Mapping[Side, Turnout]
    tallies: Mapping[tuple[str, Group], QuestionTally] = field(default_factory=dict)
    histograms: Mapping[tuple[str, Group], Mapping[tuple[int, int], int]] = field(default_factory=dict)
    averages: Mapping[tuple[str, Group], Average] = field(default_factory=dict)
    typed_in: bool = False
    discarded: int = 0


OVERALL = "overall"
