"""Telling contributors by e-mail: once, to the right people, and not when it is no longer true."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.inviting import invite, tell_leads
from audit_app.assessment.models import AssessmentDeed
from audit_app.assessment.records import records_of
from audit_app.assessment.rounds import RoundPlan, open_round
from audit_app.audit.letters import Letters
from audit_app.forum.contributors import ContributorEntry, change_contributor, contributors_of, leave_forum
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.questionnaire.definition import Side
from audit_app.settings import Settings
from tests.factories import SECRETS
from tests.unit.assessment.instruments import AT, SMALL, TODAY, make_assessment, make_organisation


@pytest.fixture
def letters(settings: Settings) -> Letters:
    return Letters(replace(settings, base_url="https://audit.example"), SECRETS)


@pytest.fixture
def trust(session: Session) -> Organisation:
    return make_organisation(session)


def _waiting(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.state == MessageState.WAITING)))


def test_a_contributor_is_told_where_to_sign_in(session: Session, letters: Letters, trust: Organisation) -> None:
    made = make_assessment(session, trust)
    for _ in range(2):
        invite(session, contributors_of(session, trust)[1], by="Invented M (Role M, Management side)", at=AT)
    (message,) = _waiting(session)
    assert (message.kind, message.recipient) == (MessageKind.CONTRIBUTOR, "s@eastern.example")
    letter = letters.write(session, message, AT)
    assert letter is not None
    assert letter.subject == "You can help with a self-assessment: North"
    assert "Dear Invented S" in letter.body
    assert "Eastern Trust" in letter.body
    assert "https://audit.example/sign-in\n" in letter.body
    noted = records_of(session, made)[-1]
    assert (noted.deed, noted.note) == (AssessmentDeed.INVITED, "Invented S (Role S, Staff side)")


@pytest.mark.parametrize("what", ["changed address", "taken off", "organisation left"])
def test_nothing_is_sent_that_is_no_longer_true(
    session: Session, letters: Letters, trust: Organisation, what: str
) -> None:
    staff = contributors_of(session, trust)[1]
    invite(session, staff, by="A lead", at=AT)
    (message,) = _waiting(session)
    if what == "changed address":
        change_contributor(session, staff, ContributorEntry("S", "new@eastern.example", Side.STAFF, "Role"))
    elif what == "taken off":
        session.delete(staff)
        session.flush()
    else:
        leave_forum(session, trust, TODAY)
    assert letters.write(session, message, AT) is None


def test_leads_alone_are_told_of_a_round(session: Session, letters: Letters, trust: Organisation) -> None:
    west = make_organisation(session, "Western Trust")
    gone = make_organisation(session, "Gone Trust")
    leave_forum(session, gone, TODAY)
    opened = open_round(session, session.get_one(Forum, trust.forum_id), SMALL, RoundPlan("R", TODAY), by="Sec")
    assert tell_leads(session, opened, AT) == 2
    assert {each.recipient for each in _waiting(session)} == {"m@eastern.example", "m@western.example"}
    letter = letters.write(session, _waiting(session)[0], AT)
    assert letter is not None
    assert letter.subject == "A round of self-assessments has opened: North"
    del west
