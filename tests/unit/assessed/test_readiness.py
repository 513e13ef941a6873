"""When an assessment can be signed, at the borders of the rule. Which elements are compulsory is in the files."""

import pytest

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.readiness import Unanswered, is_begun, readiness
from tests.unit.assessed.answers import agreed, award, framework, left_out, small

RELATIONSHIPS = ("HW-2.1", "HW-2.2", "HW-2.3", "HW-2.4")


def whole_element() -> dict[str, ItemAnswer]:
    return {name: agreed(2) for name in RELATIONSHIPS}


def test_nothing_agreed_cannot_be_signed_though_nothing_is_compulsory() -> None:
    found = readiness(framework(), {})
    assert (found.unanswered, found.anything_agreed, found.ready) == ((), False, False)
    assert not readiness(framework(), {"HW-2.1": ItemAnswer(note="Only a note.")}).ready


def test_one_whole_element_is_enough_where_none_is_compulsory() -> None:
    assert readiness(framework(), whole_element()).ready


@pytest.mark.parametrize("name", RELATIONSHIPS)
def test_an_element_that_is_begun_must_be_whole(name: str) -> None:
    answers = whole_element()
    del answers[name]
    found = readiness(framework(), answers)
    assert found.unanswered == (Unanswered(name, "HW-2", needs_reason=False),)
    assert not found.ready


@pytest.mark.parametrize("side", ["management", "staff"])
@pytest.mark.parametrize("value", [0, "dont_know", "does_not_apply"])
def test_one_side_that_rates_one_item_begins_its_element(side: str, value: object) -> None:
    answers = whole_element() | {"HW-3.1": ItemAnswer(**{side: value})}  # type: ignore[arg-type]
    fulfilment = next(part for part in framework().sections if part.id == "HW-3")
    assert is_begun(fulfilment, answers)
    found = readiness(framework(), answers)
    assert {each.element for each in found.unanswered} == {"HW-3"}
    assert len(found.unanswered) == len(fulfilment.questions)


def test_a_note_or_a_wish_for_help_begins_nothing() -> None:
    answers = whole_element() | {"HW-3.1": ItemAnswer(note="To look at next year.", help_wanted=True)}
    assert readiness(framework(), answers).ready


def test_not_known_is_an_answer_and_does_not_apply_needs_a_reason() -> None:
    answers = whole_element() | {"HW-2.1": agreed("dont_know"), "HW-2.2": left_out()}
    assert readiness(framework(), answers).ready
    for reason in (None, "", "  "):
        blank = answers | {"HW-2.2": ItemAnswer(agreed="does_not_apply", reason=reason)}
        assert readiness(framework(), blank).unanswered == (Unanswered("HW-2.2", "HW-2", needs_reason=True),)


def test_compulsory_elements_are_always_whole() -> None:
    assert all(part.compulsory for part in (*small().sections, *award().sections))
    first = {"A-1": agreed(1), "A-2": agreed(1)}
    assert [each.item for each in readiness(small(), first).unanswered] == ["B-1", "B-2"]
    assert readiness(small(), first | {"B-1": agreed(1), "B-2": agreed(1)}).ready
