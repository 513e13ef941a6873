"""Where are the sides apart? Sorted by the released gap; what is hidden stands at the end, in questionnaire order."""

from collections.abc import Sequence
from dataclasses import replace

from audit_app.analysis.released import Comparison, Figure, GapLabel, StatementResult
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import DECLINED, QUIET_INK, SIDE_COLOURS, SIDE_MARKS, SIDE_SHAPES
from audit_app.questionnaire.definition import Side

_MOST_AT_ONCE = 6  # rows on a screen, in letters that can be read from the back of a room
_ORDER = (Side.MANAGEMENT, Side.STAFF, Side.PARTNER)


def sides(comparison: Comparison) -> Chart:
    """Scores of the sides on each statement that shows them; empty where none does."""
    shown = sorted(
        (statement for statement in comparison.statements if _both(statement)),
        key=lambda statement: -abs(statement.gap.difference) if statement.gap else 1.0,
    )
    hidden = [statement for statement in comparison.statements if statement.sides is None]
    base = wording.base(comparison)
    if not shown:
        return _empty(comparison, hidden, base)
    with_partners = any(_figure(statement, Side.PARTNER) for statement in shown)
    kinds = _ORDER if with_partners else _ORDER[:2]
    title, sentence = _title(shown), _sentence(shown)
    notes = _notes(shown)
    return Chart(
        id="sides",
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(shown), 'statement', 'statements')}, widest apart first: the score of each "
        f"side out of 10. {title}. {sentence} The table has every figure.",
        columns=("Statement", *(kind.label for kind in kinds), "Apart", "What it means"),
        rows=(*(_cells(statement, kinds) for statement in shown), *(_hidden_cells(part, kinds) for part in hidden)),
        base=base,
        notes=notes,
        picture=Dumbbells(
            Captions(title, sentence, (" ".join(notes), base, wording.source(comparison))),
            tuple((_mark(kind, 0), kind.label) for kind in kinds),
            tuple(_row(statement) for statement in shown),
            _hidden_heading(hidden),
            tuple(wording.numbered(statement) for statement in hidden),
        ),
    )


def widest_gaps(comparison: Comparison) -> Chart:
    """The statements on which the sides are furthest apart: few enough for a screen that is looked at from afar."""
    whole = sides(comparison)
    picture = whole.picture
    if whole.empty or not isinstance(picture, Dumbbells):
        return replace(whole, id="sides-widest")
    shown = picture.rows[:_MOST_AT_ONCE]
    said = f"These are the {len(shown)} widest apart of {len(picture.rows)} that are shown by side."
    return replace(
        whole,
        id="sides-widest",
        sentence=f"{whole.sentence} {said}",
        rows=whole.rows[: len(shown)],
        picture=replace(picture, rows=shown, unplaced_heading="", unplaced=()),
    )


def _both(statement: StatementResult) -> bool:
    return statement.sides is not None and all(figure.score is not None for figure in statement.sides.values())


def _figure(statement: StatementResult, side: Side) -> Figure | None:
    """A released figure with a score, or None."""
    figure = statement.partner if side is Side.PARTNER else (statement.sides or {}).get(side)
    return figure if figure is not None and figure.score is not None else None


def _hidden_heading(hidden: Sequence[StatementResult]) -> str:
    words = next((statement.sides_hidden_words for statement in hidden if statement.sides_hidden_words), None)
    return words or ("Not shown by side" if hidden else "")


def _empty(comparison: Comparison, hidden: Sequence[StatementResult], base: str) -> Chart:
    if any(statement.sides_hidden_words for statement in hidden):
        title = "No statement can be shown by side"
        sentence = "Showing a side's result could tell how single members answered."
    else:
        title = "This round is not shown by side"
        sentence = wording.PLAN_WORDS[comparison.round.plan]
    picture = CountedBars(Captions(title, sentence, (base, wording.source(comparison))), ())
    return Chart("sides", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)


