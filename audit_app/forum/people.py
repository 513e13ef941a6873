"""The people of a forum: who joins, changes and leaves, and from which day. Past rounds stay as they were."""

from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from audit_app.forum.entries import InvalidEntryError, Person, address, line, read_person
from audit_app.forum.models import Forum, Member, Office, Organisation, Seat, SecretariatPost
from audit_app.questionnaire.definition import Side


def members_on(session: Session, forum: Forum, day: date) -> list[Member]:
    """The members of a forum on a day, by name. `member.seat_on(day)` is never None here. Two queries."""
    query = select(Member).join(Member.seats).where(Member.forum_id == forum.id, *_holds_on(day)).distinct()
    members = session.scalars(query.options(selectinload(Member.seats).joinedload(Seat.organisation)))
    return sorted(members, key=lambda member: (member.name.casefold(), member.id))


def former_members(session: Session, forum: Forum, day: date) -> list[Member]:
    """People of the forum who hold no seat on a day: they left, or have yet to begin. By name."""
    present = {member.id for member in members_on(session, forum, day)}
    query = select(Member).where(Member.forum_id == forum.id).options(selectinload(Member.seats))
    others = [member for member in session.scalars(query) if member.id not in present]
    return sorted(others, key=lambda member: (member.name.casefold(), member.id))


def chairs_of(session: Session, forum: Forum, side: Side, day: date) -> list[Member]:
    """The chairs of a side on a day, then its vice chairs; each by name."""
    query = (
        select(Member, Seat.office)
        .join(Member.seats)
        .where(Member.forum_id == forum.id, Seat.side == side, Seat.office != Office.MEMBER, *_holds_on(day))
    )
    found = session.execute(query).all()
    ranked = sorted(found, key=lambda row: (row[1] is not Office.CHAIR, row[0].name.casefold(), row[0].id))
    return [member for member, _ in ranked]


def find_member(session: Session, forum: Forum, member_id: int) -> Member | None:
    """A member by number, but only of this forum."""
    query = select(Member).where(Member.id == member_id, Member.forum_id == forum.id)
    return session.scalar(query.options(selectinload(Member.seats)))


def add_member(session: Session, forum: Forum, person: Person, day: date) -> Member:
    """Add a member from a day on; somebody who had left takes a seat again and keeps the same record.

    Raises InvalidEntryError if the address belongs to a present member, or to a deputy. Flushes.
    """
    member = session.scalar(select(Member).where(Member.forum_id == forum.id, Member.email == person.email))
    seat = _newest(member) if member is not None else None
    if member is not None and seat is not None and (seat.ends_on is None or seat.ends_on > day):
        raise InvalidEntryError({"email": f"{member.name} already has this e-mail address in this forum."})
    check_addresses(session, forum, person, member, day)
    if member is None:
        member = Member(forum=forum, email=person.email)
        session.add(member)
    _write_person(member, person)
    _begin_seat(session, member, person, day)
    session.flush()
    return member


def change_member(session: Session, member: Member, person: Person, day: date) -> bool:
    """Make a member what `person` says: names, address and deputy at once, side, office and organisation from `day`.

    Returns whether the member's or the deputy's address changed, so that the caller can renew open invitations.
    Raises InvalidEntryError if an address belongs to somebody else, or the member has no seat on that day.
    """
    check_addresses(session, member.forum, person, member, day)
    before = (member.email, member.deputy_email)
    change_seat(session, member, person, day)
    _write_person(member, person)
    session.flush()
    return (member.email, member.deputy_email) != before


def correct_address(session: Session, member: Member, typed: str, day: date) -> str:
    """Correct a member's e-mail address; returns it as stored. Raises InvalidEntryError (field "email").

    The caller renews open invitations, as the old link must die.
    """
    try:
        email = address(typed)
    except ValueError as error:
        raise InvalidEntryError({"email": str(error)}) from None
    check_addresses(session, member.forum, replace(_as_person(member), email=email), member, day)
    member.email = email
    session.flush()
    return email


def name_deputy(session: Session, member: Member, name: str, email: str, day: date) -> None:
    """Name the deputy who may answer instead of a member; two empty texts remove the deputy.

    Raises InvalidEntryError (fields "deputy_name", "deputy_email").
    """
    typed = {"name": member.name, "email": member.email, "side": "partner", "deputy_name": name, "deputy_email": email}
    person = read_person(typed)
    check_addresses(session, member.forum, person, member, day)
    member.deputy_name, member.deputy_email = person.deputy_name or None, person.deputy_email or None
    session.flush()


def change_seat(session: Session, member: Member, person: Person, day: date) -> None:
    """Let a member hold another side, office or organisation from `day`: one seat ends, the next begins.

    A seat that began on that very day is corrected in place. Nothing happens when nothing differs.
    """
    seat = _newest(member)
    if seat is None or not seat.holds_on(day):
        raise InvalidEntryError({"day": f"{member.name} is not a member on that day. Choose another day."})
    organisation = _organisation(session, member.forum_id, person.organisation)
    if (seat.side, seat.office, seat.organisation) == (person.side, person.office, organisation):
        return
    if seat.starts_on == day:
        seat.side, seat.office, seat.organisation = person.side, person.office, organisation
    else:
        ends_on, seat.ends_on = seat.ends_on, day
        _begin_seat(session, member, person, day)
        member.seats[-1].ends_on = ends_on  # leaving on a day that is already known stays planned
    session.flush()


