"""The figures of an earlier round before they are stored, and what of them its plan keeps. Nothing here writes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from audit_app.analysis.disclosure import groups_to_store, plan_for
from audit_app.analysis.tallies import Average, Group, QuestionTally, RoundTallies, Turnout
from audit_app.audit.models import Source
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side

Histogram = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class TypedRound:
    """What was typed or imported: counts or averages, never both. Keys are (question id, group).

    `histograms[(section id or OVERALL, group)]`: (answered, sum of values) → respondents, as in RoundTallies. Only rows
    of respondents can give them, and only for sections of which every question was in the file. `brought_in`: what kind
    of file it came from; None: it was typed in by hand.
    """

    name: str
    held_on: date
    minimum: int
    turnout: Mapping[Side, Turnout] = field(default_factory=dict)
    counts: Mapping[tuple[str, Group], QuestionTally] = field(default_factory=dict)
    averages: Mapping[tuple[str, Group], Average] = field(default_factory=dict)
    histograms: Mapping[tuple[str, Group], Histogram] = field(default_factory=dict)
    brought_in: Source | None = None

    @property
    def source(self) -> Source:
        """Where the round came from."""
        return self.brought_in or (Source.TYPED_COUNTS if self.counts else Source.TYPED_AVERAGES)


def kept(typed: TypedRound) -> TypedRound:
    """Only what the plan may ever show: the rest is neither stored nor looked at."""
    groups = _groups(typed)
    return replace(
        typed, counts=_counts(typed, groups), averages=_averages(typed, groups), histograms=_histograms(typed, groups)
    )


def as_tallies(forum: str, questionnaire: Questionnaire, typed: TypedRound) -> RoundTallies:
    """The round as the analysis takes it in, as it will be once it is stored."""
    only = kept(typed)
    return RoundTallies(
        forum=forum,
        name=typed.name,
        closed_on=typed.held_on,
        questionnaire=questionnaire,
        minimum=typed.minimum,
        turnout=typed.turnout,
        tallies=only.counts,
        histograms=only.histograms,
        averages=only.averages,
        typed_in=True,
    )


def _respondents(typed: TypedRound) -> dict[Side, int]:
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
    answered = _respondents(typed)
    plan, partners_shown = plan_for(
        answered[Side.MANAGEMENT], answered[Side.STAFF], answered[Side.PARTNER], typed.minimum
    )
    groups = groups_to_store(plan, partners_shown=partners_shown)
    if entered & {Group.MANAGEMENT, Group.STAFF}:
        return groups
    partners = (Group.PARTNER,) if Group.PARTNER in groups else ()
    both = answered[Side.MANAGEMENT] + answered[Side.STAFF] or _most(typed, Group.TOTAL)
    return (Group.TOTAL, *partners) if both >= typed.minimum else partners


def _counts(typed: TypedRound, groups: tuple[Group, ...]) -> dict[tuple[str, Group], QuestionTally]:
    found = {}
    for group in groups:
        for question_id in dict.fromkeys(question for question, _ in typed.counts):
            tally = typed.counts.get((question_id, group))
            if tally is None and group is Group.TOTAL:
                tally = _sum([typed.counts.get((question_id, Group(side.value))) for side in TWO_SIDES])
            if tally is not None and tally.n + tally.dont_know + tally.blank:
                found[question_id, group] = tally
    return found


def _averages(typed: TypedRound, groups: tuple[Group, ...]) -> dict[tuple[str, Group], Average]:
    found = {}
    for group in groups:
        for question_id in dict.fromkeys(question for question, _ in typed.averages):
            average = typed.averages.get((question_id, group))
            if average is None and group is Group.TOTAL:
                average = _pool([typed.averages.get((question_id, Group(side.value))) for side in TWO_SIDES])
            if average is not None:
                found[question_id, group] = average
    return found


def _histograms(typed: TypedRound, groups: tuple[Group, ...]) -> dict[tuple[str, Group], Histogram]:
    """Section histograms of the same groups as the counts; the total of a total-only plan is the sum of the sides."""
    found: dict[tuple[str, Group], Histogram] = {}
    for group in groups:
        for section_id in dict.fromkeys(section for section, _ in typed.histograms):
            own = typed.histograms.get((section_id, group))
            if own is None and group is Group.TOTAL:
                sides = [typed.histograms.get((section_id, Group(side.value)), {}) for side in TWO_SIDES]
                own = sum((Counter(places) for places in sides), Counter())
            if own:
                found[section_id, group] = own
    return found


def _sum(tallies: list[QuestionTally | None]) -> QuestionTally | None:
    known = [tally for tally in tallies if tally is not None]
    if len(known) != len(tallies):
        return None
    return QuestionTally(
        counts=tuple(sum(column) for column in zip(*(tally.counts for tally in known), strict=True)),
        dont_know=sum(tally.dont_know for tally in known),
        blank=sum(tally.blank for tally in known),
    )


def _pool(averages: list[Average | None]) -> Average | None:
    """The pooled mean of two sides, weighted by how many answered."""
    known = [average for average in averages if average is not None]
    n = sum(average.n for average in known)
    if len(known) != len(averages) or n == 0:
        return None
    return Average(n, sum(average.n * average.score for average in known) / n)
