"""A forum's own wording from draft to agreement, and where it may be used."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from audit_app.audit import own_wording, rounds
from audit_app.audit.invitations import NotPossible
from audit_app.audit.own_wording import OutOfDate
from audit_app.audit.wording_models import OwnWording, WordingDeed, WordingState
from audit_app.database import make_sessions, writing
from audit_app.forum.models import Forum
from audit_app.questionnaire import adapting_rules as rules
from audit_app.questionnaire.catalogue import PinnedDefinitionError, UnknownQuestionnaireError, compare_statements
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from tests.factories import CATALOGUE, NOON, SECRETS, STATEMENTS, TEN, TODAY, make_draft, make_forum, make_open_round

WHO = "Sec Retariat (Secretariat)"


@pytest.fixture
def forum(session: Session) -> Forum:
    return make_forum(session)


def started(session: Session, forum: Forum, base: Questionnaire = TEN) -> OwnWording:
    return own_wording.start(session, forum, CATALOGUE, base, actor=WHO, at=NOON)


def reword(session: Session, wording: OwnWording, name: str, text: str, *, stayed: bool = True) -> None:
    base = own_wording.base_of(wording)
    wishes = rules.reword(base, own_wording.wishes_of(wording), name, text, None, meaning_stayed=stayed)
    own_wording.change(session, CATALOGUE, wording, wishes, seen=wording.revision, actor=WHO, at=NOON)


def propose(session: Session, wording: OwnWording) -> None:
    own_wording.propose(session, wording, seen=wording.revision, actor=WHO, at=NOON)


def agree(session: Session, wording: OwnWording, *sides: Side) -> bool:
    """Whether both sides agree after these have."""
    both = False
    for side in sides:
        both = own_wording.agree(session, wording, side, seen=wording.digest, actor="Chair", at=NOON)
    return both


def agreed(session: Session, forum: Forum, text: str = "Other words?") -> OwnWording:
    wording = started(session, forum)
    reword(session, wording, "PT-1", text)
    propose(session, wording)
    assert agree(session, wording, *TWO_SIDES)
    return wording


def offered_ids(session: Session, forum: Forum) -> set[str]:
    return {each.id for each in own_wording.offered_to(session, forum, CATALOGUE)}


def test_only_what_both_sides_agreed_is_offered_and_only_to_this_forum(session: Session, forum: Forum) -> None:
    shipped = {each.id for each in CATALOGUE.latest()}
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    assert offered_ids(session, forum) == shipped
    propose(session, wording)
    assert not agree(session, wording, Side.STAFF)
    assert offered_ids(session, forum) == shipped
    assert agree(session, wording, Side.MANAGEMENT)
    assert offered_ids(session, forum) == shipped | {"partnership-ten-own"}
    other = make_forum(session, "south")
    assert offered_ids(session, other) == shipped
    with pytest.raises(UnknownQuestionnaireError):
        own_wording.offered(session, other, CATALOGUE, "partnership-ten-own")


def test_the_newest_agreed_version_is_offered_and_older_ones_are_found_by_number(
    session: Session, forum: Forum
) -> None:
    first = agreed(session, forum)
    base = own_wording.definition_of(first)
    second = own_wording.start(session, forum, CATALOGUE, base, actor=WHO, at=NOON)
    reword(session, second, "PT-1b", "Third words?")
    assert own_wording.offered(session, forum, CATALOGUE, "partnership-ten-own").version == 1
    propose(session, second)
    agree(session, second, *TWO_SIDES)
    newest = own_wording.offered(session, forum, CATALOGUE, "partnership-ten-own")
    assert (newest.version, newest.questions[0].id) == (2, "PT-1c")
    assert own_wording.offered(session, forum, CATALOGUE, "partnership-ten-own", 1) == base
    assert compare_statements(TEN, newest).same["PT-1c"] == "PT-1"


def test_a_change_of_what_is_proposed_takes_both_agreements_back(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    propose(session, wording)
    agree(session, wording, Side.STAFF)
    reword(session, wording, "PT-2", "Still other words?")
    assert wording.state is WordingState.DRAFT
    assert own_wording.agreements(session, wording) == frozenset()
    assert [each.deed for each in own_wording.record_of(session, wording)] == [
        WordingDeed.STARTED, WordingDeed.PROPOSED, WordingDeed.AGREED_BY_SIDE, WordingDeed.CHANGED_AGAIN,
    ]  # fmt: skip


def test_nothing_of_an_agreed_version_changes_again(session: Session, forum: Forum) -> None:
    wording = agreed(session, forum)
    before = wording.definition
    with pytest.raises(NotPossible, match="Start a new version"):
        reword(session, wording, "PT-2", "Too late?")
    with pytest.raises(NotPossible, match="Start a new version"):
        own_wording.discard(session, wording)
    for step in (
        lambda: propose(session, wording),
        lambda: agree(session, wording, Side.STAFF),
        lambda: own_wording.send_back(session, wording, "No.", seen=wording.digest, actor="Chair", at=NOON),
    ):
        with pytest.raises(NotPossible):
            step()
    assert (wording.definition, wording.state) == (before, WordingState.AGREED)


def test_nobody_agrees_to_what_they_have_not_read(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    propose(session, wording)
    read = wording.digest
    reword(session, wording, "PT-1", "Smuggled words?")
    propose(session, wording)
    with pytest.raises(NotPossible, match="changed since you read it"):
        own_wording.agree(session, wording, Side.STAFF, seen=read, actor="Chair", at=NOON)
    with pytest.raises(NotPossible, match="changed since you read it"):
        own_wording.send_back(session, wording, "No.", seen=read, actor="Chair", at=NOON)
    assert own_wording.agreements(session, wording) == frozenset()


@pytest.mark.parametrize("side", [Side.PARTNER, None])
def test_only_the_two_sides_agree(session: Session, forum: Forum, side: Side | None) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    propose(session, wording)
    with pytest.raises(NotPossible, match="two sides"):
        own_wording.agree(session, wording, side, seen=wording.digest, actor="Partner", at=NOON)


def test_a_side_agrees_once(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    propose(session, wording)
    agree(session, wording, Side.STAFF)
    assert [each.id for each in own_wording.waiting_for(session, forum, Side.MANAGEMENT)] == [wording.id]
    assert own_wording.waiting_for(session, forum, Side.STAFF) == []
    assert own_wording.waiting_for(session, forum, None) == ()
    with pytest.raises(NotPossible, match="already agreed"):
        agree(session, wording, Side.STAFF)
    assert wording.state is WordingState.PROPOSED


def test_sent_back_it_is_a_draft_with_a_note_for_all(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    propose(session, wording)
    agree(session, wording, Side.STAFF)
    with pytest.raises(NotPossible, match="Say what"):
        own_wording.send_back(session, wording, "  ", seen=wording.digest, actor="Chair", at=NOON)
    own_wording.send_back(session, wording, " Too long. ", seen=wording.digest, actor="Chair", at=NOON)
    assert wording.state is WordingState.DRAFT
    assert own_wording.agreements(session, wording) == frozenset()
    last = own_wording.record_of(session, wording)[-1]
    assert (last.deed, last.note) == (WordingDeed.SENT_BACK, "Too long.")


def test_nothing_changed_is_nothing_to_agree(session: Session, forum: Forum) -> None:
    with pytest.raises(NotPossible, match="Nothing is changed"):
        propose(session, started(session, forum))


def test_one_version_at_a_time(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    with pytest.raises(NotPossible, match="already changing"):
        started(session, forum)
    started(session, forum, STATEMENTS)
    own_wording.discard(session, wording)
    assert started(session, forum).version == 1


def test_a_page_that_is_out_of_date_changes_nothing(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    seen = wording.revision
    reword(session, wording, "PT-1", "The first was quicker?")
    wishes = rules.drop(TEN, own_wording.wishes_of(wording), "PT-2")
    with pytest.raises(OutOfDate):
        own_wording.change(session, CATALOGUE, wording, wishes, seen=seen, actor=WHO, at=NOON)
    with pytest.raises(OutOfDate):
        own_wording.propose(session, wording, seen=seen, actor=WHO, at=NOON)
    assert own_wording.wishes_of(wording).dropped == ()


def test_no_two_versions_of_a_forum_share_a_new_id(session: Session, forum: Forum) -> None:
    short = CATALOGUE.by_id("partnership-behaviours-short")
    one, other = started(session, forum, STATEMENTS), started(session, forum, short)
    reword(session, one, "PB-1.1", "Long words.")
    reword(session, other, "PB-1.1", "Short words.", stayed=False)
    ids = [own_wording.definition_of(each).questions[0].id for each in (one, other)]
    assert ids == ["PB-1.1b", "PB-1.1c"]


def test_a_round_with_words_that_are_not_agreed_does_not_open(session: Session, forum: Forum) -> None:
    wording = started(session, forum)
    reword(session, wording, "PT-1", "Other words?")
    draft = make_draft(session, forum, own_wording.definition_of(wording))
    with pytest.raises(NotPossible, match="have not agreed to these questions"):
        rounds.open_round(session, SECRETS, draft, actor=WHO, at=NOON, today=TODAY)
    propose(session, wording)
    agree(session, wording, *TWO_SIDES)
    assert rounds.open_round(session, SECRETS, draft, actor=WHO, at=NOON, today=TODAY) > 0
    assert own_wording.used_in(session, wording) == [draft.name]


def test_what_another_forum_agreed_opens_nothing_here(session: Session, forum: Forum) -> None:
    wording = agreed(session, make_forum(session, "south"))
    with pytest.raises(NotPossible, match="have not agreed to these questions"):
        make_open_round(session, forum, own_wording.definition_of(wording))


def test_a_definition_that_was_tampered_with_is_refused(session: Session, forum: Forum) -> None:
    wording = agreed(session, forum)
    wording.definition = wording.definition.replace("Other words?", "Another meaning?")
    session.flush()
    with pytest.raises(PinnedDefinitionError):
        own_wording.offered_to(session, forum, CATALOGUE)


@pytest.mark.parametrize("again", range(3))
def test_two_people_who_save_at_the_same_instant_make_one_change(engine: Engine, again: int) -> None:
    del again
    with writing(make_sessions(engine)) as session:
        wording = started(session, make_forum(session))
        number, seen = wording.id, wording.revision
        session.commit()
    together, outcomes = threading.Barrier(2), []

    def save(name: str) -> None:
        together.wait()
        with writing(make_sessions(engine)) as session:
            mine = session.get_one(OwnWording, number)
            try:
                wishes = rules.drop(TEN, own_wording.wishes_of(mine), name)
                own_wording.change(session, CATALOGUE, mine, wishes, seen=seen, actor=WHO, at=NOON)
                session.commit()
                outcomes.append("saved")
            except OutOfDate:
                session.rollback()
                outcomes.append("refused")

    _run(lambda: save("PT-1"), lambda: save("PT-2"))
    assert sorted(outcomes) == ["refused", "saved"]
    with writing(make_sessions(engine)) as session:
        assert len(own_wording.wishes_of(session.get_one(OwnWording, number)).dropped) == 1


def test_two_chairs_who_agree_at_the_same_instant_end_it(engine: Engine) -> None:
    with writing(make_sessions(engine)) as session:
        wording = started(session, make_forum(session))
        reword(session, wording, "PT-1", "Other words?")
        propose(session, wording)
        number, seen = wording.id, wording.digest
        session.commit()
    together, outcomes = threading.Barrier(2), []

    def press(side: Side) -> None:
        together.wait()
        with writing(make_sessions(engine)) as session:
            mine = session.get_one(OwnWording, number)
            outcomes.append(own_wording.agree(session, mine, side, seen=seen, actor="Chair", at=NOON))
            session.commit()

    _run(lambda: press(Side.STAFF), lambda: press(Side.MANAGEMENT))
    assert sorted(outcomes) == [False, True]
    with writing(make_sessions(engine)) as session:
        assert session.get_one(OwnWording, number).state is WordingState.AGREED


def _run(*steps: Callable[[], None]) -> None:
    threads = [threading.Thread(target=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
