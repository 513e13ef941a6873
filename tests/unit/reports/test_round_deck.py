"""The slides of a round: how many, what their titles, sentences and notes say, and what they never leave out."""

import re
from dataclasses import replace

import pytest

from audit_app.analysis.released import Plan
from audit_app.reports.native_charts import NativeChart
from audit_app.reports.papers.round_paper import round_paper
from audit_app.reports.round_charts import round_charts
from audit_app.reports.slides.deck import Deck, Slide
from audit_app.reports.slides.round_deck import round_deck
from tests.harness.round_packs import (
    CASES,
    averages_only,
    demonstration,
    everything_hidden,
    largest,
    nothing_to_compare,
    small_sides,
    totals_only,
)

NUMBERS = re.compile(r"\d+\.\d")


def slide(deck: Deck, words: str) -> Slide:
    found = [each for each in deck.slides if words in each.title]
    assert len(found) == 1, [each.title for each in deck.slides]
    return found[0]


@pytest.mark.parametrize("name", CASES)
def test_every_slide_has_a_title_of_its_own_and_something_to_say(name: str) -> None:
    deck = round_deck(CASES[name]())
    titles = [each.title for each in deck.slides]
    assert len(set(titles)) == len(titles)
    for each in deck.slides:
        assert each.title.strip()
        assert each.says
        assert each.beware
        assert each.sentences or each.chart
    assert deck.says


def test_a_full_round_has_about_ten_slides_in_the_order_of_what_to_say_first() -> None:
    titles = [each.title for each in round_deck(demonstration()).slides]
    assert titles == [
        "Overall, the score is 6.1 out of 10",
        "24 of 28 members of the two sides answered",
        "“Effect on staff” scores highest (9.1 out of 10), “Understanding our pressures” scores lowest (4.4)",
        "3 statements improved since Annual audit 2025, and 1 declined",
        "3 of 8 behaviours are below what members hoped for",
        "The sides differ on 3 statements, most on “Understanding our pressures” (2.1 apart)",
        "No section shows a clear difference between the sides",
        "Overall score: 5.9 in Annual audit 2024, 6.1 in Annual audit 2026",
        "One strength to build on: “Effect on staff”",
        "Three statements are suggested for discussion",
        "Agreed priorities, by what they are measured by: 2 moved up clearly, 1 with no clear change",
        "How to read these results",
    ]


def test_a_round_that_shows_nothing_has_two_honest_slides() -> None:
    deck = round_deck(everything_hidden())
    assert [each.title for each in deck.slides] == [
        "Too few members answered for any result to be shown",
        "How to read these results",
    ]
    assert not any(NUMBERS.search(each.text) for slide in deck.slides for each in slide.sentences)


@pytest.mark.parametrize("name", CASES)
def test_charts_are_those_that_the_workbook_shows(name: str) -> None:
    pack = CASES[name]()
    known = round_charts(pack)
    for each in round_deck(pack).slides:
        assert each.chart is None or (isinstance(each.chart, NativeChart) and each.chart in known)


def test_the_first_slide_leads_with_the_overall_score_and_how_sure_it_is() -> None:
    first = round_deck(demonstration()).slides[0]
    overall = demonstration().comparison.summary[-1]
    assert first.sentences[0] == overall
    assert f"{overall.text} {overall.sure}" in first.says


def test_the_first_slide_does_not_say_its_title_twice() -> None:
    first = round_deck(nothing_to_compare()).slides[0]
    assert first.title == "Overall, the score is 6.6 out of 10"
    assert first.sentences[0].text == "12 of 14 on management side and 12 of 14 on staff side answered."


def test_rises_and_falls_both_have_a_place() -> None:
    moved = slide(round_deck(demonstration()), "improved since")
    said = " ".join(each.text for each in moved.sentences)
    assert "Early involvement: up 2.6" in said
    assert "up 2.8" in said
    assert "down 2.3" in said
    assert any("does not mean that nothing changed" in each for each in moved.beware)
    assert any("does not tell you why" in each for each in moved.beware)


def test_long_statements_are_short_on_the_slide_and_whole_in_the_notes() -> None:
    pack = largest()
    lowest = min(pack.comparison.statements, key=lambda each: each.total.score or 10.0)
    low = slide(round_deck(pack), "score lowest")
    assert all(len(each.text) < 120 for each in low.sentences)
    assert lowest.text.rstrip(".") in " ".join(low.says)
    assert lowest.text.rstrip(".") not in " ".join(each.text for each in low.sentences)


def test_without_an_earlier_round_nothing_is_said_of_changes() -> None:
    deck = round_deck(nothing_to_compare())
    assert not any("since" in each.title or "beside those" in each.title for each in deck.slides)
    assert "compared" not in deck.subtitle


def test_a_round_that_shows_nothing_is_compared_with_nothing() -> None:
    pack = everything_hidden()
    assert pack.comparison.against is not None
    assert "ompared" not in round_deck(pack).subtitle + round_paper(pack).subtitle


def test_nothing_that_can_be_compared_is_a_slide_of_words() -> None:
    pack = demonstration()
    bare = tuple(replace(each, change=None, no_comparison="Not compared.") for each in pack.comparison.statements)
    deck = round_deck(replace(pack, comparison=replace(pack.comparison, statements=bare, movements=())))
    assert slide(deck, "Nothing can be compared with Annual audit 2025").chart is None


def test_without_sides_nothing_is_said_by_side() -> None:
    pack = totals_only()
    assert pack.comparison.round.plan is Plan.TOTAL
    words = repr(round_deck(pack).slides)
    assert "Management side 6" not in words
    assert "sides differ" not in words
    assert "both sides together only" in words


def test_a_small_round_warns_of_its_size_and_a_large_one_does_not() -> None:
    small = "With few answers, one or two changed minds"
    assert small in repr(round_deck(small_sides()).slides)
    assert small not in repr(round_deck(largest()).slides)


def test_a_report_of_averages_says_that_nobody_knows_how_many_answered() -> None:
    assert slide(round_deck(averages_only()), "How many answered is not known").chart is None


def test_agreed_priorities_tell_their_owner_and_what_became_of_them() -> None:
    told = slide(round_deck(demonstration()), "Agreed priorities")
    assert told.sentences[0].text == "Bring plans to the forum before anyone announces them"
    assert told.sentences[0].sure is not None
    assert "Management side, workforce director." in told.sentences[0].sure
    assert "▲ Early involvement: moved up clearly, 3.8 then, 6.3 now." in told.sentences[0].sure
    assert "Done." in (told.sentences[1].sure or "")
    assert "Measured by: Members do what they said they would do (4.6)." in (told.sentences[2].sure or "")


def test_notes_of_a_priority_can_be_read_out() -> None:
    told = slide(round_deck(demonstration()), "Agreed priorities")
    assert told.says[0] == (
        "Bring plans to the forum before anyone announces them. Management side, workforce director. "
        "Early involvement: Up from 3.8 to 6.3 out of 10. This is a clear change. "
        "Each side gives notice before going public on a difficult matter: Up from 4.0 to 6.3 out of 10. "
        "This is a clear change."
    )


def test_more_priorities_than_a_slide_holds_are_counted_and_told_in_the_notes() -> None:
    told = slide(round_deck(largest()), "Agreed priorities")
    assert told.sentences[-1].text == "And 3 more priorities, in the paper and in the notes."
    assert "Priority 5" in " ".join(told.says)
