"""Charts that programs draw themselves hold the released figures, and nothing where a figure is hidden."""

from dataclasses import replace

import pytest

from audit_app.analysis.released import (
    ChangeLabel,
    Comparison,
    Figure,
    GapLabel,
    Point,
    SectionResult,
    Series,
    SeriesLine,
)
from audit_app.analysis.tallies import OVERALL
from audit_app.questionnaire.definition import Side
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted, distinct, shortened
from audit_app.reports.round_charts import round_charts
from audit_app.reports.round_pack import RoundPack
from tests.harness.round_packs import CASES, SMALL_CASES, averages_only, demonstration, everything_hidden
from tests.unit.charts import comparisons
from tests.unit.charts.comparisons import AGREEMENT, HIDDEN, alike, average, bands, change, full, sides, statement

QUESTIONS = comparisons.questionnaire(sections=2)
THIS, BEFORE = comparisons.facts(QUESTIONS), comparisons.facts(QUESTIONS, name="Audit 2025")


def section(name: str, total: Figure, **more: object) -> SectionResult:
    return replace(SectionResult(name, f"Section {name}", total, None, None), **more)  # type: ignore[arg-type]


def chart_of(comparison: Comparison, chart_id: str, over: Series | None = None) -> NativeChart:
    found = charts_of(comparison, over)
    return found[chart_id]


def charts_of(comparison: Comparison, over: Series | None = None) -> dict[str, NativeChart]:
    pack = RoundPack(comparison, comparison, over or Series((comparison.round,), ()))
    return {chart.id: chart for chart in round_charts(pack)}


def values(chart: NativeChart) -> dict[str, tuple[float | None, ...]]:
    return {each.name: each.values for each in chart.series}


@pytest.mark.parametrize("name", SMALL_CASES)
def test_every_figure_is_in_the_alternative_and_every_category_is_its_own(name: str) -> None:
    for chart in round_charts(CASES[name]()):
        assert len(set(chart.categories)) == len(chart.categories)
        assert chart.title in chart.alt
        for each in chart.series:
            for category, value in zip(chart.categories, each.values, strict=True):
                said = "not shown" if value is None else f"{value:.1f}" if chart.form == "0.0" else f"{value:.0f}"
                assert f"{each.name} {said}" in chart.alt[chart.alt.index(f"{category}:") :], (chart.id, category)


def test_section_scores_are_the_released_ones_beside_the_earlier_ones() -> None:
    pack = demonstration()
    results = (pack.comparison.overall, *pack.comparison.sections)
    chart = chart_of(pack.comparison, "section-scores")
    assert values(chart) == {
        "Annual audit 2026": tuple(each.total.score for each in results),
        "Annual audit 2025": tuple(each.change.earlier for each in results if each.change),
    }
    assert (chart.lowest, chart.highest, chart.form) == (0.0, 10.0, "0.0")
    assert [each.pattern for each in chart.series] == [Pattern.PLAIN, Pattern.STRIPED]


def test_an_earlier_score_of_other_statements_is_not_set_beside_a_score() -> None:
    same, part, other = change(5.9, 6.4), replace(change(5.0, 7.0), in_common=2), change(5.0, 6.5)
    found = comparisons.comparison(
        THIS,
        [statement(QUESTIONS, 1, full(AGREEMENT, 1, 2, 5, 14, 10))],
        against=BEFORE,
        sections=[
            section("A", average(6.4), change=same),
            section("B", average(7.0), change=part),
            section("C", average(7.1), change=other),
        ],
        overall=section(OVERALL, HIDDEN),
    )
    chart = chart_of(found, "section-scores")
    assert values(chart) == {"Audit 2026": (None, 6.4, 7.0, 7.1), "Audit 2025": (None, 5.9, None, None)}
    assert "Not compared with Audit 2025: Section B, Section C." in chart.notes
    assert "Not shown: Section overall." in chart.notes


def test_hidden_sides_are_none_and_said() -> None:
    shown = sides(6.0, 4.5, step=0.5)
    found = comparisons.comparison(
        THIS,
        [],
        sections=[section("A", average(6.4), sides=shown), section("B", average(7.0))],
        overall=section(OVERALL, average(6.6)),
    )
    chart = chart_of(found, "section-sides")
    assert values(chart) == {"Management side": (None, 6.0, None), "Staff side": (None, 4.5, None)}
    assert [each.mark for each in chart.series] == ["●", "▲"]
    assert any("Section overall, Section B" in note for note in chart.notes)
    assert any("rounded" in note for note in chart.notes)


def test_no_sides_no_chart_of_them() -> None:
    found = comparisons.comparison(THIS, [], sections=[section("A", average(6.4)), section("B", average(7.0))])
    assert "section-sides" not in charts_of(found)
    assert "gaps" not in charts_of(found)


def test_answers_have_one_level_of_detail() -> None:
    whole = full(AGREEMENT, 1, 2, 5, 14, 10)
    single = comparisons.comparison(THIS, [statement(QUESTIONS, 1, whole), statement(QUESTIONS, 2, alike(4, 7.5))])
    assert values(chart_of(single, "answers")) == {
        "Strongly disagree": (1, None),
        "Disagree": (2, None),
        "Neither agree nor disagree": (5, None),
        "Agree": (14, None),
        "Strongly agree": (10, None),
    }
    mixed = comparisons.comparison(
        THIS, [statement(QUESTIONS, 1, whole), statement(QUESTIONS, 2, bands(3, 2, 4, 5.6, dont_know=1))]
    )
    chart = chart_of(mixed, "answers")
    assert values(chart) == {"Disagree": (3, 3), "Neither": (2, 5), "Agree": (4, 24)}
    assert chart.categories == ("2. Good faith (5.6)", "1. Respect (7.3)")


