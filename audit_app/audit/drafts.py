"""Save and resume: answers that are not sent yet, readable with the member's own link alone."""

import hashlib

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit_app.audit.invitations import draft_id, invitation_id
from audit_app.audit.models import Draft, Invitation, Round, State
from audit_app.audit.padding import pad, padded_size, unpad
from audit_app.questionnaire.answers import Answers, from_bytes, to_bytes
from audit_app.questionnaire.definition import Questionnaire


def _box(token: str) -> SecretBox:
    return SecretBox(hashlib.sha256(b"draft key\0" + token.encode()).digest())


def save(session: Session, audit_round: Round, questionnaire: Questionnaire, token: str, answers: Answers) -> bool:
    """Keep answers under a link: encrypted, and of one size whatever they say.

    Returns False, and keeps nothing, when the round has ended or the answers have been sent meanwhile.
    """
    # held until the commit, so that a round cannot end between this look and the writing
    running = select(Round.id).where(Round.id == audit_round.id, Round.state.in_((State.OPEN, State.STOPPED)))
    if session.scalar(running.with_for_update(read=True, key_share=True)) is None:
        return False
    sealed = bytes(_box(token).encrypt(pad(to_bytes(answers), padded_size(questionnaire))))
    # one statement, so that two tabs that save at the same instant cannot trip over each other
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = upsert(Draft).values(id=draft_id(token), round_id=audit_round.id, sealed=sealed)
    row = row.on_conflict_do_update(index_elements=[Draft.id], set_={"sealed": row.excluded.sealed})
    session.execute(row.execution_options(synchronize_session=False))
    # looked at only now: writing the row has waited for another tab that was just sending
    if session.scalar(select(Invitation.used).where(Invitation.id == invitation_id(token))):
        forget(session, token)
        return False
    return True


def load(session: Session, token: str) -> Answers:
    """What was saved under a link; empty if nothing was. A draft that cannot be read counts as nothing saved."""
    sealed = session.scalar(select(Draft.sealed).where(Draft.id == draft_id(token)))
    if sealed is None:
        return Answers({}, {})
    try:
        return from_bytes(unpad(_box(token).decrypt(sealed)))
    except (CryptoError, ValueError):
        return Answers({}, {})


def forget(session: Session, token: str) -> None:
    """Delete what was saved under a link."""
    session.execute(delete(Draft).where(Draft.id == draft_id(token)))
