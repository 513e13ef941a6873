"""Attacks on the pool of forums: subtracting, joining and leaving, colluding, hiding, inventing forums."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.pool import BesideOthers
from audit_app.audit.earlier_rounds import undo
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.pool import agree_to_pool, take_back
from audit_app.audit.results import NotClosed, load_beside_others, load_comparison, poolable_statements
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, TEN, make_draft, make_forum, make_open_round
from tests.pools import CHAIR, HELD, IN_TIME, MADE, PLAIN, Given, counted_round, in_pool, join

FIRST = TEN.questions[0].id
BANDS = (7, 7, 10)  # of PLAIN: both sides, low, middle, high
ALIKE: tuple[Given, Given] = ({7: 12}, {7: 11, 2: 1})


def beside(session: Session, audit_round: Round, today: date = MADE) -> BesideOthers:
    return load_beside_others(session, audit_round, today)


def bands(session: Session, audit_round: Round) -> Mapping[str, tuple[int, int, int] | None]:
    return {each.id: each.others.bands for each in beside(session, audit_round).statements}


def times(number: int) -> tuple[int, int, int]:
    return (BANDS[0] * number, BANDS[1] * number, BANDS[2] * number)


def test_three_forums_are_left_whichever_one_a_reader_takes_away(session: Session) -> None:
    three = in_pool(session, "a", "b", "c")
    outsider = counted_round(session, "outside")
    assert all(beside(session, each).statements == () for each in (*three, outsider))
    in_pool(session, "d")
    # a member of the pool sees the other three, an outsider all four: either way three are left without any one
    assert bands(session, three[0])[FIRST] == times(3)
    assert bands(session, outsider)[FIRST] == times(4)


def test_eleven_a_side_are_left_without_the_largest_forum(session: Session) -> None:
    five: tuple[Given, Given] = ({2: 2, 5: 2, 8: 1}, {1: 2, 6: 2, 9: 1})
    rounds = in_pool(session, "a", "b", "c", given=five)
    in_pool(session, "d", given=({1: 5, 5: 5, 9: 5}, {1: 5, 5: 5, 9: 5}))
    assert bands(session, rounds[0])[FIRST] is not None  # 5 + 5 + 5 are left
    many = in_pool(session, "e", given=({1: 5, 5: 5, 9: 50}, {1: 5, 5: 5, 9: 50}))
    assert beside(session, many[0]).statements == ()  # more than half of all answers are of one forum


def test_ten_a_side_without_one_forum_show_nothing(session: Session) -> None:
    five: tuple[Given, Given] = ({2: 2, 5: 2, 8: 1}, {1: 2, 6: 2, 9: 1})
    a, b = in_pool(session, "a", "b", given=five)
    total_only: tuple[Given, Given] = ({2: 2, 5: 2}, {1: 2, 6: 2, 9: 1})  # four of management: no sides are stored
    in_pool(session, "c", "d", given=total_only)
    assert beside(session, a).statements == beside(session, b).statements == ()


def test_what_a_forum_hides_is_in_no_sum_so_that_all_others_together_cannot_find_it(session: Session) -> None:
    """Everybody but one colludes: the sum less all that they know is what the last forum itself releases."""
    hiding = counted_round(session, "hiding", but={FIRST: ALIKE})
    join(session, hiding)
    known = in_pool(session, "a", "b", "c", "d")
    shown = bands(session, counted_round(session, "outside"))
    assert shown[FIRST] == times(len(known))  # nothing of the forum that hides
    others = TEN.questions[1].id
    left = tuple(one - four for one, four in zip(shown[others] or (), times(4), strict=True))
    released = {each.id: each.total for each in load_comparison(session, hiding).statements}
    assert left == released[others].bands


def test_a_statement_that_all_but_one_hide_is_not_shown(session: Session) -> None:
    for slug in "abcd":
        join(session, counted_round(session, slug, but={FIRST: ALIKE}))
    (reader,) = in_pool(session, "reader")
    shown = bands(session, reader)
    assert shown[FIRST] is None
    assert shown[TEN.questions[1].id] == times(4)


def test_two_chairs_who_compare_their_pages_learn_what_both_know(session: Session) -> None:
    """The two pages differ by the two forums' own released totals, which each of the two can read at home."""
    one = counted_round(session, "one", ({0: 4, 5: 4, 9: 4}, {0: 4, 5: 4, 9: 4}))
    other = counted_round(session, "other", ({3: 6, 6: 3, 7: 3}, {3: 6, 6: 3, 7: 3}))
    join(session, one, other)
    in_pool(session, "a", "b", "c")
    seen_by_one, seen_by_other = bands(session, one)[FIRST], bands(session, other)[FIRST]
    assert seen_by_one is not None
    assert seen_by_other is not None
    difference = tuple(a - b for a, b in zip(seen_by_one, seen_by_other, strict=True))
    totals = [load_comparison(session, each).statements[0].total.bands or () for each in (other, one)]
    assert difference == tuple(a - b for a, b in zip(*totals, strict=True))


