"""Which of several ways to say the same fits on one page of A4."""

from collections.abc import Iterable, Sequence

from audit_app.charts import bare, size
from audit_app.reports.papers.blocks import Block, Picture
from audit_app.reports.papers.page_space import SHEET, height, lines

_PIXELS = 26.0  # of a picture 960 pixels wide, in the height of a line of body text
_CAPTIONS = 2.0  # lines between the words of a picture and the picture
_TITLE = 9.0  # lines for the paper's own title
_SMALLEST = 0.9  # how small the type may become, with something to spare


def fitting(ways: Iterable[Sequence[Block]]) -> tuple[Block, ...]:
    """The first that fits, or the last. Raises ValueError without any."""
    found: Sequence[Block] | None = None
    for found in ways:
        if _height(found) <= (SHEET - _TITLE) / _SMALLEST:
            return tuple(found)
    if found is None:
        raise ValueError("There is no way to say it.")
    return tuple(found)


def _height(blocks: Sequence[Block]) -> float:
    drawn = [block.chart for block in blocks if isinstance(block, Picture)]
    words = sum(
        lines(text) for chart in drawn for text in (chart.title, chart.sentence, chart.base, *chart.notes) if text
    )
    return height(blocks) + words + sum(size(bare(chart))[1] / _PIXELS + _CAPTIONS for chart in drawn)
