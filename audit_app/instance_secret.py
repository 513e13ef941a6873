"""The instance secret, and the separate keys that are derived from it.

Every use has a purpose of its own, so that no derived key can stand in for another. Secrets can be rotated: what
an older secret made names that secret by its fingerprint, and stays readable while the operator still lists it.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from nacl.secret import SecretBox

KEY_BYTES = 32


class UnknownSecretError(LookupError):
    """Something was made with a secret that the operator no longer lists."""


@dataclass(frozen=True)
class InstanceSecret:
    """One secret and what can be derived from it."""

    text: str = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Eight hex digits that name the secret without revealing it."""
        return self.derive("fingerprint")[:4].hex()

    def derive(self, purpose: str, context: bytes = b"") -> bytes:
        """32 bytes for one purpose and context: HMAC-SHA-256 under the secret, lengths kept apart by a NUL."""
        return hmac.new(self.text.encode(), purpose.encode() + b"\0" + context, hashlib.sha256).digest()

    def box(self, purpose: str) -> SecretBox:
        """An authenticated secret box (XSalsa20-Poly1305) for one purpose."""
        return SecretBox(self.derive(purpose))


@dataclass(frozen=True)
class InstanceSecrets:
    """The current secret first, then the earlier ones that are still needed."""

    secrets: tuple[InstanceSecret, ...]

    @classmethod
    def from_keys(cls, keys: tuple[str, ...]) -> "InstanceSecrets":
        return cls(tuple(InstanceSecret(key) for key in keys))

    @property
    def current(self) -> InstanceSecret:
        return self.secrets[0]

    def named(self, fingerprint: str) -> InstanceSecret:
        """The secret with this fingerprint. Raises UnknownSecretError if the operator no longer lists it."""
        for secret in self.secrets:
            if secret.fingerprint == fingerprint:
                return secret
        raise UnknownSecretError(
            "This was made with an earlier secret key that is not listed any more. "
            "Add it to PARTNERSHIP_AUDIT_OLD_SECRET_KEYS and start again."
        )
