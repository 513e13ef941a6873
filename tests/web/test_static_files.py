"""Static files: small on the wire, kept for as long as they stay the same."""

import gzip
import os
from pathlib import Path

from flask import Flask

from audit_app.places import STATIC
from audit_app.web.static_files import StaticFiles, read_static_files, static_url


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return static_url(name)


def test_a_style_sheet_comes_compressed_and_is_kept_for_ever(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    plain = client.get(address(sqlite_app, "app.css"))
    packed = client.get(address(sqlite_app, "app.css"), headers={"Accept-Encoding": "br, gzip"})
    assert plain.data == (STATIC / "app.css").read_bytes()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    for answer in (plain, packed):
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "Set-Cookie" not in answer.headers
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_compression_is_not_forced_on_a_browser_that_refuses_it(sqlite_app: Flask) -> None:
    answer = sqlite_app.test_client().get("/static/app.css", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers


def test_an_old_or_missing_version_is_served_but_not_kept_for_ever(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for path in ("/static/app.css", "/static/0123456789ab/app.css"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=3600"


def test_the_same_file_is_not_sent_twice(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    tag = client.get("/static/app.css").headers["ETag"]
    again = client.get("/static/app.css", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_only_files_of_the_folder_are_served(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for path in ("/static/../security.py", "/static/%2e%2e/security.py", "/static//etc/passwd", "/static/"):
        assert client.get(path).status_code in {404, 308}


def test_a_changed_file_changes_the_version(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    (tmp_path / "a.css.gz").write_bytes(b"left over from a build")
    first: StaticFiles = read_static_files(tmp_path)
    assert list(first.files) == ["a.css"]
    (tmp_path / "a.css").write_text("b{}")
    os.utime(tmp_path / "a.css", ns=(1, 1))
    assert read_static_files(tmp_path).version != first.version
    assert read_static_files(tmp_path).files["a.css"].content == b"b{}"
