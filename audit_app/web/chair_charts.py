"""The pictures of a round's results, as `web.pictures` sends them."""

from collections.abc import Callable, Mapping

from flask import abort
from flask.typing import ResponseReturnValue

from audit_app.analysis.released import Comparison
from audit_app.charts import (
    Chart,
    bare,
    beside_others,
    change,
    distributions,
    heat_map,
    hopes,
    largest_changes,
    over_time,
    over_time_parts,
    quadrant,
    quadrant_beside,
    response,
    section_change,
    section_distributions,
    section_hopes,
    sides,
    size,
    untitled,
    widest_gaps,
)
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.pictures import picture

_MAKERS: Mapping[str, Callable[[OpenResults], Chart]] = {
    "beside-others": lambda page: beside_others(page.beside),
    "response": lambda page: response(page.comparison),
    "section-change": lambda page: section_change(page.comparison),
    "change": lambda page: change(page.comparison),
    "sides": lambda page: sides(page.comparison),
    "heat-map": lambda page: heat_map(page.comparison, page.series),
    "hopes": lambda page: hopes(page.hoped),
    "over-time": lambda page: over_time(page.series),
    "quadrant": lambda page: quadrant(_weighed(page)),
    # as high as a screen
    "quadrant-beside": lambda page: quadrant_beside(_weighed(page)),
    "change-largest": lambda page: largest_changes(page.comparison),
    "sides-widest": lambda page: widest_gaps(page.comparison),
    "hopes-sections": lambda page: section_hopes(page.hoped),
}


@blueprint.get(f"{ROUND}/results/charts/<kind>.<any(svg, png):extension>")
def chart(slug: str, round_id: int, kind: str, extension: str) -> ResponseReturnValue:
    """One chart of the results as a picture. 304 when the browser already has it.

    `?untitled` without its title and sentence, `?bare` without any words around it, for pages that say them.
    """
    page = open_results(slug, round_id)
    wanted = _wanted(page, kind)
    if wanted is None:
        abort(404)
    return picture(wanted, extension, kind)


@blueprint.app_template_global()
def untitled_size(chart: Chart) -> tuple[int, int]:
    """Width and height in pixels of a picture without its title, so that a page keeps its place free."""
    return size(untitled(chart))


@blueprint.app_template_global()
def bare_size(chart: Chart) -> tuple[int, int]:
    """The same, of a picture without any words around it."""
    return size(bare(chart))


def _weighed(page: OpenResults) -> Comparison:
    """The comparison that knows what matters to members, where one does."""
    return page.hoped if page.hoped.importance else page.comparison


def drawn(page: OpenResults, *kinds: str) -> tuple[Chart, ...]:
    """The charts of these kinds that have something to show. Raises KeyError for an unknown kind."""
    return tuple(chart for chart in (_MAKERS[kind](page) for kind in kinds) if not chart.empty)


def _wanted(page: OpenResults, kind: str) -> Chart | None:
    if kind in _MAKERS:
        return _MAKERS[kind](page)
    if kind.startswith("over-time-"):
        found = over_time_parts(page.series)
    else:
        found = (*distributions(page.comparison), *section_distributions(page.comparison))
    return next((each for each in found if each.id == kind), None)