def leave(session: Session, member: Member, day: date) -> None:
    """End a membership: `day` is the first day on which it no longer holds. The record and past rounds stay.

    Raises InvalidEntryError (field "day") if the person has no seat that could end on that day.
    """
    seat = _newest(member)
    if seat is None or (seat.ends_on is not None and seat.ends_on <= day):
        raise InvalidEntryError({"day": f"{member.name} has already left by that day."})
    if seat.starts_on > day:
        raise InvalidEntryError({"day": f"{member.name} joins after that day. Choose a later day."})
    seat.ends_on = day
    session.flush()


def check_addresses(session: Session, forum: Forum, person: Person, member: Member | None, day: date) -> None:
    """Refuse an address that another person of the forum has, as a member or as a deputy who is to be a member.

    Nobody may hold two links of one round, or they could answer twice. Raises InvalidEntryError.
    """
    errors: dict[str, str] = {}
    met = [Member.email == person.email, Member.deputy_email == person.email]
    if person.deputy_email:
        met.append(Member.email == person.deputy_email)
    query = select(Member).where(Member.forum_id == forum.id, or_(*met)).options(selectinload(Member.seats))
    others = [other for other in session.scalars(query) if member is None or other.id != member.id]
    present = [other for other in others if other.seat_on(day) is not None]
    for other in others:
        if other.email == person.email:
            errors["email"] = f"{other.name} already has this e-mail address in this forum."
    for other in present:
        if other.deputy_email == person.email:
            errors.setdefault(
                "email", f"This is the deputy of {other.name}. Remove them there first: nobody may answer twice."
            )
        if person.deputy_email and other.email == person.deputy_email:
            errors["deputy_email"] = f"{other.name} is a member too and would answer twice. Choose another deputy."
    if errors:
        raise InvalidEntryError(errors)


def add_to_secretariat(session: Session, forum: Forum, name: str, email: str) -> SecretariatPost:
    """Let somebody run a forum's rounds. Raises InvalidEntryError (fields "name", "email")."""
    errors: dict[str, str] = {}
    tidy = stored = ""
    try:
        tidy = line(name, "The name")
        if not tidy:
            errors["name"] = "Enter the name."
    except ValueError as error:
        errors["name"] = str(error)
    try:
        stored = address(email)
    except ValueError as error:
        errors["email"] = str(error)
    if not errors and any(post.email == stored for post in secretariat_of(session, forum)):
        errors["email"] = "This person is already in the secretariat of this forum."
    if errors:
        raise InvalidEntryError(errors)
    post = SecretariatPost(forum=forum, name=tidy, email=stored)
    session.add(post)
    session.flush()
    return post


def remove_from_secretariat(session: Session, post: SecretariatPost) -> None:
    """Take a post away. Raises InvalidEntryError if it is the last: then nobody could run the forum."""
    others = select(func.count()).where(SecretariatPost.forum_id == post.forum_id, SecretariatPost.id != post.id)
    if not session.scalar(others):
        raise InvalidEntryError({"email": "A forum needs somebody in its secretariat. Add another person first."})
    session.delete(post)
    session.flush()


def secretariat_of(session: Session, forum: Forum) -> list[SecretariatPost]:
    """Who runs a forum's rounds, by name."""
    query = select(SecretariatPost).where(SecretariatPost.forum_id == forum.id)
    return list(session.scalars(query.order_by(SecretariatPost.name, SecretariatPost.id)))


def organisations_of(session: Session, forum: Forum) -> list[Organisation]:
    """The organisations that a forum knows, by name."""
    return list(
        session.scalars(select(Organisation).where(Organisation.forum_id == forum.id).order_by(Organisation.name))
    )


def seats_on(session: Session, forum: Forum, day: date) -> list[Seat]:
    """The seats that are held on a day, with their members, by side and name."""
    query = select(Seat).join(Seat.member).where(Member.forum_id == forum.id, *_holds_on(day))
    seats = session.scalars(query.options(contains_eager(Seat.member), selectinload(Seat.organisation)))
    order = list(Side)
    return sorted(seats, key=lambda seat: (order.index(seat.side), seat.member.name.casefold(), seat.id))


def _holds_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return (Seat.starts_on <= day, or_(Seat.ends_on.is_(None), Seat.ends_on > day))


def _newest(member: Member) -> Seat | None:
    return max(member.seats, key=lambda seat: seat.starts_on, default=None)


def _organisation(session: Session, forum_id: int, name: str) -> Organisation | None:
    """The organisation with this name in the forum (capitals do not matter), made when it is new."""
    if not name:
        return None
    known = session.scalars(select(Organisation).where(Organisation.forum_id == forum_id))
    for organisation in known:
        if organisation.name.casefold() == name.casefold():
            return organisation
    made = Organisation(forum_id=forum_id, name=name)
    session.add(made)
    session.flush()
    return made


def _begin_seat(session: Session, member: Member, person: Person, day: date) -> None:
    session.flush()
    organisation = _organisation(session, member.forum_id, person.organisation)
    member.seats.append(Seat(side=person.side, office=person.office, organisation=organisation, starts_on=day))


def _write_person(member: Member, person: Person) -> None:
    member.name, member.email = person.name, person.email
    member.deputy_name, member.deputy_email = person.deputy_name or None, person.deputy_email or None


def _as_person(member: Member) -> Person:
    """What the record says of a person now; side and office do not matter where this is used."""
    return Person(
        name=member.name,
        email=member.email,
        side=Side.PARTNER,
        deputy_name=member.deputy_name or "",
        deputy_email=member.deputy_email or "",
    )
