"""Charts in a ZIP: every picture twice, and its words and figures."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

from audit_app.charts import change, heat_map, section_change, svg
from audit_app.reports.pictures_zip import WORDS_FILE, pictures_zip
from audit_app.reports.round_pictures import round_pictures
from tests.harness import round_packs


@pytest.fixture(scope="module")
def unpacked() -> dict[str, bytes]:
    comparison = round_packs.demonstration().comparison
    with ZipFile(BytesIO(pictures_zip((section_change(comparison), heat_map(comparison))))) as whole:
        assert whole.testzip() is None
        assert {each.date_time for each in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: whole.read(name) for name in whole.namelist()}


def test_every_chart_is_there_as_png_and_svg_in_its_order(unpacked: dict[str, bytes]) -> None:
    assert list(unpacked) == [
        WORDS_FILE, "01-section-change.png", "01-section-change.svg", "02-heat-map.png", "02-heat-map.svg",
    ]  # fmt: skip
    assert unpacked["02-heat-map.svg"] == svg(heat_map(round_packs.demonstration().comparison))
    assert Image.open(BytesIO(unpacked["02-heat-map.png"])).width == 1500


def test_words_and_figures_stand_beside_the_pictures(unpacked: dict[str, bytes]) -> None:
    chart = section_change(round_packs.demonstration().comparison)
    lines = unpacked[WORDS_FILE].decode().split("\r\n")
    assert "01-section-change.png and 01-section-change.svg" in lines
    for words in (chart.title, chart.sentence, chart.alt, chart.base, *chart.notes):
        assert words in lines
    for row in (chart.columns, *chart.rows):
        assert "\t".join(row) in lines


def test_no_picture_is_said_and_not_left_to_guess() -> None:
    with ZipFile(BytesIO(pictures_zip(()))) as whole:
        assert whole.namelist() == [WORDS_FILE]
        assert "There is no picture" in whole.read(WORDS_FILE).decode()


def test_hostile_words_stay_on_their_line() -> None:
    chart = replace(
        heat_map(round_packs.demonstration().comparison),
        id="../../x\n.exe", title="a\nb\u202ec\x00", columns=("A", "B"), rows=(("1\t2", "3\r\n4"),),
    )  # fmt: skip
    with ZipFile(BytesIO(pictures_zip((chart,)))) as whole:
        assert whole.namelist()[1:] == ["01-x-exe.png", "01-x-exe.svg"]
        lines = whole.read(WORDS_FILE).decode().split("\r\n")
        etree.fromstring(whole.read("01-x-exe.svg"))
    assert "a bc�" in lines
    assert "1 2\t3 4" in lines


def test_a_round_gives_the_charts_of_its_page_that_show_something() -> None:
    found = [chart.id for chart in round_pictures(round_packs.demonstration())]
    assert {"response", "section-change", "heat-map", "sides", "change", "over-time", "hopes"} <= set(found)
    assert len(found) == len(set(found))
    alone = [chart.id for chart in round_pictures(round_packs.nothing_to_compare())]
    assert change(round_packs.nothing_to_compare().comparison).empty
    assert "change" not in alone
    assert "hopes" not in alone
    assert [chart.id for chart in round_pictures(round_packs.everything_hidden())] == ["response"]


def test_nothing_of_this_machine_is_in_a_picture(unpacked: dict[str, bytes]) -> None:
    for name, content in unpacked.items():
        assert not re.search(rb"matplotlib|/home|/tmp|/root", content, re.IGNORECASE), name
