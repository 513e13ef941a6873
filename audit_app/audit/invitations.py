"""Personal links: making them, recognising them, replacing them.

A link's token is the invitation's id and a keyed hash (HMAC-SHA-256, 128 bits) of its nonce and generation under
the instance secret. The database alone can make none of them. A new generation kills the old link.
"""

import base64
import binascii
import hashlib
import hmac
import secrets as randomness
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, bindparam, delete, or_, select, true, update
from sqlalchemy.orm import Session, joinedload

from audit_app.audit.models import ClosedLink, Deed, Draft, Invitation, Round, State
from audit_app.audit.records import record
from audit_app.forum.entries import NotPossible as NotPossible  # noqa: PLC0414  (the rooms above take it from here)
from audit_app.forum.models import Member, Seat
from audit_app.instance_secret import InstanceSecret, InstanceSecrets
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.mail.outbox import queue

_ID_BYTES = 8
_MAC_BYTES = 16
TOKEN_LENGTH = 32  # characters of URL-safe base64

# Everything that the answering pages show, in one look; put together once, since every one of them begins with it.
_INVITED = (
    select(Invitation)
    .options(
        joinedload(Invitation.round, innerjoin=True).joinedload(Round.forum, innerjoin=True),
        joinedload(Invitation.member, innerjoin=True),
    )
    .where(Invitation.id == bindparam("id"))
)


class Standing(StrEnum):
    """What a link is good for."""

    UNKNOWN = "unknown"
    REPLACED = "replaced"  # a newer link has been sent
    LIVE = "live"
    USED = "used"
    CLOSED = "closed"  # the round is closed or annulled; the link may show shared results


@dataclass(frozen=True)
class Recognised:
    """A link that was looked up. `invitation` is there while its round has not closed."""

    standing: Standing
    round: Round | None = None
    invitation: Invitation | None = None


def _mac(secret: InstanceSecret, invitation_id: int, nonce: bytes, generation: int) -> bytes:
    context = invitation_id.to_bytes(_ID_BYTES) + generation.to_bytes(4) + nonce
    return secret.derive("invitation link", context)[:_MAC_BYTES]


def _token(invitation_id: int, mac: bytes) -> str:
    return base64.urlsafe_b64encode(invitation_id.to_bytes(_ID_BYTES) + mac).decode("ascii")


def link_token(secrets: InstanceSecrets, invitation: Invitation) -> str:
    """The token of an invitation's present link. Raises NotPossible once its round has closed."""
    if invitation.nonce is None or invitation.round.secret is None:
        raise NotPossible("This round has closed: its links can no longer be made.")
    secret = secrets.named(invitation.round.secret)
    return _token(invitation.id, _mac(secret, invitation.id, invitation.nonce, invitation.generation))


def hash_of_link(token: str) -> bytes:
    """What stays of a link after closing: 32 bytes that only the link itself can reproduce."""
    return hashlib.sha256(b"closed link\0" + token.encode()).digest()


def recognise(session: Session, secrets: InstanceSecrets, token: str) -> Recognised:
    """Look a link up. Two queries at most; never raises on what a person may have typed."""
    token = token.strip()
    try:
        raw = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return Recognised(Standing.UNKNOWN)
    number, mac = int.from_bytes(raw[:_ID_BYTES]), raw[_ID_BYTES:]
    if len(mac) != _MAC_BYTES or _token(number, mac) != token:  # one link has one spelling: drafts are found by it
        return Recognised(Standing.UNKNOWN)
    invitation = session.scalar(_INVITED, {"id": number}) if number < 2**63 else None
    if invitation is not None and invitation.nonce is not None and invitation.round.secret is not None:
        return _standing(secrets.named(invitation.round.secret), invitation, invitation.nonce, mac)
    closed = session.get(ClosedLink, hash_of_link(token))
    if closed is None:
        return Recognised(Standing.UNKNOWN)
    return Recognised(Standing.CLOSED, round=session.get(Round, closed.round_id))


def _standing(secret: InstanceSecret, invitation: Invitation, nonce: bytes, mac: bytes) -> Recognised:
    if hmac.compare_digest(mac, _mac(secret, invitation.id, nonce, invitation.generation)):
        standing = Standing.USED if invitation.used else Standing.LIVE
        return Recognised(standing, round=invitation.round, invitation=invitation)
    for earlier in range(1, invitation.generation):
        if hmac.compare_digest(mac, _mac(secret, invitation.id, nonce, earlier)):
            return Recognised(Standing.REPLACED, round=invitation.round)
    return Recognised(Standing.UNKNOWN)


