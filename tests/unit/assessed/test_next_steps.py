"""The first thing on the page: what to do next, most urgent first."""

from datetime import date

import pytest

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import (
    ActionState,
    Content,
    ItemAnswer,
    PlannedAction,
    Priority,
    Proof,
    SignedBy,
)
from audit_app.analysis.assessed.review import next_review
from tests.unit.assessed.answers import TODAY, agreed, award, best, framework, of, small, standard


def steps(content: Content, today: date = TODAY) -> list[tuple[str, str]]:
    return [(step.kind, step.sentence) for step in assess(content, today).next_steps]


def action(item: str | None, state: ActionState = ActionState.TO_DO, due_on: date | None = None) -> PlannedAction:
    return PlannedAction(item, "Buy a kettle.", "Head of estates", due_on, state)


def signed(side: str) -> SignedBy:
    return SignedBy(side, "Robin Example", "Chair", date(2026, 11, 2))


def test_a_new_assessment_begins_with_rating() -> None:
    found = steps(of(framework(), {}))
    assert found[0] == ("rate", "Rate 8 statements in Personal health and wellbeing.")
    assert {kind for kind, _ in found} == {"rate"}
    assert len(found) == 7


def test_what_sides_see_apart_is_talked_about_before_what_they_see_alike_is_agreed() -> None:
    answers = {
        "A-1": ItemAnswer(management=1, staff=1),
        "B-1": ItemAnswer(management=1, staff="dont_know"),
        "B-2": ItemAnswer(management=4),
    }
    assert steps(of(small(), answers)) == [
        ("talk", "Talk about “Statement B-1 is true”. Management side says “Few”, staff side says “Don't know”."),
        ("agree", "Agree 1 rating in Leaves: both sides say the same."),
        ("rate", "Rate 1 statement in Leaves."),
        ("rate", "Rate 1 statement in Biscuits."),
    ]


def test_a_difference_that_was_settled_is_no_step() -> None:
    answers = {name: ItemAnswer(management=1, staff=4, agreed=3) for name in ("A-1", "A-2", "B-1", "B-2")}
    assert steps(of(small(), answers)) == [("sign", "Both sides can sign now.")]


def test_alerts_come_first() -> None:
    answers = best(standard()) | {"GW-P2": agreed("dont_know"), "GW-P5": ItemAnswer(management=0, staff=2)}
    kinds = [kind for kind, _ in steps(of(standard(), answers))]
    assert kinds[:2] == ["alert", "talk"]


def test_evidence_is_named_by_item_or_counted_by_element() -> None:
    old, undated = Proof("Plan", dated=date(2020, 1, 1)), Proof("Plan")
    answers = best(award()) | {
        "HA-A1": agreed(2, proven=False),
        "HA-A2": agreed(2, proven=False),
        "HA-B1": ItemAnswer(agreed=2, proofs=(old,)),
        "HA-C1": ItemAnswer(agreed=2, proofs=(undated,)),
    }
    assert [sentence for kind, sentence in steps(of(award(), answers)) if kind == "evidence"] == [
        "Add evidence for 2 statements in Leadership and planning.",
        "Bring newer evidence for “We have a sickness absence policy that staff can find easily”.",
        "Date the evidence for “Risk assessments are up to date in every work area”.",
    ]


def test_the_next_level_says_how_much_is_left_or_the_one_thing_that_is() -> None:
    one = best(award()) | {"HA-B2": agreed(1)}
    only = "“We record the reasons for absence”: now “Partly”. It needs “Yes”."
    assert ("level", f"One thing is left to reach Foundation. {only}") in steps(of(award(), one))
    assert ("level", "2 things are left to reach Foundation.") in steps(of(award(), one | {"HA-C1": agreed(1)}))
    assert "level" not in {kind for kind, _ in steps(of(award(), best(award())))}


def test_low_and_urgent_items_without_an_action() -> None:
    answers = {
        "A-1": agreed(0),
        "A-2": agreed(1),
        "B-1": agreed(1),
        "B-2": agreed(3, priority=Priority.NOW),
    }
    actions = (action("A-2"), action("B-1", ActionState.DONE))
    assert [step for step in steps(of(small(), answers, actions=actions)) if step[0] == "low"] == [
        ("low", "Plan an action: “Statement A-1 is true” is rated “None”."),
        ("low", "Plan an action: “Statement B-1 is true” is rated “Few”."),
        ("low", "Plan an action: “Statement B-2 is true” is to be worked on now."),
    ]


