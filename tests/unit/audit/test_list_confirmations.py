"""A confirmed list is known again whatever its order, and a changed one is not."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.list_confirmations import Confirmation, confirm_list, confirmations, list_digest, side_list
from audit_app.audit.models import State
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, TODAY, make_draft, make_forum, make_member, member_of


def test_the_digest_does_not_depend_on_order_and_does_on_every_name_and_address(sqlite_session: Session) -> None:
    members = side_list(sqlite_session, make_forum(sqlite_session), Side.STAFF, TODAY)
    before = list_digest(members)
    assert list_digest(members[::-1]) == before
    for field, value in (
        ("name", "Another"),
        ("email", "x@y.example"),
        ("deputy_name", "D"),
        ("deputy_email", "d@y.z"),
    ):
        kept = getattr(members[0], field)
        setattr(members[0], field, value)
        assert list_digest(members) != before, field
        setattr(members[0], field, kept)


def test_each_side_stands_for_itself(sqlite_session: Session) -> None:
    forum = make_forum(sqlite_session)
    draft = make_draft(sqlite_session, forum)
    seen = list_digest(side_list(sqlite_session, forum, Side.STAFF, TODAY))
    confirm_list(sqlite_session, draft, Side.STAFF, seen, actor="Test", at=NOON, today=TODAY)
    expected = {Side.MANAGEMENT: Confirmation.MISSING, Side.STAFF: Confirmation.CONFIRMED}
    assert confirmations(sqlite_session, draft, TODAY) == expected
    make_member(sqlite_session, forum, "late@north.example", Side.MANAGEMENT)
    assert confirmations(sqlite_session, draft, TODAY) == expected
    member_of(sqlite_session, forum, "s2").seats[0].ends_on = date(2026, 11, 25)
    sqlite_session.flush()
    assert confirmations(sqlite_session, draft, TODAY)[Side.STAFF] is Confirmation.CONFIRMED
    assert confirmations(sqlite_session, draft, date(2026, 11, 25))[Side.STAFF] is Confirmation.CHANGED


def test_what_cannot_be_confirmed(sqlite_session: Session) -> None:
    forum = make_forum(sqlite_session)
    draft = make_draft(sqlite_session, forum)
    partners = list_digest(side_list(sqlite_session, forum, Side.PARTNER, TODAY))
    with pytest.raises(NotPossible, match="two sides"):
        confirm_list(sqlite_session, draft, Side.PARTNER, partners, actor="Test", at=NOON, today=TODAY)
    with pytest.raises(NotPossible, match="Look through it again"):
        confirm_list(sqlite_session, draft, Side.STAFF, "old", actor="Test", at=NOON, today=TODAY)
    empty = make_forum(sqlite_session, "empty", management=0, staff=0, partner=0)
    other = make_draft(sqlite_session, empty)
    with pytest.raises(NotPossible, match="no members yet"):
        confirm_list(sqlite_session, other, Side.STAFF, list_digest([]), actor="Test", at=NOON, today=TODAY)
    draft.state = State.OPEN
    sqlite_session.flush()
    seen = list_digest(side_list(sqlite_session, forum, Side.STAFF, TODAY))
    with pytest.raises(NotPossible, match="has opened"):
        confirm_list(sqlite_session, draft, Side.STAFF, seen, actor="Test", at=NOON, today=TODAY)
