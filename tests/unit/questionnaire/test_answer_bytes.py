"""The bytes that are sealed: canonical, readable again, and never larger than the one size they are padded to."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit_app.places import QUESTIONNAIRES
from audit_app.questionnaire.answers import Answers, clean, from_bytes, largest_size, pages, to_bytes, validate_all
from audit_app.questionnaire.catalogue import read_catalogue
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.unit.questionnaire.examples import instrument, scale

ALL = (*read_catalogue(QUESTIONNAIRES).all(), Questionnaire.model_validate(instrument(scales=[scale(dont_know=None)])))
# Whatever JSON or UTF-8 makes longer: quotes, backslashes, line breaks, and characters of two, three and four bytes.
COSTLY = st.sampled_from(['"', "\\", "\n", "\t", "/", "\u2028", "\u00e9", "\u0e17", "\U0001f375", "\ud800", "\x7f"])
WORDS = st.text(COSTLY | st.characters(), max_size=12) | st.builds(
    lambda character, ending: character * (500 - len(ending)) + ending, COSTLY, st.text(COSTLY, max_size=5)
)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Questionnaire, Side, Answers]:
    """A questionnaire and answers that a member of a side could give to it."""
    questionnaire, side = draw(st.sampled_from(ALL)), draw(st.sampled_from(Side))
    ratings: dict[str, int | str] = {}
    comments: dict[str, str] = {}
    for page in pages(questionnaire, side):
        for question in page.questions:
            of = questionnaire.scale_of(question)
            choices: list[Any] = [None, *of.values, *(["dont_know"] if of.dont_know else [])]
            if (value := draw(st.sampled_from(choices))) is not None:
                ratings[question.id] = value
        comments |= {name: draw(WORDS) for name in page.comment_ids}
    fitting = {name: words for name, words in comments.items() if len(clean(words)) <= 500}
    return questionnaire, side, validate_all(questionnaire, side, ratings, fitting)


@given(filled())
@settings(deadline=None)
def test_any_valid_answers_fit_and_come_back(case: tuple[Questionnaire, Side, Answers]) -> None:
    questionnaire, _, answers = case
    payload = to_bytes(answers)
    assert len(payload) <= largest_size(questionnaire)
    assert from_bytes(payload) == answers


@pytest.mark.parametrize("questionnaire", ALL, ids=lambda questionnaire: questionnaire.id)
def test_the_size_is_reached_so_nothing_is_wasted(questionnaire: Questionnaire) -> None:
    """Every box full of four-byte characters, and the longest answer to every question."""
    sizes = []
    for side in Side:
        asked = [question for page in pages(questionnaire, side) for question in page.questions]
        boxes = [name for page in pages(questionnaire, side) for name in page.comment_ids]
        ratings: dict[str, int | str] = {}
        for question in asked:
            of = questionnaire.scale_of(question)
            ratings[question.id] = "dont_know" if of.dont_know else of.values[-1]
        full = validate_all(questionnaire, side, ratings, dict.fromkeys(boxes, "\U0001f375" * 500))
        sizes.append(len(to_bytes(full)))
    assert max(sizes) == largest_size(questionnaire)


def test_the_order_in_which_answers_were_given_leaves_no_trace() -> None:
    one = Answers({"a": 1, "b": "dont_know"}, {"x": "é", "y": '"'})
    other = Answers({"b": "dont_know", "a": 1}, {"y": '"', "x": "é"})
    assert to_bytes(one) == to_bytes(other)
    assert to_bytes(one).decode() == '{"comments":{"x":"é","y":"\\""},"ratings":{"a":1,"b":"dont_know"}}'


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"ratings":{}}',
        b'{"ratings":{},"comments":{},"side":"staff"}',
        b'{"ratings":[],"comments":{}}',
        b'{"ratings":{"a":true},"comments":{}}',
        b'{"ratings":{"a":1.5},"comments":{}}',
        b'{"ratings":{"a":NaN},"comments":{}}',
        b'{"ratings":{},"comments":{"a":1}}',
        b"[" * 100_000,
        b'{"ratings":{"a":' + b"1" * 5000 + b'},"comments":{}}',
    ],
)
def test_bytes_of_another_shape_are_refused_without_repeating_them(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"^These bytes are not the answers of a member\.$"):
        from_bytes(payload)
