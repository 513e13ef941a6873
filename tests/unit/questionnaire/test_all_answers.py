"""A whole set of answers, before it is sealed and again when it is counted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit_app.questionnaire.answers import Answers, InvalidAnswers, clean, validate_all
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.unit.questionnaire.examples import instrument

TEA_ROTA = Questionnaire.model_validate(instrument())


def test_valid_answers_come_back_typed_and_cleaned() -> None:
    given_words = {"T-1.1": "Weak\r\n", "T-F.1": " \n"}
    assert validate_all(TEA_ROTA, Side.STAFF, {"T-1.1": 2, "T-2.1": "dont_know"}, given_words) == Answers(
        {"T-1.1": 2, "T-2.1": "dont_know"}, {"T-1.1": "Weak"}
    )


def test_nothing_at_all_is_valid() -> None:
    assert validate_all(TEA_ROTA, Side.PARTNER, {}, {}) == Answers()


@pytest.mark.parametrize(
    ("ratings", "comments", "field"),
    [
        ({"T-1.1": 4}, {}, "T-1.1"),
        ({"T-1.1": "3"}, {}, "T-1.1"),
        ({"T-1.1": True}, {}, "T-1.1"),
        ({"T-1.1": 3.0}, {}, "T-1.1"),
        ({"T-1.1": [3]}, {}, "T-1.1"),
        ({"T-1.1": "blank"}, {}, "T-1.1"),
        ({"X": 3}, {}, "X"),
        ({"T-F.1": 3}, {}, "T-F.1"),
        ({"T-1.2": 3}, {}, "T-1.2"),  # not asked of partners
        ({}, {"T-1.2": "Hello"}, "comment-T-1.2"),
        ({}, {"T-2.1": "No box here"}, "comment-T-2.1"),
        ({}, {"X": "Hello"}, "comment-X"),
        ({}, {"T-F.1": "x" * 501}, "comment-T-F.1"),
    ],
)
def test_anything_else_is_refused_by_its_field(ratings: Any, comments: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidAnswers) as caught:
        validate_all(TEA_ROTA, Side.PARTNER, {"T-2.1": 1} | ratings, comments)
    assert list(caught.value.errors) == [field]


def test_the_error_repeats_no_answer() -> None:
    with pytest.raises(InvalidAnswers) as caught:
        validate_all(TEA_ROTA, Side.STAFF, {"T-1.1": "secret words"}, {"X": "secret words"})
    assert "secret" not in f"{caught.value} {caught.value.errors}"


@given(st.text(st.characters(), max_size=60))
def test_cleaning_twice_changes_nothing_and_leaves_only_what_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\0" not in once
    assert "\r" not in once
    assert once.encode().decode() == once
