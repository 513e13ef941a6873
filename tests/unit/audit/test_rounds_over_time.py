"""Several closed rounds through the one gate, and never one that is not closed."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.series import series
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.results import NotClosed, load_comparison, load_series
from audit_app.forum.models import Forum
from tests.factories import NOON, make_closed_round, make_forum, make_open_round


def three_rounds(session: Session, slug: str) -> tuple[Forum, list[Round]]:
    """A forum and its rounds, oldest first."""
    forum = make_forum(session, slug, management=11, staff=12)
    return forum, rounds_of(session, forum, slug, 3)


def rounds_of(session: Session, forum: Forum, name: str, amount: int) -> list[Round]:
    """Closed rounds "<name> 1", "<name> 2" … ten weeks apart; members joined in January 2025."""
    days = [NOON - timedelta(weeks=10 * (amount - place)) for place in range(1, amount + 1)]
    return [
        make_closed_round(session, forum, name=f"{name} {place}", at=day) for place, day in enumerate(days, start=1)
    ]


def test_rounds_stand_oldest_first_and_end_with_the_one_that_is_looked_at(session: Session) -> None:
    forum, rounds = three_rounds(session, "row")
    assert [each.name for each in load_series(session, forum, rounds[2]).rounds] == ["row 1", "row 2", "row 3"]
    assert [each.name for each in load_series(session, forum, rounds[1]).rounds] == ["row 1", "row 2"]


def test_the_figures_are_those_of_each_round_alone(session: Session) -> None:
    forum, rounds = three_rounds(session, "same")
    overall = load_series(session, forum, rounds[2]).lines[0]
    assert [point.figure for point in overall.points] == [
        load_comparison(session, each).overall.total for each in rounds
    ]


def test_an_open_round_is_on_no_line_and_has_none(session: Session) -> None:
    forum, rounds = three_rounds(session, "open")
    running = make_open_round(session, forum, name="Running", at=NOON + timedelta(days=365))
    assert "Running" not in [each.name for each in load_series(session, forum, rounds[2]).rounds]
    with pytest.raises(NotClosed):
        load_series(session, forum, running)


def test_a_round_of_another_forum_is_refused(session: Session) -> None:
    _, rounds = three_rounds(session, "here")
    with pytest.raises(NotPossible, match="same forum"):
        load_series(session, make_forum(session, "there"), rounds[2])


def test_the_same_rounds_are_released_once(session: Session) -> None:
    forum, rounds = three_rounds(session, f"once-{session.get_bind().dialect.name}")
    with patch("audit_app.audit.results.series", side_effect=series) as counted:
        assert load_series(session, forum, rounds[2]) is load_series(session, forum, rounds[2])
    assert counted.call_count == 1


def test_only_the_newest_eight_are_drawn(session: Session) -> None:
    forum = make_forum(session, "many", management=6, staff=6)
    rounds = rounds_of(session, forum, "Audit", 9)
    found = [each.name for each in load_series(session, forum, rounds[-1]).rounds]
    assert found == [f"Audit {place}" for place in range(2, 10)]
