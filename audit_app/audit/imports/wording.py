"""Which question a heading means, and which answer a cell holds, whatever the capitals, spaces and marks."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from audit_app.composed_text import composed
from audit_app.questionnaire.definition import DONT_KNOW, Question, Questionnaire, Scale

_ALIKE = 0.75  # of the words of a heading and a question; below it, nothing is proposed
_CODE = re.compile(r"(?:q|question|statement|no)?\s*[.#]?\s*0*([1-9][0-9]?)", re.IGNORECASE)
_CODE_AND_WORDS = re.compile(
    r"(?:q|question|statement)?\s*0*([1-9][0-9]?)\s*[.:)\]\-\u2013\u2014]\s*(\S.*)", re.IGNORECASE
)
_SURVEY_CODE_AND_WORDS = re.compile(r"[a-z][a-z0-9_]{0,19}[.:]\s+(\S.*)", re.IGNORECASE)  # LimeSurvey's "code. text"
_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_NUMBER_FIRST = re.compile(r"([0-9]{1,2})(?:[.,]0+)?\s*(?:[-\u2013\u2014:.=)]?\s*(.*))?", re.DOTALL)
_NUMBER_LAST = re.compile(r"(.*\S)\s*[(\[]\s*([0-9]{1,2})\s*[)\]]", re.DOTALL)
_LONGEST_ANSWER = 450  # a label has at most 400 characters, and a number beside it
_NO_ANSWER = ("na", "noanswer", "notanswered", "noresponse", "skipped", "blank")
_A_DASH = re.compile(r"[\W_]+")
_DONT_KNOW = ("dontknow", "donotknow", "dk", "dontknowornotsure", "cannotsay", "cantsay")


def plain(text: str) -> str:
    """A wording without capitals, spaces and marks."""
    return re.sub(r"[^a-z0-9]", "", composed(text, "NFKD").casefold())


def plain_words(text: str) -> Counter[str]:
    """The words of a text without capitals and marks, and how often each stands there."""
    return Counter(re.findall(r"[a-z0-9]+", composed(text, "NFKD").casefold().replace("'", "").replace("\u2019", "")))


class QuestionFinder:
    """Finds the question that a heading or a cell means."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    @cached_property
    def _by_wording(self) -> Mapping[str, Question]:
        """Ids, wordings and short names; a wording that two questions share means neither."""
        said = Counter(plain(each.text) for each in self.questionnaire.questions)
        found = {plain(each.short): each for each in self.questionnaire.questions if each.short}
        found |= {plain(each.text): each for each in self.questionnaire.questions if said[plain(each.text)] == 1}
        return found | {plain(each.id): each for each in self.questionnaire.questions}

    @cached_property
    def _by_words(self) -> tuple[tuple[Question, Counter[str]], ...]:
        """The words of each wording that no other question shares."""
        known = self._by_wording
        return tuple(
            (each, plain_words(each.text)) for each in self.questionnaire.questions if plain(each.text) in known
        )

    def exactly(self, text: str) -> Question | None:
        """By id, by number ("4", "Q4"), or by wording; the wording may stand in brackets or after its number."""
        found = self._by_wording.get(plain(text))
        if found is not None:
            return found
        code = _CODE.fullmatch(text.strip())
        if code is not None:
            return self._numbered(int(code[1]))
        parts = _IN_BRACKETS.findall(text)
        numbered = _CODE_AND_WORDS.fullmatch(text.strip())
        parts += [numbered[2]] if numbered else []
        coded = _SURVEY_CODE_AND_WORDS.fullmatch(text.strip())
        parts += [coded[1]] if coded else []
        parts += [text.rpartition("]")[2].lstrip(" .:")] if "]" in text else []
        return next((known for part in parts if (known := self._by_wording.get(plain(part))) is not None), None)

    def alike(self, text: str) -> Question | None:
        """The question whose words are most like the text's, if enough of them are the same."""
        words = plain_words(text)
        best, share = None, _ALIKE
        for question, own in self._by_words:
            common = (words & own).total()
            likeness = 2 * common / (words.total() + own.total()) if common else 0.0
            if likeness > share:
                best, share = question, likeness
        return best

    def _numbered(self, number: int) -> Question | None:
        questions = self.questionnaire.questions
        return questions[number - 1] if 1 <= number <= len(questions) else None


class AnswerReader:
    """Reads the answers to one scale."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self._known: dict[str, int | str | None] = {}
        self._labels = {plain(label): value for value, label in scale.labels.items()}
        self._dont_know = {*_DONT_KNOW, plain(scale.dont_know)} if scale.dont_know else set()

    def read(self, text: str) -> int | str | None:
        """A value, DONT_KNOW, or None for an empty cell, a dash or "N/A". Raises ValueError, with words."""
        if text not in self._known:
            self._known[text] = self._read(text.strip())
        return self._known[text]

    def _read(self, tidy: str) -> int | str | None:
        if not tidy:
            return None
        if len(tidy) > _LONGEST_ANSWER:
            raise ValueError("this is too long for an answer")
        if plain(tidy) in self._labels:  # first, because a label may itself begin with a number
            return self._labels[plain(tidy)]
        if plain(tidy) in self._dont_know:
            return DONT_KNOW
        if plain(tidy) in _NO_ANSWER or _A_DASH.fullmatch(tidy):
            return None
        first, last = _NUMBER_FIRST.fullmatch(tidy), _NUMBER_LAST.fullmatch(tidy)
        if first is not None:
            return self._value(int(first[1]), first[2] or "")
        if last is not None:
            return self._value(int(last[2]), last[1])
        raise ValueError("this is none of the answers")

    def _value(self, value: int, words: str) -> int:
        """A number of the scale; words beside it must not be those of another answer."""
        if value not in self.scale.values:
            raise ValueError(
                f"this is none of the answers: they go from {self.scale.values[0]} to {self.scale.values[-1]}"
            )
        said = plain(words)
        if said.isdecimal():  # 5.5, or a date
            raise ValueError("this is none of the answers")
        ends = {plain(end) for end in self.scale.ends or ()}
        if said and said not in ends and self._labels.get(said) != value:
            raise ValueError("the number and the words do not say the same answer")
        return value
