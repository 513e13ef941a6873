"""Where a comment stands, what its two reviewers can do, and when it is deleted."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.audit.comment_groups import GENERAL, OPEN_QUESTIONS, grouped
from audit_app.audit.comments import (
    STRUCK_OUT,
    decide,
    expire_comments,
    review_by,
    reviewing_side,
    strike_out,
    to_review,
)  # fmt: skip
from audit_app.audit.compaction import pending
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.results import NotClosed, released_comments
from audit_app.audit.tallies import Comment, Review
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import (
    CATALOGUE,
    STATEMENTS,
    TEN,
    TODAY,
    all_the_same,
    make_closed_round,
    make_forum,
    make_open_round,
    member_of,
)  # fmt: skip

WORDS = {each.id: each.text for each in STATEMENTS.open_questions}
TEN_WORDS = {each.id: each.text for each in TEN.questions}
TEN_SECTION = TEN.sections[0].title


def _comments(**numbers: int) -> list[Comment]:
    """So many comments under each question, ids counting up in the order given; `PT_1` stands for PT-1."""
    made: list[Comment] = []
    for name, number in numbers.items():
        made += [
            Comment(id=len(made) + place, question_id=name.replace("_", "-"), text=name) for place in range(number)
        ]
    return made


def _headings(comments: list[Comment], minimum: int = 5) -> dict[str, int]:
    found: dict[str, int] = {}
    for heading, _, _ in grouped(TEN, comments, minimum):
        found[heading] = found.get(heading, 0) + 1
    return found


def test_a_question_with_enough_comments_is_its_own_heading() -> None:
    assert _headings(_comments(PT_1=5, PT_2=7)) == {TEN_WORDS["PT-1"]: 5, TEN_WORDS["PT-2"]: 7}


def test_a_question_with_too_few_joins_its_section() -> None:
    assert _headings(_comments(PT_1=5, PT_2=4, PT_3=1)) == {TEN_WORDS["PT-1"]: 5, TEN_SECTION: 5}


def test_a_section_with_too_few_joins_general() -> None:
    """Comments that have a heading of their own do not make their section bigger."""
    assert _headings(_comments(PT_1=5, PT_2=4)) == {TEN_WORDS["PT-1"]: 5, GENERAL: 4}
    assert _headings(_comments(PT_1=4)) == {GENERAL: 4}


def test_the_minimum_is_the_rounds_own() -> None:
    comments = _comments(PT_1=10, PT_2=11)
    assert _headings(comments, 11) == {TEN_WORDS["PT-2"]: 11, GENERAL: 10}
    assert _headings(comments, 10) == {TEN_WORDS["PT-1"]: 10, TEN_WORDS["PT-2"]: 11}


def test_open_questions_form_a_group_of_their_own() -> None:
    ids = [each.id for each in STATEMENTS.open_questions]
    comments = [Comment(id=place, question_id=ids[place % 2], text="") for place in range(6)]
    assert {heading for heading, _, _ in grouped(STATEMENTS, comments, 5)} == {OPEN_QUESTIONS}
    assert {words for _, words, _ in grouped(STATEMENTS, comments, 5)} == {WORDS[ids[0]], WORDS[ids[1]]}


def test_headings_stand_in_the_questionnaires_order_and_each_keeps_the_comments_own() -> None:
    comments = _comments(PT_9=5, PT_2=1, PT_4=5)
    comments.sort(key=lambda each: (each.id * 7) % 11)
    placed = grouped(TEN, comments, 5)
    headings = list(dict.fromkeys(heading for heading, _, _ in placed))
    assert headings == [TEN_WORDS["PT-4"], TEN_WORDS["PT-9"], GENERAL]
    for heading in headings:
        ids = [each.id for name, _, each in placed if name == heading]
        assert ids == [each.id for each in comments if each.id in ids]


def test_no_comment_is_lost_or_doubled_in_any_questionnaire() -> None:
    for questionnaire in CATALOGUE.all():
        ids = [each.id for each in questionnaire.questions] + [each.id for each in questionnaire.open_questions]
        comments = [Comment(id=place, question_id=name, text="") for place, name in enumerate(ids * 2)]
        placed = grouped(questionnaire, comments, 5)
        assert sorted(each.id for _, _, each in placed) == list(range(len(comments)))


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ask Ann Example.", "Ann Example", f"Ask {STRUCK_OUT}."),
        ("ANN said, ann did", "Ann", f"{STRUCK_OUT} said, {STRUCK_OUT} did"),
        ("We agreed with Ed", "ed", f"We agreed with {STRUCK_OUT}"),
        ("Ann's plan (Ann)", " Ann ", f"{STRUCK_OUT}'s plan ({STRUCK_OUT})"),
        ("Zoë and ZOË", "zoë", f"{STRUCK_OUT} and {STRUCK_OUT}"),
        ("Why? (a+b)*", "(a+b)*", f"Why? {STRUCK_OUT}"),
        (f"{STRUCK_OUT} removed it", "removed", f"{STRUCK_OUT} {STRUCK_OUT} it"),
        (r"C:\1 \g<0>", r"\g<0>", rf"C:\1 {STRUCK_OUT}"),
    ],
)
def test_words_are_struck_out_wherever_they_stand(sqlite_session: Session, text: str, words: str, left: str) -> None:
    comment = Comment(text=text)
    strike_out(sqlite_session, comment, words)
    assert comment.text == left


@pytest.mark.parametrize("words", ["", "  ", "\n", "Bob", "nn", STRUCK_OUT, "Ann Other"])
def test_words_that_do_not_stand_there_are_refused(sqlite_session: Session, words: str) -> None:
    comment = Comment(text=f"Ann {STRUCK_OUT}")
    with pytest.raises(NotPossible, match="not in the comment"):
        strike_out(sqlite_session, comment, words)
    assert comment.text == f"Ann {STRUCK_OUT}"


def _closed_with_comments(session: Session) -> list[Comment]:
    forum = make_forum(session, management=5, staff=5, partner=0)
    make_closed_round(session, forum, answers=all_the_same(TEN, 7, {"PT-1": "Keep going"}))
    return list(session.scalars(select(Comment)))


def test_a_comment_is_released_when_both_reviewers_have_passed_it(session: Session) -> None:
    first, second, third, *_ = _closed_with_comments(session)
    assert len(to_review(session, _round(session))) == 10
    decide(first, Side.MANAGEMENT, Review.PASSED)
    decide(second, Side.MANAGEMENT, Review.PASSED)
    decide(second, Side.STAFF, Review.WITHHELD)
    assert released_comments(session, _round(session)) == ()
    for side in TWO_SIDES:
        decide(third, side, Review.PASSED)
    third.text = "Only this"
    assert [(each.heading, each.text) for each in released_comments(session, _round(session))] == [
        (TEN_WORDS["PT-1"], "Only this")
    ]
    assert (review_by(second, Side.MANAGEMENT), review_by(second, Side.STAFF)) == (Review.PASSED, Review.WITHHELD)
    decide(third, Side.STAFF, Review.WITHHELD)  # a second thought
    assert released_comments(session, _round(session)) == ()


def _round(session: Session) -> Round:
    return session.scalars(select(Round)).one()


def test_partners_review_nothing(session: Session) -> None:
    comment = _closed_with_comments(session)[0]
    with pytest.raises(ValueError, match="two sides"):
        decide(comment, Side.PARTNER, Review.PASSED)


def test_comments_wait_for_the_close(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    with pytest.raises(NotPossible, match="once the round is closed"):
        to_review(session, audit_round)
    with pytest.raises(NotClosed):
        released_comments(session, audit_round)


def test_a_reviewer_is_the_person_who_was_named_for_that_side(session: Session) -> None:
    forum = make_forum(session)
    audit_round = make_open_round(session, forum)
    m1, s1 = member_of(session, forum, "m1").id, member_of(session, forum, "s1").id
    assert reviewing_side(session, audit_round, m1, TODAY) is Side.MANAGEMENT
    assert reviewing_side(session, audit_round, s1, TODAY) is Side.STAFF


def test_comments_are_deleted_on_their_day_and_the_database_compacted(session: Session) -> None:
    _closed_with_comments(session)
    kept = make_closed_round(
        session, make_forum(session, "south"), name="Other", answers=all_the_same(TEN, 7, {"PT-1": "Stay"})
    )
    for audit_round in session.scalars(select(Round)):
        audit_round.compacted = True
    session.flush()
    for comment in session.scalars(select(Comment).where(Comment.round_id == kept.id)):
        comment.expires_on = date(2028, 1, 1)
    assert expire_comments(session, date(2027, 12, 30)) == 0
    assert pending(session) == []
    assert expire_comments(session, date(2027, 12, 31)) == 10
    assert session.scalar(select(func.count()).select_from(Comment)) == 14
    assert pending(session) == [each.id for each in session.scalars(select(Round)) if each.id != kept.id]
    assert expire_comments(session, date(2027, 12, 31)) == 0
