"""Which priorities a later round shows, and beside which released figures."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from audit_app.agenda.models import Priority, Standing
from audit_app.agenda.priorities import adopt, agree, decline, end
from audit_app.agenda.progress import for_files, of_earlier_rounds, of_every_round, of_this_round
from audit_app.analysis.measures import Verdict
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison
from tests.factories import NOON, TEN, all_the_same, make_closed_round, make_forum
from tests.unit.agenda.test_priorities import CONTENT, MANAGEMENT, STAFF, SUGGESTED
from tests.web.results_in_the_house import plausible

YEARS = [datetime(year, 11, 20, 12, tzinfo=UTC) for year in (2025, 2026, 2027)]


@pytest.fixture
def rounds(session: Session) -> list[Round]:
    """Three closed rounds, oldest first, with enough answers to compare."""
    forum = make_forum(session, management=10, staff=10, partner=0)
    return [
        make_closed_round(session, forum, name=f"Audit {at.year}", at=at, answers=plausible(TEN, year=at.year))
        for at in YEARS
    ]


def _agreed(session: Session, audit_round: Round, title: str) -> Priority:
    priority = adopt(session, audit_round, replace(CONTENT, title=title), STAFF, NOON)
    agree(session, priority, priority.version, MANAGEMENT, NOON)
    return priority


def _finish(session: Session, priority: Priority, standing: Standing) -> None:
    end(session, priority, standing, "Said.", priority.version, STAFF, NOON)
    agree(session, priority, priority.version, MANAGEMENT, NOON)


def test_a_later_round_measures_what_earlier_rounds_wanted(session: Session, rounds: list[Round]) -> None:
    first, second, third = rounds
    _agreed(session, first, "Of the first")
    _agreed(session, second, "Of the second")
    assert of_earlier_rounds(session, first) == []
    found = of_earlier_rounds(session, third)
    assert [(each.round, each.at) for each in found] == [(second, third), (first, third)]
    (followed,) = found[0].followed
    shown = load_comparison(session, third, second)
    change = next(each.change for each in shown.statements if each.id == "PT-2")
    assert change is not None
    assert change.label is not None
    overall, statement = followed.tracked.measures
    assert (overall.id, statement.id) == ("overall", "PT-2")
    assert (statement.then, statement.now, statement.difference) == (change.earlier, change.later, change.difference)
    assert statement.verdict is not Verdict.NOT_COMPARED


def test_what_is_done_leaves_with_the_next_round_and_what_is_open_stays(session: Session, rounds: list[Round]) -> None:
    first, second, third = rounds
    _finish(session, _agreed(session, first, "Done"), Standing.DONE)
    _finish(session, _agreed(session, first, "Dropped"), Standing.DROPPED)
    decline(session, first, SUGGESTED, "No.", STAFF, NOON)
    _agreed(session, first, "Open")

    def titles(at: Round) -> list[list[str]]:
        return [[one.priority.title for one in each.followed] for each in of_earlier_rounds(session, at)]

    assert titles(second) == titles(third) == [["Done", "Open"]]
    _agreed(session, second, "Newer")
    assert titles(third) == [["Newer"], ["Open"]]


def test_one_side_alone_cannot_take_a_priority_off_the_page(session: Session, rounds: list[Round]) -> None:
    priority = _agreed(session, rounds[0], "Dropped by one side")
    end(session, priority, Standing.DROPPED, "Said.", priority.version, STAFF, NOON)
    assert [each.priority for each in of_earlier_rounds(session, rounds[1])[0].followed] == [priority]
    agree(session, priority, priority.version, MANAGEMENT, NOON)
    assert of_earlier_rounds(session, rounds[1]) == []


def test_a_rounds_own_priorities_are_measured_at_the_newest_round(session: Session, rounds: list[Round]) -> None:
    first, _, third = rounds
    _agreed(session, first, "Of the first")
    _agreed(session, third, "Of the third")
    own = of_this_round(session, first)
    assert own.at is third
    assert [each.id for each in own.followed[0].tracked.measures] == ["overall", "PT-2"]
    newest = of_this_round(session, third)
    assert newest.at is None
    assert newest.followed[0].tracked.measures == ()
    assert newest.followed[0].tracked.measured_by[0].text == "All statements together"
    every = of_every_round(session, first.forum, rounds[::-1])
    assert [(each.round, each.at) for each in every] == [(third, None), (first, third)]


def test_a_file_tells_what_both_sides_agreed_and_nothing_else(session: Session, rounds: list[Round]) -> None:
    first, second, _ = rounds
    _agreed(session, first, "Agreed")
    adopt(session, first, replace(CONTENT, title="Proposed"), STAFF, NOON)
    _finish(session, _agreed(session, first, "Done"), Standing.DONE)
    decline(session, first, SUGGESTED, "A note that stays among chairs.", STAFF, NOON)
    _agreed(session, second, "Of this round")
    told = for_files(session, second)
    assert [(each.round, each.title, each.done) for each in told] == [
        ("Audit 2025", "Agreed", False), ("Audit 2025", "Done", True), ("Audit 2026", "Of this round", False),
    ]  # fmt: skip
    assert [len(each.measures) for each in told] == [2, 2, 0]


def test_what_is_hidden_then_or_now_stays_hidden_beside_a_priority(session: Session) -> None:
    forum = make_forum(session, management=10, staff=10, partner=0)
    first = make_closed_round(session, forum, name="First", at=YEARS[0], answers=all_the_same(TEN, 7))
    _agreed(session, first, "Hidden")
    later = make_closed_round(session, forum, name="Later", at=YEARS[1], answers=plausible(TEN, year=2025))
    (origin,) = of_earlier_rounds(session, later)
    statement = origin.followed[0].tracked.measures[1]
    shown = next(each for each in load_comparison(session, first).statements if each.id == "PT-2")
    assert shown.total.about
    assert statement.then_words == "about 7.0"
    assert (statement.difference, statement.verdict) == (None, Verdict.NOT_COMPARED)
