"""What holds for every chart of the gallery, whatever it shows."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from audit_app import charts
from tests.unit.charts import assessed_gallery, sizes, trends
from tests.unit.charts.gallery import gallery, pictures

CHARTS = {f"{name}-{chart.id}": chart for name, result in gallery().items() for chart in pictures(result)}
CHARTS |= trends.everything() | sizes.everything() | assessed_gallery.everything()
FEW = ("26-n32-sides-distribution-agreement", "ten-n24-change", "partners-sides", "ten-n24-response")
SIZED = (*FEW, "eight-n24-over-time", "hopes-partnership-ten-n24-quadrant", "three-n9-heat-map")


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> charts.Chart:
    found: charts.Chart = CHARTS[request.param]
    return found


def svg_texts(chart: charts.Chart) -> list[str]:
    root = ET.fromstring(charts.svg(chart))  # noqa: S314  (our own file)
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_no_words_are_clipped_or_cover_each_other(chart: charts.Chart) -> None:
    figure = chart.picture.draw()
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()  # everything gets its place; no pixel is needed for that
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    page = figure.bbox
    for words, box in boxes:
        assert page.x0 + 5 <= box.x0, words
        assert box.x1 <= page.x1 - 5, words
        assert page.y0 <= box.y0, words
        assert box.y1 <= page.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across < 1 or down < 2, (one, other)


@pytest.mark.parametrize("fewer_words", [charts.untitled, charts.bare])
@pytest.mark.parametrize(
    "name", [*FEW, "eight-n24-over-time", "hopes-partnership-ten-n24-quadrant", "three-n9-heat-map"]
)
def test_the_size_is_known_before_anything_is_drawn(
    name: str, fewer_words: Callable[[charts.Chart], charts.Chart]
) -> None:
    shown = fewer_words(CHARTS[name])
    drawn = shown.picture.draw().get_size_inches() * 96
    assert charts.size(shown) == (round(drawn[0]), round(drawn[1]))


def test_every_number_of_the_picture_stands_in_its_words_or_table(chart: charts.Chart) -> None:
    told = {number for row in chart.rows for cell in row for number in re.findall(r"\d+(?:\.\d+)?", cell)}
    words = " ".join((chart.title, chart.sentence, chart.base, *chart.columns, *chart.notes, *chart.alt.split()))
    told |= set(re.findall(r"\d+(?:\.\d+)?", words))
    frame = {"0", "2", "4", "5", "6", "8", "10"}  # the axes
    frame |= {"20", "2026", "2025", "2024", "2023"}  # the rounds' names
    listed = {str(number) for number in range(1, 29)}  # numbers of statements that are named below the picture
    drawn = {number for text in svg_texts(chart) for number in re.findall(r"\d+(?:\.\d+)?", text)}
    assert drawn <= told | frame | listed


def test_the_words_say_something_and_the_table_is_whole(chart: charts.Chart) -> None:
    assert chart.title
    assert chart.sentence
    assert chart.title in chart.alt
    assert "answered" in chart.base
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    assert all(cell for row in chart.rows for cell in row)
    assert chart.empty or chart.rows


@pytest.mark.parametrize("name", FEW)
def test_the_same_chart_has_the_same_bytes(name: str) -> None:
    chart = CHARTS[name]
    again = {f"{title}-{made.id}": made for title, result in gallery().items() for made in pictures(result)}[name]
    assert again is not chart
    assert charts.svg(chart) == charts.svg(again)
    assert charts.png(chart, dpi=50) == charts.png(again, dpi=50)
    assert charts.content_key(chart) == charts.content_key(again)


@pytest.mark.parametrize("name", FEW)
def test_files_tell_nothing_but_title_and_description(name: str) -> None:
    chart = CHARTS[name]
    image = Image.open(BytesIO(charts.png(chart, dpi=50)))
    assert isinstance(image.info, dict)
    assert set(image.info) == {"Title", "Description", "dpi"}
    text = charts.svg(chart).decode()
    assert re.search(r"dc:(date|creator)|matplotlib v|/home|/tmp|site-packages", text, re.IGNORECASE) is None


def test_charts_have_different_keys() -> None:
    assert len({charts.content_key(chart) for chart in CHARTS.values()}) == len(set(CHARTS.values()))
