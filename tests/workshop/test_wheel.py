"""A built wheel runs without the repository: it carries questionnaires, migrations and what browsers get."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_every_questionnaire_migration_template_and_asset(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("questionnaires", "migrations", "resources"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert files
        assert {f"audit_app/shipped/{path.relative_to(ROOT).as_posix()}" for path in files} <= names
    web = ROOT / "audit_app" / "web"
    pages = [path for part in ("templates", "static") for path in (web / part).rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT).as_posix() for path in pages} <= names
    assert "audit_app/web/static/vendor/nhsuk-frontend.min.css" in names
    assert "audit_app/web/static/vendor/LICENCE.txt" in names
    papers = ROOT / "audit_app" / "reports" / "papers"
    fonts = [path for path in (papers / "fonts").iterdir() if path.suffix in {".ttf", ".txt"}]
    assert len(fonts) > 10
    assert {path.relative_to(ROOT).as_posix() for path in (papers / "paper.typ", *fonts)} <= names


def test_it_carries_nothing_of_the_instance_or_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"audit_app"}


def test_unpacked_elsewhere_it_makes_a_database_and_reads_its_questionnaires(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {"PYTHONPATH": str(tmp_path / "site"), "INSTANCE_FOLDER": str(tmp_path / "instance"), "PATH": ""}
    for command in (["db", "upgrade"], ["questionnaires", "check"]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "audit_app.cli", *command],
            cwd=tmp_path, env=environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    origin = subprocess.run(
        [sys.executable, "-P", "-c", "import audit_app.places as p; print(p.MIGRATIONS)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert origin.stdout.strip() == str(tmp_path / "site" / "audit_app" / "shipped" / "migrations")
