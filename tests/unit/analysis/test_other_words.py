"""Reworded questions: what runs on, what breaks, what is said, and that the gate sees the right pairs."""

import json
from dataclasses import replace
from datetime import date

import pytest

from audit_app.analysis.comparison import NEW, compare
from audit_app.analysis.released import ChangeLabel, Comparison, Detail, Plan, StatementResult
from audit_app.analysis.sentences import summary
from audit_app.analysis.series import series
from audit_app.analysis.tallies import OVERALL, RoundTallies
from audit_app.charts.over_time import over_time
from audit_app.charts.rounds_compared import change as change_chart
from audit_app.questionnaire import adapting_rules as rules
from audit_app.questionnaire.adapting import Adaptation, adapted
from audit_app.questionnaire.definition import EarlierWording, Questionnaire
from audit_app.reports.csv_file import results_csv
from audit_app.reports.result_json import as_dict
from tests.unit.analysis.builders import MIXED_5, MIXED_10, MIXED_12, a_questionnaire, a_round, people

ASKED = a_questionnaire({"A": 3, "B": 3})
LOW, HIGH = (4, 4, 3, 1, 0), (0, 1, 2, 5, 4)
KEPT_WORDS, NEW_MEANING = "The first one in other words.", "Quite another statement."
AGREED = "both sides agreed that the meaning stayed"


def wishes(base: Questionnaire = ASKED) -> Adaptation:
    return Adaptation(title="Our own words", minutes=base.minutes)


def reworded(name: str, text: str, *, stayed: bool, base: Questionnaire = ASKED) -> Questionnaire:
    return adapted(base, rules.reword(base, wishes(base), name, text, None, meaning_stayed=stayed), 1, ())


KEPT = reworded("A.1", KEPT_WORDS, stayed=True)
TURNED = reworded("A.1", NEW_MEANING, stayed=False)


def a_year(year: int, asked: Questionnaire, *counts: tuple[int, ...]) -> RoundTallies:
    columns = counts if len(counts) > 1 else (counts or (MIXED_12,)) * len(asked.questions)
    answers = people(*columns)
    return replace(a_round(asked, answers, answers, name=f"Audit {year}"), closed_on=date(year, 11, 20))


def first(comparison: Comparison) -> StatementResult:
    return comparison.statements[0]


def test_the_change_of_a_reworded_statement_is_against_the_words_of_before() -> None:
    comparison = compare(a_year(2026, KEPT, HIGH), a_year(2025, ASKED, LOW))
    statement = first(comparison)
    assert (statement.id, statement.text) == ("A.1b", KEPT_WORDS)
    assert statement.change is not None
    assert statement.change.label is ChangeLabel.IMPROVED
    assert statement.reworded_from == EarlierWording(id="A.1", text=ASKED.questions[0].text)
    section = comparison.sections[0]
    assert section.change is not None
    assert section.change.label is ChangeLabel.IMPROVED  # all of its statements mean the same, so it is labelled
    assert comparison.overall.change is not None
    assert comparison.overall.change.label is ChangeLabel.IMPROVED


def test_that_the_words_changed_is_said_where_the_change_is_shown() -> None:
    comparison = compare(a_year(2026, KEPT, HIGH), a_year(2025, ASKED, LOW))
    said = f"The words of statement 1 have changed since Audit 2025; {AGREED}."
    assert said in comparison.footnotes
    assert said in change_chart(comparison).notes
    assert not any("wording has changed" in words for words in comparison.breaks)
    assert all(AGREED not in note for note in compare(a_year(2026, KEPT, HIGH)).footnotes)


def test_files_name_the_earlier_words_and_id() -> None:
    comparison = compare(a_year(2026, KEPT, HIGH), a_year(2025, ASKED, LOW))
    statements = as_dict(comparison)["statements"]
    assert statements[0]["reworded_from"] == {"id": "A.1", "text": ASKED.questions[0].text}
    assert [key for each in statements[1:] for key in each if key == "reworded_from"] == []
    csv = results_csv(comparison).decode("utf-8-sig")
    assert "Asked before as" in csv
    assert "(A.1)" in csv
    assert json.dumps(statements[0])  # plain content


def test_a_new_meaning_is_new_and_its_section_compares_what_is_left() -> None:
    comparison = compare(a_year(2026, TURNED, HIGH), a_year(2025, ASKED, LOW))
    statement = first(comparison)
    assert (statement.id, statement.change, statement.no_comparison) == ("A.1b", None, NEW)
    assert statement.reworded_from is None
    left, whole = comparison.sections
    assert left.change is not None
    assert left.change.label is None
    assert whole.change is not None
    assert whole.change.label is ChangeLabel.IMPROVED
    assert "Not asked in Audit 2025: statement 1." in comparison.breaks


def test_an_overall_change_of_fewer_statements_is_never_said_beside_the_whole_score() -> None:
    own = rules.drop(ASKED, wishes(), "B.3")
    earlier, later = a_year(2025, ASKED, LOW), a_year(2026, adapted(ASKED, own, 1, ()), HIGH)
    said = summary(compare(later, earlier))[-1]
    left = len(ASKED.scored_questions(None)) - 1
    assert f"out of 10. Over the {left} statements that can be compared, it is up " in said.text
    assert "since Audit 2025 (" in said.text
    assert said.sure == "Not labelled: the two rounds did not ask all the same statements."
    assert "that can be compared" not in summary(compare(a_year(2026, ASKED, HIGH), earlier))[-1].text


