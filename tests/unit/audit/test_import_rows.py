"""Rows of respondents as survey tools export them, and whole rounds that go to a file and come back."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.released import Comparison
from audit_app.analysis.tallies import OVERALL, Group, QuestionTally
from audit_app.audit.earlier_rounds import put_into_use, type_in, undo
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.respondent_rows import Columns, count, propose, side_words
from audit_app.audit.imports.sheets import Kind, Sheet, sheet_from_upload
from audit_app.audit.imports.templates import to_fill_in
from audit_app.audit.imports.wording import AnswerReader, QuestionFinder
from audit_app.audit.results import load_comparison
from audit_app.audit.tallies import SectionHistogram, Tally
from audit_app.questionnaire.definition import DONT_KNOW, Questionnaire, Side
from tests.factories import NOON, STATEMENTS, TEN, make_closed_round, make_forum, some_answers

M, S, P, BOTH = Group.MANAGEMENT, Group.STAFF, Group.PARTNER, Group.TOTAL
FIRST, SECOND = STATEMENTS.questions[0], STATEMENTS.questions[1]
SCALE = STATEMENTS.scale_of(FIRST)


def as_csv(rows: Iterable[Sequence[object]], mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


# --- rows of respondents


def respondents(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
    return sheet_from_upload("export.csv", as_csv([headings, *rows]).encode())


def test_a_heading_that_is_only_much_like_a_question_is_to_be_confirmed() -> None:
    sheet = respondents(["Side", FIRST.text + " indeed"], [["staff", "5"]])
    proposal = propose(STATEMENTS, sheet)
    assert proposal.columns.questions == {1: FIRST.id}
    assert proposal.unsure == {1}


def test_a_column_that_only_sounds_alike_is_no_question() -> None:
    assert propose(STATEMENTS, respondents(["Side", "Any other comments?"], [["staff", "5"]])).columns.questions == {}


def test_a_question_that_speaks_of_the_other_side_is_not_the_side_column() -> None:
    question = TEN.question_by_id["PT-2"]  # "How far does the other side understand …"
    rows = [*[["Management", "7"]] * 5, *[["Staff/TU", "4"]] * 5]
    sheet = respondents(["Are you management or staff?", f"2. {question.text}"], rows)
    columns = propose(TEN, sheet).columns
    assert (columns.side, columns.questions) == (0, {1: question.id})


def test_a_column_that_never_names_a_side_is_not_the_side_column() -> None:
    assert propose(TEN, respondents(["Place", "Q1"], [["Town", "7"], ["Coast", "4"]])).columns.side is None


def test_a_code_of_a_survey_before_the_wording_leaves_no_doubt() -> None:
    proposal = propose(TEN, respondents([f"PT1. {TEN.questions[0].text}"], [["5"]]))
    assert (proposal.columns.questions, proposal.unsure) == ({0: TEN.questions[0].id}, frozenset())


def test_what_is_no_answer_counts_as_blank_and_an_unknown_side_is_left_out() -> None:
    sheet = respondents(["Side", "Q1"], [["staff", "A1"], ["visitor", "5"], ["", "4"], ["staff", "5"], ["staff", ""]])
    imported = count(STATEMENTS, sheet, Columns({1: FIRST.id}, 0))
    assert imported.counts == {(FIRST.id, S): QuestionTally((0, 0, 0, 0, 1), blank=1)}
    assert [str(each) for each in imported.left_out] == [
        "Row 2 “A1”: question 1: this is none of the answers, so it counts as left blank",
        "Row 3 “visitor”: the side is not known, so this row is left out",
        "Row 4: no side is given, so it is left out",
    ]


def test_words_for_the_sides_can_be_told() -> None:
    sheet = respondents(["Role", "Q1"], [["HR", "5"], ["Rep", "4"], ["Visitor", "3"]])
    assert side_words(sheet, 0) == {"hr": ("HR", None), "rep": ("Rep", None), "visitor": ("Visitor", None)}
    columns = Columns({1: FIRST.id}, 0, {"hr": Side.MANAGEMENT, "rep": Side.STAFF, "visitor": None})
    imported = count(STATEMENTS, sheet, columns)
    assert set(imported.counts) == {(FIRST.id, M), (FIRST.id, S)}


def test_without_a_side_column_all_are_counted_together() -> None:
    sheet = respondents(["Q1"], [["5"], ["4"]])
    assert count(STATEMENTS, sheet, Columns({0: FIRST.id})).counts == {(FIRST.id, BOTH): QuestionTally((0, 0, 0, 1, 1))}


@pytest.mark.parametrize(
    "text", ["5", "5.0", " 5 ", "5 - Strongly agree", "STRONGLY  AGREE", "Strongly agree (5)", "5. Strongly agree"]
)
def test_answers_by_number_or_wording(text: str) -> None:
    assert AnswerReader(SCALE).read(text) == 5


@pytest.mark.parametrize("text", ["6", "5 - Strongly disagree", "Strongly", "x" * 2_000, "5 5"])
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="answer"):
        AnswerReader(SCALE).read(text)


@pytest.mark.parametrize("text", ["Don't know", "Don\u2019t know", "DONT KNOW", "do not know"])
def test_don_t_know(text: str) -> None:
    assert AnswerReader(SCALE).read(text) == DONT_KNOW


@pytest.mark.parametrize("questionnaire", [STATEMENTS, TEN], ids=lambda each: each.id)
def test_each_question_is_found_by_its_id_its_number_and_its_wording(questionnaire: Questionnaire) -> None:
    finder = QuestionFinder(questionnaire)
    for number, question in enumerate(questionnaire.questions, start=1):
        for text in (
            question.id,
            str(number),
            f"Q{number}",
            f"Q{number:02}",
            question.text,
            f"{number}. {question.text}",
        ):
            assert finder.exactly(text) == question, text


@given(
    st.lists(
        st.tuples(st.sampled_from(["management", "staff"]), st.sampled_from(["1", "3", "5", "Don't know", ""])),
        min_size=1,
    )
)
def test_every_row_with_an_answer_is_counted_once(rows: list[tuple[str, str]]) -> None:
    imported = count(STATEMENTS, respondents(["Side", "Q1"], rows), Columns({1: FIRST.id}, 0))
    filled = [(side, answer) for side, answer in rows if answer]
    for side in ("management", "staff"):
        answers = Counter(answer for of, answer in filled if of == side)
        tally = imported.counts.get((FIRST.id, Group(side)), QuestionTally((0,) * 5))
        assert tally == QuestionTally((answers["1"], 0, answers["3"], 0, answers["5"]), answers["Don't know"])


# --- from a live round to a file and back


def _statements(comparison: Comparison) -> list[object]:
    return [(each.total, each.sides, each.partner) for each in comparison.statements]


@pytest.mark.parametrize("members", [4, 6, 12])
def test_tallies_of_a_live_round_come_back_with_the_same_released_figures(session: Session, members: int) -> None:
    forum = make_forum(session, management=members, staff=members + 1, partner=6)
    live = make_closed_round(session, forum, STATEMENTS)
    rows: list[Sequence[object]] = [("question", "side", "value", "count")]
    rows += [(each.question_id, each.group.value, each.value, each.count) for each in session.scalars(select(Tally))]
    for side, number in (("management", members), ("staff", members + 1), ("partner", 6)):
        rows += [("respondents", side, what, number) for what in ("invited", "answered")]
    imported = read_figures(STATEMENTS, sheet_from_upload("tallies.csv", as_csv(rows).encode()))
    assert imported.misfits == []
    typed = imported.as_typed("From a file", date(2024, 4, 3), 5)
    stored = type_in(session, forum, STATEMENTS, typed, actor="Sec Retariat", at=NOON)
    assert _statements(load_comparison(session, stored)) == _statements(load_comparison(session, live))


@pytest.mark.parametrize("members", [4, 6, 12])
def test_rows_come_back_with_the_same_sections_too(session: Session, members: int) -> None:
    forum = make_forum(session, management=members, staff=members + 1, partner=6)
    live = make_closed_round(session, forum, STATEMENTS)
    rows = []
    for side, number in ((Side.MANAGEMENT, members), (Side.STAFF, members + 1), (Side.PARTNER, 6)):
        for place in range(number):
            answers = some_answers(STATEMENTS, side, place)
            rows.append([side.label, *(answers.ratings.get(each.id, "") for each in STATEMENTS.questions)])
    sheet = respondents(["Side", *(each.text for each in STATEMENTS.questions)], rows)
    imported = count(STATEMENTS, sheet, propose(STATEMENTS, sheet).columns)
    assert imported.misfits == []
    typed = imported.as_typed("From a file", date(2024, 4, 3), 5)
    stored = type_in(session, forum, STATEMENTS, typed, actor="Sec Retariat", at=NOON)
    here, there = load_comparison(session, stored), load_comparison(session, live)
    assert _statements(here) == _statements(there)
    assert [each.total for each in here.sections] == [each.total for each in there.sections]
    assert [each.sides for each in here.sections] == [each.sides for each in there.sections]
    undo(session, stored)
    assert session.scalars(select(SectionHistogram).where(SectionHistogram.round_id == stored.id)).first() is None


def test_sections_of_imported_rows_can_be_labelled(session: Session) -> None:
    forum = make_forum(session, management=12, staff=12, partner=0)
    live = make_closed_round(session, forum, STATEMENTS)
    rows = [[side, *["2"] * len(STATEMENTS.questions)] for side in ("management", "staff") for _ in range(12)]
    for row, value in zip(rows, "123451234512345123451234", strict=True):
        row[1::2] = [value] * len(row[1::2])
    sheet = respondents(["Side", *(each.id for each in STATEMENTS.questions)], rows)
    imported = count(STATEMENTS, sheet, propose(STATEMENTS, sheet).columns)
    assert (OVERALL, M) in imported.histograms
    typed = imported.as_typed("From a file", date(2024, 4, 3), 5)
    stored = type_in(session, forum, STATEMENTS, typed, actor="Sec Retariat", at=NOON)
    put_into_use(session, stored, actor="Sec Retariat", at=NOON)
    changes = [each.change for each in load_comparison(session, live, stored).sections]
    assert any(change is not None and change.label is not None for change in changes)


def test_a_section_of_which_a_question_is_missing_has_no_histogram() -> None:
    sheet = respondents(["Side", FIRST.id], [["staff", "5"]])
    assert count(STATEMENTS, sheet, Columns({1: FIRST.id}, 0)).histograms == {}


# --- tables to fill in


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", [Kind.TALLIES, Kind.AVERAGES])
@pytest.mark.parametrize("questionnaire", [STATEMENTS, TEN], ids=lambda each: each.id)
def test_a_table_that_is_filled_in_is_read_without_a_word(
    questionnaire: Questionnaire, kind: Kind, extension: str
) -> None:
    made = to_fill_in(questionnaire, kind, extension)  # type: ignore[arg-type]
    sheet = sheet_from_upload(f"table.{extension}", made)
    assert sheet.kind is kind
    filled = Sheet(sheet.headings, tuple((line, (*cells[:3], "7", cells[4])) for line, cells in sheet.rows))
    if kind is Kind.AVERAGES:
        rows = [
            (line, cells if cells[0] == "respondents" else (*cells[:2], "7", *cells[3:])) for line, cells in filled.rows
        ]
        filled = Sheet(sheet.headings, tuple(rows))
    imported = read_figures(questionnaire, filled)
    assert [each for each in imported.misfits if "answers, but only" not in str(each)] == []
    assert {question for question, _ in (*imported.counts, *imported.averages)} == {
        each.id
        for each in questionnaire.questions
        if kind is Kind.TALLIES or questionnaire.scale_of(each).order == "merit"
    }