def test_nobody_sees_a_year_before_it_is_made(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d", "e")
    assert beside(session, rounds[0], MADE - timedelta(days=1)).statements == ()
    assert beside(session, rounds[0], MADE - timedelta(days=1)).year == 2024
    assert beside(session, rounds[0]).statements != ()


@pytest.mark.parametrize("late", [datetime(2026, 2, 1, 0, 0, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)])
def test_nobody_joins_or_leaves_a_year_that_is_made(session: Session, late: datetime) -> None:
    """So there are never two pools of one year, with and without a forum, to subtract from each other."""
    rounds = in_pool(session, "a", "b", "c", "d")
    one_more = counted_round(session, "late")
    before = bands(session, rounds[0])
    for side in (Side.MANAGEMENT, Side.STAFF):
        with pytest.raises(NotPossible, match="no longer be changed"):
            agree_to_pool(session, one_more, side, actor=CHAIR, at=late)
        with pytest.raises(NotPossible, match="no longer be changed"):
            take_back(session, rounds[1], side, actor=CHAIR, at=late)
    assert bands(session, rounds[0]) == before


def test_a_round_brought_in_later_changes_no_year_that_is_made(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d")
    before = bands(session, rounds[0])
    newer = counted_round(session, "b", ({9: 6, 1: 6}, {9: 6, 1: 6}), held_on=date(2025, 12, 1), name="Second")
    with pytest.raises(NotPossible):
        join(session, newer, at=datetime(2026, 3, 1, tzinfo=UTC))
    assert bands(session, rounds[0]) == before


def test_rounds_brought_in_one_after_another_read_no_label_off_a_year_that_is_made(session: Session) -> None:
    """They could be chosen so that their labels tell the exact answers behind the three bands of the sum."""
    rounds = in_pool(session, "a", "b", "c", "d")
    high: tuple[Given, Given] = ({6: 3, 8: 6, 10: 3}, {6: 3, 8: 6, 10: 3})
    for slug in ("b", "outside"):
        invented = counted_round(session, slug, high, held_on=MADE, name="Invented")
        seen = beside(session, invented, MADE + timedelta(days=2)).statements
        assert any(each.difference is not None for each in seen)
        assert {each.label for each in seen} == {None}
    assert None not in {each.label for each in beside(session, rounds[0]).statements}


def test_only_the_newest_agreed_round_of_a_forum_counts_once(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d")
    newer = counted_round(session, "b", ({9: 6, 1: 6}, {9: 6, 1: 6}), held_on=date(2025, 12, 1), name="Second")
    assert bands(session, rounds[0])[FIRST] == times(3)
    join(session, newer)
    assert bands(session, rounds[0])[FIRST] == (BANDS[0] * 2 + 12, BANDS[1] * 2, BANDS[2] * 2 + 12)


def test_one_side_alone_counts_nothing_in_and_takes_everything_out(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d")
    fifth = counted_round(session, "fifth")
    join(session, fifth, sides=(Side.STAFF,))
    assert bands(session, rounds[0])[FIRST] == times(3)
    join(session, fifth, sides=(Side.MANAGEMENT,))
    assert bands(session, rounds[0])[FIRST] == times(4)
    take_back(session, fifth, Side.STAFF, actor=CHAIR, at=IN_TIME)
    assert bands(session, rounds[0])[FIRST] == times(3)


def test_invented_forums_are_in_no_real_pool_and_see_none(session: Session) -> None:
    in_pool(session, "a", "b", "c")
    reader = counted_round(session, "reader")
    invented = [counted_round(session, slug, demonstration=True) for slug in ("x", "y", "z", "w")]
    join(session, *invented)
    assert beside(session, reader).statements == ()
    assert bands(session, invented[0])[FIRST] == times(3)


def test_another_year_and_averages_stay_out(session: Session) -> None:
    in_pool(session, "a", "b", "c")
    old = counted_round(session, "old", held_on=date(2024, 12, 31))
    with pytest.raises(NotPossible, match="no longer be changed"):
        join(session, old)
    join(session, old, at=datetime(2025, 1, 31, 23, tzinfo=UTC))
    assert beside(session, counted_round(session, "reader")).statements == ()


def test_partners_are_in_no_sum(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d")
    assert load_comparison(session, rounds[0]).round.partners_shown
    figure = beside(session, rounds[0]).statements[0].others
    assert (figure.n, figure.bands) == (3 * 24, times(3))


def test_nothing_before_a_round_is_closed(session: Session) -> None:
    in_pool(session, "a", "b", "c", "d")
    forum = make_forum(session)
    for audit_round in (make_draft(session, forum), make_open_round(session, forum, name="Open")):
        for ask in (lambda r: load_beside_others(session, r, NOON.date()), lambda r: poolable_statements(session, r)):
            with pytest.raises(NotClosed):
                ask(audit_round)
        with pytest.raises(NotPossible, match="once it is closed"):
            agree_to_pool(session, audit_round, Side.STAFF, actor=CHAIR, at=NOON)


def test_the_order_of_forums_and_their_names_are_nowhere(session: Session) -> None:
    rounds = in_pool(session, "a", "b", "c", "d")
    told = repr(beside(session, rounds[0]))
    assert not any(f"{slug.capitalize()} Social" in told for slug in "bcd")
    assert HELD.year == beside(session, rounds[0]).year
    assert PLAIN[0] != PLAIN[1]  # so that a side would show
    assert not any(part in told for part in ("management=", "staff=", "largest="))


def test_a_round_that_is_counted_in_cannot_be_undone(session: Session) -> None:
    """Undoing it would change a year that is made, and the two sums could be subtracted."""
    rounds = in_pool(session, "a", "b", "c", "d")
    before = bands(session, rounds[0])
    with pytest.raises(NotPossible, match="can no longer be undone"):
        undo(session, rounds[3])
    assert bands(session, rounds[0]) == before
