"""A presentation, opened by another library and taken apart: every figure, title, note, alternative and byte."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Pt

from audit_app import charts
from audit_app.analysis.released import Sentence
from audit_app.reports.native_charts import Kind, NativeChart, Pattern, Plotted, score_chart
from audit_app.reports.slides.deck import Deck, Slide
from audit_app.reports.slides.fitting import fitted, fitted_title, lines, plain
from audit_app.reports.slides.powerpoint import IN_FULL, IN_WORDS, NOT_TO_CONCLUDE, TO_SAY, deck_pptx
from audit_app.reports.slides.round_deck import round_deck
from tests.harness.round_packs import CASES, demonstration

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@cache
def made(name: str) -> bytes:
    return deck_pptx(round_deck(CASES[name]()))


def opened(content: bytes) -> Any:
    return Presentation(BytesIO(content))


def deck(*slides: Slide) -> Deck:
    return Deck("A deck", "What it is about", "Invented forum", date(2026, 11, 20), slides)


def one(slide: Slide) -> Any:
    """The second slide of a deck of one."""
    return opened(deck_pptx(deck(slide))).slides[1]


def drawn(name: str) -> Iterator[tuple[NativeChart, Any]]:
    """Every chart of a case beside the one in its file."""
    asked = round_deck(CASES[name]()).slides
    for slide, found in zip(asked, list(opened(made(name)).slides)[1:], strict=True):
        if slide.chart is not None:
            (frame,) = [shape for shape in found.shapes if shape.has_chart]
            assert isinstance(slide.chart, NativeChart)
            yield slide.chart, frame


def spaced(text: str) -> str:
    """Without the spaces that keep a figure on one line."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", CASES)
def test_the_chart_its_cache_and_its_workbook_hold_the_released_figures(name: str) -> None:
    for chart, frame in drawn(name):
        (plot,) = frame.chart.plots
        assert [spaced(each) for each in plot.categories] == [plain(each) for each in chart.categories]
        sheet = load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert [spaced(str(row[0])) for row in rows[1:]] == [plain(each) for each in chart.categories]
        for place, (series, plotted) in enumerate(zip(plot.series, chart.series, strict=True), start=1):
            assert series.name == plain(plotted.name)
            assert tuple(series.values) == plotted.values
            assert rows[0][place] == plain(plotted.name)
            assert tuple(row[place] for row in rows[1:]) == plotted.values


def test_a_hidden_figure_is_an_empty_cell_and_no_point() -> None:
    chart = score_chart("x", "X", Kind.BARS, ("a", "b"), (Plotted("S", (None, 4.5), "#003087"),), "Base.")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    sheet = load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert (sheet["B2"].value, sheet["B3"].value) == (None, 4.5)
    cache = frame.chart.element.find(f".//{CHART}val//{CHART}numCache")
    assert [point.get("idx") for point in cache.iter(f"{CHART}pt")] == ["1"]
    assert frame.chart.element.find(f".//{CHART}dispBlanksAs").get("val") == "gap"


