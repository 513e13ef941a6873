"""A chair confirms the list of one side as it was shown; a list that changes afterwards says so."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.invitations import NotPossible
from audit_app.audit.list_confirmations import Confirmation, confirm_list, confirmations, list_digest, side_list
from audit_app.audit.models import Deed, Round
from audit_app.audit.records import records_of
from audit_app.forum.entries import Person
from audit_app.forum.people import add_member, leave, name_deputy
from audit_app.questionnaire.definition import TWO_SIDES, Side
from tests.factories import NOON, SECRETS, TODAY, make_draft, make_forum, member_of

WHO = "A chair"


@pytest.fixture
def draft(session: Session) -> Round:
    return make_draft(session, make_forum(session))


def _seen(session: Session, draft: Round, side: Side) -> str:
    return list_digest(side_list(session, draft.forum, side, TODAY))


def _confirm(session: Session, draft: Round, side: Side, seen: str | None = None) -> None:
    seen = _seen(session, draft, side) if seen is None else seen
    confirm_list(session, draft, side, seen, actor=WHO, at=NOON, today=TODAY)


def test_each_side_confirms_its_own(session: Session, draft: Round) -> None:
    assert confirmations(session, draft, TODAY) == dict.fromkeys(TWO_SIDES, Confirmation.MISSING)
    _confirm(session, draft, Side.STAFF)
    assert confirmations(session, draft, TODAY) == {
        Side.MANAGEMENT: Confirmation.MISSING, Side.STAFF: Confirmation.CONFIRMED,
    }  # fmt: skip
    last = records_of(session, draft)[-1]
    assert (last.deed, last.note) == (Deed.LIST_CONFIRMED, "Staff side")


@pytest.mark.parametrize("change", ["joins", "leaves", "renamed", "address", "deputy"])
def test_any_change_to_the_list_says_so_until_it_is_confirmed_again(
    session: Session, draft: Round, change: str
) -> None:
    for side in TWO_SIDES:
        _confirm(session, draft, side)
    member = member_of(session, draft.forum, "s2")
    if change == "joins":
        add_member(session, draft.forum, Person("New Person", "new@north.example", Side.STAFF), TODAY)
    elif change == "leaves":
        leave(session, member, TODAY)
    elif change == "renamed":
        member.name = "Another Name"
    elif change == "address":
        member.email = "another@north.example"
    else:
        name_deputy(session, member, "A Deputy", "deputy@north.example", TODAY)
    session.flush()
    assert confirmations(session, draft, TODAY) == {
        Side.MANAGEMENT: Confirmation.CONFIRMED, Side.STAFF: Confirmation.CHANGED,
    }  # fmt: skip
    _confirm(session, draft, Side.STAFF)
    assert set(confirmations(session, draft, TODAY).values()) == {Confirmation.CONFIRMED}


def test_a_list_that_changed_while_it_was_read_is_not_confirmed(session: Session, draft: Round) -> None:
    seen = _seen(session, draft, Side.STAFF)
    leave(session, member_of(session, draft.forum, "s2"), TODAY)
    with pytest.raises(NotPossible, match="has changed since you opened this page"):
        _confirm(session, draft, Side.STAFF, seen)
    with pytest.raises(NotPossible, match="has changed"):
        _confirm(session, draft, Side.STAFF, "")
    with pytest.raises(NotPossible, match="has changed"):
        _confirm(session, draft, Side.STAFF, _seen(session, draft, Side.MANAGEMENT))


def test_partners_have_no_list_to_confirm_and_an_empty_side_none_either(session: Session, draft: Round) -> None:
    with pytest.raises(NotPossible, match="two sides"):
        _confirm(session, draft, Side.PARTNER)
    nobody = make_draft(session, make_forum(session, "south", staff=0))
    with pytest.raises(NotPossible, match="no members yet"):
        _confirm(session, nobody, Side.STAFF)


def test_lists_are_confirmed_before_opening(session: Session, draft: Round) -> None:
    rounds.open_round(session, SECRETS, draft, actor=WHO, at=NOON, today=TODAY)
    with pytest.raises(NotPossible, match="has opened"):
        _confirm(session, draft, Side.STAFF)


def test_names_cannot_be_shifted_between_fields(session: Session, draft: Round) -> None:
    """Two lists with the same letters in other places are two lists."""
    people = side_list(session, draft.forum, Side.STAFF, TODAY)
    before = list_digest(people)
    assert list_digest(people[::-1]) == before
    people[0].name, people[0].email = people[0].name[:-1], people[0].name[-1] + people[0].email
    assert list_digest(people) != before
    session.expire(people[0])
    assert side_list(session, draft.forum, Side.STAFF, TODAY + timedelta(days=1)) == people
