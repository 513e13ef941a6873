"""The invented subgroup's self-assessments: five organisations, two rounds of the framework, an award, good work.

Every one went through the same code as a real one, so that the record, the signatures and the differences are real.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from audit_app.analysis.assessed.proofs import months_later
from audit_app.assessment.evidence import add_evidence
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentRound
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.rounds import RoundPlan, begin_in_round, end_round, open_round
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import sign
from audit_app.assessment.words import read_words, save_words
from audit_app.demonstration import people
from audit_app.demonstration.wellbeing_deeds import decide, end, enter_figures, write_practice
from audit_app.demonstration.wellbeing_stories import (
    AWARD,
    GOOD_WORK,
    LAST_YEAR,
    RIVERBEND,
    THIS_YEAR,
    Assessed,
    ratings,
)
from audit_app.forum.access import Contribution, access_to
from audit_app.forum.contributors import add_contributor, organisations_on
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.catalogue import Catalogue

_ROUND_OPENED = 42  # days before today
_ROUND_LASTS = timedelta(days=70)
_LAST_SIGNED = timedelta(days=45)  # after last year's round opened
_FILLED_IN = timedelta(days=7)  # before it was signed


@dataclass(frozen=True)
class Team:
    """One organisation, and the two who fill in its assessments."""

    organisation: Organisation
    lead: Contribution
    colleague: Contribution


def load_wellbeing(session: Session, forum: Forum, catalogue: Catalogue, today: date, *, by: str) -> None:
    """Make everything about self-assessments in the demonstration's subgroup. The caller commits.

    Expects the members of `people.subgroup()`, whose employers are the organisations. by: who opens the rounds.
    """
    opened = today - timedelta(days=_ROUND_OPENED)
    last = _round(session, forum, catalogue, months_later(opened, -12), by)
    newest = _round(session, forum, catalogue, opened, by)
    for team in _teams(session, forum, today):
        name = team.organisation.name
        _in_round(session, last, team, LAST_YEAR[name], today, last.opens_on + _LAST_SIGNED)
        end(session, team.organisation, LAST_YEAR[name].actions, team.lead, today)
        if name == RIVERBEND:
            _alone(session, catalogue, "healthy-workplace", team, AWARD, today)
            _alone(session, catalogue, "good-work", team, GOOD_WORK, today)
        made = _in_round(session, newest, team, THIS_YEAR[name], today, _signed_on(THIS_YEAR[name], today))
        write_practice(session, made, team.lead, today)
        enter_figures(session, team.organisation, today)
    end_round(session, last, last.opens_on + _ROUND_LASTS)


def _teams(session: Session, forum: Forum, today: date) -> list[Team]:
    found = []
    known = {organisation.name: organisation for organisation in organisations_on(session, forum, today)}
    for employer, entries in people.contributors().items():
        for entry in entries:
            add_contributor(session, known[employer], entry)
        lead, colleague = (_contribution(session, forum, known[employer], each.email, today) for each in entries)
        found.append(Team(known[employer], lead, colleague))
    return found


def _contribution(session: Session, forum: Forum, organisation: Organisation, email: str, today: date) -> Contribution:
    access = access_to(session, forum, email, today)
    contribution = access.contribution_to(organisation.id) if access is not None else None
    if contribution is None:
        raise LookupError(f"{email} does not fill in the assessments of {organisation.name}.")
    return contribution


def _round(session: Session, forum: Forum, catalogue: Catalogue, opened: date, by: str) -> AssessmentRound:
    plan = RoundPlan(f"Wellbeing framework {opened.year}", opened, opened + _ROUND_LASTS)
    return open_round(session, forum, catalogue.instrument_by_id("staff-wellbeing-framework"), plan, by=by)


def _in_round(
    session: Session,
    assessment_round: AssessmentRound,
    team: Team,
    story: Assessed,
    today: date,
    signed_on: date | None,
) -> Assessment:
    at = moment(assessment_round.opens_on + timedelta(days=2))
    made = begin_in_round(session, assessment_round, team.organisation, by=team.lead.actor, at=at)
    _fill_in(session, made, team, story, at, signed_on, today)
    return made


def _alone(
    session: Session, catalogue: Catalogue, instrument_id: str, team: Team, story: Assessed, today: date
) -> Assessment:
    instrument = catalogue.instrument_by_id(instrument_id)
    signed_on = _signed_on(story, today)
    at = moment((signed_on or today) - timedelta(days=30))
    name = f"{instrument.title} {at.year}"
    made = open_alone(session, team.organisation, instrument, name, by=team.lead.actor, at=at)
    _fill_in(session, made, team, story, at, signed_on, today)
    return made


def _fill_in(
    session: Session, assessment: Assessment, team: Team, story: Assessed, begun: datetime, signed_on: date | None,
    today: date,
) -> None:  # fmt: skip
    at = moment(signed_on) - _FILLED_IN if signed_on is not None else begun + timedelta(days=9)
    _rate(session, assessment, team, story, at)
    for proof in story.proofs:
        dated = months_later(at.date(), -proof.months).isoformat() if proof.months is not None else ""
        typed = {"title": proof.title, "link": proof.link, "dated": dated, "owner_role": proof.keeper}
        add_evidence(session, assessment, proof.item, typed, team.lead, at)
    for question, text in story.words.items():
        seen = read_words(session, assessment)[question].revision
        save_words(session, assessment, question, text, seen, team.colleague, at)
    decide(session, assessment, story.actions, team.lead, at, today)
    if signed_on is not None:
        _sign(session, assessment, team, story, moment(signed_on))


def _rate(session: Session, assessment: Assessment, team: Team, story: Assessed, at: datetime) -> None:
    """Staff side rates first, then management side, which also writes down what both agree on."""
    instrument = instrument_of(assessment)
    agreed = ratings(instrument, story.agreed)
    management = ratings(instrument, story.management or story.agreed)
    staff = ratings(instrument, story.staff or story.agreed)
    for item, (first, second) in story.apart.items():
        management[item], staff[item] = first, second
    _save(session, assessment, {item: {"staff": value} for item, value in staff.items()}, team.colleague, at)
    rest = {
        item.id: {
            field: values[item.id]
            for field, values in (("management", management), ("agreed", agreed))
            if item.id in values
        }
        | dict(story.more.get(item.id, {}))
        for item in instrument.items
    }
    _save(session, assessment, {item: fields for item, fields in rest.items() if fields}, team.lead, at)


def _save(
    session: Session, assessment: Assessment, items: Mapping[str, Mapping[str, str]], who: Contribution, at: datetime
) -> None:
    seen = read_items(session, assessment, who.side)
    sent = {item: Sent(fields, seen[item].revision) for item, fields in items.items()}
    save_items(session, assessment, sent, who, at)


def _sign(session: Session, assessment: Assessment, team: Team, story: Assessed, at: datetime) -> None:
    sign(session, assessment, assessment.revision, "", team.lead, at)
    sign(session, assessment, assessment.revision, story.disagreement, team.colleague, at)
    if story.shared:
        share(session, assessment, team.lead, at)


def _signed_on(story: Assessed, today: date) -> date | None:
    return today - timedelta(days=story.signed_before) if story.signed_before is not None else None


def moment(day: date) -> datetime:
    """When something happened on a day: in the morning."""
    return datetime.combine(day, time(9), UTC)
