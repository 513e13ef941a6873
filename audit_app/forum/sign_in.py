"""Signing in without a password: a single-use link by e-mail, with a short code for mail filters that break links.

Link and code are made from a random nonce and the instance secret, so that the database alone can make neither. The
database keeps their hashes; the nonce stays until the e-mail has left. Whether an address is known changes neither
the answer nor, as far as can be helped, the work: a row is written for every address that is asked for.
"""

import base64
import hashlib
import hmac
import secrets as randomness
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from audit_app.database import random_id
from audit_app.forum.access import may_sign_in
from audit_app.forum.entries import address
from audit_app.forum.models import SignInLink, SignInSession
from audit_app.instance_secret import InstanceSecret, InstanceSecrets, UnknownSecretError

LINK_LIFE = timedelta(hours=1)
SESSION_LIFE = timedelta(hours=12)
IDLE_LIFE = timedelta(minutes=60)  # kept in the cookie by the web, which knows when a page was last asked for
MOST_WRONG_CODES = 5
MOST_PER_ADDRESS = 5  # links within LINK_LIFE
MOST_UNKNOWN = 200  # links within LINK_LIFE to addresses that nobody has: what a stranger can make us write
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O, 1 I L
CODE_LENGTH = 8

# in the place of a code's hash, where there is no code that could be typed
_STRANGER = b"nobody has this address"
_HANDED_ON = b"handed on by an operator"


class SignInRefusedError(Exception):
    """A link or code opens nothing: used, too old, mistyped, or tried too often. The message says what to do."""


def request_link(
    session: Session, secrets: InstanceSecrets, email: str, at: datetime, operators: Collection[str] = ()
) -> SignInLink | None:
    """Make a link for this address if somebody has it and has not asked too often. Flushes.

    Returns the link whose e-mail the caller queues in the same transaction, or None when there is nothing to send.
    Raises ValueError, with what to do, if the text is no e-mail address at all.
    """
    email = address(email)
    known = may_sign_in(session, email, at.date(), operators)
    lately = select(func.count()).where(SignInLink.made_at > at - LINK_LIFE)
    asked = session.scalar(lately.where(SignInLink.email == email, SignInLink.code_hash != _HANDED_ON)) or 0
    strangers = session.scalar(lately.where(SignInLink.code_hash == _STRANGER)) or 0
    if asked >= MOST_PER_ADDRESS or (not known and strangers >= MOST_UNKNOWN):
        return None
    link = _make_link(secrets.current, email, at)
    if not known:  # its hashes open nothing
        link.nonce, link.code_hash = None, _STRANGER
        link.token_hash = randomness.token_bytes(32)
    session.add(link)
    session.flush()
    return link if known else None


def operator_link(session: Session, secrets: InstanceSecrets, email: str, base_url: str, at: datetime) -> str:
    """The address of a sign-in link for an operator without mail to hand on. Flushes; the caller commits.

    Works for any well-formed address; what it opens are the roles that the address has. Raises ValueError on a text
    that is no address.
    """
    link = _make_link(secrets.current, address(email), at)
    session.add(link)
    url = f"{base_url}/sign-in/{token_of(secrets, link)}"
    link.nonce, link.code_hash = None, _HANDED_ON
    session.flush()
    return url


def token_of(secrets: InstanceSecrets, link: SignInLink) -> str:
    """The link's token, 43 characters; only while the nonce is there, which is until its e-mail has left.

    Raises ValueError afterwards.
    """
    if link.nonce is None:
        raise ValueError("The e-mail of this link has left: the link can no longer be made.")
    return _token(secrets.named(link.secret), link.nonce)


def code_of(secrets: InstanceSecrets, link: SignInLink) -> str:
    """The link's code in two groups of four, as XXXX-XXXX. Raises ValueError once its e-mail has left."""
    if link.nonce is None:
        raise ValueError("The e-mail of this link has left: the code can no longer be made.")
    code = _code(secrets.named(link.secret), link.nonce)
    return f"{code[:4]}-{code[4:]}"


def forget_nonce(session: Session, link_id: int) -> None:
    """Erase what link and code were made from, once their e-mail has left or has been given up."""
    session.execute(update(SignInLink).where(SignInLink.id == link_id).values(nonce=None))


