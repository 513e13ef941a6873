"""Members see the outcome only when the chairs of both sides have agreed."""

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible, hand_to_deputy, invitations_of
from audit_app.audit.models import Deed, Round
from audit_app.audit.records import records_of
from audit_app.audit.sharing import agree_to_share, is_shared, sides_that_agree
from audit_app.database import make_sessions, writing
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import NOON, SECRETS, cast_all, close_round, make_closed_round, make_forum, make_open_round

WHO = "A chair"


@pytest.fixture
def closed(session: Session) -> Round:
    return make_closed_round(session, make_forum(session, management=3, staff=3, partner=1))


def _told(session: Session) -> list[str]:
    return sorted(
        session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.kind == MessageKind.RESULTS_SHARED))
    )


@pytest.mark.parametrize("order", [TWO_SIDES, TWO_SIDES[::-1]])
def test_both_sides_are_needed_and_then_every_member_is_told(
    session: Session, closed: Round, order: tuple[Side, ...]
) -> None:
    first, second = order
    assert not agree_to_share(session, closed, first, actor=WHO, at=NOON)
    assert sides_that_agree(session, closed) == {first}
    assert not is_shared(session, closed)
    assert _told(session) == []
    assert agree_to_share(session, closed, second, actor=WHO, at=NOON)
    assert is_shared(session, closed)
    assert _told(session) == sorted(f"{short}@north.example" for short in ("m1", "m2", "m3", "s1", "s2", "s3", "p1"))
    deeds = [each.deed for each in records_of(session, closed)]
    assert deeds[-3:] == [Deed.SHARED_BY_SIDE, Deed.SHARED_BY_SIDE, Deed.SHARED]


def test_a_side_agrees_once(session: Session, closed: Round) -> None:
    agree_to_share(session, closed, Side.STAFF, actor=WHO, at=NOON)
    with pytest.raises(NotPossible, match="already agreed"):
        agree_to_share(session, closed, Side.STAFF, actor=WHO, at=NOON)
    assert not is_shared(session, closed)


def test_partners_do_not_decide(session: Session, closed: Round) -> None:
    with pytest.raises(NotPossible, match="two sides"):
        agree_to_share(session, closed, Side.PARTNER, actor=WHO, at=NOON)


def test_an_open_round_has_nothing_to_share(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    with pytest.raises(NotPossible, match="once the round is closed"):
        agree_to_share(session, audit_round, Side.STAFF, actor=WHO, at=NOON)
    assert not is_shared(session, audit_round)


def test_two_sides_that_press_at_the_same_instant_share_once(engine: Engine) -> None:
    """Neither may believe that the other has not agreed: then nobody would be told."""
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        round_id = make_closed_round(session, make_forum(session, management=2, staff=2, partner=0)).id
        session.commit()
    together = threading.Barrier(2)
    outcomes: list[bool] = []

    def press(side: Side) -> None:
        with writing(sessions) as own:
            audit_round = own.get_one(Round, round_id) if engine.dialect.name == "postgresql" else None
            together.wait(timeout=10)
            audit_round = audit_round or own.get_one(Round, round_id)
            outcomes.append(agree_to_share(own, audit_round, side, actor=WHO, at=NOON))
            own.commit()

    threads = [threading.Thread(target=press, args=(side,)) for side in TWO_SIDES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [False, True]
    with sessions() as session:
        assert len(_told(session)) == 4


def test_the_deputy_who_holds_the_link_is_told(session: Session) -> None:
    forum = make_forum(session)
    audit_round = make_open_round(session, forum)
    handed = invitations_of(session, audit_round)[0]
    handed.member.deputy_name, handed.member.deputy_email = "Invented Deputy", "deputy@north.example"
    member_email = handed.member.email
    hand_to_deputy(session, SECRETS, handed, NOON)
    cast_all(session, audit_round)
    close_round(session, audit_round)
    for side in (Side.MANAGEMENT, Side.STAFF):
        agree_to_share(session, audit_round, side, actor="A chair", at=NOON)
    told = _told(session)
    assert "deputy@north.example" in told
    assert member_email not in told
