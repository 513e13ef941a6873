"""The report about a round: every released figure and label stands in it, in one place, as it was released."""

from dataclasses import replace

import pytest

from audit_app.analysis.released import (
    Change,
    ChangeLabel,
    Comparison,
    Gap,
    GapLabel,
    Plan,
    SectionResult,
    StatementResult,
)
from audit_app.charts import wording
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.papers.blocks import Heading, Note, Paper, Picture, Table
from audit_app.reports.papers.round_paper import round_paper
from audit_app.reports.round_pack import RoundPack
from tests.harness.paper_words import all_words, blocks_of, headings, under, words_of
from tests.harness.round_packs import (
    CASES,
    averages_only,
    demonstration,
    everything_hidden,
    largest,
    nothing_to_compare,
    one_statement,
    small_sides,
    totals_only,
)
from tests.unit.analysis.builders import a_comparison

NOTHING = wording.NOTHING_THERE
WITH_RESULTS = [name for name in CASES if name != "everything-hidden"]


def alone(comparison: Comparison) -> RoundPack:
    """A pack of nothing but a comparison."""
    return RoundPack(comparison, comparison, demonstration().series)


def tables(paper: Paper, ending: str) -> list[Table]:
    return [table for table in blocks_of(paper, Table) if table.caption.endswith(ending)]


def statement_rows(paper: Paper) -> dict[str, dict[str, str]]:
    """Numbered statement to its cells by column, of the tables of the chapter "Every statement"."""
    found: dict[str, dict[str, str]] = {}
    for table in tables(paper, ": every statement"):
        for row in table.rows:
            assert row[0] not in found, "a statement stands twice"
            found[row[0]] = dict(zip((column.name for column in table.columns), row, strict=True))
    return found


@pytest.mark.parametrize("name", list(CASES))
def test_a_paper_says_whose_it_is_and_starts_every_level_of_headings_in_turn(name: str) -> None:
    pack = CASES[name]()
    paper = round_paper(pack)
    facts = pack.comparison.round
    assert (paper.owner, paper.day, paper.title) == (facts.forum, facts.closed_on, f"Results: {facts.name}")
    level = 0
    for block in blocks_of(paper, Heading):
        assert block.text
        assert block.level <= level + 1
        level = block.level
    assert paper == round_paper(pack)


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_every_statement_stands_once_with_its_released_figures(name: str) -> None:
    pack = CASES[name]()
    rows = statement_rows(round_paper(pack))
    comparison = pack.comparison
    assert list(rows) == [wording.numbered(each) for each in comparison.statements]
    for each in comparison.statements:
        row, scale = rows[wording.numbered(each)], comparison.round.questionnaire.scale_by_id[each.scale]
        expected = NOTHING if scale.order == "distribution" else wording.score(each.total)
        assert row["Score"] == expected
        if each.total.n is not None:
            assert row["Answers"] == str(each.total.n)
        if each.total.counts is not None:
            assert row["How they answered"].startswith(", ".join(map(str, each.total.counts)) + ".")
        elif each.total.bands is not None:
            assert all(f": {count}" in row["How they answered"] for count in each.total.bands)
        if each.total.dont_know:
            assert f"{scale.dont_know}: {each.total.dont_know}." in row["How they answered"]
        for flag in each.flags:
            assert wording.FLAG_WORDS[flag] in row["How they answered"]


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_a_side_stands_beside_the_total_exactly_where_it_was_released(name: str) -> None:
    comparison = CASES[name]().comparison
    rows = statement_rows(round_paper(CASES[name]()))
    for each in comparison.statements:
        row = rows[wording.numbered(each)]
        for side in TWO_SIDES:
            if comparison.round.plan is Plan.TOTAL:
                assert side.label not in row
            elif each.sides is None:
                assert row[side.label] == "Not shown"
                assert row["The two sides"] == "Not shown by side, to protect anonymity."
            else:
                figure = each.sides[side]
                assert row[side.label].split(" ")[0] in {wording.score(figure), NOTHING}
                if figure.bands is not None:
                    assert f"{figure.bands[2]} of {sum(figure.bands)} " in row[side.label]
        if each.gap is not None:
            assert row["The two sides"].startswith(f"{abs(each.gap.difference):.1f} apart")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (GapLabel.DIFFER, "1.2 apart. Sides differ"),
        (GapLabel.NO_CLEAR_DIFFERENCE, "1.2 apart. No clear difference"),
        (GapLabel.TOO_FEW, "1.2 apart. Too few to compare"),
        (None, "1.2 apart"),
    ],
)
def test_a_gap_is_said_with_its_label(label: GapLabel | None, words: str) -> None:
    comparison = a_comparison()
    first = replace(next(each for each in comparison.statements if each.sides), gap=Gap(-1.2, label))
    paper = round_paper(alone(replace(comparison, statements=(first,), suggestions=())))
    assert statement_rows(paper)[wording.numbered(first)]["The two sides"] == words


