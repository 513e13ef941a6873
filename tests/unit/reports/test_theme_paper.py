"""What organisations share, as papers and slides: the themes and matches of the page, and nothing that stays home."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.results import AssessmentResult, Movement
from audit_app.analysis.assessed.themes import themes
from audit_app.charts import organisations_map
from audit_app.reports.papers.blocks import Facts, Heading, Picture, Table, Wording
from audit_app.reports.papers.round_paper import word_paper
from audit_app.reports.papers.theme_paper import one_page, theme_paper
from audit_app.reports.papers.theme_wording import theme_agenda_paper
from audit_app.reports.slides.theme_deck import theme_deck
from audit_app.reports.theme_documents import DOCUMENTS
from audit_app.reports.theme_pack import ThemePack
from tests.harness.assessed_packs import THEMES, small_content, themes_of
from tests.harness.paper_words import all_words, blocks_of, words_of
from tests.harness.round_packs import demonstration
from tests.unit.assessed.answers import TODAY

PAPERS = (theme_paper, one_page, theme_agenda_paper)
CASES = list(THEMES)


def table(pack: ThemePack, beginning: str) -> Table:
    return next(block for block in blocks_of(theme_paper(pack), Table) if block.caption.startswith(beginning))


def test_each_element_has_its_middle_lowest_and_highest_score() -> None:
    pack = THEMES["subgroup"]()
    found = table(pack, "Each element over all organisations")
    assert found.rows == tuple(
        (each.title, f"{each.median:.1f}", f"{each.lowest:.1f}", f"{each.highest:.1f}", f"{each.organisations} of 4")
        for each in themes(pack.shared.places)
    )


def test_every_low_statement_is_there_with_how_many_and_never_with_who() -> None:
    pack = THEMES["subgroup"]()
    found = table(pack, "Statements that somebody rates low")
    wanted = {
        (pack.shared.texts[name], f"{amount} of {theme.organisations}")
        for theme in themes(pack.shared.places)
        for name, amount in theme.low_items
    }
    assert {(row[0], row[2]) for row in found.rows} == wanted
    assert len(wanted) > 3, "more than the page lists"
    assert not any(place.organisation in cell for place in pack.shared.places for row in found.rows for cell in row)


def test_who_may_help_whom_is_as_matched() -> None:
    pack = THEMES["subgroup"]()
    rows = {row[0]: row for row in table(pack, "Statements with which help is wanted").rows}
    found = matches(pack.shared.places)
    assert len(rows) == len(found) > 0
    for each in found:
        _, asks, strong = rows[pack.shared.texts[each.item]]
        assert all(name in asks for name in each.asks)
        if each.strong:
            assert strong == "\n".join(f"Ask {name} (Head of workforce)" for name in each.strong)
        else:
            assert strong == "Nobody here is strong in this yet."


def test_the_map_is_the_picture_of_the_page_with_its_table() -> None:
    picture = blocks_of(theme_paper(THEMES["subgroup"]()), Picture)[0]
    assert (picture.chart.id, picture.tabled) == ("organisations-map", True)


def test_practice_is_told_with_whom_to_ask_by_role() -> None:
    words = words_of(theme_paper(THEMES["subgroup"]()))
    assert "What they did. We asked night staff. Then we opened rooms." in words
    assert {"Whom to ask", "Head of estates"} <= set(words)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("make", PAPERS)
def test_every_case_makes_a_paper(name: str, make: object) -> None:
    paper = make(THEMES[name]())  # type: ignore[operator]  # each is a builder of a paper
    assert paper.blocks
    assert all(row for block in blocks_of(paper, Table) for row in [block.rows])


def test_nothing_shared_says_so() -> None:
    pack = THEMES["nothing"]()
    words = all_words(theme_paper(pack))
    assert "No organisation shares an assessment yet." in words
    assert "1 does not, or has not signed yet." in words
    assert [slide.title for slide in theme_deck(pack).slides] == ["No organisation shares an assessment yet"]


def test_what_stays_at_home_is_in_no_document_even_if_it_is_handed_in() -> None:
    """The rooms hand in what the forum sees. Should they ever hand in more, papers and slides still do not tell it."""
    secret = replace(small_content(), words={"q": "Our own words"})
    items = {**secret.items, "A-1": replace(secret.items["A-1"], note="A secret note")}
    pack = themes_of([assess(replace(secret, items=items), TODAY)])
    said = "\n".join(all_words(made) for made in (*(make(pack) for make in PAPERS), theme_deck(pack)))
    for hidden in ("A secret note", "Our own words", "Tea policy", "tea.example", "We have no kettles", "Invented M"):
        assert hidden not in said, hidden
    assert "All" not in said.split(), "management side's own rating"


def test_an_organisation_that_shares_nothing_is_named_nowhere() -> None:
    pack = replace(THEMES["subgroup"](), absent=3)
    assert "3 do not, or have not signed yet." in all_words(theme_paper(pack))
    assert "Eastlake" not in all_words(theme_paper(pack))


def test_proposals_in_the_minutes_are_the_next_steps_of_the_page() -> None:
    report, proposals, decisions = blocks_of(theme_agenda_paper(THEMES["subgroup"]()), Wording)
    assert report.paragraphs[1].startswith("The subgroup noted that ")
    assert len([line for line in proposals.paragraphs if "this proposal: " in line]) == 3
    assert decisions.paragraphs[-1].startswith("The subgroup agreed: [")


@pytest.mark.parametrize("name", CASES)
def test_the_covering_note_has_the_form_of_the_forum_s_own(name: str) -> None:
    """Whoever reads both sees at the same places who writes, to whom, and what is asked."""
    paper = theme_agenda_paper(THEMES[name]())
    forum = word_paper(demonstration())
    own, theirs = ([block.text for block in each.blocks[:12] if isinstance(block, Heading)] for each in (paper, forum))
    assert [words.replace("subgroup", "forum") for words in own[:4]] == theirs[:4]
    facts, others = (blocks_of(each, Facts)[0] for each in (paper, forum))
    assert [key for key, _ in facts.pairs] == [key for key, _ in others.pairs]
    assert dict(facts.pairs)["From"] == dict(others.pairs)["From"]


def test_a_statement_in_a_sentence_has_no_full_stop_of_its_own() -> None:
    words = " ".join(words_of(theme_paper(THEMES["subgroup"]())))
    assert ".”" not in words
    assert "”" in words


def test_ratings_that_moved_are_not_called_statements() -> None:
    """A statement that three organisations rated can go up three times."""
    deck = theme_deck(THEMES["subgroup"]())
    (moved,) = [each.title for each in deck.slides if "went up since" in each.title]
    assert re.match(r"\d+ ratings? went up", moved)


def test_the_slide_of_the_spread_says_where_it_is_widest() -> None:
    pack = THEMES["subgroup"]()
    spread = {
        theme.title: (theme.lowest, theme.highest) for theme in themes(pack.shared.places) if theme.lowest is not None
    }
    (title,) = [each.title for each in theme_deck(pack).slides if each.title.startswith("Furthest apart: ")]
    name, (low, high) = max(spread.items(), key=lambda each: (each[1][1] or 0) - (each[1][0] or 0))
    assert title == f"Furthest apart: “{name}” ({low:.1f} to {high:.1f})"


@pytest.mark.parametrize("name", CASES)
def test_no_slide_is_empty_or_too_full(name: str) -> None:
    deck = theme_deck(THEMES[name]())
    assert 1 <= len(deck.slides) <= 10
    for slide in deck.slides:
        assert slide.title.strip()
        assert slide.sentences or slide.chart, slide.title
        assert len(slide.sentences) <= 4
        assert slide.says


def test_the_slide_of_low_statements_counts_organisations() -> None:
    pack = THEMES["subgroup"]()
    low = next(slide.chart for slide in theme_deck(pack).slides if slide.chart and slide.chart.id == "low")
    counts = sorted((amount for theme in themes(pack.shared.places) for _, amount in theme.low_items), reverse=True)
    assert list(low.series[0].values) == counts[:6]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", CASES)
def test_the_same_content_gives_the_same_bytes(name: str) -> None:
    pack = THEMES[name]()
    for made in DOCUMENTS:
        assert made.make(pack) == made.make(pack), made.id


def test_the_map_of_many_organisations_stands_on_several_slides_and_loses_nobody() -> None:
    pack = THEMES["largest"]()
    parts = [slide.chart for slide in theme_deck(pack).slides if slide.chart and slide.chart.id == "organisations-map"]
    shown = [row[0] for part in parts for row in part.rows]  # type: ignore[union-attr]
    assert len(parts) == 2
    assert [name for name in shown if not name.startswith("Middle")] == sorted(
        (place.organisation for place in pack.shared.places), key=str.casefold
    )
    assert shown.count("Middle score of all") == 2
    whole = organisations_map(pack.shared.places).rows
    assert {row for part in parts for row in part.rows} == set(whole)  # type: ignore[union-attr]


def test_the_slide_of_moves_counts_statements_of_each_organisation() -> None:
    pack = THEMES["subgroup"]()
    chart = next(slide.chart for slide in theme_deck(pack).slides if slide.chart and slide.chart.id == "moves")
    up, same, down = (series.values for series in chart.series)  # type: ignore[union-attr]
    assert chart.categories == tuple(move.organisation for move in pack.moves)  # type: ignore[union-attr]
    for place, move in enumerate(pack.moves):
        counted = Counter(change.movement for change in _result(pack, move.organisation).changes)
        assert (up[place], same[place], down[place]) == (
            counted[Movement.UP], counted[Movement.SAME], counted[Movement.DOWN]
        )  # fmt: skip


def _result(pack: ThemePack, name: str) -> AssessmentResult:
    return next(place.result for place in pack.shared.places if place.organisation == name)
