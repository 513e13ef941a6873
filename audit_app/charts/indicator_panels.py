"""Small multiples on one line of time: a panel for each indicator, and upright lines where assessments were signed."""

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, width, wrap
from audit_app.charts.palette import GRID, LINK, QUIET_INK, THIS_ROUND

_PLOT = 100.0
_ENDS = 16.0  # above and below the highest and lowest figure, for numbers
_BELOW = 20.0
_SIGNED = 16.0  # a row of letters above the panels
_UNDER = 22.0  # the days below
_NEAR = 14.0  # letters nearer than this stand in rows of their own
_MANY = 40  # figures; above this, marks become small


@dataclass(frozen=True)
class IndicatorPanel:
    """title: name and unit. points: day and figure, by day. words: what is printed of a figure."""

    title: str
    points: tuple[tuple[date, float], ...]
    words: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]  # on the axis, with what is printed: the lowest and the highest are its ends


@dataclass(frozen=True)
class IndicatorPanels(CaptionedPicture):
    """The picture. signed: day and letter. key: what the letters mean. days: where time is marked, and the words."""

    first: date
    last: date
    panels: tuple[IndicatorPanel, ...]
    signed: tuple[tuple[date, str], ...]
    key: str
    days: tuple[tuple[date, str], ...]

    def body_height(self) -> float:
        return self._key_height() + self._letters_height() + self._panels_height() + _UNDER

    def draw(self) -> Figure:
        sheet, top = open_sheet(self)
        left, time, rows = self._left(), self._time(), self._rows()
        sheet.lines(MARGIN, top, wrap(self.key, SMALL, BODY_WIDTH), size=SMALL, colour=QUIET_INK)
        top += self._key_height()
        start = top + self._letters_height()
        ground = start + self._panels_height()
        starts = []
        for panel in self.panels:
            sheet.lines(MARGIN, start, _title(panel), bold=True)
            starts.append(start + _head(panel))
            start = starts[-1] + _PLOT + _BELOW
        drawn = [_drawn(panel, time, left, start) for panel, start in zip(self.panels, starts, strict=True)]
        for (on, letter), row in zip(self.signed, rows, strict=True):
            x = time.x(on)
            sheet.text(x, top + row * _SIGNED + 10, letter, size=SMALL, bold=True, align="center")
            sheet.line((x, top + row * _SIGNED + 13), (x, top + self._letters_height()), colour=LINK)
            for start, each in zip(starts, drawn, strict=True):
                _draw_signed(sheet, x, start, each.numbers)
        for each in drawn:
            _draw_panel(sheet, each, left)
        for on, words in self.days:
            sheet.line((time.x(on), ground), (time.x(on), ground + 4), colour=LINK)
            half = width(words, SMALL) / 2
            x = min(max(time.x(on), MARGIN + half), MARGIN + BODY_WIDTH - half)
            sheet.text(x, ground + 16, words, size=SMALL, colour=QUIET_INK, align="center")
        return sheet.figure

    def _left(self) -> float:
        return MARGIN + max(width(words, SMALL) for panel in self.panels for _, words in panel.ticks) + 8

    def _time(self) -> "_Time":
        return _Time(self.first, self.last, self._left() + 10, MARGIN + BODY_WIDTH - 14)

    def _rows(self) -> list[int]:
        time = self._time()
        return _rows([time.x(on) for on, _ in self.signed])

    def _key_height(self) -> float:
        return height(len(wrap(self.key, SMALL, BODY_WIDTH)), SMALL) + 6

    def _letters_height(self) -> float:
        return (max(self._rows(), default=-1) + 1) * _SIGNED

    def _panels_height(self) -> float:
        return sum(_head(panel) + _PLOT + _BELOW for panel in self.panels) - _BELOW


def _title(panel: IndicatorPanel) -> tuple[str, ...]:
    return wrap(panel.title, BODY, BODY_WIDTH, bold=True)


def _head(panel: IndicatorPanel) -> float:
    return height(len(_title(panel)), BODY) + 4


