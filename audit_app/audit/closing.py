"""Closing: count, keep the tallies that may be kept, destroy everything else. Final.

All of it is one transaction. Killed at any step, the round is as it was. Compaction follows in compaction.py.
"""

import random
from collections import Counter
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.analysis.disclosure import groups_to_store, plan_for
from audit_app.analysis.tallies import Group
from audit_app.audit import ballot_box
from audit_app.audit.ballot_box import Count
from audit_app.audit.invitations import NotPossible
from audit_app.audit.links import bury_links
from audit_app.audit.models import Deed, Draft, Round, RoundSide, State
from audit_app.audit.records import record
from audit_app.audit.rounds import THE_SERVICE, questionnaire_of, reviewers_of
from audit_app.audit.tallies import Comment, SectionHistogram, Tally
from audit_app.audit.turnout import turn_up
from audit_app.database import uk_day
from audit_app.forum.people import chairs_of
from audit_app.instance_secret import InstanceSecrets
from audit_app.mail.models import MessageKind
from audit_app.mail.outbox import queue
from audit_app.questionnaire.definition import TWO_SIDES, Side

_Key = TypeVar("_Key")


def requested(session: Session) -> list[int]:
    """Ids of stopped rounds for which a count has been asked."""
    query = select(Round.id).where(Round.close_requested.is_(True), Round.state == State.STOPPED)
    return list(session.scalars(query))


def close(session: Session, secrets: InstanceSecrets, round_id: int, at: datetime) -> Round:
    """Count a stopped round and end it. The caller commits; until then nothing has happened.

    Raises UnknownSecretError when the secret of its key is not listed, and NotPossible when the round is not stopped,
    or has been tampered with (more ballots than used links, a changed definition, a damaged key): such a round can
    only be annulled. A ballot that cannot be read is discarded, counted and reported.
    """
    audit_round = session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
    if audit_round.state is not State.STOPPED:
        raise NotPossible("Only a round that has been stopped can be closed.")
    try:
        questionnaire = questionnaire_of(audit_round)
    except ValueError:
        raise NotPossible("The questions of this round have been changed in the database. Annul the round.") from None
    counted = ballot_box.count(session, audit_round, questionnaire, secrets)
    if not counted.check.countable:
        raise NotPossible("There are more answers than used links, so the count cannot be trusted. Annul the round.")
    _write(session, audit_round, counted, uk_day(at))
    ballot_box.destroy(session, audit_round)
    session.execute(delete(Draft).where(Draft.round_id == audit_round.id))
    bury_links(session, secrets, audit_round)
    audit_round.state = State.CLOSED
    audit_round.closed_at = at
    audit_round.close_requested = False
    audit_round.discarded = counted.check.unreadable + counted.check.missing
    audit_round.compacted = False
    note = f"{audit_round.discarded} could not be counted" if audit_round.discarded else None
    record(session, audit_round, Deed.CLOSED, actor=THE_SERVICE, at=at, note=note)
    _tell_people(session, audit_round, at, comments=bool(counted.comments))
    session.flush()
    return audit_round


def refuse(session: Session, round_id: int, reason: str, at: datetime) -> bool:
    """Take back the request to count a round that cannot be counted, and record why. The caller commits.

    Returns False, and changes nothing, if the round is not waiting to be counted any more.
    """
    audit_round = session.get_one(Round, round_id, with_for_update=True, populate_existing=True)
    if audit_round.state is not State.STOPPED or not audit_round.close_requested:
        return False
    audit_round.close_requested = False
    record(session, audit_round, Deed.CLOSE_REFUSED, actor=THE_SERVICE, at=at, note=reason)
    session.flush()
    return True


def _write(session: Session, audit_round: Round, counted: Count, today: date) -> None:
    """Keep what the plan shows, and nothing else: what must never be shown is not stored."""
    turnup = turn_up(session, audit_round)
    answered = counted.check.readable
    for side in Side:
        session.add(
            RoundSide(round_id=audit_round.id, side=side, invited=turnup.invited[side], answered=answered[side])
        )
    plan, partners_shown = plan_for(
        answered[Side.MANAGEMENT], answered[Side.STAFF], answered[Side.PARTNER], audit_round.minimum
    )
    for group in groups_to_store(plan, partners_shown=partners_shown):
        sides = TWO_SIDES if group is Group.TOTAL else (Side(group.value),)
        for question_id, values in _pooled(counted.ratings, sides).items():
            for value, number in sorted(values.items()):
                session.add(
                    Tally(round_id=audit_round.id, question_id=question_id, group=group, value=value, count=number)
                )
        for section_id, places in _pooled(counted.histograms, sides).items():
            for (answers, total), number in sorted(places.items()):
                session.add(
                    SectionHistogram(
                        round_id=audit_round.id, section_id=section_id, group=group,
                        answered=answers, total=total, count=number,
                    )
                )  # fmt: skip
    session.flush()
    _keep_comments(session, audit_round, counted.comments, today)


def _pooled(counts: dict[tuple[str, Side], Counter[_Key]], sides: tuple[Side, ...]) -> dict[str, Counter[_Key]]:
    """Add the sides of a group together, by question or section."""
    pooled: dict[str, Counter[_Key]] = {}
    for (item, side), values in counts.items():
        if side in sides:
            pooled.setdefault(item, Counter()).update(values)
    return pooled


def _keep_comments(session: Session, audit_round: Round, comments: list[tuple[str, str]], today: date) -> None:
    random.SystemRandom().shuffle(comments)
    for question_id, text in comments:
        session.add(
            Comment(
                round_id=audit_round.id, question_id=question_id, text=text,
                expires_on=audit_round.comments_expire_on or today,
            )
        )  # fmt: skip
        session.flush()  # one by one: rows lie in shuffled order


def _tell_people(session: Session, audit_round: Round, at: datetime, *, comments: bool) -> None:
    """Tell the chairs of both sides at the same moment, and the reviewers that comments wait for them."""
    chairs = {
        member.email: member for side in TWO_SIDES for member in chairs_of(session, audit_round.forum, side, uk_day(at))
    }
    for email in chairs:
        queue(session, MessageKind.RESULTS_READY, email, audit_round.id, at)
    if comments:
        for reviewer in reviewers_of(session, audit_round).values():
            queue(session, MessageKind.REVIEW_COMMENTS, reviewer.email, audit_round.id, at)
