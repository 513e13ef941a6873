"""A round with as many respondents as a measurement needs, filled without waiting for pages."""

import random
import secrets as randomness
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from audit_app.audit import ballot_box
from audit_app.audit.ballots import Ballot
from audit_app.audit.invitations import invitations_of, link_token
from audit_app.audit.models import Invitation, Round
from audit_app.audit.rounds import questionnaire_of
from audit_app.database import random_id
from audit_app.forum.models import Forum, Member, Office, Seat
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.factories import JOINED, SECRETS, make_forum, make_open_round

_BATCH = 1000
T = TypeVar("T")


def open_round_for(
    session: Session, questionnaire: Questionnaire, members: int, at: datetime, slug: str = "north"
) -> Round:
    """A round that opened an hour ago with `members` invited: 14 by the real code, the others in bulk."""
    began = at - timedelta(hours=1)
    forum = make_forum(session, slug, management=6, staff=6, partner=2)
    audit_round = make_open_round(session, forum, questionnaire, at=began)
    _invite(session, forum, audit_round, members - 14)
    session.flush()
    return audit_round


def _invite(session: Session, forum: Forum, audit_round: Round, more: int) -> None:
    sides = [Side.PARTNER if place % 10 == 9 else (Side.MANAGEMENT, Side.STAFF)[place % 2] for place in range(more)]
    for batch in _batches(list(enumerate(sides))):
        members = [
            {"forum_id": forum.id, "name": f"Invented {place}", "email": f"many{place}@{forum.slug}.example"}
            for place, _ in batch
        ]
        ids = session.scalars(insert(Member).returning(Member.id, sort_by_parameter_order=True), members).all()
        seated = list(zip(ids, (side for _, side in batch), strict=True))
        session.execute(
            insert(Seat),
            [{"member_id": one, "side": side, "office": Office.MEMBER, "starts_on": JOINED} for one, side in seated],
        )
        session.execute(
            insert(Invitation),
            [
                {"id": random_id(), "round_id": audit_round.id, "member_id": one, "side": side,
                 "nonce": randomness.token_bytes(16), "generation": 1}
                for one, side in seated
            ],
        )  # fmt: skip


def links_of(session: Session, audit_round: Round) -> list[tuple[str, Side]]:
    """(token, side) of every invitation."""
    return [(link_token(SECRETS, each), each.side) for each in invitations_of(session, audit_round)]


def everybody_answers(session: Session, audit_round: Round) -> None:
    """One sealed ballot of varied answers for each invitation; a third of them with words."""
    questionnaire = questionnaire_of(audit_round)
    chance = random.Random(2026)  # noqa: S311  (invented answers)
    invited = session.execute(
        select(Invitation.side).where(Invitation.round_id == audit_round.id).order_by(Invitation.id)
    )
    for batch in _batches([side for (side,) in invited]):
        ballots = [_sealed(audit_round, questionnaire, side, chance) for side in batch]
        session.execute(
            insert(Ballot), [{"id": random_id(), "round_id": audit_round.id, "sealed": each} for each in ballots]
        )
    session.execute(update(Invitation).where(Invitation.round_id == audit_round.id).values(used=True))


def _sealed(audit_round: Round, questionnaire: Questionnaire, side: Side, chance: random.Random) -> bytes:
    assert audit_round.public_key is not None
    ratings: dict[str, int | str] = {
        question.id: chance.choice(questionnaire.scale_of(question).values)
        for question in questionnaire.questions
        if question.asked_of(side)
    }
    words = {each.id: "Invented words of a usual length. " * 3 for each in questionnaire.open_questions}
    answers = Answers(ratings, words if chance.random() < 1 / 3 else {})
    return ballot_box._seal(audit_round.public_key, questionnaire, side, answers)


def _batches(everything: Sequence[T]) -> Iterator[list[T]]:
    left = iter(everything)
    while batch := list(islice(left, _BATCH)):
        yield batch
