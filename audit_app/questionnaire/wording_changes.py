"""What a forum's own wording changes, as a list that both sides can read: before, after, and whether meaning stayed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from audit_app.questionnaire.adapting import Adaptation, Addition, Rewording
from audit_app.questionnaire.definition import Question, Questionnaire

IN_WORDS = "Questions to answer in words"


class Kind(StrEnum):
    """What became of a question."""

    KEPT = "kept"
    SAME_MEANING = "same_meaning"
    NEW_MEANING = "new_meaning"
    NEW_WORDS = "new_words"  # of an open question: nothing is compared
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True)
class Line:
    """One question before and after. `name`: its id in the base, None if it was added; `key`: its number if it was."""

    kind: Kind
    section: str
    before: str | None
    after: str | None
    before_short: str | None = None
    after_short: str | None = None
    name: str | None = None
    key: int | None = None
    partners_asked: bool = True


def lines(base: Questionnaire, wishes: Adaptation) -> tuple[tuple[str, str | None, tuple[Line, ...]], ...]:
    """(title, id, lines) of every section, unchanged questions included; the open questions last, without an id."""
    found: list[tuple[str, str | None, tuple[Line, ...]]] = []
    for section in base.sections:
        kept = [_line(each, section.title, wishes) for each in section.questions]
        added = [_added(each, section.title) for each in wishes.added if each.section == section.id]
        found.append((section.title, section.id, (*kept, *added)))
    if base.open_questions:
        open_lines = [_in_words(each.id, each.text, wishes) for each in base.open_questions]
        found.append((IN_WORDS, None, tuple(open_lines)))
    return tuple(found)


def changes(base: Questionnaire, wishes: Adaptation) -> tuple[Line, ...]:
    """Only what changed, in questionnaire order."""
    return tuple(line for _, _, group in lines(base, wishes) for line in group if line.kind is not Kind.KEPT)


def in_short(found: tuple[Line, ...]) -> tuple[str, ...]:
    """How many of each kind, in words: "2 in new words with the same meaning"."""
    words = {
        Kind.SAME_MEANING: "in new words with the same meaning",
        Kind.NEW_MEANING: "with a new meaning",
        Kind.NEW_WORDS: "to answer in words, asked anew",
        Kind.DROPPED: "dropped",
        Kind.ADDED: "added",
    }
    return tuple(_counted(found, words))


def _counted(found: tuple[Line, ...], words: dict[Kind, str]) -> Iterator[str]:
    for kind, said in words.items():
        count = sum(line.kind is kind for line in found)
        if count:
            yield f"{count} {said}"


def _line(question: Question, section: str, wishes: Adaptation) -> Line:
    words = wishes.rewording_of(question.id)
    kind = _kind(question.id, words, wishes)
    return Line(
        kind=kind,
        section=section,
        before=question.text,
        after=None if kind is Kind.DROPPED else words.text if words is not None else question.text,
        before_short=question.short,
        after_short=words.short if words is not None else question.short,
        name=question.id,
        partners_asked="partner" not in question.not_asked_of,
    )


def _kind(name: str, words: Rewording | None, wishes: Adaptation) -> Kind:
    if name in wishes.dropped:
        return Kind.DROPPED
    if words is None:
        return Kind.KEPT
    return {True: Kind.SAME_MEANING, False: Kind.NEW_MEANING, None: Kind.NEW_WORDS}[words.meaning_stayed]


def _added(addition: Addition, section: str) -> Line:
    return Line(
        kind=Kind.ADDED,
        section=section,
        before=None,
        after=addition.text,
        after_short=addition.short,
        key=addition.key,
        partners_asked=addition.partners_asked,
    )


def _in_words(name: str, text: str, wishes: Adaptation) -> Line:
    words = wishes.rewording_of(name)
    kind = _kind(name, words, wishes)
    after = None if kind is Kind.DROPPED else words.text if words is not None else text
    return Line(kind=kind, section=IN_WORDS, before=text, after=after, name=name)
