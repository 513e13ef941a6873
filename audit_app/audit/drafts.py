"""Save and resume: answers that are not sent yet, readable with the member's own link alone."""

import hashlib
from collections.abc import Callable
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit_app.audit.invitations import draft_id, invitation_id
from audit_app.audit.models import Draft, Invitation, Round, State
from audit_app.audit.padding import pad, padded_size, unpad
from audit_app.questionnaire.answers import Answers, from_bytes, to_bytes
from audit_app.questionnaire.definition import Questionnaire

# Put together once: members save more often than they do anything else.
# The round is held until the commit, so that it cannot end between this look and the writing.
_RUNNING = (
    select(Round.id)
    .where(Round.id == bindparam("id"), Round.state.in_((State.OPEN, State.STOPPED)))
    .with_for_update(read=True, key_share=True)
)
_INVITED = select(Invitation.used, Invitation.generation).where(Invitation.id == bindparam("id"))
_SEALED = select(Draft.sealed).where(Draft.id == bindparam("id"))


def _save_with(insert: Callable[..., Any]) -> Executable:
    """One statement, so that two tabs that save at the same instant cannot trip over each other."""
    row = insert(Draft.__table__)
    statement: Executable = row.on_conflict_do_update(index_elements=["id"], set_={"sealed": row.excluded.sealed})
    return statement


_SAVE = {"postgresql": _save_with(postgresql.insert), "sqlite": _save_with(sqlite.insert)}


def _box(token: str) -> SecretBox:
    return SecretBox(hashlib.sha256(b"draft key\0" + token.encode()).digest())


def save(
    session: Session,
    audit_round: Round,
    questionnaire: Questionnaire,
    token: str,
    answers: Answers,
    *,
    generation: int | None = None,
) -> bool:
    """Keep answers under a link: encrypted, and of one size whatever they say.

    Returns False, and keeps nothing, when the round has ended, the answers have been sent, or the link, which was of
    this `generation` when it was recognised, has been replaced meanwhile.
    """
    if session.scalar(_RUNNING, {"id": audit_round.id}) is None:
        return False
    sealed = bytes(_box(token).encrypt(pad(to_bytes(answers), padded_size(questionnaire))))
    row = {"id": draft_id(token), "round_id": audit_round.id, "sealed": sealed}
    session.execute(_SAVE[session.get_bind().dialect.name], row)
    # looked at only now: writing the row has waited for another tab that was just sending
    invited = session.execute(_INVITED, {"id": invitation_id(token)}).one()
    if invited.used or generation not in {None, invited.generation}:
        forget(session, token)
        return False
    return True


def load(session: Session, token: str) -> Answers:
    """What was saved under a link; empty if nothing was. A draft that cannot be read counts as nothing saved."""
    sealed = session.scalar(_SEALED, {"id": draft_id(token)})
    if sealed is None:
        return Answers({}, {})
    try:
        return from_bytes(unpad(_box(token).decrypt(sealed)))
    except (CryptoError, ValueError):
        return Answers({}, {})


def forget(session: Session, token: str) -> None:
    """Delete what was saved under a link."""
    session.execute(delete(Draft).where(Draft.id == draft_id(token)))
