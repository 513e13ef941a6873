"""One posted page: what is valid is kept, and each field that is not gets its own error."""

import pytest

from audit_app.questionnaire.answers import AnswerPage, Answers, pages, unanswered, validate_page, with_page
from audit_app.questionnaire.catalogue import Catalogue
from audit_app.questionnaire.definition import Questionnaire, Side
from tests.unit.questionnaire.examples import instrument, scale

CHOOSE = "Choose one of the answers shown"


@pytest.fixture
def page(tea_rota: Questionnaire) -> AnswerPage:
    return pages(tea_rota, Side.STAFF)[0]


def test_ratings_and_comments_are_read(tea_rota: Questionnaire, page: AnswerPage) -> None:
    form = {"T-1.1": "3", "comment-T-1.1": "Too weak.", "T-1.2": "dont_know", "csrf_token": "x", "next": "Save"}
    answers, errors = validate_page(tea_rota, page, Side.STAFF, form)
    assert answers == Answers({"T-1.1": 3, "T-1.2": "dont_know"}, {"T-1.1": "Too weak."})
    assert errors == {}


def test_open_questions_are_read(tea_rota: Questionnaire) -> None:
    last = pages(tea_rota, Side.STAFF)[-1]
    answers, errors = validate_page(tea_rota, last, Side.STAFF, {"comment-T-F.1": "Nothing."})
    assert (answers, errors) == (Answers({}, {"T-F.1": "Nothing."}), {})


def test_a_blank_page_is_no_error(tea_rota: Questionnaire, page: AnswerPage) -> None:
    form = {"T-1.1": "", "comment-T-1.1": " \r\n "}
    assert validate_page(tea_rota, page, Side.STAFF, form) == (Answers(), {})


@pytest.mark.parametrize("posted", ["4", "0", "-1", "+3", " 3", "3.0", "03", "\u0663", "blank", "Yes", "x" * 10_000])
def test_an_answer_that_is_not_shown_is_refused(tea_rota: Questionnaire, page: AnswerPage, posted: str) -> None:
    answers, errors = validate_page(tea_rota, page, Side.STAFF, {"T-1.1": posted, "T-1.2": "1"})
    assert errors == {"T-1.1": CHOOSE}
    assert answers.ratings == {"T-1.2": 1}


def test_dont_know_is_refused_where_the_scale_has_none() -> None:
    questionnaire = Questionnaire.model_validate(instrument(scales=[scale(dont_know=None)]))
    first = pages(questionnaire, Side.STAFF)[0]
    _, errors = validate_page(questionnaire, first, Side.STAFF, {"T-1.1": "dont_know"})
    assert errors == {"T-1.1": CHOOSE}


@pytest.mark.parametrize("field", ["T-1.2", "comment-T-1.2"])
def test_what_a_side_is_not_asked_is_refused(tea_rota: Questionnaire, field: str) -> None:
    first = pages(tea_rota, Side.PARTNER)[0]
    answers, errors = validate_page(tea_rota, first, Side.PARTNER, {"T-1.1": "3", field: "3"})
    assert list(errors) == ["T-1.2"]
    assert answers == Answers({"T-1.1": 3}, {})


def test_fields_of_other_pages_are_left_alone(tea_rota: Questionnaire, page: AnswerPage) -> None:
    form = {"T-2.1": "3", "comment-T-F.1": "Hello", "comment-T-2.1": "No box here"}
    assert validate_page(tea_rota, page, Side.STAFF, form) == (Answers(), {})


@pytest.mark.parametrize(("over", "words"), [(1, "1 character too long"), (12, "12 characters too long")])
def test_a_comment_that_is_too_long_says_by_how_much(
    tea_rota: Questionnaire, page: AnswerPage, over: int, words: str
) -> None:
    form = {"T-1.1": "2", "comment-T-1.1": "é" * (500 + over)}
    answers, errors = validate_page(tea_rota, page, Side.STAFF, form)
    assert words in errors["comment-T-1.1"]
    assert answers == Answers({"T-1.1": 2}, {})


@pytest.mark.parametrize(
    "text",
    [
        "x" * 500,
        "\U0001f375" * 500,  # one character each, whatever their size
        "e\u0301" * 500,  # composed before they are counted
        "a\r\n" * 250,  # a line break is one character, as a browser counts it
        "  " + "x" * 500 + "\0\x07\n",
    ],
)
def test_five_hundred_characters_fit(tea_rota: Questionnaire, page: AnswerPage, text: str) -> None:
    assert validate_page(tea_rota, page, Side.STAFF, {"comment-T-1.1": text})[1] == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("a\0b\x08c\x1bd\x7fe\x85f", "abcdef"),
        ("a\tb", "a\tb"),
        ("cafe\u0301", "caf\u00e9"),
        ("half \ud83d here", "half \ufffd here"),
        ("pair \ud83c\udf75", "pair \U0001f375"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=1+1", "=1+1"),
        ("नमस्ते مرحبا", "नमस्ते مرحبا"),
        ("\U0001f469\u200d\u2695\ufe0f", "\U0001f469\u200d\u2695\ufe0f"),
    ],
)
def test_words_are_kept_as_meant(tea_rota: Questionnaire, page: AnswerPage, typed: str, kept: str) -> None:
    answers, errors = validate_page(tea_rota, page, Side.STAFF, {"comment-T-1.1": typed})
    assert (answers.comments, errors) == ({"T-1.1": kept}, {})


def test_saving_a_page_replaces_that_page_and_nothing_else(page: AnswerPage) -> None:
    saved = Answers({"T-1.1": 1, "T-1.2": 2, "T-2.1": 3}, {"T-1.1": "Old", "T-F.1": "Stays"})
    posted = Answers({"T-1.1": 3}, {"T-1.2": "New"})
    assert with_page(saved, page, posted) == Answers({"T-1.1": 3, "T-2.1": 3}, {"T-1.2": "New", "T-F.1": "Stays"})


def test_what_is_unanswered_is_listed_in_order(shipped: Catalogue) -> None:
    audit = shipped.by_id("partnership-behaviours")
    left = [asked.id for asked in unanswered(audit, Side.PARTNER, Answers({"PB-1.1": "dont_know"}, {"PB-F.1": "Tea"}))]
    assert left[:2] == ["PB-1.3", "PB-2.1"]
    assert left[-2:] == ["PB-O.2", "PB-F.2"]  # PB-F.3 is optional
    assert not {"PB-1.1", "PB-1.2", "PB-F.1", "PB-F.3"} & set(left)
