"""Priorities as pages show them: how each stands, who agrees, and what has become of its measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audit_app.agenda.models import Decision, Priority, PriorityRecord, Standing
from audit_app.agenda.progress import Followed, Origin
from audit_app.analysis.measures import Measured, MeasuredBy, in_short
from audit_app.analysis.released import Comparison
from audit_app.charts import wording
from audit_app.forum.access import Access, may_decide_priorities
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.web.suggestion_rows import SuggestionRow, suggestion_rows

DECISION_WORDS: Mapping[Decision, str] = {
    Decision.ADOPTED: "Adopted it",
    Decision.ADDED: "Added it",
    Decision.DECLINED: "Left the suggestion out",
    Decision.CHANGED: "Changed it",
    Decision.AGREED: "Agreed to it",
    Decision.DONE: "Said that it is done",
    Decision.DROPPED: "Wanted to drop it",
}
_ONE_SIDE = {
    Standing.ADOPTED: "Proposed by {side}",
    Standing.DECLINED: "Left out by {side}",
    Standing.DONE: "Done, says {side}",
    Standing.DROPPED: "{side} wants to drop it",
}
_BOTH_SIDES = {
    Standing.ADOPTED: "Agreed by both sides",
    Standing.DECLINED: "Left out by both sides",
    Standing.DONE: "Done",
    Standing.DROPPED: "Dropped",
}
_COLOURS = {Standing.ADOPTED: "blue", Standing.DONE: "green"}


@dataclass(frozen=True)
class PriorityCard:
    """One priority, or a suggestion that was left out.

    waits_for: who is still to agree, in words; "" when both have. may_agree, may_work: what whoever looks may do.
    moved: the measures in short; "" while no later round is closed.
    """

    priority: Priority
    tag: str
    colour: str
    waits_for: str
    owner: str
    measured_by: tuple[MeasuredBy, ...]
    target: str
    target_words: str
    met: str
    moved: str
    measures: tuple[Measured, ...]
    may_agree: bool
    may_work: bool
    records: Sequence[PriorityRecord]

    @property
    def working(self) -> bool:
        """Whether it is being worked on: neither declined, nor done, nor dropped."""
        return self.priority.standing is Standing.ADOPTED


@dataclass(frozen=True)
class OriginCards:
    """The priorities of one round, and the later round at which they are measured, if there is one."""

    origin: Origin
    cards: tuple[PriorityCard, ...]


@dataclass(frozen=True)
class OpenSuggestion:
    """A suggestion, what has been decided about it, and which earlier priorities, in words, are about it already."""

    row: SuggestionRow
    decided: PriorityCard | None
    before: tuple[str, ...]


def cards_of(
    origin: Origin, access: Access, records: Mapping[int, Sequence[PriorityRecord]] | None = None
) -> OriginCards:
    """One round's priorities for whoever looks; with who decided what, where `records` are given."""
    return OriginCards(origin, tuple(_card(each, access, records or {}) for each in origin.followed))


def suggestions_of(
    comparison: Comparison, mine: OriginCards, earlier: Sequence[OriginCards]
) -> tuple[OpenSuggestion, ...]:
    """The suggestions of a round beside what has been decided about each."""
    decided = {card.priority.suggested: card for card in mine.cards}
    return tuple(
        OpenSuggestion(row, decided.get(row.id), tuple(_about(row.id, earlier))) for row in suggestion_rows(comparison)
    )


def _about(statement: str, earlier: Sequence[OriginCards]) -> Iterator[str]:
    """Earlier priorities that are measured by a statement and still being worked on."""
    for group in earlier:
        for card in group.cards:
            if card.working and statement in card.priority.measure_ids:
                yield f"A priority from {group.origin.round.name} is measured by it too: {card.priority.title}"


def _card(followed: Followed, access: Access, records: Mapping[int, Sequence[PriorityRecord]]) -> PriorityCard:
    priority, tracked = followed.priority, followed.tracked
    may_decide = may_decide_priorities(access)
    waiting = [side for side in TWO_SIDES if side not in priority.agreeing]
    return PriorityCard(
        priority=priority,
        tag=_tag(priority),
        colour=_COLOURS.get(priority.standing, "grey") if priority.agreed else "yellow",
        waits_for=" and ".join(side.label for side in waiting),
        owner=f"{priority.owner.label}: {priority.owner_role}" if priority.owner is not None else "",
        measured_by=tracked.measured_by,
        target=f"{wording.number(tracked.target_score)} out of 10" if tracked.target_score is not None else "",
        target_words=tracked.target_words or "",
        met=_met(followed),
        moved=in_short(tracked.measures) if tracked.measures else "",
        measures=tracked.measures,
        may_agree=may_decide and access.side in waiting,
        may_work=may_decide,
        records=records.get(priority.id, ()),
    )


def _tag(priority: Priority) -> str:
    if priority.agreed:
        return _BOTH_SIDES[priority.standing]
    words = _ONE_SIDE[priority.standing].format(side=_named(priority.agreeing))
    return words[:1].upper() + words[1:]


def _named(sides: Sequence[Side]) -> str:
    return " and ".join(side.label.lower() for side in sides)


def _met(followed: Followed) -> str:
    """Whether the target score is reached; nothing where there is none, or nothing to hold against it yet."""
    if followed.tracked.target_score is None or not followed.tracked.measures:
        return ""
    met = followed.tracked.met
    return "Whether it is reached cannot be told." if met is None else "Reached." if met else "Not reached."
