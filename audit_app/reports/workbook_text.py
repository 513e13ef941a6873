"""How much room words take in a cell, and how they stand at the foot of a printed page."""

import re
import unicodedata

from audit_app.reports.cells import storable

_LETTERS = 1.15  # letters for each character that a column is wide: most are narrower than the digits it is measured in
_WIDE = 2.2  # letters that a character of Chinese, Japanese or Korean is wide
_LONGEST_FOOTER = 90  # a footer holds 255 characters, codes included


def lines_of(text: str, across: float) -> int:
    """About how many lines a text takes in a column so many characters wide."""
    return sum(_wrapped(part, max(1.0, across * _LETTERS)) for part in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    """Lines of whole words; a word too long for a line runs over as many as it needs."""
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = sum(_WIDE if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in word)
        if used and used + 1 + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (1 if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def footer_text(words: str) -> str:
    """Words as a footer prints them. There, & starts a code ("&D" is today's date), and && is the character itself.

    Marks that turn the direction of writing round are left out, as they would turn the page number round too.
    """
    line = " ".join("".join(each for each in storable(words) if unicodedata.category(each) != "Cf").split())
    short = line if len(line) <= _LONGEST_FOOTER else f"{line[: _LONGEST_FOOTER - 1]}…"
    # the library looks for the codes of pictures without minding that an & before them is doubled
    return re.sub(r"&(?=[G\[])", "& ", short).replace("&", "&&")
