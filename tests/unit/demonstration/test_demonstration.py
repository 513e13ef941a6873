"""The demonstration tells the story that it promises, every year alike, and goes without a trace."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.analysis.pool import PoolLabel
from audit_app.analysis.released import HIDDEN_BY_SIDE, ChangeLabel, Comparison, GapLabel, Plan
from audit_app.audit.models import Round, Source, State
from audit_app.audit.results import (
    comparable_rounds,
    latest_closed,
    load_beside_others,
    load_comparison,
    load_series,
    released_comments,
)
from audit_app.audit.rounds import rounds_of, takes_answers
from audit_app.audit.sharing import is_shared
from audit_app.audit.turnout import turn_up
from audit_app.database import Base, now
from audit_app.demonstration import load
from audit_app.forum.forums import find_forum
from audit_app.forum.models import Forum
from audit_app.forum.people import chairs_of, members_on
from audit_app.packs.models import PackDocument, PackOrder, Stage
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import CATALOGUE, SECRETS, TODAY, make_closed_round, make_draft, make_forum, make_open_round

REGIONAL, SUBGROUP = "demo-regional", "demo-subgroup"


def _load(session: Session, today: date = TODAY) -> None:
    load.load(session, SECRETS, CATALOGUE, today)


def _forum(session: Session, slug: str) -> Forum:
    forum = find_forum(session, slug)
    assert forum is not None
    return forum


def _newest(session: Session, slug: str) -> Comparison:
    newest = latest_closed(session, _forum(session, slug))
    assert newest is not None
    return load_comparison(session, newest, comparable_rounds(session, newest)[0])


# a day in autumn, a day that other years do not have, the first of a year
DAYS = [date(2026, 11, 20), date(2028, 2, 29), date(2027, 1, 1)]


@pytest.mark.parametrize("today", DAYS, indirect=True, ids=str)
def test_the_newest_round_shows_one_of_everything(loaded: Session) -> None:
    shown = _newest(loaded, REGIONAL)
    assert shown.round.plan is Plan.FULL
    labels = [each.change.label for each in shown.statements if each.change]
    assert 1 <= labels.count(ChangeLabel.IMPROVED) <= 4
    assert 1 <= labels.count(ChangeLabel.DECLINED) <= 4
    assert labels.count(ChangeLabel.NO_CLEAR_CHANGE) >= 15  # as it is in a small forum
    gaps = [each.gap.label for each in shown.statements if each.gap]
    assert GapLabel.DIFFER in gaps
    assert gaps.count(GapLabel.TOO_FEW) <= 3
    hidden = [each for each in shown.statements if each.sides is None]
    assert "PB-4.4" in [each.id for each in hidden]  # a whole side gave one answer
    assert {each.sides_hidden_words for each in hidden} == {HIDDEN_BY_SIDE}
    assert {each.section for each in hidden} == {"PB-4"}


def test_at_least_ten_of_each_side_answered_every_regional_round(loaded: Session) -> None:
    closed = [each for each in rounds_of(loaded, _forum(loaded, REGIONAL)) if each.state is State.CLOSED]
    assert [(each.questionnaire_id, each.source) for each in closed] == [
        ("partnership-behaviours", Source.LIVE), ("partnership-behaviours", Source.LIVE),
        ("partnership-behaviours", Source.LIVE), ("partnership-behaviours-baseline", Source.LIVE),
        ("partnership-behaviours", Source.TYPED_COUNTS),
    ]  # fmt: skip
    for audit_round in closed[:-1]:
        answered = turn_up(loaded, audit_round).returned
        assert min(answered[side] for side in TWO_SIDES) >= 10
        assert 0 < answered[Side.PARTNER] < 5


def test_the_sides_of_the_subgroup_stay_hidden_in_every_round(loaded: Session) -> None:
    subgroup = _forum(loaded, SUBGROUP)
    assert subgroup.parent is _forum(loaded, REGIONAL)
    closed = [each for each in rounds_of(loaded, subgroup) if each.state is State.CLOSED]
    assert len(closed) >= 3
    for audit_round in closed:
        shown = load_comparison(loaded, audit_round)
        assert shown.round.plan is Plan.TOTAL
        assert {each.sides for each in shown.statements} == {None}
        assert {each.sides for each in (*shown.sections, shown.overall)} == {None}
        assert shown.overall.total.score is not None


def test_one_round_is_open_and_its_member_can_answer(sqlite_session: Session) -> None:
    today = now().date()
    _load(sqlite_session, today)
    present = [each for each in rounds_of(sqlite_session, _forum(sqlite_session, REGIONAL)) if each.state is State.OPEN]
    assert len(present) == 1
    assert takes_answers(present[0], now())
    returned = turn_up(sqlite_session, present[0]).all_returned
    assert 0 < returned < turn_up(sqlite_session, present[0]).all_invited
    link = load.member_link(sqlite_session, SECRETS, "http://localhost")
    assert link is not None
    assert link.startswith("http://localhost/a/")


def test_the_people_are_as_promised(session: Session) -> None:
    _load(session)
    regional = _forum(session, REGIONAL)
    seats = [member.seat_on(TODAY) for member in members_on(session, regional, TODAY)]
    sides = [seat.side for seat in seats if seat]
    assert (len([side for side in sides if side in TWO_SIDES]), sides.count(Side.PARTNER)) == (24, 3)
    for side in TWO_SIDES:
        assert len(chairs_of(session, regional, side, TODAY)) == 3  # two chairs and a vice chair
    everybody = members_on(session, regional, TODAY)
    assert any(member.deputy_email for member in everybody)
    addresses = {member.email for member in everybody} | {member.deputy_email for member in everybody} - {None}
    assert all(str(address).endswith("@demo.example") for address in addresses)
    assert regional.demonstration
    assert "Invented" in regional.name


def test_there_are_comments_to_read_and_results_that_members_see(loaded: Session) -> None:
    newest = latest_closed(loaded, _forum(loaded, REGIONAL))
    assert newest is not None
    assert len(released_comments(loaded, newest)) >= 10
    assert any(is_shared(loaded, each) for each in rounds_of(loaded, _forum(loaded, REGIONAL)))


def test_every_year_tells_the_same_story(sqlite_session: Session) -> None:
    _load(sqlite_session, date(2026, 11, 20))
    one = _newest(sqlite_session, REGIONAL)
    load.remove(sqlite_session)
    _load(sqlite_session, date(2031, 1, 2))
    other = _newest(sqlite_session, REGIONAL)
    assert [each.total for each in one.statements] == [each.total for each in other.statements]
    assert [each.change for each in one.statements] == [each.change for each in other.statements]


def test_what_was_loaded_goes_without_a_trace_and_nothing_else_goes(session: Session) -> None:
    forum = make_forum(session)
    make_closed_round(session, forum)
    make_open_round(session, forum, name="Present")
    make_draft(session, forum, name="Planned")
    before = _rows(session)
    assert not load.is_loaded(session)
    _load(session)
    assert load.is_loaded(session)
    assert _rows(session) != before
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    session.add(PackOrder(subject="{}", pack="0" * 64, stage=Stage.DONE, documents=9, ordered_at=at, beat_at=at))
    session.add(PackDocument(id="0" * 64, subject="{}", pack="0" * 64, size=1, made_at=at, sealed=b"x"))
    assert load.remove(session) == 6
    assert _rows(session) == before
    assert load.remove(session) == 0
    _load(session)  # and it can be loaded again
    assert len(session.scalars(select(Round)).all()) == 3 + 6 + 3 + 4


def _rows(session: Session) -> dict[str, int]:
    session.flush()
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_an_empty_database_has_no_member_to_show(session: Session) -> None:
    assert load.member_link(session, SECRETS, "http://localhost") is None


@pytest.mark.parametrize("today", DAYS, indirect=True, ids=str)
def test_the_regional_forum_has_a_line_over_four_rounds_with_a_story(loaded: Session) -> None:
    forum = _forum(loaded, REGIONAL)
    newest = latest_closed(loaded, forum)
    assert newest is not None
    found = load_series(loaded, forum, newest)
    assert [facts.typed_in for facts in found.rounds] == [True, False, False, False]
    assert any("asked what members hoped for" in words for words in found.left_out)
    lines = {line.id: [point.figure.score or 0.0 for point in line.points] for line in found.lines}
    assert lines["overall"][0] < lines["overall"][1] < lines["overall"][-1]
    on_paper, start, dip, newest_score = lines["PB-3"]  # early involvement: a dip, a priority, and better again
    assert dip < start
    assert newest_score - max(on_paper, dip) >= 2
    assert lines["PB-7"][-1] < lines["PB-7"][-2]  # promises are kept less
    assert all(point.joined for line in found.lines for point in line.points[1:])


@pytest.mark.parametrize("today", DAYS, indirect=True, ids=str)
def test_the_regional_forum_stands_beside_four_others_on_any_day(loaded: Session, today: date) -> None:
    newest = latest_closed(loaded, _forum(loaded, REGIONAL))
    assert newest is not None
    beside = load_beside_others(loaded, newest, today)
    assert beside.forums == 4
    assert len(beside.sections) == 9  # overall and eight behaviours
    assert {PoolLabel.LOWER, PoolLabel.NO_CLEAR_DIFFERENCE} <= {each.label for each in beside.statements}
