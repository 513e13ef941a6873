"""A round that cannot be counted says so in its record, and holds up no other round."""

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.ballots import Ballot
from audit_app.audit.closing import close, refuse, requested
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Deed, Round, State
from audit_app.audit.records import records_of
from audit_app.database import make_sessions, writing
from audit_app.instance_secret import InstanceSecrets
from audit_app.worker import Rounds
from tests.factories import NOON, SECRETS, cast_all, close_round, make_forum, make_open_round

WHO = "A chair"
STRANGERS = InstanceSecrets.from_keys(("another secret that never saw this round 0123456789",))


def _requested(session: Session, slug: str) -> Round:
    audit_round = make_open_round(session, make_forum(session, slug))
    cast_all(session, audit_round)
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    rounds.request_close(session, audit_round, actor=WHO, at=NOON)
    return audit_round


def _stuff(session: Session, audit_round: Round) -> None:
    one = session.scalars(select(Ballot).where(Ballot.round_id == audit_round.id)).first()
    assert one is not None
    session.add(Ballot(round_id=audit_round.id, sealed=one.sealed))
    session.flush()


def _change_questions(session: Session, audit_round: Round) -> None:
    changed = audit_round.questionnaire_definition.replace("far", "near", 1)
    session.execute(update(Round).where(Round.id == audit_round.id).values(questionnaire_definition=changed))


def _damage_key(session: Session, audit_round: Round) -> None:
    key = audit_round.wrapped_key or b""
    session.execute(update(Round).where(Round.id == audit_round.id).values(wrapped_key=key[:-1] + b"?"))


TAMPERING = {"more answers than used links": _stuff, "questions": _change_questions, "damaged": _damage_key}


@pytest.mark.parametrize(("words", "tamper"), TAMPERING.items(), ids=list(TAMPERING))
def test_the_worker_records_why_and_goes_on_with_the_next_round(engine: Engine, words: str, tamper: object) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        broken, sound = _requested(session, "north"), _requested(session, "south")
        session.flush()
        tamper(session, broken)  # type: ignore[operator]
        session.commit()
    Rounds(engine, SECRETS).close_requested(NOON)
    with sessions() as session:
        after = session.get_one(Round, broken.id)
        assert (after.state, after.close_requested) == (State.STOPPED, False)
        last = records_of(session, after)[-1]
        assert (last.deed, last.actor) == (Deed.CLOSE_REFUSED, rounds.THE_SERVICE)
        assert words in (last.note or "")
        assert "Annul the round" in (last.note or "")
        assert session.get_one(Round, sound.id).state is State.CLOSED
        assert requested(session) == []


def test_an_unlisted_secret_can_be_listed_and_the_count_asked_for_again(engine: Engine) -> None:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        audit_round = _requested(session, "north")
        session.commit()
    Rounds(engine, STRANGERS).close_requested(NOON)
    with writing(sessions) as session:
        again = session.get_one(Round, audit_round.id)
        assert "PARTNERSHIP_AUDIT_OLD_SECRET_KEYS" in (records_of(session, again)[-1].note or "")
        assert len(session.scalars(select(Ballot)).all()) == 14  # nothing was lost by trying
        rounds.request_close(session, again, actor=WHO, at=NOON)
        session.commit()
    Rounds(engine, SECRETS).close_requested(NOON)
    with sessions() as session:
        done = session.get_one(Round, audit_round.id)
        assert (done.state, done.discarded) == (State.CLOSED, 0)


def test_a_refused_round_can_be_annulled_or_opened_again(session: Session) -> None:
    for slug, step in (("north", "annul"), ("south", "reopen")):
        audit_round = _requested(session, slug)
        assert refuse(session, audit_round.id, "It does not add up.", NOON)
        if step == "annul":
            rounds.annul(session, SECRETS, audit_round, "It does not add up.", actor=WHO, at=NOON)
        else:
            rounds.reopen(session, audit_round, NOON.replace(year=2027), actor=WHO, at=NOON)


def test_a_worker_that_comes_second_refuses_nothing(session: Session) -> None:
    audit_round = _requested(session, "north")
    close(session, SECRETS, audit_round.id, NOON)
    with pytest.raises(NotPossible, match="has been stopped"):
        close(session, SECRETS, audit_round.id, NOON)
    assert not refuse(session, audit_round.id, "Too late", NOON)
    session.flush()
    assert audit_round.state is State.CLOSED
    assert Deed.CLOSE_REFUSED not in [each.deed for each in records_of(session, audit_round)]


def test_nothing_is_refused_that_nobody_asked_for(session: Session) -> None:
    open_round = make_open_round(session, make_forum(session))
    assert not refuse(session, open_round.id, "No", NOON)
    closed = close_round(session, make_open_round(session, make_forum(session, "south")))
    assert not refuse(session, closed.id, "No", NOON)
