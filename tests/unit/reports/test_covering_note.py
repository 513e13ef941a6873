"""The covering note and the words for the minutes: ready to use, neutral, and claiming no more than the labels."""

import re
from dataclasses import replace

import pytest

from audit_app.analysis.released import Change, ChangeLabel, GapLabel, Plan, SectionResult, StatementResult
from audit_app.reports.papers.blocks import Facts, Heading, Paper, Points, Wording
from audit_app.reports.papers.covering_note import covering_note, minute_wording
from audit_app.reports.papers.pdf import page_count, paper_pdf
from audit_app.reports.papers.round_paper import round_paper, word_paper
from audit_app.reports.round_pack import RoundPack
from tests.harness.paper_words import words_of
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
from tests.unit.analysis.builders import a_comparison


def minutes(pack: RoundPack) -> dict[str, str]:
    return {block.heading: " ".join(block.paragraphs) for block in minute_wording(pack) if isinstance(block, Wording)}


@pytest.mark.parametrize("name", list(CASES))
def test_the_note_is_one_page_and_names_roles_alone(name: str) -> None:
    pack = CASES[name]()
    facts = next(block for block in covering_note(pack) if isinstance(block, Facts))
    assert facts.pairs[:2] == (
        ("To", "Members of the forum"),
        ("From", "The chair of the management side and the chair of the staff side, with the secretariat"),
    )
    paper = Paper("Results", "", pack.comparison.round.forum, pack.comparison.round.closed_on, covering_note(pack))
    assert page_count(paper_pdf(paper)) == 1


def test_the_note_says_what_the_forum_is_asked_to_do() -> None:
    asked = next(block for block in covering_note(demonstration()) if isinstance(block, Points))
    assert asked.numbered
    assert [item.text.split(" ")[0] for item in asked.items] == ["Note", "Discuss", "Note"]
    none = next(block for block in covering_note(nothing_to_compare()) if isinstance(block, Points))
    assert [item.text.split(" ")[0] for item in none.items] == ["Note", "Discuss", "Agree"]
    hidden = " ".join(words_of(covering_note(everything_hidden())))
    assert "Note that too few members answered for any result to be shown." in hidden
    assert "comment" not in hidden


def test_word_has_the_note_then_the_same_report_then_the_words_for_the_minutes() -> None:
    pack = demonstration()
    report, word = round_paper(pack), word_paper(pack)
    start = len(covering_note(pack))
    assert word.blocks[:start] == covering_note(pack)
    assert word.blocks[start : start + len(report.blocks)] == report.blocks
    assert word.blocks[start + len(report.blocks) :] == minute_wording(pack)
    hidden = word_paper(everything_hidden()).blocks
    summary = next(block for block in hidden if isinstance(block, Heading) and block.text == "In short")
    assert summary.apart, "the covering note is a page of its own"


@pytest.mark.parametrize("name", list(CASES))
def test_every_sentence_of_the_minutes_is_the_forum_s(name: str) -> None:
    for block in minute_wording(CASES[name]()):
        if isinstance(block, Wording):
            assert block.paragraphs
            for words in block.paragraphs:
                assert words.startswith(("The forum noted ", "The forum agreed to "))


def test_there_is_a_piece_for_each_point_of_the_agenda() -> None:
    assert list(minutes(demonstration())) == ["Results", "What has changed", "The two sides", "Comments", "Priorities"]
    assert list(minutes(nothing_to_compare())) == ["Results", "The two sides", "Comments", "Priorities"]
    assert list(minutes(everything_hidden())) == ["Results", "Comments", "Priorities"]
    beside = replace(demonstration(), comparison=demonstration().hoped)
    assert "What has changed" not in minutes(beside)


def with_overall(label: ChangeLabel | None) -> RoundPack:
    comparison = a_comparison()
    changed = replace(
        comparison,
        overall=replace(comparison.overall, change=Change(5.0, 5.6, 0.6, label)),
        sections=tuple(replace(each, change=None) for each in comparison.sections),
        statements=tuple(replace(each, change=None) for each in comparison.statements),
    )
    return RoundPack(changed, changed, demonstration().series)