@pytest.mark.parametrize(
    ("state", "due_on", "overdue"),
    [
        (ActionState.TO_DO, date(2026, 11, 19), True),
        (ActionState.UNDER_WAY, date(2026, 11, 19), True),
        (ActionState.TO_DO, date(2026, 11, 20), False),  # due today
        (ActionState.DONE, date(2026, 11, 19), False),
        (ActionState.DROPPED, date(2026, 11, 19), False),
        (ActionState.TO_DO, None, False),
    ],
)
def test_overdue_actions(state: ActionState, due_on: date | None, overdue: bool) -> None:
    found = steps(of(small(), {}, actions=(action("A-1", state, due_on),)))
    expected = [("action", "Overdue since 19 November 2026: Buy a kettle (Head of estates).")] if overdue else []
    assert [step for step in found if step[0] == "action"] == expected


def test_the_longest_overdue_action_comes_first() -> None:
    actions = (action("A-1", due_on=date(2026, 5, 1)), action(None, due_on=date(2025, 12, 1)))
    found = [sentence for kind, sentence in steps(of(small(), {}, actions=actions)) if kind == "action"]
    assert [sentence[14:27] for sentence in found] == ["1 December 20", "1 May 2026: B"]


class TestSigning:
    def test_only_when_every_compulsory_item_is_agreed(self) -> None:
        answers = {name: agreed(3) for name in ("A-1", "A-2", "B-1")}
        assert "sign" not in {kind for kind, _ in steps(of(small(), answers))}
        answers["B-2"] = agreed("dont_know")
        assert steps(of(small(), answers)) == [("sign", "Both sides can sign now.")]

    def test_an_element_that_is_not_compulsory_can_be_left_for_later(self) -> None:
        half = {name: agreed(3) for name in ("HW-2.1", "HW-2.2", "HW-2.3")}
        assert "sign" not in {kind for kind, _ in steps(of(framework(), half))}
        assert ("sign", "Both sides can sign now.") in steps(of(framework(), half | {"HW-2.4": agreed(3)}))

    def test_who_has_not_signed(self) -> None:
        answers = {item.id: agreed(3) for item in small().items}
        assert steps(of(small(), answers, signatures=(signed("management"),))) == [
            ("sign", "Staff side has not signed yet.")
        ]
        assert steps(of(small(), answers, signatures=(signed("management"), signed("staff")))) == []


class TestReviews:
    @pytest.mark.parametrize(
        ("signed_on", "today", "due"),
        [
            (date(2026, 3, 31), date(2026, 3, 31), False),
            (date(2026, 3, 31), date(2026, 4, 1), True),
            (date(2026, 4, 1), date(2026, 9, 30), False),
            (date(2026, 4, 1), date(2026, 10, 1), True),
            (date(2026, 10, 5), date(2027, 3, 31), False),
            (date(2026, 9, 5), date(2027, 2, 1), True),  # October 2026 went by
        ],
    )
    def test_the_basics_are_looked_at_each_april_and_october(self, signed_on: date, today: date, due: bool) -> None:
        content = of(standard(), best(standard()), signed_on=signed_on)
        review = ("review", "Look at Basics again: the law may have changed since both sides signed.")
        assert (review in steps(content, today)) is due

    def test_never_before_it_is_signed_or_where_the_file_asks_for_none(self) -> None:
        assert "review" not in {kind for kind, _ in steps(of(standard(), best(standard())))}
        assert "review" not in {kind for kind, _ in steps(of(award(), best(award()), signed_on=date(2020, 1, 1)))}

    @pytest.mark.parametrize(
        ("today", "ahead"),
        [
            (date(2026, 3, 31), date(2026, 4, 1)),
            (date(2026, 4, 1), date(2026, 10, 1)),
            (date(2026, 12, 24), date(2027, 4, 1)),
        ],
    )
    def test_the_next_review(self, today: date, ahead: date) -> None:
        assert next_review(standard(), today) == ahead
        assert next_review(award(), today) is None
