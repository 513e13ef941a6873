"""A deck as a presentation: native charts that can be edited, real titles, notes, alternatives in words."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.util import Inches, Pt

from audit_app.charts import Chart, bare, png, size
from audit_app.charts.palette import QUIET_INK
from audit_app.reports.native_charts import Kind, NativeChart
from audit_app.reports.settled import settled
from audit_app.reports.slides.deck import Deck, Slide
from audit_app.reports.slides.drawn_chart import TYPES, dressed, figures
from audit_app.reports.slides.fitting import fitted, fitted_title, lines, plain
from audit_app.reports.slides.template import (
    BASE,
    BOXES,
    CHART,
    DATE,
    LANGUAGE,
    NUMBER,
    OWNER,
    SMALLEST,
    WORDS,
    Box,
    Layout,
    empty_presentation,
)

_TITLES, _OPENING, _WORDS = (28, 26, 24, 22), (40, 36, 32, 28), (20, 18, 16, SMALLEST)
_LARGE = (28, 24)
_MOST_BASE_LINES = 2
_OWNER_WIDTH = 7.7 * 72
_DPI = 144
TO_SAY, NOT_TO_CONCLUDE, IN_FULL, IN_WORDS = "What to say", "What not to conclude", "In full", "The chart in words"


def deck_pptx(deck: Deck) -> bytes:
    """The presentation's bytes; the same deck always gives the same."""
    whole = empty_presentation()
    whole.core_properties.title = plain(deck.title)
    whole.core_properties.language = LANGUAGE
    _opening(whole, deck)
    for slide in deck.slides:
        _slide(whole, deck, slide)
    made = BytesIO()
    whole.save(made)
    return settled(made.getvalue(), deck.day)


def _opening(whole: Any, deck: Deck) -> None:  # noqa: ANN401  (python-pptx gives its types no names to use)
    made = whole.slides.add_slide(whole.slide_layouts[Layout.OPENING])
    title = fitted_title(deck.title, BOXES[Layout.OPENING, 0].points[0], _OPENING)
    subtitle = fitted([deck.subtitle], [""], *BOXES[Layout.OPENING, WORDS].points, (24, *_WORDS))
    _write(made.shapes.title.text_frame, [(title.texts[0], "")], title.size)
    _write(made.placeholders[WORDS].text_frame, [(subtitle.texts[0], "")], subtitle.size)
    _foot(whole, made, deck)
    cut = [text for text, found in ((deck.title, title), (deck.subtitle, subtitle)) if found.cut]
    _notes(made, [*deck.says, *([IN_FULL, *cut] if cut else [])])


def _slide(whole: Any, deck: Deck, slide: Slide) -> None:  # noqa: ANN401
    layout = _layout(slide)
    made = whole.slides.add_slide(whole.slide_layouts[layout])
    title = fitted_title(slide.title, BOXES[layout, 0].points[0], _TITLES)
    _write(made.shapes.title.text_frame, [(title.texts[0], "")], title.size)
    cut = [slide.title] if title.cut else []
    if slide.sentences:
        tails = [plain(each.sure or "") for each in slide.sentences]
        sizes = (*_LARGE, *_WORDS) if layout is Layout.ALONE else _WORDS
        words = fitted([each.text for each in slide.sentences], tails, *BOXES[layout, WORDS].points, sizes)
        _write(made.placeholders[WORDS].text_frame, list(zip(words.texts, tails, strict=True)), words.size)
        cut += [each.text for each in slide.sentences] if words.cut else []
    else:
        _remove(made.placeholders[WORDS])
    if slide.chart is not None:
        _chart(made, slide.chart, _chart_box(layout, slide))
        _base(made.placeholders[BASE], slide.chart, BOXES[layout, BASE].points[0])
    _foot(whole, made, deck)
    _notes(made, _said(slide, cut))


def _layout(slide: Slide) -> Layout:
    if slide.chart is None:
        return Layout.ALONE
    wide = isinstance(slide.chart, NativeChart) and slide.chart.kind in {Kind.LINES, Kind.DOTS}
    return Layout.ABOVE if wide else Layout.BESIDE


def _chart_box(layout: Layout, slide: Slide) -> Box:
    """The place of the chart, and that of the words too where there are none."""
    chart, words = BOXES[layout, CHART], BOXES[layout, WORDS]
    if slide.sentences:
        return chart
    return Box(words.left, words.top, chart.left + chart.wide - words.left, chart.top + chart.high - words.top)


