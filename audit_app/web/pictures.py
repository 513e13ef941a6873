"""A chart as a picture to look at or to save: drawn once for each content and kept, and not sent twice to a browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Response, request

from audit_app.charts import Chart, bare, content_key, png, svg, untitled
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


def picture(chart: Chart, extension: str, name: str) -> Response:
    """A chart as SVG or PNG, 304 when the browser already has it. Whoever asks must have been authorised.

    `?untitled` without its title and sentence, `?bare` without any words around it, for pages that say them.
    name: of the file, without its extension.
    """
    if "bare" in request.args:
        chart = bare(chart)
    elif "untitled" in request.args:
        chart = untitled(chart)
    keep("private, no-cache")
    wanted = _Picture(content_key(chart), extension, chart)
    etag = f"{wanted.key}-{extension}"
    if request.if_none_match.contains(etag):
        answer = Response(status=304)
    else:
        answer = Response(draw(wanted), mimetype=_FORMATS[extension][0])
    answer.set_etag(etag)
    if extension == "svg":  # opened as a page it would be black, because the policy allows no style attributes
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return answer


@lru_cache(maxsize=_MOST_PICTURES)
def draw(wanted: _Picture) -> bytes:
    """The bytes of a picture, drawn once."""
    return _FORMATS[wanted.extension][1](wanted.chart)
