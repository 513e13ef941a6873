"""What the invented chairs make of their results: priorities that moved and did not, one left out, one not agreed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.agenda.models import Owner
from audit_app.agenda.priorities import Chair, Content, Suggested, adopt, agree, decline
from audit_app.analysis.released import Comparison
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds, load_comparison
from audit_app.questionnaire.definition import Side

_YEAR = timedelta(days=365)


def decide(session: Session, first: Round, newest: Round, chairs: Mapping[Side, str], at: datetime) -> None:
    """Agree priorities after the first audit, and propose one after the newest. chairs: name and office of one a side.

    at: the moment of the decisions about the first audit. Expects the stories of this demonstration.
    """
    management, staff = (Chair(side, chairs[side]) for side in (Side.MANAGEMENT, Side.STAFF))
    day = at.date()
    results = _results(session, first)
    early = adopt(session, first, _early_plans(day), management, at, _suggestion(results, "PB-3.3"))
    agree(session, early, early.version, staff, at)
    pressures = adopt(session, first, _pressures(day), staff, at, _suggestion(results, "PB-5.1"))
    agree(session, pressures, pressures.version, management, at)
    why = "This belongs with early notice, which is a priority already. One promise that we keep is better than two."
    left_out = decline(session, first, _suggestion(results, "PB-3.2"), why, management, at)
    agree(session, left_out, left_out.version, staff, at)
    later = newest.closed_at or at
    adopt(session, newest, _promises(later.date()), staff, later, _suggestion(_results(session, newest), "PB-7.1"))


def _results(session: Session, audit_round: Round) -> Comparison:
    """As the chairs see them first: beside the round before."""
    return load_comparison(session, audit_round, next(iter(comparable_rounds(session, audit_round)), None))


def _suggestion(results: Comparison, statement: str) -> Suggested:
    text = next(each.text for each in results.statements if each.id == statement)
    reasons = next(each.reasons for each in results.suggestions if each.statement == statement)
    return Suggested(statement, text, f"Suggested because: {'; '.join(reasons)}.")


def _early_plans(day: date) -> Content:
    return Content(
        title="Bring plans to the forum before anyone announces them",
        note="Each agenda begins with plans that are still open. Both sides tell the chairs a month before.",
        owner=Owner.MANAGEMENT, owner_role="workforce director", measures=("PB-3", "PB-3.3"), measure_words=None,
        target_score=6.0, target_words=None, review_on=day + _YEAR,
    )  # fmt: skip


def _pressures(day: date) -> Content:
    return Content(
        title="Understand the pressures that the other side is under",
        note="Spend a day with each other: two managers with a branch, two representatives with a board.",
        owner=Owner.BOTH, owner_role="joint chairs", measures=("PB-5.1",), measure_words=None,
        target_score=6.5, target_words="Four visits in the year.", review_on=day + _YEAR,
    )  # fmt: skip


def _promises(day: date) -> Content:
    return Content(
        title="Do what we said we would do",
        note="Keep one list of actions. Go through it first at every meeting.",
        owner=Owner.STAFF, owner_role="branch secretary", measures=("PB-7.1",),
        measure_words="How many actions are done on the day that was agreed.",
        target_score=6.5, target_words=None, review_on=day + _YEAR,
    )  # fmt: skip