def _write(frame: Any, paragraphs: Sequence[tuple[str, str]], letters: float) -> None:  # noqa: ANN401
    """Paragraphs, each of a text and what is said after it in quieter type."""
    for place, (text, tail) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _run(paragraph, text, letters)
        if tail:
            paragraph.add_line_break()
            _run(paragraph, tail, letters).font.color.rgb = RGBColor.from_string(QUIET_INK.lstrip("#").upper())


def _run(paragraph: Any, text: str, letters: float | None = None) -> Any:  # noqa: ANN401
    run = paragraph.add_run()
    run.text = text
    run.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    if letters is not None:
        run.font.size = Pt(letters)
    return run


def _chart(made: Any, chart: NativeChart | Chart, box: Box) -> None:  # noqa: ANN401
    """Put the chart where its placeholder is, so that it keeps its turn in the reading order."""
    place = made.placeholders[CHART]
    if isinstance(chart, NativeChart):
        frame = place.insert_chart(TYPES[chart.kind], figures(chart))
        dressed(frame.chart, chart, box)
        frame.element.nvGraphicFramePr.cNvPr.set("descr", plain(chart.alt))
        frame.name = "Chart"
        frame.left, frame.top, frame.width, frame.height = _emus(box)
        return
    picture = bare(chart)
    wide, high = size(picture)
    scale = min(box.wide / wide, box.high / high)
    left, top = box.left + (box.wide - wide * scale) / 2, box.top + (box.high - high * scale) / 2
    shape = made.shapes.add_picture(BytesIO(png(picture, dpi=_DPI)), *_emus(Box(left, top, wide * scale, high * scale)))
    shape.name = "Picture of the chart"
    shape.element.nvPicPr.cNvPr.set("descr", plain(chart.alt))
    place.element.addprevious(shape.element)
    _remove(place)


def _emus(box: Box) -> tuple[int, int, int, int]:
    return Inches(box.left), Inches(box.top), Inches(box.wide), Inches(box.high)


def _remove(shape: Any) -> None:  # noqa: ANN401
    """An empty placeholder asks people to click on it; what is not filled is taken away."""
    shape.element.getparent().remove(shape.element)


def _base(place: Any, chart: NativeChart | Chart, width: float) -> None:  # noqa: ANN401
    """Who is counted, then as many notes as two lines hold; all of them are in the speaker's notes."""
    kept = plain(chart.base)
    for note in chart.notes:
        if lines(f"{kept} {plain(note)}", SMALLEST, width) <= _MOST_BASE_LINES:
            kept = f"{kept} {plain(note)}".strip()
    found = fitted_title(kept, width, [SMALLEST], _MOST_BASE_LINES, bold=False)
    _write(place.text_frame, [(found.texts[0], "")], SMALLEST)


def _foot(whole: Any, made: Any, deck: Deck) -> None:  # noqa: ANN401
    """Owner, date and number: the library leaves them out of a new slide, so they are copied from its layout."""
    owner = fitted_title(deck.owner, _OWNER_WIDTH, [SMALLEST], 1, bold=False).texts[0]
    for each in made.slide_layout.placeholders:
        index = each.placeholder_format.idx
        if index not in {OWNER, DATE, NUMBER}:
            continue
        copied = deepcopy(each.element)
        copied.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in made.shapes) + 1))
        properties = copied.spPr
        for inherited in list(properties):
            properties.remove(inherited)
        made.shapes.element.append(copied)
        frame = made.placeholders[index].text_frame
        if index == NUMBER:
            copied.find(".//{*}fld/{*}t").text = str(len(whole.slides))
        else:
            frame.clear()
            _run(frame.paragraphs[0], owner if index == OWNER else f"{deck.day.day} {deck.day:%B %Y}")


def _said(slide: Slide, cut: Sequence[str]) -> list[str]:
    """The speaker's notes: what to say, what not to conclude, what the slide had no room for, the chart in words."""
    parts = (
        (TO_SAY, slide.says),
        (NOT_TO_CONCLUDE, slide.beware),
        (IN_FULL, cut),
        (IN_WORDS, [slide.chart.alt, slide.chart.base] if slide.chart is not None else []),
    )
    return [line for heading, told in parts if told for line in (heading, *dict.fromkeys(told))]


def _notes(made: Any, told: Iterable[str]) -> None:  # noqa: ANN401
    frame = made.notes_slide.notes_text_frame
    for place, line in enumerate(told):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _run(paragraph, plain(line)).font.bold = line in {TO_SAY, NOT_TO_CONCLUDE, IN_FULL, IN_WORDS}
