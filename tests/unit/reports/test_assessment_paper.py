"""One assessment as papers and slides: the figures and words of its result, all of them, and nothing of one side."""

from dataclasses import replace

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports.assessment_documents import DOCUMENTS
from audit_app.reports.assessment_pack import AssessmentPack, for_the_table
from audit_app.reports.papers.assessment_paper import assessment_paper, one_page
from audit_app.reports.papers.assessment_wording import agenda_paper
from audit_app.reports.papers.blocks import Facts, Heading, Paper, Picture, Points, Table, Wording
from audit_app.reports.slides.assessment_deck import assessment_deck
from tests.harness.assessed_packs import ASSESSMENTS, FORUM, one_sided, small_content
from tests.harness.paper_words import all_words, blocks_of, words_of
from tests.unit.assessed.answers import TODAY

PAPERS = (assessment_paper, one_page, agenda_paper)
CASES = list(ASSESSMENTS)


def table(paper: Paper, beginning: str) -> Table:
    return next(block for block in blocks_of(paper, Table) if block.caption.startswith(beginning))


def headings(paper: Paper) -> list[str]:
    return [block.text for block in blocks_of(paper, Heading)]


def with_rating(result: AssessmentResult, item: str, **rating: int) -> AssessmentResult:
    """The same assessment with another rating of one side, worked out anew."""
    content = result.content
    answer = replace(content.items[item], **rating)
    return assess(replace(content, items={**content.items, item: answer}), result.today)


def test_every_statement_stands_with_what_was_agreed_and_what_is_behind_it() -> None:
    paper = assessment_paper(ASSESSMENTS["small"]())
    leaves, biscuits = table(paper, "Every statement of Leaves"), table(paper, "Every statement of Biscuits")
    assert [column.name for column in leaves.columns] == ["Statement", "Agreed", "Reason and note", "Help", "Evidence"]
    assert leaves.rows == (
        ("1. Statement A-1 is true.", "Most", "Seen at site 2.", "Wanted", "1"),
        ("2. Statement A-2 is true.", "Does not apply", "We have no kettles.", "", ""),
    )
    assert [column.name for column in biscuits.columns] == ["Statement", "Agreed"], "no column of empty cells"
    assert biscuits.rows == (("3. Statement B-1 is true.", "None"), ("4. Statement B-2 is true.", "Don't know"))


def test_the_sides_stand_beside_each_other_where_both_have_rated() -> None:
    apart = table(assessment_paper(ASSESSMENTS["small"]()), "Statements that the two sides rated apart")
    assert apart.rows == (("1. Statement A-1 is true.", "All", "Few", "Most"),)


def test_actions_say_who_by_role_and_by_when() -> None:
    found = table(assessment_paper(ASSESSMENTS["small"]()), "Every action")
    assert found.rows == (
        ("Buy biscuits.", "3", "Head of tea", "31 January 2027", "Under way"),
        ("Wash the cups", "", "Branch secretary", "Overdue since 3 November 2026", "To do"),
        ("Warm the pot", "1", "Head of tea", "Done on 5 October 2026", "Done"),
    )


def test_the_summary_names_the_most_urgent_action_first() -> None:
    points = [
        item.text for block in blocks_of(assessment_paper(ASSESSMENTS["small"]()), Points) for item in block.items
    ]
    first = points.index("Wash the cups (Branch secretary, overdue since 3 November 2026).")
    assert points[first + 1] == "Buy biscuits (Head of tea, by 31 January 2027)."


def test_a_note_of_disagreement_and_who_signed_are_in_it() -> None:
    paper = assessment_paper(ASSESSMENTS["small"]())
    signed = blocks_of(paper, Facts)[-1]
    assert signed.pairs == (
        ("Management side", "Invented M, Head of HR, on 18 November 2026"),
        ("Staff side", "Invented S, Branch secretary, on 19 November 2026"),
    )
    assert "Staff side signs with a note of disagreement" in headings(paper)
    assert "Management side signs with a note of disagreement" not in headings(paper)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("make", PAPERS)
def test_the_overall_score_is_the_released_one(name: str, make: object) -> None:
    pack = ASSESSMENTS[name]()
    words = all_words(make(pack))  # type: ignore[operator]  # each is a builder of a paper
    if pack.result.overall is not None:
        assert f"The overall score is {pack.result.overall:.1f} out of 10." in words
    else:
        assert "The overall score is" not in words


def test_what_is_left_for_the_next_level_is_complete_and_exact() -> None:
    pack = ASSESSMENTS["award"]()
    standing = pack.result.standing
    assert standing is not None
    ahead = next(level for level in standing.levels if level.title == standing.next_level)
    paper = assessment_paper(pack)
    points = [item.text for block in blocks_of(paper, Points) for item in block.items]
    assert {left.sentence for left in ahead.left} <= set(points)
    assert f"What is left to reach {ahead.title}" in headings(paper)


def test_what_changed_is_listed_by_how_it_moved() -> None:
    pack = ASSESSMENTS["framework"]()
    paper = assessment_paper(pack)
    counted = dict.fromkeys(("up", "down", "new", "gone"), 0)
    for change in pack.result.changes:
        if change.movement.value in counted:
            counted[change.movement.value] += 1
    assert len(table(paper, "Went up").rows) == counted["up"] > 0
    assert len(table(paper, "Went down").rows) == counted["down"] > 0


