"""The figures of a picture as a table of a paper."""

from audit_app.charts import Chart
from audit_app.reports.papers.blocks import Column, Table

_SHARES = (1.0, 4.0)  # of the narrowest and the widest column
_LETTERS = 12  # of a cell that stands in one share of the width
CAPTION = "The figures of this picture"


def chart_table(chart: Chart) -> Table:
    """Every row of the chart's own table. A column is as wide as its words are long, within reason."""
    columns = []
    for place, name in enumerate(chart.columns):
        cells = [row[place] for row in chart.rows]
        longest = max((len(cell) for cell in cells), default=0)
        share = min(max(longest / _LETTERS, _SHARES[0]), _SHARES[1])
        number = place > 0 and longest <= _LETTERS and any(sign.isdigit() for cell in cells for sign in cell)
        columns.append(Column(name, share, number))
    return Table(CAPTION, tuple(columns), chart.rows)
