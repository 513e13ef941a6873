"""Removing an organisation, a forum or the demonstration leaves no row of a self-assessment behind."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit_app.assessment import actions, evidence, words
from audit_app.assessment.instruments import pin
from audit_app.assessment.inviting import invite, tell_leads
from audit_app.assessment.models import Assessment, Indicator, IndicatorFigure, OwnInstrument
from audit_app.assessment.practice import draft_note
from audit_app.assessment.removal import remove_all, remove_organisation
from audit_app.assessment.rounds import RoundPlan, begin_in_round, open_round
from audit_app.database import Base
from audit_app.demonstration import load
from audit_app.forum.contributors import contributors_of
from audit_app.forum.models import Forum, Member, Organisation, Seat
from audit_app.questionnaire.definition import Side
from tests.unit.assessment.instruments import (
    AT,
    COMPLETE,
    SMALL,
    TODAY,
    make_organisation,
    manager,
    put,
    sign_both,
    union,
)


def _everything(session: Session, name: str = "Eastern Trust") -> Assessment:
    """One of each thing that an organisation can have."""
    trust = make_organisation(session, name)
    forum = session.get_one(Forum, trust.forum_id)
    opened = open_round(session, forum, SMALL, RoundPlan(f"Round of {name}", TODAY), by="Sec")
    made = begin_in_round(session, opened, trust, by="A lead", at=AT)
    put(session, made, COMPLETE)
    words.save_words(session, made, "F-1", "Proud", 0, manager(made), AT)
    evidence.add_evidence(session, made, "P-1", {"title": "Policy"}, manager(made), AT)
    sign_both(session, made)
    action = {"text": "Train", "owner_role": "Head of workforce"}
    actions.add_action(session, trust, action, union(made), AT, assessment=made, item_id="P-1")
    note = dict.fromkeys(("topic", "title", "did", "changed", "ask_role"), "Words")
    draft_note(session, made, "P-1", note, union(made))
    session.add(
        Indicator(organisation_id=trust.id, name="Absence", unit="%", figures=[IndicatorFigure(on=TODAY, value=4.2)])
    )
    own = OwnInstrument(forum_id=forum.id, organisation_id=trust.id, made_by="A lead", made_at=AT)
    pin(own, SMALL.model_copy(update={"id": f"own-{trust.id}"}))
    session.add(own)
    invite(session, contributors_of(session, trust)[0], by="A lead", at=AT)
    tell_leads(session, opened, AT)
    member = Member(forum=forum, name="Invented Person", email=f"person@{trust.id}.example")
    member.seats.append(Seat(side=Side.STAFF, organisation=trust, starts_on=TODAY))
    session.add(member)
    session.flush()
    return made


def _rows(session: Session) -> dict[str, int]:
    """How many rows each table holds, of those that hold any."""
    tables = Base.metadata.tables.items()
    counts = {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}
    return {name: count for name, count in counts.items() if count}


def _remove_organisation(session: Session, made: Assessment) -> None:
    remove_organisation(session, made.organisation)


def _remove_all(session: Session, made: Assessment) -> None:
    remove_all(session, session.get_one(Forum, made.forum_id))


@pytest.mark.parametrize(
    ("remove", "left"),
    [
        (_remove_organisation, {"forum", "member", "seat", "assessment_round"}),
        (_remove_all, {"forum", "member", "seat", "organisation"}),
    ],
)
def test_nothing_is_left(session: Session, remove: Callable[[Session, Assessment], None], left: set[str]) -> None:
    made = _everything(session)
    assert len(_rows(session)) > 15
    remove(session, made)
    assert _rows(session).keys() == left


def test_others_keep_everything(session: Session) -> None:
    west = _everything(session, "Western Trust")
    before = _rows(session)
    east = _everything(session)
    remove_organisation(session, east.organisation)
    # what a forum and its members keep, and the second round's e-mail to the other organisation
    more = {"assessment_round": 1, "member": 1, "seat": 1, "outbox_message": 1}
    assert _rows(session) == {name: count + more.get(name, 0) for name, count in before.items()}
    assert session.get_one(Organisation, west.organisation_id).name == "Western Trust"


def test_the_demonstration_goes_with_its_self_assessments(session: Session) -> None:
    made = _everything(session)
    session.get_one(Forum, made.forum_id).demonstration = True
    session.flush()
    assert load.remove(session) == 1
    assert _rows(session) == {}
