"""A wellbeing subgroup: five organisations, two rounds, four of them sharing what they signed, and a practice note."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentRound, PracticeNote
from audit_app.assessment.practice import draft_note, publish, strengths_of
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.rounds import RoundPlan, begin_in_round, end_round, open_round
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import sign
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.contributors import ContributorEntry, add_contributor, add_organisation
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.questionnaire.instrument import Instrument
from tests.harness.organisations import NOTE

SHARING = ("Ashdale Trust", "Brookfield Hospitals", "Coombe Valley Community Care", "Dunmoor Ambulance Service")
NOT_SHARING = "Eastlake Council"


def make_wellbeing(session: Session, forum: Forum, instrument: Instrument, at: datetime) -> dict[str, Assessment]:
    """Two rounds, a year ago and now; the newest assessment of each organisation by its name. Flushes.

    Leads are lead@<first word>.example on management side, rep@ on staff side. Each organisation asks for help with the
    statement that it rates lowest. Ashdale Trust has published a practice note about its first strength.
    """
    organisations = [_organisation(session, forum, name) for name in (*SHARING, NOT_SHARING)]
    newest: dict[str, Assessment] = {}
    for year, when in enumerate((at - timedelta(days=365), at - timedelta(days=10))):
        plan = RoundPlan(f"Round of {when.year}", uk_day(when), uk_day(when) + timedelta(days=90))
        made = open_round(session, forum, instrument, plan, by="A test")
        for place, organisation in enumerate(organisations):
            newest[organisation.name] = _signed(session, made, organisation, 0.35 + 0.1 * place + 0.12 * year, when)
            if organisation.name != NOT_SHARING:
                share(session, newest[organisation.name], of_side(organisation, Side.MANAGEMENT), when)
        if not year:
            end_round(session, made, uk_day(when) + timedelta(days=100))
    publish_note(session, newest[SHARING[0]], at)
    return newest


def publish_note(session: Session, assessment: Assessment, at: datetime, **more: str) -> PracticeNote:
    """A published note about the first strength of an assessment."""
    lead = of_side(assessment.organisation, Side.MANAGEMENT)
    item = strengths_of(session, assessment)[0]
    note = draft_note(session, assessment, item.id, {**NOTE, **more}, lead)
    publish(session, note, lead, at)
    return note


def of_side(organisation: Organisation, side: Side) -> Contribution:
    """Who acts for a side of an organisation."""
    entry = _entry(organisation, side)
    return Contribution(organisation.id, side, entry.name, entry.email, entry.role, entry.lead)


def rate(session: Session, assessment: Assessment, ratings: dict[str, dict[str, str]], at: datetime) -> None:
    """Write fields of items as the lead, who has just read them."""
    lead = of_side(assessment.organisation, Side.MANAGEMENT)
    seen = read_items(session, assessment, lead.side)
    save_items(
        session, assessment, {name: Sent(typed, seen[name].revision) for name, typed in ratings.items()}, lead, at
    )


def sign_both(session: Session, assessment: Assessment, at: datetime) -> None:
    """Both sides sign what stands."""
    for side in TWO_SIDES:
        sign(session, assessment, assessment.revision, "", of_side(assessment.organisation, side), at)


def _organisation(session: Session, forum: Forum, name: str) -> Organisation:
    made = add_organisation(session, forum, name)
    for side in TWO_SIDES:
        add_contributor(session, made, _entry(made, side))
    return made


def _entry(organisation: Organisation, side: Side) -> ContributorEntry:
    leads = side is Side.MANAGEMENT
    word = organisation.name.split()[0]
    return ContributorEntry(
        f"Invented {word} {side.value}", f"{'lead' if leads else 'rep'}@{word.lower()}.example", side,
        "Head of workforce" if leads else "Branch secretary", lead=leads,
    )  # fmt: skip


def _signed(
    session: Session, made: AssessmentRound, organisation: Organisation, lean: float, when: datetime
) -> Assessment:
    found = begin_in_round(session, made, organisation, by="A test", at=when)
    chance = random.Random(organisation.name)  # noqa: S311  (invented answers, the same every time)
    instrument = instrument_of(found)
    ratings, lowest = {}, ("", 1.0)
    for place, item in enumerate(instrument.items):
        values = instrument.rating_scale(item).values
        value = values[min(len(values) - 1, max(0, round(chance.gauss(lean, 0.25) * (len(values) - 1))))]
        if place == len(instrument.items) // 2 and organisation.name != NOT_SHARING:
            value = values[-1]  # so that there is a strength to write about
        lowest = min(lowest, (item.id, value / values[-1]), key=lambda each: each[1])
        ratings[item.id] = {"agreed": str(value)}
    ratings[lowest[0]]["help_wanted"] = "yes"
    rate(session, found, ratings, when)
    sign_both(session, found, when)
    return found
