"""Comments are never locked in because a reviewer has gone."""

from datetime import timedelta

from sqlalchemy.orm import Session

from audit_app.audit.comments import reviewing_side
from audit_app.forum.models import Office
from audit_app.forum.people import leave
from audit_app.questionnaire.definition import Side
from tests.factories import TODAY, make_closed_round, make_forum, make_member, member_of


def test_the_named_reviewers_read_and_nobody_else(session: Session) -> None:
    forum = make_forum(session)
    make_member(session, forum, "second@north.example", Side.STAFF, Office.CHAIR)
    audit_round = make_closed_round(session, forum)
    sides = {
        short: reviewing_side(session, audit_round, member_of(session, forum, short).id, TODAY)
        for short in ("m1", "s1", "s2", "p1", "second")
    }
    assert sides == {"m1": Side.MANAGEMENT, "s1": Side.STAFF, "s2": None, "p1": None, "second": None}


def test_a_chair_of_the_side_stands_in_for_a_reviewer_who_has_left(session: Session) -> None:
    forum = make_forum(session)
    second = make_member(session, forum, "second@north.example", Side.STAFF, Office.CHAIR)
    audit_round = make_closed_round(session, forum)
    gone = member_of(session, forum, "s1")
    leave(session, gone, TODAY)
    tomorrow = TODAY + timedelta(days=1)
    assert reviewing_side(session, audit_round, gone.id, tomorrow) is None
    assert reviewing_side(session, audit_round, second.id, tomorrow) is Side.STAFF
    assert reviewing_side(session, audit_round, member_of(session, forum, "s2").id, tomorrow) is None
    assert reviewing_side(session, audit_round, member_of(session, forum, "m1").id, tomorrow) is Side.MANAGEMENT
