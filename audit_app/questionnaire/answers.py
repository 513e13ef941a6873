"""What a member answered: the one validator from raw input to typed answers, and the bytes that are sealed."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from audit_app.composed_text import composed
from audit_app.questionnaire.definition import (
    DONT_KNOW,
    LONGEST_COMMENT,
    OpenQuestion,
    Question,
    Questionnaire,
    Section,
    Side,
)

OPEN_QUESTIONS_TITLE = "In your own words"
CHOOSE_ONE = "Choose one of the answers shown"
_NOT_ASKED = "You are not asked this. Go back to the questions and answer those shown"
_WIDEST_CHARACTER = "\U0001f600"  # four bytes in UTF-8; quotes, backslashes and line breaks take two in JSON


class InvalidAnswers(ValueError):  # noqa: N818  (the name that the ballot box and the pages know)
    """Answers that the questionnaire does not allow. `errors`: field name → what is wrong and what to do."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"{len(errors)} of the answers cannot be accepted.")  # no answer may reach a log
        self.errors = dict(errors)


@dataclass(frozen=True)
class Answers:
    """One member's answers.

    ratings: question id → a value of its scale, or "dont_know"; absent when left blank.
    comments: id of a question or an open question → words; absent when empty.
    """

    ratings: Mapping[str, int | str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedSection:
    """A section with only those of its questions that are asked of one side, in order; never empty."""

    section: Section
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class AnswerPage:
    """One screen of the questionnaire. Pages are numbered from 1; only the last may hold open questions."""

    number: int
    title: str
    sections: tuple[AskedSection, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every rated question on this page, in order."""
        return tuple(question for part in self.sections for question in part.questions)

    @property
    def comment_ids(self) -> tuple[str, ...]:
        """Ids of everything on this page that can be answered in words, in order."""
        boxes = tuple(question.id for question in self.questions if question.comment)
        return boxes + tuple(question.id for question in self.open_questions)


def comment_field(question_id: str) -> str:
    """The form's field name for words about a question; the field name of a rating is the question's id itself."""
    return f"comment-{question_id}"


def pages(questionnaire: Questionnaire, side: Side) -> tuple[AnswerPage, ...]:
    """The screens that a member of `side` goes through, without what is not asked of that side.

    One page for each section, or as the questionnaire's own `pages` say; then one for the open questions, if any.
    """
    asked = {
        section.id: AskedSection(section, questions)
        for section in questionnaire.sections
        if (questions := tuple(question for question in section.questions if question.asked_of(side)))
    }
    layout = [(page.title, page.sections) for page in questionnaire.pages] or [
        (section.title, (section.id,)) for section in questionnaire.sections
    ]
    filled = [(title, tuple(asked[name] for name in names if name in asked)) for title, names in layout]
    shown = [AnswerPage(0, title, sections) for title, sections in filled if sections]
    if questionnaire.open_questions:
        shown.append(AnswerPage(0, OPEN_QUESTIONS_TITLE, open_questions=questionnaire.open_questions))
    return tuple(
        AnswerPage(number, page.title, page.sections, page.open_questions) for number, page in enumerate(shown, start=1)
    )


def validate_page(
    questionnaire: Questionnaire, page: AnswerPage, side: Side, form: Mapping[str, str]
) -> tuple[Answers, dict[str, str]]:
    """Read one posted page. Returns what is valid, and an error for each field that is not.

    A missing rating is no error: the member is shown what is unanswered before submitting. Fields of other pages and
    fields that are no answers are left alone, but a rating that this side is not asked for is refused.
    """
    ratings, refused = _posted_ratings(questionnaire, page, form)
    comments, too_long = _posted_comments(page, form)
    not_asked = {
        question.id: _NOT_ASKED
        for question in questionnaire.questions
        if not question.asked_of(side) and (form.get(question.id) or form.get(comment_field(question.id)))
    }
    return Answers(ratings, comments), refused | too_long | not_asked


def validate_all(
    questionnaire: Questionnaire, side: Side, ratings: Mapping[str, int | str], comments: Mapping[str, str]
) -> Answers:
    """Check a whole set of typed answers, before it is sealed and again when it is counted.

    Raises InvalidAnswers if anything is not a question of this questionnaire, is not asked of `side`, or is not one
    of its answers. Blank ratings are allowed. Comments come back cleaned; a second pass changes nothing.
    """
    asked = {question.id: question for question in questionnaire.questions if question.asked_of(side)}
    boxes = {question.id for question in asked.values() if question.comment}
    boxes |= {question.id for question in questionnaire.open_questions}
    cleaned: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name, value in ratings.items():
        if name not in asked:
            errors[name] = _NOT_ASKED
        elif not _allowed(questionnaire, asked[name], value):
            errors[name] = CHOOSE_ONE
    for name, words in comments.items():
        cleaned[name] = clean(words)
        error = _too_long(cleaned[name]) if name in boxes else _NOT_ASKED
        if error:
            errors[comment_field(name)] = error
    if errors:
        raise InvalidAnswers(errors)
    return Answers(dict(ratings), {name: words for name, words in cleaned.items() if words})


def with_page(saved: Answers, page: AnswerPage, posted: Answers) -> Answers:
    """What is saved once a page has been posted: that page's answers are replaced, all others stay.

    An answer that the member has taken back on this page is gone.
    """
    rated = {question.id for question in page.questions}
    return Answers(
        {name: value for name, value in saved.ratings.items() if name not in rated} | dict(posted.ratings),
        {name: words for name, words in saved.comments.items() if name not in page.comment_ids} | dict(posted.comments),
    )


def unanswered(questionnaire: Questionnaire, side: Side, answers: Answers) -> tuple[Question | OpenQuestion, ...]:
    """What this side is asked and has left blank, in order; open questions that are optional do not count."""
    ratings = [q for q in questionnaire.questions if q.asked_of(side) and q.id not in answers.ratings]
    words = [q for q in questionnaire.open_questions if not q.optional and q.id not in answers.comments]
    return (*ratings, *words)


def clean(text: str) -> str:
    """Words as they are stored: NFC, line breaks as newlines, no control characters, no space around them.

    Tabs and newlines stay. Halves of surrogate pairs, which UTF-8 cannot hold, are joined or become U+FFFD.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = composed(whole).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def to_bytes(answers: Answers) -> bytes:
    """Canonical compact JSON in UTF-8: the same answers give the same bytes, in whatever order they were given."""
    content = {"ratings": dict(answers.ratings), "comments": dict(answers.comments)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(payload: bytes) -> Answers:
    """Undo `to_bytes`. Raises ValueError, which holds no answer, on anything of another shape.

    It does not know the questionnaire: `validate_all` says whether these are answers to it.
    """
    try:
        content = json.loads(payload.decode())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.keys() != {"ratings", "comments"}:
        raise ValueError("These bytes are not the answers of a member.")
    ratings, comments = content["ratings"], content["comments"]
    if not _holds_only(ratings, (int, str)) or not _holds_only(comments, (str,)):
        raise ValueError("These bytes are not the answers of a member.")
    return Answers(ratings, comments)


def largest_size(questionnaire: Questionnaire) -> int:
    """The most bytes that `to_bytes` can take for valid answers of any side, so that all can be padded to one size.

    It is the size of the longest answers there can be: of each scale the longest value, and in every box as many
    characters as fit, each of four bytes (JSON writes a quote, a backslash or a line break with two).
    """
    return max(len(to_bytes(_longest(questionnaire, side))) for side in Side)


def _longest(questionnaire: Questionnaire, side: Side) -> Answers:
    asked = [question for question in questionnaire.questions if question.asked_of(side)]
    boxes = [question.id for question in asked if question.comment]
    boxes += [question.id for question in questionnaire.open_questions]
    return Answers(
        {q.id: max(_choices(questionnaire, q).values(), key=lambda value: len(json.dumps(value))) for q in asked},
        dict.fromkeys(boxes, _WIDEST_CHARACTER * LONGEST_COMMENT),
    )


def _posted_ratings(
    questionnaire: Questionnaire, page: AnswerPage, form: Mapping[str, str]
) -> tuple[dict[str, int | str], dict[str, str]]:
    ratings: dict[str, int | str] = {}
    errors: dict[str, str] = {}
    for question in page.questions:
        posted = form.get(question.id, "")
        choices = _choices(questionnaire, question)
        if posted in choices:
            ratings[question.id] = choices[posted]
        elif posted:
            errors[question.id] = CHOOSE_ONE
    return ratings, errors


def _posted_comments(page: AnswerPage, form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    comments: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in page.comment_ids:
        words = clean(form.get(comment_field(name), ""))
        if error := _too_long(words):
            errors[comment_field(name)] = error
        elif words:
            comments[name] = words
    return comments, errors


def _choices(questionnaire: Questionnaire, question: Question) -> dict[str, int | str]:
    """What a form may send for a question, and the answer that it stands for."""
    scale = questionnaire.scale_of(question)
    choices: dict[str, int | str] = {str(value): value for value in scale.values}
    if scale.dont_know is not None:
        choices[DONT_KNOW] = DONT_KNOW
    return choices


def _allowed(questionnaire: Questionnaire, question: Question, value: int | str) -> bool:
    """Whether a typed value is an answer to the question. True is no 1, although Python says so."""
    return type(value) in (int, str) and value in _choices(questionnaire, question).values()


def _too_long(words: str) -> str | None:
    over = len(words) - LONGEST_COMMENT
    if over <= 0:
        return None
    characters = "1 character" if over == 1 else f"{over} characters"
    return f"Your comment is {characters} too long. Shorten it to {LONGEST_COMMENT} characters or fewer"


def _holds_only(content: object, types: tuple[type, ...]) -> bool:
    return isinstance(content, dict) and all(type(value) in types for value in content.values())
