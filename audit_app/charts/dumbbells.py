"""Two or three marks on one line from 0 to 10: rounds side by side, sides side by side, or one score alone."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, width, wrap
from audit_app.charts.palette import GRID, INK, LINK, PAPER, QUIET_INK, RULE

_LABEL = 262.0
_WORDS = 186.0  # at the right
_PAD = 14.0
_PLOT = BODY_WIDTH - _LABEL - _WORDS - 2 * _PAD
_SPACE = 9.0
_LEAST = 26.0  # height of a row
_MARK = 10.0
_APART = 5.0  # how far marks that would cover each other are moved off the line
_KEY_ROW = 18.0
_TICKS = 16.0


@dataclass(frozen=True)
class Mark:
    """A score as a shape; a hollow mark is a ring that a solid mark fits into."""

    score: float
    shape: str
    colour: str
    hollow: bool = False


@dataclass(frozen=True)
class DumbbellRow:
    """One statement. figures: its scores in words; words: what they mean, in `colour` and bold when `strong`.

    A line joins the first two marks; a third (partners) stands alone.
    """

    label: str
    marks: tuple[Mark, ...]
    figures: str
    words: str
    colour: str = INK
    strong: bool = False
    section: str = ""


@dataclass(frozen=True)
class Dumbbells(CaptionedPicture):
    """The picture. key: shape, colour, hollow and meaning of each kind of mark; unplaced: words below."""

    key: tuple[tuple[Mark, str], ...]
    rows: tuple[DumbbellRow, ...]
    unplaced_heading: str = ""
    unplaced: tuple[str, ...] = ()

    def body_height(self) -> float:
        return _key_height(self) + self._plot() + 2 * _TICKS + _unplaced_height(self)

    def _plot(self) -> float:
        return sum(_row_height(row) for row in self.rows)

    def draw(self) -> Figure:
        key = _key_places(self.key)
        sheet, start = open_sheet(self)
        for (line, x), (mark, meaning) in zip(key, self.key, strict=True):
            y = start + line * _KEY_ROW + 6
            _draw_mark(sheet, x + 6, y, mark)
            sheet.text(x + 18, y + 3.5, meaning, size=SMALL)
        top = start + _key_height(self) + _TICKS
        _draw_axis(sheet, top, top + self._plot())
        for row in self.rows:
            top = _draw_row(sheet, row, top)
        _draw_unplaced(sheet, self, top + _TICKS)
        return sheet.figure


def _place(score: float) -> float:
    return MARGIN + _LABEL + _PAD + score / 10 * _PLOT


def _key_places(key: tuple[tuple[Mark, str], ...]) -> list[tuple[int, float]]:
    """Line and left edge of each entry of the key."""
    places = []
    line, x = 0, MARGIN
    for _, meaning in key:
        across = 18 + width(meaning, SMALL) + 20
        if x > MARGIN and x + across > MARGIN + BODY_WIDTH:
            line, x = line + 1, MARGIN
        places.append((line, x))
        x += across
    return places


def _key_height(picture: Dumbbells) -> float:
    return (1 + max([line for line, _ in _key_places(picture.key)], default=-1)) * _KEY_ROW


def _draw_axis(sheet: Sheet, top: float, bottom: float) -> None:
    for tick in range(0, 11, 2):
        x = _place(tick)
        sheet.line((x, top), (x, bottom), colour=GRID if tick else LINK)
        sheet.text(x, top - 5, str(tick), size=SMALL, colour=QUIET_INK, align="center")
        sheet.text(x, bottom + 12, str(tick), size=SMALL, colour=QUIET_INK, align="center")
    sheet.text(MARGIN + _LABEL - 6, top - 5, "Score out of 10", size=SMALL, colour=QUIET_INK, align="right")


def _parts(row: DumbbellRow) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return (
        wrap(row.label, BODY, _LABEL - 8),
        wrap(row.figures, BODY, _WORDS - 4, bold=True),
        wrap(row.words, SMALL, _WORDS - 4, bold=True),
    )


def _heading(row: DumbbellRow) -> tuple[str, ...]:
    return wrap(row.section, BODY, BODY_WIDTH, bold=True)


def _row_height(row: DumbbellRow) -> float:
    label, figures, words = _parts(row)
    used = max(height(len(label), BODY), height(len(figures), BODY) + height(len(words), SMALL), _LEAST)
    heading = _heading(row)
    return used + _SPACE + (height(len(heading), BODY) + 6 if heading else 0)


def _draw_row(sheet: Sheet, row: DumbbellRow, top: float) -> float:
    bottom = top + _row_height(row)
    heading = _heading(row)
    if heading:
        top = sheet.lines(MARGIN, top + 2, heading, bold=True) + 4
    label, figures, words = _parts(row)
    sheet.line((MARGIN, bottom - 4), (MARGIN + BODY_WIDTH, bottom - 4), colour=RULE, thick=0.6)
    sheet.lines(MARGIN, top, label)
    right = MARGIN + BODY_WIDTH - _WORDS + 4
    below = sheet.lines(right, top, figures, bold=True)
    sheet.lines(right, below, words, size=SMALL, bold=row.strong, colour=row.colour)
    middle = top + _LEAST / 2
    offsets = _offsets(row.marks)
    if len(row.marks) > 1 and offsets[0] == offsets[1]:
        ends = [(_place(mark.score), middle + offsets[0]) for mark in row.marks[:2]]
        sheet.line(ends[0], ends[1], colour=LINK, thick=2.4)
    for mark, off in zip(row.marks, offsets, strict=True):
        _draw_mark(sheet, _place(mark.score), middle + off, mark)
    return bottom


def _offsets(marks: tuple[Mark, ...]) -> tuple[float, ...]:
    """How far each mark stands off its line: apart where solid marks would cover each other, else on it."""
    if len(marks) < 2 or any(mark.hollow for mark in marks):
        return tuple(0.0 for _ in marks)  # a solid mark fits into a ring
    first, second, *third = marks
    covered = bool(third) and any(_cover(third[0], mark) for mark in (first, second))
    if not _cover(first, second):
        return (0.0, 0.0, *((2 * _APART if covered else 0.0) for _ in third))
    return (-2 * _APART, 0.0, 2 * _APART) if covered else (-_APART, _APART, *(0.0 for _ in third))


def _cover(one: Mark, other: Mark) -> bool:
    return abs(_place(one.score) - _place(other.score)) < _MARK


def _draw_mark(sheet: Sheet, x: float, y: float, mark: Mark) -> None:
    if mark.hollow:
        sheet.mark(x, y, mark.shape, size=_MARK + 2, fill=PAPER, edge=mark.colour)
    else:
        sheet.mark(x, y, mark.shape, size=_MARK - 2, fill=mark.colour, edge=mark.colour)


def _unplaced_lines(picture: Dumbbells) -> tuple[tuple[str, ...], tuple[str, ...]]:
    heading = wrap(picture.unplaced_heading, BODY, BODY_WIDTH, bold=True)
    return heading, tuple(line for text in picture.unplaced for line in wrap(text, BODY, BODY_WIDTH - 12))


def _unplaced_height(picture: Dumbbells) -> float:
    if not picture.unplaced:
        return 0.0
    heading, lines = _unplaced_lines(picture)
    return height(len(heading) + len(lines), BODY) + 12


def _draw_unplaced(sheet: Sheet, picture: Dumbbells, top: float) -> None:
    if not picture.unplaced:
        return
    heading, lines = _unplaced_lines(picture)
    end = sheet.lines(MARGIN, top + 4, heading, bold=True)
    sheet.lines(MARGIN + 12, end + 4, lines, colour=QUIET_INK)
