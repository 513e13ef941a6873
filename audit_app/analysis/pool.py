"""One forum beside all other forums: sums of many rounds behind the gate (statistics.md §4, "Pools of forums").

Only statements whose totals each forum's own gate releases are ever summed (docs/decisions/pools-of-forums.md), so that
whoever subtracts forum after forum ends at figures that a forum has released, never at an answer.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from audit_app.analysis.disclosure import HIDDEN, Answers, figures, judge
from audit_app.analysis.intervals import benjamini_hochberg
from audit_app.analysis.permutation import permutation_p
from audit_app.analysis.release import Release, Released, release
from audit_app.analysis.released import Detail, Figure, Plan, RoundFacts
from audit_app.analysis.scores import Distribution, distribution, rounded, rounded_difference
from audit_app.analysis.tallies import OVERALL, QuestionTally, RoundTallies
from audit_app.analysis.thresholds import (
    ALPHA,
    MINIMUM_TO_COMPARE,
    POOL_DIFFERENCE,
    POOL_FORUMS,
    POOL_MINIMUM,
    POOL_SIDE,
)
from audit_app.questionnaire.definition import Question, Questionnaire, Section
from audit_app.questionnaire.lineage import meaning


class PoolLabel(StrEnum):
    HIGHER = "Higher than other forums"
    LOWER = "Lower than other forums"
    NO_CLEAR_DIFFERENCE = "No clear difference from other forums"
    TOO_FEW = "Too few answers to compare"

    @property
    def mark(self) -> str:
        """A shape beside the words, never instead of them."""
        return {"HIGHER": "▲", "LOWER": "▼", "NO_CLEAR_DIFFERENCE": "▬"}.get(self.name, "")


@dataclass(frozen=True)
class Share:
    """Valid answers of one side, or of both: how many, and how many of them came from the forum that gave most."""

    n: int = 0
    largest: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.n + other.n, max(self.largest, other.largest))

    @property
    def without_any_one(self) -> int:
        """What is left at least, whichever forum is taken away."""
        return self.n - self.largest


@dataclass(frozen=True)
class PooledTally:
    """What some forums together answered to one statement: management and staff, as stored. Nothing here is released.

    A forum that is shown as a total only is in `tally` and `both`, and in neither side.
    """

    tally: QuestionTally
    forums: int
    both: Share
    management: Share
    staff: Share

    def __add__(self, other: "PooledTally") -> "PooledTally":
        counts = tuple(one + two for one, two in zip(self.tally.counts, other.tally.counts, strict=True))
        dont_know, blank = self.tally.dont_know + other.tally.dont_know, self.tally.blank + other.tally.blank
        return PooledTally(
            QuestionTally(counts, dont_know, blank),
            self.forums + other.forums,
            self.both + other.both,
            self.management + other.management,
            self.staff + other.staff,
        )


Pool = Mapping[Hashable, PooledTally]  # meaning of a statement → what was answered to it


@dataclass(frozen=True)
class BesideStatement:
    """A statement's total in this forum and in the others. others: three bands and a score, or hidden.

    label None: drawn, but never labelled, or nothing to compare.
    """

    id: str
    number: int
    text: str
    short: str
    section: str
    scale: str
    own: Figure
    others: Figure
    difference: float | None = None
    label: PoolLabel | None = None


@dataclass(frozen=True)
class BesideSection:
    """The mean of those statements of a section that are shown here and for the others. Never labelled.

    compared, asked: how many statements that mean rests on, and how many the section has.
    """

    id: str
    title: str
    own: float
    others: float
    difference: float
    compared: int
    asked: int


@dataclass(frozen=True)
class BesideOthers:
    """A round beside all other forums of a year. forums: how many others. Empty `statements`: nothing may be shown."""

    round: RoundFacts
    year: int
    forums: int
    sections: tuple[BesideSection, ...]
    statements: tuple[BesideStatement, ...]


def newest_pool(today: date) -> int:
    """The newest year of which the pool is made: from 1 February on, the year before."""
    return today.year - (1 if today >= date(today.year, 2, 1) else 2)


def poolable(tallies: RoundTallies) -> frozenset[str]:
    """The scored statements of a round whose totals may be summed with those of other forums, by id.

    Those that its own release shows with counts: every value or three bands, and a score to 0.1.
    """
    scored = {question.id for question in tallies.questionnaire.scored_questions()}
    return frozenset(
        name for name, of in release(tallies).statements.items() if name in scored and of.total is not None
    )


def may_be_shown(pooled: PooledTally) -> bool:
    """Whether a sum may be shown at all: enough forums and answers a side whichever one forum is taken away.

    The rule is the same for every reader, so that no two readers see different statements. And no forum gives more
    than half of the answers, or the sum would be its own result under another name.
    """
    return (
        pooled.forums > POOL_FORUMS
        and min(pooled.management.without_any_one, pooled.staff.without_any_one) >= POOL_SIDE
        and 2 * pooled.both.largest <= pooled.both.n
    )


def beside_others(
    own: RoundTallies, pool: Pool, part: Pool, *, year: int, forums: int, chosen: bool = False
) -> BesideOthers:
    """Set a round beside the other forums of a year.

    pool: that year's, this forum included. part: what this forum has in it, empty if it is not in it; it is taken away
    before anything is shown. forums: how many others there are. chosen: whether the round's figures could be chosen to
    find out what the sum hides: nothing is labelled then. Raises ValueError if a tally does not fit its scale.
    """
    released = release(own)
    questionnaire = own.questionnaire
    asked = questionnaire.scored_questions()
    pooled = {question.id: _answers(questionnaire, question, pool, part) for question in asked}
    numbers = {question.id: number for number, question in enumerate(questionnaire.questions, start=1)}
    statements = [
        _statement(questionnaire, question, numbers[question.id], released.statements[question.id], pooled[question.id])
        for question in asked
    ]
    if all(statement.others is HIDDEN for statement in statements):
        return BesideOthers(released.facts, year, forums, (), ())
    pairs = {
        each.id: (own_score, answers.score)
        for each in statements
        if each.difference is not None
        and (own_score := released.statements[each.id].score) is not None
        and (answers := pooled[each.id]) is not None
        and answers.score is not None
    }
    sections = [_section(questionnaire, section, pairs) for section in (None, *questionnaire.sections)]
    labelled = tuple(statements) if chosen else _labelled(statements, released, pooled)
    return BesideOthers(released.facts, year, forums, tuple(filter(None, sections)), labelled)


def _answers(questionnaire: Questionnaire, question: Question, pool: Pool, part: Pool) -> Distribution | None:
    """The other forums' answers, if they may be shown."""
    means = meaning(questionnaire, question)
    found, own = pool.get(means), part.get(means)
    if found is None or not may_be_shown(found):
        return None
    tally = found.tally if own is None else _without(found.tally, own.tally)
    return distribution(question, questionnaire.scale_of(question), tally.counts, tally.dont_know, tally.blank)


