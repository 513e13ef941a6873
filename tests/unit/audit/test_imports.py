"""Earlier rounds from files: tallies, averages, and rows of respondents as survey tools export them."""

import csv
import io
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.numbers import decimal, whole
from audit_app.audit.imports.outcome import Imported
from audit_app.audit.imports.sheets import Kind, sheet_from_text, sheet_from_upload
from audit_app.forum.table_files import UnreadableTableError
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.factories import STATEMENTS

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
        (f"{FIRST.id},staff,5,=1+1", "this is a formula"),
        (f"{FIRST.id},staff,5,1000001", "no number of people is above 1,000,000"),
        (f"{FIRST.id},staff,5,1000000000000000000", "no number of people is above 1,000,000"),
        (f"{FIRST.id},staff,5,1e+18", "no number of people is above 1,000,000"),
        (f"{FIRST.id},staff,5,NaN", "a whole number"),
        (f"{FIRST.id},staff,5,2.5", "a whole number"),
        (",staff,5,3", "the question is missing"),
        (f"{FIRST.id},,5,3", "the side is missing"),
        (f"{FIRST.id},staff,,3", "the answer is missing"),
        (f"{FIRST.id},staff,N/A,3", "the answer is missing"),
        (f"{FIRST.id},staff,2026-01-05,3", "they go from 1 to 5"),
        (f"{FIRST.id},staff,5.5,3", "none of the answers"),
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


@pytest.mark.parametrize(
    ("heading", "sides", "total", "fits"),
    [
        ("score", ("12,6", "8,7"), "20,6.4", True),
        ("score", ("12,6.04", "8,6.96"), "20,6.4", True),  # 6.408, rounded
        ("score", ("12,6", "8,7"), "20,6.5", True),  # the sides are whole numbers, so they may be 6.4 and 7.4
        ("score", ("12,6.0", "8,7.0"), "20,6.5", True),  # 6.4, each of the three up to 0.05 out
        ("score", ("12,6.0", "8,7.0"), "20,6.6", False),
        ("score", ("12,6.00", "8,7.00"), "20,6.50", False),  # the mean of the two sides, which is not the total
        ("score", ("12,6.0", "8,7.0"), "21,6.4", False),
        ("average", ("12,3.4", "8,3.8"), "20,3.6", True),
        ("average", ("12,3.4", "8,3.8"), "20,3.8", False),
    ],
)
def test_a_total_must_be_the_average_of_its_sides(
    heading: str,
    sides: tuple[str, str],
    total: str,
    fits: bool,
) -> None:
    imported = figures(
        f"question,side,n,{heading}\n{FIRST.id},management,{sides[0]}\n{FIRST.id},staff,{sides[1]}\n"
        f"{FIRST.id},total,{total}\n"
    )
    assert [each.place for each in imported.faults] == ([] if fits else ["Row 4"])
    if not fits:
        assert "the total does not fit its two sides" in imported.faults[0].words


def test_a_total_beside_one_side_alone_is_held_against_nothing() -> None:
    assert figures(f"question,side,n,score\n{FIRST.id},staff,8,7\n{FIRST.id},total,20,2\n").faults == []


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


def test_a_small_workbook_with_one_long_text_in_every_cell_is_refused() -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["Side", "Q1"])
    for _ in range(30):
        workbook.active.append(["x" * 2_000] * 100)
    out = io.BytesIO()
    workbook.save(out)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(UnreadableTableError, match="too much text"):
        sheet_from_upload("old.xlsx", out.getvalue())


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
