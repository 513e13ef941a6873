"""The self-assessments read easily: short statements, one idea each, and a reading age of 9 to 11 for each file.

The reading age is the Flesch-Kincaid grade plus five, from counted vowel groups: crude, and the same every time.
"""

import re
from collections.abc import Iterator

import pytest

from audit_app.questionnaire.instrument import Instrument
from tests.unit.assessed.answers import shipped

INSTRUMENTS = shipped().latest_instruments()


def said(instrument: Instrument) -> Iterator[str]:
    """Every sentence of a file that a person reads."""
    yield from (instrument.summary, instrument.lead_in, instrument.disclaimer)
    for part in (*instrument.sections, *instrument.tiers):
        yield part.description or ""
    for item in instrument.items:
        yield from (item.text, item.guidance or "", item.alert or "")
    yield from (asked.text for asked in instrument.open_questions)


def sentences(instrument: Instrument) -> list[list[str]]:
    """Each different sentence, as words."""
    found = dict.fromkeys(part for text in said(instrument) for part in re.split(r"(?<=[.?!])\s+", text) if part)
    return [re.findall(r"[A-Za-z'-]+", part) for part in found]


def syllables(word: str) -> int:
    found = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e(s|d)?$", "", word.lower()))
    return max(1, len(found))


def reading_age(words: list[list[str]]) -> float:
    amount = sum(map(len, words))
    return 0.39 * amount / len(words) + 11.8 * sum(syllables(w) for part in words for w in part) / amount - 15.59 + 5


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda instrument: instrument.id)
def test_a_child_of_eleven_can_read_it(instrument: Instrument) -> None:
    assert reading_age(sentences(instrument)) <= 11.0


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda instrument: instrument.id)
def test_no_sentence_is_long(instrument: Instrument) -> None:
    assert [" ".join(words) for words in sentences(instrument) if len(words) > 25] == []


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda instrument: instrument.id)
def test_a_statement_is_one_sentence_of_about_twenty_words(instrument: Instrument) -> None:
    assert [item.id for item in instrument.items if len(item.text.split()) > 20] == []
    assert [item.id for item in instrument.items if not re.fullmatch(r"[A-Z][^.?!]+\.", item.text)] == []


def test_a_hard_text_is_found() -> None:
    hard = "Organisational interventions necessitate multidisciplinary collaboration throughout implementation."
    assert reading_age([hard.split()]) > 18
