"""An earlier round, typed in from an old report: per question and group, either an average or the counts.

It is a draft that only the secretariat sees until it is put into use; until then it can be undone without a trace.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit_app.analysis.disclosure import groups_to_store, plan_for
from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Deed, Round, RoundRecord, RoundSide, Source, State
from audit_app.audit.records import record
from audit_app.audit.rounds import hold, pin, questionnaire_of, round_named
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from audit_app.database import uk_day
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import BLANK, DONT_KNOW, TWO_SIDES, Questionnaire, Side


@dataclass(frozen=True)
class TypedRound:
    """What was typed or imported: counts or averages, never both. Keys are (question id, group).

    `histograms[(section id or OVERALL, group)]`: (answered, sum of values) → respondents, as in RoundTallies. Only rows
    of respondents can give them, and only for sections of which every question was in the file.
    """

    name: str
    held_on: date
    minimum: int
    turnout: Mapping[Side, Turnout] = field(default_factory=dict)
    counts: Mapping[tuple[str, Group], QuestionTally] = field(default_factory=dict)
    averages: Mapping[tuple[str, Group], Average] = field(default_factory=dict)
    histograms: Mapping[tuple[str, Group], Mapping[tuple[int, int], int]] = field(default_factory=dict)


def type_in(
    session: Session, forum: Forum, questionnaire: Questionnaire, typed: TypedRound, *, actor: str, at: datetime
) -> Round:
    """Store a typed-in round as a draft for the secretariat to look at. Only what its plan shows is stored.

    Raises NotPossible, with what to do, when the name is taken, the day is to come, or nothing was typed.
    """
    if round_named(session, forum, typed.name) is not None:
        raise NotPossible("This forum already has a round with this name. Choose another name.")
    if typed.held_on > uk_day(at):
        raise NotPossible("The day of an earlier round cannot be in the future.")
    if bool(typed.counts) == bool(typed.averages):
        raise NotPossible("Type the results of at least one question, either as averages or as counts.")
    audit_round = Round(
        forum=forum, name=typed.name, held_on=typed.held_on, minimum=typed.minimum,
        source=Source.TYPED_COUNTS if typed.counts else Source.TYPED_AVERAGES, state=State.DRAFT,
    )  # fmt: skip
    pin(audit_round, questionnaire)
    session.add(audit_round)
    session.flush()
    for side, turnout in typed.turnout.items():
        session.add(RoundSide(round_id=audit_round.id, side=side, invited=turnout.invited, answered=turnout.answered))
    if typed.counts:
        _store_counts(session, audit_round, typed)
        _store_histograms(session, audit_round, typed)
    else:
        _store_averages(session, audit_round, typed)
    record(session, audit_round, Deed.TYPED_IN, actor=actor, at=at)
    session.flush()
    return audit_round


def put_into_use(session: Session, audit_round: Round, at: datetime) -> None:
    """Make a typed-in round one of the forum's closed rounds, for good."""
    hold(session, audit_round)
    if audit_round.source is Source.LIVE or audit_round.state is not State.DRAFT:
        raise NotPossible("Only a typed-in round that has not been used yet can be put into use.")
    questionnaire_of(audit_round)  # refuses a damaged definition before it is final
    audit_round.state = State.CLOSED
    audit_round.closed_at = at
    session.flush()


def undo(session: Session, audit_round: Round) -> None:
    """Remove a typed-in round that has not been put into use, as if it had never been typed."""
    hold(session, audit_round)
    if audit_round.source is Source.LIVE or audit_round.state is not State.DRAFT:
        raise NotPossible("This round is in use, so it can no longer be undone.")
    for table in (Tally, SectionHistogram, TypedAverage, RoundSide, RoundRecord):
        session.execute(delete(table).where(table.round_id == audit_round.id))
    session.delete(audit_round)
    session.flush()


def respondents(typed: TypedRound) -> dict[Side, int]:
    """How many answered on each side: as typed, else the most who answered any one question."""
    found = {}
    for side in Side:
        stated = typed.turnout.get(side)
        known = stated.answered if stated else None
        found[side] = known if known is not None else _most(typed, Group(side.value))
    return found


