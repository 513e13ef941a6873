"""Every word that a person sees: British, plain, short, and promising no more than it can keep."""

import re

import pytest

from tests.unit.visible_words import (
    Said,
    said_in_code,
    said_in_documents,
    said_in_markup,
    said_in_source,
    said_in_templates,
    sentences,
)

LONGEST_SENTENCE = 30
AMERICAN = re.compile(
    r"\b(colors?|colored|behaviors?|behavioral|favor\w*|honors?|labor|neighbors?|centers?|centered|gray|labeled|"
    r"labeling|canceled|canceling|traveled|analyz\w+|catalogs?|fulfill|skillful|judgment|percent|"
    r"(?!(?:|re|cap)siz|priz|seiz)\w{2,}iz(?:e|es|ed|ing|er|ers|ations?))\b",
    re.IGNORECASE,
)
STATISTICS = re.compile(r"\b(statistically )?significan(t|tly|ce)\b", re.IGNORECASE)
CLICK_HERE = re.compile(r"\bclick(ing)? (here|on this|below)\b", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(impossible|guaranteed?|guarantees|(completely|fully|100 ?%) (anonymous|secure|safe))\b", re.I
)
EMAIL = re.compile(r"\bemails?\b", re.IGNORECASE)

CURLY_APOSTROPHE = re.compile(r"\w\u2019")
OTHER_WORDS_FOR_ANSWERS = re.compile(r"\b(ballot box|ballots?|answer sheets?|sets? of answers)\b", re.IGNORECASE)

PAGES = said_in_templates()
MESSAGES = said_in_code()
SEEN = [*PAGES, *MESSAGES]
WRITTEN = said_in_documents("*.md", "docs/**/*.md", "docs/*.yaml", "questionnaires/*.yaml", "resources/*.yaml")


def _found(said: list[Said], pattern: re.Pattern[str]) -> list[str]:
    return [str(each) for each in said if pattern.search(each.sentence)]


def test_there_is_much_to_read() -> None:
    """Otherwise the tests below would pass by reading nothing."""
    assert len(PAGES) > 500
    assert len(MESSAGES) > 300
    assert len(WRITTEN) > 300


def test_spelling_is_british() -> None:
    assert _found([*SEEN, *WRITTEN], AMERICAN) == []


def test_links_say_where_they_lead() -> None:
    assert _found([*SEEN, *WRITTEN], CLICK_HERE) == []


def test_nothing_is_called_significant() -> None:
    """The word means two things, and readers take it for the wrong one."""
    assert _found(SEEN, STATISTICS) == []


def test_nothing_is_promised_that_no_service_can_keep() -> None:
    assert _found(SEEN, PROMISES) == []


def test_one_spelling_of_e_mail() -> None:
    assert _found(SEEN, EMAIL) == []


def test_one_kind_of_apostrophe() -> None:
    """The straight one, as in the instruments, whose words files of answers must match."""
    assert _found([*SEEN, *WRITTEN], CURLY_APOSTROPHE) == []


def test_one_word_for_what_members_send() -> None:
    assert _found(SEEN, OTHER_WORDS_FOR_ANSWERS) == []


def test_no_sentence_of_a_page_is_too_long() -> None:
    assert [f"{each.length} words, {each}" for each in PAGES if each.length > LONGEST_SENTENCE] == []


def test_no_sentence_of_a_message_is_too_long() -> None:
    assert [f"{each.length} words, {each}" for each in MESSAGES if each.length > LONGEST_SENTENCE] == []


@pytest.mark.parametrize(
    "word",
    ["organization", "recognized", "color", "Behaviors", "analyzing", "centers", "summarizes", "gray", "labeled"],
)
def test_american_words_are_found(word: str) -> None:
    assert AMERICAN.search(f"The {word} of it.")


@pytest.mark.parametrize("word", ["size", "resized", "prize", "seize", "colour", "organisation", "program", "Brazil"])
def test_british_words_are_not(word: str) -> None:
    assert AMERICAN.search(f"The {word} of it.") is None


LONG = " ".join(["word"] * 31)


@pytest.mark.parametrize(
    "template",
    [
        f"<p>{LONG}.</p>",
        f"{{% if late %}}<p>{LONG}.</p>{{% endif %}}",
        f'{{{{ button({{"text": "{LONG}"}}) }}}}',
        f'<img src="x" alt="{LONG}">',
        f"<p>Short. <strong>{' '.join(['Word'] * 15)}</strong> {' '.join(['word'] * 16)}.</p>",
        f"<p>{' '.join(['{{ x.y(1, 2) }}'] * 31)}.</p>",
    ],
)
def test_a_long_sentence_is_found_wherever_it_stands(template: str) -> None:
    assert max(each.length for each in said_in_markup(template, "a page")) == 31


@pytest.mark.parametrize(
    "template",
    [
        f"<p>{LONG[:100]}</p><p>{LONG[:100]}</p>",
        f"<svg><text>{LONG}</text></svg>",
        f"{{# {LONG} #}}",
        f"<p>{LONG[:100]}. A second sentence.</p>",
        f"{{% if a %}}{LONG[:100]}{{% else %}}{LONG[:100]}{{% endif %}}",
    ],
)
def test_what_nobody_reads_in_one_breath_is_not_taken_for_a_sentence(template: str) -> None:
    assert all(each.length < 31 for each in said_in_markup(template, "a page"))


def test_messages_are_found_and_docstrings_are_not() -> None:
    docstring = '    """A docstring of some length."""'
    source = f'def a(n):\n{docstring}\n    raise ValueError(f"There are {{n}} things to do. Do them.")\n'
    assert [each.sentence for each in said_in_source(source, "a module")] == ["There are X things to do.", "Do them."]


def test_a_sentence_ends_where_it_ends() -> None:
    assert sentences("One. Two! “Three?” Four… five") == ["One.", "Two!", "“Three?", "Four… five"]
