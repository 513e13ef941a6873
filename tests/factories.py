"""One small factory per thing. Each returns what it made, flushed and not committed."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from audit_app.audit import ballot_box, rounds
from audit_app.audit.closing import close
from audit_app.audit.invitations import invitations_of, link_token
from audit_app.audit.models import Invitation, Round
from audit_app.audit.rounds import Schedule, questionnaire_of
from audit_app.forum.models import Forum, Member, Office, Seat, SecretariatPost
from audit_app.instance_secret import InstanceSecrets
from audit_app.questionnaire.answers import Answers
from audit_app.questionnaire.catalogue import read_catalogue
from audit_app.questionnaire.definition import Questionnaire, Side

ROOT = Path(__file__).parent.parent
CATALOGUE = read_catalogue(ROOT / "questionnaires")
TEN = CATALOGUE.by_id("partnership-ten")
STATEMENTS = CATALOGUE.by_id("partnership-behaviours")
SECRETS = InstanceSecrets.from_keys(("an invented secret that only the tests use 0123456789",))  # as in conftest
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
JOINED = date(2025, 1, 1)


def make_forum(
    session: Session, slug: str = "north", *, management: int = 6, staff: int = 6, partner: int = 2
) -> Forum:
    """A forum with members m1, m2 … s1 … p1 …@<slug>.example; m1 and s1 are the chairs; secretariat@<slug>.example."""
    forum = Forum(slug=slug, name=f"{slug.capitalize()} Social Partnership Forum")
    session.add(forum)
    session.flush()
    for side, number in ((Side.MANAGEMENT, management), (Side.STAFF, staff), (Side.PARTNER, partner)):
        for place in range(1, number + 1):
            office = Office.CHAIR if place == 1 and side is not Side.PARTNER else Office.MEMBER
            make_member(session, forum, f"{side.value[0]}{place}@{slug}.example", side, office)
    session.add(SecretariatPost(forum_id=forum.id, name="Sec Retariat", email=f"secretariat@{slug}.example"))
    session.flush()
    return forum


def make_member(
    session: Session, forum: Forum, email: str, side: Side = Side.STAFF, office: Office = Office.MEMBER
) -> Member:
    name = email.split("@", maxsplit=1)[0].capitalize()
    member = Member(forum=forum, name=f"Invented {name}", email=email)
    member.seats.append(Seat(side=side, office=office, starts_on=JOINED))
    session.add(member)
    session.flush()
    return member


def member_of(session: Session, forum: Forum, short: str) -> Member:
    """The member whose address begins with `short`, such as "m1"."""
    return session.query(Member).filter_by(forum_id=forum.id, email=f"{short}@{forum.slug}.example").one()


def make_draft(
    session: Session, forum: Forum, questionnaire: Questionnaire = TEN, *, name: str = "Audit 2026",
    minimum: int = 5, opens_at: datetime = NOON, closes_at: datetime | None = None,
) -> Round:  # fmt: skip
    reviewers = {
        side: member.id
        for side, short in ((Side.MANAGEMENT, "m1"), (Side.STAFF, "s1"))
        if (member := session.query(Member).filter_by(forum_id=forum.id, email=f"{short}@{forum.slug}.example").first())
    }
    schedule = Schedule(
        name=name, opens_at=opens_at, closes_at=closes_at or opens_at + timedelta(days=14), minimum=minimum,
        comments_expire_on=date(2027, 12, 31), reviewers=reviewers,
    )  # fmt: skip
    return rounds.create(session, forum, questionnaire, schedule, actor="Sec Retariat (Secretariat)", at=NOON)


def make_open_round(
    session: Session, forum: Forum, questionnaire: Questionnaire = TEN, *, name: str = "Audit 2026",
    minimum: int = 5, at: datetime = NOON, closes_at: datetime | None = None,
) -> Round:  # fmt: skip
    audit_round = make_draft(
        session, forum, questionnaire, name=name, minimum=minimum, opens_at=at, closes_at=closes_at
    )
    rounds.open_round(session, SECRETS, audit_round, actor="Sec Retariat (Secretariat)", at=at, today=at.date())
    return audit_round


def some_answers(questionnaire: Questionnaire, side: Side, place: int = 0) -> Answers:
    """Valid, varied answers: the value moves along the scale with the question and the respondent's place."""
    ratings: dict[str, int | str] = {}
    for number, question in enumerate(questionnaire.questions):
        if question.asked_of(side):
            values = questionnaire.scale_of(question).values
            ratings[question.id] = values[(number + place * 2) % len(values)]
    return Answers(ratings, {})


def cast(session: Session, invitation: Invitation, answers: Answers | None = None, at: datetime = NOON) -> None:
    """Put one ballot in, as the page does."""
    questionnaire = questionnaire_of(invitation.round)
    answers = answers or some_answers(questionnaire, invitation.side, invitation.id % 7)
    ballot_box.cast_ballot(session, invitation, questionnaire, link_token(SECRETS, invitation), answers, at)


def cast_all(
    session: Session, audit_round: Round, *, leave_out: int = 0, at: datetime = NOON,
    answers: Callable[[Side, int], Answers] | None = None,
) -> None:  # fmt: skip
    """Every member answers but the last `leave_out`; `answers(side, place on that side)` says what."""
    places: dict[Side, int] = dict.fromkeys(Side, 0)
    invitations = invitations_of(session, audit_round)
    for invitation in invitations[: len(invitations) - leave_out]:
        place = places[invitation.side]
        places[invitation.side] += 1
        made = (
            answers(invitation.side, place)
            if answers
            else some_answers(questionnaire_of(audit_round), invitation.side, place)
        )
        cast(session, invitation, made, at)


def close_round(session: Session, audit_round: Round, at: datetime = NOON) -> Round:
    """Stop and count a round."""
    rounds.stop(session, audit_round, actor="Sec Retariat (Secretariat)", at=at)
    rounds.request_close(session, audit_round, actor="Sec Retariat (Secretariat)", at=at)
    return close(session, SECRETS, audit_round.id, at)


def make_closed_round(
    session: Session, forum: Forum, questionnaire: Questionnaire = TEN, *, name: str = "Audit 2026",
    minimum: int = 5, at: datetime = NOON, answers: Callable[[Side, int], Answers] | None = None,
) -> Round:  # fmt: skip
    """A round that everybody answered, counted by the real code."""
    audit_round = make_open_round(session, forum, questionnaire, name=name, minimum=minimum, at=at)
    cast_all(session, audit_round, at=at, answers=answers)
    return close_round(session, audit_round, at)


def all_the_same(
    questionnaire: Questionnaire, value: int, comments: Mapping[str, str] | None = None
) -> Callable[[Side, int], Answers]:
    """Everybody gives one value to every question."""

    def answers(side: Side, place: int) -> Answers:
        del place
        asked = {question.id: value for question in questionnaire.questions if question.asked_of(side)}
        return Answers(dict(asked), dict(comments or {}))

    return answers
