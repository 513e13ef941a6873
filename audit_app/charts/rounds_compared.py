"""What changed since last time? Only what was released in both rounds is drawn, and every label is in words."""

from collections.abc import Sequence
from dataclasses import replace

from audit_app.analysis.footnotes import reworded
from audit_app.analysis.released import Change, ChangeLabel, Comparison, SectionResult, StatementResult
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import DECLINED, IMPROVED, QUIET_INK, THIS_ROUND

_MOST_AT_ONCE = 6  # rows on a screen, in letters that can be read from the back of a room
_UNCLEAR = "No clear change does not mean that nothing changed."
_WHY = "A change does not tell you why."
_NO_LABEL = "Where no label stands, the figures of one of the two rounds do not allow one."


def change(comparison: Comparison) -> Chart:
    """Every statement that has a change, in questionnaire order; empty where no round is compared."""
    parts = [
        (wording.numbered(statement), statement.short, statement.change)
        for statement in comparison.statements
        if statement.change is not None
    ]
    left_out = [_left_out(statement) for statement in comparison.statements if statement.change is None]
    return _chart(comparison, "change", ("statement", "statements"), parts, left_out)


def largest_changes(comparison: Comparison) -> Chart:
    """The statements that moved most, largest first: few enough for a screen that is looked at from afar."""
    moved = [each for each in comparison.statements if each.change is not None]
    moved.sort(key=lambda each: -abs(each.change.difference) if each.change else 0.0)
    parts = [(wording.numbered(each), each.short, each.change) for each in moved[:_MOST_AT_ONCE] if each.change]
    chart = _chart(comparison, "change-largest", ("statement", "statements"), parts, ())
    changes = [each.change for each in moved if each.change]
    if chart.empty or comparison.against is None or len(changes) <= len(parts):
        return chart
    said = f"These are the {len(parts)} largest of {len(changes)} changes."
    title = _title(changes, ("statement", "statements"), comparison.against.name)
    return replace(chart, title=title, sentence=f"{chart.sentence} {said}", alt=f"{title}. {chart.alt} {said}")


def section_change(comparison: Comparison) -> Chart:
    """The overall score and every section that has a change; empty where no round is compared."""
    results = (comparison.overall, *comparison.sections)
    parts = [(result.title, result.title, result.change) for result in results if result.change is not None]
    left_out = [_left_out(result) for result in results if result.change is None]
    return _chart(comparison, "section-change", ("score", "scores"), parts, left_out)


def _left_out(result: StatementResult | SectionResult) -> str:
    name = wording.numbered(result) if isinstance(result, StatementResult) else result.title
    return f"{name} ({result.no_comparison})" if result.no_comparison else name


def _chart(
    comparison: Comparison,
    chart_id: str,
    nouns: tuple[str, str],
    parts: Sequence[tuple[str, str, Change]],
    left_out: Sequence[str],
) -> Chart:
    base = wording.base(comparison)
    if comparison.against is None or not parts:
        return _empty(comparison, chart_id, nouns, base)
    before = comparison.against.name
    changes = [change for _, _, change in parts]
    title, sentence = _title(changes, nouns, before), _sentence([(short, change) for _, short, change in parts])
    labels = {change.label for change in changes}
    unclear = (_UNCLEAR,) if ChangeLabel.NO_CLEAR_CHANGE in labels else ()
    notes = (*unclear, _WHY, *((_NO_LABEL,) if None in labels else ()), *reworded(comparison))
    captions = Captions(title, sentence, (" ".join(notes), base, f"{wording.source(comparison)} · against {before}"))
    key = (
        (Mark(0, "o", THIS_ROUND, hollow=True), f"{before} (ring)"),
        (Mark(0, "o", THIS_ROUND), f"{comparison.round.name} (dot)"),
    )
    heading = "Not compared" if left_out else ""
    return Chart(
        id=chart_id,
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(parts), *nouns)} out of 10: {comparison.round.name} beside {before}. "
        f"{title}. {sentence} The table has every figure.",
        columns=(nouns[0].capitalize(), before, comparison.round.name, "Difference", "What it means"),
        rows=tuple(_cells(label, change) for label, _, change in parts),
        base=base,
        notes=notes,
        picture=Dumbbells(
            captions, key, tuple(_row(label, change) for label, _, change in parts), heading, (*left_out,)
        ),
    )


def _empty(comparison: Comparison, chart_id: str, nouns: tuple[str, str], base: str) -> Chart:
    if comparison.against is None:
        title, sentence = "No earlier round is compared", "Choose an earlier round to see what changed."
    else:
        title = f"Nothing can be compared with {comparison.against.name}"
        sentence = f"No {nouns[0]} is shown in both rounds with the same meaning."
    captions = Captions(title, sentence, (base, wording.source(comparison)))
    picture = CountedBars(captions, ())
    return Chart(chart_id, title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)


def _title(changes: Sequence[Change], nouns: tuple[str, str], before: str) -> str:
    labels = [change.label for change in changes]
    improved, declined = labels.count(ChangeLabel.IMPROVED), labels.count(ChangeLabel.DECLINED)
    if improved or declined:
        up = f"{wording.many(improved, *nouns)} improved" if improved else f"No {nouns[0]} improved"
        down = f"{declined} declined" if improved and declined else "none declined"
        if declined and not improved:
            return f"{wording.many(declined, *nouns)} declined since {before}, and none improved"
        return f"{up} since {before}, and {down}"
    if ChangeLabel.NO_CLEAR_CHANGE in labels:
        return f"No {nouns[0]} has clearly changed since {before}"
    if ChangeLabel.TOO_FEW in labels:
        return f"Too few answers to say what changed since {before}"
    return f"Scores beside those of {before}"


def _sentence(parts: Sequence[tuple[str, Change]]) -> str:
    most = max(parts, key=lambda part: part[1].difference)
    least = min(parts, key=lambda part: part[1].difference)
    said = []
    if most[1].difference > 0:
        said.append(f"Largest rise: {wording.named(most[0])} ({wording.signed(most[1].difference)}).")
    if least[1].difference < 0:
        said.append(f"Largest fall: {wording.named(least[0])} ({wording.signed(least[1].difference)}).")
    return " ".join(said) or "Every score is the same as before."


def _cells(label: str, change: Change) -> tuple[str, ...]:
    means = change.label.value if change.label else "No label"
    before, now = wording.number(change.earlier), wording.number(change.later)
    return (
        label,
        before,
        now,
        wording.signed(change.difference),
        f"{change.label.mark if change.label else ''} {means}".strip(),
    )


def _row(label: str, change: Change) -> DumbbellRow:
    colours = {ChangeLabel.IMPROVED: IMPROVED, ChangeLabel.DECLINED: DECLINED}
    clear = change.label in colours
    return DumbbellRow(
        label=label,
        marks=(Mark(change.earlier, "o", THIS_ROUND, hollow=True), Mark(change.later, "o", THIS_ROUND)),
        figures=f"{wording.number(change.earlier)} → {wording.number(change.later)} "
        f"({wording.signed(change.difference)})",
        words=f"{change.label.mark} {change.label.value}".strip() if change.label else "",
        colour=colours.get(change.label, QUIET_INK) if change.label else QUIET_INK,
        strong=clear,
    )
