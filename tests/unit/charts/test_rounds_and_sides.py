"""The charts of change, of the sides and of who answered."""

from audit_app import charts
from audit_app.analysis.released import ChangeLabel, Figure, GapLabel, Plan
from audit_app.analysis.tallies import Turnout
from audit_app.questionnaire.definition import Side
from tests.unit.charts.comparisons import (
    HIDDEN,
    STATEMENTS,
    average,
    bands,
    change,
    comparison,
    facts,
    questionnaire,
    sides,
    statement,
)

FOUR = questionnaire(STATEMENTS[:4])
BANDS = bands(4, 8, 20, 6.4)


def test_only_statements_with_a_change_are_drawn_and_each_label_is_in_words() -> None:
    result = comparison(
        facts(FOUR),
        [
            statement(FOUR, 1, BANDS, change=change(5.6, 6.4, ChangeLabel.IMPROVED)),
            statement(FOUR, 2, BANDS, change=change(7.6, 6.4, ChangeLabel.DECLINED)),
            statement(FOUR, 3, BANDS, change=change(6.1, 6.4)),
            statement(FOUR, 4, BANDS, no_comparison="the wording changed"),
        ],
        against=facts(FOUR, name="Audit 2025"),
    )
    chart = charts.change(result)
    assert chart.title == "1 statement improved since Audit 2025, and 1 declined"
    assert chart.sentence == "Largest rise: “Respect” (+0.8). Largest fall: “Good faith” (\N{MINUS SIGN}1.2)."
    assert [row[1:] for row in chart.rows] == [
        ("5.6", "6.4", "+0.8", "▲ Improved"),
        ("7.6", "6.4", "\N{MINUS SIGN}1.2", "▼ Declined"),
        ("6.1", "6.4", "+0.3", "▬ No clear change"),
    ]
    assert (
        "4. Members are honest with each other about difficult issues. (the wording changed)"
        in charts.svg(chart).decode()
    )


def test_an_unlabelled_change_is_drawn_without_a_claim() -> None:
    result = comparison(
        facts(FOUR),
        [statement(FOUR, 1, BANDS, change=change(5.0, 6.4, None))],
        against=facts(FOUR, name="Report 2024", averages_only=True),
    )
    chart = charts.change(result)
    assert chart.title == "Scores beside those of Report 2024"
    assert chart.rows[0][-1] == "No label"
    words = " ".join((chart.title, chart.sentence, chart.alt, charts.svg(chart).decode()))
    assert not any(label.value in words for label in ChangeLabel)


def test_without_an_earlier_round_the_chart_says_so() -> None:
    chart = charts.change(comparison(facts(FOUR), [statement(FOUR, 1, BANDS)]))
    assert chart.empty
    assert chart.title == "No earlier round is compared"
    assert charts.section_change(comparison(facts(FOUR), [statement(FOUR, 1, BANDS)])).empty


def test_nothing_in_common_with_the_earlier_round_is_said() -> None:
    result = comparison(facts(FOUR), [statement(FOUR, 1, BANDS)], against=facts(FOUR, name="Audit 2025"))
    assert charts.change(result).title == "Nothing can be compared with Audit 2025"


def test_sides_are_sorted_by_gap_and_the_hidden_follow_in_questionnaire_order() -> None:
    result = comparison(
        facts(FOUR),
        [
            statement(FOUR, 1, BANDS),
            statement(FOUR, 2, BANDS, by_side=sides(6.5, 6.3)),
            statement(FOUR, 3, HIDDEN),
            statement(FOUR, 4, BANDS, by_side=sides(7.2, 5.4), gap_label=GapLabel.DIFFER),
        ],
    )
    chart = charts.sides(result)
    assert [row[0][0] for row in chart.rows] == ["4", "2", "1", "3"]
    assert chart.rows[0][1:] == ("7.2", "5.4", "1.8", "Sides differ")
    for row in chart.rows[2:]:
        assert row[1:] == ("Not shown", "Not shown", "Not shown", "Not shown by side, to protect anonymity.")
    assert chart.title == "The sides differ on 1 statement, on “Honesty” (1.8 apart)"
    assert chart.sentence == "Beside management side, staff side scores lower on 2 of 2 statements."


