"""What the paper says about this round alone: by section and side, then every statement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit_app.analysis.released import Comparison, Detail, Figure, StatementResult
from audit_app.charts import Chart, heat_map, section_distributions, widest_gaps, wording
from audit_app.charts.answer_words import favourable
from audit_app.questionnaire.definition import Scale, Side
from audit_app.reports.papers.blocks import Block, Column, Heading, Note, Picture, Table, Words
from audit_app.reports.papers.page_space import shortened
from audit_app.reports.papers.round_words import (
    APART,
    BY_SECTION,
    answers_of,
    ended,
    groups,
    has_sides,
    points,
    sides_words,
    wider,
)

_LONGEST_TITLE = 60  # letters of a section's title in a caption right below it
HOW = "How they answered"
_AT_ONCE = 10  # statements in a picture that can be read on a page


def by_section_and_side(comparison: Comparison) -> tuple[Block, ...]:
    """Overall and section scores of everybody who is shown, then where the sides are apart."""
    sides = has_sides(comparison)
    heat, widest = heat_map(comparison), widest_gaps(comparison)
    return (
        Heading(BY_SECTION if sides else "By section", apart=True),
        Words(wording.PLAN_WORDS[comparison.round.plan]),
        _section_table(comparison),
        *((Picture(heat),) if groups(comparison) and not heat.empty else ()),
        *((Heading(APART, 2),) if sides else ()),
        *((points(comparison.apart),) if comparison.apart else ()),
        *(_widest(widest) if sides else ()),
    )


def _section_table(comparison: Comparison) -> Table:
    shown, sides = groups(comparison), has_sides(comparison)
    columns = (
        Column("Section", wider(3.0, [each.title for each in comparison.sections])),
        Column("Answers", 1.0, number=True),
        Column("Both sides together", 1.3, number=True),
        *(Column(side.label, 1.5, number=True) for side in shown),
        *((Column("The two sides", 3.2),) if sides else ()),
    )
    rows = tuple(
        (
            result.title,
            answers_of(comparison, result.total),
            wording.score(result.total),
            *(wording.score(_figure(result.sides, result.partner, side)) for side in shown),
            *((sides_words(comparison, result),) if sides else ()),
        )
        for result in (comparison.overall, *comparison.sections)
    )
    return Table("Overall and by section: scores out of 10", columns, rows)


def _figure(sides: Mapping[Side, Figure] | None, partner: Figure | None, side: Side) -> Figure | None:
    return partner if side is Side.PARTNER else (sides or {}).get(side)


def _widest(chart: Chart) -> tuple[Block, ...]:
    if chart.empty:
        return (Words(f"{chart.title}. {chart.sentence}"),)
    return (Picture(chart, tabled=True),)


def every_statement(comparison: Comparison) -> tuple[Block, ...]:
    """A picture and a table for each section, in the order of the questionnaire. How to read a picture stands once."""
    titles = {section.id: section.title for section in comparison.round.questionnaire.sections}
    sections: dict[str, list[StatementResult]] = {}
    for statement in comparison.statements:
        sections.setdefault(statement.section, []).append(statement)
    explained: set[str] = set()  # notes that have stood under a picture
    chapters = [_chapter(comparison, titles[section], own, explained) for section, own in sections.items()]
    return (
        Heading("Every statement", apart=True),
        Words("The statements stand in the order in which they were asked. A higher score is always better."),
        *(Note(each) for each in _order(comparison)),
        *(block for chapter in chapters for block in chapter),
    )


def _chapter(
    comparison: Comparison, title: str, own: Sequence[StatementResult], explained: set[str]
) -> tuple[Block, ...]:
    """One section. explained: notes that stand under a picture before it; those of its own are added."""
    pictures = []
    for chart in _pictures(comparison, own):
        pictures.append(Picture(replace(chart, notes=tuple(each for each in chart.notes if each not in explained))))
        explained.update(chart.notes)
    return (
        Heading(title, 2),
        *pictures,
        _statement_table(comparison, title, own),
    )


def _pictures(comparison: Comparison, own: Sequence[StatementResult]) -> list[Chart]:
    """The answers to the statements of a section, in as many pictures as can be read."""
    found: list[Chart] = []
    for start in range(0, len(own), _AT_ONCE):
        part = replace(comparison, statements=tuple(own[start : start + _AT_ONCE]))
        found += [replace(each, id=f"{each.id}-{start + 1}") if start else each for each in section_distributions(part)]
    return [chart for chart in found if not chart.empty]


def _statement_table(comparison: Comparison, title: str, own: Sequence[StatementResult]) -> Table:
    shown, sides = groups(comparison), has_sides(comparison)
    columns = (
        Column("Statement", wider(4.4, [each.text for each in own])),
        Column(HOW, 1.9),
        Column("Answers", 1.0, number=True),
        Column("Score", 0.8, number=True),
        *(Column(side.label, 1.4) for side in shown),
        *((Column("The two sides", 2.2),) if sides else ()),
    )
    scales = comparison.round.questionnaire.scale_by_id
    rows = tuple(
        (
            wording.numbered(each),
            _answered(each, scales[each.scale]),
            answers_of(comparison, each.total),
            _score(each.total, scales[each.scale]),
            *(_side_cell(comparison, each, side, scales[each.scale]) for side in shown),
            *((sides_words(comparison, each),) if sides else ()),
        )
        for each in own
    )
    return Table(f"{shortened(title, _LONGEST_TITLE)}: every statement", columns, rows)


def _order(comparison: Comparison) -> tuple[str, ...]:
    """In which order counts stand, for each scale of which every answer is shown."""
    scales = comparison.round.questionnaire.scale_by_id
    found = dict.fromkeys(each.scale for each in comparison.statements if each.total.counts is not None)
    return tuple(f"“{HOW}” gives numbers of people, in this order: {_in_order(scales[name])}." for name in found)


def _in_order(scale: Scale) -> str:
    if scale.layout == "numbers":
        return f"{scale.values[0]} up to {scale.values[-1]}"
    return ", ".join(scale.labels[value] for value in scale.values)


def _score(figure: Figure | None, scale: Scale) -> str:
    return wording.NOTHING_THERE if scale.order == "distribution" else wording.score(figure)


def _answered(statement: StatementResult, scale: Scale) -> str:
    """Every released number of the total, then what else is to be known of the statement."""
    figure = statement.total
    said = [_counts(figure, scale)]
    if figure.dont_know:
        said.append(f"{scale.dont_know}: {figure.dont_know}")
    said += [wording.FLAG_WORDS[flag] for flag in statement.flags]
    return " ".join(ended(each) for each in said)


def _counts(figure: Figure, scale: Scale) -> str:
    """Counts alone where every answer is shown (`_order` says of which); else bands by name, or words."""
    if figure.detail is Detail.ALIKE:
        return wording.alike(figure, scale)
    if figure.detail is Detail.AVERAGE:
        return "Only the average is known"
    if figure.counts is not None:
        return ", ".join(str(count) for count in figure.counts)
    if figure.bands is None:
        return wording.NOT_SHOWN
    return _pairs(wording.band_names(scale), figure.bands)


def _pairs(names: Sequence[str], counts: Sequence[int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))


def _side_cell(comparison: Comparison, statement: StatementResult, side: Side, scale: Scale) -> str:
    """A side's score, and how many of it gave the best answers where that is released."""
    question = comparison.round.questionnaire.question_by_id[statement.id]
    if not question.asked_of(side):
        return "Not asked"
    figure = _figure(statement.sides, statement.partner, side)
    if figure is None or figure.detail is Detail.NONE:
        return wording.NOT_SHOWN
    score = _score(figure, scale)
    if figure.detail is Detail.ALIKE:
        return f"{score}: {wording.alike(figure, scale)}"
    best = favourable(figure, scale)
    return f"{score} ({best})" if best else score
