"""Experience beside what a baseline hoped for, with the questionnaires that the product ships."""

import pytest

from audit_app.analysis.comparison import compare
from audit_app.analysis.released import Comparison, Flag, HopeLabel
from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.catalogue import Catalogue, read_catalogue
from tests.unit.analysis.builders import a_round, people

HIGH_11 = (0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 2)
LOW_11 = (1, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0)
HIGH_5, LOW_5 = (0, 1, 1, 4, 6), (4, 4, 2, 1, 1)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(QUESTIONNAIRES)


def ten(catalogue: Catalogue) -> Comparison:
    """Ten questions: members expected much; of the first they got little, of the others what they had hoped for."""
    hoped = people(*[HIGH_11] * 10, low=0)
    found = people(LOW_11, *[HIGH_11] * 9, low=0)
    baseline = a_round(catalogue.by_id("partnership-ten-baseline"), hoped, hoped, name="Baseline 2025")
    return compare(a_round(catalogue.by_id("partnership-ten"), found, found), baseline)


def test_a_question_clearly_below_its_twin_is_flagged_and_never_a_change(catalogue: Catalogue) -> None:
    first, second, *_ = ten(catalogue).statements
    assert first.hope is not None
    assert (first.hope.twin, first.hope.label) == ("PTB-1", HopeLabel.BELOW)
    assert first.hope.difference == pytest.approx(first.hope.experienced - first.hope.expected, abs=0.11)
    assert Flag.BELOW_HOPE in first.flags
    assert second.hope is not None
    assert second.hope.difference == 0
    assert second.hope.label is HopeLabel.NOT_CLEARLY_BELOW
    assert Flag.BELOW_HOPE not in second.flags
    assert all(statement.change is None for statement in ten(catalogue).statements)


def test_the_section_and_the_overall_score_stand_beside_theirs(catalogue: Catalogue) -> None:
    comparison = ten(catalogue)
    for result in (*comparison.sections, comparison.overall):
        assert result.change is None
        assert result.hope is not None
        assert result.hope.difference < 0


def test_it_is_said_in_words(catalogue: Catalogue) -> None:
    comparison = ten(catalogue)
    assert comparison.breaks == (
        "Baseline 2025 asked what members hoped for. Hopes stand beside experience, never as a change.",
    )
    assert any("members hoped for" in sentence.text for sentence in comparison.movements)
    assert "Members hoped for" in comparison.summary[1].text


def test_a_behaviour_is_the_twin_of_a_section_of_the_full_audit(catalogue: Catalogue) -> None:
    baseline, audit = catalogue.by_id("partnership-behaviours-baseline"), catalogue.by_id("partnership-behaviours")
    hoped = people(*[HIGH_5] * len(baseline.questions))
    values = [audit.scale_of(question).values for question in audit.questions]
    lows = [column if len(of) == 5 else LOW_11[:5] for of, column in zip(values, [LOW_5] * len(values), strict=True)]
    found = people(*[column if sum(column) == 12 else LOW_5 for column in lows])
    comparison = compare(a_round(audit, found, found), a_round(baseline, hoped, hoped, name="Baseline 2025"))
    assert len(comparison.sections) == 8
    for section in comparison.sections:
        assert section.hope is not None
        assert section.hope.label is HopeLabel.BELOW
    assert all(statement.hope is None and statement.change is None for statement in comparison.statements)


def test_importance_at_the_baseline_is_a_reason_to_work_on_a_statement(catalogue: Catalogue) -> None:
    baseline, audit = catalogue.by_id("partnership-behaviours-baseline"), catalogue.by_id("partnership-behaviours")
    essential = [HIGH_5 if question.id.startswith("PBB-3") else LOW_5 for question in baseline.questions]
    asked = people(*essential)
    middling = people(*[(1, 3, 4, 3, 1)] * len(audit.questions))
    comparison = compare(a_round(audit, middling, middling), a_round(baseline, asked, asked, name="Baseline 2025"))
    assert comparison.suggestions[0].statement == "PB-3.1"
    assert "among what matters most to members" in comparison.suggestions[0].reasons
