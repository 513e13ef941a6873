"""The charts about one round, as its page of results draws them."""

from audit_app.charts import (
    Chart,
    change,
    distributions,
    heat_map,
    hopes,
    over_time,
    quadrant,
    response,
    section_change,
    sides,
)
from audit_app.reports.round_pack import RoundPack


def round_pictures(pack: RoundPack) -> tuple[Chart, ...]:
    """Every chart that has something to show: who answered, sections, sides, statements, over time, hopes."""
    comparison = pack.comparison
    weighed = pack.hoped if pack.hoped.importance else comparison
    drawn = (
        response(comparison),
        section_change(comparison),
        heat_map(comparison, pack.series),
        quadrant(weighed),
        sides(comparison),
        *distributions(comparison),
        change(comparison),
        over_time(pack.series),
        hopes(pack.hoped),
    )
    return tuple(chart for chart in drawn if not chart.empty)