def test_what_was_dropped_and_added_is_told() -> None:
    own = rules.drop(ASKED, wishes(), "B.3")
    own = rules.add(ASKED, own, "B", "We thank each other.", None, partners_asked=True)
    comparison = compare(a_year(2026, adapted(ASKED, own, 1, ())), a_year(2025, ASKED))
    assert "Not asked in Audit 2025: statement 6." in comparison.breaks
    assert "One statement of Audit 2025 was not asked this time." in comparison.breaks
    assert comparison.statements[5].no_comparison == NEW


def test_a_line_runs_on_breaks_ends_and_begins_over_three_rounds() -> None:
    own = rules.reword(ASKED, wishes(), "A.1", KEPT_WORDS, None, meaning_stayed=True)
    own = rules.reword(ASKED, own, "B.1", NEW_MEANING, None, meaning_stayed=False)
    second = adapted(ASKED, own, 1, ())
    again = rules.reword(second, wishes(second), "A.1b", "Once more in other words.", None, meaning_stayed=True)
    third = adapted(second, again, 2, ())
    found = series([a_year(2024, ASKED), a_year(2025, second), a_year(2026, third)])
    lines = {line.id: line for line in found.lines}
    assert [point.joined for point in lines["A"].points] == [False, True, True]
    assert [point.reworded for point in lines["A"].points] == [False, True, True]
    assert [point.joined for point in lines["B"].points] == [False, False, True]
    assert [point.reworded for point in lines["B"].points] == [False, False, False]
    assert [point.joined for point in lines[OVERALL].points] == [False, False, True]
    assert [point.same for point in lines["A"].points] == [True, True, True]
    assert [point.same for point in lines["B"].points] == [False, True, True]
    notes = over_time(found).notes
    assert f"Some words changed between Audit 2024 and Audit 2025; {AGREED}." in notes
    assert f"Some words changed between Audit 2025 and Audit 2026; {AGREED}." in notes
    assert any(note.startswith("A line breaks where the statements or their meaning") for note in notes)


@pytest.mark.parametrize("change", ["dropped", "added"])
def test_a_line_breaks_where_a_statement_came_or_went(change: str) -> None:
    own = wishes()
    if change == "dropped":
        own = rules.drop(ASKED, own, "A.1")
    else:
        own = rules.add(ASKED, own, "A", "We thank each other.", None, partners_asked=True)
    later = adapted(ASKED, own, 1, ())
    lines = {line.id: line for line in series([a_year(2024, ASKED), a_year(2025, ASKED), a_year(2026, later)]).lines}
    assert [point.joined for point in lines["A"].points] == [False, True, False]
    assert [point.joined for point in lines["B"].points] == [False, True, True]


PATTERNS = {
    "twelve a side": (MIXED_12, HIGH),
    "five a side": (MIXED_5, MIXED_5),
    "ten a side": (MIXED_10, MIXED_10),
    "a side alike then": ((0, 0, 0, 12, 0), MIXED_12),
    "a side alike now": (MIXED_12, (0, 0, 0, 0, 12)),
    "all but one alike": ((0, 0, 1, 11, 0), (0, 0, 0, 11, 1)),
    "three a side": ((1, 0, 1, 1, 0), (0, 1, 0, 1, 1)),
    "two a side": ((1, 0, 1, 0, 0), (0, 1, 0, 1, 0)),
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_other_words_release_exactly_what_the_same_words_release(
    pattern: tuple[tuple[int, ...], tuple[int, ...]], place: int
) -> None:
    """The gate knows nothing of words: no figure more and none fewer than if nothing had been reworded."""
    then, now = pattern
    mixed = tuple(reversed(then))
    before = a_year(2025, ASKED, *[then if n == place else mixed for n in range(6)])
    name = ASKED.questions[place].id
    columns = [now if n == place else tuple(reversed(now)) for n in range(6)]
    plain = compare(a_year(2026, ASKED, *columns), before)
    other = compare(a_year(2026, reworded(name, KEPT_WORDS, stayed=True), *columns), before)
    for one, two in zip(plain.statements, other.statements, strict=True):
        assert replace(two, id=one.id, text=one.text, short=one.short, reworded_from=None) == one
    assert other.sections == plain.sections
    assert other.overall == plain.overall


def test_what_is_hidden_in_either_round_stays_hidden_under_its_new_words() -> None:
    alike = (0, 0, 0, 12, 0)
    comparison = compare(a_year(2026, KEPT, alike, *[MIXED_12] * 5), a_year(2025, ASKED, MIXED_12))
    statement = first(comparison)
    assert statement.total.detail is Detail.ALIKE
    assert (statement.change, statement.sides, statement.reworded_from) == (None, None, None)
    few = compare(a_year(2026, KEPT, (1, 0, 1, 0, 0)), a_year(2025, ASKED, MIXED_12))
    assert few.round.plan is Plan.NOTHING
    assert all(each.change is None and each.reworded_from is None for each in few.statements)
