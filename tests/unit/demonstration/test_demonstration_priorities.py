"""The demonstration's chairs have made something of their results, every year alike."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from audit_app.agenda.models import Standing
from audit_app.agenda.priorities import priorities_of
from audit_app.agenda.progress import of_earlier_rounds
from audit_app.analysis.measures import Verdict
from audit_app.audit.results import comparable_rounds, latest_closed
from audit_app.forum.forums import find_forum
from audit_app.questionnaire.definition import Side

DAYS = [date(2026, 11, 20), date(2028, 2, 29), date(2027, 1, 1)]


@pytest.mark.parametrize("today", DAYS, indirect=True, ids=str)
def test_one_priority_moved_and_one_did_not_one_is_left_out_and_one_waits(loaded: Session) -> None:
    forum = find_forum(loaded, "demo-regional")
    assert forum is not None
    newest = latest_closed(loaded, forum)
    assert newest is not None
    first = next(each for each in comparable_rounds(loaded, newest)[::-1] if priorities_of(loaded, each))

    decided = priorities_of(loaded, first)
    assert [(each.standing, each.agreed) for each in decided] == [
        (Standing.ADOPTED, True), (Standing.ADOPTED, True), (Standing.DECLINED, True),
    ]  # fmt: skip
    assert decided[2].note
    second = comparable_rounds(loaded, newest)[: comparable_rounds(loaded, newest).index(first)] or [newest]
    moved, unmoved = (each.tracked for each in of_earlier_rounds(loaded, second[-1])[0].followed)
    assert {each.verdict for each in moved.measures} == {Verdict.UP}
    assert moved.met is True
    assert {each.verdict for each in unmoved.measures} == {Verdict.NO_CLEAR_CHANGE}
    assert unmoved.met is False

    (waiting,) = priorities_of(loaded, newest)
    assert (waiting.standing, waiting.agreeing) == (Standing.ADOPTED, (Side.STAFF,))
