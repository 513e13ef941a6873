"""Diverging stacked bars: unfavourable to the left of a line, favourable to the right, neutral in a panel of its own.

Neutral answers stand apart because a bar that straddles the line would make the ends impossible to compare.
"""

from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, Sheet, open_sheet
from audit_app.charts.lettering import BODY, SMALL, height, legible, width, wrap
from audit_app.charts.palette import INK, PANEL, QUIET_INK, RULE, Paint

_LABEL = 266.0
_FIGURES = 146.0  # three columns of numbers at the right
_PLOT = BODY_WIDTH - _LABEL - _FIGURES
_BAR = 20.0
_SPACE = 9.0  # between rows
_PANEL_GAP = 12.0
_LIFT = 2.0  # so that a bar and the first line of its label stand on one line
_BASELINE = _BAR / 2 - _LIFT + BODY * 0.37
_SHORT_HEADING = 76.0
_LEAST_SHARE = 0.12  # a panel never vanishes, so that its heading can be read


@dataclass(frozen=True)
class Segment:
    """Some answers of one kind. panel: 0 unfavourable, 1 neutral, 2 favourable."""

    panel: int
    amount: int
    paint: Paint


@dataclass(frozen=True)
class BarRow:
    """One statement. segments ascend by value; where there are none, `words` say why."""

    label: str
    flags: str
    segments: tuple[Segment, ...]
    words: str
    dont_know: str
    answers: str
    score: str
    section: str = ""  # a heading above the row


@dataclass(frozen=True)
class StackedBars(CaptionedPicture):
    """The picture. panels: the names of the three bands; key: what each paint means, in the order of the scale."""

    panels: tuple[str, str, str]
    key: tuple[tuple[str, Paint], ...]
    rows: tuple[BarRow, ...]

    def body_height(self) -> float:
        return self._head() + sum(_row_height(row) for row in self.rows)

    def _head(self) -> float:
        """Height of the key and of the headings of columns."""
        columns = height(max(len(lines) for lines in _headings(self)), SMALL)
        return len(_key_rows(self.key)) * 18.0 + 6.0 + columns + 4.0

    def draw(self) -> Figure:
        key_rows, heads, top = _key_rows(self.key), _headings(self), self._head()
        sheet, start = open_sheet(self)
        _draw_key(sheet, key_rows, start)
        scale = _Ruler.fitting(self.rows, self.panels)
        first = start + top
        _draw_headings(sheet, scale, heads, first)
        for row in self.rows:
            first = _draw_row(sheet, scale, row, first)
        return sheet.figure


@dataclass(frozen=True)
class _Ruler:
    """Where shares of the answers lie: one unit for all panels and rows, so that lengths can be compared."""

    zero: float
    neutral: float  # left edge of the neutral panel
    end: float
    unit: float  # points for a share of 1

    @classmethod
    def fitting(cls, rows: tuple[BarRow, ...], panels: tuple[str, str, str]) -> "_Ruler":
        drawn = [row for row in rows if row.segments]
        shares = [max([_LEAST_SHARE, *(_share(row, panel) for row in drawn)]) for panel in range(3)]
        rooms = [0.0, 0.0, 0.0]  # beside the bars, for numbers that do not fit into them
        unit = 0.0
        for _ in range(6):  # less room for bars puts more numbers beside them; it settles at once or nearly so
            unit = (_PLOT - _PANEL_GAP - sum(rooms)) / sum(shares)
            needed = [
                max(
                    [
                        _heading_width(panels[panel]) - shares[panel] * unit,
                        *(_beside_width(row, panel, unit) for row in drawn),
                    ]
                )
                for panel in range(3)
            ]
            if all(have >= need for have, need in zip(rooms, needed, strict=True)):
                break
            rooms = [max(pair) for pair in zip(rooms, needed, strict=True)]
        zero = MARGIN + _LABEL + rooms[0] + shares[0] * unit
        neutral = zero + shares[2] * unit + rooms[2] + _PANEL_GAP
        return cls(zero, neutral, MARGIN + _LABEL + _PLOT, unit)


