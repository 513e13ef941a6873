"""Figures that an organisation follows, under the days on which it signed its assessments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.indicator_panels import IndicatorPanel, IndicatorPanels, ticks
from audit_app.charts.wording import NOTHING_THERE, many

CAUTION = "Moving together is not the same as causing."
_OWN_SCALES = "Each panel has a scale of its own, and not every scale begins at zero."
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOST_MARKS = 8  # along the line of time


@dataclass(frozen=True)
class Followed:
    """One indicator: its figures by day, the oldest first, one a day at most."""

    name: str
    unit: str
    figures: tuple[tuple[date, float], ...]

    @property
    def title(self) -> str:
        return f"{self.name}, {self.unit}"


@dataclass(frozen=True)
class Signed:
    """That both sides signed an assessment on a day."""

    on: date
    name: str


def figure(value: float) -> str:
    """A figure as it is written everywhere: 4.7 or 1,250, with a real minus sign; up to four decimals."""
    words = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
    return f"\N{MINUS SIGN}{words}" if value < 0 and words != "0" else words


def indicators(organisation: str, followed: Sequence[Followed], signed: Sequence[Signed]) -> Chart:
    """All indicators that have figures, each in a panel on one line of time. Empty without any figure.

    signed: by day, the oldest first.
    """
    drawn = [each for each in followed if each.figures]
    number = sum(len(each.figures) for each in drawn)
    base = f"{many(number, 'figure', 'figures')} that {organisation} entered itself."
    if not drawn:
        return _empty(base)
    title, sentence = _title(drawn), _sentence(drawn, signed)
    days = sorted({on for each in drawn for on, _ in each.figures} | {each.on for each in signed})
    letters = _letters(signed)
    notes = (CAUTION, _OWN_SCALES) if len(drawn) > 1 else (CAUTION, "The scale need not begin at zero.")
    return Chart(
        id="indicators",
        title=title,
        sentence=sentence,
        alt=f"{many(len(drawn), 'line chart', 'line charts')} over time. {title}. {sentence} "
        "The table has every figure.",
        columns=("Day", *(each.title for each in drawn), *(["Assessment signed"] if signed else [])),
        rows=tuple(_row(on, drawn, signed) for on in days),
        base=base,
        notes=notes,
        picture=IndicatorPanels(
            Captions(title, sentence, (*notes, base)),
            days[0],
            days[-1],
            tuple(_panel(each) for each in drawn),
            tuple((on, letter) for on, letter in letters.items()),
            _key(letters, signed),
            _marks(days[0], days[-1]),
        ),
    )


def _panel(each: Followed) -> IndicatorPanel:
    marks = ticks(tuple(value for _, value in each.figures))
    words = tuple(figure(value) for _, value in each.figures)
    return IndicatorPanel(each.title, each.figures, words, tuple((mark, figure(mark)) for mark in marks))


def _row(on: date, drawn: list[Followed], signed: Sequence[Signed]) -> tuple[str, ...]:
    figures = [dict(each.figures).get(on) for each in drawn]
    cells = [NOTHING_THERE if value is None else figure(value) for value in figures]
    names = "; ".join(each.name for each in signed if each.on == on)
    return (_day(on), *cells, *([names or NOTHING_THERE] if signed else []))


def _title(drawn: list[Followed]) -> str:
    if len(drawn) > 1:
        return f"{len(drawn)} figures over time"
    (first, before), (last, now) = drawn[0].figures[0], drawn[0].figures[-1]
    newest = f"{figure(now)} on {_day(last)}"
    return f"{drawn[0].title}: " + (newest if first == last else f"{figure(before)} on {_day(first)}, {newest}")


def _sentence(drawn: list[Followed], signed: Sequence[Signed]) -> str:
    newest = (
        ""
        if len(drawn) == 1
        else "Newest: "
        + "; ".join(f"{each.title}: {figure(each.figures[-1][1])} on {_day(each.figures[-1][0])}" for each in drawn)
        + ". "
    )
    lines = (
        "Upright lines: the days on which both sides signed an assessment."
        if signed
        else ("No assessment has been signed yet.")
    )
    return f"{newest}{lines}"


def _letters(signed: Sequence[Signed]) -> dict[date, str]:
    """A letter for each day: A to Z, then AA, AB and so on."""
    letters: dict[date, str] = {}
    for on in sorted({each.on for each in signed}):
        place = len(letters)
        letters[on] = (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)
    return letters


def _key(letters: dict[date, str], signed: Sequence[Signed]) -> str:
    return " · ".join(
        f"{letter}: {_day(on)}, {' and '.join(each.name for each in signed if each.on == on)}"
        for on, letter in letters.items()
    )


def _marks(first: date, last: date) -> tuple[tuple[date, str], ...]:
    """Starts of years, or of months where there are few, between two days; the days themselves where there are none."""
    months = [
        date(number // 12, number % 12 + 1, 1)
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    inside = [month for month in months if first <= month <= last]
    if not inside or (len(inside) == 1 and (last - first).days < 28):
        return tuple((on, _short(on)) for on in dict.fromkeys((first, last)))
    step = next((each for each in (1, 2, 3, 6, 12, 24, 60, 120) if len(inside) <= each * _MOST_MARKS), 240)
    found = [month for month in inside if (month.year * 12 + month.month - 1) % step == 0] or inside[:1]
    yearly = step >= 12
    return tuple(
        (month, str(month.year) if yearly else f"{_MONTHS[month.month - 1][:3]} {month.year}") for month in found
    )


def _day(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def _short(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}"


def _empty(base: str) -> Chart:
    title, sentence = "There are no figures to draw yet", "Add a figure and its day, and the picture begins."
    picture = CountedBars(Captions(title, sentence, (base,)), ())
    return Chart("indicators", title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
