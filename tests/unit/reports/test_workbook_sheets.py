"""Every sheet of the workbook, for rounds of every kind: released figures, and nothing that runs, hides or clips."""

import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from audit_app.analysis.measures import Verdict
from audit_app.analysis.released import Comparison, HopeLabel, SectionResult, StatementResult
from audit_app.charts import wording
from audit_app.charts.hopes import MET
from audit_app.reports.cells import storable
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.workbook import results_workbook
from audit_app.reports.workbook_text import footer_text
from tests.harness.round_packs import CASES, SMALL_CASES, demonstration, hostile
from tests.harness.round_packs import largest as the_largest

TABLES = {"Statements", "Sections", "Changes", "Hopes", "Over time", "Priorities", "Comments"}
HIGHEST_ROW = 409  # points: what a spreadsheet allows


@cache
def made(name: str) -> bytes:
    return results_workbook(CASES[name]())


@cache
def opened(name: str) -> Workbook:
    return load_workbook(BytesIO(made(name)))


def table(name: str, sheet: str) -> list[dict[str, object]]:
    header, *rows = opened(name)[sheet].iter_rows(values_only=True)
    names = [str(each) for each in header]
    assert len(names) == len(set(names))
    return [dict(zip(names, row, strict=True)) for row in rows]


def everything(comparison: Comparison) -> list[SectionResult | StatementResult]:
    return [comparison.overall, *comparison.sections, *comparison.statements]


def shown(value: float | None) -> float | str:
    return wording.NOT_SHOWN if value is None else value


@pytest.mark.parametrize("name", CASES)
def test_sheets_come_in_their_order_and_the_first_is_open(name: str) -> None:
    order = ["Summary", "Charts", "Statements", "Sections", "Changes", "Hopes", "Over time", "Priorities", "Comments"]
    book = opened(name)
    assert book.active is not None
    assert book.active.title == "Summary"
    assert book.sheetnames == [each for each in (*order, "About") if each in book.sheetnames]
    assert {"Summary", "Charts", "Statements", "Sections", "Comments", "About"} <= set(book.sheetnames)


@pytest.mark.parametrize("name", CASES)
def test_each_sheet_is_set_up_to_read_and_to_print(name: str) -> None:
    for sheet in opened(name).worksheets:
        assert sheet["A1"].value, sheet.title
        assert not sheet.merged_cells.ranges
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        if sheet.title in TABLES:
            assert sheet.auto_filter.ref == sheet.dimensions
            assert sheet.print_title_rows == "$1:$1"
            assert str(sheet.freeze_panes)[1:] == "2"  # the header alone, above the second row
        assert all((row.height or 0) <= HIGHEST_ROW for row in sheet.row_dimensions.values())


@pytest.mark.parametrize("name", CASES)
def test_nothing_in_it_can_run_or_lead_anywhere(name: str) -> None:
    with ZipFile(BytesIO(made(name))) as parts:
        sheets = [parts.read(each).decode() for each in parts.namelist() if "worksheets/sheet" in each]
        names = re.findall(r'definedName name="([^"]*)"', parts.read("xl/workbook.xml").decode())
        links = [parts.read(each).decode() for each in parts.namelist() if each.endswith(".rels")]
        assert not [
            each for each in parts.namelist() if re.search("external|vba|macro|custom|comments|calcChain", each)
        ]
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink|<dataValidation|cellStyle=", sheet)]
    assert set(names) <= {"_xlnm._FilterDatabase", "_xlnm.Print_Titles"}
    assert "External" not in "".join(links)
    kinds = {cell.data_type for sheet in opened(name).worksheets for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "d"}


@pytest.mark.parametrize("name", CASES)
def test_a_footer_has_no_codes_but_ours(name: str) -> None:
    with ZipFile(BytesIO(made(name))) as parts:
        for each in parts.namelist():
            if "worksheets/sheet" not in each:
                continue
            (footer,) = re.findall(r"<oddFooter>(.*?)</oddFooter>", parts.read(each).decode(), re.DOTALL)
            plain = footer.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
            codes = re.findall(r"&(.)", plain.replace("&&", ""))
            assert codes == ["L", "R", "A", "P", "N"]
            assert len(plain.encode("utf-16-le")) <= 2 * 255


@pytest.mark.parametrize("name", ["R&D", "&D &T", "P&Green", "&&G &[Picture]", "&" * 200, "&K00FF00 &14 big", "1 & 2"])
def test_an_ampersand_in_a_name_is_printed_and_starts_no_code(name: str) -> None:
    pack = demonstration()
    facts = pack.comparison.round
    comparison = replace(pack.comparison, round=replace(facts, forum=name, name="2026"))
    book = load_workbook(BytesIO(results_workbook(RoundPack(comparison, comparison, pack.series))))
    assert book["Summary"]["A1"].value == f"{name}: 2026"
    printed = footer_text(f"{name}: 2026").replace("&&", "\0")
    assert "&" not in printed
    assert printed.count("\0") >= min(name.count("&"), 50)


def test_marks_that_turn_writing_round_stay_out_of_the_footer() -> None:
    assert footer_text("a\u202eb\u2066c\u200fd") == "abcd"


@pytest.mark.parametrize("name", CASES)
def test_every_statement_has_its_released_score_and_answers(name: str) -> None:
    comparison = CASES[name]().comparison
    rows = table(name, "Statements")
    assert [row["Id"] for row in rows] == [statement.id for statement in comparison.statements]
    missing = wording.NOT_KNOWN if comparison.round.averages_only else wording.NOT_SHOWN
    for row, statement in zip(rows, comparison.statements, strict=True):
        scale = comparison.round.questionnaire.scale_by_id[statement.scale]
        if scale.order != "distribution":
            assert row["Score out of 10"] == shown(statement.total.score)
        assert row["Answers"] == (missing if statement.total.n is None else statement.total.n)
        assert row["Statement"] == storable(wording.worded(statement))


