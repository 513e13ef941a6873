"""`partnership-audit import-round`: the three kinds of file, faults in plain words, and nothing stored on a dry run."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app import migrating
from audit_app.audit import own_wording
from audit_app.audit.imports.sheets import Kind
from audit_app.audit.models import Round, Source, State
from audit_app.audit.tallies import SectionHistogram, Tally, TypedAverage
from audit_app.cli import main
from audit_app.database import make_engine, make_sessions, writing
from audit_app.forum.models import Forum
from audit_app.questionnaire import adapting_rules
from audit_app.questionnaire.definition import TWO_SIDES
from tests.factories import CATALOGUE, NOON, STATEMENTS, make_forum
from tests.harness.hostile_files import REFUSED, SLOW

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


def test_a_column_that_is_only_alike_is_refused_until_it_is_told(environment: dict[str, str | None]) -> None:
    heading = f"{FIRST.text} indeed"
    content = f'Side,"{heading}",Q2\n' + "staff,5,4\nmanagement,4,5\n" * 6
    refused = run(environment, content)
    assert refused.exit_code == 1
    assert f"“{heading}” is like question {FIRST.id}: {FIRST.text}" in refused.stderr
    assert stored(environment) == ([], [])
    left_out = run(environment, content, "--column", f"{heading}=", "--dry-run")
    assert "1 question found." in left_out.stdout, left_out.output
    assert "has no question “nothing”" in run(environment, content, "--column", f"{heading}=nothing").stderr
    assert "no column with the heading “Q9”" in run(environment, content, "--column", "Q9=1").stderr
    told = run(environment, content, "--column", f"{heading}={FIRST.id}")
    assert told.exit_code == 0, told.output
    questions = {each.question_id for each in stored(environment)[1] if isinstance(each, Tally)}
    assert questions == {FIRST.id, STATEMENTS.questions[1].id}


def test_words_of_the_side_column_can_be_told(environment: dict[str, str | None]) -> None:
    content = "Role,Q1\n" + "HR,5\nRep,4\nVisitor,3\n" * 6
    told = ("--side-column", "Role", "--side", "HR=management", "--side", "Rep=staff")
    result = run(environment, content, *told)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("“Visitor”: the side is not known") == 6
    assert {each.group.value for each in stored(environment)[1] if isinstance(each, Tally)} == {"management", "staff"}
    wrong = run(environment, content, "--side-column", "Role", "--side", "HR=moon")
    assert wrong.exit_code == 1
    assert "The side is not known" in wrong.stderr


def test_a_long_list_of_what_is_left_out_is_cut(environment: dict[str, str | None]) -> None:
    result = run(environment, TALLIES + "XX-1,staff,4,1\n" * 150)
    assert result.stderr.count("Left out.") == 101
    assert "50 more like these." in result.stderr


def test_a_dry_run_prints_what_will_be_shown(environment: dict[str, str | None]) -> None:
    result = run(environment, TALLIES, "--dry-run")
    assert "What is shown" in result.stdout
    assert "By side they are coarser" in result.stdout
    assert "Statement by statement" in result.stdout
    assert "#" * 10 in result.stdout
    small = run(environment, TALLIES.replace(",7", ",2").replace(",8", ",2"), "--dry-run")
    assert "No results are shown, because too few members answered." in small.stdout


def _a_year(kind: Kind, shift: int) -> str:
    """Twelve people of each side; the answers of a later year are `shift` values higher."""
    answers = [min(5, 1 + place % 4 + shift) for place in range(12)]
    sides = ("management", "staff")
    if kind is Kind.RESPONDENTS:
        rows = [f"{side},{','.join([str(value)] * len(STATEMENTS.questions))}" for side in sides for value in answers]
        return "\n".join([f"Side,{','.join(each.id for each in STATEMENTS.questions)}", *rows])
    pairs = [(each, side) for each in STATEMENTS.questions for side in sides]
    if kind is Kind.TALLIES:
        counts = Counter(answers)
        rows = [f"{each.id},{side},{value},{count}" for each, side in pairs for value, count in counts.items()]
        return "\n".join(["question,side,value,count", *rows])
    return "\n".join(["question,side,n,score", *(f"{each.id},{side},12,{4 + shift}" for each, side in pairs)])


@pytest.mark.parametrize("kind", Kind)
def test_an_imported_round_can_be_compared_at_once_and_its_results_are_whole(
    environment: dict[str, str | None], kind: Kind
) -> None:
    assert run(environment, _a_year(kind, 0)).exit_code == 0
    later = run(environment, _a_year(kind, 1), "--name", "Audit 2024", "--date", "2024-05-31")
    assert later.exit_code == 0, later.output
    asked = ["results", "--forum", "north", "--round", "Audit 2024", "--against", "Audit 2023", "--format", "json"]
    result = CliRunner().invoke(main, asked, env=environment)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {"suggestions", "strengths"} <= found.keys()
    assert found["against"] == "Audit 2023"
    for each in found["statements"]:
        assert "flags" in each
        merit = STATEMENTS.scale_of(STATEMENTS.question_by_id[each["id"]]).order == "merit"
        assert (each["change"] is not None and each["change"]["difference"] > 0) == merit
        labelled = merit and kind is not Kind.AVERAGES
        assert (each["change"] is not None and each["change"]["label"] is not None) == labelled


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


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in SLOW])
def test_a_hostile_file_is_refused_in_plain_words(
    environment: dict[str, str | None], tmp_path: Path, name: str
) -> None:
    filename, make, words = REFUSED[name]
    file = tmp_path / filename
    file.write_bytes(make())
    asked = ["--forum", "north", "--questionnaire", STATEMENTS.id, "--name", "Audit 2023", "--date", "2023-05-31"]
    result = CliRunner().invoke(main, ["import-round", *asked, str(file)], env=environment)
    assert result.exit_code == 1
    assert re.search(words, result.stderr), result.output
    assert stored(environment) == ([], [])


def test_what_is_left_out_is_listed(environment: dict[str, str | None]) -> None:
    result = run(environment, f"{TALLIES}XX-1,staff,4,1\n")
    assert result.exit_code == 0
    assert "Left out. Row 4 “XX-1, staff, 4, 1”: this question is not in the questionnaire" in result.stderr


def test_a_side_whose_word_is_not_known_is_asked_for_and_never_left_out_whole(
    environment: dict[str, str | None],
) -> None:
    rows = [*["Management,5"] * 6, *["Staff/TU,4"] * 6]
    content = "\n".join([f'Side,"{FIRST.text}"', *rows])
    refused = run(environment, content)
    assert refused.exit_code == 1
    assert "No row is on staff side, and these words are not known: “Staff/TU”." in refused.stderr
    assert '--side "Staff/TU=staff"' in refused.stderr
    assert stored(environment)[0] == []
    assert run(environment, content, "--side", "Staff/TU=staff").exit_code == 0


def test_an_unknown_forum_or_questionnaire_is_said(environment: dict[str, str | None]) -> None:
    assert "no forum with the short name" in run(environment, TALLIES, "--forum", "nowhere").stderr
    assert run(environment, TALLIES, "--questionnaire", "nothing").exit_code == 1


def test_a_year_can_have_asked_the_forums_own_words(environment: dict[str, str | None]) -> None:
    engine = make_engine(str(environment["DATABASE_URL"]))
    own = f"{STATEMENTS.id}-own"
    tallies = f"question,side,value,count\n{FIRST.id}b,management,5,7\n{FIRST.id}b,staff,4,8\n"
    refused = run(environment, tallies, "--questionnaire", own)
    assert refused.exit_code != 0
    assert stored(environment) == ([], [])
    with writing(make_sessions(engine)) as session:
        forum = session.scalars(select(Forum)).one()
        wording = own_wording.start(session, forum, CATALOGUE, STATEMENTS, actor="Somebody", at=NOON)
        wishes = own_wording.wishes_of(wording)
        wishes = adapting_rules.reword(STATEMENTS, wishes, FIRST.id, "Our words.", FIRST.short, meaning_stayed=True)
        own_wording.change(session, CATALOGUE, wording, wishes, seen=wording.revision, actor="Somebody", at=NOON)
        own_wording.propose(session, wording, seen=wording.revision, actor="Somebody", at=NOON)
        for side in TWO_SIDES:
            own_wording.agree(session, wording, side, seen=wording.digest, actor="Chair", at=NOON)
        session.commit()
    engine.dispose()
    result = run(environment, tallies, "--questionnaire", own)
    assert result.exit_code == 0, result.output
    (audit_round,), _ = stored(environment)
    assert (audit_round.questionnaire_id, audit_round.questionnaire_version) == (own, 1)
