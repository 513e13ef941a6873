"""Actions: who by role, until when, how they stand; they outlive their assessment."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import ActionState, PlannedAction
from audit_app.assessment.actions import (
    achievements,
    actions_of,
    add_action,
    carried_over,
    change_action,
    find_action,
    overdue,
)
from audit_app.assessment.contents import content_of, signed_content
from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.models import Action, Assessment
from audit_app.assessment.opening import withdraw
from audit_app.assessment.ratings import UnknownItemError
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import (
    AT,
    COMPLETE,
    LATER,
    NEXT_VERSION,
    OTHER,
    TODAY,
    make_assessment,
    make_organisation,
    make_signed,
    manager,
    of_side,
    put,
    sign_both,
    union,
)

TYPED = {"text": "Train all managers", "owner_role": "Head of workforce", "due_on": "2026-12-01"}


def _add(session: Session, assessment: Assessment, item: str | None = "P-2", **more: str) -> Action:
    return add_action(
        session,
        assessment.organisation,
        {**TYPED, **more},
        manager(assessment),
        AT,
        assessment=assessment,
        item_id=item,
    )


def test_an_action_says_what_who_and_until_when(session: Session) -> None:
    made = make_assessment(session)
    _add(session, made)
    assert content_of(session, made).actions == (
        PlannedAction("P-2", "Train all managers", "Head of workforce", date(2026, 12, 1), ActionState.TO_DO),
    )
    assert made.revision == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("text", ""),
        ("text", "x" * 501),
        ("text", "a\x00b"),
        ("owner_role", " "),
        ("owner_role", "ada@trust.example"),
        ("owner_role", "x" * 121),
        ("due_on", "soon"),
        ("due_on", "2026-13-01"),
        ("state", "finished"),
    ],
)
def test_faults_stand_beside_their_field(session: Session, field: str, text: str) -> None:
    made = make_assessment(session)
    with pytest.raises(InvalidEntryError) as refused:
        _add(session, made, **{field: text})
    assert list(refused.value.errors) == [field]
    assert actions_of(session, made.organisation) == []


def test_an_action_belongs_to_an_item_that_there_is(session: Session) -> None:
    made = make_assessment(session)
    with pytest.raises(UnknownItemError):
        _add(session, made, item="P-9")
    with pytest.raises(UnknownItemError):
        add_action(session, made.organisation, TYPED, manager(made), AT, item_id="P-1")
    own = add_action(session, made.organisation, TYPED, manager(made), AT)
    assert (own.assessment_id, own.instrument_id, content_of(session, made).actions) == (None, None, ())


def test_other_organisations_keep_out(session: Session) -> None:
    made, west = make_assessment(session), make_organisation(session, "Western Trust")
    action = _add(session, made)
    stranger = of_side(west, Side.STAFF)
    assert find_action(session, west, action.id) is None
    assert find_action(session, made.organisation, action.id) is action
    for attempt in (
        lambda: change_action(session, action, {"state": "done"}, 0, stranger, AT),
        lambda: add_action(session, made.organisation, TYPED, stranger, AT),
        lambda: add_action(session, west, TYPED, stranger, AT, assessment=made),
    ):
        with pytest.raises(NotPossible, match="another organisation"):
            attempt()


def test_done_has_a_day_and_can_be_undone(session: Session) -> None:
    action = _add(session, make_assessment(session))
    who = of_side(action.organisation, Side.STAFF)
    change_action(session, action, {"state": "under_way"}, 0, who, AT)
    assert (action.state, action.done_on) == (ActionState.UNDER_WAY, None)
    change_action(session, action, {"state": "done"}, 1, who, AT)
    change_action(session, action, {"text": "Trained all managers"}, 2, who, LATER)
    assert (action.state, action.done_on) == (ActionState.DONE, TODAY)
    change_action(session, action, {"state": "to_do"}, 3, who, LATER)
    assert (action.done_on, action.revision) == (None, 4)


def test_an_action_that_was_changed_meanwhile_is_not_overwritten(session: Session) -> None:
    action = _add(session, make_assessment(session))
    who = of_side(action.organisation, Side.STAFF)
    change_action(session, action, {"due_on": "2027-01-31"}, 0, who, AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_action(session, action, {**TYPED, "due_on": "2027-02-28", "state": "to_do"}, 0, who, AT)
    assert [(each.field, each.now, each.typed) for each in refused.value.conflicts] == [
        ("due_on", "2027-01-31", "2027-02-28"),
    ]  # fmt: skip
    with pytest.raises(NotPossible, match="out of date"):
        change_action(session, action, TYPED, 7, who, AT)


def test_what_is_late_and_what_is_achieved(session: Session) -> None:
    made = make_assessment(session)
    late, today = _add(session, made, due_on="2026-11-19"), _add(session, made, due_on="2026-11-20")
    undated, done = _add(session, made, due_on=""), _add(session, made, due_on="2026-01-01", state="done")
    dropped = _add(session, made, due_on="2026-01-01", state="dropped")
    found = actions_of(session, made.organisation)
    assert found[:3] == [late, today, undated]
    assert set(found[3:]) == {done, dropped}
    assert overdue(found, TODAY) == [late]
    assert achievements(found) == achievements(found, TODAY) == [done]
    assert achievements(found, LATER.date()) == []


def test_open_actions_carry_over_to_the_next_assessment(session: Session) -> None:
    trust = make_organisation(session)
    first = make_assessment(session, trust)
    kept, gone = _add(session, first, item="P-1"), _add(session, first, item="P-2")
    _add(session, first, item="P-1", state="dropped")
    from_other = make_assessment(session, trust, OTHER, name="Other")
    _add(session, from_other, item="P-1")
    put(session, first, COMPLETE)
    sign_both(session, first)
    second = make_assessment(session, trust, NEXT_VERSION, name="Second", at=LATER)
    assert carried_over(session, second) == [kept, gone]
    assert [each.item for each in content_of(session, second).actions] == ["P-1", None]
    change_action(session, kept, {"state": "done"}, 0, union(second), LATER)
    assert carried_over(session, second) == [gone]
    assert [each.state for each in content_of(session, second).actions] == [ActionState.DONE, ActionState.TO_DO]
    assert [each.state for each in signed_content(session, first).actions] == [
        ActionState.TO_DO, ActionState.TO_DO, ActionState.DROPPED,
    ]  # fmt: skip


def test_what_was_done_before_is_no_part_of_the_next(session: Session) -> None:
    first = make_signed(session)
    _add(session, first, item="P-1", state="done")
    second = make_assessment(session, first.organisation, name="Second", at=LATER)
    assert content_of(session, second).actions == ()


def test_nothing_is_planned_in_an_assessment_that_was_withdrawn(session: Session) -> None:
    made = make_assessment(session)
    withdraw(session, made, by="A lead", at=AT)
    with pytest.raises(NotPossible, match="has been withdrawn"):
        _add(session, made)
    assert actions_of(session, made.organisation) == []
