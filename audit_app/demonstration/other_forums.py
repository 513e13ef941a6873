"""Four more invented forums, so that the regional one can be set beside others: counts of one year, and nobody in them.

Only the operator meets them by name.
"""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from audit_app.analysis.pool import newest_pool
from audit_app.analysis.tallies import Group, QuestionTally, Turnout
from audit_app.audit import earlier_rounds
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.pool import agree_to_pool
from audit_app.demonstration import stories
from audit_app.demonstration.stories import Story
from audit_app.forum.forums import create_forum
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side

_RUN_BY = "Robin Sample (Secretariat)"
_FORUMS = (
    ("demo-hills", "Invented Hills Partnership Forum", Story(lean=0.56, by={"PB-3": 0.6}, seed=21), (12, 13)),
    ("demo-lakes", "Invented Lakes Partnership Forum", Story(lean=0.62, by={"PB-5": 0.45}, seed=22), (16, 14)),
    ("demo-coast", "Invented Coast Partnership Forum", Story(lean=0.66, by={"PB-6": 0.7}, seed=23), (11, 15)),
    ("demo-fells", "Invented Fells Partnership Forum", Story(lean=0.58, by={"PB-8": 0.65}, seed=24), (14, 12)),
)


def load_other_forums(session: Session, questionnaire: Questionnaire, today: date) -> None:
    """Make the forums, each with a round of the newest year whose figures are made. The caller commits."""
    year = newest_pool(today)
    for slug, name, story, members in _FORUMS:
        forum = create_forum(session, name, slug, demonstration=True)
        typed = _counted(questionnaire, story, dict(zip(TWO_SIDES, members, strict=True)), date(year, 3, 1))
        at = datetime(year, 6, 1, 9, tzinfo=UTC)
        audit_round = earlier_rounds.type_in(session, forum, questionnaire, typed, actor=_RUN_BY, at=at)
        earlier_rounds.put_into_use(session, audit_round, actor=_RUN_BY, at=at)
        for side in TWO_SIDES:
            agree_to_pool(session, audit_round, side, actor=f"An invented chair (Chair, {side.label})", at=at)


def _counted(questionnaire: Questionnaire, story: Story, members: dict[Side, int], held_on: date) -> TypedRound:
    counts = {}
    for side, number in members.items():
        given = [stories.answers(story, questionnaire, side, place).ratings for place in range(number)]
        for question in questionnaire.scored_questions():
            values = questionnaire.scale_of(question).values
            found = tuple(sum(each.get(question.id) == value for each in given) for value in values)
            counts[question.id, Group(side.value)] = QuestionTally(found)
    turnout = {side: Turnout(number + 2, number) for side, number in members.items()}
    return TypedRound(f"Annual audit {held_on.year}", held_on, minimum=5, turnout=turnout, counts=counts)
