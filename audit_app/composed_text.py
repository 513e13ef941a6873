"""Composed text (NFC), at a cost that grows with the text and no faster."""

import unicodedata
from typing import Literal

LONGEST_RUN = 30  # combining marks in a row: no language has as many (Unicode Annex 15, Stream-Safe Text Format)


def composed(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """The text in a normal form; as it is where more than 30 combining marks follow each other.

    Python sorts the marks of a run in quadratic time: a form of one megabyte would keep a whole process busy for
    minutes. Doing it twice changes nothing.
    """
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > LONGEST_RUN:
            return text
    return unicodedata.normalize(form, text)
