"""An invented person for the tests of this folder."""

from datetime import date

from audit_app.forum.contributors import ContributorEntry
from audit_app.forum.entries import Person
from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side

JANUARY = date(2026, 1, 1)
JUNE = date(2026, 6, 1)
NOVEMBER = date(2026, 11, 20)


def person(short: str = "asha", side: Side = Side.STAFF, office: Office = Office.MEMBER, **more: str) -> Person:
    """Somebody called Asha Example at asha@trust.example, if nothing else is said."""
    name = more.pop("name", f"{short.capitalize()} Example")
    return Person(name=name, email=more.pop("email", f"{short}@trust.example"), side=side, office=office, **more)


def contributor(short: str, side: Side, *, lead: bool = False) -> ContributorEntry:
    """Somebody who fills in self-assessments, called as `person` calls them."""
    return ContributorEntry(f"{short.capitalize()} Example", f"{short}@trust.example", side, "Invented role", lead)
