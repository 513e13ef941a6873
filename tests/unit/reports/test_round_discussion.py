"""What a report brings to the table: comments as reviewed, suggestions with their reasons, and priorities."""

from dataclasses import replace

from audit_app.reports.papers.blocks import Facts, Points, Quotes, Words
from audit_app.reports.papers.round_paper import round_paper
from tests.harness.paper_words import all_words, blocks_of, headings, under
from tests.harness.round_packs import demonstration, largest, nothing_to_compare


def test_comments_stand_under_their_headings_in_their_own_order() -> None:
    pack = demonstration()
    found = blocks_of(round_paper(pack), Quotes)
    assert [text for block in found for text in block.texts] == [comment.text for comment in pack.comments]
    assert [block.heading for block in found] == list(dict.fromkeys(comment.heading for comment in pack.comments))
    assert all(block.question == "" for block in found), "the heading is the question"


def test_questions_that_share_a_heading_keep_their_words() -> None:
    comments = tuple(
        replace(demonstration().comments[0], heading="General", question_text=question, text=text)
        for question, text in (("What next?", "One."), ("Why?", "Two."), ("What next?", "Three."))
    )
    paper = round_paper(replace(demonstration(), comments=comments))
    assert [(each.heading, each.texts) for each in blocks_of(paper, Quotes)] == [
        ("What next?", ("One.", "Three.")),
        ("Why?", ("Two.",)),
    ]
    assert "General" in headings(paper, 2)


def test_every_comment_of_three_hundred_is_there_and_none_is_cut() -> None:
    found = [text for block in blocks_of(round_paper(largest()), Quotes) for text in block.texts]
    assert sorted(found) == sorted(comment.text for comment in largest().comments)


def test_without_comments_the_paper_says_so() -> None:
    assert "No comment is shown." in all_words(round_paper(nothing_to_compare()))


def test_suggestions_stand_with_their_reasons_and_the_chairs_decide() -> None:
    pack = demonstration()
    block = next(part for part in under(round_paper(pack), "Suggestions for discussion") if isinstance(part, Points))
    texts = {each.id: each.text for each in pack.comparison.statements}
    assert [item.text for item in block.items] == [texts[each.statement] for each in pack.comparison.suggestions]
    for item, each in zip(block.items, pack.comparison.suggestions, strict=True):
        assert item.sure == f"Suggested because: {'; '.join(each.reasons)}."
    assert Words("These statements may be worth talking about first. The chairs decide.") in round_paper(pack).blocks


def test_a_priority_stands_with_who_when_how_and_what_has_become_of_it() -> None:
    paper = round_paper(demonstration())
    assert headings(paper, 3) == [each.title for each in demonstration().priorities]
    first, second, own = (block.pairs for block in under(paper, "Priorities") if isinstance(block, Facts))
    assert ("Looked after by", "Management side: workforce director") in first
    assert ("Look at it again on", "20 November 2027") in first
    assert ("What has become of it", "2 moved up clearly") in first
    assert ("Target", "6.0 out of 10. Reached.") in first
    assert ("State", "Done") in second
    assert ("Target", "6.5 out of 10. Not reached.") in second
    assert ("Target in words", "Four visits in the year.") in second
    assert ("Target", "6.5 out of 10.") in own, "nothing to hold against it yet"
    assert ("Measured by", "Members do what they said they would do (4.6)") in own
    assert ("Told in words by", "How many actions are done on the day that was agreed.") in own