def test_no_text_in_a_workbook_runs_as_a_formula_or_a_link() -> None:
    hostile = ("=1+1", "@SUM(A1)", "http://example.org", "{=1}", "+44")
    chart = score_chart("x", "X", Kind.BARS, hostile, (Plotted("=2+2", (1.0, 2.0, 3.0, 4.0, 5.0), "#003087"),), "")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    blob = frame.chart.part.chart_workbook.xlsx_part.blob
    sheet = load_workbook(BytesIO(blob)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert tuple(row[0] for row in sheet.iter_rows(min_row=2, values_only=True)) == hostile
    with ZipFile(BytesIO(blob)) as parts:
        assert not any("hyperlink" in parts.read(name).decode() for name in parts.namelist())
        assert not any("<f>" in parts.read(name).decode() for name in parts.namelist())


@pytest.mark.parametrize("name", CASES)
def test_every_slide_has_one_title_notes_and_words_for_its_chart(name: str) -> None:
    whole = opened(made(name))
    titles = []
    for slide in whole.slides:
        assert slide.shapes.title is not None
        titles.append(slide.shapes.title.text_frame.text)
        assert slide.notes_slide.notes_text_frame.text.strip()
        for shape in slide.shapes:
            if shape.has_chart or shape.shape_type == 13:
                assert len(shape.element.xpath(".//p:cNvPr")[0].get("descr")) > 20
            elif shape.is_placeholder:
                assert shape.text_frame.text.strip()
    assert len(set(titles)) == len(titles) == len(round_deck(CASES[name]()).slides) + 1


@pytest.mark.parametrize("name", ["demonstration", "hostile"])
def test_a_reader_hears_the_title_then_sentences_then_the_chart_then_who_is_counted(name: str) -> None:
    order = [0, 1, 13, 14, 11, 10, 12]
    for slide in opened(made(name)).slides:
        found = [shape.placeholder_format.idx for shape in slide.shapes if shape.is_placeholder]
        assert found == [each for each in order if each in found]
        assert {0, 11, 10, 12} <= set(found)


def test_the_foot_tells_owner_day_and_number() -> None:
    for number, slide in enumerate(opened(made("demonstration")).slides, start=1):
        foot = {each.placeholder_format.idx: each.text_frame.text for each in slide.placeholders if each.has_text_frame}
        assert (foot[11], foot[10]) == ("Northshire Social Partnership Forum", "20 November 2026")
        field = slide.placeholders[12].element.find(f".//{DRAWING}fld")
        assert field.get("type") == "slidenum"
        assert field.findtext(f"{DRAWING}t") == str(number)


def test_notes_say_what_to_say_and_what_not_and_the_chart_in_words() -> None:
    asked = round_deck(demonstration())
    for slide, found in zip(asked.slides, list(opened(made("demonstration")).slides)[1:], strict=True):
        notes = found.notes_slide.notes_text_frame.text
        assert notes.index(TO_SAY) < notes.index(NOT_TO_CONCLUDE)
        assert all(plain(each) in notes for each in (*slide.says, *slide.beware))
        if slide.chart is not None:
            assert plain(slide.chart.alt) in notes[notes.index(IN_WORDS) :]


@pytest.mark.parametrize("name", CASES)
def test_nobody_reads_the_same_sentence_twice_in_one_part_of_the_notes(name: str) -> None:
    for slide in opened(made(name)).slides:
        part: list[str] = []
        for line in slide.notes_slide.notes_text_frame.text.split("\n"):
            part = [] if line in {TO_SAY, NOT_TO_CONCLUDE, IN_WORDS} else [*part, line]
            assert part.count(line) <= 1, line


def test_charts_have_their_axis_numbers_and_legend_and_no_title() -> None:
    for chart, frame in drawn("demonstration"):
        found = frame.chart
        assert not found.has_title
        assert found.element.find(f".//{CHART}autoTitleDeleted").get("val") == "1"
        assert found.value_axis.axis_title.text_frame.text == chart.axis
        assert found.value_axis.minimum_scale == 0
        if chart.highest is not None:
            assert found.value_axis.maximum_scale == 10
        assert found.has_legend == (len(chart.series) > 1)
        assert found.plots[0].series[0].data_labels.show_value
        if chart.kind is not Kind.STACKED:
            assert found.plots[0].series[0].data_labels.number_format == chart.form


def test_every_series_differs_in_more_than_colour() -> None:
    for chart, frame in drawn("demonstration"):
        looks = []
        for series in frame.chart.plots[0].series:
            fill = series._element.find(f"{CHART}spPr/{DRAWING}pattFill")
            dash = series._element.find(f"{CHART}spPr/{DRAWING}ln/{DRAWING}prstDash")
            looks.append((None if fill is None else fill.get("prst"), None if dash is None else dash.get("val")))
        if chart.kind is not Kind.STACKED:  # its parts stand in their order, and neighbours differ in shade
            assert len(set(looks)) == len(looks), chart.id


def test_a_line_is_not_drawn_to_a_point_that_cannot_be_compared() -> None:
    line = Plotted("Overall", (5.0, 5.5, 6.0), "#003087", "●", breaks=(2,))
    chart = score_chart("x", "X", Kind.LINES, ("a", "b", "c"), (line,), "Base.")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    (broken,) = frame.chart.element.iter(f"{CHART}dPt")
    assert broken.find(f"{CHART}idx").get("val") == "2"
    assert broken.find(f"{CHART}spPr/{DRAWING}ln/{DRAWING}noFill") is not None


def test_dots_are_joined_by_a_stroke_and_no_line_runs_across() -> None:
    series = (Plotted("A", (5.0, 6.0), "#12436D", "●"), Plotted("B", (4.0, 7.0), "#F46A25", "▲"))
    chart = score_chart("x", "X", Kind.DOTS, ("a", "b"), series, "Base.")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    root = frame.chart.element
    assert root.find(f".//{CHART}lineChart/{CHART}hiLowLines") is not None
    assert [each.get("val") for each in root.iter(f"{CHART}symbol")] == ["circle", "triangle"]
    assert len(root.findall(f".//{CHART}ser/{CHART}spPr/{DRAWING}ln/{DRAWING}noFill")) == 2


def test_a_small_part_of_a_bar_prints_no_number_that_would_not_fit() -> None:
    parts = (
        Plotted("Few", (0, 3), "#8b4513", pattern=Pattern.DENSE),
        Plotted("Many", (400, 397), "#003087"),
    )
    chart = NativeChart("x", "X", Kind.STACKED, ("a", "b"), parts, "Answers", 0, None, "0", "", "Words for it all.")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    assert frame.chart.plots[0].series[0].data_labels.number_format == '[<15]"";0'
    assert frame.chart.value_axis.major_unit == 50
    assert frame.chart.value_axis.maximum_scale == 450


@pytest.mark.parametrize(("names", "apart"), [(7, "outEnd"), (9, "inBase")])
def test_numbers_of_many_bars_stand_at_the_two_ends_and_not_on_each_other(names: int, apart: str) -> None:
    values = tuple(5.0 + place / 10 for place in range(names))
    series = (Plotted("Now", values, "#003087"), Plotted("Before", values, "#003087", pattern=Pattern.STRIPED))
    chart = score_chart("x", "X", Kind.BARS, tuple("abcdefghi"[:names]), series, "Base.")
    frame = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    places = [each.get("val") for each in frame.chart.element.iterfind(f".//{CHART}ser/{CHART}dLbls/{CHART}dLblPos")]
    assert places == ["outEnd", apart]


def test_a_picture_stands_where_a_chart_would_and_has_words() -> None:
    picture = charts.quadrant(demonstration().comparison)
    slide = one(Slide("Title", (Sentence("One."),), picture))
    kinds = [shape.name for shape in slide.shapes]
    assert kinds.index("Picture of the chart") == 2
    shape = slide.shapes[2]
    assert shape.element.xpath(".//p:cNvPr")[0].get("descr") == plain(picture.alt)
    assert shape.left + shape.width <= Pt(13.333 * 72)
    assert shape.top + shape.height <= Pt(6.4 * 72)
    assert shape.image.content_type == "image/png"


def test_without_sentences_the_chart_takes_their_room() -> None:
    chart = score_chart("x", "X", Kind.BARS, ("a",), (Plotted("S", (4.5,), "#003087"),), "Base.")
    alone = next(shape for shape in one(Slide("Title", chart=chart)).shapes if shape.has_chart)
    beside = next(shape for shape in one(Slide("Title", (Sentence("One."),), chart)).shapes if shape.has_chart)
    assert alone.width > beside.width + Pt(200)


def test_what_is_cut_on_a_slide_is_whole_in_its_notes() -> None:
    long = " ".join(["consideration"] * 80)
    slide = one(Slide(f"Title {long}", (Sentence(f"Sentence {long}.", "How sure."),) * 4))
    assert len(slide.shapes.title.text_frame.text) < 200
    assert slide.shapes.title.text_frame.text.endswith("…")
    assert "How sure." in slide.placeholders[1].text_frame.text
    notes = slide.notes_slide.notes_text_frame.text
    assert f"Title {long}" in notes[notes.index(IN_FULL) :]
    assert f"Sentence {long}." in notes[notes.index(IN_FULL) :]


@pytest.mark.parametrize("name", CASES)
def test_no_letter_on_a_slide_is_too_small_for_the_back_of_a_room(name: str) -> None:
    with ZipFile(BytesIO(made(name))) as parts:
        for part in parts.namelist():
            if re.fullmatch(r"ppt/(slides|charts|slideLayouts)/\w+\.xml", part):
                sizes = [int(size) for size in re.findall(r'\bsz="(\d+)"', parts.read(part).decode())]
                assert min(sizes, default=1400) >= 1400, part


@pytest.mark.parametrize("name", CASES)
def test_the_file_is_wide_settled_and_says_nothing_of_who_made_it(name: str) -> None:
    assert made(name) == deck_pptx(round_deck(CASES[name]()))
    whole = opened(made(name))
    assert (whole.slide_width, whole.slide_height) == (12191695, 6858000)
    assert [layout.name for layout in whole.slide_layouts] == [
        "Opening",
        "Finding, words beside chart",
        "Finding, words above chart",
        "Finding, words alone",
    ]
    with ZipFile(BytesIO(made(name))) as parts:
        assert len(set(parts.namelist())) == len(parts.namelist())
        assert not any("thumbnail" in part or "printerSettings" in part for part in parts.namelist())
        words = b"\n".join(parts.read(part) for part in parts.namelist() if part.endswith((".xml", ".rels")))
        for each in (b"PowerPoint Presentation", b"python-pptx", b"Steve Canny", b"en-US", b"2013-"):
            assert each not in words, each


def test_texts_are_british_english() -> None:
    for slide in opened(made("demonstration")).slides:
        for frame in (slide, slide.notes_slide):
            assert {run.get("lang") for run in frame.element.iter(f"{DRAWING}rPr")} == {"en-GB"}


@pytest.mark.parametrize("name", CASES)
def test_every_part_is_well_formed_and_shapes_have_ids_of_their_own(name: str) -> None:
    with ZipFile(BytesIO(made(name))) as parts:
        for part in parts.namelist():
            if not part.endswith(".xlsx"):
                root = etree.fromstring(parts.read(part))
                if re.match(r"ppt/(slide|notes)\w+/\w+\.xml", part):
                    ids = [each.get("id") for each in root.iter("{*}cNvPr")]
                    assert len(set(ids)) == len(ids), part


def test_what_turns_words_round_or_cannot_be_stored_is_taken_out() -> None:
    assert plain("a\u202eb\u2066c\n d\te") == "abc d e"
    assert plain("\x00\ud800\ufffe") == "\N{REPLACEMENT CHARACTER}" * 3


def test_titles_fit_on_two_lines_and_shrink_before_they_are_cut() -> None:
    sizes = (28, 26, 24, 22)
    assert fitted_title("Short", 880, sizes).size == 28
    longer = fitted_title("word " * 23, 880, sizes)
    assert longer.size < 28
    assert not longer.cut
    cut = fitted_title("word " * 90, 880, sizes)
    assert cut.cut
    assert lines(cut.texts[0], 22, 880, bold=True) == 2


def test_characters_as_wide_as_high_are_measured_so() -> None:
    assert lines("漢" * 60, 20, 600) > lines("i" * 60, 20, 600)


def test_paragraphs_keep_what_must_not_be_cut() -> None:
    found = fitted(["word " * 200] * 4, ["Sure."] * 4, 300, 300, (20, 14))
    assert found.cut
    assert all(len(each) < 200 for each in found.texts)
    assert fitted(["word"], [""], 300, 300, (20, 14)).size == 20


def test_two_decks_that_differ_in_their_day_alone_differ() -> None:
    first = deck(Slide("Title", (Sentence("One."),)))
    assert deck_pptx(first) != deck_pptx(replace(first, day=date(2026, 11, 21)))
