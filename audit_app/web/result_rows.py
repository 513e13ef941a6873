"""Released results as the rows of a page's tables. No figure is worked out here.

Templates call `statement_groups`, `score_rows`, `response_rows` and `hope_rows`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit_app.analysis.released import (
    HIDDEN_BY_SIDE,
    Change,
    ChangeLabel,
    Comparison,
    Figure,
    Gap,
    GapLabel,
    Hope,
    HopeLabel,
    Plan,
    SectionResult,
    StatementResult,
)
from audit_app.analysis.tallies import Turnout
from audit_app.charts import wording
from audit_app.charts.palette import SIDE_MARKS
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Scale, Side
from audit_app.web import meanings
from audit_app.web.result_cells import BAND_PAINTS, Cell, Segment, cell, score_bar, score_cell

_WITH_SIDES = (Plan.FULL, Plan.SMALL)


@dataclass(frozen=True)
class SideCell:
    """A side's figure with its name and its mark (● ▲ ■)."""

    side: Side
    label: str
    mark: str
    cell: Cell


@dataclass(frozen=True)
class ChangeCell:
    """`mark` stands beside the words, never instead of them; `tone` ends the name of a CSS class."""

    mark: str
    words: str
    difference: str
    tone: str
    more: tuple[str, ...]


@dataclass(frozen=True)
class FlagCell:
    """What else is to be known of a statement, and the part of "How to read these results" that explains it."""

    words: str
    place: str


@dataclass(frozen=True)
class Row:
    """One statement, section or overall score as a table shows it. `sides_words`: why no sides are shown, if so."""

    id: str
    number: str
    text: str
    flags: tuple[FlagCell, ...]
    total: Cell
    sides: tuple[SideCell, ...]
    sides_words: str
    gap: str
    gap_tone: str
    change: ChangeCell | None
    no_change: str
    earlier_words: str = ""


@dataclass(frozen=True)
class Key:
    """What the colours of some bars mean. `words` say of which, where one scale is drawn in two ways."""

    words: str
    entries: tuple[tuple[str, str], ...]  # (paint, answer)


