"""What becomes of links when a round ends: hashes that no invitation can be read from."""

import random

from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit_app.audit.invitations import hash_of_link, invitations_of, link_token
from audit_app.audit.models import ClosedLink, Invitation, Round
from audit_app.database import random_id
from audit_app.instance_secret import InstanceSecrets, UnknownSecretError
from audit_app.mail.models import MessageKind, OutboxMessage


def bury_links(session: Session, secrets: InstanceSecrets, audit_round: Round) -> None:
    """Keep a shuffled set of link hashes, and replace the invitations by shuffled ones without nonces.

    Deleting and inserting anew gives every row the same transaction and a new place, so that neither order nor
    PostgreSQL's xmin tells who answered with whom. Messages that name the old invitations go too. Where the
    round's instance secret is lost, its links cannot be made again, and no hash is kept.
    """
    shuffle = random.SystemRandom().shuffle
    invitations = invitations_of(session, audit_round)
    try:
        hashes = [hash_of_link(link_token(secrets, invitation)) for invitation in invitations]
    except UnknownSecretError:
        hashes = []
    kept = [(each.member_id, each.side, each.generation, each.to_deputy, each.used) for each in invitations]
    old_ids = [invitation.id for invitation in invitations]
    shuffle(hashes)
    shuffle(kept)
    _forget_messages(session, old_ids)
    session.execute(delete(Invitation).where(Invitation.round_id == audit_round.id))
    for invitation in invitations:
        session.expunge(invitation)
    session.add_all(ClosedLink(hash=each, round_id=audit_round.id) for each in hashes)
    session.flush()
    for member_id, side, generation, to_deputy, used in kept:
        session.add(
            Invitation(
                id=random_id(), round_id=audit_round.id, member_id=member_id, side=side,
                generation=generation, to_deputy=to_deputy, used=used, nonce=None,
            )
        )  # fmt: skip
        session.flush()  # one by one, so that the rows lie in shuffled order and not in the order of their keys


def _forget_messages(session: Session, invitation_ids: list[int]) -> None:
    kinds = (MessageKind.INVITATION, MessageKind.DEPUTY_INVITATION)
    for start in range(0, len(invitation_ids), 500):
        some = invitation_ids[start : start + 500]
        session.execute(delete(OutboxMessage).where(OutboxMessage.kind.in_(kinds), OutboxMessage.subject_id.in_(some)))