def test_no_clear_difference_is_never_called_agreement() -> None:
    chart = charts.sides(comparison(facts(FOUR), [statement(FOUR, 1, BANDS, by_side=sides(6.5, 6.5))]))
    assert chart.title == "No statement shows a clear difference between the sides"
    assert "sides agree" not in f"{chart.title} {chart.sentence} {chart.alt}"


def test_rounded_sides_say_what_they_are_rounded_to() -> None:
    chart = charts.sides(
        comparison(facts(FOUR), [statement(FOUR, 1, BANDS, by_side=sides(6.0, 7.0, 1.0), gap_label=GapLabel.TOO_FEW)])
    )
    assert any("nearest 1," in note for note in chart.notes)


def test_partners_are_drawn_only_where_they_are_shown() -> None:
    with_partners = [
        statement(FOUR, 1, BANDS, by_side=sides(6.5, 6.3), partner=average(7.1, 6)),
        statement(FOUR, 2, BANDS, by_side=sides(6.5, 6.3), partner=HIDDEN),
    ]
    chart = charts.sides(comparison(facts(FOUR), with_partners))
    assert chart.columns[1:4] == ("Management side", "Staff side", "Partners")
    assert [row[3] for row in chart.rows] == ["7.1", "Not shown"]
    alone = charts.sides(comparison(facts(FOUR), [statement(FOUR, 1, BANDS, by_side=sides(6.5, 6.3))]))
    assert "Partners" not in alone.columns


def test_a_round_without_sides_says_why() -> None:
    results = [statement(FOUR, 1, BANDS, hidden_words=None)]
    chart = charts.sides(comparison(facts(FOUR, plan=Plan.TOTAL), results))
    assert chart.empty
    assert "because a side has too few answers" in chart.sentence
    assert (
        charts.sides(comparison(facts(FOUR), [statement(FOUR, 1, BANDS)])).title == "No statement can be shown by side"
    )


def test_who_answered_is_told_as_counts() -> None:
    chart = charts.response(comparison(facts(FOUR), [statement(FOUR, 1, BANDS)]))
    assert chart.title == "32 of 40 members of the two sides answered"
    assert chart.rows == (("Management side", "14", "18"), ("Staff side", "18", "22"), ("Partners", "2", "3"))
    assert "14 of 18" in charts.svg(chart).decode()


def test_an_old_report_without_numbers_is_not_given_any() -> None:
    this = facts(FOUR, averages_only=True)
    unknown = {side: Turnout(None, None) for side in Side}
    result = comparison(
        type(this)(**{**vars(this), "turnout": unknown}),
        [statement(FOUR, 1, Figure(BANDS.detail, score=6.0), hidden_words=None)],
    )
    chart = charts.response(result)
    assert chart.empty
    assert chart.title == "How many answered is not known"


def test_a_screen_holds_the_largest_changes_and_the_title_counts_all() -> None:
    asked = questionnaire(STATEMENTS)
    moved = [
        statement(asked, number, BANDS, change=change(6.4 - number / 10, 6.4, ChangeLabel.IMPROVED))
        for number in range(1, 11)
    ]
    chart = charts.largest_changes(comparison(facts(asked), moved, against=facts(asked, name="Audit 2025")))
    assert [row[0].partition(".")[0] for row in chart.rows] == ["10", "9", "8", "7", "6", "5"]
    assert chart.title == "10 statements improved since Audit 2025, and none declined"
    assert chart.sentence.endswith("These are the 6 largest of 10 changes.")


def test_a_screen_holds_the_widest_gaps() -> None:
    asked = questionnaire(STATEMENTS)
    apart = [statement(asked, number, BANDS, by_side=sides(6.0, 6.0 - number / 10)) for number in range(1, 10)]
    chart = charts.widest_gaps(comparison(facts(asked), [*apart, statement(asked, 10, HIDDEN)]))
    assert [row[0].partition(".")[0] for row in chart.rows] == ["9", "8", "7", "6", "5", "4"]
    assert chart.sentence.endswith("These are the 6 widest apart of 9 that are shown by side.")
    assert "We agree on what this forum is for" not in charts.svg(chart).decode()
