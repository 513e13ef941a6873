"""The healthy workplace: a level of a standard, the lowest of them for the whole, and what is left."""

from datetime import date

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ItemAnswer, Proof, Value
from audit_app.analysis.assessed.results import Standing
from tests.unit.assessed.answers import TODAY, agreed, award, best, left_out, of

YES, PARTLY, NOT_YET = 2, 1, 0


def standing(answers: dict[str, ItemAnswer]) -> Standing:
    found = assess(of(award(), answers), TODAY).standing
    assert found is not None
    return found


def level_of(answers: dict[str, ItemAnswer], element: str) -> str | None:
    result = assess(of(award(), answers), TODAY)
    return next(part.level for part in result.elements if part.id == element)


def leadership(*values: Value | None) -> dict[str, ItemAnswer]:
    """Answers to the six criteria of standard A: two of each level, with evidence for each Yes."""
    return {f"HA-A{n}": agreed(value, proven=value == YES) for n, value in enumerate(values, start=1)}


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ((YES, YES, YES, YES, YES, YES), "Leading"),
        ((YES, YES, YES, YES, YES, PARTLY), "Established"),
        ((YES, YES, YES, YES, NOT_YET, NOT_YET), "Established"),
        ((YES, YES, YES, NOT_YET, YES, YES), "Foundation"),  # both Leading criteria do not make up for Established
        ((YES, YES, NOT_YET, NOT_YET, NOT_YET, NOT_YET), "Foundation"),
        ((YES, PARTLY, YES, YES, YES, YES), None),  # every level needs those below it
        ((NOT_YET, YES, YES, YES, YES, YES), None),
        ((None, YES, YES, YES, YES, YES), None),
    ],
)
def test_a_standard_has_the_level_whose_criteria_and_those_below_are_all_yes(
    values: tuple[Value | None, ...], level: str | None
) -> None:
    assert level_of(leadership(*values), "HA-A") == level


def test_everything_yes_with_evidence_is_the_highest_level_with_nothing_left() -> None:
    found = standing(best(award()))
    assert (found.reached, found.next_level) == ("Leading", None)
    assert [level.left for level in found.levels] == [(), (), ()]


@pytest.mark.parametrize(
    ("lowered", "reached", "next_level"),
    [
        ("HA-C5", "Established", "Leading"),
        ("HA-C4", "Foundation", "Established"),
        ("HA-C1", None, "Foundation"),
    ],
)
def test_the_whole_has_the_level_of_its_lowest_standard(lowered: str, reached: str | None, next_level: str) -> None:
    found = standing(best(award()) | {lowered: agreed(PARTLY)})
    assert (found.reached, found.next_level) == (reached, next_level)
    (left,) = next(level.left for level in found.levels if level.title == next_level)
    assert (left.element, left.item) == ("HA-C", lowered)


def test_two_standards_behind_are_both_named() -> None:
    found = standing(best(award()) | {"HA-B3": agreed(NOT_YET), "HA-H4": agreed(NOT_YET), "HA-H6": agreed(NOT_YET)})
    assert found.reached == "Foundation"
    assert [left.item for left in found.levels[1].left] == ["HA-B3", "HA-H4"]
    assert [left.item for left in found.levels[2].left] == ["HA-B3", "HA-H4", "HA-H6"]


def test_a_yes_needs_evidence() -> None:
    answers = best(award()) | {"HA-A1": agreed(YES, proven=False)}
    (left,) = standing(answers).levels[0].left
    assert left.sentence == (
        "“A senior leader is named as lead for staff health”: the answer is “Yes”, but evidence is missing."
    )


def test_what_does_not_apply_counts_with_a_reason() -> None:
    assert standing(best(award()) | {"HA-E4": left_out("Our only site has no road.")}).reached == "Leading"


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_what_does_not_apply_without_a_reason_is_left_to_explain(reason: str | None) -> None:
    found = standing(best(award()) | {"HA-E4": ItemAnswer(agreed="does_not_apply", reason=reason)})
    assert found.reached == "Foundation"
    (left,) = found.levels[1].left
    assert left.sentence == "“There is secure storage for bicycles”: say why it does not apply."


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (agreed(PARTLY), "now “Partly”. It needs “Yes”."),
        (agreed(NOT_YET, proven=False), "now “Not yet”. It needs “Yes”, with evidence."),
        (ItemAnswer(management=YES, staff=YES), "no rating is agreed yet. It needs “Yes”, with evidence."),
    ],
)
def test_what_is_left_says_where_it_stands_and_what_it_needs(answer: ItemAnswer, sentence: str) -> None:
    (left,) = standing(best(award()) | {"HA-B2": answer}).levels[0].left
    assert left.sentence == f"“We record the reasons for absence”: {sentence}"


def test_stale_evidence_is_flagged_and_still_counts() -> None:
    old = ItemAnswer(agreed=YES, proofs=(Proof("Minutes", dated=date(2019, 1, 7)),))
    result = assess(of(award(), best(award()) | {"HA-A1": old}), TODAY)
    assert result.standing is not None
    assert result.standing.reached == "Leading"
    assert [problem.item for problem in result.problems] == ["HA-A1"]


def test_an_empty_assessment_has_everything_left() -> None:
    found = standing({})
    assert (found.reached, found.next_level) == (None, "Foundation")
    assert [len(level.left) for level in found.levels] == [16, 32, 48]  # 8 standards, 2 criteria at each level
