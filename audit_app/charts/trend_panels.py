"""Small multiples: one panel a line, all with the same rounds across and 0 to 10 up."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, width, wrap
from audit_app.charts.palette import GRID, INK, LINK, PANEL, PAPER, QUIET_INK, THIS_ROUND, Paint

_GAP = 28.0  # between the two columns
_WIDE = (BODY_WIDTH - _GAP) / 2
_AXIS = 20.0
_PLOT = 128.0
_ENDS = 18.0  # above 10 and below 0, for numbers
_UNDER = 34.0  # dates below
_KEY_ROW = 18.0
_LIFT = 7.0
_HIDDEN = Paint(PANEL, INK, "////", "#aeb7bd")


@dataclass(frozen=True)
class TrendPoint:
    """One round of one panel.

    score: None where there is none to draw: `hidden` is hatched, else the place stays empty. words: the score as
    printed, in one or two lines. shape, hollow: its mark. whisker: low and high end. joined: a line from the round
    before; loose: that line is thin, because the two scores were not worked out in the same way.
    """

    score: float | None
    words: tuple[str, ...] = ()
    shape: str = "o"
    hollow: bool = False
    whisker: tuple[float, float] | None = None
    joined: bool = False
    loose: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class TrendPanel:
    title: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True)
class TrendPanels(CaptionedPicture):
    """The picture. dates: two short lines below each round. key: (kind, words); see `_draw_sign`."""

    dates: tuple[tuple[str, str], ...]
    panels: tuple[TrendPanel, ...]
    key: tuple[tuple[str, str], ...]

    def body_height(self) -> float:
        heads = self._heads()
        return _key_height(self.key) + sum(heads) + len(heads) * (_PLOT + _UNDER)

    def _pairs(self) -> list[tuple[TrendPanel, ...]]:
        return [self.panels[place : place + 2] for place in range(0, len(self.panels), 2)]

    def _heads(self) -> list[float]:
        return [max(height(len(_title(panel)), BODY) for panel in pair) + 4 for pair in self._pairs()]

    def draw(self) -> Figure:
        pairs, heads, key = self._pairs(), self._heads(), _key_places(self.key)
        sheet, top = open_sheet(self)
        for (line, x), (kind, words) in zip(key, self.key, strict=True):
            _draw_sign(sheet, kind, x, top + line * _KEY_ROW + 6)
            sheet.text(x + 28, top + line * _KEY_ROW + 9.5, words, size=SMALL)
        top += _key_height(self.key)
        for pair, head in zip(pairs, heads, strict=True):
            for column, panel in enumerate(pair):
                left = MARGIN + column * (_WIDE + _GAP)
                sheet.lines(left, top, _title(panel), bold=True)
                _draw_panel(sheet, self.dates, panel, left, top + head)
            top += head + _PLOT + _UNDER
        return sheet.figure


def _title(panel: TrendPanel) -> tuple[str, ...]:
    return wrap(panel.title, BODY, _WIDE, bold=True)


def _key_places(key: tuple[tuple[str, str], ...]) -> list[tuple[int, float]]:
    places = []
    line, x = 0, MARGIN
    for _, words in key:
        across = 28 + width(words, SMALL) + 18
        if x > MARGIN and x + across > MARGIN + BODY_WIDTH:
            line, x = line + 1, MARGIN
        places.append((line, x))
        x += across
    return places


def _key_height(key: tuple[tuple[str, str], ...]) -> float:
    return (1 + max([line for line, _ in _key_places(key)], default=-1)) * _KEY_ROW + 4


def _draw_sign(sheet: Sheet, kind: str, x: float, y: float) -> None:
    """The sign of a kind in the key: counted, averages, report, hidden, break, whisker or loose."""
    if kind == "hidden":
        sheet.area(x + 3, y - 6, 16, 13, _HIDDEN, edge=LINK)
    elif kind == "whisker":
        _draw_whisker(sheet, x + 11, y - 7, y + 7)
    elif kind in {"break", "loose"}:
        if kind == "loose":
            sheet.line((x, y), (x + 22, y), colour=LINK)
        for end in (x + 3, x + 19):
            sheet.mark(end, y, "o", size=6, fill=THIS_ROUND, edge=THIS_ROUND)
    else:
        _draw_mark(sheet, x + 11, y, "s" if kind == "report" else "o", hollow=kind != "counted")


def _draw_mark(sheet: Sheet, x: float, y: float, shape: str, *, hollow: bool) -> None:
    sheet.mark(x, y, shape, size=7 if hollow else 5.5, fill=PAPER if hollow else THIS_ROUND, edge=THIS_ROUND)


def _draw_whisker(sheet: Sheet, x: float, above: float, below: float) -> None:
    sheet.line((x, above), (x, below), colour=QUIET_INK)
    for end in (above, below):
        sheet.line((x - 3, end), (x + 3, end), colour=QUIET_INK)


def _up(top: float, score: float) -> float:
    return top + _ENDS + (1 - score / 10) * (_PLOT - 2 * _ENDS)


def _draw_panel(sheet: Sheet, dates: tuple[tuple[str, str], ...], panel: TrendPanel, left: float, top: float) -> None:
    step = (_WIDE - _AXIS) / len(dates)
    middles = [left + _AXIS + (place + 0.5) * step for place in range(len(dates))]
    for tick in (0, 5, 10):
        y = _up(top, tick)
        sheet.line((left + _AXIS, y), (left + _WIDE, y), colour=LINK if tick == 0 else GRID)
        sheet.text(left + _AXIS - 5, y + 3.5, str(tick), size=SMALL, colour=QUIET_INK, align="right")
    for x, lines in zip(middles, dates, strict=True):
        sheet.lines(x, top + _PLOT - 8, lines, size=SMALL, colour=QUIET_INK, align="center")
    for place, point in enumerate(panel.points):
        before = panel.points[place - 1] if place else None
        if point.joined and before is not None and before.score is not None and point.score is not None:
            start, end = (middles[place - 1], _up(top, before.score)), (middles[place], _up(top, point.score))
            sheet.line(start, end, colour=LINK if point.loose else THIS_ROUND, thick=1.0 if point.loose else 2.0)
    for x, point in zip(middles, panel.points, strict=True):
        _draw_point(sheet, point, x, top, step)


def _draw_point(sheet: Sheet, point: TrendPoint, x: float, top: float, step: float) -> None:
    if point.score is None:
        if point.hidden:
            wide = min(16.0, step - 6)
            sheet.area(x - wide / 2, _up(top, 10), wide, _up(top, 0) - _up(top, 10), _HIDDEN)
        return
    y = _up(top, point.score)
    above = y
    if point.whisker is not None:
        low, high = point.whisker
        _draw_whisker(sheet, x, _up(top, high), _up(top, low))
        above = _up(top, high)
    _draw_mark(sheet, x, y, point.shape, hollow=point.hollow)
    start = min(above - 2, y - _LIFT) - height(len(point.words) - 1, SMALL)
    for number, words in enumerate(point.words):
        sheet.text(x, start + number * 12, words, size=SMALL, bold=True, align="center")
