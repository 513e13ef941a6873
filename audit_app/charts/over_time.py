"""Where are we heading? From three rounds on: a small panel for the overall score and for each section.

A line breaks where the scored statements were not the same, and where a round in between is not shown.
"""

from dataclasses import replace
from itertools import pairwise

from audit_app.analysis.released import Detail, Figure, Plan, Point, RoundFacts, Series, SeriesLine
from audit_app.analysis.tallies import OVERALL
from audit_app.analysis.wording import meaning_stayed
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.trend_panels import TrendPanel, TrendPanels, TrendPoint
from audit_app.questionnaire.definition import TWO_SIDES

FEWEST_ROUNDS = 3
_PANELS_AT_ONCE = 2
_KIND_OF_FIGURE = "Kind of figure"
_NOT_ASKED = "Not asked"
_KEY = {
    "counted": "Counted here",
    "averages": "Only averages known",
    "report": "Counted elsewhere",
    "whisker": "How far chance may move it",
    "loose": "Thin line: worked out in different ways",
    "break": "No line: not comparable",
    "hidden": "Not shown, to protect anonymity",
}


def over_time(series: Series) -> Chart:
    """The released scores of every round, both sides together; empty below three rounds that can be drawn."""
    rounds = series.rounds
    lines = [line for line in series.lines if any(point.figure.score is not None for point in line.points)]
    base = _base(series)
    if len(rounds) < FEWEST_ROUNDS or not lines:
        return _empty(series, base)
    title, sentence = _title(series, lines), _sentence(lines)
    notes = _notes(series, lines)
    panels = tuple(TrendPanel(line.title, _points(line, rounds)) for line in lines)
    newest = rounds[-1]
    source = f"{newest.forum} · {len(rounds)} rounds to {wording.day(newest)}"
    return Chart(
        id="over-time",
        title=title,
        sentence=sentence,
        alt=f"{wording.many(len(lines), 'small line chart', 'small line charts')} of scores out of 10 over "
        f"{len(rounds)} rounds. {title}. {sentence} The table has every figure.",
        columns=("Score out of 10", *(f"{facts.name}, {wording.day(facts)}" for facts in rounds)),
        rows=((_KIND_OF_FIGURE, *map(_kind_words, rounds)), *((line.title, *_cells(line)) for line in lines)),
        base=base,
        notes=notes,
        picture=TrendPanels(
            Captions(title, sentence, (*notes, base, source)),
            tuple((f"{facts.closed_on:%b}", f"{facts.closed_on:%Y}") for facts in rounds),
            panels,
            _key(panels),
        ),
    )


def over_time_parts(series: Series, at_once: int = _PANELS_AT_ONCE) -> tuple[Chart, ...]:
    """The same, so many panels a picture: two are few enough for a screen that is looked at from afar."""
    whole = over_time(series)
    picture = whole.picture
    if not isinstance(picture, TrendPanels):
        return (whole,)
    parts = []
    for number, start in enumerate(range(0, len(picture.panels), at_once), start=1):
        panels = picture.panels[start : start + at_once]
        names = " · ".join(panel.title for panel in panels)
        title, sentence = whole.title, whole.sentence
        if start:
            title, sentence = f"Over time: {names}", "Both sides together, scores out of 10."
        captions = replace(picture.captions, title=title, sentence=sentence)
        parts.append(
            replace(
                whole,
                id=f"over-time-{number}",
                title=title,
                sentence=sentence,
                alt=f"{wording.many(len(panels), 'small line chart', 'small line charts')}. {title}. {sentence}",
                rows=(*whole.rows[:1], *whole.rows[1 + start : 1 + start + at_once]),
                picture=replace(picture, captions=captions, panels=panels, key=_key(panels)),
            )
        )
    return tuple(parts)


def _points(line: SeriesLine, rounds: tuple[RoundFacts, ...]) -> tuple[TrendPoint, ...]:
    pairs = list(zip(line.points, rounds, strict=True))
    return tuple(_point(pairs, place) for place in range(len(pairs)))


