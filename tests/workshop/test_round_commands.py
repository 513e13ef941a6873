"""The operator's commands about rounds, results and the demonstration, on a database filled by the demonstration."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import inspect, text

from audit_app.cli import main
from audit_app.database import make_engine
from audit_app.reports.result_schema import Results
from tests.harness.databases import copy_sqlite

SECRET = "an invented secret that only the tests use 0123456789"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the demonstration, to be copied. Loading it on PostgreSQL is tested elsewhere."""
    url = f"sqlite:///{tmp_path_factory.mktemp('loaded') / 'loaded.sqlite3'}"
    made = {"DATABASE_URL": url, "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET}
    for command in (["db", "upgrade"], ["demo", "load"]):
        assert CliRunner().invoke(main, command, env=made).exit_code == 0
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return url


@pytest.fixture
def environment(loaded: str, tmp_path: Path) -> dict[str, str | None]:
    return {
        "DATABASE_URL": copy_sqlite(Path(loaded.removeprefix("sqlite:///")), tmp_path),
        "PARTNERSHIP_AUDIT_SECRET_KEY": SECRET,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
        "BASE_URL": "https://audit.example",
    }


def _run(environment: dict[str, str | None], *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def _json(environment: dict[str, str | None], *arguments: str) -> Any:
    result = _run(environment, *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def _newest_closed(environment: dict[str, str | None], forum: str) -> tuple[str, str]:
    """The names of the newest closed round and the one before it."""
    rounds = _json(environment, "rounds", "list", "--forum", forum, "--format", "json")
    closed = [each["name"] for each in rounds if each["state"] == "closed"]
    return closed[0], closed[1]


def test_rounds_are_listed_with_their_numbers(environment: dict[str, str | None]) -> None:
    rounds = _json(environment, "rounds", "list", "--forum", "demo-regional", "--format", "json")
    assert [each["state"] for each in rounds] == ["open", *["closed"] * 5]
    for each in rounds:
        assert set(each) == {"name", "state", "questionnaire", "opened", "closed", "invited", "answered"}
        if each["name"].startswith(
            "Annual"
        ):  # the report of a survey on paper does not say how many partners there were
            assert 0 < each["answered"] < each["invited"] == 27
    assert "open, " in _run(environment, "rounds", "list", "--forum", "demo-regional").stdout


def test_results_keep_to_the_documented_schema(environment: dict[str, str | None]) -> None:
    newest, earlier = _newest_closed(environment, "demo-regional")
    found = _json(environment, "results", "--forum", "demo-regional", "--round", newest, "--against", earlier)
    Results.model_validate(found)
    assert (found["round"], found["against"], found["plan"]) == (newest, earlier, "full")
    assert len(found["statements"]) == 28
    labels = {each["change"]["label"] for each in found["statements"] if each["change"]}
    assert {"Improved", "Declined", "No clear change"} <= labels


def test_a_small_group_shows_no_sides(environment: dict[str, str | None]) -> None:
    newest, _ = _newest_closed(environment, "demo-subgroup")
    found = _json(environment, "results", "--forum", "demo-subgroup", "--round", newest)
    assert found["plan"] == "total"
    assert all(each["sides"] is None and each["gap"] is None for each in found["statements"])


def test_csv_has_the_same_figures(environment: dict[str, str | None]) -> None:
    newest, _ = _newest_closed(environment, "demo-regional")
    result = _run(environment, "results", "--forum", "demo-regional", "--round", newest, "--format", "csv")
    found = _json(environment, "results", "--forum", "demo-regional", "--round", newest)
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    cells = {cell for row in rows for cell in row}
    for statement in found["statements"]:
        if statement["total"].get("score") is not None:
            assert str(statement["total"]["score"]) in cells


def test_no_results_before_closing(environment: dict[str, str | None]) -> None:
    name = _json(environment, "rounds", "list", "--forum", "demo-regional", "--format", "json")[0]["name"]
    result = _run(environment, "results", "--forum", "demo-regional", "--round", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: Results can be seen once the round is closed.\n"


def test_closing_asks_for_yes_and_then_counts(environment: dict[str, str | None]) -> None:
    name = _json(environment, "rounds", "list", "--forum", "demo-regional", "--format", "json")[0]["name"]
    refused = _run(environment, "rounds", "close", "--forum", "demo-regional", "--round", name)
    assert refused.exit_code == 1
    assert "--yes" in refused.stderr
    done = _run(environment, "rounds", "close", "--forum", "demo-regional", "--round", name, "--yes")
    assert done.exit_code == 0, done.stderr
    rounds = _json(environment, "rounds", "list", "--forum", "demo-regional", "--format", "json")
    assert rounds[0]["name"] == name
    assert rounds[0]["state"] == "closed"
    assert f"{rounds[0]['answered']} answers counted" in done.stdout
    again = _run(environment, "rounds", "close", "--forum", "demo-regional", "--round", name, "--yes")
    assert again.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rounds", "list", "--forum", "nowhere"), "There is no forum with the short name nowhere."),
        (("results", "--forum", "demo-regional", "--round", "None such"), "has no round called “None such”"),
        (("rounds", "close", "--forum", "demo-regional", "--round", "x", "--yes"), "has no round called “x”"),
    ],
)
def test_a_wrong_name_is_one_plain_line(
    environment: dict[str, str | None], arguments: tuple[str, ...], words: str
) -> None:
    result = _run(environment, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_removing_the_demonstration_leaves_nothing(environment: dict[str, str | None]) -> None:
    assert _run(environment, "demo", "remove").stdout == "6 demonstration forums removed.\n"
    engine = make_engine(environment["DATABASE_URL"] or "")
    with engine.connect() as connection:
        left = {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in inspect(engine).get_table_names()
            if name != "alembic_version"
        }
    engine.dispose()
    assert {name for name, number in left.items() if number} == set()
    assert "no demonstration to remove" in _run(environment, "demo", "remove").stdout
    assert _run(environment, "demo", "links").exit_code == 1


def test_the_ready_links_are_printed(environment: dict[str, str | None]) -> None:
    lines = _run(environment, "demo", "links").stdout.splitlines()
    who = [line.split(":")[0] for line in lines]
    assert who == [
        "Secretariat", "Management-side chair", "Staff-side chair", "Wellbeing lead", "Staff-side colleague",
        "Operator (the e-mails)", "Member with an open round",
    ]  # fmt: skip
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.split("| link | what to look at |")[1].split("\n\n")[0]
    assert [each for each in who if each not in table] == []
    assert lines[-1].startswith("Member with an open round: https://audit.example/a/")
