"""Results as lines of text: every score that is shown, bars as long as the scores, and nothing of what is hidden."""

from dataclasses import replace

from audit_app.analysis.released import ChangeLabel, Plan
from audit_app.questionnaire.definition import Side
from audit_app.reports.plain_text import results_text, what_is_shown
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

QUESTIONS = questionnaire(STATEMENTS[:3])
BY_SIDE = statement(QUESTIONS, 1, full(AGREEMENT, 1, 2, 3, 4, 5), by_side=sides(7.5, 5.0))
TOGETHER = statement(QUESTIONS, 2, full(AGREEMENT, 5, 4, 3, 2, 1), change=change(2.5, 3.3, ChangeLabel.IMPROVED))
NOT_AT_ALL = statement(QUESTIONS, 3, HIDDEN)
RESULT = comparison(facts(QUESTIONS, answered=(14, 18, 2)), [BY_SIDE, TOGETHER, NOT_AT_ALL])


def test_what_is_shown_by_side_together_and_not_at_all_is_counted() -> None:
    assert what_is_shown(RESULT) == (
        "Results are shown for both sides together and by side.",
        "Shown by side: 1 question.",
        "Shown for both sides together only: 1 question.",
        "Not shown: 1 question.",
        "Partners are not shown: fewer than 5 of them answered.",
    )


def test_a_total_only_round_and_one_that_shows_nothing() -> None:
    total_only = facts(QUESTIONS, plan=Plan.TOTAL, answered=(3, 18, 0))
    assert what_is_shown(replace(RESULT, round=total_only, statements=(TOGETHER,)))[1:] == (
        "Shown for both sides together only: 1 question.",
    )
    nothing = facts(QUESTIONS, plan=Plan.NOTHING, answered=(2, 2, 0))
    hidden = replace(RESULT, round=nothing, statements=(NOT_AT_ALL,))
    assert what_is_shown(hidden) == ("No results are shown, because too few members answered.",)
    assert "Scores out of 10" not in results_text(hidden)


def test_partners_who_are_shown_are_said() -> None:
    with_partners = replace(RESULT, round=facts(QUESTIONS, answered=(14, 18, 6)))
    assert "Partners are shown beside the total." in what_is_shown(with_partners)


def test_every_line_has_its_score_its_bar_its_sides_and_its_change() -> None:
    lines = {line.strip().partition("  ")[0]: line for line in results_text(RESULT).splitlines()}
    assert lines["1. Respect"].split()[2:] == [
        "6.7", "#############.......", "Management", "side", "7.5", "Staff", "side", "5.0",
    ]  # fmt: skip
    assert lines["2. Good faith"].endswith("3.3 #######.............  ▲ Improved, +0.8")
    assert lines["3. Safe to disagree"].endswith("Not shown")
    assert lines["All statements"].endswith("6.4 #############.......")


def test_the_bar_of_a_score_is_as_long_as_the_score() -> None:
    for score in (0.0, 2.5, 5.0, 10.0):
        shown = replace(RESULT, overall=replace(RESULT.overall, total=average(score)))
        assert results_text(shown).count("#" * int(score * 2) + "." * (20 - int(score * 2))) >= 1


def test_a_partner_stands_beside_the_sides() -> None:
    shown = replace(RESULT, statements=(replace(BY_SIDE, partner=average(6.0)),))
    assert f"{Side.PARTNER.label} 6.0" in results_text(shown)
