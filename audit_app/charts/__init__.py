"""Pictures with words and a table: released results in, SVG or PNG out."""

from audit_app.charts.answers import distribution, distributions
from audit_app.charts.chart import Chart, content_key
from audit_app.charts.drawing import png, svg
from audit_app.charts.rounds_compared import change, section_change
from audit_app.charts.sides_apart import sides
from audit_app.charts.who_answered import response

__all__ = [
    "Chart",
    "change",
    "content_key",
    "distribution",
    "distributions",
    "png",
    "response",
    "section_change",
    "sides",
    "svg",
]
