"""The steps of adapting a questionnaire, one at a time: each gives new wishes, or says in plain words what is wrong."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from audit_app.questionnaire.adapting import Adaptation, Addition, Rewording
from audit_app.questionnaire.definition import OpenQuestion, Question, Questionnaire

MOST_STATEMENTS = 60
LONGEST_NAME = 60  # of a behaviour, as charts have room for it
LONGEST_TEXT = 400
_ASKED_TWICE = "Another question has these words already. Use other words, or drop one of the two"
_MINUTES = re.compile(r"[0-9]{1,2}( to [0-9]{1,2})?")


class UnfitWordingError(ValueError):
    """A wish that cannot be met. `field`: text, short, meaning, title, minutes or drop; the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def asked_of(base: Questionnaire, name: str) -> Question | OpenQuestion:
    """A question of the base, with a scale or answered in words. Raises LookupError."""
    everything: tuple[Question | OpenQuestion, ...] = (*base.questions, *base.open_questions)
    for asked in everything:
        if asked.id == name:
            return asked
    raise LookupError(f"The questionnaire does not ask {name}.")


def named(wishes: Adaptation, title: str, minutes: str) -> Adaptation:
    """Another title, and how long it takes. Raises UnfitWordingError."""
    if not title.strip():
        raise UnfitWordingError("title", "Enter a name for your questions")
    if not _MINUTES.fullmatch(minutes.strip()):
        raise UnfitWordingError("minutes", "Enter how many minutes it takes, such as 5, or 4 to 6")
    return _with(wishes, title=_one_line(title), minutes=minutes.strip())


def reword(
    base: Questionnaire, wishes: Adaptation, name: str, text: str, short: str | None, *, meaning_stayed: bool | None
) -> Adaptation:
    """New words for a question of the base; its old words take the rewording back.

    Raises LookupError for what the base does not ask, and UnfitWordingError: words that are missing, too long or there
    already, or nothing said about the meaning.
    """
    asked = asked_of(base, name)
    text, short = _one_line(text), _one_line(short or "") or None
    _right_words(text, short)
    others = tuple(each for each in wishes.reworded if each.id != name)
    rated = isinstance(asked, Question)
    if text == asked.text and (not isinstance(asked, Question) or short == asked.short):
        return _with(wishes, reworded=others)
    if rated and meaning_stayed is None:
        raise UnfitWordingError("meaning", "Say whether the meaning stayed the same")
    if _repeats(base, text, _texts(base, wishes, without=name)):
        raise UnfitWordingError("text", _ASKED_TWICE)
    words = Rewording(
        id=name, text=text, short=short if rated else None, meaning_stayed=meaning_stayed if rated else None
    )
    return _with(wishes, reworded=(*others, words))


def drop(base: Questionnaire, wishes: Adaptation, name: str) -> Adaptation:
    """Ask a question of the base no more. Its new words are kept, should it come back.

    Raises LookupError, and UnfitWordingError when nothing would be left that has a score.
    """
    asked_of(base, name)
    if name in wishes.dropped:
        return wishes
    fewer = _with(wishes, dropped=(*wishes.dropped, name))
    _something_left(base, fewer)
    return fewer


def restore(wishes: Adaptation, name: str) -> Adaptation:
    """Ask a dropped question again. Raises LookupError unless it was dropped."""
    if name not in wishes.dropped:
        raise LookupError(f"{name} was not dropped.")
    return _with(wishes, dropped=tuple(each for each in wishes.dropped if each != name))


