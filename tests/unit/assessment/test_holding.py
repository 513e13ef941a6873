"""What a page has loaded, with what it shows beside it, can be held and changed on both databases.

PostgreSQL refuses to lock the rows of an outer join, so a lock must name its table.
"""

from sqlalchemy.orm import Session

from audit_app.assessment.actions import actions_of, add_action, change_action
from audit_app.assessment.changing import hold
from audit_app.assessment.opening import assessment_for, assessments_of
from audit_app.assessment.practice import draft_note, publish, search_practice, withdraw_note
from audit_app.forum.access import access_to
from audit_app.forum.contributors import contributors_of, find_contributor, remove_contributor
from audit_app.forum.models import Organisation
from tests.unit.assessment.instruments import AT, TODAY, make_assessment, make_signed, manager

ACTION = {"text": "Ask staff what they need", "owner_role": "Head of workforce", "due_on": "", "state": "to_do"}
NOTE = {"topic": "Rest", "title": "Rest", "did": "We asked.", "changed": "They rest.", "ask_role": "Head of estates"}


def test_an_assessment_as_its_pages_load_it(session: Session) -> None:
    made = make_assessment(session)
    forum, number, who = made.forum, made.id, manager(made)
    session.expire(made)
    access = access_to(session, forum, who.email, TODAY)
    assert access is not None
    session.expunge(made)
    hold(session, assessment_for(session, access, number))
    session.expunge_all()
    organisation = session.get_one(Organisation, who.organisation_id)
    (listed,) = assessments_of(session, organisation)
    hold(session, listed)


def test_an_action_as_its_list_loads_it(session: Session) -> None:
    made = make_assessment(session)
    who = manager(made)
    add_action(session, made.organisation, ACTION, who, AT)
    session.expunge_all()
    (action,) = actions_of(session, session.get_one(Organisation, who.organisation_id))
    change_action(session, action, {"state": "done"}, action.revision, who, AT)
    assert action.done_on == TODAY


def test_a_practice_note_as_the_search_loads_it(session: Session) -> None:
    made = make_signed(session)
    who, forum = manager(made), made.forum
    publish(session, draft_note(session, made, "P-1", NOTE, who), who, AT)
    session.flush()
    session.expire_all()
    (note,) = search_practice(session, forum, TODAY)
    withdraw_note(session, note, who, AT)
    assert search_practice(session, forum, TODAY) == []


def test_a_contributor_as_its_page_loads_it(session: Session) -> None:
    organisation = make_assessment(session).organisation
    number = next(each.id for each in contributors_of(session, organisation) if not each.lead)
    kept = organisation.id
    session.expunge_all()
    organisation = session.get_one(Organisation, kept)
    contributor = find_contributor(session, organisation, number)
    assert contributor is not None
    remove_contributor(session, contributor)
    assert [each.id for each in contributors_of(session, organisation) if each.id == number] == []