def test_pictures_are_those_of_the_page() -> None:
    drawn = {name: [each.chart.id for each in blocks_of(assessment_paper(ASSESSMENTS[name]()), Picture)]
             for name in ("framework", "award", "empty", "one-sided")}  # fmt: skip
    assert drawn == {
        "framework": ["assessment-profile", "assessment-change"],
        "award": ["assessment-levels", "assessment-change"],
        "empty": [],
        "one-sided": [],
    }


def test_nothing_rated_says_so_and_does_not_fail() -> None:
    paper = assessment_paper(ASSESSMENTS["empty"]())
    words = words_of(paper)
    assert "No statement is rated low." in words
    assert "No action is planned yet." in words
    assert "Not signed yet" in words
    assert all(row[1] == "Not agreed yet" for row in table(paper, "Every statement of").rows)


@pytest.mark.parametrize("change", [("A-1", {"staff": 4}), ("A-2", {"management": 0})])
def test_no_document_depends_on_what_one_side_alone_has_said(change: tuple[str, dict[str, int]]) -> None:
    """Whoever orders it, and whenever a worker makes it."""
    item, rating = change
    pack = for_the_table(FORUM, one_sided())
    other = for_the_table(FORUM, with_rating(one_sided(), item, **rating))
    assert pack == other
    for made in DOCUMENTS:
        assert made.make(pack) == made.make(other), made.id


def test_a_pack_with_a_rating_of_one_side_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="only where both sides"):
        AssessmentPack(FORUM, one_sided())


def test_an_earlier_assessment_brings_in_no_rating_of_one_side() -> None:
    before = replace(small_content(), items={"A-1": ItemAnswer(staff=2, agreed=3)})
    pack = for_the_table(FORUM, assess(small_content(), TODAY, before))
    assert pack.result.against is not None
    assert pack.result.against.items["A-1"].staff is None
    assert pack.result.against.items["A-1"].agreed == 3


def test_what_both_have_rated_stays() -> None:
    pack = for_the_table(FORUM, one_sided())
    apart = table(assessment_paper(pack), "Statements that the two sides rated apart")
    assert apart.rows == (("3. Statement B-1 is true.", "Few", "Most", "Not agreed yet"),)


def test_minutes_are_neutral_and_say_who_disagreed() -> None:
    paper = agenda_paper(ASSESSMENTS["small"]())
    received, sides, actions = blocks_of(paper, Wording)
    assert all(line.startswith("The meeting noted that ") for line in received.paragraphs[1:])
    assert sides.paragraphs == (
        "The meeting noted that the two sides rated 1 statement apart before they talked about them.",
        "The meeting noted that staff side signed with a note of disagreement.",
    )
    assert actions.paragraphs[-1] == "The meeting agreed: [what; who sees to it, by role; by when]."
    assert "Invented" not in " ".join(received.paragraphs + sides.paragraphs + actions.paragraphs), (
        "roles, and no names"
    )


def test_the_covering_note_is_from_both_sides_by_role() -> None:
    paper = agenda_paper(ASSESSMENTS["small"]())
    facts = blocks_of(paper, Facts)[0]
    assert dict(facts.pairs)["From"] == (
        "Management side (Head of HR) and staff side (Branch secretary) of Northern Trust"
    )
    assert "Invented" not in repr(paper.blocks[: paper.blocks.index(Heading("Summary", apart=True))])


@pytest.mark.parametrize("name", CASES)
def test_every_statement_and_every_action_is_somewhere_in_the_report(name: str) -> None:
    pack = ASSESSMENTS[name]()
    words = all_words(assessment_paper(pack))
    missing = [item.id for item in pack.result.content.instrument.items if item.text not in words]
    missing += [action.text for action in pack.result.content.actions if action.text not in words]
    assert missing == []


@pytest.mark.parametrize("name", CASES)
def test_slides_hold_one_finding_each_and_none_is_empty(name: str) -> None:
    deck = assessment_deck(ASSESSMENTS[name]())
    assert 1 <= len(deck.slides) <= 10
    for slide in deck.slides:
        assert slide.title.strip()
        assert slide.sentences or slide.chart, slide.title
        assert len(slide.sentences) <= 4
        assert all(sentence.text.strip() for sentence in slide.sentences)
        assert slide.says


def test_the_profile_slide_has_the_scores_of_the_elements() -> None:
    pack = ASSESSMENTS["framework"]()
    charts = {slide.chart.id: slide.chart for slide in assessment_deck(pack).slides if slide.chart is not None}
    profile, change = charts["profile"], charts["change"]
    assert profile.series[0].values == tuple(part.score for part in pack.result.elements)  # type: ignore[union-attr]
    assert [each.values for each in change.series] == [  # type: ignore[union-attr]
        tuple(each.before for each in pack.result.element_changes),
        tuple(each.after for each in pack.result.element_changes),
    ]


def test_the_slide_of_levels_counts_what_is_left_by_standard() -> None:
    pack = ASSESSMENTS["award"]()
    left = next(slide.chart for slide in assessment_deck(pack).slides if slide.chart and slide.chart.id == "left")
    assert pack.result.standing is not None
    ahead = next(each for each in pack.result.standing.levels if each.title == pack.result.standing.next_level)
    assert sum(left.series[0].values) == len(ahead.left)  # type: ignore[union-attr, arg-type]
