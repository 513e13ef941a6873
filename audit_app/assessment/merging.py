"""Two people who change one thing: different fields are put together, the same field is never overwritten unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit_app.forum.entries import NotPossible

Fields = Mapping[str, str | None]  # field → what it holds, as text; None for nothing


@dataclass(frozen=True)
class Conflict:
    """One field that somebody else has changed since it was seen. of: the item, question, evidence or action."""

    of: str
    field: str
    now: str | None
    typed: str | None


class ChangedMeanwhile(NotPossible):
    """Somebody else has changed the same thing since it was seen. Nothing of what was sent has been stored.

    conflicts: what stands now and what was typed, field by field. revisions: the revision that stands now, by what it
    is of; whoever sends the same again with it overwrites knowingly. together: `Merged.together`, by what it is of;
    this, and not what was typed, goes with that revision, or fields that nobody was shown would be overwritten too.
    """

    def __init__(
        self, conflicts: Sequence[Conflict], revisions: Mapping[str, int], together: Mapping[str, Fields] | None = None
    ) -> None:
        super().__init__("Somebody else has changed this since you opened the page. Look at both and choose.")
        self.conflicts = tuple(conflicts)
        self.revisions = dict(revisions)
        self.together = dict(together or {})


@dataclass(frozen=True)
class Merged:
    """changes: what is to be written. conflicts: fields that both have changed, and to something else.

    together: every field that was sent, as typed where it was changed, and otherwise as it stands now.
    """

    changes: dict[str, str | None]
    conflicts: tuple[Conflict, ...]
    together: dict[str, str | None]


def merge(of: str, seen: Fields, now: Fields, typed: Fields) -> Merged:
    """Put what was typed, from what had been seen, together with what stands now.

    A field that was sent back as it had been seen is not a change: what stands now stays. typed may hold fewer fields
    than the others, which hold all of them.
    """
    changes: dict[str, str | None] = {}
    conflicts = []
    together = {field: now[field] if value == seen[field] else value for field, value in typed.items()}
    for field, value in typed.items():
        if value in (now[field], seen[field]):
            continue
        if now[field] != seen[field]:
            conflicts.append(Conflict(of, field, now[field], value))
        else:
            changes[field] = value
    return Merged(changes, tuple(conflicts), together)


def refuse_stale(of: str, revision: int, seen_revision: int, now: Fields, typed: Fields) -> Merged:
    """The same for things that are changed as a whole: once they have changed, each field that differs is a conflict.

    Raises NotPossible on a revision that never was.
    """
    check_revision(revision, seen_revision)
    seen = now if seen_revision == revision else dict.fromkeys(now, _NEVER)
    return merge(of, seen, now, typed)


def check_revision(revision: int, seen_revision: int) -> None:
    """Raises NotPossible on a revision that never was: the page was tampered with, or is from another time."""
    if not 0 <= seen_revision <= revision:
        raise NotPossible("This page is out of date. Open it again, and then make your change.")


_NEVER = "\0 nothing that can be typed"
