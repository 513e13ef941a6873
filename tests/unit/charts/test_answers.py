"""The distribution chart."""

from dataclasses import replace

import pytest

from audit_app import charts
from audit_app.analysis.released import Plan, SectionResult
from audit_app.charts import wording
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    OUT_OF_TEN,
    STATEMENTS,
    YEAR_ON_YEAR,
    alike,
    average,
    bands,
    comparison,
    facts,
    full,
    questionnaire,
    statement,
)

THREE = questionnaire(STATEMENTS[:3])


def test_the_title_names_the_highest_and_the_lowest() -> None:
    result = comparison(
        facts(THREE),
        [
            statement(THREE, 1, full(AGREEMENT, 0, 1, 4, 10, 17)),  # mean 4.34
            statement(THREE, 2, full(AGREEMENT, 8, 10, 8, 4, 2)),  # mean 2.44
            statement(THREE, 3, full(AGREEMENT, 2, 4, 8, 12, 6)),
        ],
    )
    chart = charts.distribution(result)
    assert chart.title == "“Respect” scores highest (8.4 out of 10), “Good faith” scores lowest (3.6)"
    assert chart.sentence == "On 2 of 3 statements, more answers are “Agree” than “Disagree”."
    assert chart.columns == (
        "Statement",
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
        "Don't know",
        "Answers",
        "Score out of 10",
    )
    assert chart.rows[1] == (
        "2. I trust members of the other side to act in good faith.",
        *("8", "10", "8", "4", "2", "0", "32", "3.6"),
    )


def test_a_statement_in_bands_never_shows_single_answers() -> None:
    result = comparison(
        facts(THREE), [statement(THREE, 1, full(AGREEMENT, 1, 2, 3, 4, 5)), statement(THREE, 2, bands(2, 3, 4, 5.8))]
    )
    chart = charts.distribution(result)
    assert chart.rows[0][1:] == ("1", "2", "3", "4", "5", "3", "3", "9", "0", "15", "6.7")
    assert chart.rows[1][1:] == (*["Not shown"] * 5, "2", "3", "4", "0", "9", "5.8")
    assert chart.columns[6:9] == ("Disagree (together)", "Neither (together)", "Agree (together)")


def test_a_scale_out_of_ten_is_drawn_in_bands() -> None:
    questions = questionnaire(STATEMENTS[:1], OUT_OF_TEN)
    chart = charts.distribution(
        comparison(facts(questions), [statement(questions, 1, full(OUT_OF_TEN, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8))])
    )
    assert chart.columns[1:4] == ("Low (0 to 4)", "Middle (5 to 6)", "High (7 to 10)")
    assert chart.rows[0][1:4] == ("3", "7", "26")


def test_nearly_equal_answers_are_said_in_words_without_a_number() -> None:
    chart = charts.distribution(
        comparison(facts(THREE), [statement(THREE, 1, alike(4, 7.5)), statement(THREE, 2, bands(2, 3, 4, 5.8))])
    )
    assert chart.rows[0] == (
        "1. Members on both sides treat each other with respect. All or nearly all said “Agree”.",
        *["Not shown"] * 5,
        "about 7.5",
    )
    assert "All or nearly all said “Agree”" in charts.svg(chart).decode()


def test_a_hidden_statement_keeps_its_place_and_has_no_number() -> None:
    chart = charts.distribution(
        comparison(
            facts(THREE),
            [
                statement(THREE, 1, bands(2, 3, 4, 5.8)),
                statement(THREE, 2, HIDDEN),
                statement(THREE, 3, bands(1, 3, 5, 6.6)),
            ],
        )
    )
    assert [row[0][0] for row in chart.rows] == ["1", "2", "3"]
    assert set(chart.rows[1][1:]) == {"Not shown"}
    assert "1 statement is not shown, to protect anonymity." in chart.sentence


def test_a_round_with_too_few_answers_says_so() -> None:
    hidden = [statement(THREE, number, HIDDEN, hidden_words=None) for number in (1, 2, 3)]
    nothing = SectionResult("overall", "All statements", HIDDEN, None, None)
    chart = charts.distribution(comparison(facts(THREE, plan=Plan.NOTHING), hidden, overall=nothing))
    assert chart.empty
    assert chart.title == "No answers can be shown"
    assert chart.sentence == "No results are shown, because too few members answered."


def test_averages_alone_are_drawn_as_scores_and_said_to_be_all_that_is_known() -> None:
    chart = charts.distribution(
        comparison(facts(THREE, averages_only=True), [statement(THREE, 1, average(6.1, 21), hidden_words=None)])
    )
    assert not chart.empty
    assert chart.rows[0][-2:] == ("21", "6.1")
    assert chart.rows[0][1] == "Not known"
    assert "Only the averages" in chart.sentence


def test_each_scale_has_a_chart_of_its_own_and_one_without_merit_has_no_score() -> None:
    questions = questionnaire(STATEMENTS[:3], scales={3: YEAR_ON_YEAR})
    result = comparison(
        facts(questions),
        [
            statement(questions, 1, bands(2, 3, 4, 5.8)),
            statement(questions, 2, bands(2, 3, 4, 5.8)),
            statement(questions, 3, full(YEAR_ON_YEAR, 1, 4, 15, 8, 2)),
        ],
    )
    agreement, year = charts.distributions(result)
    assert charts.distribution(result).id == agreement.id == "distribution-agreement"
    assert len(agreement.rows) == 2
    assert year.title == "“Safe to disagree”: the most frequent answer is “About the same” (15 of 30)"
    assert year.rows[0][-1] == "\N{EN DASH}"


def test_a_scale_without_bands_is_drawn_as_plain_bars() -> None:
    plain = YEAR_ON_YEAR.model_copy(update={"id": "plain", "bands": None})
    questions = questionnaire(STATEMENTS[:2], plain)
    chart = charts.distribution(
        comparison(
            facts(questions),
            [statement(questions, 1, full(plain, 1, 2, 3, 4, 5)), statement(questions, 2, HIDDEN)],
        )
    )
    picture = charts.svg(chart).decode()
    assert "4 of 15" in picture
    assert "Not shown, to protect anonymity" in picture
    assert chart.rows[0][1:6] == ("1", "2", "3", "4", "5")


def test_a_comparison_without_statements_is_refused() -> None:
    with pytest.raises(ValueError, match="without statements"):
        charts.distribution(comparison(facts(THREE), []))


def test_a_reverse_worded_statement_says_so_in_picture_and_tables() -> None:
    asked = questionnaire(STATEMENTS[:2])
    turned = replace(statement(asked, 1, full(AGREEMENT, 1, 2, 3, 4, 5)), reverse=True)
    plain = statement(asked, 2, full(AGREEMENT, 1, 2, 3, 4, 5))
    chart = charts.distribution(comparison(facts(asked), [turned, plain]))
    said = "everse-worded: lower agreement is better; answers and score are already turned round"
    assert said in chart.rows[0][0]
    assert said not in chart.rows[1][0]
    assert "Reverse-worded" in charts.svg(chart).decode()
    assert said in wording.worded(turned)
