"""What may be drawn as one line between two rounds, and what may only be set beside it."""

from typing import Any

import pytest

from audit_app.questionnaire.catalogue import Catalogue, compare_statements
from audit_app.questionnaire.definition import Questionnaire
from tests.unit.questionnaire.examples import baseline, instrument, question, scale


def read(content: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate(content)


def test_a_questionnaire_compares_with_itself_in_full(shipped: Catalogue) -> None:
    audit = shipped.by_id("partnership-behaviours")
    lineage = compare_statements(audit, audit)
    assert lineage.same == {question.id: question.id for question in audit.questions}
    assert (lineage.reworded, lineage.changed, lineage.only_earlier, lineage.only_later) == ((), (), (), ())
    assert lineage.same_sections == tuple(f"PB-{n}" for n in range(1, 9))  # PB-O has no score
    assert lineage.same_overall
    assert (lineage.hopes, lineage.hopes_overall) == ({}, False)


def test_the_short_form_shares_its_nine_with_the_full_form_and_no_score(shipped: Catalogue) -> None:
    short, audit = shipped.by_id("partnership-behaviours-short"), shipped.by_id("partnership-behaviours")
    nine = tuple(question.id for question in short.questions)
    there, back = compare_statements(short, audit), compare_statements(audit, short)
    assert tuple(there.same) == tuple(back.same) == nine
    assert there.same_sections == back.same_sections == ()
    assert not there.same_overall
    assert there.only_earlier == back.only_later == ()
    assert len(there.only_later) == len(back.only_earlier) == 28 - 9


def test_the_ten_and_the_26_share_nothing(shipped: Catalogue) -> None:
    lineage = compare_statements(shipped.by_id("partnership-ten"), shipped.by_id("partnership-behaviours"))
    assert (lineage.same, lineage.changed, lineage.same_sections, lineage.hopes) == ({}, (), (), {})
    assert (len(lineage.only_earlier), len(lineage.only_later)) == (10, 28)


def test_the_ten_meet_their_expectations_one_by_one(shipped: Catalogue) -> None:
    lineage = compare_statements(shipped.by_id("partnership-ten-baseline"), shipped.by_id("partnership-ten"))
    assert lineage.hopes == {"PT": "PTB"} | {f"PT-{n}": f"PTB-{n}" for n in range(1, 11)}
    assert lineage.hopes_overall
    assert (lineage.same, lineage.same_sections, lineage.same_overall) == ({}, (), False)


@pytest.mark.parametrize("later", ["partnership-behaviours", "partnership-behaviours-short"])
def test_behaviours_meet_their_expectations_section_by_section(shipped: Catalogue, later: str) -> None:
    lineage = compare_statements(shipped.by_id("partnership-behaviours-baseline"), shipped.by_id(later))
    assert lineage.hopes == {f"PB-{n}": f"PBB-{n}" for n in range(1, 9)}
    assert lineage.hopes_overall


def test_a_baseline_after_the_audit_gives_no_hopes(shipped: Catalogue) -> None:
    lineage = compare_statements(shipped.by_id("partnership-ten"), shipped.by_id("partnership-ten-baseline"))
    assert (lineage.hopes, lineage.hopes_overall) == ({}, False)


def test_a_baseline_of_something_else_gives_no_hopes(shipped: Catalogue) -> None:
    lineage = compare_statements(shipped.by_id("partnership-ten-baseline"), shipped.by_id("partnership-behaviours"))
    assert lineage.hopes == {}


def test_importance_is_no_hope() -> None:
    important = baseline(scales=[scale("hope", measure="importance")])
    assert compare_statements(read(important), read(instrument())).hopes == {}


def test_a_section_without_a_twin_leaves_the_overall_hope_open() -> None:
    lineage = compare_statements(read(baseline()), read(instrument()))
    assert lineage.hopes == {"T-1": "H-1", "T-1.1": "H-1.1"}
    assert not lineage.hopes_overall


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "What do you now say to T-1.1?"},
        {"reverse": True},
        {"scale": "wider"},
        {"scale": "reworded"},
    ],
)
def test_a_question_that_changed_breaks_its_line_and_its_section(changed: dict[str, Any]) -> None:
    reworded = scale("reworded")
    reworded["options"][0]["label"] = "Always"
    newer = instrument(version=2, scales=[scale(), scale("wider", (1, 2, 4)), reworded])
    newer["sections"][0]["questions"][0] |= changed
    lineage = compare_statements(read(instrument()), read(newer))
    assert lineage.changed == ("T-1.1",)
    assert tuple(lineage.same) == ("T-1.2", "T-2.1")
    assert lineage.same_sections == ("T-2",)
    assert not lineage.same_overall


def test_the_name_of_a_scale_and_the_order_of_its_answers_do_not_matter() -> None:
    renamed = scale("consent")
    renamed["options"].reverse()
    newer = instrument(scales=[renamed])
    for section in newer["sections"]:
        for asked in section["questions"]:
            asked["scale"] = "consent"
    assert compare_statements(read(instrument()), read(newer)).same_overall


def test_a_question_that_was_added_breaks_the_section_and_not_the_others() -> None:
    newer = instrument(version=2)
    newer["sections"][0]["questions"].append(question("T-1.3"))
    lineage = compare_statements(read(instrument()), read(newer))
    assert lineage.only_later == ("T-1.3",)
    assert tuple(lineage.same) == ("T-1.1", "T-1.2", "T-2.1")
    assert lineage.same_sections == ("T-2",)


def test_a_question_that_moved_to_another_section_breaks_both() -> None:
    newer = instrument(version=2)
    newer["sections"][1]["questions"].append(newer["sections"][0]["questions"].pop())
    lineage = compare_statements(read(instrument()), read(newer))
    assert len(lineage.same) == 3
    assert lineage.same_sections == ()
    assert lineage.same_overall
