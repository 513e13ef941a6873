"""A round is released once, when it closes: nothing done before gives a second release to subtract from the first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.audit import rounds
from audit_app.audit.ballot_box import NotAccepted
from audit_app.audit.closing import close
from audit_app.audit.invitations import NotPossible, invitations_of
from audit_app.audit.models import Round
from audit_app.audit.results import NotClosed, load_comparison
from audit_app.audit.tallies import SectionHistogram, Tally
from audit_app.forum.models import Seat
from audit_app.questionnaire.definition import Side
from tests.factories import NOON, SECRETS, cast, cast_all, close_round, make_forum, make_open_round, member_of

WHO = "Sec Retariat (Secretariat)"


def nothing_is_known(session: Session, audit_round: Round) -> bool:
    with pytest.raises(NotClosed):
        load_comparison(session, audit_round)
    return not sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Tally, SectionHistogram))


def test_stop_reopen_add_one_close_releases_once(session: Session) -> None:
    audit_round = make_open_round(session, make_forum(session))
    cast_all(session, audit_round, leave_out=1)
    rounds.stop(session, audit_round, actor=WHO, at=NOON)
    assert nothing_is_known(session, audit_round)
    rounds.reopen(session, audit_round, NOON + timedelta(days=1), actor=WHO, at=NOON)
    assert nothing_is_known(session, audit_round)
    (last,) = [each for each in invitations_of(session, audit_round) if not each.used]
    cast(session, last)
    assert nothing_is_known(session, audit_round)
    close_round(session, audit_round)
    released = load_comparison(session, audit_round)
    with pytest.raises(NotPossible):
        rounds.reopen(session, audit_round, NOON + timedelta(days=2), actor=WHO, at=NOON)
    with pytest.raises(NotAccepted):
        cast(session, last)
    with pytest.raises(NotPossible):
        close(session, SECRETS, audit_round.id, NOON)
    assert load_comparison(session, audit_round) == released


def test_a_side_that_changes_after_opening_changes_no_group(session: Session) -> None:
    """Five of staff side, so staff side is shown; one who goes over to management side would leave four."""
    forum = make_forum(session, management=6, staff=5, partner=0)
    audit_round = make_open_round(session, forum)
    cast_all(session, audit_round, leave_out=1)
    mover = member_of(session, forum, "s5")
    mover.seats[0].ends_on = NOON.date()
    mover.seats.append(Seat(side=Side.MANAGEMENT, office=mover.seats[0].office, starts_on=NOON.date()))
    session.flush()
    assert mover.seat_on(date(2027, 1, 1)).side is Side.MANAGEMENT  # type: ignore[union-attr]
    (last,) = [each for each in invitations_of(session, audit_round) if not each.used]
    cast(session, last)
    close_round(session, audit_round)
    turnout = load_comparison(session, audit_round).round.turnout
    assert {side: each.answered for side, each in turnout.items() if each.answered} == {
        Side.MANAGEMENT: 6,
        Side.STAFF: 5,
    }
