"""What the paper says about earlier rounds: what changed, how it went over the years, and what members hoped for."""

from collections.abc import Sequence
from dataclasses import replace

from audit_app.analysis.released import Change, Comparison, SectionResult, Series, StatementResult
from audit_app.charts import Chart, hopes, over_time, over_time_parts, section_change, section_hopes, wording
from audit_app.reports.papers.blocks import Block, Column, Heading, Note, Picture, Points, Table, Words
from audit_app.reports.papers.round_words import beside_hopes, points, wider
from audit_app.reports.round_pack import RoundPack

_ROUNDS_ABREAST = 4  # columns of rounds that can be read on a page
_PANELS_ABREAST = 6  # small charts in a picture that fits on one
_MARKS = "▲ Improved and ▼ Declined: chance alone would seldom make such a change. ▬ No clear change: we cannot tell."


def changes(comparison: Comparison) -> tuple[Block, ...]:
    """What changed since the earlier round; nothing where none is compared, or where that one asked for hopes."""
    against = comparison.against
    if against is None or beside_hopes(comparison):
        return ()
    chart = section_change(comparison)
    return (
        Heading(f"What changed since {against.name}", apart=True),
        Words(
            f"{comparison.round.name} is set beside {against.name}. Scores are out of 10, both sides together. "
            "What moved most stands first."
        ),
        *_most(comparison),
        *_not_compared(comparison),
        *(() if chart.empty else (Picture(chart), Note(_MARKS))),
        *_scores_then_and_now(comparison),
        *_statements_then_and_now(comparison),
    )


def _most(comparison: Comparison) -> tuple[Block, ...]:
    return (points(comparison.movements),) if comparison.movements else (Words("No movement can be shown."),)


def _not_compared(comparison: Comparison) -> tuple[Block, ...]:
    if not comparison.breaks:
        return ()
    return (Heading("Not compared", 2), Points(tuple(Words(each) for each in comparison.breaks)))


def _scores_then_and_now(comparison: Comparison) -> tuple[Block, ...]:
    results = (comparison.overall, *comparison.sections)
    if all(each.change is None for each in results):
        return ()
    rows = tuple((each.title, *_cells(each, None)) for each in results)
    return (Table("Overall and by section, then and now", _columns(comparison, "Section", rows), rows),)


def _statements_then_and_now(comparison: Comparison) -> tuple[Block, ...]:
    """Every statement; where none has a change, only why not."""
    if all(each.change is None for each in comparison.statements):
        why = dict.fromkeys(each.no_comparison for each in comparison.statements if each.no_comparison)
        return (Heading("Statement by statement", 2), Points(tuple(Words(each) for each in why))) if why else ()
    rows = tuple((wording.numbered(each), *_cells(each, each)) for each in comparison.statements)
    return (
        Heading("Statement by statement", 2),
        Table("Every statement, then and now", _columns(comparison, "Statement", rows), rows),
    )


def _columns(comparison: Comparison, name: str, rows: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    before = comparison.against.name if comparison.against is not None else ""
    return (
        Column(name, wider(3.4, [row[0] for row in rows])),
        Column(before, 1.0, number=True),
        Column(comparison.round.name, 1.0, number=True),
        Column("Difference", 1.1, number=True),
        Column("What it means", 5.0),
    )


def _cells(result: SectionResult | StatementResult, statement: StatementResult | None) -> tuple[str, str, str, str]:
    """Then, now, difference, meaning; where they are not compared, the reason."""
    change, nothing = result.change, wording.NOTHING_THERE
    if change is None:
        now = wording.score(result.total) if result.total.score is not None else nothing
        return (nothing, now, nothing, result.no_comparison or "Not compared")
    said = [_meaning(change), *(each for each in (change.counts_sentence, change.undo_sentence) if each)]
    if statement is not None and statement.reworded_from is not None:
        said.append(wording.earlier_words(statement.reworded_from))
    return (
        wording.number(change.earlier),
        wording.number(change.later),
        wording.signed(change.difference),
        " ".join(said),
    )


def _meaning(change: Change) -> str:
    return f"{change.label.mark} {change.label.value}.".strip() if change.label else "No label."


def over_the_years(pack: RoundPack) -> tuple[Block, ...]:
    """A line for the overall score and each section, and their figures; nothing below three rounds."""
    chart = over_time(pack.series)
    if chart.empty:
        return ()
    rounds = list(range(1, len(chart.columns)))
    parts = [rounds[start : start + _ROUNDS_ABREAST] for start in range(0, len(rounds), _ROUNDS_ABREAST)]
    return (
        Heading("Over time"),
        *(Picture(each) for each in _panels(pack.series)),
        *(
            Table(
                _caption(place, len(parts)),
                (
                    Column(chart.columns[0], wider(1.6, [row[0] for row in chart.rows])),
                    *(Column(chart.columns[each], 1.1) for each in part),
                ),
                tuple((row[0], *(row[each] for each in part)) for row in chart.rows),
            )
            for place, part in enumerate(parts, start=1)
        ),
    )


def _panels(series: Series) -> list[Chart]:
    """As many small charts in a picture as fit on a page; the first has the finding, the others say what they are."""
    first, *others = over_time_parts(series, _PANELS_ABREAST)
    return [first, *(replace(each, title="Over time: the other sections") for each in others)]


def _caption(place: int, parts: int) -> str:
    whole = "Scores of every round, both sides together"
    return whole if parts == 1 else f"{whole}: part {place} of {parts}"


def hoped_for(pack: RoundPack) -> tuple[Block, ...]:
    """What a baseline hoped for beside what members found; nothing where no hope can be shown."""
    chart, sections = hopes(pack.hoped), section_hopes(pack.hoped)
    against = pack.hoped.against
    if chart.empty or against is None:
        return ()
    shares = (3.0, 1.3, 1.3, 1.2, 4.2)
    numbers = (False, True, True, True, False)
    columns = tuple(
        Column(name, share, number) for name, share, number in zip(chart.columns, shares, numbers, strict=True)
    )
    return (
        Heading("What members hoped for, and what they found"),
        Words(
            f"{against.name} asked what members hoped for. {pack.hoped.round.name} asked what they found. "
            "Both are scores out of 10, both sides together."
        ),
        Words("These are two different questions. A difference is not a change over time."),
        *(() if sections.empty else (Picture(sections),)),
        Table("Hoped for and found", columns, chart.rows),
    )
