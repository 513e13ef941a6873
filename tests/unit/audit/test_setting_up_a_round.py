"""A draft can be changed freely; once it has opened, nothing about it can."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.invitations import NotPossible, invitations_of
from audit_app.audit.models import Deed, Invitation, Reviewer, Round, RoundRecord, State
from audit_app.audit.rounds import Schedule
from audit_app.audit.turnout import turn_up
from audit_app.forum.entries import Person
from audit_app.forum.people import add_member, change_member, leave
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.questionnaire.definition import Side
from tests.factories import (
    CATALOGUE,
    NOON,
    SECRETS,
    STATEMENTS,
    TEN,
    TODAY,
    make_closed_round,
    make_draft,
    make_forum,
    make_open_round,
    member_of,
)  # fmt: skip

WHO = "Sec Retariat (Secretariat)"


def _schedule(name: str = "Audit 2026", **changes: object) -> Schedule:
    made = Schedule(
        name=name, opens_at=NOON, closes_at=NOON + timedelta(days=7), minimum=6,
        comments_expire_on=date(2027, 1, 1), reviewers={},
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def _open(session: Session, audit_round: Round) -> int:
    return rounds.open_round(session, SECRETS, audit_round, actor=WHO, at=NOON, today=TODAY)


def test_a_name_is_taken_once_in_a_forum_and_free_in_another(session: Session) -> None:
    forum, other = make_forum(session), make_forum(session, "south")
    make_draft(session, forum)
    with pytest.raises(NotPossible, match="already has a round with this name"):
        make_draft(session, forum)
    assert make_draft(session, other).name == "Audit 2026"


def test_a_draft_takes_every_change(session: Session) -> None:
    forum = make_forum(session)
    draft = make_draft(session, forum)
    reviewers = {Side.MANAGEMENT: member_of(session, forum, "m2").id, Side.STAFF: member_of(session, forum, "s2").id}
    rounds.revise(session, draft, STATEMENTS, _schedule("Audit of the year", reviewers=reviewers))
    session.expire_all()
    assert (draft.name, draft.minimum, draft.questionnaire_id) == ("Audit of the year", 6, "partnership-behaviours")
    assert draft.closes_at == NOON + timedelta(days=7)
    assert rounds.questionnaire_of(draft) == STATEMENTS
    found = rounds.reviewers_of(session, draft)
    assert {side: member.email[:2] for side, member in found.items()} == {Side.MANAGEMENT: "m2", Side.STAFF: "s2"}


def test_a_draft_keeps_its_own_name_but_takes_no_other_rounds(session: Session) -> None:
    forum = make_forum(session)
    draft, _ = make_draft(session, forum), make_draft(session, forum, name="Baseline")
    rounds.revise(session, draft, TEN, _schedule("Audit 2026"))
    with pytest.raises(NotPossible, match="Choose another name"):
        rounds.revise(session, draft, TEN, _schedule("Baseline"))
    assert draft.name == "Audit 2026"


@pytest.mark.parametrize("minimum", [5, 7, 11])
def test_after_opening_no_setting_changes_the_minimum_least_of_all(session: Session, minimum: int) -> None:
    audit_round = make_open_round(session, make_forum(session), minimum=6)
    with pytest.raises(NotPossible, match="can no longer be changed"):
        rounds.revise(session, audit_round, TEN, _schedule(minimum=minimum))
    session.expire_all()
    assert audit_round.minimum == 6


def test_opening_invites_everyone_on_the_side_where_they_are(session: Session) -> None:
    forum = make_forum(session, management=3, staff=4, partner=2)
    leave(session, member_of(session, forum, "m3"), TODAY)  # no longer a member today
    draft = make_draft(session, forum)
    assert _open(session, draft) == 8
    assert draft.state is State.OPEN
    invited = {each.member.email: each.side for each in invitations_of(session, draft)}
    assert invited == {
        f"{side.value[0]}{place}@north.example": side
        for side, number in ((Side.MANAGEMENT, 2), (Side.STAFF, 4), (Side.PARTNER, 2))
        for place in range(1, number + 1)
    }
    assert Counter(each.used for each in invitations_of(session, draft)) == {False: 8}
    assert len({each.nonce for each in invitations_of(session, draft)}) == 8


def test_opening_queues_one_e_mail_for_each_at_the_opening_time(session: Session) -> None:
    forum = make_forum(session, management=2, staff=2, partner=1)
    draft = make_draft(session, forum, opens_at=NOON + timedelta(days=2))
    _open(session, draft)
    ids = {each.member.email: each.id for each in invitations_of(session, draft)}
    queued = session.scalars(select(OutboxMessage)).all()
    assert {(each.recipient, each.subject_id) for each in queued} == set(ids.items())
    assert {(each.kind, each.state) for each in queued} == {(MessageKind.INVITATION, MessageState.WAITING)}
    assert {each.due_at for each in queued} == {NOON + timedelta(days=2)}
    assert draft.opens_at == NOON + timedelta(days=2)


def test_a_round_that_was_to_open_earlier_opens_now(session: Session) -> None:
    draft = make_draft(session, make_forum(session), opens_at=NOON - timedelta(days=1))
    _open(session, draft)
    assert (draft.opens_at, draft.opened_at) == (NOON, NOON)


def test_opening_needs_a_reviewer_of_each_side(session: Session) -> None:
    draft = make_draft(session, make_forum(session))
    session.execute(delete(Reviewer).where(Reviewer.side == Side.STAFF))
    with pytest.raises(NotPossible, match="Name who will read the comments first for staff side"):
        _open(session, draft)
    session.execute(delete(Reviewer))
    with pytest.raises(NotPossible, match="management side and staff side"):
        _open(session, draft)
    assert draft.state is State.DRAFT


def test_opening_needs_a_closing_time_to_come(session: Session) -> None:
    draft = make_draft(session, make_forum(session), opens_at=NOON - timedelta(days=3), closes_at=NOON)
    with pytest.raises(NotPossible, match="closing time has passed"):
        _open(session, draft)


def test_a_round_cannot_close_before_it_opens(session: Session) -> None:
    later = NOON + timedelta(days=2)
    draft = make_draft(session, make_forum(session), opens_at=later, closes_at=later)
    with pytest.raises(NotPossible, match="would close before it opens"):
        _open(session, draft)


def test_opening_needs_members(session: Session) -> None:
    forum = make_forum(session, management=1, staff=1, partner=0)
    draft = make_draft(session, forum)
    for short in ("m1", "s1"):
        leave(session, member_of(session, forum, short), TODAY)
    with pytest.raises(NotPossible, match="no members yet"):
        _open(session, draft)
    assert draft.state is State.DRAFT
    assert draft.wrapped_key is None


@pytest.mark.parametrize("minimum", [12, 400])
def test_a_minimum_that_nothing_could_pass_is_refused(session: Session, minimum: int) -> None:
    draft = make_draft(session, make_forum(session), minimum=minimum)
    with pytest.raises(NotPossible, match="from 5 to 11"):
        _open(session, draft)


def test_a_round_opens_once(session: Session) -> None:
    draft = make_draft(session, make_forum(session))
    _open(session, draft)
    with pytest.raises(NotPossible, match="Only a draft"):
        _open(session, draft)
    assert len(session.scalars(select(Invitation)).all()) == 14
    opened = session.scalars(select(RoundRecord).where(RoundRecord.deed == Deed.OPENED)).all()
    assert len(opened) == 1


def test_who_joins_changes_or_leaves_later_alters_no_open_and_no_past_round(session: Session) -> None:
    forum = make_forum(session)
    past = make_closed_round(session, forum, name="Audit 2025")
    present = make_open_round(session, forum)
    before = {each: _sides(session, each) for each in (past, present)}
    add_member(session, forum, Person("Late Comer", "late@north.example", Side.STAFF), TODAY)
    changing = member_of(session, forum, "m2")
    change_member(session, changing, Person(changing.name, changing.email, Side.STAFF), TODAY + timedelta(days=1))
    leave(session, member_of(session, forum, "s2"), TODAY + timedelta(days=1))
    session.expire_all()
    assert {each: _sides(session, each) for each in (past, present)} == before
    assert turn_up(session, present).invited == {Side.MANAGEMENT: 6, Side.STAFF: 6, Side.PARTNER: 2}


def _sides(session: Session, audit_round: Round) -> dict[str, Side]:
    return {each.member.email: each.side for each in invitations_of(session, audit_round)}


def test_the_pinned_questions_stay_although_the_catalogue_moves_on(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    changed = TEN.model_copy(update={"version": 99, "title": "Another title"})
    assert rounds.questionnaire_of(audit_round) == TEN != changed
    audit_round.questionnaire_definition = audit_round.questionnaire_definition.replace("values", "virtues", 1)
    with pytest.raises(ValueError, match=r"."):
        rounds.questionnaire_of(audit_round)


def test_every_shipped_questionnaire_can_be_opened(session: Session) -> None:
    forum = make_forum(session)
    for each in CATALOGUE.all():
        assert _open(session, make_draft(session, forum, each, name=each.id)) == 14
