"""One page for the busy reader: it is one page in every case, and says what the results page says."""

from dataclasses import replace

import pytest

from audit_app.analysis.released import Plan
from audit_app.reports.papers.blocks import Heading, Picture, Points, Words
from audit_app.reports.papers.one_page import one_page, one_page_ways, three_sentences
from audit_app.reports.papers.page_space import said_shortly
from audit_app.reports.papers.pdf import PaperTooLongError, first_that_fits, page_count, paper_pdf
from tests.harness.long_names import LONGEST_NAMES, renamed
from tests.harness.paper_words import all_words, blocks_of, words_of
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

WITH_RESULTS = [name for name in CASES if name != "everything-hidden"]


@pytest.mark.parametrize("name", list(CASES))
def test_it_is_one_page(name: str) -> None:
    assert page_count(paper_pdf(one_page(CASES[name]()), pages=1)) == 1
    assert page_count(first_that_fits(one_page_ways(CASES[name]()), pages=1)) == 1


def test_the_most_helpful_picture_is_taken_where_the_type_can_make_room_for_it() -> None:
    suggested = replace(demonstration(), priorities=())
    assert [picture.chart.id for picture in blocks_of(one_page(suggested), Picture)] != ["section-change"]
    first = next(iter(one_page_ways(suggested)))
    assert [picture.chart.id for picture in blocks_of(first, Picture)] == ["section-change"]
    assert first_that_fits(one_page_ways(suggested), pages=1) == paper_pdf(first, pages=1)


def test_a_way_that_is_too_long_gives_place_to_the_next() -> None:
    short = one_page(demonstration())
    long = replace(short, blocks=short.blocks * 3)
    assert first_that_fits([long, short], pages=1) == paper_pdf(short, pages=1)
    with pytest.raises(PaperTooLongError):
        first_that_fits([long], pages=1)


@pytest.mark.parametrize("name", LONGEST_NAMES)
@pytest.mark.parametrize("agreed", [True, False])
def test_it_is_one_page_whatever_everything_is_called(name: str, agreed: bool) -> None:
    pack = renamed(demonstration(), name)
    pack = pack if agreed else replace(pack, priorities=())
    assert page_count(paper_pdf(one_page(pack), pages=1)) == 1


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_it_says_at_most_three_sentences_and_the_first_is_the_overall_score(name: str) -> None:
    comparison = CASES[name]().comparison
    said = three_sentences(comparison)
    assert 1 <= len(said) <= 3
    assert said[0] == comparison.summary[-1]
    assert len(set(said)) == len(said)
    released = {sentence.sure for sentence in (*comparison.summary, *comparison.movements, *comparison.apart)}
    assert {sentence.sure for sentence in said} <= released


def test_the_three_sentences_are_the_score_the_largest_movement_and_the_widest_gap() -> None:
    comparison = demonstration().comparison
    assert three_sentences(comparison) == (comparison.summary[-1], comparison.movements[0], comparison.apart[0])
    calm = replace(comparison, apart=())
    assert [each.text.split(" ")[0] for each in three_sentences(calm)] == ["Overall,", "Early", "Commitment"]


def test_the_two_lowest_are_always_there() -> None:
    for name in WITH_RESULTS:
        comparison = CASES[name]().comparison
        lowest = [each for each in comparison.level if each.text.startswith("Lowest")]
        page = one_page(CASES[name]())
        said = [item.text for block in blocks_of(page, Points) for item in block.items]
        alone = "Lowest" in [block.text for block in blocks_of(page, Heading)]
        assert not (alone and any(text.startswith("Lowest") for text in said)), "the heading says it already"
        for sentence in lowest:
            short = said_shortly(sentence, comparison, 110).text
            assert (short.removeprefix("Lowest: ") if alone else short) in said


def test_the_picture_is_of_the_change_by_section_where_rounds_are_compared() -> None:
    for pack, chart in (
        (demonstration(), "section-change"),
        (totals_only(), "section-change"),
        (nothing_to_compare(), "heat-map"),
        (replace(demonstration(), comparison=demonstration().hoped), "heat-map"),
        (largest(), "response"),
    ):
        assert [picture.chart.id for picture in blocks_of(one_page(pack), Picture)] == [chart]


def test_where_the_picture_needs_the_room_the_heading_does_not_promise_the_highest() -> None:
    headings = [block.text for block in blocks_of(one_page(demonstration()), Heading)]
    assert headings == ["What stands out", "Lowest", "What both sides agreed to work on"]
    small = [block.text for block in blocks_of(one_page(small_sides()), Heading)]
    assert small == ["What stands out", "Lowest and highest", "Suggestions for discussion"]


def test_priorities_else_suggestions_else_none_yet() -> None:
    pack = replace(demonstration(), priorities=())
    assert "The chairs decide. Nothing has been agreed yet." in words_of(one_page(pack))
    none = replace(pack, comparison=replace(pack.comparison, suggestions=()))
    assert "There are none. No priorities have been agreed yet." in words_of(one_page(none))
    own = demonstration().priorities[-1]
    many = tuple(replace(own, title=f"Priority {number}") for number in range(5))
    assert "And 2 more in the whole report." in words_of(one_page(replace(pack, priorities=many)))


def test_it_tells_who_answered_and_what_is_not_shown() -> None:
    said = words_of(one_page(demonstration()))
    assert "Who answered. Management side: 12 of 14. Staff side: 12 of 14. Partners: 6 of 8." in said
    assert any("Groups of fewer than 5 are not shown" in text for text in said)
    assert "Management side: Not known" in all_words(one_page(averages_only()))


def test_where_nothing_is_shown_it_says_why() -> None:
    paper = one_page(everything_hidden())
    assert everything_hidden().comparison.round.plan is Plan.NOTHING
    assert Words("Too few members answered for any result to be shown.", strong=True) in paper.blocks
    assert blocks_of(paper, Picture) == []
