"""The page "In short": what to know first, on one sheet, whatever statements and priorities are called."""

from dataclasses import replace

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Sentence
from audit_app.reports.papers.blocks import Block, Heading, Paper, Points, Table
from audit_app.reports.papers.page_space import SHEET, across, height, lines, said_shortly, shortened
from audit_app.reports.papers.pdf import page_count, paper_pdf
from audit_app.reports.papers.round_summary import fair_choice, own_priorities, summary_page
from audit_app.reports.round_pack import RoundPack
from tests.factories import CATALOGUE
from tests.harness.long_names import LONGEST_NAMES, renamed
from tests.harness.paper_words import words_of
from tests.harness.round_packs import CASES, demonstration, largest, nothing_to_compare, totals_only
from tests.unit.charts.trends import year

WITH_RESULTS = [name for name in CASES if name != "everything-hidden"]


def as_paper(pack: RoundPack, blocks: tuple[Block, ...]) -> Paper:
    return Paper("Results", "", pack.comparison.round.forum, pack.comparison.round.closed_on, blocks)


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_the_summary_is_one_page_of_a4(name: str) -> None:
    """Without its title the PDF has the room that the summary has on a page of its own."""
    pack = CASES[name]()
    page = summary_page(pack)
    first = page[0]
    assert isinstance(first, Heading)
    assert first.apart, "on a page of its own"
    printed = paper_pdf(as_paper(pack, (Heading("Before"), *page, Heading("After", apart=True))))
    assert page_count(printed) == 3
    assert height(page) <= SHEET


@pytest.mark.parametrize("name", LONGEST_NAMES)
def test_it_is_one_page_whatever_everything_is_called(name: str) -> None:
    pack = renamed(demonstration(), name)
    blocks = (Heading("Before"), *summary_page(pack), Heading("After", apart=True))
    assert page_count(paper_pdf(as_paper(pack, blocks))) == 3


def test_a_baseline_says_that_it_asked_for_hopes() -> None:
    hopes = compare(year(CATALOGUE.by_id("partnership-behaviours-baseline"), 2024, 24))
    said = " ".join(words_of(summary_page(RoundPack(hopes, hopes, demonstration().series))))
    assert "It asked what members hope for. A later round can ask what they find." in said


def test_a_short_summary_says_everything_and_leaves_nothing_to_look_up() -> None:
    said = words_of(summary_page(totals_only()))
    for sentence in (*totals_only().comparison.level, *totals_only().comparison.movements[:2]):
        assert sentence.text in said


def test_long_statements_are_cut_and_what_is_left_out_is_counted() -> None:
    pack = largest()
    said = " ".join(words_of(summary_page(pack)))
    assert "…”" in said
    assert "And 2 more inside." in said
    assert len(pack.comparison.movements) == 4
    for statement in pack.comparison.statements:
        assert statement.text not in said


def test_the_score_of_a_cut_statement_is_not_cut() -> None:
    sentence = largest().comparison.level[0]
    short = said_shortly(sentence, largest().comparison, 40)
    assert len(short.text) < len(sentence.text) - 100
    assert short.text.split("”")[-1] == sentence.text.split("”")[-1]
    assert short.sure == sentence.sure


def test_no_direction_is_left_out_when_few_movements_have_room() -> None:
    comparison = demonstration().comparison
    kept = fair_choice(comparison, 2)
    assert [sentence.text.split(":")[0] for sentence in kept] == ["Early involvement", "Commitment and follow-through"]
    four = fair_choice(comparison, 4)
    assert [" is up " in each.text for each in four[2:]] == [True, False]
    assert fair_choice(comparison, 99) == comparison.movements


def test_one_direction_alone_may_fill_the_room() -> None:
    comparison = demonstration().comparison
    ups = tuple(each for each in comparison.movements if " is up " in each.text)
    assert fair_choice(replace(comparison, movements=ups), 2) == ups[:2]


def test_who_answered_is_a_small_table() -> None:
    table = next(block for block in summary_page(demonstration()) if isinstance(block, Table))
    assert table.rows == (("Management side", "12 of 14"), ("Staff side", "12 of 14"), ("Partners", "6 of 8"))


def test_adopted_priorities_stand_in_place_of_suggestions() -> None:
    pack = demonstration()
    agreed = [block for block in summary_page(pack) if isinstance(block, Points)][-1]
    assert [item.text for item in agreed.items] == ["Do what we said we would do."]
    assert [each.title for each in own_priorities(pack)] == ["Do what we said we would do"]
    before = [block for block in summary_page(replace(pack, priorities=())) if isinstance(block, Points)][-1]
    texts = {each.id: each.text for each in pack.comparison.statements}
    assert len(before.items) == len(pack.comparison.suggestions)
    for item, each in zip(before.items, pack.comparison.suggestions, strict=True):
        assert texts[each.statement].startswith(item.text.rstrip("…"))
    assert before.numbered


def test_many_priorities_are_counted() -> None:
    own = demonstration().priorities[-1]
    many = tuple(replace(own, title=f"Priority {number}") for number in range(7))
    said = words_of(summary_page(replace(demonstration(), priorities=many)))
    shown = sum(text.startswith("Priority ") for text in said)
    assert f"And {7 - shown} more inside." in said


@pytest.mark.parametrize(("lost", "words"), [(1, "1 member"), (3, "3 members")])
def test_answers_that_could_not_be_read_are_told(lost: int, words: str) -> None:
    pack = demonstration()
    facts = replace(pack.comparison.round, discarded=lost)
    said = words_of(summary_page(replace(pack, comparison=replace(pack.comparison, round=facts))))
    assert f"The answers of {words} could not be read, so they were not counted." in said


def test_without_a_gap_or_a_movement_the_page_says_that_none_can_be_shown() -> None:
    bare = replace(demonstration().comparison, apart=(), movements=())
    said = words_of(summary_page(replace(demonstration(), comparison=bare)))
    assert "No gap between the sides can be shown." in said
    assert "No movement can be shown." in said
    assert "No movement can be shown." not in words_of(summary_page(nothing_to_compare()))


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("We agree on what this forum is for.", 60, "We agree on what this forum is for."),
        ("We agree on what this forum is for.", 20, "We agree on what…"),
        ("Donaudampfschifffahrtsgesellschaft", 10, "Donaudamp…"),
        ("我们在决定之前互相倾听并且尊重彼此的意见", 11, "我们在决定…"),
        ("Zoe\u0308 Zoe\u0308 Zoe\u0308", 4, "Zo…"),
        ("", 5, ""),
        ("…", 1, "…"),
    ],
)
def test_texts_are_cut_at_the_end_of_words_and_never_inside_a_letter(text: str, longest: int, short: str) -> None:
    assert shortened(text, longest) == short
    assert across(shortened(text, longest)) <= longest


def test_wide_letters_take_twice_the_room() -> None:
    assert lines("我" * 43) == 1
    assert lines("我" * 44) == 2
    assert lines("a" * 86) == 1
    assert lines("") == 1


def test_a_sentence_without_its_statement_stays_as_it_is() -> None:
    comparison: Comparison = demonstration().comparison
    sentence = Sentence("Something else entirely.", statement="PB-1.1")
    assert said_shortly(sentence, comparison, 20) is sentence
