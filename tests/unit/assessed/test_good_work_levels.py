"""Good work: Basics, the real Living Wage, and points in every pillar, at each border."""

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ItemAnswer, Value
from audit_app.analysis.assessed.results import LevelStanding, Standing
from tests.unit.assessed.answers import TODAY, agreed, best, left_out, of, standard

FULLY, PARTLY, NOT_YET, NO = 2, 1, 0, 0


def standing(answers: dict[str, ItemAnswer]) -> Standing:
    found = assess(of(standard(), answers), TODAY).standing
    assert found is not None
    return found


def levels(answers: dict[str, ItemAnswer]) -> tuple[LevelStanding, LevelStanding, LevelStanding]:
    basics, good, leading = standing(answers).levels
    return basics, good, leading


def with_skills(*values: Value, from_item: int = 4) -> dict[str, ItemAnswer]:
    """Everything fully met, but for these items of Skills and progression: 4 to 7 are Good, 8 and 9 Leading."""
    changed = {f"GW-S{n}": left_out() if v == "does_not_apply" else agreed(v) for n, v in enumerate(values, from_item)}
    return best(standard()) | changed


def test_everything_fully_met_is_leading() -> None:
    found = standing(best(standard()))
    assert (found.reached, found.next_level, found.alerts) == ("Leading", None, ())


@pytest.mark.parametrize("item", ["GW-P1", "GW-V3", "GW-S2", "GW-R3"])
@pytest.mark.parametrize(("value", "said"), [(NO, "No"), ("dont_know", "Not sure")])
def test_one_basic_that_is_not_yes_holds_back_every_level_and_shows_first(item: str, value: Value, said: str) -> None:
    found = standing(best(standard()) | {item: agreed(value)})
    assert (found.reached, found.next_level) == (None, "Basics met")
    (alert,) = found.alerts
    assert alert.item == item
    assert f": {said}. This may be a legal duty." in alert.sentence
    assert [left.item for left in found.levels[0].left] == [item]


def test_a_basic_without_an_answer_is_left_to_do_and_is_no_alert() -> None:
    answers = best(standard())
    del answers["GW-P1"]
    found = standing(answers)
    assert (found.reached, found.alerts) == (None, ())


def test_basics_need_no_evidence() -> None:
    answers = {item.id: agreed(1, proven=False) for item in standard().items if item.tier == "basics"}
    found = standing(answers)
    assert (found.reached, found.next_level) == ("Basics met", "Good")


@pytest.mark.parametrize("answer", [agreed(PARTLY), agreed(NOT_YET), left_out(), ItemAnswer()])
def test_good_needs_the_real_living_wage_fully(answer: ItemAnswer) -> None:
    """The other three items of the pillar are worth 6 points, so the points alone would do."""
    basics, good, leading = levels(best(standard()) | {"GW-P4": answer})
    assert (basics.reached, good.reached, leading.reached) == (True, False, False)
    assert [left.item for left in good.left] == ["GW-P4"]
    assert good.left[0].sentence.endswith("It needs “Fully”." if answer.proofs else "It needs “Fully”, with evidence.")


