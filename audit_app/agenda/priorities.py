"""From suggestions to priorities: chairs of both sides adopt, reword, decline, add their own, agree, and end them.

One side proposes; what it proposes is agreed when a chair of the other side agrees to the same words. Nothing is
overwritten unread: every change names the version that its author saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from audit_app.agenda.models import Decision, Owner, Priority, PriorityMeasure, PriorityRecord, Standing
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, State
from audit_app.audit.rounds import hold
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import TWO_SIDES, Side


@dataclass(frozen=True)
class Chair:
    """Who decides, and for which side. `actor`: name and office, for the record."""

    side: Side
    actor: str


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it was made: the statement's id, its words, and why it was suggested."""

    statement: str
    text: str
    because: str


@dataclass(frozen=True)
class Content:
    """What a priority says. measures: ids of statements and sections in questionnaire order, or "overall"."""

    title: str
    note: str | None
    owner: Owner
    owner_role: str
    measures: tuple[str, ...]
    measure_words: str | None
    target_score: float | None
    target_words: str | None
    review_on: date


class ChangedMeanwhileError(NotPossible):
    """Somebody else has decided about this priority since its author looked."""

    def __init__(self, priority: Priority, words: str) -> None:
        super().__init__(words)
        self.priority = priority


def priorities_of(session: Session, audit_round: Round) -> list[Priority]:
    """All that was decided after one round, in the order in which it was first decided. Two queries."""
    query = select(Priority).where(Priority.round_id == audit_round.id).options(selectinload(Priority.measures))
    return list(session.scalars(query.order_by(Priority.id)))


def priorities_in(session: Session, forum: Forum) -> list[Priority]:
    """All that was ever decided in a forum, with the rounds. Two queries."""
    query = select(Priority).where(Priority.forum_id == forum.id)
    query = query.options(selectinload(Priority.measures), joinedload(Priority.round))
    return list(session.scalars(query.order_by(Priority.id)))


def waiting_after(session: Session, forum: Forum, side: Side | None) -> list[tuple[Round, int]]:
    """Rounds, oldest first, and how many decisions after each wait for a chair of this side. One query."""
    if side not in TWO_SIDES:
        return []
    agrees = Priority.management_agrees if side is Side.MANAGEMENT else Priority.staff_agrees
    number = func.count(Priority.id)
    query = select(Round, number).join(Priority, Priority.round_id == Round.id)
    query = query.where(Priority.forum_id == forum.id, agrees.is_(False)).group_by(Round.id).order_by(Round.id)
    return [(audit_round, count) for audit_round, count in session.execute(query)]


def agreed_priorities(session: Session, audit_round: Round) -> list[Priority]:
    """What members may see: adopted or done, and agreed by both sides. Two queries."""
    shown = (Standing.ADOPTED, Standing.DONE)
    return [each for each in priorities_of(session, audit_round) if each.agreed and each.standing in shown]


def records_of(session: Session, priorities: Sequence[Priority]) -> dict[int, list[PriorityRecord]]:
    """Priority id → who decided what, oldest first. One query."""
    ids = [each.id for each in priorities]
    found: dict[int, list[PriorityRecord]] = {each: [] for each in ids}
    query = select(PriorityRecord).where(PriorityRecord.priority_id.in_(ids))
    for record in session.scalars(query.order_by(PriorityRecord.at, PriorityRecord.id)):
        found[record.priority_id].append(record)
    return found


def adopt(
    session: Session, audit_round: Round, content: Content, chair: Chair, at: datetime,
    suggested: Suggested | None = None,
) -> Priority:  # fmt: skip
    """Propose a priority for one's own side: a suggestion, perhaps reworded, or one of one's own.

    Raises NotPossible before closing, and ChangedMeanwhileError when somebody has decided about the suggestion.
    """
    priority = _begin(session, audit_round, chair, suggested)
    _write(session, priority, content)
    _decide(session, priority, Standing.ADOPTED, chair)
    _record(session, priority, Decision.ADOPTED if suggested else Decision.ADDED, chair, at, content.note)
    session.flush()
    return priority


def decline(
    session: Session, audit_round: Round, suggested: Suggested, note: str, chair: Chair, at: datetime
) -> Priority:
    """Leave a suggestion out, with a note that says why. It is kept and can be adopted after all.

    Raises as `adopt` does.
    """
    priority = _begin(session, audit_round, chair, suggested)
    priority.title, priority.note = suggested.text, note
    _decide(session, priority, Standing.DECLINED, chair)
    _record(session, priority, Decision.DECLINED, chair, at, note)
    session.flush()
    return priority


def change(session: Session, priority: Priority, content: Content, seen: int, chair: Chair, at: datetime) -> None:
    """Reword a priority, or take up again what was declined, done or dropped. The other side is asked to agree again.

    seen: the version that the author saw. Raises ChangedMeanwhileError when it is not the newest. Saying again what
    stands already changes nothing.
    """
    _hold(session, priority, seen, chair)
    if priority.standing is Standing.ADOPTED and content_of(priority) == content:
        return
    taken_up = priority.standing is not Standing.ADOPTED
    _write(session, priority, content)
    _decide(session, priority, Standing.ADOPTED, chair)
    _record(session, priority, Decision.ADOPTED if taken_up else Decision.CHANGED, chair, at, content.note)
    session.flush()


