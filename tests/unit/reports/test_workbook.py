"""The workbook, read back by another library and taken apart."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from audit_app.analysis.released import (
    ChangeLabel,
    Comparison,
    GapLabel,
    Hope,
    HopeLabel,
    ReviewedComment,
    SectionResult,
    Series,
    Suggestion,
)
from audit_app.reports.cells import CUT, LONGEST_TEXT
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.workbook import results_workbook
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    STATEMENTS,
    alike,
    average,
    bands,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)
from tests.unit.charts.gallery import gallery

TECHNICAL = (
    "p (exact permutation test)", "p adjusted for many statements (Benjamini\N{EN DASH}Hochberg)",
    "Change of the favourable share, points: 95% from (Newcombe)", "95% to", "Cliff's delta",
)  # fmt: skip
QUESTIONS = questionnaire(STATEMENTS[:4])
HOSTILE = (
    "=1+1",
    "+44",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "{=1}",
    "</t></is><f>1+1</f>",
    "right\u202eleft\u202c 😀 漢字",
    "_x0041_ and &amp; <b>",
)


def result() -> Comparison:
    return comparison(
        facts(QUESTIONS),
        [
            statement(
                QUESTIONS,
                1,
                full(AGREEMENT, 1, 2, 5, 14, 10, dont_know=3),
                by_side=sides(8.1, 7.0),
                change=change(7.8, 7.3, ChangeLabel.DECLINED, p=0.0432),
                gap_label=GapLabel.DIFFER,
            ),
            replace(
                statement(QUESTIONS, 2, bands(3, 2, 4, 5.6), change=change(5.6, 5.6)),
                hope=Hope("B-2", 8.0, 5.6, -2.4, HopeLabel.BELOW),
            ),
            statement(QUESTIONS, 3, alike(4, 7.5, n=32)),
            statement(QUESTIONS, 4, HIDDEN, no_comparison="Not compared: this was not asked then."),
        ],
        against=facts(QUESTIONS, name="Audit 2025"),
        sections=[SectionResult("SEC-A", "Working together", average(6.4, 32), sides(6.0, 6.5), None)],
        suggestions=(Suggestion("S-2", 4, ("score 5.6", "fell")),),
        strengths=("S-3",),
    )


def workbook(found: Comparison, *comments: ReviewedComment) -> bytes:
    return results_workbook(RoundPack(found, found, Series((found.round,), ()), comments))


def opened(made: bytes) -> Workbook:
    return load_workbook(BytesIO(made))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    header, *rows = sheet.iter_rows(values_only=True)
    names = [str(name) for name in header]
    assert len(names) == len(set(names))
    return [dict(zip(names, row, strict=True)) for row in rows]


def statements(made: bytes) -> list[dict[str, object]]:
    return table(opened(made)["Statements"])


def test_its_sheets() -> None:
    assert opened(workbook(result())).sheetnames == [
        *("Summary", "Charts", "Statements", "Sections", "Changes", "Hopes", "Comments", "About")
    ]


def test_figures_stand_as_released_and_are_numbers() -> None:
    first, second, third, _ = statements(workbook(result()))
    assert (first["Answers"], first["Don't know"], first["Score out of 10"]) == (32, 3, 7.3)
    assert [first[f"{value}: {label}"] for value, label in sorted(AGREEMENT.labels.items())] == [1, 2, 5, 14, 10]
    assert (first["Earlier score"], first["Difference"], first["Change"]) == (7.8, -0.5, "Declined")
    assert (first["Management side: score"], first["Staff side: score"]) == (8.1, 7.0)
    assert (first["Staff side minus management side"], first["The sides"]) == (-1.1, "Sides differ")
    assert [second[f"Together: {name}"] for name in ("Disagree", "Neither", "Agree")] == [3, 2, 4]
    assert second["5: Strongly agree"] == "Not shown"
    assert (second["Members expected"], second["Above or below"]) == (8.0, -2.4)
    assert (third["Score out of 10"], third["Exact or about"]) == (7.5, "About")
    assert third["What is shown"] == "All or nearly all said “Agree”"


def test_numbers_look_as_on_the_page() -> None:
    sheet = opened(workbook(result()))["Statements"]
    header = {cell.value: cell.column for cell in sheet[1]}
    score, difference = sheet.cell(2, header["Score out of 10"]), sheet.cell(2, header["Difference"])
    assert score.number_format == "0.0"
    assert difference.number_format == '+0.0;"\N{MINUS SIGN}"0.0;0.0'
    assert sheet.cell(2, header["Answers"]).number_format == "0"


def test_what_is_hidden_says_so() -> None:
    *_, hidden = statements(workbook(result()))
    told = {name: cell for name, cell in hidden.items() if name not in {"No.", "Statement", "Id", "Section"}}
    assert told.pop("Sides hidden") == "Not shown by side, to protect anonymity."
    assert told.pop("About the comparison") == "Not compared: this was not asked then."
    assert set(told.values()) == {"Not shown", None}


def test_sections_with_the_overall_score_first() -> None:
    overall, section = table(opened(workbook(result()))["Sections"])
    assert (overall["Section"], overall["Score out of 10"]) == ("All statements", 6.4)
    assert (section["Management side: score"], section["Staff side: score"]) == (6.0, 6.5)
    assert section["Partners: score"] == "Not shown"


def test_changes_stand_beside_their_technical_figures() -> None:
    rows = {row["Id"]: row for row in table(opened(workbook(result()))["Changes"])}
    assert list(rows) == ["overall", "SEC-A", "S-1", "S-2", "S-3", "S-4"]
    first, plain, hidden = rows["S-1"], rows["S-2"], rows["S-4"]
    assert (first["Earlier score"], first["Score now"], first["Difference"]) == (7.8, 7.3, -0.5)
    assert first["Change"] == "Declined"
    technical = result().statements[0].change.technical  # type: ignore[union-attr]
    assert technical is not None
    assert technical.interval is not None
    assert [first[name] for name in TECHNICAL] == [
        technical.p, technical.adjusted_p, *technical.interval, technical.cliffs_delta,
    ]  # fmt: skip
    assert (plain["Change"], {plain[name] for name in TECHNICAL}) == ("No clear change", {None})
    told = {name: cell for name, cell in hidden.items() if name not in {"No.", "Section or statement", "Id"}}
    assert told.pop("About the comparison") == "Not compared: this was not asked then."
    assert set(told.values()) == {None}


def test_changes_have_a_sheet_only_where_a_round_is_compared() -> None:
    alone = replace(result(), against=None)
    assert "Changes" not in opened(workbook(alone)).sheetnames


def test_the_summary_says_what_the_page_says() -> None:
    sheet = opened(workbook(result()))["Summary"]
    lines = [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]
    assert lines[0] == ("Northshire Social Partnership Forum: Audit 2026",)
    assert ("Management side", 14, 18) in lines
    assert ("Compared with Audit 2025, closed 20 November 2026",) in lines
    assert ("2. I trust members of the other side to act in good faith.", "Suggested because: score 5.6; fell") in lines
    assert ("These are the views of those who answered (32 of 40).",) in lines


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    hostile = replace(
        result(),
        round=replace(result().round, forum=text, name=text),
        statements=tuple(replace(one, text=text, short=text) for one in result().statements),
        footnotes=(text,),
    )
    made = workbook(hostile, ReviewedComment(text, text, text))
    (comment,) = table(opened(made)["Comments"])
    assert set(comment.values()) == {text}
    assert statements(made)[0]["Statement"] == text
    with ZipFile(BytesIO(made)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any("hyperlink" in name or "externalLink" in name for name in parts.namelist())
    assert not any("<f" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_characters_that_xml_forbids_are_replaced_visibly() -> None:
    made = workbook(result(), ReviewedComment("General", "What next?", "a\x00b\x0bc\ud800d\uffffe\n\tf"))
    (comment,) = table(opened(made)["Comments"])
    assert comment["Comment"] == "a\ufffdb\ufffdc\ufffdd\ufffde\n\tf"


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    made = workbook(result(), ReviewedComment("General", "What next?", "x" * 40_000))
    (comment,) = table(opened(made)["Comments"])
    words = str(comment["Comment"])
    assert len(words) == LONGEST_TEXT
    assert words.endswith(CUT)


def test_no_comments_are_said_to_be_none() -> None:
    (row,) = table(opened(workbook(result()))["Comments"])
    assert row["Under"] == "No comments are shown."


def test_headers_stay_in_sight_and_on_every_printed_page() -> None:
    book = opened(workbook(result()))
    for name in ("Statements", "Sections", "Changes", "Hopes", "Comments"):
        sheet = book[name]
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
    assert book["Statements"].print_title_cols == "$A:$B"  # too wide for one page: each page starts with its names
    assert book["Comments"].page_setup.fitToHeight == 0


def test_it_tells_nothing_of_the_machine_or_the_hour() -> None:
    made = workbook(result())
    with ZipFile(BytesIO(made)) as parts:
        everything = "\n".join(parts.read(name).decode() for name in parts.namelist())
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", everything)) == {"2026-11-20T00:00:00Z"}
    assert re.search(r"/home|/tmp|/root|site-packages|<dc:creator>[^<]", everything) is None


@pytest.mark.parametrize("name", sorted(gallery()))
def test_every_comparison_gives_a_workbook_and_always_the_same(name: str) -> None:
    made = workbook(gallery()[name])
    assert made == workbook(gallery()[name])
    assert len(statements(made)) == len(gallery()[name].statements)
