"""Pinning an instrument to what begins with it, so that an old assessment stays readable for ever."""

from audit_app.assessment.models import Pinned
from audit_app.questionnaire.catalogue import canonical_json, digest, parse_pinned_instrument
from audit_app.questionnaire.instrument import Instrument, Item


def pin(pinned: Pinned, instrument: Instrument) -> None:
    """Fix what is asked: id, version, SHA-256 and the definition itself."""
    pinned.instrument_id = instrument.id
    pinned.instrument_version = instrument.version
    pinned.instrument_digest = digest(instrument)
    pinned.instrument_definition = canonical_json(instrument)


def instrument_of(pinned: Pinned) -> Instrument:
    """The instrument as it was pinned. Raises ValueError if the stored definition has been changed."""
    return parse_pinned_instrument(pinned.instrument_definition, pinned.instrument_digest)


def item_of(instrument: Instrument, item_id: str) -> Item | None:
    """An item by its id, if the instrument has it."""
    return next((item for item in instrument.items if item.id == item_id), None)
