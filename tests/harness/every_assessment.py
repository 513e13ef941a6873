"""Organisations of a forum and their self-assessments, for tests that look at all pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.models import Assessment
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.rounds import RoundPlan, open_round
from audit_app.assessment.signing import sign
from audit_app.forum.access import Contribution
from audit_app.forum.contributors import ContributorEntry, add_contributor, add_organisation
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import Side
from audit_app.questionnaire.instrument import Instrument
from tests.factories import CATALOGUE

FRAMEWORK = "staff-wellbeing-framework"
CULTURE = "culture-self-check"


@dataclass(frozen=True)
class EveryAssessment:
    """Numbers by name.

    organisations: trust (its wellbeing lead is lead@<slug>.example on management side, its contributor cont@ on staff
    side; neither has a seat in the forum), idle (nobody).
    assessments of the trust: begun (the framework, both sides have rated a little), signed (the culture self-check,
    better than earlier, which is signed too).
    contributors: lead, cont. evidence: policy, of HW-1.1 in the assessment that is begun. rounds: spring, which is
    open for the award and which nobody has joined.
    """

    organisations: Mapping[str, int]
    assessments: Mapping[str, int]
    contributors: Mapping[str, int]
    evidence: Mapping[str, int]
    rounds: Mapping[str, int]


def make_every_assessment(session: Session, forum: Forum, at: datetime) -> EveryAssessment:
    """Make the organisations, `at` being the present. Flushes; the caller commits."""
    trust = add_organisation(session, forum, "Eastern Trust")
    idle = add_organisation(session, forum, "Idle Trust")
    lead = _contributor(session, trust, f"lead@{forum.slug}.example", Side.MANAGEMENT)
    other = _contributor(session, trust, f"cont@{forum.slug}.example", Side.STAFF)
    culture = CATALOGUE.instrument_by_id(CULTURE)
    earlier = _signed(session, trust, culture, (lead, other), 0, at - timedelta(days=400))
    signed = _signed(session, trust, culture, (lead, other), 1, at - timedelta(days=20))
    begun = open_alone(
        session, trust, CATALOGUE.instrument_by_id(FRAMEWORK), "Framework 2026", by="A test", at=at - timedelta(days=9)
    )
    rate(session, begun, {"HW-1.1": {"management": "3"}, "HW-1.2": {"management": "1", "note": "A note."}}, lead, at)
    rate(session, begun, {"HW-1.1": {"staff": "1"}, "HW-1.2": {"staff": "1", "agreed": "1"}}, other, at)
    policy = add_evidence(session, begun, "HW-1.1", {"title": "Support policy"}, acting(lead), at)
    plan = RoundPlan(name="Spring round", opens_on=at.date(), due_on=at.date() + timedelta(days=60))
    spring = open_round(session, forum, CATALOGUE.instrument_by_id("healthy-workplace"), plan, by="A test")
    return EveryAssessment(
        organisations={"trust": trust.id, "idle": idle.id},
        assessments={"begun": begun.id, "signed": signed.id, "earlier": earlier.id},
        contributors={"lead": lead.id, "cont": other.id},
        evidence={"policy": policy.id},
        rounds={"spring": spring.id},
    )


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


def _contributor(session: Session, organisation: Organisation, email: str, side: Side) -> Contributor:
    short = email.partition("@")[0]
    entry = ContributorEntry(f"Invented {short}", email, side, f"Role of {short}", lead=short == "lead")
    return add_contributor(session, organisation, entry)


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
