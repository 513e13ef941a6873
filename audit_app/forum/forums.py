"""Forums and subgroups: making one, finding one."""

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.forum.entries import InvalidEntryError, line
from audit_app.forum.models import Forum

LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def slug_for(name: str) -> str:
    """A short name for addresses, made from a forum's name: "Inner North SPF" gives "inner-north-spf"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-")


def create_forum(
    session: Session, name: str, slug: str = "", *, parent: Forum | None = None, demonstration: bool = False
) -> Forum:
    """Create a forum, or a subgroup of `parent`. Without a slug, one is made from the name.

    Raises InvalidEntryError with the faults of `name` and `slug`. Flushes; the caller commits.
    """
    errors: dict[str, str] = {}
    tidy = ""
    try:
        tidy = line(name, "The name")
    except ValueError as error:
        errors["name"] = str(error)
    if not tidy and not errors:
        errors["name"] = "Enter the name of the forum."
    chosen = slug.strip().lower() or slug_for(tidy)
    if not errors and (len(chosen) > LONGEST_SLUG or not _SLUG.fullmatch(chosen)):
        errors["slug"] = "Use small letters a to z, numbers and single hyphens, 60 at most, as in north-regional."
    if not errors and find_forum(session, chosen) is not None:
        errors["slug"] = "Another forum has this short name. Choose another one."
    if errors:
        raise InvalidEntryError(errors)
    forum = Forum(name=tidy, slug=chosen, parent=parent, demonstration=demonstration)
    session.add(forum)
    session.flush()
    return forum


def find_forum(session: Session, slug: str) -> Forum | None:
    """The forum with this slug, if there is one."""
    return session.scalar(select(Forum).where(Forum.slug == slug)) if _SLUG.fullmatch(slug) else None


def all_forums(session: Session) -> list[Forum]:
    """Every forum by name, for the operator."""
    return list(session.scalars(select(Forum).order_by(Forum.name, Forum.id)))


def subgroups_of(session: Session, forum: Forum) -> list[Forum]:
    """The forums of which this one is the parent."""
    return list(session.scalars(select(Forum).where(Forum.parent_id == forum.id).order_by(Forum.name, Forum.id)))


def rename(session: Session, forum: Forum, name: str) -> None:
    """Give a forum another name; its slug stays, so that addresses stay good. Raises InvalidEntryError."""
    try:
        tidy = line(name, "The name")
    except ValueError as error:
        raise InvalidEntryError({"name": str(error)}) from None
    if not tidy:
        raise InvalidEntryError({"name": "Enter the name of the forum."})
    forum.name = tidy
    session.flush()


def choose_parent(session: Session, forum: Forum, parent: Forum | None) -> None:
    """Place a forum under another one, or under none. Raises InvalidEntryError if that would make a circle."""
    above = parent
    while above is not None:
        if above.id == forum.id:
            raise InvalidEntryError({"parent": "A forum cannot stand under itself or under one of its own subgroups."})
        above = above.parent
    forum.parent = parent
    session.flush()
