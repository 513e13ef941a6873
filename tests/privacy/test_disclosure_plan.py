"""The plan of a round, what is kept at closing, and what members are told before."""

import pytest

from audit_app.analysis.disclosure import forecast, groups_to_store, plan_for
from audit_app.analysis.released import Plan
from audit_app.analysis.tallies import Group


@pytest.mark.parametrize(
    ("management", "staff", "minimum", "plan"),
    [
        (0, 0, 5, Plan.NOTHING),
        (2, 2, 5, Plan.NOTHING),
        (2, 3, 5, Plan.TOTAL),
        (4, 30, 5, Plan.TOTAL),
        (30, 4, 5, Plan.TOTAL),
        (0, 12, 5, Plan.TOTAL),
        (5, 5, 5, Plan.SMALL),
        (9, 40, 5, Plan.SMALL),
        (10, 10, 5, Plan.FULL),
        (10, 10, 11, Plan.TOTAL),
        (5, 5, 11, Plan.NOTHING),
        (11, 11, 11, Plan.FULL),
        (9, 12, 8, Plan.SMALL),
    ],
)
def test_the_plan_follows_from_who_answered(management: int, staff: int, minimum: int, plan: Plan) -> None:
    assert plan_for(management, staff, 0, minimum) == (plan, False)


@pytest.mark.parametrize(("partners", "shown"), [(0, False), (1, False), (2, False), (3, False), (4, False), (5, True)])
def test_one_to_four_partners_are_never_shown_nor_kept(partners: int, shown: bool) -> None:
    plan, partners_shown = plan_for(12, 12, partners, 5)
    assert partners_shown is shown
    assert (Group.PARTNER in groups_to_store(plan, partners_shown)) is shown


def test_what_is_never_shown_is_not_stored() -> None:
    assert groups_to_store(*plan_for(2, 2, 9, 5)) == ()
    assert groups_to_store(*plan_for(4, 12, 9, 5)) == (Group.TOTAL, Group.PARTNER)
    assert groups_to_store(*plan_for(5, 12, 4, 5)) == (Group.MANAGEMENT, Group.STAFF)
    assert groups_to_store(*plan_for(10, 12, 5, 5)) == (Group.MANAGEMENT, Group.STAFF, Group.PARTNER)


def test_the_minimum_cannot_be_below_five() -> None:
    with pytest.raises(ValueError, match="below 5"):
        plan_for(10, 10, 0, 4)
    with pytest.raises(ValueError, match="negative"):
        plan_for(-1, 10, 0, 5)


def test_the_forecast_says_how_many_may_be_missing() -> None:
    sentences = forecast(12, 6, 3, 5)
    assert "Staff side has 6 members: if two do not answer, neither side can be shown." in sentences
    assert "There are 3 partners, fewer than 5: their ratings will not be counted. Only what they write is kept." in (
        sentences
    )
    # and it is true
    assert plan_for(12, 5, 0, 5)[0] is Plan.SMALL
    assert plan_for(12, 4, 0, 5)[0] is Plan.TOTAL


def test_the_forecast_of_a_round_that_can_show_nothing_or_only_the_total() -> None:
    (nothing,) = forecast(2, 2, 0, 5)
    assert nothing.startswith("Management side and staff side have 4 members together. At least 5 must answer")
    sentences = forecast(4, 8, 5, 5)
    assert "Management side has 4 members: a group of fewer than 5 is never shown on its own." in sentences
    assert "Only the results of both sides together can be shown." in sentences
    assert "The two sides have 12 members together: if eight do not answer, nothing can be shown." in sentences
    assert "There are 5 partners: if one does not answer, their ratings will not be counted." in sentences
