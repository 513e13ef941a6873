"""What the charts of hopes, of all scores, of four corners and of the years say; expected values worked out by hand."""

from dataclasses import replace

import pytest

from audit_app import charts
from audit_app.analysis.comparison import compare
from audit_app.analysis.released import (
    Comparison,
    Figure,
    Hope,
    HopeLabel,
    Plan,
    Point,
    SectionResult,
    Series,
    SeriesLine,
)
from audit_app.analysis.series import series
from audit_app.charts.scatter import Scatter, _apart, _free
from audit_app.charts.score_grid import ScoreGrid
from audit_app.charts.trend_panels import TrendPanels
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    STATEMENTS,
    average,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)
from tests.unit.charts.trends import EIGHT, of_report, trends, year, years

ASKED = questionnaire(STATEMENTS[:4], sections=2)
TOTALS = {1: average(8.0), 2: average(6.5), 3: average(6.4), 4: average(3.0)}


def four(**more: object) -> Comparison:
    """Four statements that score 8.0, 6.5, 6.4 and 3.0."""
    results = [statement(ASKED, number, total, hidden_words=None) for number, total in TOTALS.items()]
    return replace(comparison(facts(ASKED), results), **more)  # type: ignore[arg-type]


def corners(chart: charts.Chart) -> dict[str, str]:
    """The number of each statement and its corner."""
    return {row[0].partition(".")[0]: row[3] for row in chart.rows}


def test_corners_by_importance_stand_at_its_median() -> None:
    importance = {"S-1": 9.0, "S-2": 6.0, "S-3": 8.0, "S-4": 7.0}  # median 7.5
    chart = charts.quadrant(four(importance=importance))
    assert corners(chart) == {"1": "Keep it up", "2": "Less pressing", "3": "Work on first", "4": "Watch"}
    assert chart.columns[2] == "Importance"
    assert "7.5" in " ".join(chart.notes)


def test_corners_by_change_where_no_importance_is_known_and_a_low_score_is_never_less_pressing() -> None:
    moved = {1: change(7.0, 8.0), 2: change(7.0, 6.5), 3: change(7.0, 6.4), 4: change(2.0, 3.0)}
    results = [
        statement(ASKED, number, total, hidden_words=None, change=moved[number]) for number, total in TOTALS.items()
    ]
    chart = charts.quadrant(comparison(facts(ASKED), results, against=facts(ASKED, name="Audit 2025")))
    assert corners(chart) == {"1": "Keep it up", "2": "Less pressing", "3": "Work on first", "4": "Watch"}
    assert chart.columns[2] == "Change"


def test_corners_by_gap_where_nothing_else_is_known() -> None:
    by_side = {1: sides(8.0, 8.0), 2: sides(7.0, 6.0), 3: sides(7.0, 6.0), 4: sides(3.0, 3.5)}
    results = [statement(ASKED, number, total, by_side=by_side[number]) for number, total in TOTALS.items()]
    chart = charts.quadrant(comparison(facts(ASKED), results))
    assert corners(chart) == {"1": "Keep it up", "2": "Less pressing", "3": "Work on first", "4": "Watch"}


def test_a_hidden_statement_stands_in_no_corner() -> None:
    importance = {"S-1": 9.0, "S-2": 6.0, "S-3": 8.0, "S-4": 7.0}
    found = four(importance=importance)
    statements = (*found.statements[:3], replace(found.statements[3], total=HIDDEN))
    chart = charts.quadrant(replace(found, statements=statements))
    assert set(corners(chart)) == {"1", "2", "3"}
    assert isinstance(chart.picture, Scatter)
    assert all(len(corner.members) < 3 for corner in chart.picture.corners)
    assert not any("Honesty" in member for corner in chart.picture.corners for member in corner.members)


def test_one_score_makes_no_corners() -> None:
    assert charts.quadrant(four(importance={"S-1": 9.0})).empty


def test_points_at_one_place_are_moved_apart_within_their_corner() -> None:
    frame = (50.0, 50.0, 250.0, 250.0)
    placed = _apart([(100.0, 100.0)] * 12, [frame] * 12)
    assert len(set(placed)) == 12
    assert all(_free(spot, placed[:place]) for place, spot in enumerate(placed))
    assert all(50 <= value <= 250 for spot in placed for value in spot)


