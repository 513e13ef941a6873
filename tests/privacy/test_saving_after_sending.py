"""A page that is saved in one tab while the answers are sent in another leaves nothing behind."""

import threading

import pytest
from sqlalchemy import Engine, func, select

from audit_app.audit import drafts
from audit_app.audit.invitations import Standing, invitations_of, link_token, recognise
from audit_app.audit.models import Draft, Invitation, Round
from audit_app.database import make_sessions, writing
from tests.factories import SECRETS, TEN, cast, make_forum, make_open_round, some_answers


def _saved(engine: Engine) -> tuple[int, int, str]:
    """A round, one of its invitations and that invitation's link, with answers saved."""
    with writing(make_sessions(engine)) as session:
        audit_round = make_open_round(session, make_forum(session))
        invitation = invitations_of(session, audit_round)[0]
        token = link_token(SECRETS, invitation)
        drafts.save(session, audit_round, TEN, token, some_answers(TEN, invitation.side))
        session.commit()
        return audit_round.id, invitation.id, token


def _drafts(engine: Engine) -> int:
    with make_sessions(engine)() as session:
        return session.scalar(select(func.count(Draft.id))) or 0


def test_saving_while_another_tab_is_sending_leaves_no_draft(engine: Engine) -> None:
    round_id, invitation_id, token = _saved(engine)
    kept: list[bool] = []

    def save() -> None:
        with writing(make_sessions(engine)) as session:
            audit_round = session.get_one(Round, round_id)
            kept.append(drafts.save(session, audit_round, TEN, token, some_answers(TEN, audit_round_side)))
            session.commit()

    with writing(make_sessions(engine)) as session:
        invitation = session.get_one(Invitation, invitation_id)
        audit_round_side = invitation.side
        cast(session, invitation)
        thread = threading.Thread(target=save)
        thread.start()
        thread.join(0.5)  # it waits for this transaction
        assert thread.is_alive()
        session.commit()
    thread.join(20)
    assert kept == [False]
    assert _drafts(engine) == 0


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_tab_that_looked_before_the_sending_leaves_no_draft(engine: Engine) -> None:
    """On SQLite the sending would have to wait for this tab."""
    round_id, invitation_id, token = _saved(engine)
    with writing(make_sessions(engine)) as tab, writing(make_sessions(engine)) as other:
        assert recognise(tab, SECRETS, token).standing is Standing.LIVE
        invitation = other.get_one(Invitation, invitation_id)
        cast(other, invitation)
        other.commit()
        assert not drafts.save(tab, tab.get_one(Round, round_id), TEN, token, some_answers(TEN, invitation.side))
        tab.commit()
    assert _drafts(engine) == 0
