"""How wide the columns of a printed table have to be, so that no usual word is torn."""

from collections.abc import Sequence

from audit_app.charts.lettering import width
from audit_app.reports.papers.blocks import Table
from audit_app.reports.papers.printable import printable

ARIAL = 0.9  # letters of Arial are narrower than those of DejaVu Sans, in which everything is measured
_LONGEST_WORD = 0.34  # of the table's width: a longer word is torn


def column_widths(table: Table, across: float, size: float, padding: float, face: float = 1.0) -> list[float]:
    """Widths in points that fill `across`, in type of `size` points.

    padding: left and right of a cell's words. face: how wide its letters are beside those of DejaVu Sans.
    As the columns' shares ask, but each as wide as its longest word; what that takes comes from those with room to
    spare. Where even that is too much, every column gives up the same part.
    """
    whole = sum(column.share for column in table.columns)
    wished = [across * column.share / whole for column in table.columns]
    least = [min(need * size * face + padding, across * _LONGEST_WORD) for need in _longest_words(table)]
    if sum(least) > across:
        return [across * each / sum(least) for each in least]
    wide = [max(pair) for pair in zip(wished, least, strict=True)]
    over = sum(wide) - across
    spare = [own - low for own, low in zip(wide, least, strict=True)]
    return [own - over * free / sum(spare) if over > 0 else own for own, free in zip(wide, spare, strict=True)]


def _longest_words(table: Table) -> Sequence[float]:
    """Width in ems of the longest word of each column: of its name, which is bold, and of its cells."""
    found = []
    for place, column in enumerate(table.columns):
        heavy = [width(word, 1.0, bold=True) for word in printable(column.name).split()]
        words = {word for row in table.rows for word in printable(row[place]).split()}
        found.append(max((*heavy, *(width(word, 1.0) for word in words)), default=0.0))
    return found
