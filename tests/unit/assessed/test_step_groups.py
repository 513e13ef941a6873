"""Next steps in groups: up to three of a kind stand for themselves, the fourth makes them one line."""

from datetime import date

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ActionState, ItemAnswer, PlannedAction
from audit_app.analysis.assessed.profile import rated_too_little
from audit_app.analysis.assessed.results import NextStep, ProofFault
from audit_app.analysis.assessed.step_groups import grouped
from tests.unit.assessed.answers import TODAY, agreed, award, best, framework, left_out, of, small

FIRST = tuple(f"HW-1.{number}" for number in range(1, 9))


def lines(answers: dict[str, ItemAnswer], kind: str, **more: object) -> list[NextStep]:
    found = assess(of(framework(), answers, **more), TODAY)
    return [step for step in grouped(found.next_steps, framework()) if step.kind == kind]


@pytest.mark.parametrize("many", [1, 3])
def test_up_to_three_stand_for_themselves(many: int) -> None:
    apart = {name: ItemAnswer(management=1, staff=3) for name in FIRST[:many]}
    assert [step.item for step in lines(apart, "talk")] == list(FIRST[:many])


def test_four_differences_in_an_element_are_one_line() -> None:
    apart = {name: ItemAnswer(management=1, staff=3) for name in (*FIRST[:4], "HW-2.1")}
    first, second = lines(apart, "talk")
    assert first.sentence == (
        "Talk about 4 statements in Personal health and wellbeing: the two sides rated them differently."
    )
    assert (first.item, first.element, first.statements) == (None, "HW-1", 4)
    assert second.item == "HW-2.1"


def test_more_than_three_lines_over_all_elements_are_one_line() -> None:
    assert [step.sentence for step in lines({}, "rate")] == ["Rate 37 statements in 7 elements."]
    low = {f"HW-{element}.1": agreed(0) for element in range(1, 5)}
    assert [step.sentence for step in lines(low, "low")] == ["Plan actions for 4 statements in 4 elements."]
    assert len(lines({f"HW-{element}.1": agreed(0) for element in range(1, 4)}, "low")) == 3


def test_faults_of_evidence_are_counted_by_kind_of_fault() -> None:
    answers = {item.id: agreed(2, proven=False) for item in award().items}
    found = [
        step for step in grouped(assess(of(award(), answers), TODAY).next_steps, award(), ("standard", "standards"))
        if step.kind == "evidence"
    ]  # fmt: skip
    missing = sum(len(part.questions) for part in award().sections)
    assert [(step.sentence, step.fault) for step in found] == [
        (f"Add evidence for {missing} statements in {len(award().sections)} standards.", ProofFault.MISSING)
    ]


def test_actions_that_are_overdue_are_one_line_from_four_on() -> None:
    def overdue(many: int) -> list[str]:
        late = PlannedAction(None, "Buy tea", "Head of tea", date(2026, 1, 1), ActionState.TO_DO)
        return [step.sentence for step in lines({}, "action", actions=(late,) * many)]

    assert len(overdue(3)) == 3
    assert overdue(4) == ["4 actions are overdue."]


def test_the_order_stays_and_alerts_are_never_grouped() -> None:
    alerts = tuple(NextStep("alert", f"Alert {number}", f"A-{number}", "A") for number in range(6))
    steps = (*alerts, NextStep("sign", "Both sides can sign now."))
    assert grouped(steps, small()) == steps


def test_why_there_is_no_overall_score() -> None:
    assert rated_too_little(of(framework(), best(framework()))) == ()
    answers = best(framework())
    del answers["HW-2.1"]  # 3 of 4: less than four fifths
    assert rated_too_little(of(framework(), answers)) == ("HW-2",)
    answers["HW-2.1"] = left_out()  # 3 of 3 that apply
    assert rated_too_little(of(framework(), answers)) == ()
