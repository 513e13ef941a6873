"""What Slido, Microsoft Forms, Google Forms and LimeSurvey save: found and counted, however it is written."""

import pytest

from audit_app.analysis.tallies import Group, QuestionTally
from audit_app.audit.imports.respondent_rows import count, propose
from audit_app.audit.imports.sheets import Kind, sheet_from_upload
from audit_app.questionnaire.definition import Side
from tests.factories import STATEMENTS
from tests.harness.survey_exports import FILES, FIRST, PEOPLE, SECOND, TOOLS, WORDS, Respondent, by_wording

M, S = Group.MANAGEMENT, Group.STAFF


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_every_file_and_every_way_to_write_an_answer(tool: str, words: str, file: str) -> None:
    filename, make = FILES[file]
    sheet = sheet_from_upload(filename, make(TOOLS[tool](PEOPLE, WORDS[words])))
    assert sheet.kind is Kind.RESPONDENTS
    proposal = propose(STATEMENTS, sheet)
    assert list(proposal.columns.questions.values()) == [FIRST.id, SECOND.id]
    assert proposal.unsure == set()
    imported = count(STATEMENTS, sheet, proposal.columns)
    assert imported.misfits == []
    assert imported.counts == {
        (FIRST.id, M): QuestionTally((0, 0, 0, 1, 1)),
        (SECOND.id, M): QuestionTally((0, 0, 0, 1, 0), dont_know=1),
        (FIRST.id, S): QuestionTally((1, 2, 0, 0, 0)),
        (SECOND.id, S): QuestionTally((0, 0, 2, 0, 0), blank=1),
    }
    assert {side: each.answered for side, each in imported.turnout.items()} == {Side.MANAGEMENT: 2, Side.STAFF: 3}


@pytest.mark.parametrize("code", ["A{}", "AO0{}", "SQ00{}"])
def test_codes_instead_of_answers_are_a_fault_because_nobody_knows_which_end_is_good(code: str) -> None:
    rows = TOOLS["LimeSurvey"](PEOPLE, lambda answer: code.format(answer) if answer else "")
    filename, make = FILES["commas"]
    sheet = sheet_from_upload(filename, make(rows))
    imported = count(STATEMENTS, sheet, propose(STATEMENTS, sheet).columns)
    assert [each.question for each in imported.faults] == [FIRST.id, SECOND.id]
    assert "save full answers from your survey tool, not codes" in str(imported.faults[0])


def test_a_few_answers_that_are_none_are_listed_and_the_rest_counts() -> None:
    people = (*PEOPLE, Respondent("Ferdinand Ironmonger", "ferdinand@trust.example", "Management side", "mumble", 4))
    filename, make = FILES["commas"]
    rows = TOOLS["Google Forms"](people, lambda answer: "mumble" if answer == "mumble" else by_wording(answer))
    sheet = sheet_from_upload(filename, make(rows))
    imported = count(STATEMENTS, sheet, propose(STATEMENTS, sheet).columns)
    assert imported.faults == []
    assert [str(each) for each in imported.left_out] == [
        "Row 7 “mumble”: question 1: this is none of the answers, so it counts as left blank"
    ]
    assert imported.counts[FIRST.id, M] == QuestionTally((0, 0, 0, 1, 1), blank=1)
