"""`partnership-audit assessments …`: what a forum's organisations share, and nothing else."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from audit_app.assessment.models import Assessment
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import sign
from audit_app.cli import main
from audit_app.database import make_engine, make_sessions, now, writing
from audit_app.reports.assessment_schema import Assessments
from tests.harness.databases import copy_sqlite
from tests.unit.assessment.instruments import COMPLETE, make_organisation, make_signed, manager, put, union

SECRET = "an invented secret that only the tests use 0123456789"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eastern Trust shares, and has changed a rating since; Western Trust has signed and does not share."""
    path = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
    url = f"sqlite:///{path}"
    made = {"DATABASE_URL": url, "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET, "INSTANCE_FOLDER": str(path.parent)}
    assert CliRunner().invoke(main, ["db", "upgrade"], env=made).exit_code == 0
    engine = make_engine(url)
    at = now() - timedelta(days=3)
    with writing(make_sessions(engine)) as session:
        items = {**COMPLETE, "P-1": {"agreed": "4", "management": "2", "note": "Kept inside."}}
        shared = make_signed(session, items=items, at=at)
        share(session, shared, manager(shared), at)
        put(session, shared, {"P-1": {"agreed": "0"}}, at=at)
        make_signed(session, make_organisation(session, "Western Trust"), at=at)
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def environment(filled: Path, tmp_path: Path) -> dict[str, str | None]:
    url = copy_sqlite(filled, tmp_path)
    return {"DATABASE_URL": url, "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET, "INSTANCE_FOLDER": str(tmp_path / "instance")}


def _run(environment: dict[str, str | None], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["assessments", *arguments], env=environment)


def _json(environment: dict[str, str | None], *arguments: str) -> Any:
    done = _run(environment, *arguments)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_only_what_is_shared_is_listed(environment: dict[str, str | None]) -> None:
    found = _json(environment, "list", "--forum", "north", "--format", "json")
    assert [(each["organisation"], each["instrument"], each["name"], each["version"]) for each in found] == [
        ("Eastern Trust", "small-check", "Check 2026", 1)
    ]
    line = _run(environment, "list", "--forum", "north").stdout
    assert line.startswith("Eastern Trust, Check 2026: version 1, signed 20")
    assert _run(environment, "list", "--forum", "north", "--organisation", "Western Trust").stdout == (
        "Nothing is shared with this forum yet.\n"
    )


def test_the_signed_version_is_exported_and_not_what_stands_since(environment: dict[str, str | None]) -> None:
    found = _json(environment, "export", "--forum", "north")
    Assessments.model_validate_json(json.dumps(found), strict=True)
    assert found["forum"] == "North"
    assert [each["organisation"] for each in found["assessments"]] == ["Eastern Trust"]
    assert [each["rating"] for each in found["assessments"][0]["statements"]] == [4, "dont_know", 0, None]
    assert [each["side"] for each in found["assessments"][0]["sign_off"]] == ["management", "staff"]
    assert "Kept inside." not in json.dumps(found)


def test_as_a_table_and_as_a_workbook(environment: dict[str, str | None], tmp_path: Path) -> None:
    table = CliRunner().invoke(main, ["assessments", "export", "--forum", "north", "--format", "csv"], env=environment)
    rows = list(csv.DictReader(io.StringIO(table.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert {row["Organisation"] for row in rows} == {"Organisation: Eastern Trust"}
    assert [row["Value"] for row in rows if row["Kind"] == "statement"] == ["4", "", "0", ""]
    assert {row["Management side"] for row in rows} == {""}
    out = tmp_path / "out.xlsx"
    done = _run(environment, "export", "--forum", "north", "--format", "xlsx", "--out", str(out))
    assert (done.exit_code, done.stdout) == (0, "")
    sheets = load_workbook(out)
    assert [row[0] for row in sheets["Statements"].iter_rows(min_row=2, values_only=True)] == ["Eastern Trust"] * 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("list", "--forum", "nowhere"), "There is no forum with the short name nowhere."),
        (
            ("export", "--forum", "north", "--organisation", "Nobody"),
            "North has no organisation called “Nobody”. Its organisations: “Eastern Trust”, “Western Trust”.",
        ),
        (("export", "--forum", "north", "--out", "/nowhere/at/all.json"), "No such file"),
    ],
)
def test_what_goes_wrong_ends_with_one_plain_line(
    environment: dict[str, str | None], arguments: tuple[str, ...], words: str
) -> None:
    done = _run(environment, *arguments)
    assert done.exit_code in {1, 2}
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_signing_again_releases_the_new_version(environment: dict[str, str | None]) -> None:
    engine = make_engine(str(environment["DATABASE_URL"]))
    with writing(make_sessions(engine)) as session:
        changed = next(each for each in session.query(Assessment) if each.shared)
        for who in (manager(changed), union(changed)):
            sign(session, changed, changed.revision, "", who, now())
        session.commit()
    engine.dispose()
    found = _json(environment, "export", "--forum", "north")["assessments"][0]
    assert (found["version"], found["statements"][0]["rating"]) == (2, 0)


def test_the_theme_report_is_written_into_a_folder(environment: dict[str, str | None], tmp_path: Path) -> None:
    out = tmp_path / "papers"
    done = _run(environment, "pack", "--forum", "north", "--out", str(out), "--only", "csv,json")
    assert done.exit_code == 0, done.stderr
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert names == ["north-small-check-table.csv", "north-small-check-results.json"]
    assert sorted(each.name for each in out.iterdir()) == sorted(names)
    released = (out / names[1]).read_text(encoding="utf-8")
    assert json.loads(released)["assessments"][0]["organisation"] == "Eastern Trust"
    assert "Western" not in released
    assert "Kept inside." not in released


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--instrument", "other"), "Nothing is shared with “other”. Choose from: small-check."),
        (("--round", "Spring"), "North has no round called “Spring” with this self-assessment."),
        (("--only", "doc"), "There is no document of the kind “doc”."),
    ],
)
def test_no_theme_report_of_what_is_not_there(
    environment: dict[str, str | None], tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    done = _run(environment, "pack", "--forum", "north", "--out", str(tmp_path / "papers"), *more)
    assert done.exit_code == 1
    assert words in done.stderr
    assert not (tmp_path / "papers").exists() or not list((tmp_path / "papers").iterdir())
