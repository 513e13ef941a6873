"""Whether what a priority is measured by has moved. Made of released results alone: nothing hidden is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audit_app.analysis.released import NOT_COMPARED, Change, ChangeLabel, Comparison, SectionResult, StatementResult
from audit_app.analysis.tallies import OVERALL
from audit_app.analysis.wording import points, quoted
from audit_app.questionnaire.lineage import compare_statements

NOT_SHOWN = "not shown, to protect anonymity"
NOT_ASKED = "not asked"


class Verdict(StrEnum):
    """What can be said of a measure. The shape stands beside the words, never instead of them."""

    UP = "Moved up clearly"
    NO_CLEAR_CHANGE = "No clear change"
    DECLINED = "Declined"
    NOT_COMPARED = "Cannot be compared"

    @property
    def mark(self) -> str:
        return {"up": "▲", "no_clear_change": "▬", "declined": "▼"}.get(self.name.lower(), "")


_VERDICTS = {
    ChangeLabel.IMPROVED: Verdict.UP,
    ChangeLabel.DECLINED: Verdict.DECLINED,
    ChangeLabel.NO_CLEAR_CHANGE: Verdict.NO_CLEAR_CHANGE,
}


@dataclass(frozen=True)
class Measured:
    """One statement or section, then and now.

    then, now: released scores, None where hidden or not asked; `then_words` and `now_words` say which ("about 7.5").
    sentence: what can be said, in full. judged: the score that a target may be held against, None where there is none.
    """

    id: str
    text: str
    then: float | None
    now: float | None
    then_words: str
    now_words: str
    difference: float | None
    verdict: Verdict
    sentence: str
    judged: float | None


@dataclass(frozen=True)
class MeasuredBy:
    """What a priority is measured by, and the score in its own round as it is said."""

    id: str
    text: str
    score: str


@dataclass(frozen=True)
class Tracked:
    """A priority as a page or a file may tell it. measures are empty while no later round is compared.

    round: the round that it came from. owner: management, staff or both; "" for a declined suggestion, as is the role.
    met: whether every measure reached the target; None where that cannot be told.
    """

    round: str
    title: str
    done: bool
    owner: str
    owner_role: str
    review_on: date | None
    measured_by: tuple[MeasuredBy, ...]
    measures: tuple[Measured, ...]
    measure_words: str | None
    target_score: float | None
    target_words: str | None
    met: bool | None


def name_of(comparison: Comparison, item: str) -> str:
    """A statement's words or a section's title; the id itself where the round did not ask it."""
    found = _result(comparison, item)
    return item if found is None else _text(found)


def score_of(comparison: Comparison, item: str) -> str:
    """A released score as it is said: "4.4", "about 7.5", "not shown, to protect anonymity"."""
    return _said(_result(comparison, item))


def measurable(comparison: Comparison) -> tuple[str, ...]:
    """What a priority can be measured by: the overall score, each section, each statement, about experience.

    Empty for a baseline: what members hope for is not what is to get better.
    """
    questionnaire = comparison.round.questionnaire
    asked = [
        question
        for question in questionnaire.questions
        if questionnaire.scale_of(question).order == "merit"
        and questionnaire.scale_of(question).measure == "experience"
    ]
    sections = {questionnaire.section_of[question.id].id for question in asked}
    scored = [section.id for section in comparison.sections if section.id in sections]
    return (*([OVERALL] if scored else []), *scored, *(question.id for question in asked))


def measured(item: str, then: Comparison, now: Comparison) -> Measured:
    """Set one measure of an earlier round beside a later round.

    then: the earlier round's own results. now: the later round's, compared with the earlier one; ValueError if not.
    """
    if now.against is None or now.against.name != then.round.name:
        raise ValueError("A measure is compared with the round that it came from.")
    before, after = _result(then, item), _result(now, _later_id(item, then, now))
    change = after.change if after is not None else None
    verdict = _VERDICTS.get(change.label, Verdict.NOT_COMPARED) if change and change.label else Verdict.NOT_COMPARED
    scores = (change.earlier, change.later) if change else (_score(before), _score(after))
    words = (
        (_compared(change.earlier, before), _compared(change.later, after)) if change else (_said(before), _said(after))
    )
    return Measured(
        id=item,
        text=_text(before) if before is not None else item,
        then=scores[0],
        now=scores[1],
        then_words=words[0],
        now_words=words[1],
        difference=change.difference if change else None,
        verdict=verdict,
        sentence=_sentence(change, before, after, now),
        judged=_judged(change, after),
    )


def target_met(target: float | None, found: Sequence[Measured]) -> bool | None:
    """Whether every measure reached a target score: True, False, or None where that cannot be told."""
    if target is None or not found:
        return None
    if any(each.judged is not None and each.judged < target for each in found):
        return False
    return True if all(each.judged is not None for each in found) else None


def in_short(found: Sequence[Measured]) -> str:
    """The verdict of one measure, or how many measures have which: "1 moved up clearly, 2 with no clear change"."""
    if len(found) == 1:
        return found[0].verdict.value
    said = {
        Verdict.UP: "moved up clearly",
        Verdict.NO_CLEAR_CHANGE: "with no clear change",
        Verdict.DECLINED: "declined",
        Verdict.NOT_COMPARED: "cannot be compared",
    }
    numbers = [(sum(each.verdict is verdict for each in found), words) for verdict, words in said.items()]
    return ", ".join(f"{number} {words}" for number, words in numbers if number)


def _result(comparison: Comparison, item: str) -> StatementResult | SectionResult | None:
    if item == OVERALL:
        return comparison.overall
    results: tuple[StatementResult | SectionResult, ...] = (*comparison.statements, *comparison.sections)
    return next((each for each in results if each.id == item), None)


def _text(result: StatementResult | SectionResult) -> str:
    if isinstance(result, StatementResult):
        return result.text
    return "All statements together" if result.id == OVERALL else result.title


def _score(result: StatementResult | SectionResult | None) -> float | None:
    return result.total.score if result is not None else None


def _said(result: StatementResult | SectionResult | None) -> str:
    if result is None:
        return NOT_ASKED
    if result.total.score is None:
        return NOT_SHOWN
    return f"{'about ' if result.total.about else ''}{points(result.total.score)}"


def _later_id(item: str, then: Comparison, now: Comparison) -> str:
    """The id under which the later round asks the same; a statement that was reworded has got a new one."""
    same = compare_statements(then.round.questionnaire, now.round.questionnaire).same
    return next((later for later, earlier in same.items() if earlier == item), item)


def _sentence(
    change: Change | None,
    before: StatementResult | SectionResult | None,
    after: StatementResult | SectionResult | None,
    now: Comparison,
) -> str:
    if after is None:
        return f"Not compared: {now.round.name} did not ask this."
    if change is None:
        return after.no_comparison or "Not compared."
    new_words = before is not None and _text(before) != _text(after)
    return _movement(change, _compared(change.earlier, before), _compared(change.later, after)) + (
        f" It reads now: {quoted(_text(after))}." if new_words else ""
    )


def _compared(score: float, result: StatementResult | SectionResult | None) -> str:
    """One score of a change, as it is said: a section's own score may be only "about"."""
    about = result is not None and result.total.about and result.total.score == score
    return f"{'about ' if about else ''}{points(score)}"


def _movement(change: Change, earlier: str, later: str) -> str:
    ways = f"from {earlier} to {later} out of 10"
    if change.label is ChangeLabel.IMPROVED:
        return f"Up {ways}. This is a clear change."
    if change.label is ChangeLabel.DECLINED:
        return f"Down {ways}. This is a clear change."
    went = "Up" if change.difference > 0 else "Down" if change.difference < 0 else "The score went"
    if change.label is ChangeLabel.NO_CLEAR_CHANGE:
        return f"{went} {ways}. A difference of this size can come about by chance."
    if change.label is ChangeLabel.TOO_FEW:
        return f"{went} {ways}. Too few members answered to say whether this is a clear change."
    return f"{went} {ways}. These figures cannot tell whether this is a clear change."


def _judged(change: Change | None, after: StatementResult | SectionResult | None) -> float | None:
    """The score now, if it is exact and of the same question as then; a hidden earlier score does no harm to that."""
    if change is not None:
        return None if after is not None and after.total.about and after.total.score == change.later else change.later
    if isinstance(after, StatementResult) and after.no_comparison == NOT_COMPARED and not after.total.about:
        return after.total.score
    return None