def agree(session: Session, priority: Priority, seen: int, chair: Chair, at: datetime) -> None:
    """Agree, for one's own side, with a priority as it stands.

    Raises ChangedMeanwhileError when it no longer stands as it was seen, NotPossible when this side has agreed.
    """
    _hold(session, priority, seen, chair)
    if chair.side in priority.agreeing:
        raise NotPossible("Your side has already agreed to this.")
    priority.management_agrees = priority.staff_agrees = True
    priority.version += 1
    _record(session, priority, Decision.AGREED, chair, at, None)
    session.flush()


def end(
    session: Session, priority: Priority, standing: Standing, note: str, seen: int, chair: Chair, at: datetime
) -> None:
    """Say that a priority is done or dropped. It stands when a chair of the other side agrees.

    Raises ChangedMeanwhileError as `change` does, NotPossible for what is not adopted, ValueError for other standings.
    """
    if standing not in (Standing.DONE, Standing.DROPPED):
        raise ValueError("A priority ends as done or dropped.")
    _hold(session, priority, seen, chair)
    if priority.standing is not Standing.ADOPTED:
        raise NotPossible("This is not a priority that is being worked on.")
    _decide(session, priority, standing, chair)
    _record(session, priority, Decision(standing.value), chair, at, note or None)
    session.flush()


def content_of(priority: Priority) -> Content | None:
    """What a priority says; None for a suggestion that was never adopted."""
    if priority.owner is None or priority.owner_role is None or priority.review_on is None:
        return None
    return Content(
        title=priority.title, note=priority.note, owner=priority.owner, owner_role=priority.owner_role,
        measures=priority.measure_ids, measure_words=priority.measure_words, target_score=priority.target_score,
        target_words=priority.target_words, review_on=priority.review_on,
    )  # fmt: skip


def remove_priorities(session: Session, audit_round: Round) -> None:
    """Delete all that was decided after a round of a demonstration. Raises ValueError for any other forum. Flushes."""
    if not audit_round.forum.demonstration:
        raise ValueError("Only priorities of a demonstration can be removed.")
    ids = select(Priority.id).where(Priority.round_id == audit_round.id)
    for part in (PriorityRecord, PriorityMeasure):
        session.execute(delete(part).where(part.priority_id.in_(ids)))
    session.execute(delete(Priority).where(Priority.round_id == audit_round.id))
    session.flush()


def _begin(session: Session, audit_round: Round, chair: Chair, suggested: Suggested | None) -> Priority:
    """A new priority of a closed round, alone with it until the transaction ends."""
    hold(session, audit_round)
    if audit_round.state is not State.CLOSED:
        raise NotPossible("Priorities can be agreed once the round is closed.")
    _is_chair(chair)
    if suggested is not None:
        query = select(Priority).where(Priority.round_id == audit_round.id, Priority.suggested == suggested.statement)
        taken = session.scalar(query)
        if taken is not None:
            words = "Somebody has just decided about this suggestion. Nothing that you typed is lost: it stands below."
            raise ChangedMeanwhileError(taken, words)
    return Priority(
        forum_id=audit_round.forum_id,
        round_id=audit_round.id,
        suggested=suggested.statement if suggested else None,
        because=suggested.because if suggested else None,
    )


def _hold(session: Session, priority: Priority, seen: int, chair: Chair) -> None:
    """Read a priority anew, keep others from changing it, and refuse when it is not as its author saw it."""
    _is_chair(chair)
    session.refresh(priority, with_for_update={"of": Priority})  # not of its round
    if priority.version != seen:
        raise ChangedMeanwhileError(
            priority, "Somebody has changed this priority since you opened the page. Read how it stands now."
        )


def _is_chair(chair: Chair) -> None:
    if chair.side not in TWO_SIDES:
        raise NotPossible("Only the chairs of the two sides can decide about priorities.")


def _write(session: Session, priority: Priority, content: Content) -> None:
    priority.title, priority.note, priority.owner = content.title, content.note, content.owner
    priority.owner_role, priority.review_on = content.owner_role, content.review_on
    priority.measure_words, priority.target_words = content.measure_words, content.target_words
    priority.target_score = content.target_score
    if priority.measure_ids != content.measures:
        priority.measures = []
        session.flush()  # the old ones go before the new ones come: an item stands only once
        priority.measures = [PriorityMeasure(item=item) for item in content.measures]


def _decide(session: Session, priority: Priority, standing: Standing, chair: Chair) -> None:
    """How a priority stands is now this side's proposal."""
    priority.standing = standing
    priority.management_agrees = chair.side is Side.MANAGEMENT
    priority.staff_agrees = chair.side is Side.STAFF
    if priority.id is not None:
        priority.version += 1
    session.add(priority)
    session.flush()


def _record(
    session: Session, priority: Priority, decision: Decision, chair: Chair, at: datetime, note: str | None
) -> None:
    session.add(
        PriorityRecord(
            priority_id=priority.id, decision=decision, actor=chair.actor, at=at, title=priority.title, note=note
        )
    )
