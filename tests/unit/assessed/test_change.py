"""What changed since the assessment before, and where the two sides are apart."""

from typing import Any

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ItemAnswer, Value
from audit_app.analysis.assessed.results import Difference, ElementChange, Movement
from audit_app.analysis.assessed.sides import differences
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import TODAY, agreed, award, best, of, small


def moved(
    before: dict[str, Value | None],
    after: dict[str, Value | None],
    then: Instrument | None = None,
    now: Instrument | None = None,
) -> tuple[dict[str, Movement], tuple[ElementChange, ...]]:
    earlier = of(then or small(), {name: agreed(value) for name, value in before.items()})
    later = of(now or small(), {name: agreed(value) for name, value in after.items()})
    result = assess(later, TODAY, earlier)
    return {change.item: change.movement for change in result.changes}, result.element_changes


@pytest.mark.parametrize(
    ("then", "now", "movement"),
    [
        (1, 3, Movement.UP),
        (3, 1, Movement.DOWN),
        (0, 0, Movement.SAME),
        (None, 0, Movement.NEW),
        ("dont_know", 2, Movement.NEW),
        ("does_not_apply", 2, Movement.NEW),
        (2, None, Movement.GONE),
        (2, "dont_know", Movement.GONE),
        (0, "does_not_apply", Movement.GONE),
        (None, None, Movement.UNRATED),
        ("dont_know", "does_not_apply", Movement.UNRATED),
    ],
)
def test_how_an_item_moved(then: Value | None, now: Value | None, movement: Movement) -> None:
    assert moved({"A-1": then}, {"A-1": now})[0]["A-1"] is movement


def test_a_change_tells_both_values() -> None:
    result = assess(of(small(), {"A-1": agreed(3)}), TODAY, of(small(), {"A-1": agreed("dont_know")}))
    assert (result.changes[0].before, result.changes[0].after) == ("dont_know", 3)


def reworded(**changed: Any) -> Instrument:
    content = small().model_dump()
    content["sections"][0]["questions"][0].update(changed)
    return Instrument.model_validate(content | {"version": 2})


def test_an_item_with_other_words_is_not_compared() -> None:
    movements, elements = moved({"A-1": 0, "A-2": 1}, {"A-1": 4, "A-2": 2}, now=reworded(text="Something else."))
    assert (movements["A-1"], movements["A-2"]) == (Movement.REWORDED, Movement.UP)
    assert elements[0] == ElementChange("A", 2.5, 5.0, 1, 2.5)  # A-2 alone: 1 and 2 of 4


def test_an_item_with_a_new_id_is_new_and_the_old_one_is_gone() -> None:
    movements, elements = moved({"A-1": 0}, {"A-1b": 4}, now=reworded(id="A-1b", text="Something else is true."))
    assert list(movements) == ["A-1b", "A-2", "B-1", "B-2", "A-1"]
    assert (movements["A-1b"], movements["A-1"]) == (Movement.NEW, Movement.GONE)
    assert elements[0] == ElementChange("A", None, None, 0)


def test_scales_with_other_words_are_not_compared() -> None:
    content = small().model_dump()
    content["scales"][0]["options"][4]["label"] = "Always"
    movements, _ = moved({"A-1": 0}, {"A-1": 4}, now=Instrument.model_validate(content | {"version": 2}))
    assert set(movements.values()) == {Movement.REWORDED}


def test_elements_are_compared_over_the_items_that_were_rated_both_times() -> None:
    """A: before 1 and 3, now 2 and unrated. Over A-1 alone: 2.5 and 5.0. All items would say 5.0 and 5.0."""
    _, elements = moved({"A-1": 1, "A-2": 3, "B-1": 4}, {"A-1": 2, "A-2": "dont_know", "B-1": 4, "B-2": 0})
    assert elements == (ElementChange("A", 2.5, 5.0, 1, 2.5), ElementChange("B", 10.0, 10.0, 1, 0.0))


def test_the_difference_is_of_the_unrounded_scores() -> None:
    """A: (0 + 1) / 2 x 2.5 = 1.25, said as 1.3; then (2 + 2) / 2 x 2.5 = 5.0. The difference is 3.75, said as 3.8."""
    _, elements = moved({"A-1": 0, "A-2": 1}, {"A-1": 2, "A-2": 2})
    assert elements[0] == ElementChange("A", 1.3, 5.0, 2, 3.8)


def test_a_standard_with_levels_has_changes_of_items_alone() -> None:
    result = assess(of(award(), best(award())), TODAY, of(award(), {}))
    assert len(result.changes) == 48
    assert result.element_changes == ()


def test_nothing_is_compared_without_an_earlier_assessment() -> None:
    result = assess(of(small(), {"A-1": agreed(3)}), TODAY)
    assert (result.against, result.changes, result.element_changes) == (None, (), ())


def test_sides_are_apart_where_both_answered_otherwise() -> None:
    answers = {
        "A-1": ItemAnswer(management=3, staff=1),
        "A-2": ItemAnswer(management=2, staff=2),
        "B-1": ItemAnswer(management=2),
        "B-2": ItemAnswer(management="dont_know", staff=4, agreed=4),
    }
    assert differences(of(small(), answers)) == (Difference("A-1", 3, 1), Difference("B-2", "dont_know", 4))
