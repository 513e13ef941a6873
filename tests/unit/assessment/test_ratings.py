"""What is said about an item: each side's own rating, the agreed one, the rest; merged, never overwritten unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import Confidence, ItemAnswer, Priority
from audit_app.assessment.apart import as_forum_sees, visible_to
from audit_app.assessment.contents import content_of
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.models import Assessment, AssessmentState, RatingChange
from audit_app.assessment.opening import withdraw
from audit_app.assessment.ratings import Sent, UnknownItemError, read_item, read_items, save_item, save_items
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import (
    AT,
    LATER,
    make_assessment,
    make_organisation,
    make_signed,
    manager,
    of_side,
    put,
    union,
)


@pytest.fixture
def assessment(session: Session) -> Assessment:
    return make_assessment(session)


def _answer(session: Session, assessment: Assessment, item: str = "P-1") -> ItemAnswer:
    return content_of(session, assessment).items.get(item, ItemAnswer())


def test_every_field_is_stored_and_read_back(session: Session, assessment: Assessment) -> None:
    typed = {
        "management": "4", "agreed": "does_not_apply", "reason": " We have\r\nno such staff. ", "note": "Łódź <b>=1+1",
        "confidence": "high", "priority": "now", "help_wanted": "on",
    }  # fmt: skip
    save_item(session, assessment, "P-1", Sent(typed, 0), manager(assessment), AT)
    save_item(session, assessment, "P-1", Sent({"staff": "dont_know"}, 1), union(assessment), LATER)
    assert _answer(session, assessment) == ItemAnswer(
        management=4, staff="dont_know", agreed="does_not_apply", reason="We have\nno such staff.", note="Łódź <b>=1+1",
        confidence=Confidence.HIGH, priority=Priority.NOW, help_wanted=True,
    )  # fmt: skip
    now = read_item(session, assessment, "P-1", Side.STAFF)
    assert (now.revision, now.changed_by, now.changed_at) == (2, "Invented S (Role S, Staff side)", LATER)
    assert assessment.revision == 2


def test_empty_takes_an_answer_away_and_what_was_not_sent_stays(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"agreed": "3", "note": "Seen", "help_wanted": "on"}})
    put(session, assessment, {"P-1": {"agreed": "", "help_wanted": ""}})
    assert _answer(session, assessment) == ItemAnswer(note="Seen")


@pytest.mark.parametrize(
    ("item", "typed", "field"),
    [
        ("P-1", {"agreed": "5"}, "agreed"),
        ("P-1", {"agreed": "-1"}, "agreed"),
        ("P-1", {"agreed": "٣"}, "agreed"),
        ("P-1", {"agreed": "3.0"}, "agreed"),
        ("P-1", {"agreed": "3" * 5000}, "agreed"),
        ("P-1", {"management": "blank"}, "management"),
        ("P-3", {"agreed": "dont_know"}, "agreed"),
        ("P-3", {"agreed": "does_not_apply", "reason": "Because"}, "agreed"),
        ("P-3", {"agreed": "2"}, "agreed"),
        ("P-1", {"agreed": "does_not_apply"}, "reason"),
        ("P-1", {"agreed": "does_not_apply", "reason": " \x00\n "}, "reason"),
        ("P-1", {"reason": "x" * 501}, "reason"),
        ("P-1", {"note": "x" * 2001}, "note"),
        ("P-1", {"confidence": "sure"}, "confidence"),
        ("P-1", {"priority": "'; DROP TABLE rating; --"}, "priority"),
        ("P-1", {"staff": "3"}, "staff"),
        ("P-1", {"staff": ""}, "staff"),
    ],
)
def test_what_the_scale_or_the_table_cannot_take_is_refused_beside_its_field(
    session: Session, assessment: Assessment, item: str, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        save_item(session, assessment, item, Sent({"note": "Kept nowhere", **typed}, 0), manager(assessment), AT)
    assert list(refused.value.errors) == [field]
    assert content_of(session, assessment).items == {}
    assert assessment.revision == 0


def test_the_longest_texts_fit(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"note": "😀" * 2000, "reason": "é" * 500}})
    put(session, assessment, {"P-1": {"note": "Short"}})
    assert session.scalars(select(RatingChange.before).where(RatingChange.revision == 2)).all() == ["😀" * 2000]


def test_control_characters_and_halves_of_characters_are_taken_out(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"note": "a\x00b\x1b[31m\ud800 tab\there"}})
    assert _answer(session, assessment).note == "ab[31m\ufffd tab\there"


def test_a_reason_cannot_be_taken_away_while_it_is_needed(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"agreed": "does_not_apply", "reason": "No such staff"}})
    with pytest.raises(InvalidEntryError, match="Say why"):
        put(session, assessment, {"P-1": {"reason": ""}})


@pytest.mark.parametrize("item", ["P-4", "", "p-1", "P-1\x00"])
def test_an_item_that_is_not_in_the_instrument_is_unknown(session: Session, assessment: Assessment, item: str) -> None:
    with pytest.raises(UnknownItemError):
        save_item(session, assessment, item, Sent({"note": "x"}, 0), manager(assessment), AT)
    with pytest.raises(UnknownItemError):
        read_item(session, assessment, item, Side.STAFF)


@pytest.mark.parametrize("seen", [-1, 1, 2**80, -(2**80)])
def test_a_revision_that_never_was_is_refused(session: Session, assessment: Assessment, seen: int) -> None:
    with pytest.raises(NotPossible, match="out of date"):
        save_item(session, assessment, "P-1", Sent({"note": "x"}, seen), manager(assessment), AT)


def test_different_fields_changed_from_one_page_are_put_together(session: Session, assessment: Assessment) -> None:
    """The second sends the whole form as it was seen, but for one field."""
    put(session, assessment, {"P-1": {"agreed": "2", "note": "First"}})
    form = {"agreed": "2", "note": "First", "reason": "", "confidence": "", "priority": "", "help_wanted": ""}
    save_item(session, assessment, "P-1", Sent({**form, "agreed": "3"}, 1), manager(assessment), AT)
    save_item(session, assessment, "P-1", Sent({**form, "note": "Second"}, 1), union(assessment), AT)
    save_item(session, assessment, "P-1", Sent({**form, "priority": "next"}, 1), union(assessment), AT)
    assert _answer(session, assessment) == ItemAnswer(agreed=3, note="Second", priority=Priority.NEXT)


def test_the_same_field_changed_meanwhile_stores_nothing_and_shows_both(
    session: Session, assessment: Assessment
) -> None:
    save_item(session, assessment, "P-1", Sent({"note": "Theirs"}, 0), manager(assessment), AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_item(session, assessment, "P-1", Sent({"note": "Mine", "agreed": "3"}, 0), union(assessment), AT)
    assert refused.value.conflicts == (Conflict("P-1", "note", "Theirs", "Mine"),)
    assert refused.value.revisions == {"P-1": 1}
    assert _answer(session, assessment) == ItemAnswer(note="Theirs")
    save_item(session, assessment, "P-1", Sent({"note": "Mine", "agreed": "3"}, 1), union(assessment), AT)
    assert _answer(session, assessment) == ItemAnswer(note="Mine", agreed=3)


def test_the_same_change_made_twice_is_no_conflict(session: Session, assessment: Assessment) -> None:
    for who in (manager(assessment), union(assessment)):
        save_item(session, assessment, "P-1", Sent({"agreed": "3"}, 0), who, AT)
    assert (_answer(session, assessment).agreed, assessment.revision) == (3, 1)


def test_a_field_that_was_changed_there_and_back_can_be_changed(session: Session, assessment: Assessment) -> None:
    for value in ("1", "2", ""):
        put(session, assessment, {"P-1": {"agreed": value}})
    save_item(session, assessment, "P-1", Sent({"agreed": "4"}, 0), union(assessment), AT)
    assert _answer(session, assessment).agreed == 4


def test_what_was_seen_is_known_over_many_changes(session: Session, assessment: Assessment) -> None:
    for value in ("1", "2", "3"):
        put(session, assessment, {"P-1": {"agreed": value, "note": f"Note {value}"}})
    save_item(
        session, assessment, "P-1", Sent({"agreed": "1", "note": "Note 1", "priority": "now"}, 1), union(assessment), AT
    )
    assert _answer(session, assessment) == ItemAnswer(agreed=3, note="Note 3", priority=Priority.NOW)
    with pytest.raises(ChangedMeanwhile):
        save_item(session, assessment, "P-1", Sent({"agreed": "2"}, 1), union(assessment), AT)


def test_nothing_changed_counts_as_no_change(session: Session) -> None:
    signed = make_signed(session)
    before = signed.revision
    put(session, signed, {"P-1": {"agreed": "4", "note": ""}})
    assert (signed.state, signed.revision) == (AssessmentState.SIGNED, before)


def test_several_items_are_stored_together_or_not_at_all(session: Session, assessment: Assessment) -> None:
    who = manager(assessment)
    sent = {"P-1": Sent({"agreed": "3"}, 0), "P-2": Sent({"agreed": "9"}, 0), "P-3": Sent({"agreed": "7"}, 0)}
    with pytest.raises(InvalidEntryError) as refused:
        save_items(session, assessment, sent, who, AT)
    assert refused.value.errors.keys() == {"P-2-agreed", "P-3-agreed"}
    save_items(session, assessment, {"P-2": Sent({"agreed": "1"}, 0)}, who, AT)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_items(session, assessment, {"P-1": Sent({"agreed": "3"}, 0), "P-2": Sent({"agreed": "2"}, 0)}, who, AT)
    assert meanwhile.value.revisions == {"P-2": 1}
    assert _answer(session, assessment) == ItemAnswer()
    save_items(session, assessment, {"P-1": Sent({"agreed": "3"}, 0), "P-3": Sent({"agreed": "1"}, 0)}, who, AT)
    assert assessment.revision == 2


def test_other_organisations_and_withdrawn_ones_are_not_changed(session: Session, assessment: Assessment) -> None:
    stranger = of_side(make_organisation(session, "Western Trust"), Side.STAFF)
    with pytest.raises(NotPossible, match="another organisation"):
        save_item(session, assessment, "P-1", Sent({"note": "x"}, 0), stranger, AT)
    withdraw(session, assessment, by="A lead", at=AT)
    with pytest.raises(NotPossible, match="withdrawn"):
        put(session, assessment, {"P-1": {"note": "x"}})


def test_a_side_sees_the_others_rating_only_when_both_have_rated(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"management": "4"}, "P-2": {"management": "1"}})
    put(session, assessment, {"P-2": {"staff": "3"}}, union(assessment))
    seen = {side: read_items(session, assessment, side) for side in (Side.MANAGEMENT, Side.STAFF, None)}
    assert seen[Side.MANAGEMENT]["P-1"].answer.management == 4
    assert seen[Side.STAFF]["P-1"].answer == ItemAnswer()
    assert seen[None]["P-1"].answer == ItemAnswer()
    for shown in seen.values():
        assert (shown["P-2"].answer.management, shown["P-2"].answer.staff) == (1, 3)
    content = content_of(session, assessment)
    assert visible_to(content, Side.STAFF).items["P-1"].management is None
    assert visible_to(content, Side.MANAGEMENT).items["P-1"].management == 4
    assert as_forum_sees(content).items["P-2"] == ItemAnswer()


def test_a_rating_that_is_taken_back_hides_the_others_again(session: Session, assessment: Assessment) -> None:
    put(session, assessment, {"P-1": {"management": "4"}})
    put(session, assessment, {"P-1": {"staff": "3"}}, union(assessment))
    put(session, assessment, {"P-1": {"staff": ""}}, union(assessment), AT + timedelta(hours=1))
    assert read_item(session, assessment, "P-1", Side.STAFF).answer.management is None
