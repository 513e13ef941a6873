"""No results before a round is closed, and none of another forum's."""

import pytest
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, State
from audit_app.audit.results import NotClosed, comparable_rounds, latest_closed, load_comparison, released_comments
from audit_app.audit.turnout import turn_up
from tests.factories import (
    NOON,
    SECRETS,
    cast_all,
    close_round,
    make_closed_round,
    make_draft,
    make_forum,
    make_open_round,
)  # fmt: skip


def _in_state(session: Session, state: State) -> Round:
    forum = make_forum(session)
    audit_round = make_draft(session, forum) if state is State.DRAFT else make_open_round(session, forum)
    if state is not State.DRAFT:
        cast_all(session, audit_round)
    if state is State.STOPPED:
        rounds.stop(session, audit_round, actor="A chair", at=NOON)
        rounds.request_close(session, audit_round, actor="A chair", at=NOON)
    if state is State.ANNULLED:
        rounds.annul(session, SECRETS, audit_round, "Wrong.", actor="A chair", at=NOON)
    return audit_round


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_only_a_closed_round_has_results(session: Session, state: State) -> None:
    audit_round = _in_state(session, state)
    closed = make_closed_round(session, audit_round.forum, name="Closed")
    for ask in (
        lambda: load_comparison(session, audit_round),
        lambda: load_comparison(session, closed, audit_round),
        lambda: load_comparison(session, audit_round, closed),
        lambda: released_comments(session, audit_round),
    ):
        with pytest.raises(NotClosed, match="once the round is closed"):
            ask()
    assert comparable_rounds(session, closed) == []
    assert latest_closed(session, audit_round.forum) is closed


def test_rounds_of_two_forums_are_never_compared(session: Session) -> None:
    here, there = make_closed_round(session, make_forum(session)), make_closed_round(session, make_forum(session, "b"))
    with pytest.raises(NotPossible, match="same forum"):
        load_comparison(session, here, there)
    assert comparable_rounds(session, here) == []


def test_a_closed_round_shows_everybody_who_answered(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session, management=6, staff=7, partner=2))
    cast_all(session, audit_round, leave_out=2)
    answered = turn_up(session, audit_round)
    facts = load_comparison(session, close_round(session, audit_round)).round
    assert {side: each.invited for side, each in facts.turnout.items()} == answered.invited
    assert {side: each.answered for side, each in facts.turnout.items()} == answered.returned