def test_hopes_name_what_is_below_and_what_was_met() -> None:
    def section(name: str, hope: Hope | None) -> SectionResult:
        return SectionResult(name, f"Behaviour {name}", average(6.0), None, None, hope=hope)

    sections = [
        section("A", Hope("A0", 8.0, 6.0, -2.0, HopeLabel.BELOW)),
        section("B", Hope("B0", 5.0, 6.0, 1.0, HopeLabel.NOT_CLEARLY_BELOW)),
        section("C", Hope("C0", 6.5, 6.0, -0.5, HopeLabel.NOT_CLEARLY_BELOW)),
        section("D", None),
    ]
    against = facts(ASKED, name="Baseline 2024")
    chart = charts.hopes(comparison(facts(ASKED), four().statements, against=against, sections=sections))
    assert chart.title == "1 of 3 behaviours is below what members hoped for"
    assert [row[4] for row in chart.rows] == [
        "Below what members hoped for",
        "At least what members hoped for",
        "Not clearly below what members hoped for",
    ]
    assert chart.rows[0] == ("Behaviour A", "8.0", "6.0", "\N{MINUS SIGN}2.0", "Below what members hoped for")


def test_without_a_baseline_there_are_no_hopes() -> None:
    assert charts.hopes(four()).empty


def test_hidden_cells_are_hatched_and_hold_no_figure() -> None:
    section = SectionResult("SEC-A", "Section A", average(6.0), None, None)
    whole = SectionResult("overall", "Overall", average(7.5), sides(8.0, 7.0, 0.5), None)
    chart = charts.heat_map(comparison(facts(ASKED), four().statements, sections=[section], overall=whole))
    assert chart.rows == (
        ("Overall", "7.5", "8.0", "7.0"),
        ("Section A", "6.0", "Not shown", "Not shown"),
    )
    assert isinstance(chart.picture, ScoreGrid)
    cells = chart.picture.rows[1].cells
    assert [bool(cell.paint.hatch) for cell in cells] == [False, True, True]


def test_a_plan_without_sides_has_no_column_for_them() -> None:
    this = facts(ASKED, plan=Plan.TOTAL)
    chart = charts.heat_map(
        comparison(this, four().statements, overall=SectionResult("overall", "Overall", average(7.5), None, None))
    )
    assert chart.columns == ("Section", "Both sides together")


@pytest.mark.parametrize("name", ["hidden", "other", "unasked"])
def test_an_earlier_round_says_what_it_is(name: str) -> None:
    earlier = {
        "hidden": Point(Figure(HIDDEN.detail), None, joined=False, same=True),
        "other": Point(average(5.0), None, joined=False, same=False),
        "unasked": Point(HIDDEN, None, joined=False, same=False, asked=False),
    }[name]
    now = Point(average(7.5), None, joined=False, same=True)
    rounds = (facts(ASKED, name="Audit 2025"), facts(ASKED))
    found = Series(rounds, (SeriesLine("overall", "Overall", (earlier, now)),))
    chart = charts.heat_map(comparison(facts(ASKED), four().statements), found)
    assert chart.rows[0][-1] == {"hidden": "Not shown", "other": "5.0 (other statements)", "unasked": "Not asked"}[name]


def test_two_rounds_are_not_a_line_over_time_and_three_are() -> None:
    assert charts.over_time(series(years(EIGHT, 2, 24))).empty
    chart = charts.over_time(series(years(EIGHT, 3, 24)))
    assert not chart.empty
    assert len(chart.rows) == 10  # the kind of figure, the overall score and eight sections


def test_the_table_over_time_has_the_figures_that_each_round_releases() -> None:
    rounds = years(EIGHT, 3, 24)
    chart = charts.over_time(series(rounds))
    for place, each in enumerate(rounds, start=1):
        result = compare(each)
        expected = [f"{part.total.score:.1f}" for part in (result.overall, *result.sections)]
        assert [row[place].split(" ")[0] for row in chart.rows[1:]] == expected


