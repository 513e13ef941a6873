"""The product's own files for the browser: compressed once, and named by their content, to be kept for ever.

`/static/<version>/app.css`: the version is a digest of all files together, so that addresses that one file holds
relative to another (an icon in the style sheet, an import in the script) carry it too.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

from audit_app.places import STATIC
from audit_app.web.security import keep

FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
_COMPRESSED = {".css", ".js", ".svg"}
_VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class StaticFile:
    """One file, ready to send."""

    content: bytes
    compressed: bytes | None
    mimetype: str
    etag: str


@dataclass(frozen=True)
class StaticFiles:
    """All files by name (`vendor/nhsuk-frontend.min.css`), and the version of them all."""

    files: dict[str, StaticFile]
    version: str


@cache
def _read(path: Path, modified: int) -> StaticFile:
    del modified  # a key of the cache: a changed file is read and compressed again
    content = path.read_bytes()
    return StaticFile(
        content=content,
        compressed=gzip.compress(content, mtime=0) if path.suffix in _COMPRESSED else None,
        mimetype=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        etag=hashlib.sha256(content).hexdigest()[:16],
    )


def read_static_files(folder: Path = STATIC) -> StaticFiles:
    """Read every file under `folder`; compressed copies that lie beside them are made anew, so that none can be old."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    files = {path.relative_to(folder).as_posix(): _read(path, path.stat().st_mtime_ns) for path in paths}
    digest = hashlib.sha256("\n".join(f"{name} {file.etag}" for name, file in files.items()).encode())
    return StaticFiles(files, digest.hexdigest()[:12])


def init_app(app: Flask) -> None:
    """Serve the files in place of Flask's own static view, and give templates `static_url`."""
    app.extensions["static_files"] = read_static_files()
    app.view_functions["static"] = _serve
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """The address of a file, with the version in it."""
    files: StaticFiles = current_app.extensions["static_files"]
    return url_for("static", filename=f"{files.version}/{name}")


def _serve(filename: str) -> Response:
    files: StaticFiles = current_app.extensions["static_files"]
    version, _, name = filename.partition("/")
    if not _VERSION.fullmatch(version):
        version, name = "", filename
    file = files.files.get(name)
    if file is None:
        abort(404)
    keep(FOR_EVER if version == files.version else FOR_AN_HOUR)
    if file.compressed and request.accept_encodings["gzip"] > 0:
        response = Response(file.compressed, mimetype=file.mimetype)
        response.content_encoding = "gzip"
        response.set_etag(f"{file.etag}-gzip")
    else:
        response = Response(file.content, mimetype=file.mimetype)
        response.set_etag(file.etag)
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    return response
