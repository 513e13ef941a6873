"""Self-assessments of an organisation, for tests that look at all pages."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.assessment.actions import add_action
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.models import Assessment
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.rounds import RoundPlan, open_round
from audit_app.assessment.signing import sign
from audit_app.forum.access import Contribution
from audit_app.forum.contributors import contributors_of
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.instrument import Instrument
from tests.factories import CATALOGUE

FRAMEWORK = "staff-wellbeing-framework"
CULTURE = "culture-self-check"


def make_assessments(session: Session, forum: Forum, numbers: Mapping[str, int], at: datetime) -> dict[str, int]:
    """Assessments of the first organisation of `make_organisations`, by the names that addresses have for numbers.

    numbers: what that gave, which comes back with more. assessment_id: the framework, of which both sides have rated a
    little; evidence_id: of its HW-1.1; action_id: for its HW-1.2, due today. signed_id: the culture self-check, signed;
    earlier_id: the same, 400 days ago. contributor_id: rep. assessment_round_id: open for the award, and nobody has
    begun. `at` is the present. Flushes.
    """
    trust = session.get_one(Organisation, numbers["organisation_id"])
    lead, rep = (find_person(session, trust, short) for short in ("lead", "rep"))
    culture = CATALOGUE.instrument_by_id(CULTURE)
    earlier = _signed(session, trust, culture, (lead, rep), 0, at - timedelta(days=400))
    signed = _signed(session, trust, culture, (lead, rep), 1, at - timedelta(days=20))
    framework = CATALOGUE.instrument_by_id(FRAMEWORK)
    begun = open_alone(session, trust, framework, "Framework", by="A test", at=at - timedelta(days=9))
    rate(session, begun, {"HW-1.1": {"management": "3"}, "HW-1.2": {"management": "1", "note": "A note."}}, lead, at)
    rate(session, begun, {"HW-1.1": {"staff": "1"}, "HW-1.2": {"staff": "1", "agreed": "1"}}, rep, at)
    policy = add_evidence(session, begun, "HW-1.1", {"title": "Support policy"}, acting(lead), at)
    typed = {"text": "Train every manager", "owner_role": "Head of training", "due_on": at.date().isoformat()}
    action = add_action(session, trust, typed, acting(lead), at, assessment=begun, item_id="HW-1.2")
    plan = RoundPlan(name="Spring round", opens_on=at.date(), due_on=at.date() + timedelta(days=60))
    spring = open_round(session, forum, CATALOGUE.instrument_by_id("healthy-workplace"), plan, by="A test")
    return {
        **numbers, "assessment_id": begun.id, "evidence_id": policy.id, "signed_id": signed.id,
        "earlier_id": earlier.id, "contributor_id": rep.id, "assessment_round_id": spring.id, "action_id": action.id,
    }  # fmt: skip


def find_person(session: Session, organisation: Organisation, short: str) -> Contributor:
    """A contributor by the beginning of their address."""
    return next(each for each in contributors_of(session, organisation) if each.email.startswith(f"{short}@"))


def acting(person: Contributor) -> Contribution:
    """What a contributor is to their organisation, as the rooms want to know it."""
    return Contribution(person.organisation_id, person.side, person.name, person.email, person.role, person.lead)


def rate(
    session: Session, assessment: Assessment, items: Mapping[str, Mapping[str, str]], who: Contributor, at: datetime
) -> None:
    """Write fields of items as somebody who has just read them."""
    seen = read_items(session, assessment, who.side)
    sent = {name: Sent(typed, seen[name].revision) for name, typed in items.items()}
    save_items(session, assessment, sent, acting(who), at)


def _signed(
    session: Session, trust: Organisation, instrument: Instrument, people: tuple[Contributor, Contributor], more: int,
    at: datetime,
) -> Assessment:  # fmt: skip
    """Signed by both: every rating as its place in the file says, and for `more` a step higher in every third."""
    made = open_alone(session, trust, instrument, f"Culture {at.year}", by="A test", at=at)
    answers = {}
    for place, item in enumerate(instrument.items):
        values = instrument.rating_scale(item).values
        answers[item.id] = {"agreed": str(values[(place + (more if place % 3 == 0 else 0)) % len(values)])}
    rate(session, made, answers, people[0], at)
    for person in people:
        sign(session, made, made.revision, "", acting(person), at)
    return made
