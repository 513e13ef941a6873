"""The pictures. They are drawn once for each content and kept; browsers ask whether theirs is still the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from audit_app.analysis.released import Comparison
from audit_app.charts import Chart, change, content_key, distributions, png, response, section_change, sides, svg
from audit_app.web.chair_round import ROUND, blueprint, open_results
from audit_app.web.security import keep

_FORMATS: Mapping[str, tuple[str, Callable[[Chart], bytes]]] = {
    "svg": ("image/svg+xml", svg),
    "png": ("image/png", png),
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
    """One chart of the results as a picture. 304 when the browser already has it."""
    page = open_results(slug, round_id)
    wanted = _charts(page.comparison).get(kind)
    if wanted is None:
        abort(404)
    keep("private, no-cache")
    picture = _Picture(content_key(wanted), extension, wanted)
    etag = f"{picture.key}-{extension}"
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        answer = Response(_draw(picture), mimetype=_FORMATS[extension][0])
    answer.set_etag(etag)
    return answer


def _charts(comparison: Comparison) -> dict[str, Chart]:
    drawn = (*distributions(comparison), change(comparison), section_change(comparison))
    return {each.id: each for each in (*drawn, sides(comparison), response(comparison))}


@lru_cache(maxsize=_MOST_PICTURES)
def _draw(picture: _Picture) -> bytes:
    return _FORMATS[picture.extension][1](picture.chart)
