"""The life of a forum's own wording: draft → proposed → agreed by the chairs of both sides.

An agreed version stands beside the shipped questionnaires wherever this forum chooses questions, and never changes
again: the next change is a new version that starts from it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.wording_models import OwnWording, WordingAgreement, WordingDeed, WordingRecord, WordingState
from audit_app.forum.models import Forum
from audit_app.questionnaire.adapting import Adaptation, adapted, names, own_id
from audit_app.questionnaire.catalogue import (
    Catalogue,
    canonical_json,
    digest,
    parse_pinned,
)
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from audit_app.questionnaire.wording_changes import changes

FINAL = "This wording is agreed, so it can no longer be changed. Start a new version from it."


class OutOfDate(NotPossible):
    """Somebody else has changed the wording since the page was opened."""


def offered_to(session: Session, forum: Forum, catalogue: Catalogue) -> tuple[Questionnaire, ...]:
    """Every questionnaire that members of this forum can be asked: the shipped ones, then its own agreed wordings.

    Each in its newest version. One query.
    """
    newest = {each.questionnaire_id: each for each in _agreed(session, forum)}
    shipped = [each for each in catalogue.latest() if each.answered_by == "members"]
    return (*shipped, *(definition_of(each) for each in newest.values()))


def offered(
    session: Session, forum: Forum, catalogue: Catalogue, questionnaire_id: str, version: int | None = None
) -> Questionnaire:
    """A questionnaire of the catalogue or an agreed wording of this forum, in its newest version or in the one given.

    Raises UnknownQuestionnaireError, also for another forum's wording and one that is not agreed.
    """
    for each in reversed(_agreed(session, forum)):
        if each.questionnaire_id == questionnaire_id and version in (None, each.version):
            return definition_of(each)
    return catalogue.by_id(questionnaire_id, version)


def is_agreed(session: Session, forum: Forum, pinned: str) -> bool:
    """Whether both sides of this forum have agreed the wording with this digest."""
    return any(each.digest == pinned for each in _agreed(session, forum))


def _agreed(session: Session, forum: Forum) -> Sequence[OwnWording]:
    """Oldest first, so that the newest version comes last."""
    here = (OwnWording.forum_id == forum.id, OwnWording.state == WordingState.AGREED)
    query = select(OwnWording).where(*here).order_by(OwnWording.questionnaire_id, OwnWording.version)
    return session.scalars(query).all()


def wordings_of(session: Session, forum: Forum) -> Sequence[OwnWording]:
    """All versions of a forum, newest first. One query."""
    query = select(OwnWording).where(OwnWording.forum_id == forum.id).order_by(OwnWording.id.desc())
    return session.scalars(query).all()


def waiting_for(session: Session, forum: Forum, side: Side | None) -> Sequence[OwnWording]:
    """Proposed versions to which the chairs of this side have still to agree; none for anybody else. One query."""
    if side not in TWO_SIDES:
        return ()
    agreed = select(WordingAgreement.wording_id).where(WordingAgreement.side == side)
    here = (OwnWording.forum_id == forum.id, OwnWording.state == WordingState.PROPOSED, OwnWording.id.not_in(agreed))
    return session.scalars(select(OwnWording).where(*here).order_by(OwnWording.id)).all()


def definition_of(wording: OwnWording) -> Questionnaire:
    """The version as a round would pin it. Raises PinnedDefinitionError if it has been changed behind our back."""
    return parse_pinned(wording.definition, wording.digest)


def base_of(wording: OwnWording) -> Questionnaire:
    """What the version starts from, as it was then. Raises PinnedDefinitionError."""
    return parse_pinned(wording.base_definition, wording.base_digest)


def wishes_of(wording: OwnWording) -> Adaptation:
    """What the version changes of its base."""
    return Adaptation.model_validate_json(wording.wishes)


def agreements(session: Session, wording: OwnWording) -> frozenset[Side]:
    """The sides whose chairs agree to the version as it stands. One query."""
    return frozenset(session.scalars(select(WordingAgreement.side).where(WordingAgreement.wording_id == wording.id)))


def record_of(session: Session, wording: OwnWording) -> Sequence[WordingRecord]:
    """Who did what, oldest first. One query."""
    query = select(WordingRecord).where(WordingRecord.wording_id == wording.id)
    return session.scalars(query.order_by(WordingRecord.at, WordingRecord.id)).all()


def used_in(session: Session, wording: OwnWording) -> Sequence[str]:
    """The names of the rounds that have pinned this version. One query."""
    here = (Round.forum_id == wording.forum_id, Round.questionnaire_digest == wording.digest)
    return session.scalars(select(Round.name).where(*here).order_by(Round.id)).all()


def start(
    session: Session, forum: Forum, catalogue: Catalogue, base: Questionnaire, *, actor: str, at: datetime
) -> OwnWording:
    """A draft that so far changes nothing of `base`, which must be offered to this forum.

    Raises NotPossible while another version of the same questionnaire is not agreed yet.
    """
    _hold_forum(session, forum)
    name = own_id(base)
    here = (OwnWording.forum_id == forum.id, OwnWording.questionnaire_id == name)
    if session.scalar(select(OwnWording.id).where(*here, OwnWording.state != WordingState.AGREED)) is not None:
        raise NotPossible("You are already changing these questions. Finish that version or throw it away first.")
    version = (session.scalar(select(func.max(OwnWording.version)).where(*here)) or 0) + 1
    title = base.title if base.adapts is not None else f"{base.title[:370]}, in our own words"
    wishes = Adaptation(title=title, minutes=base.minutes)
    wording = OwnWording(
        forum=forum, questionnaire_id=name, version=version,
        base_digest=digest(base), base_definition=canonical_json(base),
    )  # fmt: skip
    _keep(session, wording, base, wishes, catalogue)
    session.add(wording)
    session.flush()
    _record(session, wording, WordingDeed.STARTED, actor, at)
    return wording


def change(
    session: Session, catalogue: Catalogue, wording: OwnWording, wishes: Adaptation, *,
    seen: int, actor: str, at: datetime,
) -> None:  # fmt: skip
    """Store other wishes. `seen`: the revision that the person was looking at.

    A proposed version becomes a draft again, and nobody has agreed to it any more. Raises OutOfDate, and NotPossible
    once both sides have agreed.
    """
    _hold_forum(session, wording.forum)
    _hold(session, wording)
    if wording.state is WordingState.AGREED:
        raise NotPossible(FINAL)
    if wording.revision != seen:
        raise OutOfDate("Somebody else has changed this wording since you opened the page.")
    if wording.state is WordingState.PROPOSED:
        _back_to_draft(session, wording)
        _record(session, wording, WordingDeed.CHANGED_AGAIN, actor, at)
    _keep(session, wording, base_of(wording), wishes, catalogue)
    wording.revision += 1
    session.flush()


def propose(session: Session, wording: OwnWording, *, seen: int, actor: str, at: datetime) -> None:
    """Ask the chairs of both sides to agree. Raises OutOfDate, and NotPossible if there is nothing to agree."""
    _hold(session, wording)
    if wording.state is not WordingState.DRAFT:
        raise NotPossible("This wording has been proposed already.")
    if wording.revision != seen:
        raise OutOfDate("Somebody else has changed this wording since you opened the page. Look at it once more.")
    if not changes(base_of(wording), wishes_of(wording)):
        raise NotPossible("Nothing is changed yet. Change, drop or add a question first.")
    wording.state = WordingState.PROPOSED
    _record(session, wording, WordingDeed.PROPOSED, actor, at)
    session.flush()


def agree(session: Session, wording: OwnWording, side: Side | None, *, seen: str, actor: str, at: datetime) -> bool:
    """Note that a side's chairs agree to the version with the digest `seen`. Returns whether both sides now do.

    Raises NotPossible for anybody but the two sides, twice, or when the version is no longer what was read.
    """
    _hold(session, wording)
    if side not in TWO_SIDES:
        raise NotPossible("Only the chairs of the two sides can agree to a wording.")
    if wording.state is not WordingState.PROPOSED or wording.digest != seen:
        raise NotPossible("This wording has changed since you read it. Read it once more.")
    agreed = agreements(session, wording)
    if side in agreed:
        raise NotPossible("Your side has already agreed to this wording.")
    session.add(WordingAgreement(wording_id=wording.id, side=side))
    _record(session, wording, WordingDeed.AGREED_BY_SIDE, actor, at)
    both = set(TWO_SIDES) <= agreed | {side}
    if both:
        wording.state = WordingState.AGREED
        _record(session, wording, WordingDeed.AGREED, actor, at)
    session.flush()
    return both


def send_back(session: Session, wording: OwnWording, note: str, *, seen: str, actor: str, at: datetime) -> None:
    """Make a proposed version a draft again, with a note for the secretariat. Raises NotPossible."""
    _hold(session, wording)
    if not note.strip():
        raise NotPossible("Say what should be different. The secretariat and the other side will see it.")
    if wording.state is not WordingState.PROPOSED or wording.digest != seen:
        raise NotPossible("This wording has changed since you read it. Read it once more.")
    _back_to_draft(session, wording)
    _record(session, wording, WordingDeed.SENT_BACK, actor, at, note.strip())
    session.flush()


def discard(session: Session, wording: OwnWording) -> None:
    """Throw a version away that is not agreed, as if it had never been. Raises NotPossible."""
    _hold(session, wording)
    if wording.state is WordingState.AGREED:
        raise NotPossible(FINAL)
    remove(session, wording)


def remove(session: Session, wording: OwnWording) -> None:
    """Delete a version with everything that hangs on it, whatever its state: for demonstrations."""
    for table in (WordingAgreement, WordingRecord):
        session.execute(delete(table).where(table.wording_id == wording.id))
    session.delete(wording)
    session.flush()


def _keep(session: Session, wording: OwnWording, base: Questionnaire, wishes: Adaptation, catalogue: Catalogue) -> None:
    """Fit the wishes and the definition that they make into the row."""
    taken = {name for each in catalogue.all() for name in names(each)}
    others = select(OwnWording).where(OwnWording.forum_id == wording.forum.id, OwnWording.id != (wording.id or 0))
    with session.no_autoflush:
        for other in session.scalars(others):
            taken.update(names(definition_of(other)))
    made = adapted(base, wishes, wording.version, taken)
    wording.wishes = wishes.model_dump_json(exclude_defaults=True)
    wording.definition, wording.digest = canonical_json(made), digest(made)


def _back_to_draft(session: Session, wording: OwnWording) -> None:
    wording.state = WordingState.DRAFT
    session.execute(delete(WordingAgreement).where(WordingAgreement.wording_id == wording.id))


def _hold(session: Session, wording: OwnWording) -> None:
    """Read a version anew and keep others from changing it until this transaction ends."""
    session.refresh(wording, with_for_update=True)


def _hold_forum(session: Session, forum: Forum) -> None:
    """One change of wording at a time in a forum, so that no id is given out twice."""
    session.refresh(forum, with_for_update=True)


def _record(
    session: Session, wording: OwnWording, deed: WordingDeed, actor: str, at: datetime, note: str | None = None
) -> None:
    session.add(WordingRecord(wording_id=wording.id, deed=deed, actor=actor, note=note, at=at))
