"""Text is composed at a cost that grows with it and no faster, wherever it comes in."""

import time
import unicodedata
from collections.abc import Callable

import pytest

from audit_app.composed_text import LONGEST_RUN, composed
from audit_app.forum.entries import line, squeeze
from audit_app.questionnaire.answers import clean
from audit_app.web.fields import tidied

ABOVE, BELOW = "\u0301", "\u0316"  # an acute, and a grave below, which comes first in the normal form
HOSTILE = "a" + (ABOVE + BELOW) * 250_000  # as much as fits into one form; minutes if it were sorted


def _refused(text: str) -> object:
    try:
        return line(text, "The name")
    except ValueError:
        return None


@pytest.mark.parametrize("read", [composed, clean, tidied, squeeze, _refused])
def test_a_form_full_of_combining_marks_is_read_in_no_time(read: Callable[[str], object]) -> None:
    begun = time.perf_counter()
    read(HOSTILE)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("text", ["Zoe\u0308", "e\u0301\u0316", "\u1112\u1161\u11ab", "a" + ABOVE * LONGEST_RUN])
def test_what_people_write_is_composed(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text) != text


@pytest.mark.parametrize("marks", [LONGEST_RUN - 1, LONGEST_RUN, LONGEST_RUN + 1])
@pytest.mark.parametrize("mark", [ABOVE, "\u0344"])  # the second comes apart into two
def test_doing_it_twice_changes_nothing(marks: int, mark: str) -> None:
    once = composed("a" + mark * marks)
    assert composed(once) == once
