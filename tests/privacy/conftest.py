"""A round that ran for real: every member's answers were cast in a transaction of their own, in a known order."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, select

from audit_app.audit import drafts, rounds
from audit_app.audit.ballots import Ballot
from audit_app.audit.closing import close
from audit_app.audit.compaction import compact
from audit_app.audit.invitations import invitations_of, link_token
from audit_app.audit.models import Draft, Invitation, Round
from audit_app.database import make_sessions, writing
from audit_app.questionnaire.answers import Answers
from tests.factories import NOON, SECRETS, TEN, cast, make_forum, make_open_round, some_answers


@dataclass
class RealRound:
    """What the attacker does not know, for comparison: who cast when and what, and the secrets of the open round."""

    engine: Engine
    round_id: int
    cast_order: list[int] = field(default_factory=list)  # member ids in the order in which they sent their answers
    ballots: list[bytes] = field(default_factory=list)
    drafts: list[bytes] = field(default_factory=list)
    nonces: list[bytes] = field(default_factory=list)
    tokens: dict[int, str] = field(default_factory=dict)  # member id → link
    words: dict[int, str] = field(default_factory=dict)  # member id → comment
    wrapped_key: bytes = b""

    def close(self) -> None:
        with writing(make_sessions(self.engine)) as session:
            audit_round = session.get_one(Round, self.round_id)
            rounds.stop(session, audit_round, actor="A chair", at=NOON)
            rounds.request_close(session, audit_round, actor="A chair", at=NOON)
            session.commit()
        with writing(make_sessions(self.engine)) as session:
            close(session, SECRETS, self.round_id, NOON)
            session.commit()

    def compact(self) -> None:
        assert compact(self.engine)


@pytest.fixture
def real_round(engine: Engine) -> RealRound:
    sessions = make_sessions(engine)
    with writing(sessions) as session:
        audit_round = make_open_round(session, make_forum(session, management=7, staff=8, partner=2))
        made = RealRound(engine, audit_round.id)
        session.commit()
        everybody = [(each.id, each.member_id) for each in invitations_of(session, audit_round)]
        for invitation in invitations_of(session, audit_round):
            made.tokens[invitation.member_id] = link_token(SECRETS, invitation)
            made.nonces.append(invitation.nonce or b"")
    everybody.sort(key=lambda pair: pair[0])  # by a random id: an order of its own in every run
    for place, (invitation_id, member_id) in enumerate(everybody):
        made.words[member_id] = f"zebra{place:04d}words"
        with writing(sessions) as session:
            invitation = session.get_one(Invitation, invitation_id)
            ratings = some_answers(TEN, invitation.side, place).ratings
            answers = Answers(ratings, {"PT-3": made.words[member_id]})
            drafts.save(session, invitation.round, TEN, made.tokens[member_id], answers)
            session.commit()
            made.drafts.append(session.scalars(select(Draft.sealed)).all()[-1])
        if place < len(everybody) - 3:  # the last three have saved, and not sent
            with writing(sessions) as session:
                cast(session, session.get_one(Invitation, invitation_id), answers)
                session.commit()
                made.cast_order.append(member_id)
    with sessions() as session:
        made.ballots = list(session.scalars(select(Ballot.sealed)))
        made.wrapped_key = session.get_one(Round, made.round_id).wrapped_key or b""
    return made
