"""Save and resume: answers that are not sent yet, readable with the member's own link alone."""

import hashlib

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import delete
from sqlalchemy.orm import Session

from audit_app.audit.invitations import draft_id
from audit_app.audit.models import Draft, Round
from audit_app.audit.padding import pad, padded_size, unpad
from audit_app.questionnaire.answers import Answers, from_bytes, to_bytes
from audit_app.questionnaire.definition import Questionnaire


def _box(token: str) -> SecretBox:
    return SecretBox(hashlib.sha256(b"draft key\0" + token.encode()).digest())


def save(session: Session, audit_round: Round, questionnaire: Questionnaire, token: str, answers: Answers) -> None:
    """Keep answers under a link: encrypted, and of one size whatever they say."""
    sealed = bytes(_box(token).encrypt(pad(to_bytes(answers), padded_size(questionnaire))))
    number = draft_id(token)
    draft = session.get(Draft, number)
    if draft is None:
        session.add(Draft(id=number, round_id=audit_round.id, sealed=sealed))
    else:
        draft.sealed = sealed
    session.flush()


def load(session: Session, token: str) -> Answers:
    """What was saved under a link; empty if nothing was. A draft that cannot be read counts as nothing saved."""
    draft = session.get(Draft, draft_id(token))
    if draft is None:
        return Answers({}, {})
    try:
        return from_bytes(unpad(_box(token).decrypt(draft.sealed)))
    except (CryptoError, ValueError):
        return Answers({}, {})


def forget(session: Session, token: str) -> None:
    """Delete what was saved under a link."""
    session.execute(delete(Draft).where(Draft.id == draft_id(token)))