def then_and_now(paper: Paper) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for table in tables(paper, "then and now") for row in table.rows}


@pytest.mark.parametrize("name", ["demonstration", "largest", "small-sides", "totals-only", "one-statement", "hostile"])
def test_every_change_stands_with_both_scores_its_label_and_its_mark(name: str) -> None:
    pack = CASES[name]()
    rows = then_and_now(round_paper(pack))
    results: list[tuple[str, StatementResult | SectionResult]] = [
        (wording.numbered(each), each) for each in pack.comparison.statements
    ]
    results += [(each.title, each) for each in (pack.comparison.overall, *pack.comparison.sections)]
    for words, each in results:
        before, now, difference, meaning = rows[words]
        if each.change is None:
            assert (before, difference) == (NOTHING, NOTHING)
            assert meaning == (each.no_comparison or "Not compared")
            continue
        assert (before, now) == (f"{each.change.earlier:.1f}", f"{each.change.later:.1f}")
        assert difference == wording.signed(each.change.difference)
        label = each.change.label
        assert meaning.startswith(f"{label.mark} {label.value}.".strip() if label else "No label.")
        for said in (each.change.counts_sentence, each.change.undo_sentence):
            assert said is None or said in meaning


@pytest.mark.parametrize("label", [*ChangeLabel, None])
def test_a_change_says_its_label_and_never_another(label: ChangeLabel | None) -> None:
    comparison = a_comparison()
    changed = replace(comparison.statements[0], change=Change(4.0, 5.5, 1.5, label))
    row = then_and_now(round_paper(alone(replace(comparison, statements=(changed,), suggestions=()))))[
        wording.numbered(changed)
    ]
    others = [each.value for each in ChangeLabel if each is not label]
    assert not any(other in row[3] for other in others)
    assert row[:3] == ("4.0", "5.5", "+1.5")


@pytest.mark.parametrize("name", WITH_RESULTS)
def test_the_scores_of_sections_are_the_released_ones(name: str) -> None:
    comparison = CASES[name]().comparison
    (table,) = tables(round_paper(CASES[name]()), "scores out of 10")
    names = [column.name for column in table.columns]
    for row, each in zip(table.rows, (comparison.overall, *comparison.sections), strict=True):
        cells = dict(zip(names, row, strict=True))
        assert (cells["Section"], cells["Both sides together"]) == (each.title, wording.score(each.total))
        for side in Side:
            figure = each.partner if side is Side.PARTNER else (each.sides or {}).get(side)
            assert cells.get(side.label, wording.score(figure)) == wording.score(figure)


@pytest.mark.parametrize("name", list(CASES))
def test_what_is_said_first_on_the_page_is_said_in_the_paper(name: str) -> None:
    comparison = CASES[name]().comparison
    said = set(words_of(round_paper(CASES[name]())))
    moved = () if comparison.round.plan is Plan.NOTHING else comparison.movements
    for sentence in (*comparison.summary, *moved, *comparison.apart):
        assert sentence.text in said
        assert sentence.sure is None or sentence.sure in said
    for note in (*comparison.footnotes, *comparison.breaks):
        assert note in said or comparison.round.plan is Plan.NOTHING


def test_hopes_and_years_stand_with_every_figure_of_their_pictures() -> None:
    paper = round_paper(demonstration())
    hoped = tables(paper, "Hoped for and found")[0]
    sections = {each.title: each.hope for each in demonstration().hoped.sections}
    for row in hoped.rows[1:]:
        hope = sections[row[0]]
        assert hope is not None
        assert row[1:3] == (f"{hope.expected:.1f}", f"{hope.experienced:.1f}")
    (years,) = tables(paper, "every round, both sides together")
    overall = next(row for row in years.rows if row[0] == "Overall")
    points = demonstration().series.lines[0].points
    assert [cell.split(" ")[0] for cell in overall[1:]] == [f"{point.figure.score:.1f}" for point in points]


