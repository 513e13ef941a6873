"""An attack by whoever brings in earlier rounds: invent one after another and read a closed round from the labels.

Two closed rounds that release the same must look the same beside every round that is invented afterwards.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.released import ChangeLabel
from audit_app.analysis.tallies import Group, QuestionTally
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.earlier_rounds import put_into_use, type_in, undo, why_kept
from audit_app.audit.models import Round
from audit_app.audit.results import load_comparison, preview_comparison
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, TEN, make_closed_round, make_forum

WHO = "Sec Retariat (Secretariat)"
BOTH = (Side.MANAGEMENT, Side.STAFF)
BEFORE, AFTER = date(2024, 5, 1), NOON.date()
ONE, OTHER = (7, 9, 7, 9, 7, 9, 3, 5), (8, 8, 8, 8, 8, 8, 3, 5)  # the same bands and the same mean


def _closed(session: Session, slug: str, of_staff: Sequence[int], size: int = 8) -> Round:
    """Everybody answers plausibly; staff side's answers to PT-1 are given."""
    forum = make_forum(session, slug, management=size, staff=size, partner=0)
    forum.name = "A Social Partnership Forum"

    def answers(side: Side, place: int) -> Answers:
        usual = (3, 5, 6, 8, 8, 9, 7, 6, 4, 9)
        ratings: dict[str, int | str] = {
            question.id: usual[(place + number + 4 * BOTH.index(side)) % 10]
            for number, question in enumerate(TEN.questions)
        }
        if side is Side.STAFF and place < len(of_staff):
            ratings["PT-1"] = of_staff[place]
        return Answers(ratings, {})

    return make_closed_round(session, forum, answers=answers)


def _invented(held_on: date, number: int = 60) -> Iterator[TypedRound]:
    """Rounds with the same answers to every statement, and with section scores, near where a label turns."""
    chance = random.Random(1)  # noqa: S311  (invented answers)
    for _ in range(number):
        people = chance.choice((12, 20, 40))
        low = chance.randint(3, 6)
        given = Counter(low + min(chance.randint(0, 4), chance.randint(0, 4)) for _ in range(people))
        sums = Counter((10, chance.randint(40, 66)) for _ in range(people))
        counts = QuestionTally(tuple(given[value] for value in range(11)))
        yield TypedRound(
            "Invented", held_on, 5,
            counts={(each.id, Group.TOTAL): counts for each in TEN.questions},
            histograms={("PT", Group.TOTAL): sums, ("overall", Group.TOTAL): sums},
        )  # fmt: skip


@pytest.mark.parametrize("held_on", [BEFORE, AFTER])
def test_rounds_that_release_the_same_look_the_same_beside_every_invented_one(
    sqlite_session: Session, held_on: date
) -> None:
    one, other = _closed(sqlite_session, "one", ONE), _closed(sqlite_session, "other", OTHER)
    assert load_comparison(sqlite_session, one) == load_comparison(sqlite_session, other)
    for invented in _invented(held_on):
        seen = [preview_comparison(sqlite_session, each.forum, TEN, invented) for each in (one, other)]
        assert seen[0] == seen[1]
        assert (seen[0].later is None) == (held_on is AFTER)


def test_what_is_put_into_use_after_closing_tells_no_more_than_its_preview(sqlite_session: Session) -> None:
    """It can be undone and put into use again, so it could ask one question after another."""
    closed = _closed(sqlite_session, "one", ONE)
    for place, invented in enumerate(_invented(BEFORE, 3)):
        preview = preview_comparison(sqlite_session, closed.forum, TEN, invented)
        stored = type_in(sqlite_session, closed.forum, TEN, invented, actor=WHO, at=NOON)
        put_into_use(sqlite_session, stored, actor=WHO, at=NOON + timedelta(days=place))
        shown = load_comparison(sqlite_session, closed, stored)
        assert shown == preview.later
        assert shown.statements[0].change is not None
        assert shown.statements[0].change.label is None
        assert shown.statements[0].change.counts_sentence is not None
        assert shown.overall.change is not None
        assert shown.overall.change.label is None
        assert any("brought in after the other one was closed" in note for note in shown.footnotes)
        undo(sqlite_session, stored)


def test_what_was_in_use_before_closing_is_labelled_and_stays(sqlite_session: Session) -> None:
    forum = make_forum(sqlite_session, "one", management=8, staff=8, partner=0)
    (invented,) = _invented(BEFORE, 1)
    stored = type_in(sqlite_session, forum, TEN, invented, actor=WHO, at=NOON)
    put_into_use(sqlite_session, stored, actor=WHO, at=NOON - timedelta(hours=1))
    closed = make_closed_round(sqlite_session, forum)
    assert why_kept(sqlite_session, stored) is not None
    shown = load_comparison(sqlite_session, closed, stored)
    assert shown.statements[0].change is not None
    assert isinstance(shown.statements[0].change.label, ChangeLabel)
    assert shown.overall.change is not None
    assert isinstance(shown.overall.change.label, ChangeLabel)


def test_totals_that_are_released_in_full_are_labelled_all_the_same(sqlite_session: Session) -> None:
    """Whoever reads every count can work out the label."""
    closed = _closed(sqlite_session, "one", ONE, size=12)
    for invented in _invented(BEFORE, 3):
        later = preview_comparison(sqlite_session, closed.forum, TEN, invented).later
        assert later is not None
        assert later.statements[0].change is not None
        assert isinstance(later.statements[0].change.label, ChangeLabel)