def _point(pairs: list[tuple[Point, RoundFacts]], place: int) -> TrendPoint:
    point, facts = pairs[place]
    if point.figure.score is None:
        return TrendPoint(None, hidden=point.asked)
    before = pairs[place - 1][1] if place else facts
    return TrendPoint(
        score=point.figure.score,
        words=tuple(wording.score(point.figure).split(" ")),
        shape="s" if facts.typed_in and not facts.averages_only else "o",
        hollow=facts.typed_in or facts.averages_only,
        whisker=point.whisker,
        joined=point.joined,
        loose=point.joined and _kind(before) != _kind(facts),
    )


def _kind_words(facts: RoundFacts) -> str:
    if facts.plan is Plan.NOTHING:
        return "Too few answers to show anything"
    return _KEY[_kind(facts)]


def _kind(facts: RoundFacts) -> str:
    return "averages" if facts.averages_only else "report" if facts.typed_in else "counted"


def _key(panels: tuple[TrendPanel, ...]) -> tuple[tuple[str, str], ...]:
    """Only what is drawn is explained."""
    points = [point for panel in panels for point in panel.points]
    broken = any(
        after.score is not None and before.score is not None and not after.joined
        for panel in panels
        for before, after in zip(panel.points, panel.points[1:], strict=False)
    )
    shown = [point for point in points if point.score is not None]
    present = {
        "counted": any(not point.hollow for point in shown),
        "averages": any(point.hollow and point.shape == "o" for point in shown),
        "report": any(point.hollow and point.shape == "s" for point in shown),
        "whisker": any(point.whisker is not None for point in shown),
        "loose": any(point.loose for point in shown),
        "break": broken,
        "hidden": any(point.hidden for point in points),
    }
    return tuple((kind, words) for kind, words in _KEY.items() if present[kind])


def _cells(line: SeriesLine) -> tuple[str, ...]:
    cells = []
    before: Point | None = None
    for point in line.points:
        cells.append(_cell(point, before))
        before = point
    return tuple(cells)


def _cell(point: Point, before: Point | None) -> str:
    if not point.asked:
        return _NOT_ASKED
    if point.figure.score is None:
        return wording.NOT_SHOWN
    more = []
    if point.whisker is not None:
        more.append(f"{wording.number(point.whisker[0])} to {wording.number(point.whisker[1])}")
    if before is not None and before.figure.score is not None and not point.joined:
        more.append("other statements than the round before")
    if point.reworded:
        more.append("new words, same meaning")
    said = wording.score(point.figure)
    return f"{said} ({'; '.join(more)})" if more else said


def _ends(line: SeriesLine) -> tuple[Figure, Figure] | None:
    """The first and the last figure of the unbroken run of at least two rounds that leads to the newest round."""
    if line.points[-1].figure.score is None or not line.points[-1].joined:
        return None
    place = len(line.points) - 1
    while line.points[place].joined:
        place -= 1
    return line.points[place].figure, line.points[-1].figure


def _difference(line: SeriesLine) -> float | None:
    """Newest minus first of the unbroken run, from the released scores; None where either is only "about"."""
    ends = _ends(line)
    if ends is None or any(figure.about or figure.score is None for figure in ends):
        return None
    return round((ends[1].score or 0.0) - (ends[0].score or 0.0), 1)


def _title(series: Series, lines: list[SeriesLine]) -> str:
    overall = next((line for line in lines if line.id == OVERALL), None)
    ends = _ends(overall) if overall is not None else None
    if overall is not None and ends is not None:
        place = len(overall.points) - 1
        while overall.points[place].joined:
            place -= 1
        first = series.rounds[place].name
        return (
            f"Overall score: {wording.score(ends[0])} in {first}, {wording.score(ends[1])} in {series.rounds[-1].name}"
        )
    return f"Scores of {len(series.rounds)} rounds, as far as they can be compared"


