"""Smaller pages for phones: HTML that answers a GET is compressed, where a room asks for it.

Compression beside a secret (here the form's token) can be abused when a page repeats what an attacker put into the
request (BREACH). The pages of these rooms repeat nothing from a GET but numbers; answers to a POST, which may repeat
what was typed, are never compressed.
"""

import gzip

from flask import Blueprint, Response, request

_SMALLEST = 2048  # bytes; below that it does not pay
_LEVEL = 4  # about 0.5 ms for 45 kB, which becomes 5 kB


def compress_pages_of(blueprint: Blueprint) -> None:
    """Compress the HTML of a room's GETs for browsers that can read it."""
    blueprint.after_request(_compressed)


def _compressed(response: Response) -> Response:
    fits = (
        request.method == "GET"
        and response.status_code == 200
        and response.mimetype == "text/html"
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
    )
    if not fits:
        return response
    response.vary.add("Accept-Encoding")
    content = response.get_data()
    if len(content) >= _SMALLEST and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(content, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
