"""Organisations of a forum, the people who fill in their self-assessments, and a figure that one of them follows."""

from datetime import date

from sqlalchemy.orm import Session

from audit_app.assessment.models import Indicator, IndicatorFigure
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import Side

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
