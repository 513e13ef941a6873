"""What changed since the assessment before? Scores of elements beside each other, or how many statements moved."""

from collections import Counter
from dataclasses import dataclass

from audit_app.analysis.assessed.levels import standing
from audit_app.analysis.assessed.results import AssessmentResult, ElementChange, Movement
from audit_app.charts import assessed_wording as said
from audit_app.charts import wording
from audit_app.charts.chart import Chart, Picture
from audit_app.charts.counted_bars import BarGroup, CountedBar, CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.dumbbells import DumbbellRow, Dumbbells, Mark
from audit_app.charts.palette import DECLINED, FAVOURABLE_BAND, IMPROVED, QUIET_INK, THIS_ROUND, UNFAVOURABLE_BAND

_ID = "assessment-change"
_COMPARED = "Only statements that were rated both times, in the same words, are compared."
_WHY = "A change does not tell you why."


@dataclass(frozen=True)
class _Row:
    """One element. change: None where the instrument has no scores."""

    title: str
    up: int
    down: int
    same: int
    change: ElementChange | None

    @property
    def compared(self) -> int:
        return self.up + self.down + self.same

    @property
    def moved(self) -> str:
        return f"{self.up} up, {self.down} down, {self.same} same"


def assessment_change(result: AssessmentResult) -> Chart:
    """Each element then and now, with how many of its statements went up and down; empty without an earlier one."""
    base, source = said.base(result), said.source(result.content)
    rows = _rows(result)
    if result.against is None or not any(row.compared for row in rows):
        return _empty(result, base, source)
    before, now = _names(result.against.name, result.content.name)
    title, sentence = _title(rows, before), _sentence(result, rows)
    notes = (_COMPARED, _WHY)
    captions = Captions(title, sentence, (" ".join(notes), base, f"{source} · against {before}"))
    one, more = said.element_words(result.content)
    scored = any(row.change is not None for row in rows)
    scores = (before, now, "Difference") if scored else ()
    return Chart(
        id=_ID,
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(rows), one, more)}: {now} beside {before}. {title}. {sentence} "
        "The table has every figure.",
        columns=(one.capitalize(), *scores, "Went up", "Went down", "Stayed the same"),
        rows=tuple((row.title, *_figures(row), str(row.up), str(row.down), str(row.same)) for row in rows),
        base=base,
        notes=notes,
        picture=_dumbbells(captions, rows, before, now) if scored else _bars(captions, rows),
    )


def _names(before: str, now: str) -> tuple[str, str]:
    """The two names, told apart where an organisation gave both assessments the same."""
    return (before, now) if before != now else (f"{before} (before)", f"{now} (now)")


def _rows(result: AssessmentResult) -> list[_Row]:
    movement = {change.item: change.movement for change in result.changes}
    changes = {change.element: change for change in result.element_changes}
    rows = []
    for element in result.content.instrument.sections:
        found = Counter(movement.get(item.id) for item in element.questions)
        counts = (found[Movement.UP], found[Movement.DOWN], found[Movement.SAME])
        rows.append(_Row(element.title, *counts, changes.get(element.id)))
    return rows


def _title(rows: list[_Row], before: str) -> str:
    up, down = sum(row.up for row in rows), sum(row.down for row in rows)
    if not up and not down:
        return f"No statement changed since {before}"
    went_up = wording.many(up, "statement", "statements") if up else "No statement"
    if not down:
        return f"{went_up} went up since {before}, and none went down"
    return f"{went_up} went up since {before}, and {down} went down"


def _sentence(result: AssessmentResult, rows: list[_Row]) -> str:
    then = standing(result.against) if result.against is not None else None
    if result.standing is not None and result.standing.levels and then is not None:
        old, new = then.reached, result.standing.reached
        if old == new:
            return f"The level is still {new}." if new else "No level is reached yet."
        return f"The level was {old or 'none'}, and is now {new or 'none'}."
    moved = [(_difference(row.change), row) for row in rows if row.change is not None and row.change.common]
    parts = []
    if moved:
        most, least = max(moved, key=lambda each: each[0]), min(moved, key=lambda each: each[0])
        if most[0] > 0:
            parts.append(f"Largest rise: {wording.named(most[1].title)} ({wording.signed(most[0])}).")
        if least[0] < 0:
            parts.append(f"Largest fall: {wording.named(least[1].title)} ({wording.signed(least[0])}).")
    return " ".join(parts) or "Every score is the same as before."


def _difference(change: ElementChange) -> float:
    return change.difference if change.difference is not None else 0.0


def _figures(row: _Row) -> tuple[str, ...]:
    """Scores then and now and their difference, where the instrument has scores."""
    if row.change is None:
        return ()
    if row.change.before is None or row.change.after is None:
        return (wording.NOTHING_THERE,) * 3
    before, after = wording.number(row.change.before), wording.number(row.change.after)
    return before, after, wording.signed(_difference(row.change))


def _dumbbells(captions: Captions, rows: list[_Row], before: str, now: str) -> Picture:
    key = (
        (Mark(0, "o", THIS_ROUND, hollow=True), f"{before} (ring)"),
        (Mark(0, "o", THIS_ROUND), f"{now} (dot)"),
    )
    left_out = tuple(row.title for row in rows if not row.compared)
    drawn = tuple(_dumbbell(row, row.change) for row in rows if row.change is not None and row.compared)
    return Dumbbells(captions, key, drawn, "Not compared" if left_out else "", left_out)


def _dumbbell(row: _Row, change: ElementChange) -> DumbbellRow:
    before, after = change.before or 0.0, change.after or 0.0
    difference = _difference(change)
    mark, colour = ("▲", IMPROVED) if difference > 0 else ("▼", DECLINED) if difference < 0 else ("▬", QUIET_INK)
    return DumbbellRow(
        label=row.title,
        marks=(Mark(before, "o", THIS_ROUND, hollow=True), Mark(after, "o", THIS_ROUND)),
        figures=f"{wording.number(before)} → {wording.number(after)}",
        words=f"{mark} {wording.signed(difference)} · {row.moved}",
        colour=colour,
    )


def _bars(captions: Captions, rows: list[_Row]) -> Picture:
    """How many statements went up in each element, and below, how many went down."""
    up = tuple(
        CountedBar(row.title, row.up, row.compared, f"{row.up} of {row.compared}", FAVOURABLE_BAND, outlined=True)
        for row in rows
        if row.compared
    )
    down = tuple(
        CountedBar(row.title, row.down, row.compared, f"{row.down} of {row.compared}", UNFAVOURABLE_BAND, outlined=True)
        for row in rows
        if row.down
    )
    words = "" if down else "Nothing went down."
    return CountedBars(captions, (BarGroup("▲ Went up", up), BarGroup("▼ Went down", down, words)))


def _empty(result: AssessmentResult, base: str, source: str) -> Chart:
    if result.against is None:
        title, sentence = "No earlier assessment is compared", "The next assessment will show what changed."
    else:
        title = f"Nothing can be compared with {result.against.name}"
        sentence = "No statement was rated both times in the same words."
    picture = CountedBars(Captions(title, sentence, (base, source)), ())
    return Chart(_ID, title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