@pytest.mark.parametrize(
    ("values", "reached", "more"),
    [
        ((FULLY, FULLY, FULLY, NOT_YET), True, 0),  # 2 + 2 + 2 + 0 = 6 of 8
        ((FULLY, FULLY, PARTLY, PARTLY), True, 0),  # 2 + 2 + 1 + 1 = 6
        ((FULLY, FULLY, PARTLY, NOT_YET), False, 1),  # 5
        ((PARTLY, PARTLY, PARTLY, PARTLY), False, 2),  # 4
        ((NOT_YET, NOT_YET, NOT_YET, NOT_YET), False, 6),
        # one of four does not apply: 6 can be had, 6 / 8 of them is 4.5, so 5 are needed
        ((FULLY, FULLY, PARTLY, "does_not_apply"), True, 0),  # 5
        ((FULLY, PARTLY, PARTLY, "does_not_apply"), False, 1),  # 4
        # two of four: 4 can be had, 3 are needed
        ((FULLY, PARTLY, "does_not_apply", "does_not_apply"), True, 0),  # 3
        ((PARTLY, PARTLY, "does_not_apply", "does_not_apply"), False, 1),  # 2
        # three of four: 2 can be had, 1.5 rounded up is 2
        ((FULLY, "does_not_apply", "does_not_apply", "does_not_apply"), True, 0),
        ((PARTLY, "does_not_apply", "does_not_apply", "does_not_apply"), False, 1),
        # nothing applies, so nothing is needed
        (("does_not_apply",) * 4, True, 0),
    ],
)
def test_good_needs_six_of_eight_points_in_each_pillar(values: tuple[Value, ...], reached: bool, more: int) -> None:
    _, good, _ = levels(with_skills(*values))
    assert good.reached is reached
    if more:
        (left,) = good.left
        assert left.element == "GW-S"
        points = "1 more point" if more == 1 else f"{more} more points"
        assert left.sentence.startswith(f"{points} from Good practice in Skills and progression: now ")


@pytest.mark.parametrize(
    ("values", "reached"),
    [
        ((FULLY, PARTLY), True),  # 3 of 4
        ((PARTLY, PARTLY), False),  # 2
        ((FULLY, NOT_YET), False),  # 2
        ((FULLY, "does_not_apply"), True),  # 2 can be had, 1.5 rounded up is 2
        ((PARTLY, "does_not_apply"), False),
        (("does_not_apply", "does_not_apply"), True),
    ],
)
def test_leading_needs_three_of_four_points_in_each_pillar(values: tuple[Value, ...], reached: bool) -> None:
    _, good, leading = levels(with_skills(*values, from_item=8))
    assert (good.reached, leading.reached) == (True, reached)


def test_points_of_one_pillar_do_not_make_up_for_another() -> None:
    """28 of 32 points in all would be plenty, but Skills and progression has 4 of 8."""
    _, good, _ = levels(with_skills(FULLY, FULLY, NOT_YET, NOT_YET))
    assert [left.sentence for left in good.left] == [
        "2 more points from Good practice in Skills and progression: now 4 of 8, and 6 are needed."
    ]


def test_what_can_be_had_is_said_where_items_do_not_apply() -> None:
    _, good, _ = levels(with_skills(PARTLY, PARTLY, NOT_YET, "does_not_apply"))
    assert [left.sentence for left in good.left] == [
        "3 more points from Good practice in Skills and progression: now 2 of 6 that can be had, and 5 are needed."
    ]


def test_points_without_evidence_do_not_count_yet_and_say_so() -> None:
    """5 points with evidence; the sixth and seventh wait for theirs."""
    answers = with_skills(FULLY, FULLY, PARTLY) | {"GW-S7": agreed(FULLY, proven=False)}
    _, good, _ = levels(answers)
    assert [left.sentence for left in good.left] == [
        "1 more point from Good practice in Skills and progression: now 5 of 8, and 6 are needed.",
        "“Staff in lower bands have a clear route to progress”: evidence is missing. With it, 2 points count.",
    ]


def test_does_not_apply_without_a_reason_changes_no_sum() -> None:
    """2 + 2 + 1 of 8 is one too few; with a reason it is 5 of 6, which is enough."""
    answers = with_skills(FULLY, FULLY, PARTLY) | {"GW-S7": ItemAnswer(agreed="does_not_apply")}
    _, good, _ = levels(answers)
    assert [left.sentence for left in good.left][1] == (
        "“Staff in lower bands have a clear route to progress”: say why it does not apply."
    )
    answers["GW-S7"] = left_out()
    assert levels(answers)[1].reached


def test_what_is_left_of_leading_names_what_is_left_of_good_too() -> None:
    answers = with_skills(FULLY, FULLY, PARTLY, NOT_YET) | {"GW-R8": agreed(NOT_YET), "GW-R9": agreed(NOT_YET)}
    _, good, leading = levels(answers)
    assert leading.left[: len(good.left)] == good.left
    assert leading.left[-1].sentence.startswith("3 more points from Leading practice in Recruitment and inclusion")
