"""Sums over the rounds of many forums, made by the database. For audit/results.py alone: nothing here is released."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from audit_app.analysis.pool import PooledTally, Share
from audit_app.analysis.tallies import Group, QuestionTally
from audit_app.audit.models import PoolAgreement, PoolStatement, Round, Source, State
from audit_app.audit.rounds import questionnaire_of
from audit_app.audit.tallies import Tally
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, TWO_SIDES
from audit_app.questionnaire.lineage import meaning

# statements that their own gate lets be counted
_MAY_COUNT = and_(PoolStatement.round_id == Tally.round_id, PoolStatement.question_id == Tally.question_id)
_MOST_KEPT = 16  # pools, some 30 kB each
_KEPT: OrderedDict[object, Mapping[Hashable, PooledTally]] = OrderedDict()
_LOCK = threading.Lock()
_AT_ONCE = 10_000  # rounds in one query: databases limit how many values a query names


@dataclass(frozen=True)
class InPool:
    """A round that is counted in a pool."""

    round_id: int
    forum_id: int
    digest: str


def rounds_in_pool(session: Session, questionnaire_id: str, year: int, *, demonstration: bool) -> list[InPool]:
    """Each forum's newest closed round of that questionnaire and year that both sides agreed to count in. One query.

    demonstration: invented forums have a pool of their own, and are in no other.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)  # in winter a day in the United Kingdom is a day in UTC
    starts, ends = (datetime(day.year, 1, 1, tzinfo=UTC) for day in (first, after))
    agreed = select(PoolAgreement.round_id).group_by(PoolAgreement.round_id).having(func.count() == len(TWO_SIDES))
    query = (
        select(Round.id, Round.forum_id, Round.questionnaire_digest, Round.held_on, Round.closed_at)
        .join(Forum)
        .where(
            Round.questionnaire_id == questionnaire_id,
            Round.state == State.CLOSED,
            Round.source != Source.TYPED_AVERAGES,
            Forum.demonstration.is_(demonstration),
            Round.id.in_(agreed),
            or_(
                and_(Round.held_on >= first, Round.held_on < after),
                and_(Round.held_on.is_(None), Round.closed_at >= starts, Round.closed_at < ends),
            ),
        )
    )
    newest: dict[int, tuple[datetime, InPool]] = {}
    for round_id, forum_id, digest, held_on, closed_at in session.execute(query):
        moment = datetime.combine(held_on, datetime.min.time(), UTC) if held_on else closed_at or starts
        kept = newest.get(forum_id)
        if kept is None or (moment, round_id) > (kept[0], kept[1].round_id):
            newest[forum_id] = (moment, InPool(round_id, forum_id, digest))
    return [each for _, each in newest.values()]


def kept_sums_of(session: Session, rounds: Sequence[InPool]) -> Mapping[Hashable, PooledTally]:
    """As `sums_of`, for the whole pool of a year that is made: worked out once, because nothing in it changes any more.

    Kept by the database's address and by every round that is in it.
    """
    key = (session.get_bind().engine.url, frozenset(rounds))
    with _LOCK:
        found = _KEPT.get(key)
        if found is not None:
            _KEPT.move_to_end(key)
            return found
    made = sums_of(session, rounds)
    with _LOCK:
        _KEPT[key] = made
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def sums_of(session: Session, rounds: Sequence[InPool]) -> dict[Hashable, PooledTally]:
    """What these rounds answered, by the meaning of each statement. Two queries for 10,000 rounds of a wording."""
    by_digest: dict[str, list[int]] = {}
    for each in rounds:
        by_digest.setdefault(each.digest, []).append(each.round_id)
    pool: dict[Hashable, PooledTally] = {}
    for ids in by_digest.values():
        questionnaire = questionnaire_of(session.get_one(Round, ids[0]))
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            counts = _counts(session, some)
            for question_id, forums, both, management, staff in _shares(session, some):
                question = questionnaire.question_by_id[question_id]
                tally = _tally(counts[question_id], questionnaire.scale_of(question).values)
                means = meaning(questionnaire, question)
                one = PooledTally(tally, forums, both, management, staff)
                pool[means] = pool[means] + one if means in pool else one
    return pool


def _tally(counts: Mapping[str, int], values: Sequence[int]) -> QuestionTally:
    in_order = tuple(counts.get(str(value), 0) for value in values)
    return QuestionTally(in_order, counts.get(DONT_KNOW, 0), counts.get(BLANK, 0))


def _counts(session: Session, ids: Sequence[int]) -> dict[str, dict[str, int]]:
    """Question → value → how many of both sides gave it, over the statements that may be counted."""
    query = select(Tally.question_id, Tally.value, _sum(Tally.count)).join(PoolStatement, _MAY_COUNT).where(*_of(ids))
    found: dict[str, dict[str, int]] = {}
    for question_id, value, count in session.execute(query.group_by(Tally.question_id, Tally.value)):
        found.setdefault(question_id, {})[value] = count
    return found


def _shares(session: Session, ids: Sequence[int]) -> Iterator[tuple[str, int, Share, Share, Share]]:
    """Question, how many forums, and the valid answers of both sides, of management and of staff."""
    valid = Tally.value.not_in((DONT_KNOW, BLANK))
    columns = [
        _sum(case((condition, Tally.count), else_=0)).label(name)
        for name, condition in (
            ("both", valid),
            ("management", and_(valid, Tally.group == Group.MANAGEMENT)),
            ("staff", and_(valid, Tally.group == Group.STAFF)),
        )
    ]
    query = select(Tally.round_id, Tally.question_id, *columns).join(PoolStatement, _MAY_COUNT).where(*_of(ids))
    of = query.group_by(Tally.round_id, Tally.question_id).subquery().c
    sums = [part for one in (of.both, of.management, of.staff) for part in (_sum(one), func.max(one))]
    for row in session.execute(select(of.question_id, func.count(), *sums).group_by(of.question_id)):
        yield row[0], row[1], Share(row[2], row[3]), Share(row[4], row[5]), Share(row[6], row[7])


def _of(ids: Sequence[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Only these rounds, and only both sides."""
    return Tally.round_id.in_(ids), Tally.group != Group.PARTNER


def _sum(of: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
    """A sum of 64 bits: PostgreSQL's own would be a decimal number."""
    return cast(func.sum(of), BigInteger)