def invitation_id(token: str) -> int:
    """The number of the invitation that a link names; only for a link that has been recognised."""
    return int.from_bytes(base64.urlsafe_b64decode(token)[:_ID_BYTES])


def draft_id(token: str) -> int:
    """The number under which a link's saved answers lie: 63 bits derived from the token, unlike the key."""
    return int.from_bytes(hashlib.sha256(b"draft id\0" + token.encode()).digest()[:8]) >> 1


def invite(session: Session, audit_round: Round, member: Member, seat: Seat, due_at: datetime) -> Invitation:
    """Invite a member on the side that they are on, and queue the e-mail in the same transaction."""
    invitation = Invitation(
        round=audit_round, member=member, side=seat.side, nonce=randomness.token_bytes(16), generation=1
    )
    session.add(invitation)
    session.flush()
    queue(session, MessageKind.INVITATION, member.email, invitation.id, due_at)
    return invitation


def invite_late(session: Session, audit_round: Round, member: Member, *, at: datetime, today: date) -> Invitation:
    """Invite somebody who was added after the round had opened. Raises NotPossible with what to do."""
    if audit_round.state_at(at) is not State.OPEN:
        raise NotPossible("Members can be added to a round only while it is open.")
    if member.forum_id != audit_round.forum_id:
        raise NotPossible("This person is not in this forum. Add them to the forum first.")
    seat = member.seat_on(today)
    if seat is None:
        raise NotPossible("This person is not a member today. Give them a start date first.")
    asked = select(Invitation.id).where(Invitation.round_id == audit_round.id, Invitation.member_id == member.id)
    if session.scalar(asked) is not None:
        raise NotPossible("This person has already been invited. Send them a new link instead.")
    if _holds_another_link(session, audit_round.id, member.email):
        raise NotPossible("This person already answers as a deputy in this round, and nobody may answer twice.")
    return invite(session, audit_round, member, seat, max(at, audit_round.opens_at or at))


def replace_link(session: Session, secrets: InstanceSecrets, invitation: Invitation, at: datetime) -> None:
    """Send a new link to the same person; the old one dies, and with it what was saved under it.

    Nothing happens when the answers are already in, and nothing says so: whoever asks must not learn who has answered.
    Raises NotPossible when the round is not open.
    """
    _must_be_open(invitation.round, at)
    _renew(session, secrets, invitation, at)


def hand_to_deputy(session: Session, secrets: InstanceSecrets, invitation: Invitation, at: datetime) -> None:
    """Let the member's deputy answer instead: the member's own link dies. Raises NotPossible with what to do.

    As with `replace_link`, answers that are already in stay as they are, and nothing says so.
    """
    deputy = _deputy_email(invitation.member)
    _must_be_open(invitation.round, at)
    if _holds_another_link(session, invitation.round_id, deputy, besides=invitation.id):
        raise NotPossible("This deputy already answers for another member in this round. Name another deputy first.")
    invitation.to_deputy = True
    _renew(session, secrets, invitation, at)


def take_back_from_deputy(session: Session, secrets: InstanceSecrets, invitation: Invitation, at: datetime) -> None:
    """Let the member answer after all: the deputy's link dies. Raises NotPossible when the round is not open."""
    _must_be_open(invitation.round, at)
    invitation.to_deputy = False
    _renew(session, secrets, invitation, at)


