"""Loads and removes the demonstration: invented forums whose rounds ran through the real code."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.agenda.priorities import remove_priorities
from audit_app.analysis.tallies import Average, Group, QuestionTally, Turnout
from audit_app.assessment.removal import remove_all as remove_all_assessments
from audit_app.audit import ballot_box, comments, earlier_rounds, own_wording, pool, rounds, sharing
from audit_app.audit.closing import close
from audit_app.audit.comments import Review
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.invitations import invitations_of, link_token
from audit_app.audit.models import Invitation, Round
from audit_app.audit.removal import remove_round
from audit_app.audit.rounds import Schedule
from audit_app.demonstration import people, priorities, stories
from audit_app.demonstration.other_forums import load_other_forums
from audit_app.demonstration.stories import Story
from audit_app.demonstration.wellbeing import load_wellbeing
from audit_app.demonstration.wording import agreed_wording
from audit_app.forum.entries import Person
from audit_app.forum.forums import create_forum, find_forum
from audit_app.forum.models import Forum, Member, Office, Organisation, SecretariatPost
from audit_app.forum.people import add_member, add_to_secretariat, chairs_of
from audit_app.instance_secret import InstanceSecrets
from audit_app.packs import shelf
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side

YEAR = timedelta(days=365)
RUN_BY = "Robin Sample (Secretariat)"


def is_loaded(session: Session) -> bool:
    """Whether the demonstration is in this database."""
    return find_forum(session, people.REGIONAL[0]) is not None


def load(session: Session, secrets: InstanceSecrets, catalogue: Catalogue, today: date) -> None:
    """Make both forums and their rounds: years ago, last year, and one that is open now; and forums to stand beside.

    The caller commits.

    The regional forum: counts from an old report, hopes a year later, then three audits. Most pages show the last two
    of these. The subgroup: three small rounds, a wording of its own, and its organisations' self-assessments.
    """
    regional = _forum(session, people.REGIONAL, people.regional(), today, parent=None)
    audit = catalogue.by_id("partnership-behaviours")
    hopes = catalogue.by_id("partnership-behaviours-baseline")
    _brought_in(session, regional, audit, _years_before(today, 5), today)
    hoped = _moment(_years_before(today, 4))
    _past(session, secrets, regional, hopes, f"Baseline {hoped.year}", hoped, stories.HOPES)
    before = [_moment(_years_before(today, years)) for years in (3, 2, 1)]
    _past(session, secrets, regional, audit, f"Annual audit {before[0].year}", before[0], stories.START)
    first = _past(
        session, secrets, regional, audit, "Annual audit " + str(before[1].year), before[1], stories.FIRST_YEAR
    )
    second = _past(
        session, secrets, regional, audit, "Annual audit " + str(before[2].year), before[2], stories.SECOND_YEAR
    )
    chairs = {side: _chair(session, regional, side, today) for side in TWO_SIDES}
    for side in TWO_SIDES:
        sharing.agree_to_share(session, first, side, actor=chairs[side], at=before[1])
        pool.agree_to_pool(session, second, side, actor=chairs[side], at=before[2])
    priorities.decide(session, first, second, chairs, before[1])
    load_other_forums(session, audit, today)
    now = _moment(today)
    present = _opened(session, secrets, regional, audit, f"Annual audit {now.year}", now - timedelta(days=3))
    _some_answer(session, secrets, present, stories.SECOND_YEAR, now - timedelta(days=2))

    small = _forum(session, people.SUBGROUP, people.subgroup(), today, parent=regional)
    ten = catalogue.by_id("partnership-ten")
    _typed(session, small, ten, today)
    recent = today - timedelta(days=40)
    for day, story in ((_years_before(recent, 1), stories.SMALL_FIRST), (recent, stories.SMALL_SECOND)):
        _past(session, secrets, small, ten, f"Ten questions {day.year}", _moment(day), story)
    chairs = {side: _chair(session, small, side, today) for side in TWO_SIDES}
    agreed_wording(session, small, catalogue, by=RUN_BY, chairs=chairs, at=_moment(today - timedelta(days=7)))
    load_wellbeing(session, small, catalogue, today, by=RUN_BY)


def remove(session: Session) -> int:
    """Remove everything that belongs to demonstration forums. Returns how many forums there were."""
    forums = list(session.scalars(select(Forum).where(Forum.demonstration.is_(True)).order_by(Forum.id.desc())))
    for forum in sorted(forums, key=lambda each: each.parent_id is None):
        for audit_round in session.scalars(select(Round).where(Round.forum_id == forum.id)):
            remove_priorities(session, audit_round)
            remove_round(session, audit_round)
        for wording in own_wording.wordings_of(session, forum):
            own_wording.remove(session, wording)
        remove_all_assessments(session, forum)
        for member in session.scalars(select(Member).where(Member.forum_id == forum.id)):
            session.delete(member)
        session.flush()
        session.execute(delete(Organisation).where(Organisation.forum_id == forum.id))
        session.execute(delete(SecretariatPost).where(SecretariatPost.forum_id == forum.id))
        session.delete(forum)
        session.flush()
    shelf.clear(session)
    return len(forums)


def member_link(session: Session, secrets: InstanceSecrets, base_url: str) -> str | None:
    """A link of a demonstration member who has not answered the open round yet, if there is one."""
    forum = find_forum(session, people.REGIONAL[0])
    if forum is None:
        return None
    query = (
        select(Invitation).join(Round).join(Member, Invitation.member_id == Member.id)
        .where(Round.forum_id == forum.id, Invitation.used.is_(False), Invitation.nonce.is_not(None))
        .order_by(Member.email != people.MEMBER, Member.email)
    )  # fmt: skip
    invitation = session.scalars(query).first()
    return f"{base_url}/a/{link_token(secrets, invitation)}" if invitation is not None else None


def _years_before(day: date, years: int) -> date:
    """The same day in an earlier year, so that each year has one; for 29 February, the day before."""
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _forum(session: Session, names: tuple[str, str], members: list[Person], today: date, parent: Forum | None) -> Forum:
    forum = create_forum(session, names[1], names[0], parent=parent, demonstration=True)
    add_to_secretariat(session, forum, *people.SECRETARIAT)
    for person in members:
        add_member(session, forum, person, today - 6 * YEAR)
    return forum


def _chair(session: Session, forum: Forum, side: Side, on: date) -> str:
    chair = chairs_of(session, forum, side, on)[0]
    return f"{chair.name} ({Office.CHAIR.label}, {side.label})"


def _opened(
    session: Session, secrets: InstanceSecrets, forum: Forum, questionnaire: Questionnaire, name: str, at: datetime
) -> Round:
    reviewers = {side: chairs_of(session, forum, side, at.date())[0].id for side in TWO_SIDES}
    schedule = Schedule(
        name=name, opens_at=at, closes_at=at + timedelta(days=14), minimum=5,
        comments_expire_on=at.date() + 6 * YEAR, reviewers=reviewers,
    )  # fmt: skip
    audit_round = rounds.create(session, forum, questionnaire, schedule, actor=RUN_BY, at=at)
    rounds.open_round(session, secrets, audit_round, actor=RUN_BY, at=at, today=at.date())
    return audit_round


def _past(
    session: Session, secrets: InstanceSecrets, forum: Forum, questionnaire: Questionnaire, name: str,
    at: datetime, story: Story,
) -> Round:  # fmt: skip
    """A round that opened, was answered and was counted in the past."""
    audit_round = _opened(session, secrets, forum, questionnaire, name, at)
    _cast(session, secrets, audit_round, questionnaire, story, at)
    rounds.stop(session, audit_round, actor=RUN_BY, at=at)
    rounds.request_close(session, audit_round, actor=RUN_BY, at=at)
    close(session, secrets, audit_round.id, at)
    for _, _, comment in comments.to_review(session, audit_round):
        for side in TWO_SIDES:
            comments.decide(comment, side, Review.PASSED)
    return audit_round


def _cast(
    session: Session, secrets: InstanceSecrets, audit_round: Round, questionnaire: Questionnaire, story: Story,
    at: datetime, most: int = 99,
) -> None:  # fmt: skip
    invitations = invitations_of(session, audit_round)
    for side in Side:
        invited = [invitation for invitation in invitations if invitation.side is side]
        for place, invitation in enumerate(invited[: min(most, len(invited) - story.stay_away)]):
            given = stories.answers(story, questionnaire, side, place)
            token = link_token(secrets, invitation)
            ballot_box.cast_ballot(session, invitation, questionnaire, token, given, at)


def _some_answer(session: Session, secrets: InstanceSecrets, audit_round: Round, story: Story, at: datetime) -> None:
    """A few have answered the open round; the member of the ready link has not."""
    questionnaire = rounds.questionnaire_of(audit_round)
    for place, invitation in enumerate(invitations_of(session, audit_round)):
        if place % 4 == 0 and invitation.member.email not in (
            people.MEMBER,
            people.MANAGEMENT_CHAIR,
            people.STAFF_CHAIR,
        ):
            given = stories.answers(story, questionnaire, invitation.side, place)
            token = link_token(secrets, invitation)
            ballot_box.cast_ballot(session, invitation, questionnaire, token, given, at)


def _brought_in(session: Session, forum: Forum, questionnaire: Questionnaire, held_on: date, today: date) -> None:
    """Counts from the report of a survey on paper: both sides together, as such reports have them."""
    given = [
        stories.answers(stories.ON_PAPER, questionnaire, side, place)
        for side, members in ((Side.MANAGEMENT, 9), (Side.STAFF, 10))
        for place in range(members)
    ]
    counts = {
        (question.id, Group.TOTAL): QuestionTally(
            tuple(
                sum(each.ratings.get(question.id) == value for each in given)
                for value in questionnaire.scale_of(question).values
            )
        )
        for question in questionnaire.scored_questions()
    }
    typed = TypedRound(
        name=f"Survey on paper {held_on.year}", held_on=held_on, minimum=5,
        turnout={Side.MANAGEMENT: Turnout(11, 9), Side.STAFF: Turnout(13, 10)}, counts=counts,
    )  # fmt: skip
    at = _moment(today - 4 * YEAR)
    audit_round = earlier_rounds.type_in(session, forum, questionnaire, typed, actor=RUN_BY, at=at)
    earlier_rounds.put_into_use(session, audit_round, actor=RUN_BY, at=at)


def _typed(session: Session, forum: Forum, questionnaire: Questionnaire, today: date) -> None:
    """Averages from an old report, as a small group would have them."""
    scores = (5.4, 4.9, 6.3, 5.2, 5.8, 3.9, 5.0, 4.6, 5.1, 4.4)
    typed = TypedRound(
        name=f"Voting buttons {today.year - 2}", held_on=today - 2 * YEAR, minimum=5,
        turnout={Side.MANAGEMENT: Turnout(4, 4), Side.STAFF: Turnout(5, 4)},
        averages={
            (question.id, Group.TOTAL): Average(8, score)
            for question, score in zip(questionnaire.questions, scores, strict=True)
        },
    )  # fmt: skip
    at = _moment(today - YEAR)
    audit_round = earlier_rounds.type_in(session, forum, questionnaire, typed, actor=RUN_BY, at=at)
    earlier_rounds.put_into_use(session, audit_round, actor=RUN_BY, at=at)
