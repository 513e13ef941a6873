"""A grid of scores, darker where higher; a hidden cell is hatched and says so."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, width, wrap
from audit_app.charts.palette import INK, PANEL, PAPER, QUIET_INK, Paint

_LABEL = 196.0
_WIDEST = 120.0
_LEAST = 34.0
_PAD = 4.0
_KEY_ROW = 20.0
SHADES = (  # score below, paint: a scale of its own, because these are neither answers nor sides
    (5.0, Paint("#eef4f4", INK)),
    (6.5, Paint("#b5d6d3", INK)),
    (7.5, Paint("#6fb0ab", INK)),
    (10.1, Paint("#1d5a57", "#ffffff")),
)
LIGHTEST = SHADES[0][1]
HIDDEN = Paint(PANEL, INK, "////", "#aeb7bd")
NOTHING = Paint(PAPER, QUIET_INK)


@dataclass(frozen=True)
class GridCell:
    """What a cell says. `score` None and `hidden`: hatched; None and not hidden: there is no such figure.

    other: the score is of other statements than those of its row. shade: a paint of its own, for what is no score.
    """

    words: str
    score: float | None = None
    hidden: bool = False
    other: bool = False
    shade: Paint | None = None

    @property
    def strong(self) -> bool:
        """Whether it says something to be read first: a score, or a step."""
        return self.score is not None or self.shade is not None

    @property
    def paint(self) -> Paint:
        """Its shade, by its score."""
        if self.shade is not None:
            return self.shade
        if self.score is None:
            return HIDDEN if self.hidden else NOTHING
        return next(paint for limit, paint in SHADES if self.score < limit)


@dataclass(frozen=True)
class GridRow:
    label: str
    cells: tuple[GridCell, ...]
    strong: bool = False


@dataclass(frozen=True)
class ScoreGrid(CaptionedPicture):
    """The picture. columns: (words, weight of its width); key: words of each of `paints`, as far as they are needed.

    label: points for the names of the rows.
    """

    columns: tuple[tuple[str, float], ...]
    rows: tuple[GridRow, ...]
    key: tuple[str, ...]
    paints: tuple[Paint, ...] = (*(paint for _, paint in SHADES), HIDDEN)
    label: float = _LABEL

    def body_height(self) -> float:
        return _KEY_ROW + _head_height(_heads(self)) + sum(self._tall()) + 4

    def _tall(self) -> list[float]:
        across = _widths(self.columns, self.label)
        return [_row_height(row, across, self.label) for row in self.rows]

    def draw(self) -> Figure:
        across, heads, tall = _widths(self.columns, self.label), _heads(self), self._tall()
        head = _head_height(heads)
        sheet, top = open_sheet(self)
        _draw_key(sheet, self.key, self.paints, top)
        top += _KEY_ROW + head
        x = MARGIN + self.label
        for lines, wide in zip(heads, across, strict=True):
            above = top - 6 - height(len(lines), SMALL)
            sheet.lines(x + wide / 2, above, lines, size=SMALL, bold=True, align="center")
            x += wide
        for row, high in zip(self.rows, tall, strict=True):
            _draw_row(sheet, row, across, self.label, top, high)
            top += high
        return sheet.figure


def _widths(columns: tuple[tuple[str, float], ...], label: float) -> list[float]:
    unit = (BODY_WIDTH - label) / sum(weight for _, weight in columns)
    return [min(_WIDEST * max(weight, 1.0), unit * weight) for _, weight in columns]


def _heads(picture: ScoreGrid) -> list[tuple[str, ...]]:
    across = _widths(picture.columns, picture.label)
    return [wrap(name, SMALL, wide - _PAD, bold=True) for (name, _), wide in zip(picture.columns, across, strict=True)]


def _head_height(heads: list[tuple[str, ...]]) -> float:
    return height(max(len(lines) for lines in heads), SMALL) + 6


def _lines(cell: GridCell, wide: float) -> tuple[str, ...]:
    return wrap(cell.words, BODY if cell.strong else SMALL, wide - 6, bold=cell.strong)


def _row_height(row: GridRow, across: list[float], names: float) -> float:
    label = height(len(wrap(row.label, BODY, names - 10, bold=row.strong)), BODY)
    cells = [height(len(_lines(cell, wide)), BODY) for cell, wide in zip(row.cells, across, strict=True)]
    return max(_LEAST, 12.0 + max([label, *cells]))


def _draw_row(sheet: Sheet, row: GridRow, across: list[float], names: float, top: float, high: float) -> None:
    label = wrap(row.label, BODY, names - 10, bold=row.strong)
    sheet.lines(MARGIN, top + (high - height(len(label), BODY)) / 2, label, bold=row.strong)
    x = MARGIN + names
    for cell, wide in zip(row.cells, across, strict=True):
        paint = cell.paint
        sheet.area(x, top, wide, high, paint)
        if cell.strong and paint.fill == LIGHTEST.fill:
            sheet.outline(x + 1.5, top + 1.5, wide - 3, high - 3, colour="#aeb7bd")
        words, bold = _lines(cell, wide), cell.strong
        size = BODY if bold else SMALL
        start = top + (high - height(len(words), size)) / 2
        if paint.hatch:
            widest = max([width(line, size) for line in words], default=0.0)
            patch = Paint(paint.fill, paint.ink)
            down = height(len(words), size) + 2
            sheet.area(x + (wide - widest) / 2 - 2, start, widest + 4, down, patch, edge=paint.fill)
        sheet.lines(x + wide / 2, start, words, size=size, bold=bold, colour=paint.ink, align="center")
        x += wide


def _draw_key(sheet: Sheet, key: tuple[str, ...], paints: tuple[Paint, ...], top: float) -> None:
    x = MARGIN
    for words, paint in zip(key, paints, strict=False):
        sheet.area(x, top, 18.0, 12.0, paint, edge=QUIET_INK)
        sheet.text(x + 24.0, top + 9.5, words, size=SMALL)
        x += 24.0 + width(words, SMALL) + 16.0
