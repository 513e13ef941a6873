"""The fonts of printed papers come checked and whole, each with its licence."""

import dataclasses
import io
import tarfile
from pathlib import Path

import fetch_fonts
import pytest
from fetch_fonts import BOLD, FAMILIES, FONTS, LICENCE, REGULAR, Font, are_valid, fill
from npm_packages import FetchError, NpmPackage, replace_folder, tarball

OPEN = b"licensed under the SIL Open Font License, Version 1.1."


def _font(folder: Path, licence: bytes = OPEN) -> tuple[Font, Path]:
    """A small family and its tarball."""
    font = Font(NpmPackage("@scope/small", "1.0.0", "x"), "Small")
    path = folder / "small.tgz"
    with tarfile.open(path, mode="w:gz") as archive:
        names = {f"{weight}/Small_{weight}.ttf": weight.encode() for weight in (REGULAR, BOLD, "900Black")}
        for name, content in {**names, LICENCE: licence}.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return font, path


def test_the_fonts_are_valid_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_fonts, "tarball", lambda _: pytest.fail("fetched again"))
    assert are_valid(FONTS)
    assert fetch_fonts.main(FONTS) == 0


def test_only_the_weights_in_use_are_kept_with_the_licence(tmp_path: Path) -> None:
    font, path = _font(tmp_path)
    replace_folder(tmp_path / "fonts", lambda fresh: fill(fresh, {font: path}))
    names = {file.name for file in (tmp_path / "fonts").iterdir()}
    assert names == {"Small_400Regular.ttf", "Small_700Bold.ttf", "LICENCE-Small.txt", "manifest.json"}
    assert (tmp_path / "fonts" / "LICENCE-Small.txt").read_bytes() == OPEN


def test_a_changed_font_and_another_version_are_noticed(tmp_path: Path) -> None:
    font, path = _font(tmp_path)
    folder = tmp_path / "fonts"
    replace_folder(folder, lambda fresh: fill(fresh, {font: path}))
    assert are_valid(folder, (font,))
    newer = dataclasses.replace(font, package=NpmPackage("@scope/small", "1.0.1", "y"))
    assert not are_valid(folder, (newer,))
    (folder / "Small_700Bold.ttf").write_bytes(b"other")
    assert not are_valid(folder, (font,))


def test_a_font_under_another_licence_is_refused(tmp_path: Path) -> None:
    font, path = _font(tmp_path, b"All rights reserved.")
    with pytest.raises(FetchError, match="not under the SIL Open Font License"):
        replace_folder(tmp_path / "fonts", lambda fresh: fill(fresh, {font: path}))
    assert not (tmp_path / "fonts").exists()


def test_a_failure_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_npm() -> list[str]:
        raise FetchError("no npm here")

    monkeypatch.setattr(fetch_fonts, "tarball", lambda package: tarball(package, (no_npm,), into=tmp_path / "cache"))
    assert fetch_fonts.main(tmp_path / "fonts") == 1
    assert f"npm pack {FAMILIES[0].package.name}@" in capsys.readouterr().err
