"""The ballot box: the only module that ever sees an individual's answers after they are sent.

Casting needs the round's public key only (libsodium sealed box). The private key lies wrapped under the instance
secret and is used twice: to check that every ballot can be read (showing no answers), and to count. Counting hands
out totals and shuffled comments; no function here returns one person's answers.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from audit_app.analysis.tallies import OVERALL
from audit_app.audit.ballots import Ballot
from audit_app.audit.drafts import forget
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Invitation, Round, State
from audit_app.audit.padding import pad, padded_size, unpad
from audit_app.instance_secret import InstanceSecrets
from audit_app.questionnaire.answers import Answers, InvalidAnswers, from_bytes, to_bytes, validate_all
from audit_app.questionnaire.definition import BLANK, Question, Questionnaire, Scale, Side

_BATCH = 500
_SIDES = tuple(Side)  # a side is one byte in a ballot: its place in this order


class NotAccepted(Exception):  # noqa: N818  (a refusal, not a fault)
    """The ballot was not put in: the link is used or replaced, or the round is not open. Nothing was stored."""


@dataclass(frozen=True)
class BoxCheck:
    """Whether the box can be counted. Numbers only; nothing about what anybody answered.

    used, readable: by side. unreadable: ballots that cannot be read. missing: used links without a ballot.
    """

    ballots: int
    used: dict[Side, int]
    readable: dict[Side, int]
    unreadable: int

    @property
    def missing(self) -> int:
        return max(0, sum(self.used.values()) - self.ballots)

    @property
    def complete(self) -> bool:
        """Every used link has its ballot, and every ballot can be read."""
        return self.ballots == sum(self.used.values()) and self.readable == self.used

    @property
    def countable(self) -> bool:
        """No more ballots than used links, in all and on each side. Fewer is a recorded loss; more is tampering."""
        fits = all(self.readable[side] <= self.used[side] for side in Side)
        return fits and self.ballots <= sum(self.used.values())


@dataclass(frozen=True)
class Count:
    """A counted box. `ratings[(question, side)]`: value → how many ('dont_know' and 'blank' included).

    `histograms[(section or OVERALL, side)]`: (answered, sum of values) → how many.
    `comments`: (question, text), shuffled.
    """

    check: BoxCheck
    ratings: dict[tuple[str, Side], Counter[str]]
    histograms: dict[tuple[str, Side], Counter[tuple[int, int]]]
    comments: list[tuple[str, str]]


def give_keys(audit_round: Round, secrets: InstanceSecrets) -> None:
    """Make the round's key pair at opening. The private half is kept wrapped under the current instance secret."""
    private = PrivateKey.generate()
    audit_round.public_key = bytes(private.public_key)
    audit_round.secret = secrets.current.fingerprint
    audit_round.wrapped_key = bytes(secrets.current.box("round key").encrypt(bytes(private)))


def destroy(session: Session, audit_round: Round) -> None:
    """Erase a round's ballots and its keys. Nothing can be counted afterwards."""
    session.execute(delete(Ballot).where(Ballot.round_id == audit_round.id))
    audit_round.wrapped_key = None
    audit_round.public_key = None


def cast_ballot(
    session: Session, invitation: Invitation, questionnaire: Questionnaire, token: str, answers: Answers, at: datetime
) -> None:
    """Put a sealed ballot in and mark the link as used, both or neither.

    The link is flipped by one conditional UPDATE; a second submission, a replaced link, or a round that has been
    stopped or is past its time touches no row and raises NotAccepted. The caller commits.
    """
    audit_round = session.get_one(Round, invitation.round_id, with_for_update={"read": True}, populate_existing=True)
    if audit_round.public_key is None:
        raise NotAccepted
    open_now = select(Round.id).where(Round.state == State.OPEN, Round.opens_at <= at, Round.closes_at > at)
    flip = (
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.generation == invitation.generation,
            Invitation.used.is_(False),
            Invitation.round_id.in_(open_now),
        )
        .values(used=True)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", session.execute(flip)).rowcount != 1:
        raise NotAccepted
    sealed = _seal(audit_round.public_key, questionnaire, invitation.side, answers)
    session.add(Ballot(round_id=audit_round.id, sealed=sealed))
    forget(session, token)
    session.flush()


def check(session: Session, audit_round: Round, questionnaire: Questionnaire, secrets: InstanceSecrets) -> BoxCheck:
    """Whether ballots equal used links and all can be read, by side. Reads every ballot; shows none."""
    ballots, unreadable = 0, 0
    readable: Counter[Side] = Counter()
    for opened in _opened(session, audit_round, questionnaire, secrets):
        ballots += 1
        if opened is None:
            unreadable += 1
        else:
            readable[opened[0]] += 1
    return BoxCheck(ballots, _used(session, audit_round), {side: readable[side] for side in Side}, unreadable)


