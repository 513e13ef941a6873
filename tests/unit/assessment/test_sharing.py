"""What the forum sees: signed and shared, the agreed ratings alone; the rest is simply absent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import Confidence, ItemAnswer, Proof
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.models import Assessment, AssessmentDeed
from audit_app.assessment.opening import open_alone, withdraw
from audit_app.assessment.records import records_of
from audit_app.assessment.rounds import RoundPlan, begin_in_round, open_round
from audit_app.assessment.sharing import share, shared_instruments, shared_over_time, shared_with, take_back
from audit_app.assessment.signing import sign
from audit_app.assessment.words import save_words
from audit_app.forum.contributors import leave_forum
from audit_app.forum.entries import NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import (
    AT,
    COMPLETE,
    LATER,
    NEXT_VERSION,
    OTHER,
    SMALL,
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


def _forum(session: Session, organisation: Organisation) -> Forum:
    return session.get_one(Forum, organisation.forum_id)


def _shared(session: Session, assessment: Assessment) -> Assessment:
    share(session, assessment, manager(assessment), AT)
    return assessment


def _names(session: Session, forum: Forum, **more: object) -> list[tuple[str, str, int]]:
    found = shared_with(session, forum, "small-check", TODAY, **more)  # type: ignore[arg-type]
    return [(each.organisation, each.name, each.version) for each in found]


def test_only_what_is_signed_and_shared_is_seen(session: Session) -> None:
    west, east = make_organisation(session, "Western Trust"), make_organisation(session)
    forum = _forum(session, east)
    signed, unsigned = make_signed(session, west), make_assessment(session, east)
    put(session, unsigned, COMPLETE)
    assert _names(session, forum) == []
    with pytest.raises(NotPossible, match="must sign"):
        share(session, unsigned, manager(unsigned), AT)
    _shared(session, signed)
    assert _names(session, forum) == [("Western Trust", "Check 2026", 1)]
    _shared(session, sign_both(session, unsigned))
    assert [each[0] for each in _names(session, forum)] == ["Eastern Trust", "Western Trust"]
    assert _names(session, _forum(session, make_organisation(session, "Far Trust", "south"))) == []


def test_what_the_forum_sees_and_what_it_does_not(session: Session) -> None:
    made = make_assessment(session)
    put(session, made, {"P-1": {"management": "4", "note": "Our note.", "confidence": "high", "priority": "now"}})
    put(session, made, {"P-1": {"staff": "2"}}, union(made))
    put(
        session,
        made,
        {**COMPLETE, "P-2": {"agreed": "does_not_apply", "reason": "No such staff.", "help_wanted": "yes"}},
    )
    typed = {
        "title": "Policy 12",
        "link": "https://intranet.example/12",
        "dated": "2026-03-01",
        "owner_role": "Head of HR",
    }
    add_evidence(session, made, "P-1", typed, manager(made), AT)
    save_words(session, made, "F-1", "Our own words.", 0, manager(made), AT)
    sign(session, made, made.revision, "We see it otherwise.", manager(made), AT)
    sign(session, made, made.revision, "", union(made), AT)
    _shared(session, made)
    (seen,) = shared_with(session, _forum(session, made.organisation), "small-check", TODAY)
    assert seen.items["P-1"] == ItemAnswer(
        agreed=4, confidence=Confidence.HIGH, proofs=(Proof("Evidence", dated=date(2026, 3, 1)),)
    )
    assert seen.items["P-2"] == ItemAnswer(agreed="does_not_apply", reason="No such staff.", help_wanted=True)
    assert seen.words == {}
    assert [each.disagreement for each in seen.signatures] == ["We see it otherwise.", None]


def test_it_can_be_taken_back(session: Session) -> None:
    made = _shared(session, make_signed(session))
    with pytest.raises(NotPossible, match="already shared"):
        _shared(session, made)
    take_back(session, made, manager(made), AT)
    assert _names(session, _forum(session, made.organisation)) == []
    with pytest.raises(NotPossible, match="not shared"):
        take_back(session, made, manager(made), AT)
    deeds = [each.deed for each in records_of(session, made)]
    assert deeds[-2:] == [AssessmentDeed.SHARED, AssessmentDeed.UNSHARED]


def test_only_a_lead_of_the_organisation_shares(session: Session) -> None:
    made = make_signed(session)
    stranger = of_side(make_organisation(session, "Western Trust"), Side.MANAGEMENT)
    for who in (union(made), stranger, replace(manager(made), lead=False)):
        with pytest.raises(NotPossible, match="Only a wellbeing lead"):
            share(session, made, who, AT)
    _shared(session, made)
    with pytest.raises(NotPossible, match="Only a wellbeing lead"):
        take_back(session, made, union(made), AT)


def test_a_change_that_is_not_signed_is_not_seen_and_what_is_signed_later_is(session: Session) -> None:
    made = _shared(session, make_signed(session))
    forum = _forum(session, made.organisation)
    put(session, made, {"P-1": {"agreed": "0"}})
    (content,) = shared_with(session, forum, "small-check", TODAY)
    assert (content.items["P-1"].agreed, content.version) == (4, 1)
    sign_both(session, made)
    (content,) = shared_with(session, forum, "small-check", TODAY)
    assert (content.items["P-1"].agreed, content.version) == (0, 2)


def test_the_newest_of_each_organisation_and_all_of_them_over_time(session: Session) -> None:
    east, west = make_organisation(session), make_organisation(session, "Western Trust")
    forum = _forum(session, east)
    _shared(session, make_signed(session, east))
    _shared(session, make_signed(session, east, name="Check 2027", at=LATER))
    _shared(session, make_signed(session, west))
    make_signed(session, west, name="Kept to themselves", at=LATER)
    _shared(session, make_signed(session, west, OTHER, name="With another instrument"))
    assert _names(session, forum) == [("Eastern Trust", "Check 2027", 1), ("Western Trust", "Check 2026", 1)]
    over_time = shared_over_time(session, forum, "small-check", TODAY)
    assert {name: [each.name for each in contents] for name, contents in over_time.items()} == {
        "Eastern Trust": ["Check 2026", "Check 2027"], "Western Trust": ["Check 2026"],
    }  # fmt: skip
    assert [each.title for each in shared_instruments(session, forum, TODAY)] == ["A small check", "Another check"]


def test_one_round_alone_can_be_seen(session: Session) -> None:
    east = make_organisation(session)
    forum = _forum(session, east)
    _shared(session, make_signed(session, east, name="Alone"))
    opened = open_round(session, forum, SMALL, RoundPlan("Round", TODAY), by="Sec")
    assert _names(session, forum, assessment_round=opened) == []
    made = begin_in_round(session, opened, east, by="A lead", at=LATER)
    put(session, made, COMPLETE)
    _shared(session, sign_both(session, made))
    assert _names(session, forum, assessment_round=opened) == [("Eastern Trust", "Round", 1)]


def test_organisations_that_left_are_absent_and_renamed_ones_have_one_line(session: Session) -> None:
    east, west = make_organisation(session), make_organisation(session, "Western Trust")
    forum = _forum(session, east)
    for organisation in (east, west):
        _shared(session, make_signed(session, organisation))
    leave_forum(session, west, TODAY)
    east.name = "Eastern Foundation Trust"
    session.flush()
    assert [each[0] for each in _names(session, forum)] == ["Eastern Foundation Trust"]
    yesterday = shared_with(session, forum, "small-check", TODAY - timedelta(days=1))
    assert [each.organisation for each in yesterday] == ["Eastern Foundation Trust", "Western Trust"]


def test_an_instrument_is_shown_as_it_was_pinned_last(session: Session) -> None:
    east = make_organisation(session)
    _shared(session, make_signed(session, east))
    items = {"P-1": {"agreed": "1"}, "P-9": {"agreed": "2"}}
    _shared(session, make_signed(session, east, NEXT_VERSION, items, name="Second", at=LATER))
    assert [each.version for each in shared_instruments(session, _forum(session, east), TODAY)] == [2]


def test_what_was_withdrawn_cannot_be_shared(session: Session) -> None:
    made = open_alone(session, make_organisation(session), SMALL, "Check", by="A lead", at=AT)
    withdraw(session, made, by="A lead", at=AT)
    with pytest.raises(NotPossible, match="withdrawn"):
        share(session, made, manager(made), AT)
