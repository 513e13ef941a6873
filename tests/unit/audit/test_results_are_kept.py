"""A comparison is worked out once and kept by its content."""

from datetime import timedelta
from unittest.mock import patch

from sqlalchemy.orm import Session

from audit_app.analysis.comparison import compare
from audit_app.audit.results import load_comparison
from tests.factories import NOON, TEN, all_the_same, make_closed_round, make_forum


def test_the_same_rounds_are_compared_once(session: Session) -> None:
    kind = session.get_bind().dialect.name  # another name on each database, or the first would serve both
    forum = make_forum(session, f"kept-{kind}", management=11, staff=12)
    earlier = make_closed_round(session, forum, name="Kept 2025", at=NOON - timedelta(days=365))
    later = make_closed_round(session, forum, name="Kept 2026")
    with patch("audit_app.audit.results.compare", side_effect=compare) as counted:
        first = load_comparison(session, later, earlier)
        assert load_comparison(session, later, earlier) is first
        assert load_comparison(session, later) is not first
    assert counted.call_count == 2


def test_other_counts_under_the_same_names_are_another_comparison(session: Session) -> None:
    """What two databases could do to each other in one process."""
    north = make_closed_round(session, make_forum(session, "one"), answers=all_the_same(TEN, 3))
    south = make_closed_round(session, make_forum(session, "two"), answers=all_the_same(TEN, 8))
    south.forum.name = north.forum.name
    session.flush()
    first, second = load_comparison(session, north), load_comparison(session, south)
    assert first.overall.total.score != second.overall.total.score
