"""What organisations share, beside each other: where each stands, what moved, whom to ask and what they tell others."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.moves import OrganisationMove, moves
from audit_app.analysis.assessed.results import OrganisationPlace
from audit_app.assessment.models import Assessment, AssessmentRound, PracticeNote
from audit_app.assessment.practice import search_practice
from audit_app.assessment.sharing import shared_over_time, shared_with
from audit_app.forum.contributors import contributors_by_organisation
from audit_app.forum.models import Forum


def places_together(
    session: Session, forum: Forum, instrument_id: str, today: date, assessment_round: AssessmentRound | None = None
) -> list[OrganisationPlace]:
    """What is shared, worked out for each organisation: the newest of each, or those of one round. One query."""
    contents = shared_with(session, forum, instrument_id, today, assessment_round)
    return [OrganisationPlace(each.organisation, assess(each, today)) for each in contents]


def moves_together(
    session: Session, forum: Forum, instrument_id: str, places: Sequence[OrganisationPlace], today: date
) -> tuple[OrganisationMove, ...]:
    """Each shared assessment beside the one that the same organisation shared before it. One query."""
    over_time = shared_over_time(session, forum, instrument_id, today)
    results = []
    for place in places:
        before = _before(over_time.get(place.organisation, []), place.result.content)
        if before is not None:
            results.append(assess(place.result.content, today, before))
    return moves(results)


def lead_roles(session: Session, forum: Forum) -> Mapping[str, str]:
    """The role of a wellbeing lead by organisation, never a name. One query."""
    return {
        people[0].organisation.name: people[0].role
        for people in contributors_by_organisation(session, forum).values()
        if people[0].lead
    }


def notes_together(session: Session, forum: Forum, instrument_id: str, today: date) -> list[PracticeNote]:
    """Published notes about strengths in any version of one instrument, newest first. Two queries."""
    query = select(Assessment.id).where(Assessment.forum_id == forum.id, Assessment.instrument_id == instrument_id)
    about = set(session.scalars(query))
    return [note for note in search_practice(session, forum, today) if note.assessment_id in about]


def _before(shared: Sequence[Content], content: Content) -> Content | None:
    """The assessment shared before this one; an organisation uses each name once."""
    names = [each.name for each in shared]
    place = names.index(content.name) if content.name in names else 0
    return shared[place - 1] if place else None
