"""The files that browsers get come checked, whole or not at all, and ask nothing of another site."""

import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path

import fetch_assets
import fetch_browser
import npm_packages
import pytest
from fetch_browser import Browser, find_browser
from npm_packages import NHSUK_FRONTEND, FetchError, NpmPackage, replace_folder, tarball

VENDOR = fetch_assets.VENDOR


def _no_npm() -> list[str]:
    raise FetchError("no npm here")


def _package(content: bytes = b"body{}") -> tuple[NpmPackage, bytes]:
    """A small package and the tarball that it should be."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        entry = tarfile.TarInfo("package/a.css")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    sha512 = base64.b64encode(hashlib.sha512(raw.getvalue()).digest()).decode()
    return NpmPackage("@scope/small", "1.2.3", sha512), raw.getvalue()


def test_an_intact_tarball_in_the_cache_is_used_without_asking_anybody(tmp_path: Path) -> None:
    package, content = _package()
    (tmp_path / "scope-small-1.2.3.tgz").write_bytes(content)
    assert tarball(package, (_no_npm,), into=tmp_path) == tmp_path / "scope-small-1.2.3.tgz"


def test_a_changed_tarball_in_the_cache_is_not_used(tmp_path: Path) -> None:
    package, content = _package()
    (tmp_path / "scope-small-1.2.3.tgz").write_bytes(content + b"x")
    with pytest.raises(FetchError, match="no npm here"):
        tarball(package, (_no_npm,), into=tmp_path)


def test_what_npm_brings_is_checked(tmp_path: Path) -> None:
    package, content = _package()
    npm = tmp_path / "npm"
    (tmp_path / "brought").write_bytes(content)
    skip = 'while [ "$1" != --pack-destination ]; do shift; done'
    npm.write_text(f'#!/bin/sh\n{skip}\ncp {tmp_path}/brought "$2/scope-small-1.2.3.tgz"\n')
    npm.chmod(0o755)
    cache = tmp_path / "cache"
    assert tarball(package, (_no_npm, lambda: [str(npm)]), into=cache).read_bytes() == content
    (cache / "scope-small-1.2.3.tgz").unlink()
    (tmp_path / "brought").write_bytes(content + b"x")
    with pytest.raises(FetchError, match=r"SHA-512 differs[\s\S]*What to do"):
        tarball(package, (lambda: [str(npm)],), into=cache)
    assert list(cache.iterdir()) == []


def test_a_folder_that_cannot_be_completed_leaves_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "vendor"
    folder.mkdir()
    (folder / "old").touch()

    def fail(fresh: Path) -> None:
        (fresh / "half").touch()
        raise FetchError("broken off")

    with pytest.raises(FetchError):
        replace_folder(folder, fail)
    assert [path.name for path in tmp_path.iterdir()] == ["vendor"]
    assert [path.name for path in folder.iterdir()] == ["old"]


def test_the_served_files_are_valid_and_a_changed_one_is_noticed(tmp_path: Path) -> None:
    assert fetch_assets.are_valid(VENDOR)
    package = npm_packages.tarball(NHSUK_FRONTEND)
    replace_folder(tmp_path / "vendor", lambda fresh: fetch_assets.fill(fresh, package))
    assert fetch_assets.are_valid(tmp_path / "vendor")
    with (tmp_path / "vendor" / fetch_assets.STYLES).open("a") as file:
        file.write(" ")
    assert not fetch_assets.are_valid(tmp_path / "vendor")


def test_valid_files_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_assets, "tarball", lambda _: pytest.fail("fetched again"))
    assert fetch_assets.main(VENDOR) == 0


def test_a_failure_is_said_on_one_stream_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fetch_assets, "tarball", lambda p: tarball(p, (_no_npm,), into=tmp_path / "cache"))
    assert fetch_assets.main(tmp_path / "vendor") == 1
    assert "npm pack nhsuk-frontend@10.6.1" in capsys.readouterr().err


def test_the_style_sheet_asks_nothing_of_another_site() -> None:
    styles = (VENDOR / fetch_assets.STYLES).read_text(encoding="utf-8")
    assert "@font-face" not in styles
    assert "http" not in styles.replace("http://www.w3.org/2000/svg", "")
    for icon in fetch_assets.ICONS:
        assert f"url(images/{icon})" in styles
        assert (VENDOR / "images" / icon).is_file()


def test_neither_logo_nor_favicon_nor_font_is_served() -> None:
    names = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    icons = {f"images/{icon}" for icon in fetch_assets.ICONS}
    assert names == {fetch_assets.STYLES, fetch_assets.SCRIPT, "LICENCE.txt", "manifest.json", *icons}


def test_an_unknown_style_sheet_is_refused() -> None:
    with pytest.raises(FetchError, match="not what this script knows"):
        fetch_assets.served_styles("body{background:url(https://elsewhere.example/x.png)}")


def test_the_manifest_names_what_it_was_made_from() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text())
    assert (manifest["package"], manifest["version"]) == ("nhsuk-frontend", "10.6.1")


def test_the_first_browser_that_starts_is_used_and_a_lack_of_any_is_a_failure() -> None:
    def none() -> Browser:
        raise FetchError("none of this kind")

    assert find_browser((none, lambda: Browser("chromium"))).path == "chromium"
    with pytest.raises(FetchError, match=r"none of this kind[\s\S]*apt-get install chromium"):
        find_browser((none, none))


def test_a_program_that_does_not_start_is_no_browser(tmp_path: Path) -> None:
    assert not fetch_browser.answers(Browser(str(tmp_path / "missing")))
