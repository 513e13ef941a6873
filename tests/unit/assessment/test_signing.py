"""Joint sign-off: each side for itself, what it has seen, complete; frozen, dated, versioned; dropped by a change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.frozen import FrozenContentError
from audit_app.assessment import actions, evidence, words
from audit_app.assessment.contents import (
    NotSignedError,
    content_of,
    earlier_signed,
    signatures_of,
    signed_content,
    signed_versions,
)
from audit_app.assessment.models import Assessment, AssessmentDeed, AssessmentState, SignedVersion
from audit_app.assessment.records import records_of
from audit_app.assessment.signing import can_be_signed, missing_before_signing, sign
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import Side
from tests.unit.assessed.answers import shipped
from tests.unit.assessment.instruments import (
    AT,
    COMPLETE,
    LATER,
    NEXT_VERSION,
    make_assessment,
    make_organisation,
    make_signed,
    manager,
    of_side,
    put,
    sign_both,
    union,
)


def _complete(session: Session) -> Assessment:
    made = make_assessment(session)
    put(session, made, COMPLETE)
    return made


def _deeds(session: Session, assessment: Assessment) -> list[AssessmentDeed]:
    return [each.deed for each in records_of(session, assessment)]


def test_both_sides_sign_and_the_version_is_frozen(session: Session) -> None:
    made = _complete(session)
    assert not sign(session, made, made.revision, "", manager(made), AT)
    assert (made.state, made.version, made.signed_on) == (AssessmentState.OPEN, 0, None)
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert sign(session, made, made.revision, " We see P-3\r\notherwise. ", union(made), late)
    assert (made.state, made.version, made.signed_on) == (AssessmentState.SIGNED, 1, date(2026, 12, 31))
    content = signed_content(session, made)
    assert content == content_of(session, made)
    assert [(each.side, each.name, each.role, each.disagreement) for each in content.signatures] == [
        ("management", "Invented M", "Role M", None),
        ("staff", "Invented S", "Role S", "We see P-3\notherwise."),
    ]
    assert _deeds(session, made)[1:] == [
        AssessmentDeed.SIDE_SIGNED, AssessmentDeed.SIDE_SIGNED, AssessmentDeed.SIGNED,
    ]  # fmt: skip


def test_it_is_the_day_in_the_united_kingdom_that_counts(session: Session) -> None:
    made = make_assessment(session, at=datetime(2026, 7, 1, 9, tzinfo=UTC))
    put(session, made, COMPLETE)
    sign_both(session, made, datetime(2026, 7, 31, 23, 30, tzinfo=UTC))
    assert made.signed_on == date(2026, 8, 1)


def test_compulsory_elements_need_an_agreed_answer_to_every_item(session: Session) -> None:
    made = make_assessment(session)
    put(session, made, {"P-1": {"management": "3"}, "P-3": {"agreed": "0"}})
    put(session, made, {"P-1": {"staff": "3"}}, union(made))
    missing = missing_before_signing(session, made)
    assert [(each.item, each.element) for each in missing] == [("P-1", "people"), ("P-2", "people")]
    assert missing[0].sentence == "Agree on an answer: Staff can get support."
    with pytest.raises(NotPossible, match="2 statements still need an answer"):
        sign(session, made, made.revision, "", manager(made), AT)
    put(session, made, {"P-1": {"agreed": "dont_know"}})
    with pytest.raises(NotPossible, match="1 statement still needs an answer"):
        sign(session, made, made.revision, "", manager(made), AT)
    put(session, made, {"P-2": {"agreed": "does_not_apply", "reason": "We have no managers"}})
    assert missing_before_signing(session, made) == ()
    sign(session, made, made.revision, "", manager(made), AT)


def test_nothing_agreed_is_nothing_to_sign_and_half_an_element_neither(session: Session) -> None:
    made = make_assessment(session, instrument=shipped().instrument_by_id("staff-wellbeing-framework"))
    assert missing_before_signing(session, made) == ()
    assert not can_be_signed(session, made)
    with pytest.raises(NotPossible, match="Nothing is agreed yet"):
        sign(session, made, made.revision, "", manager(made), AT)
    put(session, made, {name: {"agreed": "2"} for name in ("HW-2.1", "HW-2.2", "HW-2.3")})
    put(session, made, {"HW-7.1": {"staff": "0"}}, union(made))
    assert [each.item for each in missing_before_signing(session, made)][:2] == ["HW-2.4", "HW-7.1"]
    with pytest.raises(NotPossible, match="7 statements still need an answer"):
        sign(session, made, made.revision, "", manager(made), AT)
    put(session, made, {"HW-2.4": {"agreed": "2"}, **{f"HW-7.{one}": {"agreed": "1"} for one in range(1, 7)}})
    assert can_be_signed(session, made)
    sign(session, made, made.revision, "", manager(made), AT)


def test_nobody_signs_what_has_changed_since_they_read_it(session: Session) -> None:
    made = _complete(session)
    seen = made.revision
    put(session, made, {"P-1": {"agreed": "1"}}, union(made))
    for revision in (seen, seen + 2, -1):
        with pytest.raises(NotPossible, match="Read it again before you sign"):
            sign(session, made, revision, "", manager(made), AT)
    assert signatures_of(session, made) == ()


def test_a_side_signs_once_and_nobody_for_both(session: Session) -> None:
    made = _complete(session)
    sign(session, made, made.revision, "", manager(made), AT)
    with pytest.raises(NotPossible, match="already signed for your side"):
        sign(session, made, made.revision, "", replace(manager(made), email="other@eastern.example"), AT)
    with pytest.raises(NotPossible, match="You have signed for the other side"):
        sign(session, made, made.revision, "", replace(manager(made), side=Side.STAFF), AT)
    sign(session, made, made.revision, "", union(made), AT)
    with pytest.raises(NotPossible, match="Both sides have signed"):
        sign(session, made, made.revision, "", union(made), AT)


def test_strangers_and_partners_do_not_sign(session: Session) -> None:
    made = _complete(session)
    with pytest.raises(NotPossible, match="another organisation"):
        sign(session, made, made.revision, "", of_side(make_organisation(session, "Western Trust"), Side.STAFF), AT)
    with pytest.raises(NotPossible, match="Only management side and staff side"):
        sign(session, made, made.revision, "", replace(manager(made), side=Side.PARTNER), AT)


def test_a_note_of_disagreement_has_an_end(session: Session) -> None:
    made = _complete(session)
    with pytest.raises(InvalidEntryError) as refused:
        sign(session, made, made.revision, "x" * 1001, manager(made), AT)
    assert list(refused.value.errors) == ["disagreement"]
    sign(session, made, made.revision, "x" * 1000, manager(made), AT)


def _change_rating(session: Session, made: Assessment) -> None:
    put(session, made, {"P-1": {"agreed": "2"}}, union(made), LATER)


def _add_evidence(session: Session, made: Assessment) -> None:
    evidence.add_evidence(session, made, "P-1", {"title": "Stress policy"}, union(made), LATER)


def _write_words(session: Session, made: Assessment) -> None:
    words.save_words(session, made, "F-1", "Our garden", 0, union(made), LATER)


@pytest.mark.parametrize("change", [_change_rating, _add_evidence, _write_words])
def test_a_change_after_signing_needs_new_signatures_and_keeps_the_signed_version(
    session: Session, change: Callable[[Session, Assessment], None]
) -> None:
    made = make_signed(session)
    first = signed_content(session, made)
    change(session, made)
    assert (made.state, made.signed_on, made.version) == (AssessmentState.OPEN, None, 1)
    assert signatures_of(session, made) == ()
    assert signed_content(session, made) == first
    now = content_of(session, made)
    assert (now.version, now.signed_on, now.signatures) == (1, None, ())
    put(session, made, {"P-2": {"note": "Another change"}})
    assert _deeds(session, made).count(AssessmentDeed.CHANGED_AFTER_SIGNING) == 1
    sign_both(session, made, LATER)
    assert [each.version for each in signed_versions(session, made)] == [1, 2]
    assert signed_content(session, made, 1) == first
    assert signed_content(session, made) == content_of(session, made) != first


def test_a_change_between_the_two_signatures_drops_the_first(session: Session) -> None:
    made = _complete(session)
    sign(session, made, made.revision, "", manager(made), AT)
    _change_rating(session, made)
    sign(session, made, made.revision, "", union(made), AT)
    assert made.state is AssessmentState.OPEN
    assert [each.side for each in signatures_of(session, made)] == ["staff"]
    assert _deeds(session, made).count(AssessmentDeed.CHANGED_AFTER_SIGNING) == 1


def test_an_action_that_is_added_between_the_signatures_drops_the_first_but_not_a_signed_version(
    session: Session,
) -> None:
    made = _complete(session)
    sign(session, made, made.revision, "", manager(made), AT)
    typed = {"text": "Train managers", "owner_role": "Head of workforce"}
    added = actions.add_action(session, made.organisation, typed, union(made), AT, assessment=made, item_id="P-2")
    assert signatures_of(session, made) == ()
    sign_both(session, made)
    actions.change_action(session, added, {"state": "done"}, 0, manager(made), LATER)
    assert made.state is AssessmentState.SIGNED
    assert signed_content(session, made).actions[0].state == "to_do"
    assert content_of(session, made).actions[0].state == "done"


def test_a_signed_assessment_stays_as_it_is_once_a_newer_one_has_begun(session: Session) -> None:
    trust = make_organisation(session)
    old = make_signed(session, trust)
    make_assessment(session, trust, name="Check 2027", at=LATER)
    with pytest.raises(NotPossible, match="stays as it was signed"):
        put(session, old, {"P-1": {"agreed": "0"}})
    assert old.state is AssessmentState.SIGNED


def test_what_is_not_signed_is_not_there(session: Session) -> None:
    made = make_assessment(session)
    with pytest.raises(NotSignedError):
        signed_content(session, made)
    with pytest.raises(NotSignedError):
        signed_content(session, make_signed(session, make_organisation(session, "Western Trust")), 2)


def test_a_signed_version_that_was_tampered_with_is_refused(session: Session) -> None:
    made = make_signed(session)
    stored = session.scalars(select(SignedVersion)).one()
    better = stored.content.replace('"agreed":4', '"agreed":3')
    assert better != stored.content
    session.execute(update(SignedVersion).values(content=better))
    session.expire_all()
    with pytest.raises(FrozenContentError, match="changed"):
        signed_content(session, made)


def test_the_assessment_before_is_the_last_one_signed_with_the_same_instrument(session: Session) -> None:
    trust, other = make_organisation(session), make_organisation(session, "Western Trust")
    first = make_signed(session, trust, name="First")
    make_signed(session, other, name="Elsewhere")
    second = make_assessment(session, trust, NEXT_VERSION, name="Second", at=LATER)
    before = earlier_signed(session, second)
    assert before is not None
    assert (before.name, before.organisation) == ("First", "Eastern Trust")
    assert earlier_signed(session, first) is None
