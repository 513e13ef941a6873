"""What holds for the levels of every instrument: a better answer never costs a level, and order is nothing."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.analysis.assessed.levels import standing
from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import POLICY, agreed, award, framework, of, shipped, small, standard

PROVEN_AT_THE_TOP = small(
    scales=[
        small().scales[0].model_dump() | {"evidence_from": 4},
    ],
    tiers=[{"id": "all", "title": "All"}],
    sections=[
        part | {"questions": [item | {"tier": "all"} for item in part["questions"]]}
        for part in small().model_dump()["sections"]
    ],
    rules={
        "levels": [
            {"id": "good", "title": "Good"}
            | {"needs": [{"rule": "points", "tiers": ["all"], "at_least": 5, "out_of": 8}]}
        ]
    },
)
WITH_LEVELS = [award(), standard(), PROVEN_AT_THE_TOP]


def answers_of(instrument: Instrument, seed: int) -> dict[str, ItemAnswer]:
    """Mostly good answers, with every kind of gap."""
    chance = random.Random(seed)  # noqa: S311  (invented answers, the same every time)
    answers = {}
    for item in instrument.items:
        values = instrument.rating_scale(item).values
        value = chance.choice([values[-1]] * 12 + [*values, "dont_know", "does_not_apply", None])
        reason = chance.choice(["We have none.", None])
        answers[item.id] = ItemAnswer(agreed=value, reason=reason, proofs=(POLICY,) if chance.random() < 0.9 else ())
    return answers


def reached(instrument: Instrument, answers: dict[str, ItemAnswer]) -> int:
    found = standing(of(instrument, answers))
    assert found is not None
    return [None, *(level.title for level in found.levels)].index(found.reached)


@pytest.mark.parametrize("instrument", WITH_LEVELS, ids=lambda instrument: instrument.id)
@settings(max_examples=150)
@given(seed=st.integers(0, 10_000), place=st.integers(0, 47))
def test_raising_a_rating_never_lowers_the_level(instrument: Instrument, seed: int, place: int) -> None:
    """Even when the better answer needs evidence that is not there."""
    answers = answers_of(instrument, seed)
    item = instrument.items[place % len(instrument.items)]
    before = [
        reached(instrument, answers | {item.id: ItemAnswer(agreed=value, proofs=answers[item.id].proofs)})
        for value in instrument.rating_scale(item).values
    ]
    assert before == sorted(before)


def test_a_rating_without_its_evidence_counts_as_the_best_that_needs_none() -> None:
    """On 0 to 4 with evidence from 4: a bare 4 counts as 3, so 3 + 3 = 6 of 8 is enough where 5 are needed."""
    instrument = PROVEN_AT_THE_TOP
    bare = {item.id: agreed(4, proven=False) for item in instrument.items}
    assert reached(instrument, bare) == 1
    assert reached(instrument, bare | {"A-1": agreed(1)}) == 0  # 1 + 3
    assert reached(instrument, bare | {"A-1": agreed(2)}) == 1  # 2 + 3


@pytest.mark.parametrize("instrument", WITH_LEVELS, ids=lambda instrument: instrument.id)
@given(seed=st.integers(0, 10_000))
def test_a_level_is_reached_exactly_when_nothing_is_left(instrument: Instrument, seed: int) -> None:
    found = standing(of(instrument, answers_of(instrument, seed)))
    assert found is not None
    for level in (*found.levels, *(each for levels in found.by_element.values() for each in levels)):
        assert level.reached is (not level.left)


@pytest.mark.parametrize("instrument", WITH_LEVELS, ids=lambda instrument: instrument.id)
@given(seed=st.integers(0, 10_000))
def test_doing_what_is_left_reaches_the_next_level(instrument: Instrument, seed: int) -> None:
    """Every named item brought to the top with evidence, and for points every item of the tier."""
    answers = answers_of(instrument, seed)
    found = standing(of(instrument, answers))
    assert found is not None
    place = reached(instrument, answers)
    if place == len(found.levels):
        return
    for left in found.levels[place].left:
        element = next(part for part in instrument.sections if part.id == left.element)
        for item in element.questions:
            if item.id == left.item or (left.item is None and item.tier in {"good", "leading", "all"}):
                answers[item.id] = agreed(instrument.rating_scale(item).values[-1])
    assert reached(instrument, answers) > place


@pytest.mark.parametrize("instrument", WITH_LEVELS, ids=lambda instrument: instrument.id)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_answers_changes_nothing(instrument: Instrument, seed: int) -> None:
    answers = answers_of(instrument, seed)
    turned = dict(reversed(answers.items()))
    assert standing(of(instrument, answers)) == standing(of(instrument, turned))


def test_an_instrument_with_scores_alone_has_no_standing() -> None:
    assert standing(of(framework(), {})) is None
    assert {each.id for each in shipped().instruments if not each.rules.levels} == {
        "staff-wellbeing-framework",
        "culture-self-check",
    }


def with_levels(*levels: dict[str, Any]) -> Instrument:
    sections = small().model_dump()["sections"]
    for section in sections:
        for item, tier in zip(section["questions"], ("hot", "sweet"), strict=True):
            item["tier"] = tier
    tiers = [{"id": "hot", "title": "Hot"}, {"id": "sweet", "title": "Sweet"}]
    return small(sections=sections, tiers=tiers, rules={"levels_of": "element", "levels": list(levels)})


def test_levels_that_do_not_build_on_each_other_have_the_highest_that_is_reached() -> None:
    """Sweet does not ask for Hot: an element that is only sweet is at Sweet, and the whole is where the lowest is."""
    instrument = with_levels(
        {"id": "hot", "title": "Hot", "needs": [{"rule": "all_met", "tiers": ["hot"]}]},
        {"id": "sweet", "title": "Sweet", "needs": [{"rule": "all_met", "tiers": ["sweet"]}]},
    )
    found = standing(of(instrument, {"A-2": agreed(3), "B-1": agreed(3)}))
    assert found is not None
    assert [level.reached for level in found.by_element["A"]] == [False, True]
    assert [level.reached for level in found.by_element["B"]] == [True, False]
    assert (found.reached, found.next_level) == ("Hot", "Sweet")
    assert [left.item for left in found.levels[1].left] == ["B-2"]


def test_a_need_of_one_item_binds_the_element_in_which_it_stands() -> None:
    instrument = with_levels(
        {"id": "hot", "title": "Hot", "needs": [{"rule": "item", "item": "A-1", "at_least": 2}]},
    )
    found = standing(of(instrument, {"A-1": agreed(1)}))
    assert found is not None
    assert [left.item for left in found.by_element["A"][0].left] == ["A-1"]
    assert found.by_element["B"][0].reached


def test_an_item_that_two_needs_name_is_left_once() -> None:
    twice = [{"rule": "all_met", "tiers": ["hot"]}, {"rule": "item", "item": "A-1", "at_least": 3}]
    instrument = with_levels({"id": "hot", "title": "Hot", "needs": twice})
    found = standing(of(instrument, {}))
    assert found is not None
    assert [left.item for left in found.by_element["A"][0].left] == ["A-1"]
