"""Colours, letters, hostile words and threads."""

import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from matplotlib.colors import to_rgb

from audit_app import charts
from audit_app.charts import lettering, palette
from audit_app.charts.palette import Paint, answer_paints
from tests.unit.charts.comparisons import (
    AGREEMENT,
    STATEMENTS,
    bands,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)
from tests.unit.charts.gallery import gallery, pictures

HOSTILE = (
    "</text><script>alert(1)</script>",
    '=HYPERLINK("http://example.org","x") & <b>bold</b> ]]> <!-- -->',
    "a\u202eright to left\u202c \u200fmark",
    "NUL \x00 bell \x07 escape \x1b[31m",
    "emoji 😀👩‍⚕️ and 漢字 and e\u0301",
    "cost $x_1^2$ \\frac{1}{2} %d {0}",
    "lone \ud800 surrogate \ufffe and \uffff",
    "x" * 390,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_drawn_as_words(text: str) -> None:
    questions = questionnaire(STATEMENTS[:2])
    first = statement(questions, 1, full(AGREEMENT, 1, 2, 3, 4, 5), by_side=sides(5, 6), change=change(6, 7))
    second = statement(questions, 2, bands(1, 2, 9, 7.0), no_comparison=text)
    result = comparison(
        facts(questions, forum=text, name=text),
        [replace(first, text=text, short=text), replace(second, text=text, short=text)],
        against=facts(questions, name=text),
    )
    for chart in pictures(result):
        root = ET.fromstring(charts.svg(chart))  # noqa: S314  (our own file)
        assert {element.tag.split("}")[1] for element in root.iter()}.isdisjoint({"script", "b", "a", "image"})
        assert charts.png(chart, dpi=50).startswith(b"\x89PNG")
        assert charts.content_key(chart)


def test_direction_and_control_characters_do_not_reach_a_picture() -> None:
    assert lettering.legible("a\u202eb\x00c\n\td\u200f \ud800e") == "abc d e"
    assert lettering.legible("ok 漢") == "ok □"


def test_lines_are_as_narrow_as_asked_and_lose_no_letter() -> None:
    text = f"A sentence of several words and {'x' * 200} at its end"
    lines = lettering.wrap(text, 11, 150)
    assert all(lettering.width(line, 11) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert lettering.wrap("", 11, 150) == ()


def test_threads_draw_the_same_picture() -> None:
    chart = next(pictures(gallery()["ten-n24"]))
    alone = charts.svg(chart)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(charts.svg, [chart] * 12)) == {alone}
        assert set(pool.map(charts.png, [chart] * 12)) == {charts.png(chart)}


def test_the_key_changes_with_any_figure() -> None:
    chart = next(pictures(gallery()["ten-n24"]))
    cells = (*chart.rows[0][:-1], "9.9")
    assert charts.content_key(replace(chart, rows=(cells, *chart.rows[1:]))) != charts.content_key(chart)
    assert charts.content_key(replace(chart, base="5 of 9")) != charts.content_key(chart)


def test_a_table_with_a_short_row_is_refused() -> None:
    chart = next(pictures(gallery()["ten-n24"]))
    with pytest.raises(ValueError, match="does not have"):
        replace(chart, rows=(("one",),))


@pytest.mark.parametrize("dpi", [0, 49, 301, 100_000])
def test_a_size_that_would_exhaust_the_machine_is_refused(dpi: int) -> None:
    with pytest.raises(ValueError, match="50 to 300"):
        charts.png(next(pictures(gallery()["ten-n5"])), dpi=dpi)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAINTS = [paint for paint in vars(palette).values() if isinstance(paint, Paint)]


@pytest.mark.parametrize("paint", PAINTS, ids=lambda paint: paint.fill)
def test_numbers_on_bars_can_be_read(paint: Paint) -> None:
    assert _contrast(paint.fill, paint.ink) >= 4.5


def test_marks_and_small_words_stand_out_from_the_page() -> None:
    for colour in (*palette.SIDE_COLOURS.values(), palette.THIS_ROUND):
        assert _contrast(colour, palette.PAPER) >= 3
    for colour in (palette.INK, palette.QUIET_INK, palette.IMPROVED, palette.DECLINED):
        assert _contrast(colour, palette.PAPER) >= 4.5


def test_sides_differ_by_shape_and_share_no_colour_with_answers() -> None:
    assert len(set(palette.SIDE_SHAPES.values())) == 3
    assert {colour.lower() for colour in palette.SIDE_COLOURS.values()}.isdisjoint(paint.fill for paint in PAINTS)


def test_the_unfavourable_side_is_hatched_for_black_and_white_print() -> None:
    unfavourable, favourable = answer_paints(2, 2)
    assert all(paint.hatch for paint in (*unfavourable, palette.UNFAVOURABLE_BAND))
    assert len({paint.hatch for paint in unfavourable}) == 2
    assert not any(paint.hatch for paint in (*favourable, palette.FAVOURABLE_BAND, palette.NEUTRAL))
    with pytest.raises(ValueError, match="more than two"):
        answer_paints(5, 4)