def test_nearly_equal_answers_are_named_and_not_counted() -> None:
    found = comparisons.comparison(
        THIS, [statement(QUESTIONS, 1, full(AGREEMENT, 1, 2, 5, 14, 10)), statement(QUESTIONS, 2, alike(4, 7.5))]
    )
    chart = chart_of(found, "answers")
    assert chart.categories[1] == "2. Good faith (about 7.5)"
    assert "2. All or nearly all said “Agree”: the answers are not counted." in chart.notes


def test_a_report_of_averages_shows_scores_instead_of_answers() -> None:
    chart = chart_of(averages_only().comparison, "answers")
    assert chart.kind is Kind.BARS
    assert values(chart) == {"Score": (4.0, 4.0, 4.5, 5.5, 6.0, 6.0)}


def test_the_largest_changes_come_first_with_their_words() -> None:
    results = [
        statement(QUESTIONS, 1, average(6.0), change=change(5.8, 6.0)),
        statement(QUESTIONS, 2, average(4.0), change=change(6.0, 4.0, ChangeLabel.DECLINED)),
        statement(QUESTIONS, 3, average(4.0)),
    ]
    chart = chart_of(comparisons.comparison(THIS, results, against=BEFORE), "changes")
    assert chart.categories == ("2. Good faith (▼ Declined, \N{MINUS SIGN}2.0)", "1. Respect (▬ No clear change, +0.2)")
    assert values(chart) == {"Audit 2026": (4.0, 6.0), "Audit 2025": (6.0, 5.8)}


def test_the_widest_gaps_come_first_and_none_is_no_gap() -> None:
    results = [
        statement(QUESTIONS, 1, average(6.0), by_side=sides(6.0, 6.0)),
        statement(QUESTIONS, 2, average(6.0), by_side=sides(7.0, 6.5)),
        statement(QUESTIONS, 3, average(6.0), by_side=sides(7.0, 5.0), gap_label=GapLabel.DIFFER),
        statement(QUESTIONS, 4, average(6.0)),
    ]
    chart = chart_of(comparisons.comparison(THIS, results), "gaps")
    assert chart.categories == ("3. Safe to disagree (2.0 apart)", "2. Good faith (0.5 apart)")
    assert values(chart) == {"Management side": (7.0, 7.0), "Staff side": (5.0, 6.5)}
    assert "1 statement is not shown by side." in chart.notes


def _point(score: float | None, *, joined: bool) -> Point:
    return Point(average(score) if score is not None else HIDDEN, None, joined=joined, same=True)


def test_a_line_stops_where_it_is_not_joined_and_where_a_round_is_hidden() -> None:
    rounds = tuple(comparisons.facts(QUESTIONS, name=f"Audit {year}") for year in range(2021, 2026))
    points = tuple(
        _point(score, joined=joined)
        for score, joined in ((5.0, False), (5.5, True), (6.0, False), (None, False), (6.5, False))
    )
    over = Series(rounds, (SeriesLine(OVERALL, "Overall", points),))
    chart = chart_of(comparisons.comparison(rounds[-1], []), "over-time", over)
    assert values(chart) == {"Overall": (5.0, 5.5, 6.0, None, 6.5)}
    assert chart.series[0].breaks == (2,)
    assert chart.categories == ("Audit 2021", "Audit 2022", "Audit 2023", "Audit 2024", "Audit 2025")
    assert sum(note.startswith("A line breaks") for note in chart.notes) == 2


def test_no_more_lines_than_can_be_told_apart() -> None:
    chart = {each.id: each for each in round_charts(demonstration())}["over-time"]
    assert chart.series[0].name == "Overall"
    assert len({(each.colour, each.mark) for each in chart.series}) == len(chart.series) == 5
    assert "Drawn are 5 of 9 lines: the overall score and what moved most." in chart.notes


def test_who_answered_is_all_that_a_round_without_results_shows() -> None:
    (chart,) = round_charts(everything_hidden())
    assert chart.id == "response"
    assert values(chart) == {"Answered": (2, 2, 1), "Invited": (4, 4, 3)}
    assert chart.categories == tuple(side.label for side in Side)


def test_names_are_cut_after_a_word_and_stay_apart() -> None:
    assert shortened("one two three", 9) == "one two…"
    assert shortened("a\nb") == "a b"
    assert len(shortened("x" * 99)) == 60
    assert distinct(["a", "b", "a", "a (2)"]) == ("a", "b", "a (2)", "a (2) (2)")


def test_a_chart_of_uneven_length_or_with_twin_names_is_refused() -> None:
    def made(categories: tuple[str, ...], figures: tuple[float | None, ...]) -> NativeChart:
        series = (Plotted("S", figures, "#000000"),)
        return NativeChart("x", "X", Kind.BARS, categories, series, "", 0, 10, "0.0", "", "")

    with pytest.raises(ValueError, match="does not have 2 values"):
        made(("a", "b"), (1.0,))
    with pytest.raises(ValueError, match="one name"):
        made(("a", "a"), (1.0, 2.0))
