"""A pack holds exactly what the page of results shows: the same comparison, hopes, lines, comments and priorities."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from audit_app.agenda.progress import for_files
from audit_app.audit.models import Round, Source, State
from audit_app.audit.results import NotClosed, load_comparison, load_series
from audit_app.audit.tallies import Comment, Review
from audit_app.packs.contents import baseline_among, load_round_pack
from audit_app.packs.round_subject import RoundSubject
from audit_app.packs.subjects import NotThereError
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.factories import CATALOGUE, NOON, TEN, TODAY, make_closed_round, make_forum, make_open_round, some_answers
from tests.web.results_in_the_house import LAST_YEAR

HOPES = CATALOGUE.by_id("partnership-ten-baseline")


def _answers(questionnaire: Questionnaire) -> Callable[[Side, int], Answers]:
    def answers(side: Side, place: int) -> Answers:
        words = {questionnaire.questions[2].id: f"Words of {side.value} {place}"}
        return Answers(some_answers(questionnaire, side, place).ratings, words)

    return answers


@pytest.fixture
def rounds(session: Session) -> tuple[Round, Round, Round]:
    """A baseline, the year after it and this year."""
    forum = make_forum(session, management=8, staff=8)
    years = (LAST_YEAR.replace(month=3), LAST_YEAR, NOON)
    first, second, third = (
        make_closed_round(session, forum, asked, name=f"Round of {at:%B %Y}", at=at, answers=_answers(asked))
        for asked, at in zip((HOPES, TEN, TEN), years, strict=True)
    )
    return first, second, third


def test_the_content_is_what_the_page_shows(session: Session, rounds: tuple[Round, Round, Round]) -> None:
    baseline, second, third = rounds
    pack = load_round_pack(session, third, second)
    assert pack.comparison is load_comparison(session, third, second)
    assert pack.hoped is load_comparison(session, third, baseline)
    assert pack.series is load_series(session, third.forum, third)
    assert pack.priorities == for_files(session, third)


def test_compared_with_the_baseline_itself_hopes_stand_in_the_comparison(
    session: Session, rounds: tuple[Round, Round, Round]
) -> None:
    baseline, _, third = rounds
    pack = load_round_pack(session, third, baseline)
    assert pack.hoped is pack.comparison


def test_without_a_baseline_nothing_is_hoped_for(session: Session) -> None:
    alone = make_closed_round(session, make_forum(session))
    pack = load_round_pack(session, alone)
    assert pack.hoped is pack.comparison
    assert pack.comparison.against is None
    assert baseline_among([alone]) is None


def test_only_comments_that_both_reviewers_passed(session: Session, rounds: tuple[Round, Round, Round]) -> None:
    third = rounds[2]
    assert load_round_pack(session, third).comments == ()
    first, second, *_ = session.query(Comment).filter_by(round_id=third.id).order_by(Comment.id)
    first.management_review = first.staff_review = Review.PASSED
    second.management_review = Review.PASSED
    session.flush()
    assert [each.text for each in load_round_pack(session, third).comments] == [first.text]


def test_a_preview_has_neither_comments_nor_priorities(session: Session, rounds: tuple[Round, Round, Round]) -> None:
    third = rounds[2]
    for comment in session.query(Comment).filter_by(round_id=third.id):
        comment.management_review = comment.staff_review = Review.PASSED
    assert load_round_pack(session, third).comments
    third.state, third.source = State.DRAFT, Source.TYPED_COUNTS
    session.flush()
    pack = load_round_pack(session, third)
    assert (pack.comments, pack.priorities) == ((), ())


def test_nothing_before_closing(session: Session) -> None:
    running = make_open_round(session, make_forum(session))
    with pytest.raises(NotClosed):
        load_round_pack(session, running)
    with pytest.raises(NotThereError):
        RoundSubject(running.id).load(session, TODAY)


def test_rounds_that_do_not_exist_are_not_there(session: Session, rounds: tuple[Round, Round, Round]) -> None:
    with pytest.raises(NotThereError):
        RoundSubject(999_999).load(session, TODAY)
    with pytest.raises(NotThereError):
        RoundSubject(rounds[2].id, 999_999).load(session, TODAY)
    south = make_closed_round(session, make_forum(session, "south"))
    with pytest.raises(NotThereError):
        RoundSubject(rounds[2].id, south.id).load(session, TODAY)


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED])
def test_only_what_the_page_compares_is_compared(
    session: Session, rounds: tuple[Round, Round, Round], state: State
) -> None:
    """The page knows no earlier round that is not in use, and no later one; an order that says so is over."""
    _, second, third = rounds
    assert RoundSubject(third.id, second.id).load(session, TODAY).comparison.against is not None
    against, this = (second, third) if state is State.DRAFT else (third, second)
    against.state, against.source = state, Source.TYPED_COUNTS
    session.flush()
    with pytest.raises(NotThereError):
        RoundSubject(this.id, against.id).load(session, TODAY)
