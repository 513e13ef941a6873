"""The demonstration's chairs have made something of their results, every year alike."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from audit_app.agenda.models import Standing
from audit_app.agenda.priorities import priorities_of
from audit_app.agenda.progress import of_earlier_rounds
from audit_app.analysis.measures import Verdict
from audit_app.audit.results import comparable_rounds, latest_closed
from audit_app.demonstration import load
from audit_app.forum.forums import find_forum
from audit_app.questionnaire.definition import Side
from tests.factories import CATALOGUE, SECRETS

DAYS = [date(2026, 11, 20), date(2028, 2, 29), date(2027, 1, 1)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_one_priority_moved_and_one_did_not_one_is_left_out_and_one_waits(session: Session, today: date) -> None:
    load.load(session, SECRETS, CATALOGUE, today)
    forum = find_forum(session, "demo-regional")
    assert forum is not None
    newest = latest_closed(session, forum)
    assert newest is not None
    first = next(each for each in comparable_rounds(session, newest)[::-1] if priorities_of(session, each))

    decided = priorities_of(session, first)
    assert [(each.standing, each.agreed) for each in decided] == [
        (Standing.ADOPTED, True), (Standing.ADOPTED, True), (Standing.DECLINED, True),
    ]  # fmt: skip
    assert decided[2].note
    second = comparable_rounds(session, newest)[: comparable_rounds(session, newest).index(first)] or [newest]
    moved, unmoved = (each.tracked for each in of_earlier_rounds(session, second[-1])[0].followed)
    assert {each.verdict for each in moved.measures} == {Verdict.UP}
    assert moved.met is True
    assert {each.verdict for each in unmoved.measures} == {Verdict.NO_CLEAR_CHANGE}
    assert unmoved.met is False

    (waiting,) = priorities_of(session, newest)
    assert (waiting.standing, waiting.agreeing) == (Standing.ADOPTED, (Side.STAFF,))
