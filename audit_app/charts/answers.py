"""How did we answer? The distribution of the answers of both sides together, in questionnaire order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from audit_app.analysis.released import Comparison, Detail, Figure, Flag, StatementResult
from audit_app.charts import answer_words, wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import BarGroup, CountedBar, CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import (
    FAVOURABLE_BAND,
    NEUTRAL,
    PLAIN_BAR,
    THIS_ROUND,
    UNFAVOURABLE_BAND,
    Paint,
    answer_paints,
)
from audit_app.charts.stacked_bars import BarRow, Segment, StackedBars
from audit_app.questionnaire.definition import Band, Scale

_BAND_PAINTS = (UNFAVOURABLE_BAND, NEUTRAL, FAVOURABLE_BAND)
_DONT_KNOW = "Don't know"
_NOTHING = wording.NOTHING_THERE
_HIDDEN = "Not shown, to protect anonymity"


def distributions(comparison: Comparison) -> tuple[Chart, ...]:
    """One chart for each scale of the questionnaire, because bars of different scales cannot be compared."""
    scales = dict.fromkeys(statement.scale for statement in comparison.statements)
    return tuple(_chart(comparison, scale) for scale in scales)


def distribution(comparison: Comparison) -> Chart:
    """The chart of the scale that most statements have (the first of equals).

    Raises ValueError for a comparison without statements.
    """
    amounts = Counter(statement.scale for statement in comparison.statements)
    if not amounts:
        raise ValueError("A comparison without statements has no chart.")
    return _chart(comparison, amounts.most_common(1)[0][0])


def section_distributions(comparison: Comparison) -> tuple[Chart, ...]:
    """The same charts a section at a time, few enough statements for a screen that is looked at from afar."""
    sections: dict[str, list[StatementResult]] = {}
    for statement in comparison.statements:
        sections.setdefault(statement.section, []).append(statement)
    return tuple(
        replace(chart, id=f"answers-{section}-{chart.id.removeprefix('distribution-')}")
        for section, own in sections.items()
        for chart in distributions(replace(comparison, statements=tuple(own)))
    )


def _chart(comparison: Comparison, scale_id: str) -> Chart:
    scale = comparison.round.questionnaire.scale_by_id[scale_id]
    statements = tuple(statement for statement in comparison.statements if statement.scale == scale_id)
    single = _single_answers(scale, statements)
    columns, rows = _table(statements, scale, single=single)
    title, sentence = (
        answer_words.title(statements, scale),
        answer_words.sentence(statements, scale, comparison.round.plan),
    )
    base = wording.base(comparison)
    shown = [statement for statement in statements if answer_words.has_something(statement.total)]
    notes = (*answer_words.notes(statements, scale), base, wording.source(comparison))
    captions = Captions(title, sentence, notes)
    picture: StackedBars | CountedBars | Dumbbells
    if not shown:
        picture = CountedBars(captions, ())
    elif all(statement.total.detail in {Detail.AVERAGE, Detail.NONE} for statement in statements):
        picture = _scores_alone(comparison, statements, captions)
    elif scale.bands is None:
        picture = CountedBars(captions, tuple(_bar_group(statement, scale) for statement in statements))
    else:
        picture = _stacked(comparison, statements, scale, captions, single=single)
    return Chart(
        id=f"distribution-{scale_id}",
        title=title,
        sentence=sentence,
        alt=f"Bar chart: {wording.many(len(statements), 'statement', 'statements')} with the number of members who "
        f"gave each answer. {title}. {sentence} The table has every figure.",
        columns=columns,
        rows=rows,
        base=base,
        notes=notes[:-2],
        picture=picture,
        empty=not shown,
    )


def _single_answers(scale: Scale, statements: Sequence[StatementResult]) -> bool:
    """Whether single answers are drawn and listed: where some are released, and a side has at most two of them."""
    narrow = scale.bands is None or all(
        len(scale.bands[place].values) <= limit for place, limit in enumerate((2, 1, 2))
    )
    return narrow and any(statement.total.counts is not None for statement in statements)


def _table(
    statements: Sequence[StatementResult], scale: Scale, *, single: bool
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    grouped = not single or any(statement.total.detail is Detail.BANDS for statement in statements)
    single_names = [scale.labels[value] for value in scale.values] if single else []
    band_names = list(wording.band_names(scale)) if grouped and scale.bands is not None else []
    if single:
        # a scale may name an answer as its band: "About the same"
        band_names = [f"{name} (together)" for name in band_names]
    columns = ("Statement", *single_names, *band_names, scale.dont_know or _DONT_KNOW, "Answers", "Score out of 10")
    rows = []
    for statement in statements:
        figure = statement.total
        label = wording.numbered(statement)
        if figure.detail is Detail.ALIKE and figure.value is not None:
            label = f"{label} {wording.alike(figure, scale)}."
        singles = _amounts(figure, figure.counts, len(single_names))
        banded = _amounts(figure, answer_words.in_bands(figure, scale), len(band_names))
        rows.append((label, *singles, *banded, *wording.basis(figure), _score(figure, scale)))
    return columns, tuple(rows)


def _amounts(figure: Figure, amounts: tuple[int, ...] | None, columns: int) -> list[str]:
    """One cell a column; where there are no amounts, each says that they are not shown, or not known."""
    if not columns:
        return []
    return [str(amount) for amount in amounts] if amounts is not None else [wording.missing(figure)] * columns


def _score(figure: Figure, scale: Scale) -> str:
    """A scale without an order of merit has no score, which is not the same as a hidden one."""
    return _NOTHING if scale.order == "distribution" else wording.score(figure)


def _labels(statements: Sequence[StatementResult]) -> dict[str, str]:
    """What stands beside each bar: the text, or the short name where texts repeat (as in a baseline)."""
    repeated = len({statement.text for statement in statements}) < len(statements)
    return {
        statement.id: f"{statement.number}. {statement.short if repeated else statement.text}"
        for statement in statements
    }


def _headings(comparison: Comparison, statements: Sequence[StatementResult]) -> dict[str, str]:
    """The section's title above its first statement, where there are several sections and they do group something."""
    first: dict[str, str] = {}
    for statement in statements:
        first.setdefault(statement.section, statement.id)
    if len(first) < 2 or len(first) == len(statements):
        return {}
    titles = {section.id: section.title for section in comparison.round.questionnaire.sections}
    return {statement: titles.get(section, section) for section, statement in first.items()}


