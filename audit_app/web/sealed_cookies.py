"""Cookies that nobody can read or change: sealed with PyNaCl under the instance secret, one key for each purpose."""

import base64
import binascii
import time
from typing import Any

from flask import Flask, current_app
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from audit_app.instance_secret import InstanceSecrets

_SHORTEST = SecretBox.NONCE_SIZE + SecretBox.MACBYTES
_SESSION = "session"


def _secrets(app: Flask) -> InstanceSecrets:
    secrets: InstanceSecrets = app.config["SECRETS"]
    return secrets


def instance_secrets() -> InstanceSecrets:
    """The secrets that cookies, links and round keys of this installation are made with."""
    return _secrets(current_app)


def _seal(secrets: InstanceSecrets, purpose: str, content: bytes) -> str:
    sealed = bytes(secrets.current.box(f"cookie:{purpose}").encrypt(content))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")


def _open(secrets: InstanceSecrets, purpose: str, text: str) -> bytes | None:
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (UnicodeEncodeError, binascii.Error):
        return None
    if len(sealed) < _SHORTEST:
        return None
    for secret in secrets.secrets:  # an older secret still opens what it sealed
        try:
            return bytes(secret.box(f"cookie:{purpose}").decrypt(sealed))
        except CryptoError:
            continue
    return None


def seal(purpose: str, content: bytes) -> str:
    """Encrypt and authenticate a small content for a cookie. About 4/3 of its length plus 54 characters.

    A cookie holds at most 4,096 bytes, so keep the content under 2,900.
    """
    return _seal(instance_secrets(), purpose, content)


def open_sealed(purpose: str, text: str) -> bytes | None:
    """What `seal` was given, or None if the text was changed, cut, made for another purpose or by an unknown secret."""
    return _open(instance_secrets(), purpose, text)


class _SealedSessions:
    """Writes and reads the session cookie; it has the two functions of itsdangerous that Flask calls."""

    tags = TaggedJSONSerializer()

    def __init__(self, secrets: InstanceSecrets) -> None:
        self.secrets = secrets

    def dumps(self, session: dict[str, Any]) -> str:
        made = int(time.time()).to_bytes(8, "big")
        return _seal(self.secrets, _SESSION, made + self.tags.dumps(session).encode())

    def loads(self, text: str, max_age: int) -> Any:  # noqa: ANN401  (whatever the session held)
        content = _open(self.secrets, _SESSION, text)
        if content is None or time.time() - int.from_bytes(content[:8], "big") > max_age:
            raise BadSignature("This session cookie cannot be opened.")
        return self.tags.loads(content[8:].decode())


class SealedSessionInterface(SecureCookieSessionInterface):
    """Flask's own cookie session, encrypted as well as signed: see docs/decisions on the sealed session cookie."""

    def get_signing_serializer(self, app: Flask) -> _SealedSessions:  # type: ignore[override]  # Flask calls only dumps and loads
        return _SealedSessions(_secrets(app))
