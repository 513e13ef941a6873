"""What several chapters of the paper about a round say in one way: who answered, sides, gaps, hidden figures."""

from collections.abc import Sequence

from audit_app.analysis.released import (
    HIDDEN_BY_SIDE,
    Comparison,
    Figure,
    Gap,
    GapLabel,
    Plan,
    SectionResult,
    Sentence,
    StatementResult,
)
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.papers.blocks import Column, Points, Table, Words

OWNERS = {"management": "Management side", "staff": "Staff side", "both": "Both sides together"}
_GAPS = {
    GapLabel.DIFFER: "Sides differ",
    GapLabel.NO_CLEAR_DIFFERENCE: "No clear difference",
    GapLabel.TOO_FEW: "Too few to compare",
}
_USUAL_TEXT = 70  # letters of a statement
LEVEL = "Lowest and highest"
APART = "Where the sides are apart"
BY_SECTION = "By section and side"
SUGGESTIONS = "Suggestions for discussion"
PRIORITIES = "Priorities"
METHOD = "How to read this report"


def moved_since(comparison: Comparison) -> str:
    """The heading above movements. Raises ValueError where no round is compared."""
    if comparison.against is None:
        raise ValueError("Nothing has moved where no round is compared.")
    return f"What moved since {comparison.against.name}"


def beside_hopes(comparison: Comparison) -> bool:
    """Whether the round stands beside what members hoped for, which is not an earlier round of the same questions."""
    against = comparison.against
    return (
        against is not None
        and against.questionnaire.baseline_of is not None
        and comparison.round.questionnaire.baseline_of is None
    )


def held(comparison: Comparison) -> str:
    """Say "Closed on 20 November 2026." and what it is compared with, if anything is."""
    facts, against = comparison.round, comparison.against
    said = f"{'Held' if facts.typed_in else 'Closed'} on {wording.day(facts)}."
    if against is None or facts.plan is Plan.NOTHING:
        return said
    return f"{said} {'Beside' if beside_hopes(comparison) else 'Compared with'} {against.name}, {wording.day(against)}."


def has_sides(comparison: Comparison) -> bool:
    """Whether the plan of the round shows its two sides at all."""
    return comparison.round.plan in (Plan.FULL, Plan.SMALL)


def groups(comparison: Comparison) -> tuple[Side, ...]:
    """Who stands beside the total in tables: the two sides, and partners, where the plan shows them."""
    both = TWO_SIDES if has_sides(comparison) else ()
    return (*both, *((Side.PARTNER,) if comparison.round.partners_shown else ()))


def asked_sides(comparison: Comparison) -> tuple[Side, ...]:
    """The sides that were invited, or answered."""
    turnout = comparison.round.turnout
    return tuple(side for side in Side if side in turnout and (turnout[side].invited != 0 or turnout[side].answered))


def answered(comparison: Comparison, side: Side) -> str:
    """Say "14 of 18", or that it is not known."""
    turnout = comparison.round.turnout[side]
    return wording.NOT_KNOWN if turnout.answered is None else wording.answered(comparison.round, side)


def turnout_sentence(comparison: Comparison) -> str:
    """Say "24 of 28 members of the two sides answered."."""
    known = [comparison.round.turnout[side].answered for side in TWO_SIDES if side in comparison.round.turnout]
    if not known or None in known:
        return "It is not known how many members answered."
    return f"{wording.answered(comparison.round, *TWO_SIDES)} members of the two sides answered."


def who_answered(comparison: Comparison) -> Table:
    """A small table: "14 of 18"."""
    rows = tuple((side.label, answered(comparison, side)) for side in asked_sides(comparison))
    return Table("Who answered", (Column("Side", 2.0), Column("Answered", 1.0, number=True)), rows)


def points(sentences: Sequence[Sentence]) -> Points:
    """Sentences as a list."""
    return Points(tuple(Words(each.text, each.sure) for each in sentences))


def gap_words(gap: Gap | None) -> str:
    """Say "1.2 apart. Sides differ", as short as under a picture."""
    if gap is None:
        return ""
    apart = f"{wording.number(abs(gap.difference))} apart"
    return f"{apart}. {_GAPS[gap.label]}" if gap.label else apart


def sides_words(comparison: Comparison, result: SectionResult | StatementResult) -> str:
    """How far the sides are apart, or the one wording where they are hidden."""
    return HIDDEN_BY_SIDE if has_sides(comparison) and result.sides is None else gap_words(result.gap)


def answers_of(comparison: Comparison, figure: Figure) -> str:
    """How many valid answers there are."""
    if figure.n is not None:
        return str(figure.n)
    return wording.NOT_KNOWN if comparison.round.averages_only else wording.NOT_SHOWN


def ended(text: str) -> str:
    """The text with a full stop, unless it ends with one of its own."""
    return text if text[-1:] in ".!?…" else f"{text}."


def wider(share: float, texts: Sequence[str]) -> float:
    """The share of a column that names rows: more than half as much again where its texts are long on the whole."""
    usual = sum(len(text) for text in texts) / max(1, len(texts))
    return share * min(1.6, max(1.0, usual / _USUAL_TEXT))
