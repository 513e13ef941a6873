"""A round typed in from an old report: only what may be shown is stored, and it can be undone until it is used."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.analysis.released import Plan
from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.earlier_rounds import put_into_use, type_in, undo, why_kept
from audit_app.audit.invitations import NotPossible
from audit_app.audit.list_confirmations import confirm_list, list_digest, side_list
from audit_app.audit.models import Deed, Round, Share, Source, State
from audit_app.audit.records import records_of
from audit_app.audit.results import comparable_rounds, load_comparison, preview_comparison
from audit_app.audit.rounds import day_of
from audit_app.audit.tallies import Tally, TypedAverage
from audit_app.database import Base
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import Side
from tests.factories import (
    NOON,
    TEN,
    TODAY,
    close_round,
    make_closed_round,
    make_draft,
    make_forum,
    make_open_round,
)

WHO = "Sec Retariat (Secretariat)"
M, S, P, BOTH = Group.MANAGEMENT, Group.STAFF, Group.PARTNER, Group.TOTAL


@pytest.fixture
def forum(session: Session) -> Forum:
    return make_forum(session, management=2, staff=2, partner=0)


def _tally(*counts: int, dont_know: int = 0, blank: int = 0) -> QuestionTally:
    return QuestionTally((*counts, *[0] * (11 - len(counts))), dont_know=dont_know, blank=blank)


def _averages(**numbers: int) -> TypedRound:
    """Averages of PT-1 for groups of these sizes; the score is 4 for management side, 7 for staff side, else 5."""
    scores = {M: 4.0, S: 7.0}
    return TypedRound(
        "Report of 2024", date(2024, 5, 1), 5,
        averages={("PT-1", Group(name)): Average(n, scores.get(Group(name), 5.0)) for name, n in numbers.items()},
    )  # fmt: skip


def _counts(**numbers: int) -> TypedRound:
    """Counts of PT-1: so many of each group answered 0."""
    return TypedRound(
        "Report of 2024", date(2024, 5, 1), 5,
        counts={("PT-1", Group(name)): _tally(number) for name, number in numbers.items()},
    )  # fmt: skip


def _type_in(session: Session, forum: Forum, typed: TypedRound) -> Round:
    return type_in(session, forum, TEN, typed, actor=WHO, at=NOON)


def _stored(session: Session) -> set[Group]:
    return set(session.scalars(select(Tally.group))) | set(session.scalars(select(TypedAverage.group)))


def test_counts_are_stored_as_typed_with_don_t_know_and_blank(session: Session, forum: Forum) -> None:
    typed = TypedRound(
        "Report of 2024", date(2024, 5, 1), 5,
        counts={("PT-1", M): _tally(0, 3, 4, dont_know=2, blank=1), ("PT-1", S): _tally(5, 0, 1)},
    )  # fmt: skip
    audit_round = _type_in(session, forum, typed)
    assert (audit_round.source, audit_round.state) == (Source.TYPED_COUNTS, State.DRAFT)
    found = {(each.group, each.value): each.count for each in session.scalars(select(Tally))}
    assert found == {
        (M, "1"): 3, (M, "2"): 4, (M, "dont_know"): 2, (M, "blank"): 1, (S, "0"): 5, (S, "2"): 1,
    }  # fmt: skip


@pytest.mark.parametrize("make", [_counts, _averages])
@pytest.mark.parametrize(
    ("numbers", "stored"),
    [
        ({"management": 5, "staff": 5}, {M, S}),
        ({"management": 5, "staff": 5, "partner": 5}, {M, S, P}),
        ({"management": 5, "staff": 5, "partner": 4}, {M, S}),
        ({"management": 4, "staff": 9}, {BOTH}),
        ({"management": 4, "staff": 9, "partner": 5}, {BOTH, P}),
        ({"management": 1, "staff": 4}, {BOTH}),
        ({"management": 2, "staff": 2}, set()),
        ({"total": 5}, {BOTH}),
        ({"total": 4}, set()),
        ({"total": 12, "management": 6, "staff": 6}, {M, S}),
        ({"total": 12, "management": 3, "staff": 9}, {BOTH}),
    ],
)  # fmt: skip
def test_what_must_never_be_shown_is_not_stored(
    session: Session, forum: Forum, make: object, numbers: dict[str, int], stored: set[Group]
) -> None:
    _type_in(session, forum, make(**numbers))  # type: ignore[operator]
    assert _stored(session) == stored


def test_stated_turn_up_counts_for_the_plan(session: Session, forum: Forum) -> None:
    few = {Side.MANAGEMENT: Turnout(9, 2), Side.STAFF: Turnout(9, 2)}
    _type_in(session, forum, replace(_averages(total=9), turnout=few))
    assert _stored(session) == set()
    smaller_side = {Side.MANAGEMENT: Turnout(9, 4), Side.STAFF: Turnout(9, 9)}
    _type_in(session, forum, replace(_averages(management=4, staff=9), name="Second", turnout=smaller_side))
    assert _stored(session) == {BOTH}


def test_a_higher_minimum_hides_more(session: Session, forum: Forum) -> None:
    _type_in(session, forum, replace(_counts(management=10, staff=11), minimum=11))
    assert _stored(session) == {BOTH}


def test_hidden_sides_are_pooled_by_how_many_answered(session: Session, forum: Forum) -> None:
    audit_round = _type_in(session, forum, _averages(management=2, staff=4))
    pooled = session.scalars(select(TypedAverage)).one()
    assert pooled.n == 6
    assert pooled.score == pytest.approx((2 * 4 + 4 * 7) / 6)
    comparison = load_comparison(session, audit_round)
    assert comparison.round.plan is Plan.TOTAL
    assert comparison.statements[0].sides is None


def test_hidden_sides_counts_are_added_up(session: Session, forum: Forum) -> None:
    typed = TypedRound(
        "Report of 2024", date(2024, 5, 1), 5,
        counts={("PT-1", M): _tally(1, 2, dont_know=1), ("PT-1", S): _tally(0, 4, 3)},
    )  # fmt: skip
    _type_in(session, forum, typed)
    found = Counter({each.value: each.count for each in session.scalars(select(Tally))})
    assert found == {"0": 1, "1": 6, "2": 3, "dont_know": 1}


def test_a_name_that_is_taken_or_a_day_to_come_or_nothing_typed_is_refused(session: Session, forum: Forum) -> None:
    make_draft(session, forum, name="Taken")
    typed = _averages(total=9)
    both = replace(typed, counts=_counts(total=9).counts)
    for wrong, words in (
        (replace(typed, name="Taken"), "already has a round with this name"),
        (replace(typed, held_on=TODAY + timedelta(days=1)), "cannot be in the future"),
        (replace(typed, averages={}), "at least one question"),
        (both, "either as averages or as counts"),
    ):
        with pytest.raises(NotPossible, match=words):
            _type_in(session, forum, wrong)
    assert _type_in(session, forum, replace(typed, held_on=TODAY)).held_on == TODAY


def test_today_is_today_in_the_united_kingdom(session: Session, forum: Forum) -> None:
    just_after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    typed = replace(_averages(total=9), held_on=date(2026, 7, 1))
    assert type_in(session, forum, TEN, typed, actor=WHO, at=just_after_midnight).held_on == date(2026, 7, 1)


def test_undoing_leaves_no_trace(session: Session, forum: Forum) -> None:
    before = _row_counts(session)
    turnout = {Side.MANAGEMENT: Turnout(9, 9), Side.STAFF: Turnout(8, 8)}
    for typed in (_counts(management=9, staff=8, partner=5), _averages(management=9, staff=8)):
        audit_round = _type_in(session, forum, replace(typed, turnout=turnout))
        assert _row_counts(session) != before
        undo(session, audit_round)
        assert _row_counts(session) == before


def _row_counts(session: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_once_in_use_it_is_a_closed_round(session: Session, forum: Forum) -> None:
    audit_round = _type_in(session, forum, _averages(total=9))
    later = make_closed_round(session, forum)
    assert comparable_rounds(session, later) == []
    put_into_use(session, audit_round, actor=WHO, at=NOON)
    assert audit_round.state is State.CLOSED
    assert day_of(audit_round) == date(2024, 5, 1)
    assert comparable_rounds(session, later) == [audit_round]
    with pytest.raises(NotPossible, match="not in use yet"):
        put_into_use(session, audit_round, actor=WHO, at=NOON)
    assert [each.deed for each in records_of(session, audit_round)] == [Deed.TYPED_IN, Deed.PUT_INTO_USE]


def test_in_use_it_can_be_undone_until_a_round_that_ran_here_is_closed_beside_it(
    session: Session, forum: Forum
) -> None:
    made_before = make_closed_round(session, forum)
    before = _row_counts(session)
    first = _type_in(session, forum, _averages(total=9))
    put_into_use(session, first, actor=WHO, at=NOON + timedelta(hours=1))
    load_comparison(session, made_before, first)  # looking stores nothing, and uses nothing up
    undo(session, first)
    assert _row_counts(session) == before
    again = _type_in(session, forum, _averages(total=9))
    put_into_use(session, again, actor=WHO, at=NOON + timedelta(hours=1))
    other = _type_in(session, forum, replace(_averages(total=9), name="Another old report"))
    put_into_use(session, other, actor=WHO, at=NOON + timedelta(hours=2))
    assert why_kept(session, again) is None
    close_round(session, make_open_round(session, forum, name="Audit 2027"), NOON + timedelta(hours=3))
    for each in (again, other):
        assert why_kept(session, each) == (
            "Audit 2027 was closed after it was put into use, and its results were opened beside it."
        )
        with pytest.raises(NotPossible, match=r"can no longer be undone\. Audit 2027 was closed"):
            undo(session, each)


def test_what_leans_on_a_round_keeps_it(session: Session, forum: Forum) -> None:
    audit_round = _type_in(session, forum, _averages(total=9))
    put_into_use(session, audit_round, actor=WHO, at=NOON)
    session.add(Share(round_id=audit_round.id, side=Side.STAFF))
    session.flush()
    with pytest.raises(NotPossible, match="leans on it"):
        undo(session, audit_round)


@pytest.mark.parametrize("make", [_counts, _averages])
@pytest.mark.parametrize(
    "numbers",
    [
        {"management": 2, "staff": 2}, {"management": 4, "staff": 9, "partner": 5}, {"management": 6, "staff": 7},
        {"management": 12, "staff": 14, "partner": 6}, {"total": 12}, {"total": 12, "partner": 4}, {"total": 4},
    ],
    ids=str,
)  # fmt: skip
def test_a_preview_is_what_the_stored_round_will_show(
    session: Session, forum: Forum, make: Callable[..., TypedRound], numbers: dict[str, int]
) -> None:
    older = _type_in(session, forum, replace(_counts(management=11, staff=11), name="Older", held_on=date(2023, 1, 1)))
    put_into_use(session, older, actor=WHO, at=NOON)
    later = make_closed_round(session, forum)
    before = _row_counts(session)
    typed = make(**numbers)
    seen = preview_comparison(session, forum, TEN, typed)
    assert _row_counts(session) == before
    stored = _type_in(session, forum, typed)
    assert seen.drawn == load_comparison(session, stored, older)
    assert seen.later == load_comparison(session, later, stored)


def test_a_preview_without_other_rounds_stands_alone(session: Session, forum: Forum) -> None:
    seen = preview_comparison(session, forum, TEN, _counts(management=11, staff=11))
    assert seen.drawn.against is None
    assert seen.later is None


def test_a_round_that_runs_here_is_neither_put_into_use_nor_undone(session: Session, forum: Forum) -> None:
    draft = make_draft(session, forum)
    with pytest.raises(NotPossible):
        undo(session, draft)
    with pytest.raises(NotPossible):
        put_into_use(session, draft, actor=WHO, at=NOON)


def test_nobody_confirms_a_list_for_a_typed_in_round(session: Session, forum: Forum) -> None:
    """It would leave a row that keeps the round from being undone."""
    audit_round = _type_in(session, forum, _averages(total=9))
    seen = list_digest(side_list(session, forum, Side.STAFF, TODAY))
    with pytest.raises(NotPossible, match="typed in"):
        confirm_list(session, audit_round, Side.STAFF, seen, actor=WHO, at=NOON, today=TODAY)
    undo(session, audit_round)
