"""Plain bars with their counts in words: who answered, and answers that have no order of merit."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from audit_app.charts.drawing import BODY_WIDTH, MARGIN, CaptionedPicture, open_sheet
from audit_app.charts.lettering import BODY, height, width, wrap
from audit_app.charts.palette import QUIET_INK, Paint

_LABEL = 190.0
_BAR = 20.0
_SPACE = 10.0


@dataclass(frozen=True)
class CountedBar:
    """One bar: `length` of `whole` is filled; the outline of the whole is drawn where `outlined`."""

    label: str
    length: int
    whole: int
    words: str
    paint: Paint
    outlined: bool = False


@dataclass(frozen=True)
class BarGroup:
    """Bars under a heading, or a heading with `words` instead of bars."""

    heading: str
    bars: tuple[CountedBar, ...]
    words: str = ""


@dataclass(frozen=True)
class CountedBars(CaptionedPicture):
    """The picture: groups of bars, all to one scale within a group."""

    groups: tuple[BarGroup, ...]

    def body_height(self) -> float:
        return sum(_group_height(group) for group in self.groups)

    def draw(self) -> Figure:
        sheet, top = open_sheet(self)
        for group in self.groups:
            top = sheet.lines(MARGIN, top, wrap(group.heading, BODY, BODY_WIDTH, bold=True), bold=True)
            top = sheet.lines(MARGIN, top, wrap(group.words, BODY, BODY_WIDTH), colour=QUIET_INK) + 4
            longest = max([bar.whole if bar.outlined else bar.length for bar in group.bars], default=0)
            room = BODY_WIDTH - _LABEL - max([width(bar.words, BODY, bold=True) for bar in group.bars], default=0) - 12
            unit = room / longest if longest else 0.0
            for bar in group.bars:
                label = wrap(bar.label, BODY, _LABEL - 10)
                sheet.lines(MARGIN, top + 1, label)
                left = MARGIN + _LABEL
                if bar.length:
                    sheet.area(left, top, bar.length * unit, _BAR, bar.paint)
                if bar.outlined:
                    sheet.outline(left, top, bar.whole * unit, _BAR, colour=QUIET_INK)
                else:
                    sheet.line((left, top - 2), (left, top + _BAR + 2), colour=QUIET_INK)
                shown = (bar.whole if bar.outlined else bar.length) * unit
                sheet.text(left + shown + 8, top + 14.0, bar.words, bold=True)
                top += _bar_height(bar)
            top += _SPACE
        return sheet.figure


def _bar_height(bar: CountedBar) -> float:
    return max(height(len(wrap(bar.label, BODY, _LABEL - 10)), BODY), _BAR) + _SPACE


def _group_height(group: BarGroup) -> float:
    heading = wrap(group.heading, BODY, BODY_WIDTH, bold=True)
    words = wrap(group.words, BODY, BODY_WIDTH)
    return height(len(heading) + len(words), BODY) + 4 + sum(map(_bar_height, group.bars)) + _SPACE
