"""A real round through the gate: what it hides is in no picture, table, text or file, also when they are unzipped."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from audit_app import charts
from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison
from audit_app.analysis.series import series
from audit_app.analysis.tallies import RoundTallies
from audit_app.questionnaire.definition import Side
from audit_app.reports.csv_file import results_csv
from audit_app.reports.plain_text import results_text
from audit_app.reports.result_json import as_dict
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.workbook import results_workbook
from tests.unit.analysis.builders import a_questionnaire, a_round
from tests.unit.charts.gallery import pictures

# Numbers that stand for one hidden thing each, and come about in no other way.
STAFF_ALL_SAID_THE_SAME = 137
STAFF_DONT_KNOW = 241
MANAGEMENT_ANSWERS = 61
HIDDEN = (STAFF_ALL_SAID_THE_SAME, STAFF_DONT_KNOW, MANAGEMENT_ANSWERS)


def _a_round_with_one_alike_side() -> RoundTallies:
    """On B.1 the staff side is unanimous, so that statement's sides are hidden; the other statements are shown."""
    questionnaire = a_questionnaire({"A": 3, "B": 2})
    staff_size = STAFF_ALL_SAID_THE_SAME + STAFF_DONT_KNOW
    management = [
        [1 + (person + shift) % 5 for shift in range(3)] + [1 + person % 5 if person < MANAGEMENT_ANSWERS else None, 3]
        for person in range(MANAGEMENT_ANSWERS + 9)
    ]
    staff = [
        [1 + (person + shift) % 4 for shift in range(3)]
        + [4 if person < STAFF_ALL_SAID_THE_SAME else None, 2 + person % 3]
        for person in range(staff_size)
    ]
    unsure = {("B.1", Side.STAFF): STAFF_DONT_KNOW, ("B.1", Side.MANAGEMENT): 9}
    return a_round(questionnaire, management, staff, dont_know=unsure)


def _texts(result: Comparison) -> Iterator[tuple[str, str]]:
    """Every file and picture that a reader can get, as text."""
    yield "json", json.dumps(as_dict(result))
    yield "csv", results_csv(result).decode("utf-8-sig")
    yield "lines of text", results_text(result)
    years = series([_a_round_with_one_alike_side()] * 3)
    with ZipFile(BytesIO(results_workbook(RoundPack(result, result, years)))) as parts:
        for name in parts.namelist():
            if "styles" not in name and "theme" not in name:  # looks, not content: colours and sizes
                # only what cells and charts hold: addresses of cells and indexes of texts are numbers too
                words = re.findall(
                    r"<t[^>]*>([^<]*)</t>|<c r=\"\w+\" s=\"\d+\"><v>([^<]*)</v>|<c:v>([^<]*)</c:v>|descr=\"([^\"]*)\"",
                    parts.read(name).decode(),
                )
                yield name, "\n".join("".join(found) for found in words)
    for chart in (*pictures(result), charts.over_time(years), charts.heat_map(result, years)):
        yield (
            f"words of {chart.id}",
            repr((chart.title, chart.sentence, chart.alt, chart.base, chart.notes, chart.rows)),
        )
        yield (
            f"svg of {chart.id}",
            "\n".join(re.findall(r"<(?:text|title|dc:\w+)[^>]*>([^<]*)<", charts.svg(chart).decode())),
        )
        yield f"png of {chart.id}", repr(Image.open(BytesIO(charts.png(chart, dpi=50))).info)


@pytest.fixture(scope="module")
def result() -> Comparison:
    return compare(_a_round_with_one_alike_side())


def test_the_round_hides_what_the_test_looks_for(result: Comparison) -> None:
    hidden = {statement.id: statement for statement in result.statements}["B.1"]
    assert hidden.sides is None
    assert hidden.gap is None
    assert any(statement.sides is not None for statement in result.statements)


@pytest.fixture(scope="module")
def texts(result: Comparison) -> list[tuple[str, str]]:
    return list(_texts(result))


@pytest.mark.parametrize("secret", HIDDEN)
def test_no_hidden_number_is_anywhere(texts: list[tuple[str, str]], secret: int) -> None:
    for where, text in texts:
        assert re.search(rf"(?<![\d.]){secret}(?![\d.]*\d)", text) is None, where


def test_the_search_finds_what_is_shown(result: Comparison, texts: list[tuple[str, str]]) -> None:
    """The control: a released number is found in every kind of file."""
    total = {statement.id: statement for statement in result.statements}["B.1"].total
    assert total.n == STAFF_ALL_SAID_THE_SAME + MANAGEMENT_ANSWERS
    found = {where.split(" ")[0] for where, text in texts if re.search(rf"(?<!\d){total.n}(?!\d)", text)}
    assert {"json", "csv", "xl/worksheets/sheet3.xml", "words", "svg"} <= found


def test_hidden_sides_say_the_same_words_whatever_the_reason(result: Comparison) -> None:
    hidden = [statement for statement in result.statements if statement.sides is None]
    rows = [row[1:] for row in charts.sides(result).rows if any(row[0].startswith(f"{one.number}.") for one in hidden)]
    assert len(set(rows)) == 1