CLAIMS = {
    ChangeLabel.IMPROVED: "This is an improvement that chance alone would seldom make.",
    ChangeLabel.DECLINED: "This is a decline that chance alone would seldom make.",
    ChangeLabel.NO_CLEAR_CHANGE: "This is no clear change.",
    ChangeLabel.TOO_FEW: "Too few answered to say whether this is more than chance.",
    None: "It has no label.",
}


@pytest.mark.parametrize("label", list(CLAIMS))
def test_the_minutes_claim_what_the_label_says_and_nothing_else(label: ChangeLabel | None) -> None:
    said = minutes(with_overall(label))["What has changed"]
    assert "5.6, beside 5.0 in Audit 2025" in said
    assert [claim for claim in CLAIMS.values() if claim in said] == [CLAIMS[label]]


@pytest.mark.parametrize("name", list(CASES))
def test_no_change_is_ever_claimed_where_none_is_labelled(name: str) -> None:
    comparison = CASES[name]().comparison
    said = minutes(CASES[name]()).get("What has changed", "")
    parts: list[StatementResult | SectionResult] = [*comparison.statements, *comparison.sections]
    labels = {each.change.label for each in parts if each.change}
    assert (" improved since " in said) == (ChangeLabel.IMPROVED in labels)
    assert (" declined since " in said) == (ChangeLabel.DECLINED in labels)
    if ChangeLabel.NO_CLEAR_CHANGE in labels:
        assert "“no clear change” does not mean that nothing changed" in said
    assert not re.search(r"\b(no change|unchanged|did not change)\b", said)


def test_a_long_list_is_counted_and_its_statements_are_cut() -> None:
    said = minutes(largest())["What has changed"]
    assert re.search(r"; and \d+ more\.", said)
    assert "…”" in said
    assert max(len(paragraph) for paragraph in said.split("The forum noted")) < 700


def test_the_sides_are_named_alike_and_only_where_they_are_shown() -> None:
    said = minutes(demonstration())["The two sides"]
    assert said.count("management side") == said.count("staff side") == 3
    assert "does not tell why the sides see it differently" in said
    assert minutes(totals_only())["The two sides"] == (
        "The forum noted that results are shown for both sides together only, to protect anonymity."
    )
    assert "Whether they differ by more than chance cannot be told." in minutes(small_sides())["The two sides"]


def test_no_clear_difference_is_not_called_agreement() -> None:
    comparison = demonstration().comparison
    statements = tuple(
        replace(each, gap=replace(each.gap, label=GapLabel.NO_CLEAR_DIFFERENCE)) if each.gap else each
        for each in comparison.statements
    )
    said = minutes(replace(demonstration(), comparison=replace(comparison, statements=statements)))["The two sides"]
    assert "This does not mean that the sides agree." in said
    assert "differ on" not in said


def test_priorities_of_this_round_and_of_earlier_ones() -> None:
    said = minutes(demonstration())["Priorities"]
    assert "what has become of the priorities from Annual audit 2025" in said
    assert (
        "both sides agreed this priority: Do what we said we would do. Staff side: branch secretary. "
        "It will be looked at again on 20 November 2027." in said
    )
    none = minutes(replace(demonstration(), priorities=()))["Priorities"]
    assert none.startswith("The forum agreed to work on: [what;")
    own = demonstration().priorities[-1]
    many = tuple(replace(own, title=f"Priority {number}") for number in range(5))
    assert (
        "2 more priorities that both sides agreed" in minutes(replace(demonstration(), priorities=many))["Priorities"]
    )


def test_an_unknown_number_of_answers_is_said_in_words() -> None:
    said = minutes(averages_only())["Results"]
    assert "It is not known how many members answered." in said
    assert averages_only().comparison.round.plan is not Plan.NOTHING