def _title(shown: Sequence[StatementResult]) -> str:
    gaps = [(statement, statement.gap) for statement in shown if statement.gap is not None]
    differ = [statement for statement, gap in gaps if gap.label is GapLabel.DIFFER]
    if differ:
        widest = differ[0]
        apart = abs(widest.gap.difference) if widest.gap else 0.0
        where = wording.many(len(differ), "statement", "statements")
        most = "" if len(differ) == 1 else "most "
        return f"The sides differ on {where}, {most}on {wording.named(widest.short)} ({wording.number(apart)} apart)"
    if any(gap.label is GapLabel.NO_CLEAR_DIFFERENCE for _, gap in gaps):
        return "No statement shows a clear difference between the sides"
    if any(gap.label is GapLabel.TOO_FEW for _, gap in gaps):
        return "Too few answers to say whether the sides differ"
    return "The scores of the two sides, widest apart first"


def _sentence(shown: Sequence[StatementResult]) -> str:
    gaps = [statement.gap.difference for statement in shown if statement.gap is not None]
    lower, higher = sum(gap < 0 for gap in gaps), sum(gap > 0 for gap in gaps)
    same = len(gaps) - lower - higher
    counted = [
        f"{words} on {amount}" for words, amount in (("lower", lower), ("higher", higher), ("the same", same)) if amount
    ]
    listed = ", ".join(counted[:-1]) + " and " + counted[-1] if len(counted) > 1 else "".join(counted)
    return (
        f"Beside management side, staff side scores {listed} of {wording.many(len(gaps), 'statement', 'statements')}."
    )


def _notes(shown: Sequence[StatementResult]) -> tuple[str, ...]:
    steps = {figure.step for statement in shown for figure in (statement.sides or {}).values()}
    notes = [wording.NOT_AGREED]
    if max(steps) > 0.1:
        coarse = "0.5" if max(steps) < 1 else "1"
        finer = " or 0.5" if max(steps) >= 1 and min(steps) < 1 else ""
        notes.append(f"Scores by side are rounded to the nearest {coarse}{finer}, to protect anonymity.")
    return tuple(notes)


def _mark(side: Side, score: float) -> Mark:
    return Mark(score, SIDE_SHAPES[side], SIDE_COLOURS[side])


def _row(statement: StatementResult) -> DumbbellRow:
    figures = [(kind, _figure(statement, kind)) for kind in _ORDER]
    present = [(kind, figure.score) for kind, figure in figures if figure is not None and figure.score is not None]
    differ = statement.gap is not None and statement.gap.label is GapLabel.DIFFER
    return DumbbellRow(
        label=wording.numbered(statement),
        marks=tuple(_mark(kind, score) for kind, score in present),
        figures="   ".join(f"{SIDE_MARKS[kind]} {wording.number(score)}" for kind, score in present),
        words=_means(statement),
        colour=DECLINED if differ else QUIET_INK,
        strong=differ,
    )


def _means(statement: StatementResult) -> str:
    if statement.gap is None:
        return ""
    label = statement.gap.label
    short = {GapLabel.NO_CLEAR_DIFFERENCE: "No clear difference", GapLabel.TOO_FEW: "Too few to compare"}
    return f"{wording.number(abs(statement.gap.difference))} apart" + (f". {short.get(label, label)}" if label else "")


def _cells(statement: StatementResult, kinds: Sequence[Side]) -> tuple[str, ...]:
    gap = statement.gap
    return (
        wording.numbered(statement),
        *(wording.score(_figure(statement, kind)) for kind in kinds),
        wording.number(abs(gap.difference)) if gap else wording.NOTHING_THERE,
        gap.label.value if gap and gap.label else "No label",
    )


def _hidden_cells(statement: StatementResult, kinds: Sequence[Side]) -> tuple[str, ...]:
    words = statement.sides_hidden_words or wording.NOT_SHOWN
    return (wording.numbered(statement), *(wording.NOT_SHOWN for _ in kinds), wording.NOT_SHOWN, words)