def count(session: Session, audit_round: Round, questionnaire: Questionnaire, secrets: InstanceSecrets) -> Count:
    """Open every ballot, validate it against the pinned definition, and count. Changes nothing.

    Memory grows with the comments and the distinct sums, not with the ballots.
    """
    ballots, unreadable = 0, 0
    readable: Counter[Side] = Counter()
    ratings: dict[tuple[str, Side], Counter[str]] = {}
    histograms: dict[tuple[str, Side], Counter[tuple[int, int]]] = {}
    comments: list[tuple[str, str]] = []
    for opened in _opened(session, audit_round, questionnaire, secrets):
        ballots += 1
        if opened is None:
            unreadable += 1
            continue
        side, answers = opened
        readable[side] += 1
        for question in questionnaire.questions:
            if question.asked_of(side):
                value = str(answers.ratings.get(question.id, BLANK))
                ratings.setdefault((question.id, side), Counter())[value] += 1
        for section, place in _sums(questionnaire, side, answers):
            histograms.setdefault((section, side), Counter())[place] += 1
        comments.extend(answers.comments.items())
    random.SystemRandom().shuffle(comments)
    outcome = BoxCheck(ballots, _used(session, audit_round), {side: readable[side] for side in Side}, unreadable)
    return Count(outcome, ratings, histograms, comments)


def _seal(public_key: bytes, questionnaire: Questionnaire, side: Side, answers: Answers) -> bytes:
    content = bytes([_SIDES.index(side)]) + to_bytes(answers)
    return bytes(SealedBox(PublicKey(public_key)).encrypt(pad(content, 1 + padded_size(questionnaire))))


def _opened(
    session: Session, audit_round: Round, questionnaire: Questionnaire, secrets: InstanceSecrets
) -> Iterator[tuple[Side, Answers] | None]:
    """Each ballot's side and answers, or None for one that cannot be read. In no order that means anything."""
    if audit_round.wrapped_key is None or audit_round.secret is None:
        return
    box = SealedBox(_private_key(secrets, audit_round.secret, audit_round.wrapped_key))
    sealed_ballots = select(Ballot.sealed).where(Ballot.round_id == audit_round.id).order_by(Ballot.id)
    for sealed in session.scalars(sealed_ballots.execution_options(yield_per=_BATCH)):
        yield _open(box, questionnaire, sealed)


def _private_key(secrets: InstanceSecrets, fingerprint: str, wrapped: bytes) -> PrivateKey:
    """Unwrap a round's key. Raises UnknownSecretError, or NotPossible if the wrapped key has been changed."""
    try:
        return PrivateKey(secrets.named(fingerprint).box("round key").decrypt(wrapped))
    except CryptoError:
        raise NotPossible("The key of this round is damaged, so its answers cannot be read. Annul the round.") from None


def _open(box: "SealedBox[PrivateKey]", questionnaire: Questionnaire, sealed: bytes) -> tuple[Side, Answers] | None:
    try:
        content = unpad(box.decrypt(sealed))
        side = _SIDES[content[0]]
        answers = from_bytes(content[1:])
        return side, validate_all(questionnaire, side, answers.ratings, answers.comments)
    except (CryptoError, ValueError, IndexError, InvalidAnswers):
        return None


def _used(session: Session, audit_round: Round) -> dict[Side, int]:
    query = (
        select(Invitation.side, func.count())
        .where(Invitation.round_id == audit_round.id, Invitation.used.is_(True))
        .group_by(Invitation.side)
    )
    used = dict.fromkeys(Side, 0)
    for side, number in session.execute(query):
        used[side] = number
    return used


def _sums(questionnaire: Questionnaire, side: Side, answers: Answers) -> Iterator[tuple[str, tuple[int, int]]]:
    """(section or OVERALL, (answered, sum of values after flipping)) for one respondent."""
    overall_answered, overall_total = 0, 0
    for section in questionnaire.sections:
        asked = [question for question in questionnaire.scored_questions(section) if question.asked_of(side)]
        if not asked:
            continue
        values = [
            _favourable(question, questionnaire.scale_of(question), rating)
            for question in asked
            if isinstance(rating := answers.ratings.get(question.id), int)
        ]
        yield section.id, (len(values), sum(values))
        overall_answered += len(values)
        overall_total += sum(values)
    yield OVERALL, (overall_answered, overall_total)


def _favourable(question: Question, scale: Scale, value: int) -> int:
    """The value with agreement always good: a reverse-worded statement is flipped."""
    return scale.values[0] + scale.values[-1] - value if question.reverse else value
