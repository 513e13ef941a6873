"""Numbered points in a square of four corners; a point that would cover another is moved and tied to its place."""

import math
from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, wrap
from audit_app.charts.palette import GRID, INK, LINK, PANEL, PAPER, QUIET_INK, THIS_ROUND, Paint

_LEFT = 36.0
_SIDE = 340.0  # height of the square
_LOW_SIDE = 250.0  # the same, where the lists stand at its right: a screen is wide and low
_CORNER = 24.0  # room for a corner's name, above and below the points
_DOT = 18.0
_INSIDE = 16.0  # points stay this far from the frame
_UNDER = 40.0
_SQUARE = 440.0  # width of the square where the lists stand at its right
_BESIDE = 18.0
_ABOVE = 18.0  # the name of the upright axis


_Frame = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """One point: its number, how far across and how far up."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Axis:
    """What an axis shows: its name, first and last value, where the line stands, and (value, words) of its ticks."""

    name: str
    low: float
    high: float
    line: float
    ticks: tuple[tuple[float, str], ...]

    def part(self, value: float) -> float:
        """How far along the axis a value stands, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Corner:
    """A corner's name, whether it is right and up, and the points in it in words."""

    name: str
    right: bool
    up: bool
    members: tuple[str, ...]


@dataclass(frozen=True)
class Scatter(CaptionedPicture):
    """The picture; the corners' points are listed below it, or at its right where `beside`."""

    across: Axis
    up: Axis
    spots: tuple[Spot, ...]
    corners: tuple[Corner, ...]
    beside: bool = False

    def body_height(self) -> float:
        if self.beside:
            return max(_ABOVE + _side(self) + _UNDER, sum(_beside_height(listed) for listed in _beside(self)))
        return _ABOVE + _side(self) + _UNDER + sum(_list_rows(self)) + 8

    def draw(self) -> Figure:
        lists, rows = [_listed(corner) for corner in self.corners], _list_rows(self)
        sheet, top = open_sheet(self)
        sheet.text(MARGIN + _LEFT, top + 10, f"{self.up.name} ↑", size=SMALL, bold=True)
        top += _ABOVE
        _draw_frame(sheet, self, top)
        _draw_spots(sheet, self, top)
        if self.beside:
            _draw_beside(sheet, self, top - _ABOVE)
            return sheet.figure
        below = top + _side(self) + _UNDER
        for place, high in enumerate(rows):
            for column, (heading, lines) in enumerate(lists[2 * place : 2 * place + 2]):
                left = MARGIN + column * (BODY_WIDTH / 2 + 8)
                end = sheet.lines(left, below, heading, bold=True)
                sheet.lines(left, end, lines)
            below += high
        return sheet.figure


def _listed(corner: Corner) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wide = BODY_WIDTH / 2 - 12
    members = corner.members or ("None",)
    return wrap(corner.name, BODY, wide, bold=True), tuple(line for each in members for line in wrap(each, BODY, wide))


def _list_rows(picture: Scatter) -> list[float]:
    """Height of each row of corners below the square."""
    lists = [_listed(corner) for corner in picture.corners]
    return [max(_list_height(pair) for pair in lists[place : place + 2]) for place in range(0, len(lists), 2)]


