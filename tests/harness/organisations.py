"""Organisations of a forum, who fills in their self-assessments, a figure that one follows, and what it shares."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, Indicator, IndicatorFigure
from audit_app.assessment.practice import draft_note, publish
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.rounds import RoundPlan, begin_in_round, open_round
from audit_app.assessment.sharing import share
from audit_app.assessment.signing import sign
from audit_app.database import uk_day
from audit_app.forum.access import Contribution
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.questionnaire.instrument import Instrument

NOTE = {
    "topic": "Rest", "title": "Quiet rooms on every site", "ask_role": "Head of estates",
    "did": "We asked night staff what they need to rest.\nThen we opened a quiet room on each of our six sites.",
    "changed": "Night staff rest before they drive home. Fewer of them say that they are worn out.",
}  # fmt: skip
DAYS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30))


def make_organisations(session: Session, forum: Forum) -> dict[str, int]:
    """Two organisations, by the names that addresses have for numbers.

    organisation_id: filled in by lead (management side) and rep (staff side); other_id: by outside (staff side); all
    @<slug>.example. indicator_id: one of the first organisation's, with a figure of each of DAYS. Flushes.
    """
    trust, other = (Organisation(forum_id=forum.id, name=name) for name in ("Invented Trust", "Other Trust"))
    session.add_all((trust, other))
    session.flush()
    for organisation, short, side, leads in (
        (trust, "lead", Side.MANAGEMENT, True), (trust, "rep", Side.STAFF, False), (other, "outside", Side.STAFF, True),
    ):  # fmt: skip
        session.add(
            Contributor(
                organisation_id=organisation.id, name=f"Invented {short}", email=f"{short}@{forum.slug}.example",
                side=side, role="Head of wellbeing", lead=leads,
            )
        )  # fmt: skip
    followed = Indicator(organisation_id=trust.id, name="Sickness absence", unit="%")
    followed.figures = [IndicatorFigure(on=on, value=(51 - number) / 10) for number, on in enumerate(DAYS)]
    session.add(followed)
    session.flush()
    return {"organisation_id": trust.id, "other_id": other.id, "indicator_id": followed.id}


def make_shared(
    session: Session, forum: Forum, numbers: dict[str, int], instrument: Instrument, at: datetime
) -> dict[str, int]:
    """What the first organisation of `make_organisations` has signed at its best and shares, and its practice note.

    assessment_round_id: the round that it took part in, and that the other one has not begun. signed_id: its
    assessment. practice_id: the note, about the first statement, which is published. Flushes.
    """
    trust = session.get_one(Organisation, numbers["organisation_id"])
    opened = open_round(session, forum, instrument, RoundPlan("Round of the subgroup", uk_day(at)), by="A test")
    made = begin_in_round(session, opened, trust, by="A test", at=at)
    rate_all(session, made, who := contributor_of(session, trust, Side.MANAGEMENT), at)
    for side in TWO_SIDES:
        sign(session, made, made.revision, "", contributor_of(session, trust, side), at)
    share(session, made, who, at)
    note = draft_note(session, made, instrument.items[0].id, NOTE, who)
    publish(session, note, who, at)
    return {"assessment_round_id": opened.id, "signed_id": made.id, "practice_id": note.id}


def share_and_tell(session: Session, numbers: Mapping[str, int], item: str, at: datetime) -> dict[str, int]:
    """Share the assessment earlier_id, and publish a note about a strength of signed_id, which is not shared. Flushes.

    numbers: what `make_assessments` gave, which comes back with practice_id.
    """
    signed = session.get_one(Assessment, numbers["signed_id"])
    lead = contributor_of(session, signed.organisation, Side.MANAGEMENT)
    share(session, session.get_one(Assessment, numbers["earlier_id"]), lead, at)
    note = draft_note(session, signed, item, NOTE, lead)
    publish(session, note, lead, at)
    return {**numbers, "practice_id": note.id}


def contributor_of(session: Session, organisation: Organisation, side: Side) -> Contribution:
    """Who acts for a side of an organisation: the first on its list."""
    query = session.query(Contributor).filter_by(organisation_id=organisation.id, side=side).order_by(Contributor.id)
    found = query.first()
    assert found is not None
    return Contribution(organisation.id, side, found.name, found.email, found.role, found.lead)


def rate_all(session: Session, assessment: Assessment, who: Contribution, at: datetime) -> None:
    """Agree on the highest rating of every item."""
    seen = read_items(session, assessment, who.side)
    save_items(session, assessment, {
        name: Sent({"agreed": str(_highest(instrument_of(assessment), name))}, now.revision)
        for name, now in seen.items()
    }, who, at)  # fmt: skip


def _highest(instrument: Instrument, name: str) -> int:
    return instrument.rating_scale(instrument.item_by_id[name]).values[-1]