def test_averages_are_hollow_and_said() -> None:
    chart = charts.over_time(series([of_report(EIGHT, 2023, 5.0), *years(EIGHT, 2, 24)]))
    assert isinstance(chart.picture, TrendPanels)
    assert [point.hollow for point in chart.picture.panels[0].points] == [True, False, False]
    assert "Only averages are known of Report 2023: drawn as an empty ring, and never labelled." in chart.notes
    assert chart.rows[0] == ("Kind of figure", "Only averages known", "Counted here", "Counted here")


def test_everything_hidden_is_an_empty_chart_that_says_so() -> None:
    chart = charts.over_time(series([year(EIGHT, when, 3) for when in (2024, 2025, 2026)]))
    assert chart.empty
    assert chart.sentence == "They are hidden to protect anonymity."


def test_a_picture_without_its_title_says_everything_else() -> None:
    chart = charts.response(four())
    bare = charts.svg(charts.untitled(chart)).partition(b"</metadata>")[2]
    assert chart.title.encode() not in bare
    assert chart.base.encode() in bare
    assert charts.content_key(charts.untitled(chart)) != charts.content_key(chart)


def test_charts_by_section_hold_each_statement_once() -> None:
    questions = questionnaire(STATEMENTS[:6], sections=3)
    results = [statement(questions, number, full(AGREEMENT, 1, 2, 3, 4, 5)) for number in range(1, 7)]
    found = charts.section_distributions(comparison(facts(questions), results))
    assert [chart.id for chart in found] == [f"answers-SEC-{letter}-agreement" for letter in "ABC"]
    assert [row[0].partition(".")[0] for chart in found for row in chart.rows] == ["1", "2", "3", "4", "5", "6"]


def test_rounds_of_every_kind_stand_in_one_picture_and_each_says_what_it_is() -> None:
    chart = charts.over_time(series(trends()["mixed"]))
    assert isinstance(chart.picture, TrendPanels)
    assert chart.rows[0][1:] == (
        "Only averages known", "Counted elsewhere", "Counted here", "Too few answers to show anything",
        "Counted here", "Counted here",
    )  # fmt: skip
    respect = next(panel for panel in chart.picture.panels if panel.title == "Respect and trust")
    assert [(point.shape, point.hollow, point.hidden) for point in respect.points] == [
        ("o", True, False), ("s", True, False), ("o", False, False), ("o", False, True), ("o", False, False),
        ("o", False, False),
    ]  # fmt: skip
    assert [(point.joined, point.loose) for point in respect.points] == [
        (False, False), (True, True), (True, True), (False, False), (False, False), (True, False),
    ]  # fmt: skip
    early = next(panel for panel in chart.picture.panels if panel.title == "Early involvement")
    assert not early.points[-1].joined  # its first statement has other words
    assert "It also breaks where a round in between is not shown." in chart.notes
    kinds = {kind for kind, _ in chart.picture.key}
    assert kinds == {"counted", "averages", "report", "whisker", "loose", "break", "hidden"}


def test_parts_for_a_screen_hold_every_panel_once_with_the_kind_of_figure() -> None:
    whole = charts.over_time(series(trends()["mixed"]))
    parts = charts.over_time_parts(series(trends()["mixed"]))
    assert [row for part in parts for row in part.rows[1:]] == list(whole.rows[1:])
    assert {part.rows[0] for part in parts} == {whole.rows[0]}
    assert [part.id for part in parts] == [f"over-time-{number}" for number in range(1, 6)]
    assert len({part.title for part in parts}) == 5


def test_sections_that_share_the_highest_score_are_not_left_out_of_the_title() -> None:
    scores = {"A": 7.0, "B": 7.0, "C": 5.0}
    parts = [SectionResult(name, name, average(score), None, None) for name, score in scores.items()]
    chart = charts.heat_map(comparison(facts(ASKED, plan=Plan.TOTAL), four().statements, sections=parts))
    assert chart.title == "“A” and “B” score highest (7.0 out of 10), “C” scores lowest (5.0)"