def _most(typed: TypedRound, group: Group) -> int:
    """The most people of a group who answered any one question."""
    counted = [tally.n + tally.dont_know + tally.blank for (_, each), tally in typed.counts.items() if each is group]
    return max(counted + [average.n for (_, each), average in typed.averages.items() if each is group], default=0)


def _groups(typed: TypedRound) -> tuple[Group, ...]:
    """What may be stored. A report that gives only totals has no sides to protect: its total stands alone.

    Its total must still come from `minimum` people: of the sides if they are stated, else by its own numbers.
    """
    entered = {group for _, group in (*typed.counts, *typed.averages)}
    answered = respondents(typed)
    plan, partners_shown = plan_for(
        answered[Side.MANAGEMENT], answered[Side.STAFF], answered[Side.PARTNER], typed.minimum
    )
    groups = groups_to_store(plan, partners_shown=partners_shown)
    if entered & {Group.MANAGEMENT, Group.STAFF}:
        return groups
    partners = (Group.PARTNER,) if Group.PARTNER in groups else ()
    both = answered[Side.MANAGEMENT] + answered[Side.STAFF] or _most(typed, Group.TOTAL)
    return (Group.TOTAL, *partners) if both >= typed.minimum else partners


def _store_counts(session: Session, audit_round: Round, typed: TypedRound) -> None:
    for group in _groups(typed):
        for question_id in dict.fromkeys(question for question, _ in typed.counts):
            tally = typed.counts.get((question_id, group))
            if tally is None and group is Group.TOTAL:
                tally = _sum([typed.counts.get((question_id, Group(side.value))) for side in TWO_SIDES])
            if tally is None:
                continue
            question = questionnaire_of(audit_round).question_by_id[question_id]
            values = [str(value) for value in questionnaire_of(audit_round).scale_of(question).values]
            numbers = [*zip(values, tally.counts, strict=True), (DONT_KNOW, tally.dont_know), (BLANK, tally.blank)]
            for value, number in numbers:
                if number:
                    session.add(
                        Tally(round_id=audit_round.id, question_id=question_id, group=group, value=value, count=number)
                    )


def _store_histograms(session: Session, audit_round: Round, typed: TypedRound) -> None:
    """Section histograms of the same groups as the counts; the total of a total-only plan is the sum of the sides."""
    for group in _groups(typed):
        for section_id in dict.fromkeys(section for section, _ in typed.histograms):
            own = typed.histograms.get((section_id, group))
            if own is None and group is Group.TOTAL:
                sides = [typed.histograms.get((section_id, Group(side.value)), {}) for side in TWO_SIDES]
                own = sum((Counter(places) for places in sides), Counter())
            for (answered, total), number in sorted((own or {}).items()):
                session.add(
                    SectionHistogram(
                        round_id=audit_round.id, section_id=section_id, group=group,
                        answered=answered, total=total, count=number,
                    )
                )  # fmt: skip


def _sum(tallies: list[QuestionTally | None]) -> QuestionTally | None:
    known = [tally for tally in tallies if tally is not None]
    if len(known) != len(tallies):
        return None
    return QuestionTally(
        counts=tuple(sum(column) for column in zip(*(tally.counts for tally in known), strict=True)),
        dont_know=sum(tally.dont_know for tally in known),
        blank=sum(tally.blank for tally in known),
    )


def _store_averages(session: Session, audit_round: Round, typed: TypedRound) -> None:
    for group in _groups(typed):
        for question_id in dict.fromkeys(question for question, _ in typed.averages):
            average = typed.averages.get((question_id, group))
            if average is None and group is Group.TOTAL:
                average = _pool([typed.averages.get((question_id, Group(side.value))) for side in TWO_SIDES])
            if average is not None:
                session.add(
                    TypedAverage(
                        round_id=audit_round.id, question_id=question_id, group=group, n=average.n, score=average.score
                    )
                )


def _pool(averages: list[Average | None]) -> Average | None:
    """The pooled mean of two sides, weighted by how many answered."""
    known = [average for average in averages if average is not None]
    n = sum(average.n for average in known)
    if len(known) != len(averages) or n == 0:
        return None
    return Average(n, sum(average.n * average.score for average in known) / n)
