"""The invented people of the demonstration. No name, body or address here is real."""

from audit_app.forum.contributors import ContributorEntry
from audit_app.forum.entries import Person
from audit_app.forum.models import Office
from audit_app.questionnaire.definition import Side

REGIONAL = ("demo-regional", "Invented Region Social Partnership Forum")
SUBGROUP = ("demo-subgroup", "Invented Region Health and Wellbeing Subgroup")
SECRETARIAT = ("Robin Sample", "secretariat@demo.example")
OPERATOR = "operator@demo.example"
MANAGEMENT_CHAIR = "amara.mockett@demo.example"
STAFF_CHAIR = "bryn.placeholder@demo.example"
MEMBER = "dara.sampleton@demo.example"
WELLBEING_LEAD = "isla.daydream@demo.example"
WELLBEING_COLLEAGUE = "jonas.saga@demo.example"

_TRUSTS = ("Riverbend Invented Trust", "Highmoor Invented Trust", "Saltmarsh Invented Trust", "Oakvale Invented Trust")
EMPLOYERS = (*_TRUSTS, "Thistledown Invented Ambulance Trust")  # that assess themselves in the subgroup
_UNIONS = ("Union of Invented Nurses", "Invented Health Workers", "Society of Invented Therapists", "Invented Doctors")
_PARTNERS = ("Invented Public Health Board", "Invented County Council")

_MANAGEMENT = (
    "Amara Mockett", "Colin Dummett", "Farah Exampler", "Gethin Fictional", "Hanna Makebelieve", "Idris Pretender",
    "Jo Imaginary", "Kofi Notreal", "Lena Specimen", "Marek Trial", "Nadia Template",
)  # fmt: skip
_STAFF = (
    "Bryn Placeholder", "Dara Sampleton", "Eilidh Mockford", "Obi Inventor", "Petra Storybook", "Quinn Fable",
    "Rosa Legend", "Sunil Madeup", "Tess Example", "Uma Fiction", "Viktor Pretend", "Wren Illustration", "Yusuf Demo",
)  # fmt: skip
_WELLBEING_LEADS = ("Ada Fabrication", "Cleo Pastiche", "Edie Allegory", "Gwen Conjure", "Isla Daydream")
_COLLEAGUES = ("Ben Whimsy", "Dev Figment", "Femi Parable", "Hari Mirage", "Jonas Saga")
_NEITHER = ("Xanthe Sketch", "Zeb Outline", "Alix Draft")


def _address(name: str) -> str:
    return name.lower().replace(" ", ".") + "@demo.example"


def _people(names: tuple[str, ...], side: Side, bodies: tuple[str, ...], chairs: int) -> list[Person]:
    people = []
    for place, name in enumerate(names):
        office = Office.CHAIR if place < chairs else Office.VICE_CHAIR if place == chairs else Office.MEMBER
        deputy = f"Deputy of {name}" if place % 3 == 1 else ""
        people.append(
            Person(
                name=name, email=_address(name), side=side, organisation=bodies[place % len(bodies)],
                office=office if side is not Side.PARTNER else Office.MEMBER,
                deputy_name=deputy, deputy_email=_address(f"deputy {name}") if deputy else "",
            )
        )  # fmt: skip
    return people


def regional() -> list[Person]:
    """24 members on the two sides, two chairs a side, and three partners."""
    return [
        *_people(_MANAGEMENT, Side.MANAGEMENT, _TRUSTS, chairs=2),
        *_people(_STAFF, Side.STAFF, _UNIONS, chairs=2),
        *_people(_NEITHER, Side.PARTNER, _PARTNERS, chairs=0),
    ]


def subgroup() -> list[Person]:
    """A group so small that its sides must stay hidden."""
    return [
        *_people(_MANAGEMENT[:4], Side.MANAGEMENT, _TRUSTS, chairs=1),
        *_people(_STAFF[:5], Side.STAFF, EMPLOYERS, chairs=1),
        *_people(_NEITHER[:1], Side.PARTNER, _PARTNERS, chairs=0),
    ]


def contributors() -> dict[str, tuple[ContributorEntry, ContributorEntry]]:
    """Employer → its wellbeing lead, on management side, and a colleague on staff side."""
    return {
        employer: (
            ContributorEntry(lead, _address(lead), Side.MANAGEMENT, "Head of wellbeing", lead=True),
            ContributorEntry(colleague, _address(colleague), Side.STAFF, "Health and safety representative"),
        )
        for employer, lead, colleague in zip(EMPLOYERS, _WELLBEING_LEADS, _COLLEAGUES, strict=True)
    }