@dataclass(frozen=True)
class _Time:
    """Where a day stands between the left and the right end."""

    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        span = (self.last - self.first).days
        return self.left + (self.right - self.left) * ((on - self.first).days / span if span else 0.5)


def _rows(places: list[float]) -> list[int]:
    """A row for each letter, so that letters that are near each other do not cover one another."""
    ends: list[float] = []
    rows = []
    for x in places:
        row = next((number for number, end in enumerate(ends) if x - end >= _NEAR), len(ends))
        ends[row:] = [x, *ends[row + 1 :]]
        rows.append(row)
    return rows


@dataclass(frozen=True)
class _Number:
    """A figure to print: its middle and baseline, and half of its width."""

    x: float
    baseline: float
    half: float
    words: str


@dataclass(frozen=True)
class _Drawn:
    """Where everything of a panel stands. ticks: height, what is printed, and whether it is zero."""

    places: list[tuple[float, float]]
    numbers: list[_Number]
    ticks: list[tuple[float, str, bool]]


def _drawn(panel: IndicatorPanel, time: _Time, left: float, top: float) -> _Drawn:
    low, high = panel.ticks[0][0], panel.ticks[-1][0]

    def up(value: float) -> float:
        return top + _ENDS + (1 - (value - low) / (high - low)) * (_PLOT - 2 * _ENDS)

    places = [(time.x(on), up(value)) for on, value in panel.points]
    lines = [(up(tick), words, tick == 0) for tick, words in panel.ticks]
    return _Drawn(places, _numbers(panel, places, left), lines)


def _numbers(panel: IndicatorPanel, places: list[tuple[float, float]], left: float) -> list[_Number]:
    """The newest figure, then the first, highest and lowest, as far as there is room; on the side free of the line."""
    values = [value for _, value in panel.points]
    wanted = [len(values) - 1, 0, values.index(max(values)), values.index(min(values))]
    found: list[_Number] = []
    for place in dict.fromkeys(wanted):
        x, y = places[place]
        half = width(panel.words[place], SMALL, bold=True) / 2
        x = min(max(x, left + half + 2), MARGIN + BODY_WIDTH - half)
        if any(abs(x - other.x) < half + other.half + 6 for other in found):
            continue
        beside = [values[other] for other in (place - 1, place + 1) if 0 <= other < len(values)]
        below = bool(beside) and sum(beside) / len(beside) > values[place]
        found.append(_Number(x, y + 15 if below else y - 7, half, panel.words[place]))
    return found


def _draw_signed(sheet: Sheet, x: float, top: float, numbers: list[_Number]) -> None:
    """A dashed line down a panel that strikes no number through."""
    near = [each.baseline for each in numbers if abs(each.x - x) < each.half + 3]
    start = top
    while start < top + _PLOT:
        end = min(start + 5, top + _PLOT)
        if not any(baseline - 10 < end and start < baseline + 3 for baseline in near):
            sheet.line((x, start), (x, end), colour=LINK, thick=1.2)
        start += 8


def _draw_panel(sheet: Sheet, panel: _Drawn, left: float) -> None:
    for y, words, is_zero in panel.ticks:
        sheet.line((left, y), (MARGIN + BODY_WIDTH, y), colour=LINK if is_zero else GRID)
        sheet.text(left - 5, y + 3.5, words, size=SMALL, colour=QUIET_INK, align="right")
    for start, end in pairwise(panel.places):
        sheet.line(start, end, colour=THIS_ROUND, thick=2.0)
    for x, y in panel.places:
        size = 5.5 if len(panel.places) <= _MANY else 1.5
        sheet.mark(x, y, "o", size=size, fill=THIS_ROUND, edge=THIS_ROUND)
    for number in panel.numbers:
        sheet.text(number.x, number.baseline, number.words, size=SMALL, bold=True, align="center")


def ticks(values: tuple[float, ...]) -> tuple[float, ...]:
    """Three to six round numbers whose ends take in all values; they need not begin at zero."""
    low, high = min(values), max(values)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    rough = (high - low) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * (1 - 1e-9))
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) + 0.0 for number in range(start, end + 1))
