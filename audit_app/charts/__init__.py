"""Pictures with words and a table: released results in, SVG or PNG out."""

from audit_app.charts.answers import distribution, distributions, section_distributions
from audit_app.charts.assessed_change import assessment_change
from audit_app.charts.assessed_levels import assessment_levels
from audit_app.charts.assessed_profile import assessment_profile
from audit_app.charts.beside_others import beside_others
from audit_app.charts.chart import Chart, content_key
from audit_app.charts.drawing import png, size, svg
from audit_app.charts.heat_map import heat_map
from audit_app.charts.hopes import hopes, section_hopes
from audit_app.charts.indicators import indicators
from audit_app.charts.organisations_map import organisations_map
from audit_app.charts.over_time import over_time, over_time_parts
from audit_app.charts.quadrant import quadrant, quadrant_beside
from audit_app.charts.rounds_compared import change, largest_changes, section_change
from audit_app.charts.sides_apart import sides, widest_gaps
from audit_app.charts.untitled import bare, untitled
from audit_app.charts.who_answered import response

__all__ = [
    "Chart",
    "assessment_change",
    "assessment_levels",
    "assessment_profile",
    "bare",
    "beside_others",
    "change",
    "content_key",
    "distribution",
    "distributions",
    "heat_map",
    "hopes",
    "indicators",
    "largest_changes",
    "organisations_map",
    "over_time",
    "over_time_parts",
    "png",
    "quadrant",
    "quadrant_beside",
    "response",
    "section_change",
    "section_distributions",
    "section_hopes",
    "sides",
    "size",
    "svg",
    "untitled",
    "widest_gaps",
]
