"""Earlier rounds from files: tallies, averages, and rows of respondents as survey tools export them."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.released import Comparison
from audit_app.analysis.tallies import OVERALL, Average, Group, QuestionTally, Turnout
from audit_app.audit.earlier_rounds import put_into_use, type_in, undo
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.numbers import decimal, whole
from audit_app.audit.imports.outcome import Imported
from audit_app.audit.imports.respondent_rows import Columns, count, propose, side_words
from audit_app.audit.imports.sheets import Kind, Sheet, sheet_from_text, sheet_from_upload
from audit_app.audit.imports.templates import to_fill_in
from audit_app.audit.imports.wording import AnswerReader, QuestionFinder
from audit_app.audit.results import load_comparison
from audit_app.audit.tallies import SectionHistogram, Tally
from audit_app.forum.table_files import UnreadableTableError
from audit_app.questionnaire.definition import DONT_KNOW, Questionnaire, Side
from tests.factories import NOON, STATEMENTS, TEN, make_closed_round, make_forum, some_answers

M, S, P, BOTH = Group.MANAGEMENT, Group.STAFF, Group.PARTNER, Group.TOTAL
FIRST, SECOND = STATEMENTS.questions[0], STATEMENTS.questions[1]
SCALE = STATEMENTS.scale_of(FIRST)


def figures(text: str, questionnaire: Questionnaire = STATEMENTS) -> Imported:
    return read_figures(questionnaire, sheet_from_text(text))


def as_csv(rows: Iterable[Sequence[object]], mark: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


# --- tallies


def test_tallies_are_read_with_the_response_rate() -> None:
    imported = figures(
        f"question,side,value,count\n{FIRST.id},management,5,3\n{FIRST.id},Staff side,4,2\n1,staff,dont_know,1\n"
        f'"{FIRST.text.upper()}",staff,blank,2\nrespondents,management,invited,"1,200"\nrespondents,management,answered,9\n'
    )
    assert imported.misfits == []
    assert imported.counts == {
        (FIRST.id, M): QuestionTally((0, 0, 0, 0, 3)),
        (FIRST.id, S): QuestionTally((0, 0, 0, 2, 0), dont_know=1, blank=2),
    }
    assert imported.turnout == {Side.MANAGEMENT: Turnout(1200, 9)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (f"{FIRST.id},finance,5,3", "the side is not known"),
        (f"{FIRST.id},staff,6,3", "they go from 1 to 5"),
        (f"{FIRST.id},staff,5,three", "a whole number"),
        (f"{FIRST.id},staff,5,-3", "a whole number"),
        (f"{FIRST.id},staff,5,1.234", "a whole number"),
        (f"{FIRST.id},staff,4,1", "row 2 says this already"),
        ("respondents,staff,asked,4", "invited or answered"),
        ("respondents,staff,answered,1", "2 answers, but only 1 answered"),
        (f"{FIRST.id},staff,5,=1+1", "a whole number"),
    ],
)
def test_what_is_wrong_in_tallies_names_its_row_and_stops_everything(row: str, words: str) -> None:
    imported = figures(f"question,side,value,count\n{FIRST.id},staff,4,2\n{row}\n")
    assert [words in str(fault) for fault in imported.faults] == [True]
    assert "Row 3" in str(imported.faults[0]) or FIRST.id in str(imported.faults[0])


def test_more_answered_than_were_invited() -> None:
    imported = figures(
        f"question,side,value,count\n{FIRST.id},staff,4,2\nrespondents,staff,invited,4\nrespondents,staff,answered,5\n"
    )
    assert "5 answered, but only 4 were invited" in str(imported.faults[0])


def test_a_question_of_another_instrument_is_left_out_and_said() -> None:
    imported = figures(f"question,side,value,count\n{FIRST.id},staff,4,2\nPT-1,staff,4,2\n")
    assert imported.faults == []
    assert ["not in the questionnaire" in str(each) for each in imported.left_out] == [True]
    assert set(imported.counts) == {(FIRST.id, S)}


def test_nothing_that_fits_is_a_fault() -> None:
    assert "nothing here fits" in str(figures("question,side,value,count\nPT-1,staff,4,2\n").faults[-1])


def test_a_total_must_be_the_sum_of_its_sides() -> None:
    rows = f"question,side,value,count\n{FIRST.id},staff,4,2\n{FIRST.id},management,4,3\n{FIRST.id},total,4,"
    assert figures(f"{rows}5\n").faults == []
    assert "is not management side and staff side together" in str(figures(f"{rows}6\n").faults[0])


def test_partners_are_not_asked_every_question() -> None:
    question = next(each for each in STATEMENTS.questions if Side.PARTNER in each.not_asked_of)
    imported = figures(f"question,side,value,count\n{FIRST.id},partner,4,2\n{question.id},partner,4,2\n")
    assert set(imported.counts) == {(FIRST.id, P)}
    assert "not asked this question" in str(imported.left_out[0])


# --- averages


def test_averages_are_scores_out_of_ten() -> None:
    imported = figures(f"Question;Side;N;Score\n{FIRST.id};management;12;7,5\n2;staff;1 200;6.25\n")
    assert imported.misfits == []
    assert imported.averages == {(FIRST.id, M): Average(12, 7.5), (SECOND.id, S): Average(1200, 6.25)}


def test_averages_on_the_members_scale_say_so_in_the_heading() -> None:
    imported = figures(f"question,side,n,average\n{FIRST.id},staff,12,4\n")
    assert imported.averages == {(FIRST.id, S): Average(12, 7.5)}


@pytest.mark.parametrize("score", ["11", "-1", "x", "7.5.1", "1e1", "nan", "\u0667"])
def test_a_score_that_is_none_is_a_fault(score: str) -> None:
    assert "from 0 to 10" in str(figures(f"question,side,n,score\n{FIRST.id},staff,12,{score}\n").faults[0])


# --- what programs write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_marks(encoding: str, mark: str) -> None:
    rows = [("question", "side", "value", "count", "note"), (FIRST.id, "staff", "5", "4", "café")]
    sheet = sheet_from_upload("tallies.csv", as_csv(rows, mark).encode(encoding))
    assert read_figures(STATEMENTS, sheet).counts == {(FIRST.id, S): QuestionTally((0, 0, 0, 0, 4))}
    assert sheet.rows[0][1][4] == "café"


def test_a_workbook_with_a_title_above_the_headings() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    for row in (["Our audit of 2023"], [], ["Question", "Side", "Value", "Count"], [1, "staff", 5, 4]):
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    sheet = sheet_from_upload("old.xlsx", out.getvalue())
    assert sheet.kind is Kind.TALLIES
    assert read_figures(STATEMENTS, sheet).counts == {(FIRST.id, S): QuestionTally((0, 0, 0, 0, 4))}


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("a.xlsm", b"PK\x03\x04", "macros"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "cannot be read"),
        ("a.pdf", b"%PDF-1.7", "Only CSV and Excel"),
        ("a.csv", b"a\0b", "not text"),
        ("a.csv", b"question,side,value,count\n", "no rows"),
        ("a.csv", b",".join(b"x" for _ in range(201)) + b"\n1\n", "too many columns"),
        ("a.csv", b"a,b\n" + b"1,2\n" * 2_001, "more than 2,000 rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_safe_table_is_refused_in_plain_words(filename: str, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableTableError, match=words):
        sheet_from_upload(filename, content)


@given(st.integers(0, 999_999), st.sampled_from(["{}", " {} ", "{}.0", "{}.00"]))
def test_every_whole_number_is_read_as_it_was_written(number: int, form: str) -> None:
    assert whole(form.format(number)) == number


@given(st.integers(1_000, 1_000_000), st.sampled_from(",  \u00a0\u202f'\u2019"))
def test_marks_between_thousands_change_nothing(number: int, mark: str) -> None:
    assert whole(f"{number:,}".replace(",", mark)) == number


@given(st.text(max_size=20))
def test_a_number_is_read_or_refused_and_never_guessed(text: str) -> None:
    for read in (whole, lambda each: decimal(each, 0, 10)):
        try:
            number = read(text)
        except ValueError:
            continue
        assert 0 <= number <= 1_000_000
        assert any(character in "0123456789" for character in text)


@given(st.integers(0, 1_000))
def test_decimals_take_a_point_or_a_comma(hundredths: int) -> None:
    text = f"{hundredths / 100:.2f}"
    assert decimal(text, 0, 10) == decimal(text.replace(".", ","), 0, 10) == hundredths / 100


# --- rows of respondents

LABEL = SCALE.labels


def respondents(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Sheet:
    return sheet_from_upload("export.csv", as_csv([headings, *rows]).encode())


EXPORTS: dict[str, tuple[list[str], list[list[object]]]] = {
    "Slido": (
        ["User Name", "User E-mail", "Which side are you on?", f"1. {FIRST.text}", f"2. {SECOND.text}"],
        [["Anonymous", "", "Management side", "5", "4"], ["Anonymous", "", "Staff side", "2", ""]],
    ),
    "Microsoft Forms": (
        ["ID", "Start time", "Completion time", "Email", "Name", "Your side", FIRST.text, SECOND.text],
        [
            [1, "3/4/24 9:01:10", "3/4/24 9:03:00", "anonymous", "", "Management", LABEL[5], LABEL[4]],
            [2, "3/4/24 9:05:10", "3/4/24 9:09:00", "anonymous", "", "Staff", LABEL[2], ""],
        ],
    ),
    "Google Forms": (
        ["Timestamp", "Side", f"How far do you agree? [{FIRST.text}]", f"How far do you agree? [{SECOND.text}]"],
        [
            ["2024/04/03 9:01:10 am GMT+1", "Employer", f"5 - {LABEL[5]}", f"4 - {LABEL[4]}"],
            ["2024/04/03 9:05:10 am GMT+1", "Trade union", f"2 - {LABEL[2]}", ""],
        ],
    ),
    "LimeSurvey": (
        ["id", "submitdate", "lastpage", "startlanguage", "seed", "G01Q01. Which side?",
         f"Q1[SQ001]. {FIRST.text}", f"Q1[SQ002]. {SECOND.text}"],
        [
            [7, "2024-04-03 09:01:10", 2, "en", "1794", "management", f"{LABEL[5]} (5)", f"{LABEL[4]} (4)"],
            [9, "2024-04-03 09:05:10", 2, "en", "8843", "staff", f"{LABEL[2]} (2)", ""],
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", EXPORTS)
def test_exports_of_survey_tools_are_matched_and_counted(tool: str) -> None:
    sheet = respondents(*EXPORTS[tool])
    assert sheet.kind is Kind.RESPONDENTS
    proposal = propose(STATEMENTS, sheet)
    assert list(proposal.columns.questions.values()) == [FIRST.id, SECOND.id]
    assert proposal.unsure == set()
    imported = count(STATEMENTS, sheet, proposal.columns)
    assert imported.misfits == []
    assert imported.counts == {
        (FIRST.id, M): QuestionTally((0, 0, 0, 0, 1)),
        (FIRST.id, S): QuestionTally((0, 1, 0, 0, 0)),
        (SECOND.id, M): QuestionTally((0, 0, 0, 1, 0)),
        (SECOND.id, S): QuestionTally((0, 0, 0, 0, 0), blank=1),
    }
    assert {side: each.answered for side, each in imported.turnout.items()} == {
        Side.MANAGEMENT: 1, Side.STAFF: 1, Side.PARTNER: 0,
    }  # fmt: skip


def test_a_heading_that_is_only_much_like_a_question_is_to_be_confirmed() -> None:
    sheet = respondents(["Side", FIRST.text + " indeed"], [["staff", "5"]])
    proposal = propose(STATEMENTS, sheet)
    assert proposal.columns.questions == {1: FIRST.id}
    assert proposal.unsure == {1}


def test_a_column_that_only_sounds_alike_is_no_question() -> None:
    assert propose(STATEMENTS, respondents(["Side", "Any other comments?"], [["staff", "5"]])).columns.questions == {}


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
    put_into_use(session, stored, NOON)
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