def spend(session: Session, secrets: InstanceSecrets, token_or_code: str, email: str | None, at: datetime) -> str:
    """Exchange a link's token, or a code together with its address, for the key of a new session.

    Raises SignInRefusedError otherwise. **The caller commits in both cases**: a wrong code counts, too.
    A link is spent once, also when it is sent twice at the same instant; all other links of the address die with it.
    """
    typed = token_or_code.strip()
    link = _by_token(session, typed, at) if email is None else _by_code(session, secrets, typed, email, at)
    if link is None:
        raise SignInRefusedError("This does not work. It may be used, too old or mistyped. Ask for a new link.")
    once = update(SignInLink).where(SignInLink.id == link.id, SignInLink.spent.is_(False)).values(spent=True)
    if session.scalar(once.returning(SignInLink.id)) is None:
        raise SignInRefusedError("This link has been used. Ask for a new one.")
    session.execute(update(SignInLink).where(SignInLink.email == link.email).values(spent=True))
    return _begin_session(session, link.email, at)


def signed_in(session: Session, key: str, at: datetime) -> str | None:
    """Whose session this key opens: an e-mail address; None when it is unknown, signed out or too old."""
    found = session.scalar(select(SignInSession).where(SignInSession.key_hash == _hash(key)))
    if found is None or found.ended or at >= found.made_at + SESSION_LIFE:
        return None
    return found.email


def sign_out(session: Session, key: str) -> None:
    """End a session for good: a copy of its cookie opens nothing any more."""
    session.execute(update(SignInSession).where(SignInSession.key_hash == _hash(key)).values(ended=True))


def sweep(session: Session, at: datetime) -> None:
    """Delete links and sessions that have ended; the worker calls this from time to time."""
    session.execute(delete(SignInLink).where(SignInLink.expires_at < at - LINK_LIFE))
    session.execute(delete(SignInSession).where(SignInSession.made_at < at - SESSION_LIFE))


def _make_link(secret: InstanceSecret, email: str, at: datetime) -> SignInLink:
    nonce = randomness.token_bytes(32)
    return SignInLink(
        id=random_id(),
        email=email,
        token_hash=_hash(_token(secret, nonce)),
        code_hash=_code_hash(secret, email, _code(secret, nonce)),
        nonce=nonce,
        secret=secret.fingerprint,
        made_at=at,
        expires_at=at + LINK_LIFE,
        spent=False,
        wrong_codes=0,
    )


def _token(secret: InstanceSecret, nonce: bytes) -> str:
    return base64.urlsafe_b64encode(secret.derive("sign-in link", nonce)).decode("ascii").rstrip("=")


def _code(secret: InstanceSecret, nonce: bytes) -> str:
    """Eight signs of the alphabet: 39.6 bits; the remainder of 256 bits by 31**8 is even to within 2**-216."""
    number = int.from_bytes(secret.derive("sign-in code", nonce))
    signs = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_ALPHABET))
        signs.append(CODE_ALPHABET[place])
    return "".join(signs)


def _hash(token: str) -> bytes:
    """SHA-256 of a random text that is long enough not to be guessed."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


def _code_hash(secret: InstanceSecret, email: str, code: str) -> bytes:
    """A keyed hash: a code is short enough to be found by trying, so a dump alone must not allow the trying."""
    return secret.derive("sign-in code hash", f"{email}\0{code}".encode())


def _by_token(session: Session, token: str, at: datetime) -> SignInLink | None:
    live = (SignInLink.spent.is_(False), SignInLink.expires_at > at)
    return session.scalar(select(SignInLink).where(SignInLink.token_hash == _hash(token), *live))


def _by_code(session: Session, secrets: InstanceSecrets, typed: str, email: str, at: datetime) -> SignInLink | None:
    """The live link of this address that has this code; a wrong code counts against each of its live links."""
    try:
        email = address(email)
    except ValueError:
        return None
    code = "".join(sign for sign in typed.upper() if sign in CODE_ALPHABET)
    live = (
        SignInLink.email == email,
        SignInLink.spent.is_(False),
        SignInLink.expires_at > at,
        SignInLink.wrong_codes < MOST_WRONG_CODES,
    )
    # counted before it is looked at, so that tries at the same instant cannot pass the limit together
    counting = update(SignInLink).where(*live).values(wrong_codes=SignInLink.wrong_codes + 1)
    tried = session.scalars(counting.returning(SignInLink.id)).all()
    for link in session.scalars(select(SignInLink).where(SignInLink.id.in_(tried))):
        try:
            right = _code_hash(secrets.named(link.secret), email, code)
        except UnknownSecretError:
            continue
        if hmac.compare_digest(right, link.code_hash):
            return link
    return None


def _begin_session(session: Session, email: str, at: datetime) -> str:
    key = randomness.token_urlsafe(32)
    session.add(SignInSession(id=random_id(), key_hash=_hash(key), email=email, made_at=at, ended=False))
    session.flush()
    return key
