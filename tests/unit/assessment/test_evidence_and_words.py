"""Evidence and the open questions: what may be said, and that nobody overwrites anybody."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.content import Proof
from audit_app.assessment.contents import content_of
from audit_app.assessment.evidence import (
    MOST,
    add_evidence,
    change_evidence,
    evidence_of,
    find_evidence,
    remove_evidence,
)
from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.models import Assessment
from audit_app.assessment.ratings import UnknownItemError
from audit_app.assessment.words import read_words, save_words
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import AT, make_assessment, make_organisation, manager, of_side, union

TYPED = {
    "title": " Stress  policy ", "link": "https://intranet.example/policy?id=1#top", "dated": "2026-11-20",
    "owner_role": "Head of workforce",
}  # fmt: skip


@pytest.fixture
def assessment(session: Session) -> Assessment:
    return make_assessment(session)


def test_evidence_is_stored_with_link_date_and_role(session: Session, assessment: Assessment) -> None:
    made = add_evidence(session, assessment, "P-1", TYPED, manager(assessment), AT)
    proof = Proof("Stress policy", "https://intranet.example/policy?id=1#top", date(2026, 11, 20), "Head of workforce")
    assert content_of(session, assessment).items["P-1"].proofs == (proof,)
    assert evidence_of(session, assessment) == {"P-1": [made]}
    assert assessment.revision == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", ""),
        ("title", " \t"),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("title", "Letter to ada.example@trust.example"),
        ("title", "Record QQ123456C"),
        ("title", "Record qq 12 34 56 c"),
        ("title", "NHS number 943 476 5919"),
        ("title", "Call 07700900123"),
        ("link", "javascript:alert(1)"),
        ("link", "JaVaScRiPt:alert(1)"),
        ("link", "data:text/html,<script>"),
        ("link", "ftp://intranet.example/policy"),
        ("link", "//intranet.example/policy"),
        ("link", "intranet.example/policy"),
        ("link", "https://"),
        ("link", "https:///policy"),
        ("link", "https://user:secret@intranet.example/"),
        ("link", "https://intranet.example/a b"),
        ("link", "https://intranet.example/\r\nX: y"),
        ("link", 'https://intranet.example/"><script>'),
        ("link", "https://[::1/"),
        ("link", "https://intranet.example:99999/"),
        ("link", "https://intranet.example/" + "a" * 500),
        ("dated", "2026-11-21"),
        ("dated", "20/11/2026"),
        ("dated", "2026-02-30"),
        ("dated", "0001-01-01"),
        ("dated", "\uff12\uff10\uff12\uff16-01-01"),
        ("owner_role", "ada@trust.example"),
        ("owner_role", "x" * 121),
    ],
)
def test_hostile_or_wrong_entries_are_refused_beside_their_field(
    session: Session, assessment: Assessment, field: str, text: str
) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        add_evidence(session, assessment, "P-1", {**TYPED, field: text}, manager(assessment), AT)
    assert list(refused.value.errors) == [field]
    assert evidence_of(session, assessment) == {}


@pytest.mark.parametrize("title", ["Staff Survey 2025, question 11d", "Minutes of 12 and 19 May 2026", "=1+1", "<b>"])
def test_ordinary_titles_are_taken_as_they_are(session: Session, assessment: Assessment, title: str) -> None:
    assert add_evidence(session, assessment, "P-1", {"title": title}, manager(assessment), AT).title == title


def test_evidence_is_changed_in_part_and_removed(session: Session, assessment: Assessment) -> None:
    made = add_evidence(session, assessment, "P-1", TYPED, manager(assessment), AT)
    change_evidence(session, assessment, made.id, {"dated": "2026-01-05"}, 0, union(assessment), AT)
    assert (made.dated, made.title, made.revision) == (date(2026, 1, 5), "Stress policy", 1)
    change_evidence(session, assessment, made.id, {"link": ""}, 1, union(assessment), AT)
    assert made.link is None
    with pytest.raises(NotPossible, match="Look at it again"):
        remove_evidence(session, assessment, made.id, 1, manager(assessment), AT)
    remove_evidence(session, assessment, made.id, 2, manager(assessment), AT)
    assert (evidence_of(session, assessment), assessment.revision) == ({}, 4)
    with pytest.raises(NotPossible, match="has been removed"):
        change_evidence(session, assessment, made.id, TYPED, 2, union(assessment), AT)


def test_evidence_that_was_changed_meanwhile_is_not_overwritten(session: Session, assessment: Assessment) -> None:
    made = add_evidence(session, assessment, "P-1", TYPED, manager(assessment), AT)
    change_evidence(session, assessment, made.id, {"title": "Theirs"}, 0, manager(assessment), AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_evidence(session, assessment, made.id, {**TYPED, "title": "Mine"}, 0, union(assessment), AT)
    assert [(each.field, each.now, each.typed) for each in refused.value.conflicts] == [("title", "Theirs", "Mine")]
    assert refused.value.revisions == {f"evidence-{made.id}": 1}
    assert made.title == "Theirs"


def test_other_assessments_evidence_is_not_reached(session: Session, assessment: Assessment) -> None:
    west = make_organisation(session, "Western Trust")
    other = make_assessment(session, west)
    made = add_evidence(session, other, "P-1", TYPED, of_side(west, Side.STAFF), AT)
    assert find_evidence(session, assessment, made.id) is None
    with pytest.raises(NotPossible):
        remove_evidence(session, assessment, made.id, 0, manager(assessment), AT)
    with pytest.raises(NotPossible, match="another organisation"):
        change_evidence(session, other, made.id, {"title": "x"}, 0, manager(assessment), AT)


def test_evidence_belongs_to_an_item_and_has_an_end(session: Session, assessment: Assessment) -> None:
    with pytest.raises(UnknownItemError):
        add_evidence(session, assessment, "P-4", TYPED, manager(assessment), AT)
    for _ in range(MOST):
        add_evidence(session, assessment, "P-1", TYPED, manager(assessment), AT)
    with pytest.raises(NotPossible, match="Remove one"):
        add_evidence(session, assessment, "P-1", TYPED, manager(assessment), AT)


def test_open_questions_are_answered_in_words(session: Session, assessment: Assessment) -> None:
    save_words(session, assessment, "F-2", "Sleep\r\n\r\nand rest", 0, manager(assessment), AT)
    now = read_words(session, assessment)
    assert [(name, each.text, each.revision) for name, each in now.items()] == [
        ("F-1", "", 0), ("F-2", "Sleep\n\nand rest", 1),
    ]  # fmt: skip
    assert content_of(session, assessment).words == {"F-2": "Sleep\n\nand rest"}
    save_words(session, assessment, "F-2", "", 1, union(assessment), AT)
    assert content_of(session, assessment).words == {}
    assert assessment.revision == 2


def test_words_written_meanwhile_are_not_overwritten(session: Session, assessment: Assessment) -> None:
    save_words(session, assessment, "F-1", "Theirs", 0, manager(assessment), AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        save_words(session, assessment, "F-1", "Mine", 0, union(assessment), AT)
    assert [(each.now, each.typed) for each in refused.value.conflicts] == [("Theirs", "Mine")]
    save_words(session, assessment, "F-1", "Theirs", 0, union(assessment), AT)
    assert assessment.revision == 1


def test_words_have_an_end_and_belong_to_a_question(session: Session, assessment: Assessment) -> None:
    with pytest.raises(InvalidEntryError) as refused:
        save_words(session, assessment, "F-1", "x" * 2001, 0, manager(assessment), AT)
    assert list(refused.value.errors) == ["F-1"]
    save_words(session, assessment, "F-1", "😀" * 2000, 0, manager(assessment), AT)
    with pytest.raises(UnknownItemError):
        save_words(session, assessment, "P-1", "x", 0, manager(assessment), AT)
