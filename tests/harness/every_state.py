"""A forum with a round in every state and a person in every role, for tests that look at all pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.agenda import priorities as agenda
from audit_app.agenda.models import Owner, Standing
from audit_app.agenda.priorities import Chair, Content, Suggested
from audit_app.analysis.tallies import Average, Group, Turnout
from audit_app.audit import earlier_rounds, own_wording, rounds, sharing
from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.invitations import hand_to_deputy, invitations_of, link_token, replace_link
from audit_app.audit.models import Invitation, Round
from audit_app.forum.models import Forum, Member, Office, SecretariatPost
from audit_app.questionnaire import adapting_rules
from audit_app.questionnaire.answers import Answers, pages
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import (
    CATALOGUE,
    SECRETS,
    STATEMENTS,
    TEN,
    cast,
    cast_all,
    close_round,
    make_draft,
    make_forum,
    make_member,
    make_open_round,
    member_of,
    some_answers,
)
from tests.harness.every_assessment import make_assessments
from tests.harness.organisations import make_organisations, share_and_tell

ACTOR = "Sec Retariat (Secretariat)"


@dataclass(frozen=True)
class EveryState:
    """What stands in the forum: numbers by name.

    rounds: draft, ready (a draft to open), open, later (opens tomorrow), stopped, counting, annulled, closed, shared,
    typed (not in use), used (typed in, in use).
    members: m1 and s1 are chairs, m2 and s2 vice chairs, m6 chaired until yesterday, m3 has a deputy, m5's deputy is
    answering, p1 and p2 are partners, s7 joined after the rounds had opened; all @<slug>.example, as are the posts.
    tokens: live and other_live (m4 and s4 in the open round), with_deputy (m3), held (by m5's deputy), replaced, sent,
    and one each of the rounds later, stopped, annulled, closed, shared.
    numbers: of organisations, an indicator, assessments and a practice note, see make_organisations, make_assessments
    and share_and_tell.
    priorities: of the closed round, proposed (by staff side), agreed, left_out (PT-2, by management side; PT-4 is
    still undecided), done (says staff side); of the shared round, agreed too, as shared.
    wordings: own_draft (of the 26 statements: PB-1.1 in other words, PB-1.2 with a new meaning, PB-2.3 dropped, one
    added to PB-1), own_proposed (of the short form), own_agreed (of the ten questions).
    """

    slug: str
    rounds: Mapping[str, int]
    members: Mapping[str, int]
    posts: Mapping[str, int]
    tokens: Mapping[str, str]
    priorities: Mapping[str, int]
    numbers: Mapping[str, int]
    wordings: Mapping[str, int]


def make_every_state(session: Session, slug: str, at: datetime) -> EveryState:
    """Make the forum, `at` being the present. Flushes; the caller commits."""
    forum = make_forum(session, slug, management=6, staff=6, partner=2)
    _give_offices(session, forum)
    made, tokens = _rounds(session, forum, at)
    tokens |= _links_of_the_open_round(session, made["open"], at)
    make_member(session, forum, f"s7@{slug}.example")
    priorities = _priorities(session, made, at)
    member_of(session, forum, "m6").seats[-1].ends_on = at.date() - timedelta(days=1)
    session.add(SecretariatPost(forum_id=forum.id, name="Second Secretary", email=f"second@{slug}.example"))
    session.flush()
    return EveryState(
        slug=slug,
        rounds={name: each.id for name, each in made.items()},
        members={_short(each): each.id for each in session.query(Member).filter_by(forum_id=forum.id)},
        posts={_short(each): each.id for each in session.query(SecretariatPost).filter_by(forum_id=forum.id)},
        tokens=tokens,
        priorities=priorities,
        numbers=_organisations(session, forum, at),
        wordings=_wordings(session, forum, at),
    )


def _organisations(session: Session, forum: Forum, at: datetime) -> dict[str, int]:
    numbers = make_assessments(session, forum, make_organisations(session, forum), at)
    return share_and_tell(session, numbers, "CL-2.1", at)


def _wordings(session: Session, forum: Forum, at: datetime) -> dict[str, int]:
    short = CATALOGUE.by_id("partnership-behaviours-short")
    made = {}
    for name, base in (("own_draft", STATEMENTS), ("own_proposed", short), ("own_agreed", TEN)):
        wording = own_wording.start(session, forum, CATALOGUE, base, actor=ACTOR, at=at)
        wishes = own_wording.wishes_of(wording)
        first = base.questions[0]
        wishes = adapting_rules.reword(base, wishes, first.id, "In words of our own?", first.short, meaning_stayed=True)
        if base is STATEMENTS:
            second = base.questions[1]
            wishes = adapting_rules.reword(
                base, wishes, second.id, "We ask something else.", None, meaning_stayed=False
            )
            wishes = adapting_rules.drop(base, wishes, "PB-2.3")
            wishes = adapting_rules.add(base, wishes, "PB-1", "We thank each other.", "Thanks", partners_asked=False)
        own_wording.change(session, CATALOGUE, wording, wishes, seen=wording.revision, actor=ACTOR, at=at)
        if base is not STATEMENTS:
            own_wording.propose(session, wording, seen=wording.revision, actor=ACTOR, at=at)
        for side in TWO_SIDES if base is TEN else ():
            own_wording.agree(session, wording, side, seen=wording.digest, actor=ACTOR, at=at)
        made[name] = wording.id
    return made


def _short(person: Member | SecretariatPost) -> str:
    return person.email.split("@", maxsplit=1)[0]


def _give_offices(session: Session, forum: Forum) -> None:
    for short, office in (("m2", Office.VICE_CHAIR), ("s2", Office.VICE_CHAIR), ("m6", Office.CHAIR)):
        member_of(session, forum, short).seats[0].office = office
    for short in ("m3", "m5"):
        member = member_of(session, forum, short)
        member.deputy_name, member.deputy_email = f"Deputy of {short}", f"deputy.{short}@{forum.slug}.example"
    session.flush()


def _rounds(session: Session, forum: Forum, at: datetime) -> tuple[dict[str, Round], dict[str, str]]:
    """The rounds, and a link of each that has opened."""
    opened = at - timedelta(days=3)
    made = {
        "draft": make_draft(session, forum, name="Draft round", opens_at=at + timedelta(days=1)),
        "ready": make_draft(session, forum, name="Round to open", opens_at=at),
        "open": make_open_round(session, forum, name="Open round", at=opened),
        "later": make_open_round(session, forum, name="Round of tomorrow", at=at),
        "stopped": make_open_round(session, forum, name="Stopped round", at=opened),
        "counting": make_open_round(session, forum, name="Round being counted", at=opened),
        "annulled": make_open_round(session, forum, name="Annulled round", at=opened),
        "closed": make_open_round(session, forum, name="Closed round", at=at - timedelta(days=400)),
        "shared": make_open_round(session, forum, name="Shared round", at=at - timedelta(days=200)),
    }
    made["later"].opens_at = at + timedelta(days=1)
    names = ("later", "stopped", "annulled", "closed", "shared")
    tokens = {name: link_token(SECRETS, _invitation(session, made[name], "m4")) for name in names}
    for name in ("stopped", "counting"):
        rounds.stop(session, made[name], actor=ACTOR, at=at)
    rounds.request_close(session, made["counting"], actor=ACTOR, at=at)
    rounds.annul(session, SECRETS, made["annulled"], "The wrong questions were asked.", actor=ACTOR, at=at)
    for name, days in (("closed", 400), ("shared", 200)):
        then = at - timedelta(days=days)
        cast_all(session, made[name], at=then, answers=_with_comments)
        close_round(session, made[name], then)
    for side in TWO_SIDES:
        sharing.agree_to_share(session, made["shared"], side, actor=ACTOR, at=at)
    for name, years in (("typed", 3), ("used", 2)):
        made[name] = _typed(session, forum, f"Typed in, {years} years ago", at, years)
    earlier_rounds.put_into_use(session, made["used"], actor=ACTOR, at=at)
    return made, tokens


def _priorities(session: Session, made: Mapping[str, Round], at: datetime) -> dict[str, int]:
    """What the chairs made of the closed round and of the shared one after it."""
    management, staff = (Chair(side, f"An invented chair (Chair, {side.label})") for side in TWO_SIDES)
    closed = made["closed"]
    found = {
        name: agenda.adopt(session, closed, a_priority(f"A priority that is {name}", at.date()), staff, at)
        for name in ("proposed", "agreed", "done")
    }
    found["shared"] = agenda.adopt(session, made["shared"], a_priority("A priority to show", at.date()), staff, at)
    for name in ("agreed", "done", "shared"):
        agenda.agree(session, found[name], found[name].version, management, at)
    agenda.end(session, found["done"], Standing.DONE, "It is in place.", found["done"].version, staff, at)
    suggested = Suggested("PT-2", TEN.question_by_id["PT-2"].text, "Suggested because: a low score.")
    found["left_out"] = agenda.decline(session, closed, suggested, "We do this already.", management, at)
    return {name: each.id for name, each in found.items()}


def a_priority(title: str, today: date) -> Content:
    """What a priority may say: measured by one statement, by all together, and in words."""
    return Content(
        title=title, note="A note about it.", owner=Owner.BOTH, owner_role="joint chairs",
        measures=("overall", "PT-1"), measure_words="Papers come in time.", target_score=7.0,
        target_words="At every meeting.", review_on=today + timedelta(days=180),
    )  # fmt: skip


def _with_comments(side: Side, place: int) -> Answers:
    asked = [each for page in pages(TEN, side) for each in page.comment_ids][:2]
    words = dict.fromkeys(asked, f"Invented words of place {place}.")
    return Answers(some_answers(TEN, side, place).ratings, words)


def _typed(session: Session, forum: Forum, name: str, at: datetime, years: int) -> Round:
    typed = TypedRound(
        name=name, held_on=at.date() - timedelta(days=365 * years), minimum=5,
        turnout={Side.MANAGEMENT: Turnout(6, 6), Side.STAFF: Turnout(6, 6)},
        averages={(question.id, Group.TOTAL): Average(12, 5.5) for question in TEN.questions},
    )  # fmt: skip
    return earlier_rounds.type_in(session, forum, TEN, typed, actor=ACTOR, at=at)


def _invitation(session: Session, audit_round: Round, short: str) -> Invitation:
    return next(each for each in invitations_of(session, audit_round) if _short(each.member) == short)


def _links_of_the_open_round(session: Session, audit_round: Round, at: datetime) -> dict[str, str]:
    renewed = _invitation(session, audit_round, "s5")
    tokens = {"replaced": link_token(SECRETS, renewed)}
    replace_link(session, SECRETS, renewed, at)
    hand_to_deputy(session, SECRETS, _invitation(session, audit_round, "m5"), at)
    for name, short in (("live", "m4"), ("other_live", "s4"), ("with_deputy", "m3"), ("held", "m5"), ("sent", "s6")):
        tokens[name] = link_token(SECRETS, _invitation(session, audit_round, short))
    cast(session, _invitation(session, audit_round, "s6"), at=at)
    return tokens
