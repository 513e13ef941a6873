"""Whether what priorities are measured by has moved: priorities beside the released results of a later round."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit_app.agenda.models import Priority, Standing
from audit_app.agenda.priorities import priorities_in, priorities_of
from audit_app.analysis.measures import MeasuredBy, Tracked, measured, name_of, score_of, target_met
from audit_app.analysis.released import Comparison
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds, latest_closed, load_comparison
from audit_app.forum.models import Forum


@dataclass(frozen=True)
class Followed:
    """A priority with what has become of its measures."""

    priority: Priority
    tracked: Tracked


@dataclass(frozen=True)
class Origin:
    """The priorities of one round, measured at a later one; at is None while no later round is closed."""

    round: Round
    at: Round | None
    followed: tuple[Followed, ...]


def of_earlier_rounds(session: Session, audit_round: Round) -> list[Origin]:
    """What earlier rounds wanted to work on, measured at this one; the newest round first.

    Of the newest round that has any, also what is done; of older ones only what is still being worked on.
    """
    everything = priorities_in(session, audit_round.forum)
    found: list[Origin] = []
    for origin in comparable_rounds(session, audit_round):
        wanted = [each for each in everything if each.round_id == origin.id and _is_followed(each)]
        if found:
            wanted = [each for each in wanted if not (each.standing is Standing.DONE and each.agreed)]
        if wanted:
            found.append(Origin(origin, audit_round, _follow(session, wanted, origin, audit_round)))
    return found


def of_this_round(session: Session, audit_round: Round) -> Origin:
    """What was decided after one round, measured at the forum's newest later round. Declined suggestions too."""
    everything = priorities_of(session, audit_round)
    at = _newest_after(session, audit_round) if everything else None
    return Origin(audit_round, at, _follow(session, everything, audit_round, at))


def of_every_round(session: Session, forum: Forum, rounds: Sequence[Round]) -> list[Origin]:
    """All that was decided in a forum, by round in the order given, measured at the newest later round."""
    everything = priorities_in(session, forum)
    found = []
    for origin in rounds:
        own = [each for each in everything if each.round_id == origin.id]
        if own:
            at = _newest_after(session, origin)
            found.append(Origin(origin, at, _follow(session, own, origin, at)))
    return found


def for_files(session: Session, audit_round: Round) -> tuple[Tracked, ...]:
    """What both sides have agreed, for a file: of earlier rounds measured at this one, then of this round itself."""
    earlier = [each for origin in of_earlier_rounds(session, audit_round) for each in origin.followed]
    own = _follow(session, priorities_of(session, audit_round), audit_round, None)
    shown = (Standing.ADOPTED, Standing.DONE)
    return tuple(each.tracked for each in (*earlier, *own) if each.priority.agreed and each.priority.standing in shown)


def _is_followed(priority: Priority) -> bool:
    """Adopted or done; dropped only while the other side has not agreed to that."""
    return priority.standing in (Standing.ADOPTED, Standing.DONE) or (
        priority.standing is Standing.DROPPED and not priority.agreed
    )


def _newest_after(session: Session, audit_round: Round) -> Round | None:
    """The forum's newest closed round, if it came after this one."""
    newest = latest_closed(session, audit_round.forum)
    return newest if newest is not None and newest.id != audit_round.id else None


def _follow(session: Session, priorities: Sequence[Priority], origin: Round, at: Round | None) -> tuple[Followed, ...]:
    """The two comparisons are made only where something is measured by them."""
    then = load_comparison(session, origin) if priorities else None
    now = None
    if at is not None and any(each.measures for each in priorities):
        now = load_comparison(session, at, origin)
    return tuple(Followed(each, _tracked(each, then, now)) for each in priorities if then is not None)


def _tracked(priority: Priority, then: Comparison, now: Comparison | None) -> Tracked:
    """The priority with its measures, of which only released figures are told."""
    found = tuple(measured(item, then, now) for item in priority.measure_ids) if now is not None else ()
    return Tracked(
        round=then.round.name,
        title=priority.title,
        done=priority.standing is Standing.DONE,
        owner=priority.owner.value if priority.owner is not None else "",
        owner_role=priority.owner_role or "",
        review_on=priority.review_on,
        measured_by=tuple(MeasuredBy(item, name_of(then, item), score_of(then, item)) for item in priority.measure_ids),
        measures=found,
        measure_words=priority.measure_words,
        target_score=priority.target_score,
        target_words=priority.target_words,
        met=target_met(priority.target_score, found),
    )
