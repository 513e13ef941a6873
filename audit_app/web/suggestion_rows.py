"""Suggestions for discussion and strengths as a page or a slide says them. Every word of them has passed the gate."""

from dataclasses import dataclass

from audit_app.analysis.released import Comparison, StatementResult
from audit_app.charts import wording


@dataclass(frozen=True)
class SuggestionRow:
    """A statement worth a discussion. `because`: "Suggested because: a low score (5.6); …"."""

    id: str
    number: str
    text: str
    section: str
    because: str


@dataclass(frozen=True)
class StrengthRow:
    """A statement that goes well, with its score as it is said."""

    id: str
    number: str
    text: str
    score: str


def suggestion_rows(comparison: Comparison) -> tuple[SuggestionRow, ...]:
    """The suggestions, the weightiest first."""
    asked = {statement.id: statement for statement in comparison.statements}
    titles = {section.id: section.title for section in comparison.round.questionnaire.sections}
    return tuple(
        SuggestionRow(
            id=one.statement,
            number=f"{asked[one.statement].number}.",
            text=asked[one.statement].text,
            section=titles[asked[one.statement].section],
            because=because(one.reasons),
        )
        for one in comparison.suggestions
    )


def because(reasons: tuple[str, ...]) -> str:
    """Why something is suggested, as one sentence."""
    return f"Suggested because: {'; '.join(reasons)}."


def strength_rows(comparison: Comparison) -> tuple[StrengthRow, ...]:
    """What works well, the highest score first; equal ones in the order of the questionnaire."""
    found = [statement for statement in comparison.statements if statement.id in comparison.strengths]
    return tuple(
        StrengthRow(each.id, f"{each.number}.", each.text, wording.score(each.total))
        for each in sorted(found, key=_by_score)
    )


def _by_score(statement: StatementResult) -> tuple[float, int]:
    return (-(statement.total.score or 0.0), statement.number)
