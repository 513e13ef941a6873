"""Who may do what in a forum. Every page of a forum is fetched and authorised here, in one call.

An operator looks after the installation: makes forums and appoints the secretariat. Being an operator opens no
results, and being in the secretariat shows nobody who answered what.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from audit_app.forum.forums import all_forums, find_forum
from audit_app.forum.models import Forum, Member, Office, SecretariatPost
from audit_app.questionnaire.definition import TWO_SIDES, Side


class Role(StrEnum):
    """What somebody is in one forum; one person may have several roles."""

    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"  # also held by chairs and vice chairs
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return {"vice_chair": "Vice chair"}.get(self.value, self.value.capitalize())


class UnknownForumError(LookupError):
    """There is no such forum for this person: unknown forums and other people's forums look the same."""


class NotAllowedError(PermissionError):
    """The person belongs to the forum, but this is for others."""


@dataclass(frozen=True)
class Access:
    """One person's standing in one forum on one day. `side` and `member_id` are None for those without a seat."""

    email: str
    forum_id: int
    name: str
    roles: frozenset[Role]
    side: Side | None = None
    member_id: int | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The person's roles in words, the weightiest first: ("Secretariat",) or ("Chair, Staff side",)."""
        titles = ["Secretariat"] if Role.SECRETARIAT in self.roles else []
        if self.side is not None:
            office = next(role for role in (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER) if role in self.roles)
            titles.append(f"{office.label}, {self.side.label}")
        if Role.OPERATOR in self.roles:
            titles.append("Operator")
        return tuple(titles)

    @property
    def actor(self) -> str:
        """Name and office, as the record of a round keeps them."""
        return f"{self.name} ({self.titles[0]})"[:200]


Need = Callable[[Access], bool]


def _holds_office(access: Access) -> bool:
    """Whether somebody is chair or vice chair of one of the two sides."""
    return access.side in TWO_SIDES and not access.roles.isdisjoint({Role.CHAIR, Role.VICE_CHAIR})


def may_run_rounds(access: Access) -> bool:
    """Set up and open rounds, invite, replace links, type in earlier rounds."""
    return Role.SECRETARIAT in access.roles


def may_keep_people(access: Access) -> bool:
    """Add, change and remove members."""
    return Role.SECRETARIAT in access.roles


def may_appoint(access: Access) -> bool:
    """Say who is in the secretariat, rename the forum, make subgroups."""
    return not access.roles.isdisjoint({Role.SECRETARIAT, Role.OPERATOR})


def may_see_people(access: Access) -> bool:
    """Read the list of members."""
    return Role.SECRETARIAT in access.roles or _holds_office(access)


def may_confirm_list(access: Access) -> bool:
    """Confirm the list of one's own side (`access.side`) before a round opens."""
    return _holds_office(access)


def may_see_progress(access: Access) -> bool:
    """See rounds, how many have answered, and the record of who did what."""
    return Role.SECRETARIAT in access.roles or _holds_office(access)


def may_close_rounds(access: Access) -> bool:
    """Stop, close or annul a round."""
    return Role.SECRETARIAT in access.roles or _holds_office(access)


def may_see_results(access: Access) -> bool:
    """See the results of a closed round before they are shared with all members."""
    return Role.SECRETARIAT in access.roles or _holds_office(access)


def may_share_results(access: Access) -> bool:
    """Agree, for one's own side, to share the results with all members."""
    return _holds_office(access)


def may_decide_priorities(access: Access) -> bool:
    """Adopt, change, decline and agree to priorities, for one's own side. Who may see results may read them."""
    return _holds_office(access)


def may_take_part(access: Access) -> bool:
    """Hold a seat in the forum: see results that are shared."""
    return Role.MEMBER in access.roles


def fetch_forum(
    session: Session, slug: str, email: str, today: date, *needs: Need, operators: Collection[str] = ()
) -> tuple[Forum, Access]:
    """Fetch a forum and what this person may do there, in one call. All `needs` must be met.

    Raises UnknownForumError when there is no such forum or the person has no role in it, and NotAllowedError when
    the person's roles are not enough.
    """
    forum = find_forum(session, slug)
    access = access_to(session, forum, email, today, operators) if forum is not None else None
    if forum is None or access is None:
        raise UnknownForumError("There is no such forum among yours.")
    if not all(need(access) for need in needs):
        raise NotAllowedError("This page is for other people in this forum.")
    return forum, access


def access_to(
    session: Session, forum: Forum, email: str, today: date, operators: Collection[str] = ()
) -> Access | None:
    """What somebody is in a forum on a day, or None without any role. Two queries."""
    here = SecretariatPost.forum_id == forum.id
    post = session.scalar(select(SecretariatPost).where(here, SecretariatPost.email == email))
    query = select(Member).where(Member.forum_id == forum.id, Member.email == email)
    member = session.scalar(query.options(selectinload(Member.seats)))
    return _access(forum, email, post, member, today, operators)


def forums_of(session: Session, email: str, today: date, operators: Collection[str] = ()) -> list[tuple[Forum, Access]]:
    """Every forum in which somebody has a role, by name; for an operator, all of them."""
    posts = {p.forum_id: p for p in session.scalars(select(SecretariatPost).where(SecretariatPost.email == email))}
    query = select(Member).where(Member.email == email)
    members = {m.forum_id: m for m in session.scalars(query.options(selectinload(Member.seats)))}
    if email in operators:
        forums = all_forums(session)
    else:
        numbers = {*posts, *members}
        wanted = select(Forum).where(Forum.id.in_(numbers)).options(joinedload(Forum.parent))
        forums = list(session.scalars(wanted.order_by(Forum.name, Forum.id)))
    found = []
    for forum in forums:
        access = _access(forum, email, posts.get(forum.id), members.get(forum.id), today, operators)
        if access is not None:
            found.append((forum, access))
    return found


def may_sign_in(session: Session, email: str, today: date, operators: Collection[str] = ()) -> bool:
    """Whether somebody has any role anywhere today. The same queries are made for every address."""
    forums = forums_of(session, email, today)
    return bool(forums) or email in operators


def _access(
    forum: Forum,
    email: str,
    post: SecretariatPost | None,
    member: Member | None,
    today: date,
    operators: Collection[str],
) -> Access | None:
    seat = member.seat_on(today) if member is not None else None
    roles: set[Role] = set()
    name = email
    if email in operators:
        roles.add(Role.OPERATOR)
    if post is not None:
        roles.add(Role.SECRETARIAT)
        name = post.name
    if member is not None and seat is not None:
        roles.add(Role.MEMBER)
        roles |= {Office.CHAIR: {Role.CHAIR}, Office.VICE_CHAIR: {Role.VICE_CHAIR}}.get(seat.office, set())
        name = member.name
    if not roles:
        return None
    return Access(
        email=email,
        forum_id=forum.id,
        name=name,
        roles=frozenset(roles),
        side=seat.side if seat is not None else None,
        member_id=member.id if member is not None and seat is not None else None,
    )
