"""The demonstration's subgroup has something for every page of the self-assessments, every year alike."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import ActionState, Content
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.proofs import proof_problems
from audit_app.analysis.assessed.results import OrganisationPlace, ProofFault
from audit_app.assessment.actions import actions_of, overdue
from audit_app.assessment.contents import content_of, signed_content
from audit_app.assessment.indicators import indicators_of
from audit_app.assessment.models import Assessment, AssessmentState, PracticeNote
from audit_app.assessment.opening import assessments_of
from audit_app.assessment.practice import search_practice
from audit_app.assessment.rounds import rounds_of, rounds_to_join, who_has_begun
from audit_app.assessment.sharing import shared_instruments, shared_over_time, shared_with
from audit_app.demonstration import load, people
from audit_app.demonstration.people import EMPLOYERS
from audit_app.demonstration.wellbeing_stories import ratings
from audit_app.forum.access import Role, fetch_forum
from audit_app.forum.contributors import organisations_on
from audit_app.forum.forums import find_forum
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.definition import Side
from tests.factories import CATALOGUE, SECRETS, TODAY

FRAMEWORK = "staff-wellbeing-framework"
RIVERBEND, HIGHMOOR, SALTMARSH, OAKVALE, THISTLEDOWN = EMPLOYERS
# a day in autumn, a day that other years do not have, the first days of a year
DAYS = [date(2026, 11, 20), date(2028, 2, 29), date(2027, 1, 1)]


def _subgroup(session: Session) -> Forum:
    forum = find_forum(session, people.SUBGROUP[0])
    assert forum is not None
    return forum


def _organisation(session: Session, forum: Forum, name: str, today: date = TODAY) -> Organisation:
    return next(each for each in organisations_on(session, forum, today) if each.name == name)


def _open(session: Session, forum: Forum) -> Content:
    (found,) = session.scalars(
        select(Assessment).where(Assessment.forum_id == forum.id, Assessment.state == AssessmentState.OPEN)
    )
    return content_of(session, found)


@pytest.mark.parametrize("today", DAYS, indirect=True, ids=str)
def test_there_are_two_rounds_and_five_organisations_of_which_most_share(loaded: Session, today: date) -> None:
    forum = _subgroup(loaded)
    newest, last = rounds_of(loaded, forum)
    assert (newest.ended_on, last.ended_on is None) == (None, False)
    assert newest.name != last.name
    for each in (newest, last):
        begun = {place.name: found for place, found in who_has_begun(loaded, each, today)}
        assert {name for name, found in begun.items() if found} == set(EMPLOYERS)
    assert [each.organisation for each in shared_with(loaded, forum, FRAMEWORK, today, last)] == sorted(
        {*EMPLOYERS} - {OAKVALE}
    )
    now_shared = [each.organisation for each in shared_with(loaded, forum, FRAMEWORK, today, newest)]
    assert now_shared == [HIGHMOOR, RIVERBEND, SALTMARSH]
    assert [each.id for each in shared_instruments(loaded, forum, today)] == [
        FRAMEWORK, "good-work", "healthy-workplace",
    ]  # fmt: skip
    over_time = shared_over_time(loaded, forum, FRAMEWORK, today)
    assert {name: len(found) for name, found in over_time.items()} == {
        HIGHMOOR: 2, RIVERBEND: 2, SALTMARSH: 2, THISTLEDOWN: 1,
    }  # fmt: skip
    (own,) = [
        each
        for each in assessments_of(loaded, _organisation(loaded, forum, OAKVALE, today))
        if each.round_id == newest.id
    ]
    assert (own.state, own.shared) == (AssessmentState.SIGNED, False)
    assert rounds_to_join(loaded, _organisation(loaded, forum, THISTLEDOWN, today), today) == []


def test_one_assessment_is_half_filled_in_and_its_sides_differ(loaded: Session) -> None:
    found = _open(loaded, _subgroup(loaded))
    assert found.organisation == THISTLEDOWN
    answers = found.items.values()
    assert 0 < sum(each.agreed is not None for each in answers) < 37 / 2
    for side in ("management", "staff"):
        assert 0 < sum(getattr(each, side) is not None for each in answers) < 37
    differ = [each for each in answers if None not in (each.management, each.staff) and each.management != each.staff]
    assert 4 <= sum(each.agreed is None for each in differ) <= 8
    assert any(each.agreed is not None for each in differ)
    faults = [each.fault for each in proof_problems(found, TODAY)]
    assert sorted(faults) == [ProofFault.STALE, ProofFault.UNDATED]


def test_whoever_asks_for_help_meets_somebody_who_is_strong(loaded: Session) -> None:
    forum = _subgroup(loaded)
    shared = shared_with(loaded, forum, FRAMEWORK, TODAY)
    pairs = matches([OrganisationPlace(each.organisation, assess(each, TODAY)) for each in shared])
    assert {each.item: (each.asks, each.strong) for each in pairs if each.item in ("HW-5.1", "HW-7.3", "HW-4.5")} == {
        "HW-5.1": ((HIGHMOOR, SALTMARSH), (RIVERBEND,)),
        "HW-7.3": ((SALTMARSH,), (HIGHMOOR,)),
        "HW-4.5": ((RIVERBEND,), ()),
    }


def test_most_went_up_and_something_went_down_in_each_that_shared_twice(loaded: Session) -> None:
    over_time = shared_over_time(loaded, _subgroup(loaded), FRAMEWORK, TODAY)
    for last, newest in (found for found in over_time.values() if len(found) == 2):
        kinds = [
            (now.agreed > then.agreed) - (now.agreed < then.agreed)
            for name, now in newest.items.items()
            if isinstance(now.agreed, int) and isinstance((then := last.items[name]).agreed, int)
        ]
        assert kinds.count(1) > kinds.count(-1) > 0, newest.organisation


def test_one_organisation_has_an_award_and_good_work_with_evidence_that_is_missing_and_stale(loaded: Session) -> None:
    forum = _subgroup(loaded)
    found = {each.instrument_id: each for each in assessments_of(loaded, _organisation(loaded, forum, RIVERBEND))}
    assert set(found) == {FRAMEWORK, "healthy-workplace", "good-work"}
    award = assess(signed_content(loaded, found["healthy-workplace"]), TODAY)
    assert {ProofFault.STALE, ProofFault.MISSING} <= {each.fault for each in award.problems}
    assert len({each.level for each in award.elements}) >= 3  # none, and more than one of the levels
    good_work = assess(signed_content(loaded, found["good-work"]), TODAY)
    assert good_work.content.signed_on is not None
    assert {ProofFault.STALE, ProofFault.MISSING} <= {each.fault for each in good_work.problems}


@pytest.mark.parametrize("today", DAYS[1:], indirect=True, ids=str)
def test_there_are_actions_practice_notes_and_figures(loaded: Session, today: date) -> None:
    forum = _subgroup(loaded)
    place = _organisation(loaded, forum, THISTLEDOWN, today)
    actions = actions_of(loaded, place)
    assert {each.state for each in actions} == set(ActionState)
    assert len(overdue(actions, today)) == 1
    assert any(each.due_on is not None and each.due_on > today for each in actions)
    published = search_practice(loaded, forum, today)
    assert [each.organisation.name for each in published] == [SALTMARSH, HIGHMOOR, RIVERBEND]
    drafts = loaded.scalars(select(PracticeNote).where(PracticeNote.published_on.is_(None))).all()
    assert len(drafts) == 1
    absence, survey = indicators_of(loaded, place)
    assert len(absence.figures) == 18
    assert absence.figures[-1].on < today.replace(day=1)
    assert len({each.on.year for each in survey.figures}) == len(survey.figures) >= 4
    assert survey.figures[-1].on <= today


def test_the_two_of_the_ready_links_fill_in_the_half_filled_one_and_see_no_rounds(loaded: Session) -> None:
    forum = _subgroup(loaded)
    place = _organisation(loaded, forum, THISTLEDOWN).id
    for email, side, lead in (
        (people.WELLBEING_LEAD, Side.MANAGEMENT, True), (people.WELLBEING_COLLEAGUE, Side.STAFF, False),
    ):  # fmt: skip
        _, access = fetch_forum(loaded, forum.slug, email, TODAY)
        assert access.organisations == {place}
        assert (access.assess_side(place), access.leads(place)) == (side, lead)
        assert access.roles.isdisjoint({Role.MEMBER, Role.SECRETARIAT})


def test_every_year_tells_the_same_of_every_organisation(sqlite_session: Session) -> None:
    def told(today: date) -> list[tuple[str, object, object]]:
        load.load(sqlite_session, SECRETS, CATALOGUE, today)
        forum = _subgroup(sqlite_session)
        wanted = select(Assessment).where(Assessment.forum_id == forum.id).order_by(Assessment.id)
        found = sqlite_session.scalars(wanted)
        contents = [content_of(sqlite_session, each) for each in found]
        return [
            (each.organisation, {name: (item.management, item.staff, item.agreed) for name, item in each.items.items()},
             [(action.text, action.state) for action in each.actions])
            for each in contents
        ]  # fmt: skip

    one = told(date(2026, 11, 20))
    assert len(one) == 12
    load.remove(sqlite_session)
    assert told(date(2031, 1, 2)) == one


def test_a_row_of_ratings_of_another_length_is_refused() -> None:
    framework = CATALOGUE.instrument_by_id(FRAMEWORK)
    with pytest.raises(ValueError, match="shorter"):
        ratings(framework, "4")
    row = ratings(framework, "4?x....." + "." * 29)
    assert row == {"HW-1.1": "4", "HW-1.2": "dont_know", "HW-1.3": "does_not_apply"}