def add(
    base: Questionnaire, wishes: Adaptation, section: str, text: str, short: str | None, *, partners_asked: bool
) -> Adaptation:
    """A statement of the forum's own, last in its section. Raises LookupError and UnfitWordingError."""
    if all(each.id != section for each in base.sections):
        raise LookupError(f"There is no section {section}.")
    asked = len(base.questions) + len(wishes.added) - sum(name in base.question_by_id for name in wishes.dropped)
    if asked >= MOST_STATEMENTS:
        raise UnfitWordingError("text", f"You have {MOST_STATEMENTS} statements, which is the most. Drop one first")
    key = max((each.key for each in wishes.added), default=0) + 1
    new = _addition(base, wishes, key, section, text, short, partners_asked=partners_asked)
    return _with(wishes, added=(*wishes.added, new))


def change_added(
    base: Questionnaire, wishes: Adaptation, key: int, text: str, short: str | None, *, partners_asked: bool
) -> Adaptation:
    """Other words for a statement that was added. Raises LookupError and UnfitWordingError."""
    before = wishes.addition(key)
    if before is None:
        raise LookupError(f"No statement {key} was added.")
    new = _addition(base, wishes, key, before.section, text, short, partners_asked=partners_asked)
    return _with(wishes, added=tuple(new if each.key == key else each for each in wishes.added))


def take_out(base: Questionnaire, wishes: Adaptation, key: int) -> Adaptation:
    """Take out a statement that was added. Raises LookupError and UnfitWordingError."""
    if wishes.addition(key) is None:
        raise LookupError(f"No statement {key} was added.")
    fewer = _with(wishes, added=tuple(each for each in wishes.added if each.key != key))
    _something_left(base, fewer)
    return fewer


def _addition(
    base: Questionnaire, wishes: Adaptation, key: int, section: str, text: str, short: str | None,
    *, partners_asked: bool,
) -> Addition:  # fmt: skip
    text, short = _one_line(text), _one_line(short or "") or None
    _right_words(text, short)
    if _repeats(base, text, _texts(base, wishes, without=key)):
        raise UnfitWordingError("text", _ASKED_TWICE)
    return Addition(key=key, section=section, text=text, short=short, partners_asked=partners_asked)


def _with(wishes: Adaptation, **changed: object) -> Adaptation:
    """New wishes, checked once more."""
    try:
        return Adaptation.model_validate({**dict(wishes), **changed})
    except ValidationError:
        raise UnfitWordingError("title", f"Write a name of up to {LONGEST_TEXT} characters") from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _right_words(text: str, short: str | None) -> None:
    if not text:
        raise UnfitWordingError("text", "Write the words of the question")
    if len(text) > LONGEST_TEXT:
        raise UnfitWordingError("text", f"Write no more than {LONGEST_TEXT} characters")
    if not text.isprintable():
        raise UnfitWordingError("text", "Use letters, numbers and punctuation only")
    if short is not None and (len(short) > LONGEST_NAME or not short.isprintable()):
        raise UnfitWordingError("short", f"Write no more than {LONGEST_NAME} characters")


def _texts(base: Questionnaire, wishes: Adaptation, *, without: str | int) -> Iterator[str]:
    """The words of everything that is asked, but one question: of the base by its id, or added by its number."""
    everything: tuple[Question | OpenQuestion, ...] = (*base.questions, *base.open_questions)
    for asked in everything:
        if asked.id != without and asked.id not in wishes.dropped:
            words = wishes.rewording_of(asked.id)
            yield words.text if words is not None else asked.text
    yield from (each.text for each in wishes.added if each.key != without)


def _repeats(base: Questionnaire, text: str, others: Iterator[str]) -> bool:
    """Whether something else asks this. What the base itself asks in every section may be asked again."""
    plain = text.casefold()
    if sum(question.text.casefold() == plain for question in base.questions) > 1:
        return False
    return any(other.casefold() == plain for other in others)


def _something_left(base: Questionnaire, wishes: Adaptation) -> None:
    scored = {question.id for question in base.scored_questions()} - set(wishes.dropped)
    own = {each.section for each in wishes.added}
    if not scored and not any(base.scored_questions(section) for section in base.sections if section.id in own):
        raise UnfitWordingError("drop", "Keep at least one statement that has a score")
