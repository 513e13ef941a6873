"""Forums with counted rounds that stand in one year's pool, or could."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from audit_app.analysis.tallies import Group, QuestionTally, Turnout
from audit_app.audit import earlier_rounds
from audit_app.audit.earlier_rounds import TypedRound
from audit_app.audit.models import Round
from audit_app.audit.pool import agree_to_pool
from audit_app.forum.forums import find_forum
from audit_app.forum.models import Forum
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from tests.factories import TEN

Given = Mapping[int, int]  # value → how many gave it
HELD = date(2025, 6, 1)
IN_TIME = datetime(2026, 1, 20, 12, tzinfo=UTC)
MADE = date(2026, 2, 1)
CHAIR = "An invented chair (Chair)"
PLAIN: tuple[Given, Given] = ({2: 3, 5: 3, 8: 6}, {1: 4, 6: 4, 9: 4})  # 12 a side, nothing alike

PARTNERS: Given = {0: 10, 10: 10}  # in no sum


def tally(questionnaire: Questionnaire, question_id: str, given: Given) -> QuestionTally:
    values = questionnaire.scale_of(questionnaire.question_by_id[question_id]).values
    return QuestionTally(tuple(given.get(value, 0) for value in values))


def counted_round(
    session: Session, slug: str, given: tuple[Given, Given] = PLAIN, *, held_on: date = HELD,
    but: Mapping[str, tuple[Given, Given]] | None = None, demonstration: bool = False, name: str = "Audit 2025",
) -> Round:  # fmt: skip
    """A closed round of a forum whose management and staff gave these answers to each of the ten questions.

    There are partners too.

    but: other answers to single questions.
    """
    forum = find_forum(session, slug)
    if forum is None:
        forum = Forum(slug=slug, name=f"{slug.capitalize()} Social Partnership Forum", demonstration=demonstration)
    counts = {
        (question.id, group): tally(TEN, question.id, answers)
        for question in TEN.questions
        for group, answers in zip((Group.MANAGEMENT, Group.STAFF), (but or {}).get(question.id, given), strict=True)
    }
    counts |= {
        (question.id, Group.PARTNER): tally(TEN, question.id, PARTNERS)
        for question in TEN.questions
        if question.asked_of(Side.PARTNER)
    }
    answered = [*(sum(side.values()) for side in given), sum(PARTNERS.values())]
    turnout = {side: Turnout(number, number) for side, number in zip(Side, answered, strict=True)}
    typed = TypedRound(name=name, held_on=held_on, minimum=5, turnout=turnout, counts=counts)
    next_day = datetime.combine(held_on + timedelta(days=1), time(12), UTC)
    made = earlier_rounds.type_in(session, forum, TEN, typed, actor=CHAIR, at=next_day)
    earlier_rounds.put_into_use(session, made, actor=CHAIR, at=next_day)
    return made


def join(session: Session, *rounds: Round, at: datetime = IN_TIME, sides: tuple[Side, ...] = TWO_SIDES) -> None:
    """The chairs of these sides agree that the rounds are counted in."""
    for audit_round in rounds:
        for side in sides:
            agree_to_pool(session, audit_round, side, actor=CHAIR, at=at)


def in_pool(session: Session, *slugs: str, given: tuple[Given, Given] = PLAIN) -> list[Round]:
    """A round of each forum that is counted in."""
    rounds = [counted_round(session, slug, given) for slug in slugs]
    join(session, *rounds)
    return rounds
