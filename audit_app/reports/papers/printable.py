"""Texts as a paper can hold them."""

import re

from audit_app.reports.cells import writable

_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with a visible � for each character that no document may hold, and one kind of line break.

    Marks that turn or isolate the direction of what follows are left out: one of them could turn round the rest of a
    page. Letters of every script keep their own direction.
    """
    return writable(_DIRECTIONS.sub("", _BREAKS.sub("\n", text)))
