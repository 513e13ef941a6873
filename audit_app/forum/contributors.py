"""Who fills in an organisation's self-assessments: people of both sides, and among them its wellbeing leads.

The forum's secretariat names them, or a wellbeing lead of the organisation itself (`Access.keeps_contributors_of`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from audit_app.forum.entries import InvalidEntryError, NotPossible, address, line, side
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import TWO_SIDES, Side

LONGEST_ROLE = 120


@dataclass(frozen=True)
class ContributorEntry:
    """A contributor as typed in, read and found right."""

    name: str
    email: str
    side: Side
    role: str
    lead: bool = False


def read_contributor(typed: Mapping[str, str]) -> ContributorEntry:
    """Read the fields name, email, side, role and lead (anything but empty means yes).

    Raises InvalidEntryError with every fault at once.
    """
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field, what, longest in (("name", "name", 200), ("role", "role at work", LONGEST_ROLE)):
        try:
            found[field] = line(typed.get(field, ""), f"The {what}", longest)
            if not found[field]:
                errors[field] = f"Enter the {what}."
        except ValueError as error:
            errors[field] = str(error)
    for field, read in (("email", _address), ("side", _one_of_two)):
        try:
            found[field] = read(typed.get(field, ""))
        except ValueError as error:
            errors[field] = str(error)
    if errors:
        raise InvalidEntryError(errors)
    return ContributorEntry(
        found["name"], found["email"], Side(found["side"]), found["role"], bool(typed.get("lead", "").strip())
    )


def contributors_of(session: Session, organisation: Organisation) -> list[Contributor]:
    """Everybody who fills in an organisation's self-assessments: leads first, then by name. One query."""
    query = select(Contributor).where(Contributor.organisation_id == organisation.id)
    return sorted(session.scalars(query), key=lambda each: (not each.lead, each.name.casefold(), each.id))


def contributors_by_organisation(session: Session, forum: Forum) -> dict[int, list[Contributor]]:
    """The same for every organisation of a forum, by the organisation's number. One query."""
    query = select(Contributor).join(Contributor.organisation).where(Organisation.forum_id == forum.id)
    found: dict[int, list[Contributor]] = {}
    for each in session.scalars(query.order_by(Contributor.lead.desc(), Contributor.name, Contributor.id)):
        found.setdefault(each.organisation_id, []).append(each)
    return found


def find_contributor(session: Session, organisation: Organisation, contributor_id: int) -> Contributor | None:
    """A contributor by number, but only of this organisation."""
    wanted = (Contributor.id == contributor_id, Contributor.organisation_id == organisation.id)
    return session.scalar(select(Contributor).where(*wanted).options(joinedload(Contributor.organisation)))


def find_organisation(session: Session, forum: Forum, organisation_id: int) -> Organisation | None:
    """An organisation by number, but only of this forum."""
    wanted = (Organisation.id == organisation_id, Organisation.forum_id == forum.id)
    return session.scalar(select(Organisation).where(*wanted))


def add_contributor(session: Session, organisation: Organisation, entry: ContributorEntry) -> Contributor:
    """Let somebody fill in an organisation's self-assessments. The first one is its wellbeing lead.

    Raises InvalidEntryError (field "email") if the address is already there. Flushes.
    """
    others = _hold(session, organisation)
    _check_address(others, entry)
    made = Contributor(organisation=organisation)
    _write(made, entry)
    made.lead = entry.lead or not any(each.lead for each in others)
    session.add(made)
    session.flush()
    return made


def change_contributor(session: Session, contributor: Contributor, entry: ContributorEntry) -> bool:
    """Make a contributor what `entry` says. Returns whether the address changed, so that the caller can invite anew.

    Raises InvalidEntryError if the address is somebody else's, or if nobody would lead any more. Flushes.
    """
    others = [each for each in _hold(session, contributor.organisation) if each.id != contributor.id]
    _check_address(others, entry)
    if not entry.lead and not any(each.lead for each in others):
        raise InvalidEntryError({"lead": "An organisation needs a wellbeing lead. Choose another lead first."})
    changed = contributor.email != entry.email
    _write(contributor, entry)
    session.flush()
    return changed


def remove_contributor(session: Session, contributor: Contributor) -> None:
    """Take somebody off the list; what they wrote and signed stays.

    Raises NotPossible for the last wellbeing lead while others are left. Flushes.
    """
    others = [each for each in _hold(session, contributor.organisation) if each.id != contributor.id]
    if others and not any(each.lead for each in others):
        raise NotPossible("An organisation needs a wellbeing lead. Choose another lead first.")
    session.delete(contributor)
    session.flush()


def organisations_on(session: Session, forum: Forum, day: date) -> list[Organisation]:
    """The organisations that are in a forum on a day, by name. One query."""
    query = select(Organisation).where(Organisation.forum_id == forum.id).order_by(Organisation.name, Organisation.id)
    return [organisation for organisation in session.scalars(query) if organisation.in_forum_on(day)]


def assessing_on(session: Session, forum: Forum, day: date) -> list[Organisation]:
    """Those of them that assess themselves: somebody fills in for them. Unions often do not. Two queries."""
    query = select(Contributor.organisation_id).join(Contributor.organisation)
    filled_in = set(session.scalars(query.where(Organisation.forum_id == forum.id)))
    return [each for each in organisations_on(session, forum, day) if each.id in filled_in]


def add_organisation(session: Session, forum: Forum, name: str) -> Organisation:
    """Add an organisation to a forum. Raises InvalidEntryError (field "name") if it is there already. Flushes."""
    try:
        tidy = line(name, "The name")
    except ValueError as error:
        raise InvalidEntryError({"name": str(error)}) from None
    if not tidy:
        raise InvalidEntryError({"name": "Enter the name of the organisation."})
    known = session.scalars(select(Organisation.name).where(Organisation.forum_id == forum.id))
    if tidy.casefold() in {each.casefold() for each in known}:
        raise InvalidEntryError({"name": "This forum already has an organisation with this name."})
    made = Organisation(forum_id=forum.id, name=tidy)
    session.add(made)
    session.flush()
    return made


def leave_forum(session: Session, organisation: Organisation, day: date) -> None:
    """An organisation is in the forum no longer from a day on: its contributors have no way in from then.

    What it has shared is no longer shown to the forum; nothing is deleted. Flushes.
    """
    organisation.left_on = day
    session.flush()


def come_back(session: Session, organisation: Organisation) -> None:
    """Undo `leave_forum`. Flushes."""
    organisation.left_on = None
    session.flush()


def _hold(session: Session, organisation: Organisation) -> list[Contributor]:
    """Who is on the list now; until the transaction ends nobody else changes it, or it could end without a lead."""
    session.refresh(organisation, with_for_update={"of": Organisation})
    query = select(Contributor).where(Contributor.organisation_id == organisation.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _check_address(others: list[Contributor], entry: ContributorEntry) -> None:
    same = next((each for each in others if each.email == entry.email), None)
    if same is not None:
        raise InvalidEntryError({"email": f"{same.name} already has this e-mail address in this organisation."})


def _write(contributor: Contributor, entry: ContributorEntry) -> None:
    contributor.name, contributor.email, contributor.side = entry.name, entry.email, entry.side
    contributor.role, contributor.lead = entry.role, entry.lead


def _address(text: str) -> str:
    if not text.strip():
        raise ValueError("Enter the e-mail address.")
    return address(text)


def _one_of_two(text: str) -> Side:
    try:
        meant = side(text)
    except ValueError:
        meant = Side.PARTNER
    if meant not in TWO_SIDES:
        raise ValueError("Say which side: management or staff.")
    return meant
