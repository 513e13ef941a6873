"""Suggestions for discussion and strengths (statistics.md §3). Only released figures count; the chairs decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit_app.analysis.released import (
    NOT_COMPARED,
    ChangeLabel,
    Comparison,
    GapLabel,
    StatementResult,
    Suggestion,
)
from audit_app.analysis.thresholds import (
    CHANGE,
    GAP,
    MOST_FROM_ONE_SECTION,
    MOST_SUGGESTIONS,
    POINTS_BELOW,
    STRENGTH,
    SUGGESTED_FROM,
)
from audit_app.analysis.wording import points as said
from audit_app.analysis.wording import signed


@dataclass(frozen=True)
class Ground:
    """One reason for a suggestion, with its points."""

    points: int
    words: str


def grounds(
    score: float | None,
    change: tuple[float, ChangeLabel | None] | None = None,
    gap: tuple[float, GapLabel | None] | None = None,
    *,
    about: bool = False,
    important: bool = False,
    since: str = "last time",
) -> tuple[Ground, ...]:
    """Why a statement may be worth a discussion.

    score, change and gap: as released, None when hidden or unknown: what is hidden scores nothing. about: whether the
    score is only "about".
    """
    found = []
    if score is not None:
        low = next((ground for limit, ground in POINTS_BELOW if score < limit), 0)
        if low:
            words = {3: "more disagreement than agreement", 2: "a low score", 1: "room to do better"}[low]
            found.append(Ground(low, f"{words} ({'about ' if about else ''}{said(score)})"))
    if change is not None:
        difference, label = change
        if label is ChangeLabel.DECLINED:
            found.append(Ground(2, f"declined since {since} ({signed(difference)})"))
        elif difference <= -CHANGE:
            found.append(Ground(1, f"lower than {since}, but not clearly ({signed(difference)})"))
    if gap is not None:
        difference, apart = gap
        if apart is GapLabel.DIFFER:
            found.append(Ground(2, f"the sides differ (by {said(abs(difference))})"))
        elif abs(difference) >= GAP:
            found.append(Ground(1, f"the sides are apart, but not clearly (by {said(abs(difference))})"))
    if important:
        found.append(Ground(1, "among what matters most to members"))
    return tuple(found)


def points(found: tuple[Ground, ...]) -> int:
    """The points of all grounds together."""
    return sum(ground.points for ground in found)


def suggestions(comparison: Comparison, importance: Mapping[str, float]) -> tuple[Suggestion, ...]:
    """At most three statements with the most points, at most two from a section.

    importance: question or section id → released importance at the baseline. Ties: lower score, larger fall, larger
    gap, questionnaire order.
    """
    important = _top_third(importance)
    since = comparison.against.name if comparison.against is not None else "last time"
    ranked = []
    for statement in _assessed(comparison):
        found = grounds(
            statement.total.score,
            (statement.change.difference, statement.change.label) if statement.change is not None else None,
            (statement.gap.difference, statement.gap.label) if statement.gap is not None else None,
            about=statement.total.about,
            important=statement.id in important or statement.section in important,
            since=since,
        )
        if points(found) >= SUGGESTED_FROM:
            ranked.append((_rank(statement, points(found)), statement, found))
    chosen: list[Suggestion] = []
    sections: list[str] = []
    for _, statement, found in sorted(ranked, key=lambda entry: entry[0]):
        if len(chosen) < MOST_SUGGESTIONS and sections.count(statement.section) < MOST_FROM_ONE_SECTION:
            sections.append(statement.section)
            chosen.append(Suggestion(statement.id, points(found), (*_reasons(statement, found, since),)))
    return tuple(chosen)


def _rank(statement: StatementResult, total: int) -> tuple[float, ...]:
    fall = statement.change.difference if statement.change is not None else 0.0
    gap = abs(statement.gap.difference) if statement.gap is not None else 0.0
    score = statement.total.score if statement.total.score is not None else 10.0
    return (-total, score, min(fall, 0.0), -gap, statement.number)


def _reasons(statement: StatementResult, found: tuple[Ground, ...], since: str) -> list[str]:
    """The grounds in words, and what could not be one because it is hidden."""
    reasons = [ground.words for ground in found]
    if statement.no_comparison == NOT_COMPARED:
        reasons.append(f"change since {since}: not assessed")
    if statement.sides_hidden_words is not None:
        reasons.append("difference between the sides: not assessed")
    return reasons


def _assessed(comparison: Comparison) -> list[StatementResult]:
    """Scored statements about experience: what a baseline hopes for is nothing to work on."""
    questionnaire = comparison.round.questionnaire
    scored = {
        question.id
        for question in questionnaire.scored_questions()
        if questionnaire.scale_of(question).measure == "experience"
    }
    return [statement for statement in comparison.statements if statement.id in scored]


def _top_third(importance: Mapping[str, float]) -> set[str]:
    """The third (rounded down, at least one) of highest importance; a tie that does not fit in is left out."""
    most = max(1, len(importance) // 3)
    return {name for name, score in importance.items() if sum(other >= score for other in importance.values()) <= most}


def strengths(comparison: Comparison) -> tuple[str, ...]:
    """Statements at 7.5 or more that did not decline and whose sides, where shown, are less than a point apart."""
    return tuple(
        statement.id
        for statement in _assessed(comparison)
        if statement.total.score is not None
        and statement.total.score >= STRENGTH
        and not (statement.change is not None and statement.change.label is ChangeLabel.DECLINED)
        and (statement.gap is None or abs(statement.gap.difference) < GAP)
    )