def _beside(picture: Scatter) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The heading and the lines of each corner, as narrow as the place at the right, in smaller letters."""
    wide = BODY_WIDTH - _SQUARE - _BESIDE
    return [
        (
            wrap(corner.name, SMALL, wide, bold=True),
            tuple(line for each in corner.members or ("None",) for line in wrap(each, SMALL, wide)),
        )
        for corner in picture.corners
    ]


def _beside_height(listed: tuple[tuple[str, ...], tuple[str, ...]]) -> float:
    return height(len(listed[0]) + len(listed[1]), SMALL) + 8


def _draw_beside(sheet: Sheet, picture: Scatter, top: float) -> None:
    left = MARGIN + _SQUARE + _BESIDE
    for heading, lines in _beside(picture):
        end = sheet.lines(left, top, heading, size=SMALL, bold=True)
        top = sheet.lines(left, end, lines, size=SMALL) + 8


def _side(picture: Scatter) -> float:
    """The height of the square."""
    return _LOW_SIDE if picture.beside else _SIDE


def _right(picture: Scatter) -> float:
    """The right edge of the square."""
    return MARGIN + (_SQUARE if picture.beside else BODY_WIDTH)


def _list_height(listed: tuple[tuple[str, ...], tuple[str, ...]]) -> float:
    return height(len(listed[0]) + len(listed[1]), BODY) + 10


def _at(picture: Scatter, top: float, x: float, y: float) -> tuple[float, float]:
    across = _right(picture) - MARGIN - _LEFT - 2 * _INSIDE
    down = _side(picture) - 2 * _CORNER - 2 * _INSIDE
    return (
        MARGIN + _LEFT + _INSIDE + picture.across.part(x) * across,
        top + _CORNER + _INSIDE + (1 - picture.up.part(y)) * down,
    )


def _draw_frame(sheet: Sheet, picture: Scatter, top: float) -> None:
    left, right, bottom = MARGIN + _LEFT, _right(picture), top + _side(picture)
    line_x, line_y = _at(picture, top, picture.across.line, picture.up.line)
    first = next((corner for corner in picture.corners if corner.name == "Work on first"), None)
    if first is not None:
        x, y = (line_x if first.right else left), (top if first.up else line_y)
        wide, high = (right - line_x if first.right else line_x - left), (line_y - top if first.up else bottom - line_y)
        sheet.area(x, y, wide, high, Paint(PANEL, INK), edge=PANEL)
    for value, words in picture.across.ticks:
        x, _ = _at(picture, top, value, picture.up.low)
        sheet.line((x, top), (x, bottom), colour=GRID)
        sheet.text(x, bottom + 13, words, size=SMALL, colour=QUIET_INK, align="center")
    for value, words in picture.up.ticks:
        _, y = _at(picture, top, picture.across.low, value)
        sheet.line((left, y), (right, y), colour=GRID)
        sheet.text(left - 6, y + 3.5, words, size=SMALL, colour=QUIET_INK, align="right")
    sheet.outline(left, top, right - left, _side(picture), colour=LINK)
    sheet.line((line_x, top), (line_x, bottom), thick=1.6)
    sheet.line((left, line_y), (right, line_y), thick=1.6)
    sheet.text((left + right) / 2, bottom + 29, f"{picture.across.name} →", size=SMALL, bold=True, align="center")
    for corner in picture.corners:
        x = right - 8 if corner.right else left + 8
        y = top + 16 if corner.up else bottom - 8
        sheet.text(x, y, corner.name, bold=True, align="right" if corner.right else "left")


def _draw_spots(sheet: Sheet, picture: Scatter, top: float) -> None:
    true = [_at(picture, top, spot.x, spot.y) for spot in picture.spots]
    placed = _apart(true, [_corner_frame(picture, top, spot) for spot in picture.spots])
    for here, there in zip(true, placed, strict=True):
        if here != there:
            sheet.line(here, there, colour=LINK)
            sheet.mark(*here, "o", size=3.0, fill=LINK, edge=LINK)
    for spot, (x, y) in zip(picture.spots, placed, strict=True):
        sheet.mark(x, y, "o", size=_DOT, fill=PAPER, edge=THIS_ROUND)
        sheet.text(x, y + 3.4, str(spot.number), size=SMALL, bold=True, align="center")


def _corner_frame(picture: Scatter, top: float, spot: Spot) -> _Frame:
    """Where a point may be moved to without leaving its corner: left, top, right, bottom."""
    line_x, line_y = _at(picture, top, picture.across.line, picture.up.line)
    left, right = MARGIN + _LEFT, _right(picture)
    left, right = (line_x, right) if spot.x >= picture.across.line else (left, line_x)
    above, below = (top, line_y) if spot.y >= picture.up.line else (line_y, top + _side(picture))
    above, below = max(above, top + _CORNER), min(below, top + _side(picture) - _CORNER)
    half = _DOT / 2 + 1
    return left + half, above + half, right - half, below - half


def _apart(true: list[tuple[float, float]], frames: list[_Frame]) -> list[tuple[float, float]]:
    """Each point at its place, or at the nearest free one of its corner on a spiral; the same for the same points."""
    placed: list[tuple[float, float]] = []
    for (x, y), frame in zip(true, frames, strict=True):
        free = (at for at in _spiral(x, y) if (_inside(at, frame) or at == (x, y)) and _free(at, placed))
        spot = next(free, (x, y))
        placed.append(spot)
    return placed


def _spiral(x: float, y: float) -> list[tuple[float, float]]:
    turns = [(0.0, 0.0)]
    for ring in range(1, 60):
        distance = ring * 4.0
        turns += [
            (distance * math.cos(turn * math.pi / 8), distance * math.sin(turn * math.pi / 8)) for turn in range(16)
        ]
    return [(x + right, y + down) for right, down in turns]


def _inside(at: tuple[float, float], frame: _Frame) -> bool:
    return frame[0] <= at[0] <= frame[2] and frame[1] <= at[1] <= frame[3]


def _free(at: tuple[float, float], placed: list[tuple[float, float]]) -> bool:
    return all(math.dist(at, other) >= _DOT + 3 for other in placed)
