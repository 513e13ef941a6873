"""What first? The score across; up what matters: importance, else the change, else how far the sides are apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from audit_app.analysis.released import Comparison, SectionResult, StatementResult
from audit_app.analysis.thresholds import GAP
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.scatter import Axis, Corner, Scatter, Spot

SCORE_LINE = 6.5
_FIRST, _WATCH, _KEEP, _LESS = "Work on first", "Watch", "Keep it up", "Less pressing"


@dataclass(frozen=True)
class _Upwards:
    """What stands upwards. pressing: whether what lies above the line presses more (a rise presses less)."""

    name: str
    words: str  # in a sentence: "matters most"
    line: float
    values: tuple[float, ...]
    pressing: bool
    signs: bool = False

    def high(self, value: float) -> bool:
        return value >= self.line

    def said(self, value: float) -> str:
        return wording.signed(value) if self.signs else wording.number(value)


Result = StatementResult | SectionResult
_Placed = tuple[int, Result, float, float]  # number, result, score, value on the upright axis


def quadrant(comparison: Comparison) -> Chart:
    """Every released score by its importance at the baseline, else its change, else its gap; only released figures.

    Sections, where the baseline asked about sections; otherwise statements. Empty where fewer than two can be placed.
    """
    scores, (results, up) = _scored(comparison), _upwards(comparison)
    base = wording.base(comparison)
    if up is None or len(results) < 2:
        return _empty(comparison, base)
    numbers = [_number(result, place) for place, result in enumerate(results, start=1)]
    placed = [
        (number, result, scores[result.id], value)
        for number, result, value in zip(numbers, results, up.values, strict=True)
    ]
    where = [_corner(score, value, up) for _, _, score, value in placed]
    title, sentence, notes = _title(where, placed), _sentence(where, up), _notes(results, up)
    return Chart(
        id="quadrant",
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(results), 'point', 'points')} in four corners: score across, "
        f"{up.name.lower()} upwards. {title}. {sentence} The table has every figure.",
        columns=(
            "Section" if isinstance(results[0], SectionResult) else "Statement",
            "Score out of 10",
            up.name,
            "Corner",
        ),
        rows=tuple(_cells(each, corner, up) for each, corner in zip(placed, where, strict=True)),
        base=base,
        notes=notes,
        picture=Scatter(
            Captions(title, sentence, (*notes, base, wording.source(comparison))),
            _score_axis([score for _, _, score, _ in placed]),
            _up_axis(up),
            tuple(Spot(number, score, value) for number, _, score, value in placed),
            _corners(placed, where, up),
        ),
    )


def quadrant_beside(comparison: Comparison) -> Chart:
    """The same, with the lists at the right of the square: less high, for a screen."""
    chart = quadrant(comparison)
    picture = chart.picture
    if isinstance(picture, Scatter):
        picture = replace(picture, beside=True)
    return replace(chart, id="quadrant-beside", picture=picture)


def _cells(placed: _Placed, corner: str, up: _Upwards) -> tuple[str, ...]:
    number, result, _, value = placed
    name = result.title if isinstance(result, SectionResult) else wording.worded(result)
    return f"{number}. {name}", wording.score(result.total), up.said(value), corner


def _corners(placed: Sequence[_Placed], where: Sequence[str], up: _Upwards) -> tuple[Corner, ...]:
    """The corners as they stand in the picture, each with the names of its points."""
    return tuple(
        Corner(
            name,
            right,
            high,
            tuple(
                f"{number}. {_short(result)}"
                for (number, result, _, _), each in zip(placed, where, strict=True)
                if each == name
            ),
        )
        for name, right, high in _places(up)
    )


def _scored(comparison: Comparison) -> dict[str, float]:
    """Id → released score of sections and of statements that count towards a score about experience."""
    questionnaire = comparison.round.questionnaire
    about = {
        question.id
        for question in questionnaire.scored_questions()
        if questionnaire.scale_of(question).measure == "experience"
    }
    statements = [statement for statement in comparison.statements if statement.id in about]
    sections: list[SectionResult] = [
        part for part in comparison.sections if any(statement.section == part.id for statement in statements)
    ]
    parts: list[Result] = [*sections, *statements]
    return {each.id: each.total.score for each in parts if each.total.score is not None}


def _upwards(comparison: Comparison) -> tuple[Sequence[Result], _Upwards | None]:
    scores, importance = _scored(comparison), comparison.importance
    everything: tuple[Result, ...] = (*comparison.statements, *comparison.sections)
    parts: list[Result] = [each for each in everything if each.id in scores and each.id in importance]
    statements = [each for each in parts if isinstance(each, StatementResult)]
    parts = [*statements] or parts
    if len(parts) > 1:
        values = tuple(importance[each.id] for each in parts)
        return parts, _Upwards("Importance", "matter most to members", median(values), values, pressing=True)
    own = [each for each in comparison.statements if each.id in scores]
    changed = [(each, each.change.difference) for each in own if each.change is not None]
    if len(changed) > 1:
        moved = tuple(value for _, value in changed)
        up = _Upwards("Change", "have fallen", 0.0, moved, pressing=False, signs=True)
        return [each for each, _ in changed], up
    gaps = [(each, abs(each.gap.difference)) for each in own if each.gap is not None]
    if len(gaps) > 1:
        apart = tuple(value for _, value in gaps)
        up = _Upwards("Sides apart", "the sides see differently", GAP, apart, pressing=True)
        return [each for each, _ in gaps], up
    return [], None


def _number(result: Result, place: int) -> int:
    return result.number if isinstance(result, StatementResult) else place


def _short(result: Result) -> str:
    return wording.named(result.short if isinstance(result, StatementResult) else result.title)[1:-1]


def _corner(score: float, value: float, up: _Upwards) -> str:
    """Pressing (important, apart, fallen) or not, by the score: a low score is never "less pressing"."""
    presses = up.high(value) == up.pressing
    if score < SCORE_LINE:
        return _FIRST if presses else _WATCH
    return _KEEP if presses == (up.name == "Importance") else _LESS


def _places(up: _Upwards) -> tuple[tuple[str, bool, bool], ...]:
    """The corners as they stand in the picture, by row: upper left, upper right, lower left, lower right."""
    return tuple(
        (_corner(0.0 if not right else 10.0, up.line + (0.0 if high else -1.0), up), right, high)
        for high in (True, False)
        for right in (False, True)
    )


def _title(where: Sequence[str], placed: Sequence[_Placed]) -> str:
    first = [each for each, corner in zip(placed, where, strict=True) if corner == _FIRST]
    if not first:
        return "Nothing stands in the corner to work on first"
    lowest = min(first, key=lambda each: each[2])
    name = wording.named(_short(lowest[1]))
    if len(first) == 1:
        return f"To work on first: {name}"
    return f"To work on first: {name} and {wording.many(len(first) - 1, 'other', 'others')}"


def _sentence(where: Sequence[str], up: _Upwards) -> str:
    counted = [f"{name}: {where.count(name)}" for name in (_FIRST, _WATCH, _KEEP, _LESS)]
    return f"{'; '.join(counted)}. First come low scores that {up.words}."


def _notes(results: Sequence[Result], up: _Upwards) -> tuple[str, ...]:
    line = {
        "Importance": f"the median of the importance that members gave, {wording.number(up.line)}",
        "Change": "no change",
        "Sides apart": f"{wording.number(up.line)} apart",
    }[up.name]
    notes = [
        f"The upright line is a score of {SCORE_LINE}; the level line is {line}. The chairs decide what comes first."
    ]
    if up.name == "Change":
        notes.append("Small changes are often chance: see the labels in the chart of changes.")
    if any(result.total.about for result in results):
        notes.append("“About”: the exact score is not shown.")
    kind = SectionResult if isinstance(results[0], SectionResult) else StatementResult
    if kind is StatementResult:
        notes.append("What is hidden, or has no score, is not in this picture.")
    return tuple(notes)


def _score_axis(scores: Sequence[float]) -> Axis:
    low, high = min(6, math.floor(min(scores))), max(7, math.ceil(max(scores)))
    return Axis("Score out of 10", low, high, SCORE_LINE, tuple((value, str(value)) for value in range(low, high + 1)))


def _up_axis(up: _Upwards) -> Axis:
    low, high = math.floor(min(*up.values, up.line)), math.ceil(max(*up.values, up.line))
    low, high = low - (low == up.line), high + (high == up.line)  # every corner has room
    ticks = tuple((value, wording.signed(value)[:-2] if up.signs else str(value)) for value in range(low, high + 1))
    return Axis(up.name, low, high, up.line, ticks)


def _empty(comparison: Comparison, base: str) -> Chart:
    title = "No corners can be drawn"
    sentence = "They need at least two scores with their importance, their change or their gap between the sides."
    picture = CountedBars(Captions(title, sentence, (base, wording.source(comparison))), ())
    return Chart("quadrant", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
