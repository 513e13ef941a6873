"""Which levels are reached, and how much is left? Each element as a row of steps, from the lowest to the highest."""

from audit_app.analysis.assessed.results import AssessmentResult, Standing
from audit_app.charts import assessed_wording as said
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.score_grid import LIGHTEST, SHADES, GridCell, GridRow, ScoreGrid

_ID = "assessment-levels"
_NEARLY = 2
_PAINTS = (SHADES[3][1], SHADES[1][1], LIGHTEST)
_KEY = ("Nothing left", f"1 or {_NEARLY} things left", "More left")


def assessment_levels(result: AssessmentResult) -> Chart:
    """The whole, then every element, by level: reached, or how many things are left. Empty without levels."""
    base, source = said.base(result), said.source(result.content)
    where = result.standing
    if where is None or not where.levels:
        return _empty(base, source)
    title, sentence = _title(where), _sentence(result, where)
    notes = ("A higher level asks for everything that a lower one asks for, where its rules say so.", said.SELF_CHECK)
    one, more = said.element_words(result.content)
    left = [("The whole", [len(level.left) for level in where.levels])]
    left += [(part.title, left_in(part.id, where)) for part in result.elements]
    return Chart(
        id=_ID,
        title=title,
        sentence=sentence,
        alt=f"Table of {wording.many(len(result.elements), one, more)} by level, darkest where nothing is left. "
        f"{title}. {sentence} The table has every figure.",
        columns=(one.capitalize(), *(level.title for level in where.levels)),
        rows=tuple((label, *(_words(amount) for amount in amounts)) for label, amounts in left),
        base=base,
        notes=notes,
        picture=ScoreGrid(
            Captions(title, sentence, (said.SELF_CHECK, base, source)),
            tuple((level.title, 1.0) for level in where.levels),
            tuple(
                GridRow(label, tuple(_cell(amount) for amount in amounts), strong=place == 0)
                for place, (label, amounts) in enumerate(left)
            ),
            _KEY,
            _PAINTS,
        ),
    )


def left_in(element: str, where: Standing) -> list[int]:
    """How many things are left in one element, for each level."""
    return [sum(left.element == element for left in level.left) for level in where.levels]


def _cell(amount: int) -> GridCell:
    near = 0 if amount == 0 else 1 if amount <= _NEARLY else 2
    return GridCell(_words(amount), shade=_PAINTS[near])


def _words(amount: int) -> str:
    return f"{amount} left" if amount else "✓ Reached"


def _title(where: Standing) -> str:
    if where.next_level is None:
        return f"{where.reached} is reached, the highest level"
    ahead = next(level for level in where.levels if level.title == where.next_level)
    reached = f"{where.reached} is reached" if where.reached else "No level is reached yet"
    return f"{reached}; {said.things(len(ahead.left))} for {ahead.title}"


def _sentence(result: AssessmentResult, where: Standing) -> str:
    if where.next_level is None:
        return "Nothing is left to do for a level."
    ahead = next(level for level in where.levels if level.title == where.next_level)
    behind = {left.element for left in ahead.left}
    titles = [part.title for part in result.elements if part.id in behind]
    if len(titles) == len(result.elements):
        return f"Every {said.element_words(result.content)[0]} has something left for it."
    if len(titles) <= 3:
        return f"What is left stands in {said.listed(titles)}."
    return f"What is left stands in {len(titles)} of {len(result.elements)} {said.element_words(result.content)[1]}."


def _empty(base: str, source: str) -> Chart:
    title, sentence = "This self-assessment has scores, not levels", "The profile shows where it stands."
    picture = CountedBars(Captions(title, sentence, (base, source)), ())
    return Chart(_ID, title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
