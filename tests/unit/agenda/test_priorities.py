"""Both sides make priorities of the results: one proposes, the other agrees, and nobody overwrites unread words."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit_app.agenda.models import Decision, Owner, Priority, PriorityMeasure, PriorityRecord, Standing
from audit_app.agenda.priorities import (
    Chair,
    ChangedMeanwhileError,
    Content,
    Suggested,
    adopt,
    agree,
    agreed_priorities,
    change,
    content_of,
    decline,
    end,
    priorities_of,
    records_of,
    remove_priorities,
)
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.database import make_sessions, writing
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import NOON, make_closed_round, make_forum, make_open_round

MANAGEMENT = Chair(Side.MANAGEMENT, "Invented M1 (Chair, Management side)")
STAFF = Chair(Side.STAFF, "Invented S1 (Chair, Staff side)")
SUGGESTED = Suggested("PT-2", "Words of the statement.", "Suggested because: a low score (5.6).")
CONTENT = Content(
    title="Bring plans early", note="A month before.", owner=Owner.BOTH, owner_role="joint chairs",
    measures=("overall", "PT-2"), measure_words=None, target_score=6.5, target_words=None, review_on=date(2027, 11, 20),
)  # fmt: skip


@pytest.fixture
def closed(session: Session) -> Round:
    return make_closed_round(session, make_forum(session, management=3, staff=3, partner=1))


def _decisions(session: Session, priority: Priority) -> list[tuple[Decision, str]]:
    return [(each.decision, each.actor) for each in records_of(session, [priority])[priority.id]]


@pytest.mark.parametrize(("first", "second"), [(MANAGEMENT, STAFF), (STAFF, MANAGEMENT)])
def test_one_side_proposes_and_the_other_agrees(session: Session, closed: Round, first: Chair, second: Chair) -> None:
    priority = adopt(session, closed, CONTENT, first, NOON, SUGGESTED)
    assert (priority.standing, priority.agreeing, priority.agreed) == (Standing.ADOPTED, (first.side,), False)
    assert agreed_priorities(session, closed) == []
    with pytest.raises(NotPossible, match="already agreed"):
        agree(session, priority, priority.version, first, NOON)
    agree(session, priority, priority.version, second, NOON)
    assert priority.agreed
    assert agreed_priorities(session, closed) == [priority]
    assert content_of(priority) == CONTENT
    assert (priority.suggested, priority.because) == ("PT-2", SUGGESTED.because)
    assert _decisions(session, priority) == [(Decision.ADOPTED, first.actor), (Decision.AGREED, second.actor)]


def test_a_suggestion_that_is_left_out_is_kept_with_its_note_and_can_be_adopted_after_all(
    session: Session, closed: Round
) -> None:
    priority = decline(session, closed, SUGGESTED, "We do this already.", MANAGEMENT, NOON)
    assert (priority.title, priority.note) == (SUGGESTED.text, "We do this already.")
    assert content_of(priority) is None
    agree(session, priority, priority.version, STAFF, NOON)
    assert agreed_priorities(session, closed) == []  # nothing to work on
    change(session, priority, CONTENT, priority.version, STAFF, NOON)
    assert (priority.standing, priority.agreeing) == (Standing.ADOPTED, (Side.STAFF,))
    notes = [each.note for each in records_of(session, [priority])[priority.id]]
    assert notes == ["We do this already.", None, "A month before."]  # what was said stays readable


def test_a_reworded_priority_asks_the_other_side_again(session: Session, closed: Round) -> None:
    priority = adopt(session, closed, CONTENT, MANAGEMENT, NOON)
    agree(session, priority, priority.version, STAFF, NOON)
    new = replace(CONTENT, title="Bring plans very early", measures=("PT-2", "PT-3"))
    change(session, priority, new, priority.version, STAFF, NOON)
    assert content_of(priority) == new
    assert priority.agreeing == (Side.STAFF,)
    titles = [each.title for each in records_of(session, [priority])[priority.id]]
    assert titles == ["Bring plans early", "Bring plans early", "Bring plans very early"]


def test_saving_the_same_words_again_changes_nothing(session: Session, closed: Round) -> None:
    priority = adopt(session, closed, CONTENT, MANAGEMENT, NOON)
    agree(session, priority, priority.version, STAFF, NOON)
    version = priority.version
    change(session, priority, CONTENT, version, MANAGEMENT, NOON)
    assert (priority.agreed, priority.version) == (True, version)
    assert len(_decisions(session, priority)) == 2


@pytest.mark.parametrize(("standing", "shown"), [(Standing.DONE, True), (Standing.DROPPED, False)])
def test_an_end_stands_when_both_sides_agree(session: Session, closed: Round, standing: Standing, shown: bool) -> None:
    priority = adopt(session, closed, CONTENT, MANAGEMENT, NOON)
    agree(session, priority, priority.version, STAFF, NOON)
    end(session, priority, standing, "It is in place.", priority.version, MANAGEMENT, NOON)
    assert (priority.standing, priority.agreed) == (standing, False)
    agree(session, priority, priority.version, STAFF, NOON)
    assert priority.agreed
    assert (agreed_priorities(session, closed) == [priority]) is shown
    with pytest.raises(NotPossible, match="not a priority that is being worked on"):
        end(session, priority, Standing.DROPPED, "No.", priority.version, STAFF, NOON)
    change(session, priority, CONTENT, priority.version, STAFF, NOON)  # and work on it after all
    assert (priority.standing, priority.agreeing) == (Standing.ADOPTED, (Side.STAFF,))


@pytest.mark.parametrize("standing", [Standing.ADOPTED, Standing.DECLINED])
def test_a_priority_ends_in_two_ways_only(session: Session, closed: Round, standing: Standing) -> None:
    priority = adopt(session, closed, CONTENT, MANAGEMENT, NOON)
    with pytest.raises(ValueError, match="done or dropped"):
        end(session, priority, standing, "", priority.version, STAFF, NOON)


def test_a_suggestion_is_decided_about_once(session: Session, closed: Round) -> None:
    first = adopt(session, closed, CONTENT, MANAGEMENT, NOON, SUGGESTED)
    with pytest.raises(ChangedMeanwhileError) as adopted:
        adopt(session, closed, CONTENT, STAFF, NOON, SUGGESTED)
    with pytest.raises(ChangedMeanwhileError) as declined:
        decline(session, closed, SUGGESTED, "No.", STAFF, NOON)
    assert adopted.value.priority is declined.value.priority is first
    adopt(session, closed, CONTENT, STAFF, NOON)  # one's own may say the same as often as one likes
    assert len(priorities_of(session, closed)) == 2


Step = Callable[[Session, Priority, int], None]
STEPS: dict[str, Step] = {
    "change": lambda session, priority, seen: change(
        session, priority, replace(CONTENT, title="Other words"), seen, STAFF, NOON
    ),
    "agree": lambda session, priority, seen: agree(session, priority, seen, STAFF, NOON),
    "end": lambda session, priority, seen: end(session, priority, Standing.DONE, "", seen, STAFF, NOON),
}


@pytest.mark.parametrize("step", STEPS)
def test_what_somebody_changed_meanwhile_is_not_overwritten_unread(session: Session, closed: Round, step: str) -> None:
    priority = adopt(session, closed, CONTENT, MANAGEMENT, NOON)
    seen = priority.version
    change(session, priority, replace(CONTENT, title="Newer words"), seen, MANAGEMENT, NOON)
    with pytest.raises(ChangedMeanwhileError, match="changed this priority"):
        STEPS[step](session, priority, seen)
    assert (priority.title, priority.standing, priority.agreeing) == (
        "Newer words", Standing.ADOPTED, (Side.MANAGEMENT,),
    )  # fmt: skip
    STEPS[step](session, priority, priority.version)


def test_priorities_come_after_closing_and_from_the_two_sides(session: Session, closed: Round) -> None:
    opened = make_open_round(session, make_forum(session, "south"))
    with pytest.raises(NotPossible, match="once the round is closed"):
        adopt(session, opened, CONTENT, STAFF, NOON)
    with pytest.raises(NotPossible, match="once the round is closed"):
        decline(session, opened, SUGGESTED, "No.", STAFF, NOON)
    partner = Chair(Side.PARTNER, "A partner")
    with pytest.raises(NotPossible, match="two sides"):
        adopt(session, closed, CONTENT, partner, NOON)
    priority = adopt(session, closed, CONTENT, STAFF, NOON)
    with pytest.raises(NotPossible, match="two sides"):
        agree(session, priority, priority.version, partner, NOON)


def test_two_chairs_who_adopt_one_suggestion_at_the_same_instant_adopt_it_once(engine: Engine) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        round_id = make_closed_round(session, make_forum(session, management=2, staff=2, partner=0)).id
        session.commit()
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def press(side: Side) -> None:
        with writing(sessions) as own:
            audit_round = own.get_one(Round, round_id) if engine.dialect.name == "postgresql" else None
            together.wait(timeout=10)
            audit_round = audit_round or own.get_one(Round, round_id)
            try:
                adopt(own, audit_round, CONTENT, Chair(side, side.label), NOON, SUGGESTED)
                own.commit()
                outcomes.append("adopted")
            except ChangedMeanwhileError:
                own.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=press, args=(side,)) for side in TWO_SIDES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["adopted", "refused"]
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Priority)) == 1


def test_two_chairs_who_reword_at_the_same_instant_lose_no_words(engine: Engine) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        closed = make_closed_round(session, make_forum(session, management=2, staff=2, partner=0))
        number = adopt(session, closed, CONTENT, STAFF, NOON).id
        session.commit()
    together = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def press(side: Side) -> None:
        with writing(sessions) as own:
            priority = own.get_one(Priority, number) if engine.dialect.name == "postgresql" else None
            together.wait(timeout=10)
            priority = priority or own.get_one(Priority, number)
            try:
                change(own, priority, replace(CONTENT, title=side.label), 1, Chair(side, side.label), NOON)
                own.commit()
                outcomes[side.label] = "saved"
            except ChangedMeanwhileError:
                own.rollback()
                outcomes[side.label] = "refused"

    threads = [threading.Thread(target=press, args=(side,)) for side in TWO_SIDES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes.values()) == ["refused", "saved"]
    with sessions() as session:
        assert outcomes[session.get_one(Priority, number).title] == "saved"


def test_only_a_demonstration_forgets_its_priorities(session: Session, closed: Round) -> None:
    adopt(session, closed, CONTENT, STAFF, NOON)
    with pytest.raises(ValueError, match="demonstration"):
        remove_priorities(session, closed)
    closed.forum.demonstration = True
    remove_priorities(session, closed)
    for table in (Priority, PriorityMeasure, PriorityRecord):
        assert session.scalar(select(func.count()).select_from(table)) == 0
