"""Scores of elements and of the whole, from independent hand-worked cases."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ItemAnswer, Priority, Value
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import TODAY, agreed, award, framework, left_out, of, small

RELATIONSHIPS = ("HW-2.1", "HW-2.2", "HW-2.3", "HW-2.4")


def relationships(*values: Value | None) -> dict[str, ItemAnswer]:
    return {name: agreed(value) for name, value in zip(RELATIONSHIPS, values, strict=True)}


def element(instrument: Instrument, answers: dict[str, ItemAnswer], name: str) -> tuple[float | None, int]:
    result = assess(of(instrument, answers), TODAY)
    (found,) = (part for part in result.elements if part.id == name)
    return found.score, found.rated


@pytest.mark.parametrize(
    ("values", "score", "rated"),
    [
        ((4, 4, 4, 4), 10.0, 4),  # mean 4 x 2.5
        ((0, 0, 0, 0), 0.0, 4),
        ((0, 1, 2, 4), 4.4, 4),  # 7 / 4 = 1.75; x 2.5 = 4.375; to one place 4.4
        ((1, 1, 1, 2), 3.1, 4),  # 5 / 4 = 1.25; x 2.5 = 3.125
        ((2, 1, 1, None), 3.3, 3),  # 4 / 3 x 2.5 = 3.33
        ((3, "dont_know", "does_not_apply", None), 7.5, 1),  # 3 x 2.5
        (("dont_know", "does_not_apply", None, None), None, 0),
        ((None, None, None, None), None, 0),
    ],
)
def test_the_score_is_the_mean_of_rated_items_times_two_and_a_half(
    values: tuple[Value | None, ...], score: float | None, rated: int
) -> None:
    assert element(framework(), relationships(*values), "HW-2") == (score, rated)


def test_halves_are_rounded_up() -> None:
    """(1 + 0 + ... ) of five: 0.5 x 2.5 = 1.25, said as 1.3 and not as 1.2."""
    two = {"A-1": agreed(1), "A-2": agreed(0)}  # mean 0.5
    assert element(small(), two, "A") == (1.3, 2)


def test_only_the_agreed_rating_counts() -> None:
    answers = {"A-1": ItemAnswer(management=4, staff=4), "A-2": ItemAnswer(management=0, staff=4, agreed=2)}
    assert element(small(), answers, "A") == (5.0, 1)


def test_an_element_counts_what_is_not_known_and_what_does_not_apply() -> None:
    result = assess(of(framework(), relationships(3, "dont_know", "does_not_apply", None)), TODAY)
    part = result.elements[1]
    assert (part.asked, part.rated, part.not_known, part.not_applying, part.answered) == (4, 1, 1, 1, 3)


def test_an_element_counts_the_items_that_both_sides_rated() -> None:
    answers = {"A-1": ItemAnswer(management=4, staff="dont_know"), "A-2": ItemAnswer(management=0)}
    assert assess(of(small(), answers), TODAY).elements[0].both_sides == 1


def test_an_award_has_levels_and_no_scores() -> None:
    result = assess(of(award(), {"HA-A1": agreed(2)}), TODAY)
    assert {part.score for part in result.elements} == {None}
    assert result.overall is None


def fully(instrument: Instrument, value: int, without: dict[str, ItemAnswer] | None = None) -> dict[str, ItemAnswer]:
    return {item.id: agreed(value) for item in instrument.items} | (without or {})


class TestOverall:
    """There is an overall score only when every element is at least 80 % rated."""

    def test_with_every_item(self) -> None:
        assert assess(of(framework(), fully(framework(), 3)), TODAY).overall == 7.5

    @pytest.mark.parametrize(
        ("unrated", "there"),
        [
            (("HW-3.1",), True),  # 4 of 5 is exactly 80 %
            (("HW-3.1", "HW-3.2"), False),  # 3 of 5
            (("HW-2.1",), False),  # 3 of 4 is 75 %
            (("HW-1.1",), True),  # 7 of 8 is 87.5 %
            (("HW-1.1", "HW-1.2"), False),  # 6 of 8 is 75 %
            (("HW-7.1",), True),  # 5 of 6 is 83 %
            (("HW-1.1", "HW-3.1", "HW-4.1", "HW-6.1", "HW-7.1"), True),
        ],
    )
    def test_at_the_border(self, unrated: tuple[str, ...], there: bool) -> None:
        answers = fully(framework(), 4, {name: agreed("dont_know") for name in unrated})
        assert (assess(of(framework(), answers), TODAY).overall is not None) is there

    def test_what_does_not_apply_leaves_both_numbers(self) -> None:
        """Of four, one does not apply and three are rated: 3 of 3. With one more not known: 2 of 3, too few."""
        answers = fully(framework(), 4, {"HW-2.1": left_out()})
        assert assess(of(framework(), answers), TODAY).overall == 10.0
        answers["HW-2.2"] = agreed("dont_know")
        assert assess(of(framework(), answers), TODAY).overall is None

    def test_an_element_of_which_nothing_applies_holds_nothing_back(self) -> None:
        answers = fully(small(), 2, {"B-1": left_out(), "B-2": left_out()})
        assert assess(of(small(), answers), TODAY).overall == 5.0

    def test_it_is_the_mean_of_all_items_and_not_of_the_elements(self) -> None:
        """Element HW-1 has eight items, HW-2 four: (8 x 0 + 29 x 4) / 37 x 2.5 = 7.84; of elements it would be 8.57."""
        answers = fully(framework(), 4, {f"HW-1.{n}": agreed(0) for n in range(1, 9)})
        assert assess(of(framework(), answers), TODAY).overall == 7.8


def test_low_items_stand_worst_first_then_most_urgent_then_in_order() -> None:
    answers = {
        "A-1": agreed(1),
        "A-2": agreed(1, priority=Priority.NOW),
        "B-1": agreed(2),  # not below 2
        "B-2": agreed(0, priority=Priority.LATER),
    }
    assert assess(of(small(), answers), TODAY).low == ("B-2", "A-2", "A-1")


def test_strong_items_are_at_the_top_of_the_scale_and_unrated_ones_have_no_agreed_answer() -> None:
    answers = {"A-1": agreed(4), "A-2": agreed(3), "B-1": agreed("dont_know"), "B-2": ItemAnswer(management=4, staff=4)}
    result = assess(of(small(), answers), TODAY)
    assert (result.strong, result.unrated) == (("A-1",), ("B-2",))


def test_the_highest_rating_is_a_strength_only_with_the_evidence_that_it_needs() -> None:
    answers = {"HA-A1": agreed(2, proven=False), "HA-A2": agreed(2, proven=True)}
    assert assess(of(award(), answers), TODAY).strong == ("HA-A2",)


@given(st.permutations(range(4)), st.tuples(*[st.integers(0, 4)] * 4))
def test_the_order_of_answers_changes_nothing(order: list[int], given_values: tuple[int, ...]) -> None:
    turned = tuple(given_values[place] for place in order)
    expected = Fraction(sum(given_values) * 10, 4 * 4)
    score, _ = element(framework(), relationships(*turned), "HW-2")
    assert score is not None
    assert abs(Fraction(score) - expected) <= Fraction(51, 1000)
    assert score == element(framework(), relationships(*given_values), "HW-2")[0]