def _heading_width(heading: str) -> float:
    """What a heading needs: all of it on one line when it is short, else its longest word unbroken."""
    whole = width(legible(heading), SMALL, bold=True)
    longest = max(width(word, SMALL, bold=True) for word in legible(heading).split())
    return (whole if whole <= _SHORT_HEADING else longest) + 10.0


def _share(row: BarRow, panel: int) -> float:
    whole = sum(segment.amount for segment in row.segments)
    return sum(segment.amount for segment in row.segments if segment.panel == panel) / whole if whole else 0.0


def _outwards(row: BarRow, panel: int) -> list[Segment]:
    """The segments of a panel that have answers, from its line outwards."""
    parts = [segment for segment in row.segments if segment.panel == panel and segment.amount]
    return parts[::-1] if panel == 0 else parts


def _fits(segment: Segment, row: BarRow, unit: float) -> bool:
    """Whether the number can be printed in its bar."""
    whole = sum(part.amount for part in row.segments)
    return width(str(segment.amount), BODY, bold=True) + 5.0 <= segment.amount / whole * unit


def _beside(row: BarRow, panel: int, unit: float) -> str:
    """The numbers that do not fit into their bars, in the order of the bars."""
    parts = [str(segment.amount) for segment in _outwards(row, panel) if not _fits(segment, row, unit)]
    return " + ".join(parts[::-1] if panel == 0 else parts)


def _beside_width(row: BarRow, panel: int, unit: float) -> float:
    words = _beside(row, panel, unit)
    return width(words, BODY, bold=True) + 6.0 if words else 0.0


def _key_rows(key: tuple[tuple[str, Paint], ...]) -> list[list[tuple[float, str, Paint]]]:
    """The key broken into lines that fit: where each entry starts, what it says and its paint."""
    rows: list[list[tuple[float, str, Paint]]] = [[]]
    x = MARGIN
    for label, paint in key:
        across = 24.0 + width(label, SMALL) + 16.0
        if rows[-1] and x + across > MARGIN + BODY_WIDTH:
            rows.append([])
            x = MARGIN
        rows[-1].append((x, label, paint))
        x += across
    return rows if key else []


def _draw_key(sheet: Sheet, rows: list[list[tuple[float, str, Paint]]], top: float) -> None:
    for number, row in enumerate(rows):
        for x, label, paint in row:
            sheet.area(x, top + number * 18.0, 18.0, 12.0, paint, edge=QUIET_INK)
            sheet.text(x + 24.0, top + number * 18.0 + 9.5, label, size=SMALL)


def _headings(picture: StackedBars) -> tuple[tuple[str, ...], ...]:
    """Lines above each panel and each column of numbers."""
    scale = _Ruler.fitting(picture.rows, picture.panels)
    spaces = (
        scale.zero - MARGIN - _LABEL - 6.0,
        scale.end - scale.neutral,
        scale.neutral - _PANEL_GAP - scale.zero - 6,
    )
    left, middle, right = (
        wrap(name, SMALL, max(space, 40.0), bold=True)
        for name, space in zip((picture.panels[0], picture.panels[1], picture.panels[2]), spaces, strict=True)
    )
    return left, right, middle, ("Don't", "know"), ("Answers",), ("Score", "of 10")


def _draw_headings(sheet: Sheet, scale: _Ruler, heads: tuple[tuple[str, ...], ...], first: float) -> None:
    left, right, middle, *columns = heads
    places = [(left, scale.zero - 6, "right"), (right, scale.zero + 6, "left"), (middle, scale.neutral, "left")]
    places += [(column, x, "right") for column, x in zip(columns, _columns(), strict=True)]
    for lines, x, align in places:
        sheet.lines(x, first - 6 - height(len(lines), SMALL), lines, size=SMALL, bold=True, align=align)