def _sentence(lines: list[SeriesLine]) -> str:
    moved = [
        (difference, line) for line in lines if line.id != OVERALL and (difference := _difference(line)) is not None
    ]
    said = []
    if moved:
        most, least = max(moved, key=lambda each: each[0]), min(moved, key=lambda each: each[0])
        if most[0] > 0:
            said.append(f"Largest rise: {wording.named(most[1].title)} ({wording.signed(most[0])}).")
        if least[0] < 0:
            said.append(f"Largest fall: {wording.named(least[1].title)} ({wording.signed(least[0])}).")
    return " ".join(said) or "Both sides together, a line for each section."


def _notes(series: Series, lines: list[SeriesLine]) -> tuple[str, ...]:
    notes = ["Rises and falls here have no labels: chance alone moves scores. Compare two rounds to see what is clear."]
    if any(
        before.figure.score is not None and after.figure.score is not None and not after.joined
        for line in lines
        for before, after in zip(line.points, line.points[1:], strict=False)
    ):
        notes.append("A line breaks where the statements or their meaning were not the same.")
    if any(_hidden_between(line) for line in lines):
        notes.append("It also breaks where a round in between is not shown.")
    notes += _reworded(series, lines)
    if any(point.whisker is not None for line in lines for point in line.points):
        notes.append(
            "An upright stroke shows how far chance may move a score. It stands only where every answer is shown."
        )
    averages = [facts.name for facts in series.rounds if facts.averages_only]
    report = [facts.name for facts in series.rounds if facts.typed_in and not facts.averages_only]
    if averages:
        notes.append(
            f"Only averages are known of {' and '.join(averages)}: drawn as an empty ring, and never labelled."
        )
    if report:
        notes.append(
            f"{' and '.join(report)}: counted elsewhere and brought in as numbers, drawn as an empty square. "
            "Where nobody knows who gave which answers, a section's score is the mean of its statements."
        )
    if any(point.figure.about for line in lines for point in line.points):
        notes.append("“About”: the exact score is not shown.")
    coarse = [facts.name for facts in series.rounds if facts.plan is Plan.NOTHING]
    if coarse:
        notes.append(f"Too few answered {' and '.join(coarse)} to show anything.")
    if any(point.figure.detail is Detail.NONE and point.asked for line in lines for point in line.points):
        notes.append("What is not shown is hidden to protect anonymity.")
    return (*notes, *series.left_out)


def _hidden_between(line: SeriesLine) -> bool:
    shown = [place for place, point in enumerate(line.points) if point.figure.score is not None]
    return any(point.asked and point.figure.score is None for point in line.points[shown[0] : shown[-1]])


def _reworded(series: Series, lines: list[SeriesLine]) -> list[str]:
    """Where a line runs on although words changed."""
    return [
        f"Some words changed between {before.name} and {after.name}; "
        f"{meaning_stayed(before.questionnaire, after.questionnaire)}."
        for place, (before, after) in enumerate(pairwise(series.rounds), start=1)
        if any(line.points[place].reworded for line in lines)
    ]


def _base(series: Series) -> str:
    counted = "; ".join(f"{facts.name}: {_answered(facts)}" for facts in series.rounds)
    return f"Both sides together, how many answered: {counted}."


def _answered(facts: RoundFacts) -> str:
    known = all(facts.turnout[side].answered is not None for side in TWO_SIDES if side in facts.turnout)
    return wording.answered(facts, *TWO_SIDES) if known and facts.turnout else wording.NOT_KNOWN.lower()


def _empty(series: Series, base: str) -> Chart:
    title = "There are not enough rounds to draw over time"
    sentence = f"It takes {FEWEST_ROUNDS} closed rounds that asked the same statements."
    if len(series.rounds) >= FEWEST_ROUNDS:
        title, sentence = "No score of these rounds can be shown", "They are hidden to protect anonymity."
    picture = CountedBars(Captions(title, sentence, (base, *series.left_out)), ())
    return Chart("over-time", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
