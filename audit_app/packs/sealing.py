"""Where a document is kept, and the key that opens it: both come from the instance secret and the content itself.

The content's digest is stored nowhere. So a copy of the database opens nothing; neither does the secret with it, to
somebody who cannot load the very content any more that a document was made of.
"""

from dataclasses import dataclass, field

from nacl.secret import SecretBox

from audit_app.instance_secret import InstanceSecret, InstanceSecrets

_PACK = "a pack's name"
_PLACE = "a document's place"
_KEY = "a document's key"


@dataclass(frozen=True)
class Seal:
    """What can be worked out of one content. digest: 32 bytes; never stored, never logged."""

    secret: InstanceSecret = field(repr=False)
    digest: bytes = field(repr=False)

    @property
    def pack(self) -> str:
        """The name of the content, 64 hex digits; no key follows from it."""
        return self.secret.derive(_PACK, self.digest).hex()

    def place(self, document: str) -> str:
        """Under which name a document of this content is kept, 64 hex digits."""
        return self.secret.derive(_PLACE, self.digest + document.encode()).hex()

    def box(self, document: str) -> SecretBox:
        """What seals and opens a document of this content."""
        return SecretBox(self.secret.derive(_KEY, self.digest + document.encode()))


def seal_for(secrets: InstanceSecrets, digest: bytes) -> Seal:
    """The seal of a content under the present secret. What an earlier secret sealed is made again."""
    return Seal(secrets.current, digest)