@pytest.mark.parametrize("name", CASES)
def test_changes_are_as_released_with_technical_figures_only_where_they_are_released(name: str) -> None:
    comparison = CASES[name]().comparison
    if comparison.against is None:
        assert "Changes" not in opened(name).sheetnames
        return
    for row, result in zip(table(name, "Changes"), everything(comparison), strict=True):
        figures = [cell for name, cell in row.items() if re.match(r"p |Change of|95%|Cliff", name)]
        change = result.change
        if change is None:
            assert (row["Earlier score"], row["Score now"], row["Difference"], row["Change"]) == (None,) * 4
            assert figures == [None] * 5
            continue
        assert (row["Earlier score"], row["Score now"]) == (change.earlier, change.later)
        assert row["Difference"] == change.difference
        assert row["Change"] == (change.label.value if change.label else "No label")
        technical = change.technical
        if technical is None:
            assert figures == [None] * 5
        else:
            interval = technical.interval or (None, None)
            wanted = [technical.p, technical.adjusted_p, *interval, technical.cliffs_delta]
            assert [None if each is None else pytest.approx(each, abs=1e-12) for each in wanted] == figures


@pytest.mark.parametrize("name", CASES)
def test_hopes_are_as_released(name: str) -> None:
    hoped = CASES[name]().hoped
    found = [(result, result.hope) for result in everything(hoped) if result.hope is not None]
    if not found:
        assert "Hopes" not in opened(name).sheetnames
        return
    for row, (result, hope) in zip(table(name, "Hopes"), found, strict=True):
        assert (row["Id"], row["Hoped for"], row["Found"]) == (result.id, hope.expected, hope.experienced)
        assert row["Difference"] == hope.difference
        met = hope.label is HopeLabel.NOT_CLEARLY_BELOW and hope.difference >= 0
        assert row["Meaning"] == (MET if met else hope.label.value if hope.label else "No label")
        if result.id in hoped.importance:
            assert row["How important it was"] == hoped.importance[result.id]


@pytest.mark.parametrize("name", CASES)
def test_lines_over_time_are_as_released(name: str) -> None:
    series = CASES[name]().series
    if len(series.rounds) < 2:
        assert "Over time" not in opened(name).sheetnames
        return
    points = [
        (line, facts, point) for line in series.lines for facts, point in zip(series.rounds, line.points, strict=True)
    ]
    for row, (line, facts, point) in zip(table(name, "Over time"), points, strict=True):
        assert row["Score of"] == storable(line.title)
        assert row["Closed"] == datetime(facts.closed_on.year, facts.closed_on.month, facts.closed_on.day)  # noqa: DTZ001
        score = shown(point.figure.score) if point.asked else "Not asked"
        assert row["Score out of 10"] == score
        assert (row["95% from"], row["95% to"]) == (point.whisker or (None, None))


def test_priorities_tell_what_has_become_of_them() -> None:
    priorities = demonstration().priorities
    rows = table("demonstration", "Priorities")
    assert [row["Priority"] for row in rows] == [each.title for each in priorities for _ in each.measured_by]
    measured = [measure for each in priorities for measure in each.measures]
    told = [row for row in rows if row["What has become of it"]]
    assert len(told) == len(measured) > 0
    for row, measure in zip(told, measured, strict=True):
        assert (row["Score then"], row["Score now"], row["Difference"]) == (
            measure.then, measure.now, measure.difference,
        )  # fmt: skip
        mark = "" if measure.verdict is Verdict.NOT_COMPARED else f"{measure.verdict.mark} "
        assert row["What has become of it"] == f"{mark}{measure.verdict.value}"
        assert row["In words"] == measure.sentence


def test_every_comment_stands_whole() -> None:
    for pack, name in ((hostile(), "hostile"), (the_largest(), "largest")):
        wanted = [(storable(each.heading), storable(each.text)) for each in pack.comments]
        found = [(row["Under"], row["Comment"]) for row in table(name, "Comments")]
        assert [tuple(re.sub(r"\r\n?", "\n", str(part)) for part in each) for each in found] == [
            tuple(re.sub(r"\r\n?", "\n", part) for part in each) for each in wanted
        ]


def test_without_results_no_figure_but_who_answered_is_in_it() -> None:
    numbers = {
        (sheet.title, cell.value)
        for sheet in opened("everything-hidden").worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float))
    }
    turnout = CASES["everything-hidden"]().comparison.round.turnout.values()
    known = {number for each in turnout for number in (each.answered, each.invited)}
    assert {number for sheet, number in numbers if sheet in {"Summary", "Charts"}} <= known
    places = {number for sheet, number in numbers if sheet not in {"Summary", "Charts"}}
    assert places == set(range(1, len(CASES["everything-hidden"]().comparison.statements) + 1))


@pytest.mark.parametrize("name", SMALL_CASES)
def test_the_same_round_gives_the_same_bytes(name: str) -> None:
    assert results_workbook(CASES[name]()) == made(name)


def test_every_sheet_is_documented_and_told_of_on_the_last_one() -> None:
    documented = (Path(__file__).parents[3] / "docs/results-table.md").read_text(encoding="utf-8")
    for name in CASES:
        *sheets, about = opened(name).sheetnames
        told = {str(row[0]): row[1] for row in opened(name)[about].iter_rows(max_col=2, values_only=True)}
        assert all(told[sheet] for sheet in sheets)
        assert all(f"\n| {sheet} |" in documented for sheet in (*sheets, about))
