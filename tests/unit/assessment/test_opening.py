"""Beginning an assessment, alone or in the forum's round: one at a time, pinned, and only by those who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.assessment import opening, rounds
from audit_app.assessment.contents import content_of
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import AssessmentDeed, AssessmentState
from audit_app.assessment.opening import UnknownAssessmentError, assessment_for, open_alone, suggested_name, withdraw
from audit_app.assessment.records import records_of
from audit_app.assessment.rounds import RoundPlan, begin_in_round, join_round
from audit_app.forum.access import access_to
from audit_app.forum.contributors import leave_forum
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum
from tests.unit.assessment.instruments import (
    AT,
    LATER,
    NEXT_VERSION,
    OTHER,
    SMALL,
    TODAY,
    make_assessment,
    make_organisation,
    make_signed,
)

PLAN = RoundPlan("Round 2026", TODAY, TODAY + timedelta(days=60))


def _forum(session: Session, forum_id: int) -> Forum:
    return session.get_one(Forum, forum_id)


def test_an_assessment_pins_what_it_asks_and_begins_empty(session: Session) -> None:
    made = make_assessment(session)
    assert (made.state, made.version, made.revision, made.opened_on) == (AssessmentState.OPEN, 0, 0, TODAY)
    assert instrument_of(made) == SMALL
    assert (made.instrument_id, made.instrument_version) == ("small-check", 1)
    content = content_of(session, made)
    assert (content.organisation, content.name, content.items, content.signed_on) == (
        "Eastern Trust", "Check 2026", {}, None,
    )  # fmt: skip
    assert [each.deed for each in records_of(session, made)] == [AssessmentDeed.OPENED]


def test_a_pinned_definition_that_was_changed_is_refused(session: Session) -> None:
    made = make_assessment(session)
    made.instrument_definition = made.instrument_definition.replace("garden", "pool")
    with pytest.raises(ValueError, match="changed"):
        instrument_of(made)


def test_one_assessment_with_an_instrument_is_open_at_a_time(session: Session) -> None:
    trust = make_organisation(session)
    make_assessment(session, trust)
    with pytest.raises(NotPossible, match="“Check 2026” is still open"):
        make_assessment(session, trust, name="Another")
    with pytest.raises(NotPossible):
        make_assessment(session, trust, NEXT_VERSION, name="Another")
    make_assessment(session, trust, OTHER, name="Another")
    make_assessment(session, make_organisation(session, "Western Trust"))


def test_the_next_can_begin_once_the_last_is_signed(session: Session) -> None:
    trust = make_organisation(session)
    make_signed(session, trust)
    make_assessment(session, trust, name="Check 2027", at=LATER)
    assert [each.name for each in opening.assessments_of(session, trust)] == ["Check 2027", "Check 2026"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x00b", "a\u202eb"])
def test_a_name_is_one_line_of_plain_text(session: Session, name: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        open_alone(session, make_organisation(session), SMALL, name, by="A test", at=AT)
    assert list(refused.value.errors) == ["name"]


def test_names_are_used_once_and_a_free_one_is_suggested(session: Session) -> None:
    trust = make_organisation(session)
    wanted = suggested_name(session, trust, SMALL, TODAY)
    assert wanted == "A small check, November 2026"
    make_signed(session, trust, name=wanted)
    assert suggested_name(session, trust, SMALL, TODAY) == "A small check, November 2026 (2)"
    with pytest.raises(InvalidEntryError, match="already has an assessment with this name"):
        make_assessment(session, trust, name=wanted)


def test_what_was_withdrawn_is_kept_out_of_the_way(session: Session) -> None:
    trust = make_organisation(session)
    for _ in range(2):
        made = make_assessment(session, trust)
        withdraw(session, made, by="A lead", at=AT)
        assert made.state is AssessmentState.WITHDRAWN
    assert opening.assessments_of(session, trust) == []
    assert made.name == "Check 2026 (withdrawn 20 November 2026) (2)"
    with pytest.raises(NotPossible, match="already been withdrawn"):
        withdraw(session, made, by="A lead", at=AT)


def test_what_both_sides_signed_is_not_withdrawn(session: Session) -> None:
    with pytest.raises(NotPossible, match="Both sides have signed"):
        withdraw(session, make_signed(session), by="A lead", at=AT)


def test_only_those_who_fill_it_in_reach_an_assessment(session: Session) -> None:
    made = make_assessment(session)
    other = make_assessment(session, make_organisation(session, "Western Trust"))
    forum = _forum(session, made.forum_id)
    own = access_to(session, forum, "s@eastern.example", TODAY)
    assert own is not None
    assert assessment_for(session, own, made.id) is made
    for number in (other.id, made.id + 1000, -1):
        with pytest.raises(UnknownAssessmentError) as refused:
            assessment_for(session, own, number)
        assert str(refused.value) == "There is no such assessment among yours."
    with pytest.raises(UnknownAssessmentError):
        assessment_for(session, replace(own, contributions=()), made.id)
    with pytest.raises(UnknownAssessmentError):
        assessment_for(session, replace(own, forum_id=forum.id + 1), made.id)


def test_each_organisation_joins_a_round_by_beginning(session: Session) -> None:
    east, west = make_organisation(session), make_organisation(session, "Western Trust")
    forum = _forum(session, east.forum_id)
    opened = rounds.open_round(session, forum, SMALL, PLAN, by="Sec Retariat")
    assert rounds.rounds_to_join(session, east, TODAY) == [opened]
    made = begin_in_round(session, opened, east, by="A lead", at=AT)
    assert (made.name, made.round, instrument_of(made)) == ("Round 2026", opened, SMALL)
    assert rounds.who_has_begun(session, opened, TODAY) == [(east, made), (west, None)]
    assert rounds.rounds_to_join(session, east, TODAY) == []
    with pytest.raises(NotPossible, match="already takes part"):
        begin_in_round(session, opened, east, by="A lead", at=AT)
    leave_forum(session, west, TODAY)
    assert rounds.who_has_begun(session, opened, TODAY) == [(east, made)]
    with pytest.raises(NotPossible, match="has left"):
        begin_in_round(session, opened, west, by="A lead", at=AT)


def test_an_organisation_that_withdrew_can_begin_again_in_the_round(session: Session) -> None:
    east = make_organisation(session)
    opened = rounds.open_round(session, _forum(session, east.forum_id), SMALL, PLAN, by="Sec")
    withdraw(session, begin_in_round(session, opened, east, by="A lead", at=AT), by="A lead", at=AT)
    assert begin_in_round(session, opened, east, by="A lead", at=AT).name == "Round 2026"


def test_a_round_pins_its_instrument_and_its_name_is_its_own(session: Session) -> None:
    east = make_organisation(session)
    forum = _forum(session, east.forum_id)
    opened = rounds.open_round(session, forum, SMALL, PLAN, by="Sec")
    assert instrument_of(opened) == SMALL
    with pytest.raises(InvalidEntryError, match="already has a round"):
        rounds.open_round(session, forum, SMALL, PLAN, by="Sec")
    with pytest.raises(InvalidEntryError) as refused:
        rounds.open_round(session, forum, SMALL, RoundPlan("Next", TODAY, TODAY - timedelta(days=1)), by="Sec")
    assert list(refused.value.errors) == ["due_on"]
    assert rounds.find_round(session, forum, opened.id) is opened
    assert (
        rounds.find_round(session, _forum(session, make_organisation(session, "X", "south").forum_id), opened.id)
        is None
    )


def test_nobody_joins_before_a_round_opens_or_after_it_ended(session: Session) -> None:
    east = make_organisation(session)
    forum = _forum(session, east.forum_id)
    opened = rounds.open_round(session, forum, SMALL, RoundPlan("Later", date(2026, 12, 1)), by="Sec")
    assert rounds.rounds_to_join(session, east, TODAY) == []
    with pytest.raises(NotPossible, match="opens on 1 December 2026"):
        begin_in_round(session, opened, east, by="A lead", at=AT)
    rounds.end_round(session, opened, date(2026, 12, 10))
    with pytest.raises(NotPossible, match="has ended"):
        begin_in_round(session, opened, east, by="A lead", at=LATER)
    with pytest.raises(NotPossible, match="ended on 10 December 2026"):
        rounds.end_round(session, opened, date(2026, 12, 11))


def test_a_round_of_another_forum_cannot_be_joined(session: Session) -> None:
    east, far = make_organisation(session), make_organisation(session, "Southern Trust", "south")
    opened = rounds.open_round(session, _forum(session, east.forum_id), SMALL, PLAN, by="Sec")
    with pytest.raises(NotPossible, match="another forum"):
        begin_in_round(session, opened, far, by="A lead", at=AT)


def test_an_open_assessment_joins_a_round_that_asks_the_same(session: Session) -> None:
    east = make_organisation(session)
    forum = _forum(session, east.forum_id)
    made = make_assessment(session, east)
    newer = rounds.open_round(session, forum, NEXT_VERSION, RoundPlan("New", TODAY), by="Sec")
    same = rounds.open_round(session, forum, SMALL, PLAN, by="Sec")
    with pytest.raises(NotPossible, match="still open"):
        begin_in_round(session, same, east, by="A lead", at=AT)
    with pytest.raises(NotPossible, match="asks other questions"):
        join_round(session, newer, made, by="A lead", at=AT)
    join_round(session, same, made, by="A lead", at=AT)
    assert rounds.who_has_begun(session, same, TODAY) == [(east, made)]
    with pytest.raises(NotPossible, match="already takes part"):
        join_round(session, same, made, by="A lead", at=AT)
