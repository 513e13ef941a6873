"""The house keeps its own rules: style, types, floors, sizes, and nothing that ties it to one machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 350  # lines
# the letters in brackets keep this file from finding itself
REGISTRY = re.compile(
    r"registry[.][a-z]+js[.]org|registry[.]yarn|pypi[.]org|python[h]osted|npm[m]irror|unpk[g]|jsde[l]ivr"
)
HOME = re.compile(r"(?<![\w.])/(home|root|Users)/\w")
MARK = re.compile(r"\b(T[O]DO|FI[X]ME|XX[X]|HAC[K])\b")
NOT_TEXT = {".png", ".ico", ".xlsx", ".docx", ".pdf", ".gz"}


def _tracked() -> list[Path]:
    """Files of the repository; without git (a source archive), every file that git would not ignore."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [path for line in done.stdout.splitlines() if (path := ROOT / line).is_file()]


def _text_files() -> list[Path]:
    return [path for path in _tracked() if path.suffix not in NOT_TEXT]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["importlinter.cli"], id="import-linter"),
    ],
)
def test_checks_pass(command: list[str]) -> None:
    program = [sys.executable, "-m", *command]
    if command == ["importlinter.cli"]:
        program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(program, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _tracked()
        if path.suffix == ".py"
        and "migrations/versions" not in path.as_posix()
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        pytest.param(REGISTRY, "the host of a package registry", id="registry"),
        pytest.param(HOME, "a path of somebody's machine", id="home"),
        pytest.param(MARK, "unfinished work", id="unfinished"),
    ],
)
def test_no_file_holds(pattern: re.Pattern[str], what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in _text_files()
        if (match := pattern.search(path.read_text(encoding="utf-8")))
    ]
    assert found == [], what


def test_no_test_hides_in_a_file_that_is_not_collected() -> None:
    strays = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if re.search(r"^(async )?def test_|^class Test", path.read_text(encoding="utf-8"), re.MULTILINE)
        and not re.fullmatch(r"(test|bench)_\w+\.py", path.name)
    ]
    assert strays == []
