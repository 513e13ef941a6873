"""Good practice: only a strength that both sides have signed, published by the organisation itself, and found again."""

import pytest
from sqlalchemy.orm import Session

from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.models import Assessment, PracticeNote
from audit_app.assessment.practice import (
    change_note,
    draft_note,
    find_note,
    notes_of,
    publish,
    published_note,
    search_practice,
    strengths_of,
    topics,
    withdraw_note,
)
from audit_app.forum.contributors import leave_forum
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import (
    AT,
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

TYPED = {
    "topic": "Sleep", "title": "Quiet rooms", "did": "We opened two rooms.\r\nNight staff can rest there.",
    "changed": "Fewer people drive home tired.", "ask_role": "Head of estates",
}  # fmt: skip


@pytest.fixture
def signed(session: Session) -> Assessment:
    return make_signed(session)


def _forum(session: Session, assessment: Assessment) -> Forum:
    return session.get_one(Forum, assessment.forum_id)


def _published(session: Session, assessment: Assessment, item: str = "P-1", **more: str) -> PracticeNote:
    note = draft_note(session, assessment, item, {**TYPED, **more}, union(assessment))
    publish(session, note, manager(assessment), AT)
    return note


def test_a_draft_is_seen_by_its_organisation_alone_until_it_is_published(session: Session, signed: Assessment) -> None:
    note = draft_note(session, signed, "P-1", TYPED, union(signed))
    forum = _forum(session, signed)
    assert (note.element_id, note.did) == ("people", "We opened two rooms.\nNight staff can rest there.")
    assert notes_of(session, signed.organisation) == [note]
    assert search_practice(session, forum, TODAY) == []
    assert published_note(session, forum, note.id, TODAY) is None
    publish(session, note, manager(signed), AT)
    assert note.published_on == TODAY
    assert search_practice(session, forum, TODAY) == [note]
    assert published_note(session, forum, note.id, TODAY) is note
    withdraw_note(session, note, manager(signed), AT)
    assert search_practice(session, forum, TODAY) == []
    with pytest.raises(NotPossible, match="not published"):
        withdraw_note(session, note, manager(signed), AT)
    publish(session, note, manager(signed), AT)
    assert search_practice(session, forum, TODAY) == [note]


def test_only_signed_strengths_can_be_written_about(session: Session, signed: Assessment) -> None:
    assert [item.id for item in strengths_of(session, signed)] == ["P-1"]
    for item in ("P-2", "P-3", "X-1", "P-9"):
        with pytest.raises(NotPossible, match="highest rating"):
            draft_note(session, signed, item, TYPED, union(signed))
    unsigned = make_assessment(session, make_organisation(session, "Western Trust"))
    put(session, unsigned, {"P-1": {"agreed": "4"}})
    assert strengths_of(session, unsigned) == []
    with pytest.raises(NotPossible, match="highest rating"):
        draft_note(session, unsigned, "P-1", TYPED, union(unsigned))


def test_a_strength_that_was_signed_away_is_not_published(session: Session, signed: Assessment) -> None:
    note = draft_note(session, signed, "P-1", TYPED, union(signed))
    put(session, signed, {"P-1": {"agreed": "2"}})
    sign_both(session, signed)
    with pytest.raises(NotPossible, match="highest rating"):
        publish(session, note, manager(signed), AT)


def test_only_a_lead_publishes_and_other_organisations_keep_out(session: Session, signed: Assessment) -> None:
    note = draft_note(session, signed, "P-1", TYPED, union(signed))
    west = make_organisation(session, "Western Trust")
    stranger = of_side(west, Side.MANAGEMENT)
    assert find_note(session, west, note.id) is None
    with pytest.raises(NotPossible, match="Only a wellbeing lead"):
        publish(session, note, union(signed), AT)
    for attempt in (
        lambda: publish(session, note, stranger, AT),
        lambda: change_note(session, note, TYPED, 0, stranger),
        lambda: draft_note(session, signed, "P-1", TYPED, stranger),
    ):
        with pytest.raises(NotPossible, match="another organisation"):
            attempt()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("topic", ""), ("topic", "x" * 81), ("title", "x" * 121), ("title", "a\x00"), ("did", ""), ("did", "x" * 1501),
        ("changed", "x" * 1001), ("ask_role", ""), ("ask_role", "ada@trust.example"),
    ],
)  # fmt: skip
def test_faults_stand_beside_their_field(session: Session, signed: Assessment, field: str, text: str) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        draft_note(session, signed, "P-1", {**TYPED, field: text}, union(signed))
    assert list(refused.value.errors) == [field]


def test_what_the_forum_reads_already_is_changed_by_a_lead_alone(session: Session, signed: Assessment) -> None:
    note = _published(session, signed)
    with pytest.raises(NotPossible, match="only a wellbeing lead of the organisation can change it"):
        change_note(session, note, {"title": "Unread"}, 0, union(signed))
    assert (note.title, note.revision) == ("Quiet rooms", 0)
    change_note(session, note, {"title": "Read"}, 0, manager(signed))
    withdraw_note(session, note, manager(signed), AT)
    change_note(session, note, {"title": "A draft again"}, 1, union(signed))
    assert note.title == "A draft again"


def test_a_note_that_was_changed_meanwhile_is_not_overwritten(session: Session, signed: Assessment) -> None:
    note = draft_note(session, signed, "P-1", TYPED, union(signed))
    change_note(session, note, {"title": "Theirs"}, 0, union(signed))
    with pytest.raises(ChangedMeanwhile):
        change_note(session, note, {**TYPED, "title": "Mine"}, 0, manager(signed))
    change_note(session, note, {"title": "Mine"}, 1, manager(signed))
    assert (note.title, note.topic, note.revision) == ("Mine", "Sleep", 2)


def test_notes_are_found_by_topic_element_and_words(session: Session, signed: Assessment) -> None:
    forum = _forum(session, signed)
    other = make_signed(session, make_organisation(session, "Western Trust"), items={
        "P-1": {"agreed": "4"}, "P-2": {"agreed": "4"}, "P-3": {"agreed": "1"}, "X-1": {"agreed": "4"},
    })  # fmt: skip
    rooms = _published(session, signed)
    garden = _published(session, other, "X-1", topic="Being outside", title="A garden for all")
    naps = _published(session, other, topic="sleep ", title="Naps")
    assert search_practice(session, forum, TODAY) == [naps, garden, rooms]
    assert search_practice(session, forum, TODAY, topic="SLEEP") == [naps, rooms]
    assert search_practice(session, forum, TODAY, element_id="extra") == [garden]
    assert search_practice(session, forum, TODAY, words="quiet NIGHT") == [rooms]
    assert search_practice(session, forum, TODAY, words="western sleep") == [naps]
    assert search_practice(session, forum, TODAY, words="100% '; _") == []
    assert topics(session, forum, TODAY) == ["Being outside", "Sleep"]
    leave_forum(session, other.organisation, TODAY)
    assert search_practice(session, forum, TODAY) == [rooms]
    south = _forum(session, make_assessment(session, make_organisation(session, "Far Trust", "south")))
    assert search_practice(session, south, TODAY) == []
