"""Where the page "How to read these results" says what a figure, a label or a picture means: the ids of its parts."""

from audit_app.analysis.released import Flag
from audit_app.charts import Chart

_CHARTS = {
    "response": "answered",
    "section-change": "change",
    "change": "change",
    "sides": "sides",
    "heat-map": "at-a-glance",
    "over-time": "over-time",
    "hopes": "hopes",
    "quadrant": "corners",
}
FLAGS = {
    Flag.SPLIT_VIEWS: "split-views",
    Flag.MANY_COULD_NOT_SAY: "dont-know",
    Flag.BELOW_HOPE: "hopes",
}
REVERSED = "reversed"


def meaning_of(chart: Chart) -> str:
    """The part that explains a chart: pictures of answers have names of their own, so what is not listed is one."""
    return next((place for name, place in _CHARTS.items() if chart.id.startswith(name)), "answers")
