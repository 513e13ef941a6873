"""`partnership-audit import-round`: the three kinds of file, faults in plain words, and nothing stored on a dry run."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app import migrating
from audit_app.audit.models import Round, Source, State
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from audit_app.cli import main
from audit_app.database import make_engine, make_sessions, writing
from tests.factories import STATEMENTS, make_forum

FIRST = STATEMENTS.questions[0]
TALLIES = f"question,side,value,count\n{FIRST.id},management,5,7\n{FIRST.id},staff,4,8\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str | None]:
    url = f"sqlite:///{tmp_path / 'audit.sqlite'}"
    engine = make_engine(url)
    migrating.upgrade(engine)
    with writing(make_sessions(engine)) as session:
        make_forum(session, "north")
        session.commit()
    engine.dispose()
    return {
        "DATABASE_URL": url,
        "PARTNERSHIP_AUDIT_SECRET_KEY": "an invented secret that only the tests use 0123456789",
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
    }


def run(environment: dict[str, str | None], content: str, *more: str, name: str = "old.csv") -> Result:
    file = Path(str(environment["INSTANCE_FOLDER"])).parent / name
    file.write_text(content, encoding="utf-8")
    asked = ["--forum", "north", "--questionnaire", STATEMENTS.id, "--name", "Audit 2023", "--date", "2023-05-31"]
    return CliRunner().invoke(main, ["import-round", *asked, *more, str(file)], env=environment)


def stored(environment: dict[str, str | None]) -> tuple[list[Round], list[object]]:
    engine = make_engine(str(environment["DATABASE_URL"]))
    with Session(engine) as session:
        rounds = list(session.scalars(select(Round)))
        rows: list[object] = [
            row for table in (Tally, TypedAverage, SectionHistogram) for row in session.scalars(select(table))
        ]
    engine.dispose()
    return rounds, rows


def test_tallies_become_a_draft_when_asked(environment: dict[str, str | None]) -> None:
    result = run(environment, TALLIES, "--draft")
    assert result.exit_code == 0, result.output
    (audit_round,), rows = stored(environment)
    assert (audit_round.name, audit_round.state) == ("Audit 2023", State.DRAFT)
    assert audit_round.source is Source.IMPORTED_COUNTS
    assert audit_round.held_on is not None
    assert audit_round.held_on.isoformat() == "2023-05-31"
    assert len(rows) == 2
    assert "2 rows read (tallies), 1 question found." in result.stdout


def test_averages_are_put_into_use(environment: dict[str, str | None]) -> None:
    result = run(environment, f"question,side,n,score\n{FIRST.id},total,12,6.4\n")
    assert result.exit_code == 0, result.output
    (audit_round,), _ = stored(environment)
    assert (audit_round.state, audit_round.source) == (State.CLOSED, Source.IMPORTED_AVERAGES)


def test_rows_of_respondents_with_a_named_side_column(environment: dict[str, str | None]) -> None:
    rows = "".join(f"{side},5,{side}\n" for side in ("Staff", "Management") for _ in range(6))
    content = f"Role,Q1,Voted as\n{rows}"
    assert "--side-column" in run(environment, content).stderr
    assert "no column with the heading" in run(environment, content, "--side-column", "Nothing").stderr
    result = run(environment, content, "--side-column", "voted AS")
    assert result.exit_code == 0, result.output
    assert len(stored(environment)[1]) == 2


def test_a_dry_run_stores_nothing_and_finds_what_storing_would(environment: dict[str, str | None]) -> None:
    result = run(environment, TALLIES, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "Nothing was stored." in result.stdout
    assert stored(environment) == ([], [])
    assert run(environment, TALLIES).exit_code == 0
    taken = run(environment, TALLIES, "--dry-run")
    assert taken.exit_code == 1
    assert "already has a round with this name" in taken.stderr


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (f"{TALLIES}{FIRST.id},staff,9,1\n", "old.csv", ["Put these right", "Row 4", "they go from 1 to 5"]),
        ("", "old.csv", ["The file is empty."]),
        ("PK", "old.xlsm", ["macros"]),
        ("PK", "old.xlsx", ["cannot be read"]),
        ("a,b\n1,2\n", "old.csv", ["No column is a question"]),
        (TALLIES + " " * 1_000_001, "old.csv", ["larger than 1 MB"]),
    ],
    ids=["faults", "empty", "macros", "damaged", "no questions", "too large"],
)
def test_what_cannot_be_used_is_said_plainly(
    environment: dict[str, str | None], content: str, name: str, words: list[str]
) -> None:
    result = run(environment, content, name=name)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert [word in result.stderr for word in words] == [True] * len(words)
    assert stored(environment) == ([], [])


def test_what_is_left_out_is_listed(environment: dict[str, str | None]) -> None:
    result = run(environment, f"{TALLIES}XX-1,staff,4,1\n")
    assert result.exit_code == 0
    assert "Left out. Row 4 “XX-1, staff, 4, 1”: this question is not in the questionnaire" in result.stderr


def test_an_unknown_forum_or_questionnaire_is_said(environment: dict[str, str | None]) -> None:
    assert "no forum with the short name" in run(environment, TALLIES, "--forum", "nowhere").stderr
    assert run(environment, TALLIES, "--questionnaire", "nothing").exit_code == 1
