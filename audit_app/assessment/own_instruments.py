"""Instruments that came from a forum's or an organisation's own spreadsheet."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import OwnInstrument
from audit_app.forum.models import Forum, Organisation
from audit_app.questionnaire.instrument import Instrument


def own_instruments(session: Session, forum: Forum, organisation: Organisation | None = None) -> Sequence[Instrument]:
    """The newest version of each instrument of a forum, with those of one organisation if it is given. One query."""
    everybodys = OwnInstrument.organisation_id.is_(None)
    own = OwnInstrument.organisation_id == (organisation.id if organisation is not None else None)
    query = select(OwnInstrument).where(OwnInstrument.forum_id == forum.id, or_(everybodys, own))
    found = session.scalars(query.order_by(OwnInstrument.instrument_version, OwnInstrument.id))
    return list({each.instrument_id: instrument_of(each) for each in found}.values())
