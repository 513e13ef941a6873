"""One size for everything that is sealed under one definition, so that lengths say nothing about answers."""

from functools import lru_cache

from audit_app.questionnaire.answers import largest_size
from audit_app.questionnaire.definition import Questionnaire

_LENGTH_BYTES = 4


@lru_cache(maxsize=64)  # the longest possible answers take over a millisecond to write down, at every saving
def padded_size(questionnaire: Questionnaire) -> int:
    """Bytes before sealing, the same for every respondent of a questionnaire."""
    return _LENGTH_BYTES + largest_size(questionnaire)


def pad(content: bytes, size: int) -> bytes:
    """The length, the content, zeros up to `size`. Raises ValueError if it does not fit."""
    if len(content) + _LENGTH_BYTES > size:
        raise ValueError("The answers are larger than any valid answers to this questionnaire can be.")
    return (len(content).to_bytes(_LENGTH_BYTES) + content).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises ValueError on a length that cannot be."""
    length = int.from_bytes(padded[:_LENGTH_BYTES])
    if length > len(padded) - _LENGTH_BYTES:
        raise ValueError("The length does not fit the content.")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