def _without(tally: QuestionTally, own: QuestionTally) -> QuestionTally:
    counts = tuple(one - two for one, two in zip(tally.counts, own.counts, strict=True))
    return QuestionTally(counts, tally.dont_know - own.dont_know, tally.blank - own.blank)


def _statement(
    questionnaire: Questionnaire, question: Question, number: int, own: Released, others: Distribution | None
) -> BesideStatement:
    seen = _released(others)
    statement = BesideStatement(
        id=question.id,
        number=number,
        text=question.text,
        short=question.short or question.text,
        section=questionnaire.section_of[question.id].id,
        scale=questionnaire.scale_of(question).id,
        own=own.figures.total,
        others=seen,
    )
    if own.score is None or others is None or others.score is None or seen.detail is not Detail.BANDS:
        return statement
    return replace(statement, difference=rounded_difference(own.score - others.score))


def _released(others: Distribution | None) -> Figure:
    """The sum through the gate: three bands and a score, or "about" where all or nearly all said the same."""
    if others is None:
        return HIDDEN
    answers = Answers(others)
    figure = figures(answers, judge(answers, Plan.TOTAL, POOL_MINIMUM)).total
    return replace(figure, detail=Detail.BANDS, counts=None) if figure.detail is Detail.FULL else figure


def _section(
    questionnaire: Questionnaire, section: Section | None, pairs: Mapping[str, tuple[Fraction, Fraction]]
) -> BesideSection | None:
    """The mean over the statements that can be compared; None where there are none. pairs: own and others' score."""
    asked = questionnaire.scored_questions(section)
    compared = [pairs[question.id] for question in asked if question.id in pairs]
    if not compared:
        return None
    own_mean, others_mean = (sum(scores, Fraction(0)) / len(compared) for scores in zip(*compared, strict=True))
    return BesideSection(
        section.id if section else OVERALL,
        section.title if section else "Overall",
        rounded(own_mean),
        rounded(others_mean),
        rounded_difference(own_mean - others_mean),
        len(compared),
        len(asked),
    )


def _labelled(
    statements: Sequence[BesideStatement], released: Release, pooled: Mapping[str, Distribution | None]
) -> tuple[BesideStatement, ...]:
    """Labels by the Benjamini-Hochberg values over all statements that can be compared (§2: q <= 0.05)."""
    found: dict[str, float] = {}
    labels: dict[str, PoolLabel] = {}
    for statement in statements:
        own, others = released.statements[statement.id].total, pooled[statement.id]
        if statement.difference is None or own is None or others is None:
            continue
        if min(own.n, others.n) < MINIMUM_TO_COMPARE:
            labels[statement.id] = PoolLabel.TOO_FEW
            continue
        p = permutation_p(own.scores, others.scores, own.step)
        if p is not None:
            found[statement.id] = p
    adjusted = dict(zip(found, benjamini_hochberg(list(found.values())), strict=True))
    by_id = {statement.id: statement for statement in statements}
    for name, q in adjusted.items():
        labels[name] = _label(by_id[name].difference or 0.0, q)
    return tuple(replace(statement, label=labels.get(statement.id)) for statement in statements)


def _label(difference: float, q: float) -> PoolLabel:
    if q > ALPHA or abs(difference) < POOL_DIFFERENCE:
        return PoolLabel.NO_CLEAR_DIFFERENCE
    return PoolLabel.HIGHER if difference > 0 else PoolLabel.LOWER
