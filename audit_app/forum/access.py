"""Who may do what in a forum. Every page of a forum is fetched and authorised here, in one call.

An operator looks after the installation: makes forums and appoints the secretariat. Being an operator opens no
results, and being in the secretariat shows nobody who answered what. Whoever fills in an organisation's
self-assessments, and is no member, sees nothing of the forum's rounds.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from audit_app.forum.forums import all_forums, find_forum
from audit_app.forum.models import Contributor, Forum, Member, Office, Organisation, SecretariatPost
from audit_app.questionnaire.definition import TWO_SIDES, Side


class Role(StrEnum):
    """What somebody is in one forum; one person may have several roles."""

    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"  # also held by chairs and vice chairs
    WELLBEING_LEAD = "wellbeing_lead"  # also a contributor
    CONTRIBUTOR = "contributor"  # fills in an organisation's self-assessments; sees nothing of the forum's rounds
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class UnknownForumError(LookupError):
    """There is no such forum for this person: unknown forums and other people's forums look the same."""


class NotAllowedError(PermissionError):
    """The person belongs to the forum, but this is for others."""


@dataclass(frozen=True)
class Contribution:
    """That somebody fills in the self-assessments of one organisation, for one side."""

    organisation_id: int
    side: Side
    name: str
    email: str
    role: str
    lead: bool

    @property
    def actor(self) -> str:
        """Name, role and side, as the record of an assessment keeps them."""
        return f"{self.name} ({self.role}, {self.side.label})"[:200]


@dataclass(frozen=True)
class Access:
    """One person's standing in one forum on one day. `side` and `member_id` are None for those without a seat.

    `contributions`: the organisations whose self-assessments the person fills in; the side there is another thing than
    the side of a seat.
    """

    email: str
    forum_id: int
    name: str
    roles: frozenset[Role]
    side: Side | None = None
    member_id: int | None = None
    contributions: tuple[Contribution, ...] = ()

    @property
    def organisations(self) -> frozenset[int]:
        """The numbers of the organisations whose self-assessments this person fills in."""
        return frozenset(each.organisation_id for each in self.contributions)

    def contribution_to(self, organisation_id: int) -> Contribution | None:
        """What this person is in the self-assessments of an organisation, if anything."""
        return next((each for each in self.contributions if each.organisation_id == organisation_id), None)

    def assess_side(self, organisation_id: int) -> Side | None:
        """The side for which this person rates and signs in an organisation; None for others."""
        contribution = self.contribution_to(organisation_id)
        return contribution.side if contribution is not None else None

    def leads(self, organisation_id: int) -> bool:
        """Whether this person is a wellbeing lead of an organisation: opens, withdraws and shares its assessments."""
        contribution = self.contribution_to(organisation_id)
        return contribution is not None and contribution.lead

    def keeps_contributors_of(self, organisation_id: int) -> bool:
        """Whether this person says who fills in an organisation's self-assessments: its leads, and the secretariat."""
        return Role.SECRETARIAT in self.roles or self.leads(organisation_id)

    @property
    def titles(self) -> tuple[str, ...]:
        """The person's roles in words, the weightiest first: ("Secretariat",) or ("Chair, Staff side",)."""
        titles = ["Secretariat"] if Role.SECRETARIAT in self.roles else []
        if self.side is not None:
            office = next(role for role in (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER) if role in self.roles)
            titles.append(f"{office.label}, {self.side.label}")
        if Role.CONTRIBUTOR in self.roles:
            titles.append((Role.WELLBEING_LEAD if Role.WELLBEING_LEAD in self.roles else Role.CONTRIBUTOR).label)
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


def may_assess(access: Access) -> bool:
    """Fill in the self-assessments of one's own organisations (`access.organisations`), and of no other."""
    return Role.CONTRIBUTOR in access.roles


def may_run_assessments(access: Access) -> bool:
    """Open rounds of self-assessments for all organisations, see who has begun, say who the wellbeing leads are."""
    return Role.SECRETARIAT in access.roles


def may_see_shared_assessments(access: Access) -> bool:
    """See the signed self-assessments that organisations agree to share with the forum, and its practice notes."""
    return not access.roles.isdisjoint({Role.SECRETARIAT, Role.MEMBER, Role.CONTRIBUTOR})


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
    """What somebody is in a forum on a day, or None without any role. At most four queries."""
    here = SecretariatPost.forum_id == forum.id
    post = session.scalar(select(SecretariatPost).where(here, SecretariatPost.email == email))
    query = select(Member).where(Member.forum_id == forum.id, Member.email == email)
    member = session.scalar(query.options(selectinload(Member.seats)))
    contributors = list(session.scalars(_contributors(email).where(Organisation.forum_id == forum.id)))
    return _access(forum, email, _Found(post, member, contributors), today, operators)


def forums_of(session: Session, email: str, today: date, operators: Collection[str] = ()) -> list[tuple[Forum, Access]]:
    """Every forum in which somebody has a role, by name; for an operator, all of them."""
    posts = {p.forum_id: p for p in session.scalars(select(SecretariatPost).where(SecretariatPost.email == email))}
    query = select(Member).where(Member.email == email)
    members = {m.forum_id: m for m in session.scalars(query.options(selectinload(Member.seats)))}
    contributors: dict[int, list[Contributor]] = {}
    for each in session.scalars(_contributors(email)):
        contributors.setdefault(each.organisation.forum_id, []).append(each)
    if email in operators:
        forums = all_forums(session)
    else:
        numbers = {*posts, *members, *contributors}
        wanted = select(Forum).where(Forum.id.in_(numbers)).options(joinedload(Forum.parent))
        forums = list(session.scalars(wanted.order_by(Forum.name, Forum.id)))
    found = []
    for forum in forums:
        held = _Found(posts.get(forum.id), members.get(forum.id), contributors.get(forum.id, []))
        access = _access(forum, email, held, today, operators)
        if access is not None:
            found.append((forum, access))
    return found


def may_sign_in(session: Session, email: str, today: date, operators: Collection[str] = ()) -> bool:
    """Whether somebody has any role anywhere today. The same queries are made for every address."""
    forums = forums_of(session, email, today)
    return bool(forums) or email in operators


@dataclass(frozen=True)
class _Found:
    """What the tables hold about one address in one forum."""

    post: SecretariatPost | None
    member: Member | None
    contributors: Sequence[Contributor]


def _contributors(email: str) -> Select[Contributor]:
    query = select(Contributor).join(Contributor.organisation).where(Contributor.email == email)
    return query.options(contains_eager(Contributor.organisation)).order_by(Organisation.name, Organisation.id)


def _access(forum: Forum, email: str, held: _Found, today: date, operators: Collection[str]) -> Access | None:
    member = held.member
    seat = member.seat_on(today) if member is not None else None
    contributions = tuple(_contribution(each) for each in held.contributors if each.organisation.in_forum_on(today))
    roles: set[Role] = set()
    name = email
    if email in operators:
        roles.add(Role.OPERATOR)
    if contributions:
        roles.add(Role.CONTRIBUTOR)
        roles |= {Role.WELLBEING_LEAD} if any(each.lead for each in contributions) else set()
        name = contributions[0].name
    if held.post is not None:
        roles.add(Role.SECRETARIAT)
        name = held.post.name
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
        contributions=contributions,
    )


def _contribution(found: Contributor) -> Contribution:
    return Contribution(found.organisation_id, found.side, found.name, found.email, found.role, found.lead)
