"""A drawn figure as PNG: the words that are written over it, and its few colours."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageChops

from audit_app.charts.drawing import Sheet
from audit_app.charts.palette import INK, Paint
from audit_app.charts.raster import in_full_colour, png_of

TALL = 60.0
SHALOM, MARKED = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05dc\u05d9\u05db\u05dd", "e\u0323\u0302" * 20


def sheet_of(words: str, align: str = "left") -> Sheet:
    sheet = Sheet(TALL)
    sheet.text(360, 40, words, align=align)
    return sheet


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """Where anything is drawn: left, top, right and bottom in points of the page."""
    box = ImageChops.invert(image.convert("L")).getbbox()
    assert box is not None
    return tuple(round(each * 72 / 150) for each in box)


@pytest.mark.parametrize("words", ["To be measured by nobody", SHALOM, MARKED])
def test_words_stand_before_around_or_after_their_place(words: str) -> None:
    left, middle, right = (
        ink(in_full_colour(sheet_of(words, align).figure, 150)) for align in ("left", "center", "right")
    )
    assert left[0] == pytest.approx(360, abs=2)
    assert (middle[0] + middle[2]) / 2 == pytest.approx(360, abs=2)
    assert right[2] == pytest.approx(360, abs=2)
    assert all(each[1] >= 27 and each[3] <= 46 for each in (left, middle, right))


def test_letters_that_run_from_right_to_left_are_turned() -> None:
    """A full stop after the words is at their left."""
    alone, ended = (ink(in_full_colour(sheet_of(words).figure, 150)) for words in (SHALOM, f"{SHALOM}."))
    columns = np.asarray(in_full_colour(sheet_of(f"{SHALOM}.").figure, 150).convert("L")).min(axis=0)
    first = columns[round(360 * 150 / 72) : round((360 + ended[2] - alone[2]) * 150 / 72)]
    assert ended[2] > alone[2]
    assert (first < 128).sum() < 5


def test_words_stand_above_what_is_drawn_after_them() -> None:
    sheet = sheet_of("IIIIII")
    sheet.area(300, 0, 200, TALL, Paint("#ffffff", INK))
    assert ink(in_full_colour(sheet.figure, 150))[2] < 380


def test_fewer_colours_are_hardly_seen() -> None:
    """Forty shades of areas and letters on them: many more than the palette holds."""
    sheet = Sheet(420.0)
    for shade in range(0, 200, 5):
        sheet.area(20, 2 * shade, 300, 10, Paint(f"#{shade:02x}8040", INK), edge=f"#{shade:02x}8040")
        sheet.text(340, 2 * shade + 12, "Many shades", colour=f"#40{shade:02x}80")
    whole = in_full_colour(sheet.figure, 100).convert("RGB")
    small = png_of(sheet.figure, 100, {})
    assert len(whole.getcolors(whole.width * whole.height) or []) > 500
    difference = ImageChops.difference(Image.open(BytesIO(small)).convert("RGB"), whole).convert("L").histogram()
    assert not any(difference[64:])
    assert small == png_of(sheet.figure, 100, {})


def test_a_picture_says_what_it_is_told_and_nothing_of_what_made_it() -> None:
    made = Image.open(BytesIO(png_of(sheet_of("Words").figure, 150, {"Title": "\u0175 and \u4f60"})))
    assert made.text == {"Title": "\u0175 and \u4f60"}  # type: ignore[attr-defined]
    assert made.size == (1500, round(TALL * 150 / 72))