def _columns() -> tuple[float, float, float]:
    """Right edges of the columns of numbers: don't know, answers, score."""
    right = MARGIN + BODY_WIDTH
    return right - 106.0, right - 48.0, right


def _label_lines(row: BarRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return wrap(row.label, BODY, _LABEL - 12), wrap(row.flags, SMALL, _LABEL - 12, bold=True)


def _row_height(row: BarRow) -> float:
    label, flags = _label_lines(row)
    words = wrap(row.words, BODY, _PLOT - 8) if not row.segments else ()
    used = max(
        height(len(label), BODY) + height(len(flags), SMALL),
        height(len(words), BODY),
        _BAR,
        28.0 if " " in row.score else 0.0,
    )
    heading = wrap(row.section, BODY, BODY_WIDTH, bold=True)
    return used + _SPACE + (height(len(heading), BODY) + 6 if heading else 0)


def _draw_row(sheet: Sheet, scale: _Ruler, row: BarRow, top: float) -> float:
    """Draw one row from `top`; returns where the next one starts."""
    bottom = top + _row_height(row)
    heading = wrap(row.section, BODY, BODY_WIDTH, bold=True)
    if heading:
        top = sheet.lines(MARGIN, top + 2, heading, bold=True) + 4
    label, flags = _label_lines(row)
    if row.segments:
        panel = Paint(PANEL, INK)
        sheet.area(scale.neutral, top - 5, scale.end - scale.neutral, bottom - top + 2, panel, edge=PANEL)
        _draw_segments(sheet, scale, row, top)
        sheet.line((scale.zero, top - 5), (scale.zero, bottom - 3), thick=1.2)
    else:
        sheet.lines(MARGIN + _LABEL, top, wrap(row.words, BODY, _PLOT - 8), colour=QUIET_INK)
    sheet.line((MARGIN, bottom - 3), (MARGIN + BODY_WIDTH, bottom - 3), colour=RULE, thick=0.6)
    end = sheet.lines(MARGIN, top, label)
    sheet.lines(MARGIN, end, flags, size=SMALL, bold=True, colour=QUIET_INK)
    for x, cell in zip(_columns(), (row.dont_know, row.answers, row.score), strict=True):
        for number, part in enumerate(cell.split(" ")):  # "about 7.5" stands on two lines
            sheet.text(x, top + _BASELINE + number * 12, part, size=SMALL if part.isalpha() else BODY, align="right")
    return bottom


def _draw_segments(sheet: Sheet, scale: _Ruler, row: BarRow, top: float) -> None:
    whole = sum(segment.amount for segment in row.segments)
    for panel, start, direction in ((0, scale.zero, -1), (1, scale.neutral, 1), (2, scale.zero, 1)):
        x = start
        for segment in _outwards(row, panel):
            across = segment.amount / whole * scale.unit
            left = min(x, x + direction * across)
            sheet.area(left, top - _LIFT, across, _BAR, segment.paint)
            if _fits(segment, row, scale.unit):
                _draw_amount(sheet, segment, left + across / 2, top)
            x += direction * across
        beside = _beside(row, panel, scale.unit)
        sheet.text(x + direction * 4, top + _BASELINE, beside, bold=True, align="right" if direction < 0 else "left")


def _draw_amount(sheet: Sheet, segment: Segment, middle: float, top: float) -> None:
    """Print the number in its bar, on a patch without hatching."""
    words = str(segment.amount)
    if segment.paint.hatch:
        needed = width(words, BODY, bold=True) + 4.0
        back = Paint(segment.paint.fill, segment.paint.ink)
        sheet.area(middle - needed / 2, top - _LIFT + 3, needed, _BAR - 6, back, edge=segment.paint.fill)
    sheet.text(middle, top + _BASELINE, words, bold=True, colour=segment.paint.ink, align="center")