def _stacked(
    comparison: Comparison, statements: Sequence[StatementResult], scale: Scale, captions: Captions, *, single: bool
) -> StackedBars:
    labels, headings = _labels(statements), _headings(comparison, statements)
    rows = tuple(
        BarRow(
            label=labels[statement.id],
            flags=_flags(statement),
            segments=_segments(statement.total, scale, single=single),
            words=_words(statement.total, scale),
            dont_know=_short(statement.total.dont_know),
            answers=_short(statement.total.n),
            score=_NOTHING if statement.total.score is None else wording.score(statement.total),
            section=headings.get(statement.id, ""),
        )
        for statement in statements
    )
    return StackedBars(captions, wording.band_names(scale), _key(statements, scale, single=single), rows)


def _flags(statement: StatementResult) -> str:
    """What else is to be known of a statement; what members hoped for is a view of its own."""
    words = [wording.FLAG_WORDS[flag] for flag in statement.flags if flag is not Flag.BELOW_HOPE]
    if statement.reverse:
        words.append(wording.REVERSED)
    return ", ".join(words)


def _short(value: int | None) -> str:
    """A number, or a dash where the words in the row say why there is none."""
    return _NOTHING if value is None else str(value)


def _words(figure: Figure, scale: Scale) -> str:
    if figure.detail is Detail.ALIKE:
        return wording.how_shown(figure, scale)
    if figure.detail is Detail.AVERAGE:
        return "Only the average is known"
    return _HIDDEN if figure.detail is Detail.NONE else ""


def _paints(bands: tuple[Band, Band, Band]) -> dict[int, tuple[int, Paint]]:
    """The panel and the paint of each single answer."""
    low, high = answer_paints(len(bands[0].values), len(bands[2].values))
    paints = (low, (NEUTRAL,), high)
    return {
        value: (panel, paint)
        for panel, band in enumerate(bands)
        for value, paint in zip(sorted(band.values), paints[panel], strict=True)
    }


def _segments(figure: Figure, scale: Scale, *, single: bool) -> tuple[Segment, ...]:
    if single and figure.counts is not None and scale.bands is not None:
        paints = _paints(scale.bands)
        return tuple(
            Segment(paints[value][0], amount, paints[value][1])
            for value, amount in zip(scale.values, figure.counts, strict=True)
        )
    bands = answer_words.in_bands(figure, scale)
    return tuple(Segment(panel, bands[panel], _BAND_PAINTS[panel]) for panel in range(3)) if bands else ()


def _key(statements: Sequence[StatementResult], scale: Scale, *, single: bool) -> tuple[tuple[str, Paint], ...]:
    entries: list[tuple[str, Paint]] = []
    if single and scale.bands is not None:
        paints = _paints(scale.bands)
        entries += [(scale.labels[value], paints[value][1]) for value in scale.values]
    if not single or any(statement.total.detail is Detail.BANDS for statement in statements):
        low, middle, high = wording.band_names(scale)
        together = " (together)" if single else ""
        entries.append((f"{low}{together}", UNFAVOURABLE_BAND))
        entries += [] if single else [(middle, NEUTRAL)]
        entries.append((f"{high}{together}", FAVOURABLE_BAND))
    return tuple(entries)


def _scores_alone(comparison: Comparison, statements: Sequence[StatementResult], captions: Captions) -> Dumbbells:
    """Where only averages are known: one dot a statement."""
    labels, headings = _labels(statements), _headings(comparison, statements)
    rows = []
    for statement in statements:
        figure = statement.total
        marks = () if figure.score is None else (Mark(figure.score, "o", THIS_ROUND),)
        counted = "" if figure.n is None else wording.many(figure.n, "answer", "answers")
        rows.append(
            DumbbellRow(
                label=labels[statement.id],
                marks=marks,
                figures=wording.score(figure),
                words=counted,
                section=headings.get(statement.id, ""),
            )
        )
    return Dumbbells(captions, ((Mark(0, "o", THIS_ROUND), "Average score"),), tuple(rows))


def _bar_group(statement: StatementResult, scale: Scale) -> BarGroup:
    names, counts = answer_words.counted(statement.total, scale)
    heading = wording.numbered(statement)
    if not counts:
        return BarGroup(heading, (), _words(statement.total, scale))
    whole = sum(counts)
    unsure = (
        "" if statement.total.dont_know is None else f"{scale.dont_know or _DONT_KNOW}: {statement.total.dont_know}."
    )
    return BarGroup(
        heading,
        tuple(
            CountedBar(name, amount, whole, f"{amount} of {whole}", PLAIN_BAR)
            for name, amount in zip(names, counts, strict=True)
        ),
        unsure,
    )
