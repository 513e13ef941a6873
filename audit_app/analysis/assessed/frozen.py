"""A signed assessment as text that never changes again, and back."""

import hashlib
import json

from pydantic import TypeAdapter, ValidationError

from audit_app.analysis.assessed.content import Content
from audit_app.questionnaire.catalogue import digest as digest_of_instrument
from audit_app.questionnaire.instrument import Instrument

FORMAT = 1
_CONTENT = TypeAdapter(Content)


class FrozenContentError(ValueError):
    """A stored assessment does not match its digest or its instrument: it has been changed since it was signed."""


def freeze(content: Content) -> tuple[str, str]:
    """An assessment as canonical JSON, and the SHA-256 of that in hexadecimal.

    The instrument is named by id, version and digest; its definition is kept beside it, pinned.
    """
    held = _CONTENT.dump_python(content, mode="json", exclude={"instrument"})
    instrument = content.instrument
    named = {"id": instrument.id, "version": instrument.version, "digest": digest_of_instrument(instrument)}
    whole = {"format": FORMAT, "instrument": named, "content": held}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, _sha256(text)


def thaw(text: str, digest: str, instrument: Instrument) -> Content:
    """The assessment that `freeze` wrote. Raises FrozenContentError if the three do not belong together."""
    if _sha256(text) != digest:
        raise FrozenContentError("The signed assessment does not match its digest: it has been changed.")
    whole = json.loads(text)
    if whole["format"] != FORMAT or whole["instrument"]["digest"] != digest_of_instrument(instrument):
        raise FrozenContentError("The signed assessment was made with another instrument, or by a newer release.")
    try:
        return _CONTENT.validate_python({**whole["content"], "instrument": instrument})
    except ValidationError:
        raise FrozenContentError("The signed assessment cannot be read by this release.") from None


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
