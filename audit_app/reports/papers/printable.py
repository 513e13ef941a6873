"""Texts as a paper can hold them."""

import re

from audit_app.reports.cells import unturned, writable

_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")


def printable(text: str) -> str:
    """The text with a visible � for each character that no document may hold, and one kind of line break.

    Marks of direction are left out: one of them could turn round the rest of a page.
    """
    return writable(unturned(_BREAKS.sub("\n", text)))
