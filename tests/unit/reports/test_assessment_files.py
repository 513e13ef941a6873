"""One assessment and what a forum shares, as CSV, XLSX and JSON: whole, readable by programs, and never running."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import (
    ActionState,
    Confidence,
    Content,
    ItemAnswer,
    PlannedAction,
    Priority,
    Proof,
    SignedBy,
)
from audit_app.analysis.assessed.results import OrganisationPlace
from audit_app.questionnaire.instrument import Instrument
from audit_app.reports.assessment_csv import assessment_csv, released_csv
from audit_app.reports.assessment_json import assessments_as_dict
from audit_app.reports.assessment_schema import Assessments, schema_text
from audit_app.reports.assessment_workbook import assessment_workbook, released_workbook
from audit_app.reports.shared_results import Shared, shared_csv
from audit_app.reports.shared_workbook import shared_workbook
from tests.unit.assessed.answers import TODAY, agreed, award, framework, of, small
from tests.unit.reports.test_workbook import HOSTILE

SCHEMA = Path(__file__).parents[3] / "docs" / "assessments.schema.json"
SIGNED = (
    SignedBy("management", "Invented M", "Head of HR", date(2026, 11, 18)),
    SignedBy("staff", "Invented S", "Branch secretary", TODAY, "We see B-1 lower."),
)


def content() -> Content:
    answers = {
        "A-1": ItemAnswer(
            management=4, staff=1, agreed=3, note="Seen at site 2.", confidence=Confidence.HIGH, priority=Priority.NOW,
            help_wanted=True, proofs=(Proof("Tea policy", "https://tea.example/1", date(2026, 3, 2), "Head of tea"),),
        ),
        "A-2": ItemAnswer(agreed="does_not_apply", reason="We have no kettles."),
        "B-1": ItemAnswer(agreed=0),
        "B-2": ItemAnswer(agreed="dont_know"),
    }  # fmt: skip
    actions = (PlannedAction("B-1", "Buy biscuits", "Head of tea", date(2027, 1, 31), ActionState.UNDER_WAY),)
    return of(small(), answers, actions=actions, signatures=SIGNED, version=2, signed_on=TODAY)


def rows(file: bytes) -> list[dict[str, str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in file
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def sheets(file: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(file))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_table_holds_each_part_of_an_assessment() -> None:
    found = rows(assessment_csv(assess(content(), TODAY)))
    first = next(row for row in found if row["Id"] == "A-1" and row["Kind"] == "statement")
    assert {name: text for name, text in first.items() if text} == {
        "Kind": "statement", "Id": "A-1", "Part": "Element: Leaves", "Text": "1. Statement A-1 is true.",
        "Management side": "4: All", "Staff side": "1: Few", "Agreed": "3: Most", "Value": "3",
        "Note": "Note: Seen at site 2.", "Confidence": "High", "Priority": "Now", "Help wanted": "Yes", "Evidence": "1",
    }  # fmt: skip
    by_kind = {row["Kind"]: row for row in found}
    assert by_kind["evidence"]["Text"] == "Evidence: Tea policy"
    assert by_kind["evidence"]["Link"] == "Link: https://tea.example/1"
    assert by_kind["evidence"]["Day"] == "2026-03-02"
    assert (by_kind["action"]["Text"], by_kind["action"]["State"], by_kind["action"]["Day"]) == (
        "Action: Buy biscuits", "Under way", "2027-01-31",
    )  # fmt: skip
    assert by_kind["signature"]["Note"] == "Disagreement: We see B-1 lower."
    assert by_kind["assessment"]["State"] == "Version 2, signed by both sides on 20 November 2026"
    elements = {row["Id"]: row["Score"] for row in found if row["Kind"] == "element"}
    assert elements == {"A": "7.5", "B": "0.0"}


def test_the_workbook_has_frozen_headers_filters_and_real_days() -> None:
    book = load_workbook(io.BytesIO(assessment_workbook(assess(content(), TODAY))))
    assert book.sheetnames == [
        *("Summary", "Charts", "Statements", "Elements", "Left to do", "Evidence", "Actions", "In your own words"),
        "About",
    ]
    statements = book["Statements"]
    assert (statements.freeze_panes, statements.auto_filter.ref) == ("C2", "A1:N5")
    assert statements.print_title_rows == "$1:$1"
    assert [cell.value for cell in statements[2]][:8] == [
        "A-1", "1. Statement A-1 is true.", "Leaves", None, "All", "Few", "Most", 3,
    ]  # fmt: skip
    due = book["Actions"]["E2"]
    assert (due.value.date(), due.number_format) == (date(2027, 1, 31), "d mmmm yyyy")
    assert book["Elements"]["C2"].value == 7.5


def test_a_score_among_facts_keeps_its_decimal_place() -> None:
    whole = of(small(), {item: agreed(3) for item in ("A-1", "A-2", "B-1", "B-2")})
    sheet = load_workbook(io.BytesIO(assessment_workbook(assess(whole, TODAY))))["Summary"]
    (fact,) = [row for row in sheet.iter_rows() if row[0].value == "Overall score out of 10"]
    assert (fact[1].value, fact[1].number_format) == (7.5, "0.0")


def test_charts_draw_the_scores_of_elements_from_cells() -> None:
    result = assess(content(), TODAY)
    book = load_workbook(io.BytesIO(assessment_workbook(result)))
    (chart,) = book["Charts"]._charts
    (series,) = chart.series
    drawn = [cell.value for (cell,) in book["Charts"][series.val.numRef.f.split("!")[1].replace("$", "")]]
    assert drawn == [each.score for each in result.elements]
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)


def test_charts_of_shared_results_draw_what_organisations_have_in_common() -> None:
    made = small()
    low, high = (dict.fromkeys(("A-1", "A-2", "B-1", "B-2"), rating) for rating in (0, 4))
    places = [_place("Eastern", made, **high), _place("Western", made, **low)]
    book = load_workbook(io.BytesIO(shared_workbook(Shared("North", made, places, TODAY))))
    first, *_ = book["Charts"]._charts
    areas = [each.val.numRef.f.split("!")[1].replace("$", "") for each in first.series]
    assert [[cell.value for (cell,) in book["Charts"][area]] for area in areas] == [[0, 0], [5, 5], [10, 10]]


def test_what_is_left_for_each_level_is_a_sheet_of_its_own() -> None:
    instrument = award()
    result = assess(of(instrument, {"HA-A1": agreed(2)}), TODAY)
    assert result.standing is not None
    foundation = result.standing.levels[0]
    found = sheets(assessment_workbook(result))["Left to do"][1:]
    assert [row[3] for row in found if row[0] == foundation.title] == [left.sentence for left in foundation.left]


def hostile(text: str) -> Content:
    made = small()
    item = made.sections[0].questions[0].model_copy(update={"text": text})
    first = made.sections[0].model_copy(update={"questions": (item,), "title": text})
    scale = made.scales[0]
    worst = scale.options[0].model_copy(update={"label": text})
    scale = scale.model_copy(update={"options": (worst, *scale.options[1:])})
    instrument = made.model_copy(update={"title": text, "sections": (first, made.sections[1]), "scales": (scale,)})
    proof = Proof(text, text, TODAY, text)
    answer = ItemAnswer(agreed=0, management=0, staff=0, reason=text, note=text, help_wanted=True, proofs=(proof,))
    action = PlannedAction("A-1", text, text, TODAY, ActionState.TO_DO)
    signed = SignedBy("staff", text, text, TODAY, text)
    made_of = of(instrument, {"A-1": answer}, actions=(action,), signatures=(signed,), signed_on=TODAY, version=1)
    return replace(made_of, organisation=text, name=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_file_can_run(text: str) -> None:
    result = assess(hostile(text), TODAY)
    shared = Shared(text, result.content.instrument, [OrganisationPlace(text, result)], TODAY)
    for file in (assessment_workbook(result), released_workbook(text, [result], TODAY), shared_workbook(shared)):
        with ZipFile(io.BytesIO(file)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        assert not [name for name, part in parts.items() if b"<f>" in part or b"<hyperlink " in part]
        book = load_workbook(io.BytesIO(file))
        said = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        assert text in said
    for file in (assessment_csv(result), released_csv([result]), shared_csv(shared)):
        cells = [cell for row in rows(file) for cell in row.values()]
        assert any(text in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_a_forum_sees_neither_sides_nor_notes_nor_evidence() -> None:
    result = assess(content(), TODAY)
    files = (
        released_csv([result]).decode(),
        json.dumps(assessments_as_dict("North", [result])),
        str(sheets(released_workbook("North", [result], TODAY))),
    )
    for file in files:
        assert "Buy biscuits" in file
        assert "We have no kettles." in file
        for secret in ("Seen at site 2.", "Tea policy", "tea.example"):
            assert secret not in file
    assert "4: All" in assessment_csv(result).decode()
    assert "All" not in {
        cell for row in sheets(released_workbook("North", [result], TODAY))["Statements"] for cell in row
    }


def test_released_assessments_as_json_follow_their_schema() -> None:
    made = assessments_as_dict("North", [assess(content(), TODAY), assess(of(award(), {"HA-A1": agreed(2)}), TODAY)])
    Assessments.model_validate_json(json.dumps(made), strict=True)
    first, second = made["assessments"]
    assert first["statements"][1] == {
        "id": "A-2", "element": "A", "text": "Statement A-2 is true.", "tier": None, "rating": "does_not_apply",
        "words": "Does not apply", "reason": "We have no kettles.", "confidence": None, "priority": None,
        "help_wanted": False, "evidence": 0,
    }  # fmt: skip
    assert [each["side"] for each in first["sign_off"]] == ["management", "staff"]
    assert [each["score"] for each in first["elements"]] == [7.5, 0]
    assert first["overall"] is None  # B-2 is not known, so only half of B is rated
    assert second["next_level"] == "Foundation"
    assert second["levels"][0]["left"]


def test_the_documented_schema_is_the_one_in_use() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def _place(name: str, instrument: Instrument, **ratings: int) -> OrganisationPlace:
    answers = {item: agreed(value) for item, value in ratings.items()}
    asks = {item: replace(answer, help_wanted=answer.agreed == 0) for item, answer in answers.items()}
    return OrganisationPlace(
        name, assess(replace(of(instrument, asks, version=1, signed_on=TODAY), organisation=name), TODAY)
    )


def test_organisations_stand_beside_each_other() -> None:
    made = small()
    places = [_place("Łódź Trust", made, **{"A-1": 4, "B-1": 0}), _place("Western Trust", made, **{"A-1": 0})]
    found = sheets(shared_workbook(Shared("North", made, places, TODAY)))
    assert found["Elements"][0][:3] == ("Organisation", "Leaves", "Biscuits")
    assert [row[:3] for row in found["Elements"][1:]] == [("Łódź Trust", 10, 0), ("Western Trust", 0, None)]
    assert found["Statements"][:2] == [
        ("Id", "Statement", "Łódź Trust", "Western Trust"), ("A-1", "Statement A-1 is true.", 4, 0),
    ]  # fmt: skip
    assert found["Themes"][1][:5] == ("Leaves", 2, 5, 0, 10)
    assert [row[0] for row in found["Who may help whom"][1:]] == ["A-1", "B-1"]
    assert found["Who may help whom"][1][2:] == ("Western Trust", "Łódź Trust")
    table = rows(shared_csv(Shared("North", made, places, TODAY)))
    assert {row["Kind"] for row in table} == {"assessment", "element", "statement", "theme", "match"}
    assert "Management side" not in table[0]


def test_a_statement_with_other_words_is_another_statement() -> None:
    made = small()
    item = made.sections[0].questions[0].model_copy(update={"text": "Tea is free."})
    first = made.sections[0].model_copy(update={"questions": (item, *made.sections[0].questions[1:])})
    other = made.model_copy(update={"version": 2, "sections": (first, made.sections[1])})
    places = [_place("Eastern", made, **{"A-1": 4}), _place("Western", other, **{"A-1": 1})]
    found = sheets(shared_workbook(Shared("North", other, places, TODAY)))["Statements"]
    assert [row for row in found if row[0] == "A-1"] == [
        ("A-1", "Tea is free.", None, 1),
        ("A-1", "Statement A-1 is true.", 4, None),
    ]


def test_equal_content_gives_equal_bytes() -> None:
    result = assess(content(), TODAY)
    assert assessment_workbook(result) == assessment_workbook(result)
    assert len(rows(assessment_csv(assess(of(framework(), {}), TODAY)))) > 37
