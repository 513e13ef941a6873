"""The JSON of released results, against its documented schema."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from audit_app.analysis.measures import Measured, MeasuredBy, Tracked, Verdict
from audit_app.analysis.released import ChangeLabel, Detail, Figure, Flag, GapLabel, Plan, SectionResult, Suggestion
from audit_app.questionnaire.definition import Side
from audit_app.reports.result_json import as_dict
from audit_app.reports.result_schema import Results, schema_text
from tests.unit.charts.comparisons import (
    AGREEMENT,
    HIDDEN,
    STATEMENTS,
    alike,
    average,
    bands,
    change,
    comparison,
    facts,
    full,
    questionnaire,
    sides,
    statement,
)
from tests.unit.charts.gallery import gallery

SCHEMA = Path(__file__).parents[3] / "docs" / "results.schema.json"
QUESTIONS = questionnaire(STATEMENTS[:5])


def results() -> dict[str, Any]:
    three = {
        side: Figure(Detail.BANDS, n=n, score=6.1, bands=(2, 3, n - 5)) for side, n in zip(Side, (14, 18), strict=False)
    }
    return as_dict(
        comparison(
            facts(QUESTIONS),
            [
                statement(
                    QUESTIONS,
                    1,
                    full(AGREEMENT, 1, 2, 5, 14, 10),
                    by_side=three,
                    change=change(6.0, 6.9, ChangeLabel.IMPROVED, p=0.0123456),
                    gap_label=GapLabel.NO_CLEAR_DIFFERENCE,
                    flags=(Flag.SPLIT_VIEWS,),
                ),
                statement(
                    QUESTIONS, 2, bands(3, 2, 4, 5.6), by_side=sides(5.5, 6.0, 0.5), change=change(6.0, 5.6, None)
                ),
                statement(QUESTIONS, 3, alike(4, 7.5, n=32)),
                statement(QUESTIONS, 4, HIDDEN, partner=HIDDEN),
                statement(QUESTIONS, 5, average(6.6, 21), partner=average(6.5, step=0.5)),
            ],
            against=facts(QUESTIONS, name="Audit 2025"),
            sections=[
                SectionResult("SEC-A", "Section A", average(6.4, 32), sides(6.0, 7.0, 0.5), None, change(6, 6.4))
            ],
            suggestions=(Suggestion("S-2", 4, ("more disagreement than agreement (4.4)",)),),
            strengths=("S-1",),
        )
    )


def test_each_detail_has_its_own_shape() -> None:
    totals = [one["total"] for one in results()["statements"]]
    assert totals == [
        {"detail": "full", "n": 32, "score": 7.3, "counts": [1, 2, 5, 14, 10]},
        {"detail": "bands", "n": 9, "score": 5.6, "bands": [3, 2, 4]},
        {"detail": "alike", "n": 32, "score": 7.5, "value": 4},
        {"detail": "none", "n": None, "score": None},
        {"detail": "average", "n": 21, "score": 6.6},
    ]


def test_sides_and_partners_tell_no_more_than_was_released() -> None:
    first, second, third, fourth, fifth = results()["statements"]
    assert first["sides"] == {
        "management": {"score": 6.1, "n": 14, "bands": [2, 3, 9]},
        "staff": {"score": 6.1, "n": 18, "bands": [2, 3, 13]},
    }
    assert second["sides"] == {"management": {"score": 5.5}, "staff": {"score": 6.0}}
    assert third["sides"] is None
    assert (fourth["sides"], fourth["gap"], fourth["partner"]) == (None, None, None)
    assert fifth["partner"] == {"score": 6.5}


def test_changes_and_gaps_stand_as_released() -> None:
    first, second, third, *_ = results()["statements"]
    assert first["change"] == {"label": "Improved", "difference": 0.9, "p": 0.0123456}
    assert first["gap"] == {"label": "No clear difference between the sides", "difference": 0.0}
    assert first["flags"] == ["split_views"]
    assert second["change"] == {"label": None, "difference": -0.4}
    assert third["change"] is None


def test_the_head_and_the_rest() -> None:
    made = results()
    assert list(made) == [
        *("forum", "round", "against", "plan", "respondents", "statements"),
        *("sections", "overall", "suggestions", "strengths"),
    ]
    assert (made["forum"], made["round"], made["against"], made["plan"]) == (
        "Northshire Social Partnership Forum",
        "Audit 2026",
        "Audit 2025",
        "full",
    )
    assert made["respondents"] == {
        "management": {"invited": 18, "answered": 14},
        "staff": {"invited": 22, "answered": 18},
        "partner": {"invited": 3, "answered": 2},
    }
    assert made["sections"] == [
        {
            "id": "SEC-A",
            "total": {"n": 32, "score": 6.4},
            "sides": {"management": {"score": 6.0}, "staff": {"score": 7.0}},
            "change": {"label": "No clear change", "difference": 0.4},
            "gap": None,
        }
    ]
    assert made["overall"] == {"total": {"n": 32, "score": 6.4}, "sides": None, "change": None, "gap": None}
    assert made["suggestions"] == [
        {"statement": "S-2", "points": 4, "reasons": ["more disagreement than agreement (4.4)"]}
    ]
    assert made["strengths"] == ["S-1"]


def _tracked() -> Tracked:
    up = Measured("S-1", "Statement one", 4.1, 6.3, "4.1", "6.3", 2.2, Verdict.UP, "Up from 4.1 to 6.3 out of 10.", 6.3)
    hidden = Measured("SEC-A", "Section A", None, 6.0, "hidden", "6.0", None, Verdict.NOT_COMPARED, "Hidden.", None)
    return Tracked(
        round="Audit 2025", title="Bring plans early", done=False, owner="both", owner_role="joint chairs",
        review_on=date(2027, 11, 20),
        measured_by=(MeasuredBy("S-1", "Statement one", "4.1"), MeasuredBy("SEC-A", "Section A", "hidden")),
        measures=(up, hidden), measure_words=None, target_score=6.0, target_words="At every meeting.", met=None,
    )  # fmt: skip


def test_priorities_tell_their_measures_then_and_now() -> None:
    made = as_dict(gallery()["all-hidden"], [_tracked()])
    Results.model_validate(made, strict=True)
    assert made["priorities"] == [
        {
            "round": "Audit 2025",
            "title": "Bring plans early",
            "state": "adopted",
            "owner_side": "both",
            "owner_role": "joint chairs",
            "review_on": "2027-11-20",
            "measured_by": ["S-1", "SEC-A"],
            "measures": [
                {
                    "id": "S-1",
                    "text": "Statement one",
                    "then": 4.1,
                    "now": 6.3,
                    "difference": 2.2,
                    "verdict": "Moved up clearly",
                },
                {
                    "id": "SEC-A",
                    "text": "Section A",
                    "then": None,
                    "now": 6.0,
                    "difference": None,
                    "verdict": "Cannot be compared",
                },
            ],
            "measure_words": None,
            "target": {"score": 6.0, "words": "At every meeting.", "met": None},
        }
    ]
    assert "priorities" not in as_dict(gallery()["all-hidden"])


@pytest.mark.parametrize("name", sorted(gallery()))
def test_every_result_passes_the_schema_and_json(name: str) -> None:
    made = as_dict(gallery()[name])
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    Results.model_validate(made, strict=True)


def test_a_round_without_results_is_whole_and_empty() -> None:
    made = as_dict(gallery()["all-hidden"])
    assert made["plan"] == Plan.NOTHING.value
    assert {json.dumps(one["total"]) for one in made["statements"]} == {'{"detail": "none", "n": null, "score": null}'}


def test_the_schema_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        Results.model_validate({**results(), "respondent_ids": [1]})
    broken = results()
    broken["statements"][0]["total"]["bands"] = [1, 2]
    with pytest.raises(ValidationError):
        Results.model_validate(broken)


def test_the_schema_in_the_documents_is_the_one_in_use() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()
