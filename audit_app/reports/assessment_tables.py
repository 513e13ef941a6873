"""What an exported assessment says, row by row, for the table and the workbook alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audit_app.analysis.assessed.content import Content, ItemAnswer, PlannedAction, Proof, Value
from audit_app.analysis.assessed.ratings import answer_to, in_words
from audit_app.analysis.assessed.results import AssessmentResult, Left, LevelStanding
from audit_app.questionnaire.instrument import AssessmentScale, Element, Instrument, Item
from audit_app.reports.cells import Cell

PARTS = {"framework": "Element", "award": "Standard", "standard": "Pillar", "self_check": "Element"}
NOT_RATED = "Not rated"
NO_LEVEL = "None yet"
SIDE_LABELS = {"management": "Management side", "staff": "Staff side"}


@dataclass(frozen=True)
class ItemRow:
    """One statement. number: its place in the instrument, from 1."""

    number: int
    element: Element
    item: Item
    scale: AssessmentScale
    answer: ItemAnswer
    tier: str | None


@dataclass(frozen=True)
class LeftRow:
    """One thing that is left to do before a level is reached."""

    level: LevelStanding
    element: str
    left: Left


def item_rows(content: Content) -> tuple[ItemRow, ...]:
    """Every statement in order, answered or not."""
    tiers = {tier.id: tier.title for tier in content.instrument.tiers}
    found: list[ItemRow] = []
    for element in content.instrument.sections:
        for item in element.questions:
            scale = content.instrument.rating_scale(item)
            tier = tiers.get(item.tier) if item.tier is not None else None
            found.append(ItemRow(len(found) + 1, element, item, scale, answer_to(content, item), tier))
    return tuple(found)


def proof_rows(content: Content) -> Iterator[tuple[ItemRow, Proof]]:
    """Every piece of evidence with its statement."""
    for row in item_rows(content):
        for proof in row.answer.proofs:
            yield row, proof


def action_rows(content: Content) -> Iterator[tuple[ItemRow | None, PlannedAction]]:
    """Every action with the statement that it is for, or None."""
    rows = {row.item.id: row for row in item_rows(content)}
    for action in content.actions:
        yield rows.get(action.item or ""), action


def left_rows(result: AssessmentResult) -> tuple[LeftRow, ...]:
    """What is left for each level that is not reached, the lowest level first."""
    if result.standing is None:
        return ()
    titles = {element.id: element.title for element in result.content.instrument.sections}
    return tuple(
        LeftRow(level, titles.get(left.element, ""), left)
        for level in result.standing.levels
        if not level.reached
        for left in level.left
    )


def rating_words(scale: AssessmentScale, value: Value | None) -> str:
    """A rating as the scale words it; empty when there is none."""
    return "" if value is None else in_words(scale, value)


def numbered_rating(scale: AssessmentScale, value: Value | None) -> str:
    """The same with its value before it, "3: In place everywhere", so that no word of a file of others comes first."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value}: {in_words(scale, value)}"
    return "Don't know" if value == "dont_know" else "Does not apply"


def rating_value(value: Value | None) -> Cell:
    """A rating as a number; None for words."""
    return value if isinstance(value, int) else None


def part_of(instrument: Instrument) -> str:
    """What the instrument calls its parts: Element, Standard or Pillar."""
    return PARTS[instrument.shape]


def day_words(day: date | None) -> str:
    """A day in words, such as 20 November 2026; empty for none."""
    return "" if day is None else f"{day.day} {day:%B %Y}"


def standing_words(content: Content) -> str:
    """Whether both sides have signed, which version, and when."""
    if content.signed_on is not None:
        return f"Version {content.version}, signed by both sides on {day_words(content.signed_on)}"
    if content.version:
        return f"Changed since both sides signed version {content.version}"
    return "Not signed by both sides yet"


def level_words(result: AssessmentResult) -> str | None:
    """The level reached; None for an instrument without levels."""
    if result.standing is None or not result.standing.levels:
        return None
    return result.standing.reached or NO_LEVEL
