"""A small instrument made in code, and people of both sides, for the tests of this folder."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from audit_app.assessment.models import Assessment
from audit_app.assessment.opening import open_alone
from audit_app.assessment.ratings import Sent, read_items, save_items
from audit_app.assessment.signing import sign
from audit_app.forum.access import Contribution
from audit_app.forum.contributors import ContributorEntry, add_contributor, add_organisation
from audit_app.forum.forums import create_forum, find_forum
from audit_app.forum.models import Organisation
from audit_app.questionnaire.definition import Side
from audit_app.questionnaire.instrument import Instrument

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = AT.date()
LATER = AT + timedelta(days=200)

_DEFINITION = {
    "id": "small-check",
    "version": 1,
    "answered_by": "organisation",
    "title": "A small check",
    "summary": "Four statements about wellbeing.",
    "lead_in": "Think about your organisation.",
    "minutes": "5",
    "disclaimer": "This is a self-check and no accreditation.",
    "shape": "framework",
    "scales": [
        {
            "id": "maturity",
            "options": [{"value": value, "label": f"Step {value}"} for value in range(5)],
            "does_not_apply": "Does not apply",
            "met_from": 3,
            "priority_below": 2,
        },
        {
            "id": "yes-no",
            "options": [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}],
            "dont_know": None,
            "does_not_apply": None,
        },
    ],
    "sections": [
        {
            "id": "people",
            "title": "People",
            "questions": [
                {"id": "P-1", "text": "Staff can get support.", "scale": "maturity"},
                {"id": "P-2", "text": "Managers are trained.", "scale": "maturity"},
                {"id": "P-3", "text": "There is a lead.", "scale": "yes-no"},
            ],
        },
        {
            "id": "extra",
            "title": "More",
            "compulsory": False,
            "questions": [{"id": "X-1", "text": "There is a garden.", "scale": "maturity"}],
        },
    ],
    "open_questions": [{"id": "F-1", "text": "What are you proud of?"}, {"id": "F-2", "text": "What next?"}],
}
SMALL = Instrument.model_validate(_DEFINITION)
NEXT_VERSION = Instrument.model_validate(
    {**_DEFINITION, "version": 2, "sections": [{**_DEFINITION["sections"][0], "questions": [  # type: ignore[dict-item,index]
        {"id": "P-1", "text": "Staff can get support.", "scale": "maturity"},
        {"id": "P-9", "text": "Something new is asked.", "scale": "maturity"},
    ]}]}
)  # fmt: skip
OTHER = Instrument.model_validate({**_DEFINITION, "id": "other-check", "title": "Another check"})
COMPLETE = {"P-1": {"agreed": "4"}, "P-2": {"agreed": "dont_know"}, "P-3": {"agreed": "0"}}


def make_organisation(session: Session, name: str = "Eastern Trust", slug: str = "north") -> Organisation:
    """An organisation of the forum, which is made if need be. m@ leads for management, s@ is on staff side."""
    forum = find_forum(session, slug) or create_forum(session, slug.capitalize(), slug)
    made = add_organisation(session, forum, name)
    for side in (Side.MANAGEMENT, Side.STAFF):
        short = side.value[0]
        entry = ContributorEntry(
            f"Invented {short.upper()}", _address(made, short), side, f"Role {short.upper()}", lead=short == "m"
        )
        add_contributor(session, made, entry)
    return made


def of_side(organisation: Organisation, side: Side) -> Contribution:
    """Who acts for a side of an organisation."""
    short = side.value[0]
    return Contribution(
        organisation.id, side, f"Invented {short.upper()}", _address(organisation, short), f"Role {short.upper()}",
        side is Side.MANAGEMENT,
    )  # fmt: skip


def manager(assessment: Assessment) -> Contribution:
    return of_side(assessment.organisation, Side.MANAGEMENT)


def union(assessment: Assessment) -> Contribution:
    return of_side(assessment.organisation, Side.STAFF)


def make_assessment(
    session: Session, organisation: Organisation | None = None, instrument: Instrument = SMALL,
    *, name: str = "Check 2026", at: datetime = AT,
) -> Assessment:  # fmt: skip
    """An open assessment; of Eastern Trust in the forum north, if nothing else is said."""
    return open_alone(session, organisation or make_organisation(session), instrument, name, by="A test", at=at)


def put(
    session: Session, assessment: Assessment, items: Mapping[str, Mapping[str, str]], who: Contribution | None = None,
    at: datetime = AT,
) -> None:  # fmt: skip
    """Write fields of items as somebody who has just read them."""
    who = who or manager(assessment)
    seen = read_items(session, assessment, who.side)
    save_items(session, assessment, {name: Sent(typed, seen[name].revision) for name, typed in items.items()}, who, at)


def sign_both(session: Session, assessment: Assessment, at: datetime = AT) -> Assessment:
    """Both sides sign what stands; it must be complete."""
    sign(session, assessment, assessment.revision, "", manager(assessment), at)
    sign(session, assessment, assessment.revision, "", union(assessment), at)
    return assessment


def make_signed(
    session: Session, organisation: Organisation | None = None, instrument: Instrument = SMALL,
    items: Mapping[str, Mapping[str, str]] = COMPLETE, *, name: str = "Check 2026", at: datetime = AT,
) -> Assessment:  # fmt: skip
    made = make_assessment(session, organisation, instrument, name=name, at=at)
    put(session, made, items, at=at)
    return sign_both(session, made, at)


def _address(organisation: Organisation, short: str) -> str:
    return f"{short}@{organisation.name.split()[0].lower()}.example"
