"""A picture without its own title and sentence, for a page that says them in larger type."""

from dataclasses import replace

from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.dumbbells import Dumbbells
from audit_app.charts.indicator_panels import IndicatorPanels
from audit_app.charts.scatter import Scatter
from audit_app.charts.score_grid import ScoreGrid
from audit_app.charts.stacked_bars import StackedBars
from audit_app.charts.trend_panels import TrendPanels

_KINDS = (CountedBars, Dumbbells, IndicatorPanels, Scatter, ScoreGrid, StackedBars, TrendPanels)


def untitled(chart: Chart) -> Chart:
    """The same chart whose picture holds no title and no sentence. Raises TypeError for a kind that has none."""
    picture = chart.picture
    if not isinstance(picture, _KINDS):
        raise TypeError(f"A {type(picture).__name__} has no title to leave out.")
    return replace(chart, picture=replace(picture, captions=replace(picture.captions, title="", sentence="")))
