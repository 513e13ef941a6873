"""Closing counts everything, keeps only what may be shown, and destroys the rest."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.analysis.tallies import OVERALL, Group
from audit_app.audit import rounds
from audit_app.audit.ballot_box import check
from audit_app.audit.ballots import Ballot
from audit_app.audit.closing import close
from audit_app.audit.invitations import NotPossible, Standing, invitations_of, link_token, recognise
from audit_app.audit.models import Draft, Invitation, RoundSide, State
from audit_app.audit.tallies import Comment, SectionHistogram, Tally
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Side
from tests.factories import (
    NOON,
    SECRETS,
    STATEMENTS,
    TEN,
    all_the_same,
    cast_all,
    close_round,
    make_closed_round,
    make_forum,
    make_open_round,
    some_answers,
)  # fmt: skip


def _tally(session: Session, question: str, group: Group) -> Counter[str]:
    found = session.scalars(select(Tally).where(Tally.question_id == question, Tally.group == group))
    return Counter({tally.value: tally.count for tally in found})


def test_tallies_equal_a_count_by_hand(session: Session) -> None:
    forum = make_forum(session, management=6, staff=7, partner=5)
    make_closed_round(session, forum)
    for side, number in ((Side.MANAGEMENT, 6), (Side.STAFF, 7), (Side.PARTNER, 5)):
        expected: dict[str, Counter[str]] = {}
        for place in range(number):
            for question, value in some_answers(TEN, side, place).ratings.items():
                expected.setdefault(question, Counter())[str(value)] += 1
        for question in TEN.questions:
            stored = _tally(session, question.id, Group(side.value))
            assert stored == expected.get(question.id, Counter()), question.id


def test_don_t_know_and_blank_are_counted_apart(session: Session) -> None:
    forum = make_forum(session, management=5, staff=5, partner=0)

    def answers(side: Side, place: int) -> Answers:
        del side
        return Answers({"PT-1": "dont_know"} if place == 0 else {"PT-1": 7} if place < 4 else {"PT-3": 1}, {})

    make_closed_round(session, forum, answers=answers)
    assert _tally(session, "PT-1", Group.STAFF) == {"dont_know": 1, "7": 3, "blank": 1}


def test_section_sums_are_by_respondent(session: Session) -> None:
    forum = make_forum(session, management=5, staff=5, partner=0)
    make_closed_round(session, forum, STATEMENTS, answers=all_the_same(STATEMENTS, 4))
    places = session.scalars(select(SectionHistogram).where(SectionHistogram.group == Group.STAFF)).all()
    found = {place.section_id: (place.answered, place.total, place.count) for place in places}
    assert found[OVERALL] == (26, 104, 5)
    assert found["PB-4"] == (4, 16, 5)
    assert "PB-O" not in found


def test_a_side_under_the_minimum_leaves_only_the_total(session: Session) -> None:
    forum = make_forum(session, management=4, staff=6, partner=2)
    make_closed_round(session, forum)
    assert set(session.scalars(select(Tally.group))) == {Group.TOTAL}
    assert set(session.scalars(select(SectionHistogram.group))) == {Group.TOTAL}


def test_too_few_partners_leave_their_comments_but_no_ratings(session: Session) -> None:
    forum = make_forum(session, management=5, staff=5, partner=1)
    make_closed_round(session, forum, answers=all_the_same(TEN, 7, {"PT-1": "Keep going"}))
    assert Group.PARTNER not in set(session.scalars(select(Tally.group)))
    assert session.scalar(select(func.count()).select_from(Comment)) == 11


def test_too_few_in_all_leaves_no_tally(session: Session) -> None:
    make_closed_round(session, make_forum(session, management=2, staff=2, partner=0))
    assert session.scalar(select(func.count()).select_from(Tally)) == 0


def test_ballots_drafts_nonces_and_keys_are_gone(session: Session) -> None:
    audit_round = make_closed_round(session, make_forum(session))
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert set(session.scalars(select(Invitation.nonce))) == {None}
    assert (audit_round.wrapped_key, audit_round.public_key) == (None, None)


def test_the_same_link_is_known_after_closing_and_tied_to_no_invitation(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    tokens = [link_token(SECRETS, each) for each in invitations_of(session, audit_round)]
    old_ids = {each.id for each in invitations_of(session, audit_round)}
    cast_all(session, audit_round, leave_out=2)
    close_round(session, audit_round)
    for token in tokens:
        found = recognise(session, SECRETS, token)
        assert (found.standing, found.round, found.invitation) == (Standing.CLOSED, audit_round, None)
    assert old_ids.isdisjoint(session.scalars(select(Invitation.id)))


def test_who_was_invited_and_who_used_a_link_stays(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    cast_all(session, audit_round, leave_out=2)
    close_round(session, audit_round)
    assert Counter(session.scalars(select(Invitation.used))) == {True: 12, False: 2}
    answered = {each.side: (each.invited, each.answered) for each in session.scalars(select(RoundSide))}
    assert sum(number for _, number in answered.values()) == 12


def test_an_unreadable_ballot_is_a_recorded_discard(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session, management=6, staff=6, partner=0))
    cast_all(session, audit_round)
    ballot = session.scalars(select(Ballot)).first()
    assert ballot is not None
    ballot.sealed = ballot.sealed[:-1] + bytes([ballot.sealed[-1] ^ 1])
    session.flush()
    outcome = check(session, audit_round, TEN, SECRETS)
    assert (outcome.complete, outcome.countable, outcome.unreadable) == (False, True, 1)
    close_round(session, audit_round)
    assert audit_round.discarded == 1
    assert audit_round.state is State.CLOSED


def test_more_ballots_than_used_links_cannot_be_counted(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    cast_all(session, audit_round)
    stuffed = session.scalars(select(Ballot)).first()
    assert stuffed is not None
    session.add(Ballot(round_id=audit_round.id, sealed=stuffed.sealed))
    session.flush()
    with pytest.raises(NotPossible, match="more answers than used links"):
        close_round(session, audit_round)
    assert audit_round.state is State.STOPPED


def test_an_open_round_cannot_be_closed(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    with pytest.raises(NotPossible, match="stopped"):
        close(session, SECRETS, audit_round.id, NOON)


def test_a_closed_round_cannot_be_reopened_or_annulled(session: Session) -> None:
    audit_round = make_closed_round(session, make_forum(session))
    with pytest.raises(NotPossible):
        rounds.reopen(session, audit_round, NOON.replace(year=2027), actor="A chair", at=NOON)
    with pytest.raises(NotPossible):
        rounds.annul(session, SECRETS, audit_round, "No", actor="A chair", at=NOON)


def test_annulling_destroys_the_answers_unread(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    token = link_token(SECRETS, invitations_of(session, audit_round)[0])
    cast_all(session, audit_round)
    rounds.annul(session, SECRETS, audit_round, "The wrong questionnaire was used.", actor="A chair", at=NOON)
    assert session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert session.scalar(select(func.count()).select_from(Tally)) == 0
    assert recognise(session, SECRETS, token).standing is Standing.CLOSED
