"""The pictures. They are drawn once for each content and kept; browsers ask whether theirs is still the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.released import Comparison
from audit_app.charts import (
    Chart,
    bare,
    beside_others,
    change,
    content_key,
    distributions,
    heat_map,
    hopes,
    largest_changes,
    over_time,
    over_time_parts,
    png,
    quadrant,
    quadrant_beside,
    response,
    section_change,
    section_distributions,
    section_hopes,
    sides,
    size,
    svg,
    untitled,
    widest_gaps,
)
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.security import keep

_FORMATS: Mapping[str, tuple[str, Callable[[Chart], bytes]]] = {
    "svg": ("image/svg+xml", svg),
    "png": ("image/png", png),
}
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
_MOST_PICTURES = 64  # each some 50 to 200 kB


@dataclass(frozen=True)
class _Picture:
    """What is asked for. Two are the same when the content and the format are, whoever asks."""

    key: str
    extension: str
    chart: Chart = field(compare=False, repr=False)


@blueprint.get(f"{ROUND}/results/charts/<kind>.<any(svg, png):extension>")
def chart(slug: str, round_id: int, kind: str, extension: str) -> ResponseReturnValue:
    """One chart of the results as a picture. 304 when the browser already has it.

    `?untitled` without its title and sentence, `?bare` without any words around it, for pages that say them.
    """
    page = open_results(slug, round_id)
    wanted = _wanted(page, kind)
    if wanted is None:
        abort(404)
    if "bare" in request.args:
        wanted = bare(wanted)
    elif "untitled" in request.args:
        wanted = untitled(wanted)
    keep("private, no-cache")
    picture = _Picture(content_key(wanted), extension, wanted)
    etag = f"{picture.key}-{extension}"
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        answer = Response(_draw(picture), mimetype=_FORMATS[extension][0])
    answer.set_etag(etag)
    if extension == "svg":  # opened as a page it would be black, because the policy allows no style attributes
        answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.svg"'
    return answer


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


@lru_cache(maxsize=_MOST_PICTURES)
def _draw(picture: _Picture) -> bytes:
    return _FORMATS[picture.extension][1](picture.chart)
