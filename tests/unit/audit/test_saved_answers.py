"""Save and resume: only the link reads it, its size says nothing, and no round that has ended keeps any."""

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit import drafts
from audit_app.audit.ballot_box import check
from audit_app.audit.ballots import Ballot
from audit_app.audit.invitations import draft_id, invitations_of, link_token, replace_link
from audit_app.audit.models import Draft, Round
from audit_app.database import make_sessions, writing
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import LONGEST_COMMENT, Questionnaire, Side
from tests.factories import (
    CATALOGUE,
    NOON,
    SECRETS,
    TEN,
    cast,
    close_round,
    make_forum,
    make_open_round,
    some_answers,
)  # fmt: skip

NOTHING = Answers({}, {})
SOME = Answers({"PT-1": 7, "PT-2": "dont_know"}, {"PT-1": "Grüße, “well” said 😀\nand more"})


@pytest.fixture
def audit_round(session: Session) -> Round:
    return make_open_round(session, make_forum(session))


@pytest.fixture
def tokens(session: Session, audit_round: Round) -> list[str]:
    return [link_token(SECRETS, each) for each in invitations_of(session, audit_round)]


def _sealed(session: Session) -> list[bytes]:
    return list(session.scalars(select(Draft.sealed)))


def test_what_was_saved_comes_back_with_the_same_link_only(
    session: Session, audit_round: Round, tokens: list[str]
) -> None:
    assert drafts.load(session, tokens[0]) == NOTHING
    assert drafts.save(session, audit_round, TEN, tokens[0], SOME)
    assert drafts.load(session, tokens[0]) == SOME
    assert {drafts.load(session, token) == NOTHING for token in tokens[1:]} == {True}


def test_saving_again_replaces_what_was_saved(session: Session, audit_round: Round, tokens: list[str]) -> None:
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    drafts.save(session, audit_round, TEN, tokens[1], Answers({"PT-9": 1}, {}))
    drafts.save(session, audit_round, TEN, tokens[0], Answers({"PT-3": 4}, {}))
    assert drafts.load(session, tokens[0]) == Answers({"PT-3": 4}, {})
    assert drafts.load(session, tokens[1]) == Answers({"PT-9": 1}, {})
    assert len(_sealed(session)) == 2


def test_another_link_cannot_open_it_even_when_pointed_at_it(
    session: Session, audit_round: Round, tokens: list[str]
) -> None:
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    stolen = _sealed(session)[0]
    session.add(Draft(id=draft_id(tokens[1]), round_id=audit_round.id, sealed=stolen))
    session.flush()
    assert drafts.load(session, tokens[1]) == NOTHING


@pytest.mark.parametrize("sealed", [b"", b"x", b"\0" * 40, b"y" * 5000])
def test_a_draft_that_cannot_be_read_counts_as_nothing_saved(
    session: Session, audit_round: Round, tokens: list[str], sealed: bytes
) -> None:
    session.add(Draft(id=draft_id(tokens[0]), round_id=audit_round.id, sealed=sealed))
    session.flush()
    assert drafts.load(session, tokens[0]) == NOTHING
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    assert drafts.load(session, tokens[0]) == SOME


def test_its_size_says_nothing(session: Session, audit_round: Round, tokens: list[str]) -> None:
    long = Answers({}, {"PT-1": "😀" * LONGEST_COMMENT})
    for token, answers in zip(tokens, (NOTHING, SOME, long), strict=False):
        drafts.save(session, audit_round, TEN, token, answers)
    assert len({len(sealed) for sealed in _sealed(session)}) == 1
    assert len(set(_sealed(session))) == 3


def test_the_same_answers_look_different_each_time(session: Session, audit_round: Round, tokens: list[str]) -> None:
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    first = _sealed(session)
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    assert _sealed(session) != first


@pytest.mark.parametrize("sign", ["😀", '"', "\\", "\u2028", "\ufffd", "\t"])
@pytest.mark.parametrize("questionnaire", CATALOGUE.all(), ids=lambda each: each.id)
def test_the_longest_words_in_every_box_still_fit_a_draft_and_a_ballot(
    session: Session, questionnaire: Questionnaire, sign: str
) -> None:
    audit_round = make_open_round(session, make_forum(session, management=2, staff=2, partner=2), questionnaire)
    words = ("a" + sign * LONGEST_COMMENT)[: LONGEST_COMMENT - 1] + "z"
    for invitation in invitations_of(session, audit_round):
        asked = [each for each in questionnaire.questions if each.asked_of(invitation.side)]
        boxes = [each.id for each in asked if each.comment] + [each.id for each in questionnaire.open_questions]
        ratings: dict[str, int | str] = {each.id: "dont_know" for each in asked}
        full = Answers(ratings, dict.fromkeys(boxes, words))
        token = link_token(SECRETS, invitation)
        drafts.save(session, audit_round, questionnaire, token, full)
        assert drafts.load(session, token) == full
        cast(session, invitation, full)
    assert len({len(sealed) for sealed in session.scalars(select(Ballot.sealed))}) == 1
    assert check(session, audit_round, questionnaire, SECRETS).readable == dict.fromkeys(Side, 2)


def test_a_round_that_has_ended_keeps_nothing(session: Session, audit_round: Round, tokens: list[str]) -> None:
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    close_round(session, audit_round)
    assert not drafts.save(session, audit_round, TEN, tokens[0], SOME)
    assert _sealed(session) == []


def test_two_tabs_that_save_at_the_same_instant_both_succeed(engine: Engine) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        audit_round = make_open_round(session, make_forum(session))
        token = link_token(SECRETS, invitations_of(session, audit_round)[0])
        session.commit()
    together = threading.Barrier(4)
    saved: list[bool] = []

    def save(place: int) -> None:
        together.wait(timeout=10)
        with writing(sessions) as own:
            mine = own.get_one(Round, audit_round.id)
            saved.append(drafts.save(own, mine, TEN, token, some_answers(TEN, Side.STAFF, place)))
            own.commit()

    threads = [threading.Thread(target=save, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert saved == [True] * 4
    with sessions() as session:
        assert drafts.load(session, token) in [some_answers(TEN, Side.STAFF, place) for place in range(4)]


def test_the_moment_does_not_matter_to_a_stopped_round(session: Session, audit_round: Round, tokens: list[str]) -> None:
    """It may be opened again, so what was saved stays."""
    audit_round.closes_at = NOON
    drafts.save(session, audit_round, TEN, tokens[0], SOME)
    assert drafts.load(session, tokens[0]) == SOME


def test_a_link_that_has_been_replaced_meanwhile_keeps_nothing(
    session: Session, audit_round: Round, tokens: list[str]
) -> None:
    invitation = invitations_of(session, audit_round)[0]
    recognised = invitation.generation
    replace_link(session, SECRETS, invitation, NOON)
    assert not drafts.save(session, audit_round, TEN, tokens[0], SOME, generation=recognised)
    assert _sealed(session) == []
    renewed = link_token(SECRETS, invitation)
    assert drafts.save(session, audit_round, TEN, renewed, SOME, generation=invitation.generation)