@dataclass(frozen=True)
class StatementGroup:
    """The statements of one section. `keys` are those of scales that no section above has used.

    hints: why one would open this section: its score, and how many of its statements moved or divide the sides.
    """

    title: str
    hints: tuple[str, ...]
    keys: tuple[Key, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class HopeRow:
    """What was hoped for and what members found, of one statement or section."""

    number: str
    text: str
    expected: str
    experienced: str
    difference: str
    words: str
    tone: str
    bars: tuple[tuple[Segment, ...], tuple[Segment, ...]]


@dataclass(frozen=True)
class ResponseRow:
    """How many of a side answered: "14 of 18"."""

    label: str
    words: str
    bar: tuple[Segment, ...]


def statement_groups(comparison: Comparison) -> tuple[StatementGroup, ...]:
    """Every statement in questionnaire order, under its section's title."""
    questionnaire = comparison.round.questionnaire
    titles = {section.id: section.title for section in questionnaire.sections}
    grouped: dict[str, list[StatementResult]] = {}
    for statement in comparison.statements:
        grouped.setdefault(statement.section, []).append(statement)
    explained: set[str] = set()
    groups = []
    for section, statements in grouped.items():
        scales = [scale for scale in dict.fromkeys(each.scale for each in statements) if scale not in explained]
        explained.update(scales)
        keys = [key for scale in scales for key in _keys(questionnaire.scale_by_id[scale], comparison.statements)]
        rows = tuple(_statement_row(each, questionnaire) for each in statements)
        score = next((part.total for part in comparison.sections if part.id == section), None)
        groups.append(StatementGroup(titles.get(section, section), _hints(score, statements), tuple(keys), rows))
    return tuple(groups)


def _hints(score: Figure | None, statements: Sequence[StatementResult]) -> tuple[str, ...]:
    changes = [each.change.label for each in statements if each.change]
    counted = (
        (changes.count(ChangeLabel.IMPROVED), "improved"),
        (changes.count(ChangeLabel.DECLINED), "declined"),
        (sum(each.gap is not None and each.gap.label is GapLabel.DIFFER for each in statements), "where sides differ"),
    )
    said = [wording.many(len(statements), "statement", "statements")]
    said += [f"score {wording.score(score)}"] if score is not None and score.score is not None else []
    return (*said, *(f"{amount} {words}" for amount, words in counted if amount))


def score_rows(comparison: Comparison) -> tuple[Row, ...]:
    """The overall score, then every section's."""
    return tuple(
        _score_row(result, in_plan=comparison.round.plan in _WITH_SIDES)
        for result in (comparison.overall, *comparison.sections)
    )


def response_rows(comparison: Comparison) -> tuple[ResponseRow, ...]:
    """Who answered, side by side. Sides that were not asked are left out."""
    facts = comparison.round
    return tuple(
        ResponseRow(side.label, wording.answered(facts, side), _turnout_bar(facts.turnout[side]))
        for side in Side
        if side in facts.turnout and (facts.turnout[side].invited != 0 or facts.turnout[side].answered)
    )


def hope_rows(comparison: Comparison) -> tuple[HopeRow, ...]:
    """Experience beside what the baseline hoped for, where both were released: sections first, then statements."""
    return tuple(
        HopeRow(
            number=number,
            text=text,
            expected=wording.number(hope.expected),
            experienced=wording.number(hope.experienced),
            difference=wording.signed(hope.difference),
            words=_hope_words(hope),
            tone="declined" if hope.label is HopeLabel.BELOW else "plain",
            bars=(score_bar(hope.expected, "hope"), score_bar(hope.experienced, "score")),
        )
        for number, text, result in _everything(comparison)
        if (hope := result.hope) is not None
    )


def _everything(comparison: Comparison) -> list[tuple[str, str, SectionResult | StatementResult]]:
    """(number, text, result) of the overall score, every section and every statement."""
    found: list[tuple[str, str, SectionResult | StatementResult]] = [
        ("", result.title, result) for result in (comparison.overall, *comparison.sections)
    ]
    found += [(f"{each.number}.", each.text, each) for each in comparison.statements]
    return found


def _hope_words(hope: Hope) -> str:
    """The label; nothing where members found at least what was hoped for, which "not clearly below" would blur."""
    met = hope.label is HopeLabel.NOT_CLEARLY_BELOW and hope.difference >= 0
    return hope.label.value if hope.label and not met else ""


def has_sides(comparison: Comparison) -> bool:
    """Whether this round's plan has sides at all; where it has not, no table has a column for them."""
    return comparison.round.partners_shown or comparison.round.plan in _WITH_SIDES


def _statement_row(statement: StatementResult, questionnaire: Questionnaire) -> Row:
    scale = questionnaire.scale_by_id[statement.scale]
    flags = [FlagCell(wording.FLAG_WORDS[flag], meanings.FLAGS[flag]) for flag in statement.flags]
    if statement.reverse:
        flags.append(FlagCell(wording.REVERSED, meanings.REVERSED))
    return Row(
        id=statement.id,
        number=f"{statement.number}.",
        text=statement.text,
        flags=tuple(flags),
        total=cell(statement.total, scale),
        sides=_sides(statement.sides, statement.partner, scale),
        sides_words=statement.sides_hidden_words or "",
        gap=_gap_words(statement.gap),
        gap_tone=_gap_tone(statement.gap),
        change=_change(statement.change),
        no_change=statement.no_comparison or "",
        earlier_words=wording.earlier_words(statement.reworded_from) if statement.reworded_from else "",
    )


def _score_row(result: SectionResult, *, in_plan: bool) -> Row:
    return Row(
        id=result.id,
        number="",
        text=result.title,
        flags=(),
        total=score_cell(result.total, result.change.earlier if result.change else None),
        sides=_sides(result.sides, result.partner, None),
        sides_words=HIDDEN_BY_SIDE if in_plan and result.sides is None else "",
        gap=_gap_words(result.gap),
        gap_tone=_gap_tone(result.gap),
        change=_change(result.change),
        no_change=result.no_comparison or "",
    )


def _sides(sides: Mapping[Side, Figure] | None, partner: Figure | None, scale: Scale | None) -> tuple[SideCell, ...]:
    figures = [(side, sides[side]) for side in TWO_SIDES if sides and side in sides]
    if partner is not None:
        figures.append((Side.PARTNER, partner))
    return tuple(
        SideCell(side, side.label, SIDE_MARKS[side], cell(figure, scale) if scale else score_cell(figure))
        for side, figure in figures
    )


def _turnout_bar(turnout: Turnout) -> tuple[Segment, ...]:
    if turnout.invited is None or turnout.answered is None or not turnout.invited:
        return ()
    return score_bar(10 * min(turnout.answered, turnout.invited) / turnout.invited, "score")


def _keys(scale: Scale, statements: Sequence[StatementResult]) -> list[Key]:
    """What the colours of this scale's bars mean, answer by answer and in three groups. Only what is drawn is named."""
    figures = [each.total for each in statements if each.scale == scale.id]
    if scale.bands is None:
        return []
    all_five = len(scale.values) == 5
    drawn = []
    if all_five and any(figure.counts is not None for figure in figures):
        drawn.append(tuple((str(place), scale.labels[value]) for place, value in enumerate(scale.values)))
    if any((figure.bands and not figure.counts) or (figure.counts and not all_five) for figure in figures):
        drawn.append(tuple(zip(BAND_PAINTS, wording.band_names(scale), strict=True)))
    words = ("Each answer on its own:", "Answers put together:") if len(drawn) > 1 else ("",)
    return [Key(said, entries) for said, entries in zip(words, drawn, strict=False)]


def _gap_words(gap: Gap | None) -> str:
    if gap is None:
        return ""
    apart = f"{wording.number(abs(gap.difference))} apart"
    return f"{gap.label}, {apart}" if gap.label else apart


def _gap_tone(gap: Gap | None) -> str:
    return "clear" if gap is not None and gap.label is GapLabel.DIFFER else "plain"


def _change(change: Change | None) -> ChangeCell | None:
    if change is None:
        return None
    label = change.label
    return ChangeCell(
        mark=label.mark if label else "",
        words=label.value if label else "",
        difference=wording.signed(change.difference),
        tone=label.name.lower().replace("_", "-") if label else "plain",
        more=tuple(said for said in (change.counts_sentence, change.undo_sentence) if said),
    )