def test_eight_rounds_stand_in_tables_that_a_page_can_hold() -> None:
    found = [table for table in blocks_of(round_paper(largest()), Table) if table.caption.startswith("Scores of every")]
    assert [len(table.columns) for table in found] == [5, 5]
    names = [column.name for table in found for column in table.columns[1:]]
    assert names == [f"{facts.name}, {wording.day(facts)}" for facts in largest().series.rounds]


def test_pictures_are_never_empty_and_each_is_there_once() -> None:
    for name in CASES:
        pictures = blocks_of(round_paper(CASES[name]()), Picture)
        assert not any(picture.chart.empty for picture in pictures)
        ids = [picture.chart.id for picture in pictures]
        assert len(set(ids)) == len(ids), name


def test_a_first_round_has_no_chapter_on_change_and_says_that_it_is_the_first() -> None:
    paper = round_paper(nothing_to_compare())
    assert not any("changed since" in heading for heading in headings(paper))
    assert all_words(paper).count("This is the first round, so there is nothing to compare it with yet.") == 1
    assert "change" not in " ".join(headings(paper, 2))


def test_a_round_that_is_not_compared_although_there_were_others_does_not_claim_to_be_the_first() -> None:
    pack = nothing_to_compare()
    before = demonstration().series
    said = all_words(round_paper(replace(pack, series=before)))
    assert "This is the first round" not in said
    assert "It is not compared with an earlier one." in said


def test_beside_a_baseline_there_is_no_chapter_on_change() -> None:
    hoped = demonstration().hoped
    paper = round_paper(replace(demonstration(), comparison=hoped))
    assert "What members hoped for, and what they found" in headings(paper)
    assert not any(heading.startswith("What changed") for heading in headings(paper))
    assert "Beside Baseline 2023" in paper.subtitle


def test_where_nothing_may_be_shown_the_paper_says_why_and_what_to_do() -> None:
    paper = round_paper(everything_hidden())
    said = all_words(paper)
    assert "Too few members answered for any result to be shown." in said
    assert "A result is shown only when at least 5 members of the two sides have answered." in said
    assert {"Why nothing is shown", "What the forum can do next"} <= set(headings(paper, 2))
    assert blocks_of(paper, Picture) == []
    assert [table.caption for table in blocks_of(paper, Table)] == ["Who answered"]
    assert "5 is neutral" not in said


def test_averages_and_figures_from_elsewhere_say_what_they_are() -> None:
    said = all_words(round_paper(averages_only()))
    assert "These figures come from an earlier report. It gives averages only." in said
    assert "The figures of this round were brought in from an earlier report or survey." in said
    assert "destroyed" not in said
    assert "Only the average is known." in said
    assert "It is not known how many members answered." not in said
    rows = blocks_of(round_paper(averages_only()), Table)[0].rows
    assert {row[1] for row in rows} == {"Not known"}


def test_nothing_is_explained_that_is_not_there() -> None:
    said = all_words(round_paper(totals_only()))
    assert "Sides differ" not in said
    assert "neither side is shown" not in said
    assert "Below what members hoped for" not in said
    assert "Reverse-worded" not in said
    assert "Reverse-worded" in all_words(round_paper(largest()))


def test_who_is_counted_stands_with_every_picture() -> None:
    for picture in blocks_of(round_paper(demonstration()), Picture):
        assert "24 of 28" in picture.chart.base


def test_the_numbers_of_answers_are_explained_before_the_first_table() -> None:
    notes = [block.text for block in under(round_paper(demonstration()), "Every statement") if isinstance(block, Note)]
    assert notes[0] == (
        "“How they answered” gives numbers of people, in this order: "
        "Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree."
    )


def test_a_single_statement_and_small_sides_make_a_paper() -> None:
    assert len(statement_rows(round_paper(one_statement()))) == 1
    said = all_words(round_paper(small_sides()))
    assert "Scores of small sides are rounded to the nearest half or whole point." in said


def test_a_round_whose_sections_alone_are_compared_gives_the_reasons_for_its_statements() -> None:
    comparison = a_comparison()
    statements = tuple(replace(each, change=None, no_comparison="Not compared: new.") for each in comparison.statements)
    paper = round_paper(alone(replace(comparison, statements=statements)))
    assert [table.caption for table in tables(paper, "then and now")] == ["Overall and by section, then and now"]
    assert all_words(paper).count("Not compared: new.") == 1


def test_the_series_of_one_round_is_no_chapter() -> None:
    assert "Over time" not in headings(round_paper(nothing_to_compare()))
    assert len(nothing_to_compare().series.rounds) == 1
