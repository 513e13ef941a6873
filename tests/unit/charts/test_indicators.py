"""Figures over time: what the picture, its words and its table say."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import combinations, pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from audit_app import charts
from audit_app.charts.indicator_panels import IndicatorPanels, ticks
from audit_app.charts.indicators import CAUTION, Signed, figure, indicators
from audit_app.charts.wording import NOTHING_THERE
from tests.unit.charts.followed import SIGNED, SURVEY, TRUST, absence, everything, of

CHARTS = everything()


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> charts.Chart:
    return CHARTS[request.param]


def _texts(chart: charts.Chart) -> list[str]:
    root = ET.fromstring(charts.svg(chart))  # noqa: S314  (our own file)
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_no_words_are_clipped_or_cover_each_other(chart: charts.Chart) -> None:
    drawn = chart.picture.draw()
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    texts = [text for text in drawn.findobj(Text) if text.get_text()]
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts]
    for words, box in boxes:
        assert drawn.bbox.x0 + 5 <= box.x0, words
        assert box.x1 <= drawn.bbox.x1 - 5, words
        assert drawn.bbox.y0 <= box.y0, words
        assert box.y1 <= drawn.bbox.y1, words
    for (one, first), (other, second) in combinations(boxes, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across < 1 or down < 2, (one, other)


def test_every_figure_that_is_printed_stands_in_the_table(chart: charts.Chart) -> None:
    if not isinstance(chart.picture, IndicatorPanels):
        return
    cells = {cell for row in chart.rows for cell in row}
    for panel in chart.picture.panels:
        assert set(panel.words) <= cells
    assert all(len(row) == len(chart.columns) and all(row) for row in chart.rows)


def test_it_always_says_that_nothing_is_proved(chart: charts.Chart) -> None:
    assert chart.empty or CAUTION in chart.notes
    assert chart.title in chart.alt
    assert chart.empty or any(CAUTION in words for words in _texts(chart))
    assert "entered itself" in chart.base


def test_the_same_figures_have_the_same_bytes() -> None:
    again = everything()
    assert charts.svg(CHARTS["several"]) == charts.svg(again["several"])
    assert charts.content_key(CHARTS["several"]) == charts.content_key(again["several"])
    assert len({charts.content_key(each) for each in CHARTS.values()}) == len(CHARTS)


def test_the_table_has_each_day_with_its_figures_and_signatures() -> None:
    one = of("Absence", "%", (date(2026, 1, 1), 4.5), (date(2026, 2, 1), 1250.0))
    other = of("Score", "out of 10", (date(2026, 2, 1), -0.5))
    made = indicators(TRUST, [one, other], [Signed(date(2026, 2, 1), "A"), Signed(date(2026, 3, 9), "B")])
    assert made.columns == ("Day", "Absence, %", "Score, out of 10", "Assessment signed")
    assert made.rows == (
        ("1 January 2026", "4.5", NOTHING_THERE, NOTHING_THERE),
        ("1 February 2026", "1,250", "\N{MINUS SIGN}0.5", "A"),
        ("9 March 2026", NOTHING_THERE, NOTHING_THERE, "B"),
    )
    assert made.base == f"3 figures that {TRUST} entered itself."
    assert made.title == "2 figures over time"
    assert "Score, out of 10: \N{MINUS SIGN}0.5 on 1 February 2026" in made.sentence


def test_one_figure_is_told_in_the_title() -> None:
    assert CHARTS["two-points"].title == "Vacancies, %: 9.5 on 4 March 2026, 8.25 on 1 September 2026"
    assert CHARTS["one-point"].title == "Vacancies, %: 9.5 on 4 March 2026"
    assert "No assessment has been signed yet." in CHARTS["one-point"].sentence


def test_nothing_to_draw_is_said_and_empty_indicators_are_left_out() -> None:
    assert CHARTS["none"].empty
    assert CHARTS["none"].columns == ()
    made = indicators(TRUST, [of("Vacancies", "%"), absence(3)], [])
    assert len(made.columns) == 2


def test_letters_name_the_days_of_signing() -> None:
    made = indicators(TRUST, [absence(36), SURVEY], SIGNED)
    words = " ".join(_texts(made))
    for letter, each in zip("ABCD", SIGNED, strict=True):
        assert f" {letter} " in words
        assert re.search(rf"{letter}: \d+ \w+ \d+, {each.name}", words)


def test_many_signatures_have_different_letters() -> None:
    picture = CHARTS["many-signed"].picture
    assert isinstance(picture, IndicatorPanels)
    letters = [letter for _, letter in picture.signed]
    assert len(set(letters)) == 30
    assert letters[25:28] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (4.7, "4.7"),
        (0.0, "0"),
        (-0.5, "\N{MINUS SIGN}0.5"),
        (1250, "1,250"),
        (0.0001, "0.0001"),
        (1e9, "1,000,000,000"),
        (100.0, "100"),
    ],
)
def test_how_a_figure_is_written(value: float, words: str) -> None:
    assert figure(value) == words


@pytest.mark.parametrize(
    "values",
    [
        (0.0,),
        (5.0,),
        (-3.0,),
        (4.1, 5.2),
        (-2.0, 7.0),
        (0.0001, 0.0004),
        (1e9, -1e9),
        (999_999.0, 1_000_001.0),
        (0.1, 0.3),
    ],
)
def test_the_axis_takes_in_every_value_in_even_steps(values: tuple[float, ...]) -> None:
    found = ticks(values)
    assert 3 <= len(found) <= 7
    assert found[0] <= min(values)
    assert max(values) <= found[-1]
    steps = [after - before for before, after in pairwise(found)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-6)
    assert len({figure(tick) for tick in found}) == len(found), "two ticks would be printed alike"


def test_time_is_marked_a_few_times_whatever_its_length(chart: charts.Chart) -> None:
    if isinstance(chart.picture, IndicatorPanels):
        assert 1 <= len(chart.picture.days) <= 9
        assert all(re.fullmatch(r"(\d{1,2} )?([A-Z][a-z]{2} )?\d{4}", words) for _, words in chart.picture.days)


def test_it_can_be_drawn_without_its_title() -> None:
    bare = charts.untitled(CHARTS["several"])
    assert CHARTS["several"].title not in _texts(bare)