def address_corrected(
    session: Session,
    secrets: InstanceSecrets,
    member: Member,
    at: datetime,
    *,
    actor: str,
    with_deputy: bool | None = None,
) -> int:
    """Send new links for every running round in which this member (or the deputy) has not answered. Returns how many.

    A stopped round counts as running, since it may be opened again: the old link dies now, and `send_held_back` sends
    the new one then. `with_deputy` narrows it to links that the deputy holds (True) or the member holds (False): a
    link whose address has not changed stays good, with what was saved under it. Each round's record counts it, or
    whoever keeps the list could turn a link to an address of their own unseen.

    Raises NotPossible if the new address already holds another link of a round. Nothing that anybody is shown (the
    refusal, the record, who answers) depends on whether the answers are in.
    """
    query = select(Invitation).join(Round)
    query = query.where(Invitation.member_id == member.id, Round.state.in_((State.OPEN, State.STOPPED)))
    if with_deputy is not None:
        query = query.where(Invitation.to_deputy.is_(with_deputy))
    renewed = 0
    for invitation in list(session.scalars(query)):
        if invitation.to_deputy and not member.deputy_email:
            invitation.to_deputy = False
        _, recipient = _addressee(invitation)
        if _holds_another_link(session, invitation.round_id, recipient, besides=invitation.id):
            raise NotPossible("This address already answers for somebody else in an open round. Use another address.")
        renewed += _renew(session, secrets, invitation, at)
        record(session, invitation.round, Deed.LINK_REPLACED, actor=actor, at=at)
    return renewed


def invitations_of(session: Session, audit_round: Round) -> list[Invitation]:
    """The invitations of a round by member's name; says who is invited, never when anybody answered. One query."""
    query = select(Invitation).join(Member).where(Invitation.round_id == audit_round.id)
    return list(session.scalars(query.order_by(Member.name, Member.id)))


def send_held_back(session: Session, audit_round: Round, at: datetime) -> int:
    """Queue again the invitations that were due while the round was stopped and so were withdrawn. Returns how many.

    Without it, members whose e-mail had not left when a round stopped would never get a link that works.
    """
    held_back = 0
    for invitation in invitations_of(session, audit_round):
        if invitation.used or (invitation.to_deputy and not invitation.member.deputy_email):
            continue
        kind, recipient = _addressee(invitation)
        query = select(OutboxMessage.state).where(
            OutboxMessage.kind == kind,
            OutboxMessage.recipient == recipient,
            OutboxMessage.subject_id == invitation.id,
        )
        # of two that were due at once, "withdrawn" is the last by its name
        newest = session.scalars(query.order_by(OutboxMessage.due_at.desc(), OutboxMessage.state)).first()
        if newest is MessageState.WITHDRAWN:
            queue(session, kind, recipient, invitation.id, max(at, audit_round.opens_at or at))
            held_back += 1
    return held_back


def _deputy_email(member: Member) -> str:
    if not member.deputy_email:
        raise NotPossible(f"{member.name} has no deputy. Add the deputy's name and e-mail address first.")
    return member.deputy_email


def _holds_another_link(session: Session, round_id: int, email: str, besides: int | None = None) -> bool:
    """Whether this address has been invited to a round already, as a member or for one, `besides` one invitation."""
    query = (
        select(Invitation.id)
        .join(Member)
        .where(
            Invitation.round_id == round_id,
            Invitation.id != besides if besides is not None else true(),
            or_(Member.email == email, and_(Invitation.to_deputy.is_(True), Member.deputy_email == email)),
        )
    )
    return session.scalars(query).first() is not None


def _must_be_open(audit_round: Round, at: datetime) -> None:
    if audit_round.state_at(at) is not State.OPEN:
        raise NotPossible("New links can be sent only while the round is open.")


def _renew(session: Session, secrets: InstanceSecrets, invitation: Invitation, at: datetime) -> bool:
    """A new generation and its e-mail, unless the answers are in. The old link and what was saved under it die.

    Returns whether that was done, which nobody may be shown.
    """
    kind, recipient = _addressee(invitation)
    old_draft = draft_id(link_token(secrets, invitation))
    session.flush()
    # the invitation first, then the draft: casting goes the same way, so that the two cannot wait for each other
    renewed = session.scalar(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.used.is_(False))
        .values(generation=Invitation.generation + 1)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(invitation, ["generation", "used"])
    if renewed is None:
        return False
    session.execute(delete(Draft).where(Draft.id == old_draft))
    queue(session, kind, recipient, invitation.id, max(at, invitation.round.opens_at or at))
    return True


def _addressee(invitation: Invitation) -> tuple[MessageKind, str]:
    """Who answers now, and in what words they are invited. Raises NotPossible for a deputy who is not there."""
    if invitation.to_deputy:
        return MessageKind.DEPUTY_INVITATION, _deputy_email(invitation.member)
    return MessageKind.INVITATION, invitation.member.email
