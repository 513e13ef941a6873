"""What the paper says about this round alone: by section and side, then every statement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audit_app.analysis.released import HIDDEN_BY_SIDE, Comparison, Detail, Figure, StatementResult
from audit_app.charts import Chart, heat_map, section_distributions, widest_gaps, wording
from audit_app.charts.answer_words import counted, in_bands
from audit_app.questionnaire.definition import Scale, Side
from audit_app.reports.papers.blocks import Block, Column, Heading, Picture, Table, Words
from audit_app.reports.papers.round_words import (
    BY_SECTION,
    answers_of,
    ended,
    gap_words,
    groups,
    has_sides,
    points,
    sides_words,
)

_AT_ONCE = 10  # statements in a picture that can be read on a page
_NARROW = (2, 1, 2)  # answers in each band at which each is named on its own


def by_section_and_side(comparison: Comparison) -> tuple[Block, ...]:
    """Overall and section scores of everybody who is shown, then where the sides are apart."""
    sides = has_sides(comparison)
    heat, widest = heat_map(comparison), widest_gaps(comparison)
    return (
        Heading(BY_SECTION if sides else "By section", apart=True),
        Words(wording.PLAN_WORDS[comparison.round.plan]),
        _section_table(comparison),
        *((Picture(heat),) if groups(comparison) and not heat.empty else ()),
        *((points(comparison.apart),) if comparison.apart else ()),
        *(_widest(widest) if sides else ()),
    )


def _section_table(comparison: Comparison) -> Table:
    shown, sides = groups(comparison), has_sides(comparison)
    columns = (
        Column("Section", 3.4),
        Column("Answers", 1.1, number=True),
        Column("Both sides together", 1.3, number=True),
        *(Column(side.label, 1.6, number=True) for side in shown),
        *((Column("The two sides", 2.8),) if sides else ()),
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
    """A picture and a table for each section, in the order of the questionnaire."""
    titles = {section.id: section.title for section in comparison.round.questionnaire.sections}
    sections: dict[str, list[StatementResult]] = {}
    for statement in comparison.statements:
        sections.setdefault(statement.section, []).append(statement)
    chapters = [_chapter(comparison, titles[section], own) for section, own in sections.items()]
    return (
        Heading("Every statement", apart=True),
        Words(
            "The statements stand in the order in which they were asked. "
            "A higher score is always better. Answers are counted with the worst first."
        ),
        *(block for chapter in chapters for block in chapter),
    )


def _chapter(comparison: Comparison, title: str, own: Sequence[StatementResult]) -> tuple[Block, ...]:
    return (
        Heading(title, 2),
        *(Picture(chart) for chart in _pictures(comparison, own)),
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
    shown = groups(comparison)
    columns = (
        Column("Statement", 4.0),
        Column("What both sides together answered", 3.6),
        Column("Answers", 1.1, number=True),
        Column("Score", 0.9, number=True),
        *(Column(side.label, 1.6) for side in shown),
    )
    scales = comparison.round.questionnaire.scale_by_id
    rows = tuple(
        (
            wording.numbered(each),
            _answered(comparison, each, scales[each.scale]),
            answers_of(comparison, each.total),
            _score(each.total, scales[each.scale]),
            *(_side_cell(comparison, each, side, scales[each.scale]) for side in shown),
        )
        for each in own
    )
    return Table(f"{title}: every statement", columns, rows)


def _score(figure: Figure | None, scale: Scale) -> str:
    return wording.NOTHING_THERE if scale.order == "distribution" else wording.score(figure)


def _answered(comparison: Comparison, statement: StatementResult, scale: Scale) -> str:
    """Every released number of the total, then what else is to be known of the statement."""
    figure = statement.total
    said = [_counts(figure, scale)]
    if figure.dont_know:
        said.append(f"{scale.dont_know}: {figure.dont_know}")
    said += [wording.FLAG_WORDS[flag] for flag in statement.flags]
    if has_sides(comparison):
        said.append(HIDDEN_BY_SIDE if statement.sides is None else gap_words(statement.gap))
    return " ".join(ended(each) for each in said if each)


def _counts(figure: Figure, scale: Scale) -> str:
    if figure.detail is Detail.ALIKE:
        return wording.alike(figure, scale)
    if figure.detail is Detail.AVERAGE:
        return "Only the average is known"
    names, counts = counted(figure, scale)
    if not counts:
        return wording.NOT_SHOWN
    bands = in_bands(figure, scale)
    if bands is None or figure.counts is None or _each_named(scale):
        return _pairs(names, counts)
    singles = ", ".join(str(count) for count in counts)
    return f"{_pairs(wording.band_names(scale), bands)}. From {scale.values[0]} up to {scale.values[-1]}: {singles}"


def _each_named(scale: Scale) -> bool:
    return scale.bands is None or all(len(band.values) <= most for band, most in zip(scale.bands, _NARROW, strict=True))


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
    if figure.bands is None:
        return score
    return f"{score}: {_pairs(wording.band_names(scale), figure.bands)}"
