"""`partnership-audit pack`: every document in a folder, a line for each, and plain words when that cannot be."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audit_app.cli import main
from audit_app.database import make_sessions, writing
from audit_app.packs import round_subject
from audit_app.reports.documents import Document
from audit_app.reports.round_documents import DOCUMENTS
from audit_app.reports.round_pack import RoundPack
from tests.factories import make_forum, make_open_round
from tests.harness.databases import copy_sqlite, engine_at
from tests.web.results_in_the_house import rounds_in

SECRET = "an invented secret that only the tests use 0123456789"
STEM = "partnership-audit-north-social-partnership-forum-audit-2026"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `db upgrade` makes it, with two closed rounds and an open one."""
    path = tmp_path_factory.mktemp("stored") / "stored.sqlite3"
    made = {"DATABASE_URL": f"sqlite:///{path}", "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET}
    assert CliRunner().invoke(main, ["db", "upgrade"], env=made).exit_code == 0
    with engine_at(f"sqlite:///{path}") as engine:
        with writing(make_sessions(engine)) as session:
            forum = make_forum(session, management=10, staff=6)
            rounds_in(session, forum)
            make_open_round(session, forum, name="Audit 2027")
            session.commit()
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def environment(stored: Path, tmp_path: Path) -> dict[str, str | None]:
    return {
        "DATABASE_URL": copy_sqlite(stored, tmp_path),
        "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
    }


def _run(environment: dict[str, str | None], out: Path, *more: str, name: str = "Audit 2026") -> Result:
    command = ["pack", "--forum", "north", "--round", name, "--out", str(out), *more]
    return CliRunner().invoke(main, command, env=environment)


def test_every_document_is_written_with_a_line_for_each(environment: dict[str, str | None], tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    result = _run(environment, out, "--against", "Audit 2025")
    assert result.exit_code == 0, result.output
    expected = [f"{STEM}-{each.id}.{each.ending}" for each in DOCUMENTS] + [f"{STEM}-everything.zip"]
    lines = [line.split("  ") for line in result.stdout.splitlines()]
    assert [name for name, _ in lines] == expected
    assert sorted(each.name for each in out.iterdir()) == sorted(expected)
    for name, size in lines:
        number, unit = size.split(" ")
        bytes_written = (out / name).stat().st_size
        assert abs(float(number) * {"kB": 1e3, "MB": 1e6}[unit] - bytes_written) <= max(1000, bytes_written * 0.1)
    with zipfile.ZipFile(out / f"{STEM}-everything.zip") as whole:
        packed = {Path(each).name: whole.read(each) for each in whole.namelist()}
    for name in expected[:-1]:
        assert packed[name] == (out / name).read_bytes(), name
    found = json.loads((out / f"{STEM}-results.json").read_bytes())
    assert (found["round"], found["against"]) == ("Audit 2026", "Audit 2025")


def test_without_against_nothing_is_compared(environment: dict[str, str | None], tmp_path: Path) -> None:
    assert _run(environment, tmp_path / "out", "--only", "json").exit_code == 0
    assert json.loads((tmp_path / "out" / f"{STEM}-results.json").read_bytes())["against"] is None


@pytest.mark.parametrize("only", ["csv,json", " CSV , .json", "json,csv,"])
def test_only_some_kinds_of_files(environment: dict[str, str | None], tmp_path: Path, only: str) -> None:
    result = _run(environment, tmp_path / "out", "--only", only)
    assert result.exit_code == 0, result.output
    assert {each.suffix for each in (tmp_path / "out").iterdir()} == {".csv", ".json"}


def test_written_again_it_takes_the_place_of_what_was_there(environment: dict[str, str | None], tmp_path: Path) -> None:
    for _ in range(2):
        assert _run(environment, tmp_path, "--only", "json").exit_code == 0
    file = tmp_path / f"{STEM}-results.json"
    before = file.read_bytes()
    file.write_bytes(b"something else")
    assert _run(environment, tmp_path, "--only", "json").exit_code == 0
    assert file.read_bytes() == before
    assert list(tmp_path.glob(".unfinished*")) == []


@pytest.mark.parametrize(
    ("more", "name", "words"),
    [
        ((), "None such", "has no round called “None such”"),
        ((), "Audit 2027", "Results can be seen once the round is closed."),
        (("--against", "None such"), "Audit 2026", "has no round called “None such”"),
        (("--against", "Audit 2027"), "Audit 2026", "can be compared with closed rounds before it only: “Audit 2025”."),
        (("--against", "Audit 2026"), "Audit 2025", "can be compared with closed rounds before it only: none."),
        (("--only", "exe"), "Audit 2026", "There is no document of the kind “exe”. Choose from: "),
        (("--only", " , "), "Audit 2026", "Say which kinds of files you want. Choose from: "),
    ],
)
def test_what_cannot_be_is_one_plain_line(
    environment: dict[str, str | None], tmp_path: Path, more: tuple[str, ...], name: str, words: str
) -> None:
    result = _run(environment, tmp_path / "out", *more, name=name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_an_unknown_forum_is_one_plain_line(environment: dict[str, str | None], tmp_path: Path) -> None:
    command = ["pack", "--forum", "nowhere", "--round", "x", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, command, env=environment)
    assert (result.exit_code, result.stderr) == (1, "Error: There is no forum with the short name nowhere.\n")


def test_a_folder_that_is_a_file_is_one_plain_line(environment: dict[str, str | None], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        result = _run(environment, out)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: The folder {out} cannot be written: ")
        assert len(result.stderr.splitlines()) == 1


def test_a_disk_that_is_full_leaves_no_half_file(
    environment: dict[str, str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, content: bytes) -> int:
        os.truncate(self, len(content) // 2)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = _run(environment, tmp_path / "out", "--only", "json")
    assert result.exit_code == 1
    assert "cannot be written: No space left on device." in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_document_that_cannot_be_made_does_not_keep_the_others_back(
    environment: dict[str, str | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(pack: RoundPack) -> bytes:
        raise ValueError(pack.comparison.round.forum)

    broken = Document("slides", "pptx", "Slides", "To show.", fail)
    whole = [each for each in DOCUMENTS if each.id == "results"]
    monkeypatch.setattr(round_subject, "DOCUMENTS", (broken, *whole))
    result = _run(environment, tmp_path / "out")
    assert result.exit_code == 1
    assert "1 of 2 documents could not be made: Slides." in result.stderr
    assert "North" not in result.stderr
    assert [each.name for each in (tmp_path / "out").iterdir()] == [f"{STEM}-results.json"]
