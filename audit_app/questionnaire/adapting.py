"""A forum's own wording: what is changed of a questionnaire, and the new version that this makes.

An `Adaptation` holds the wishes, by the ids of the questionnaire that it starts from; `adapted` turns both into a
version with ids of its own for everything that is new. No id ever changes its meaning: reworded statements get the
next letter (PB-1.1, PB-1.1b, PB-1.1c), and those whose meaning stayed name the wordings that they carry on.
"""

import re
from collections.abc import Collection, Iterator

from pydantic import Field

from audit_app.questionnaire.definition import (
    EarlierWording,
    Frozen,
    Id,
    OpenQuestion,
    Question,
    Questionnaire,
    Section,
    Side,
    Text,
)

OWN = "-own"
LONGEST_ID = 40
_LETTERED = re.compile(r"(?P<stem>.*\d)(?P<letters>[b-z]|[a-z]{2})|(?P<other>.*)-(?P<more>[b-z]|[a-z]{2})")


class Rewording(Frozen):
    """New words for a question of the base. `meaning_stayed`: None for open questions, which are never compared."""

    id: Id
    text: Text
    short: Text | None = None
    meaning_stayed: bool | None = None


class Addition(Frozen):
    """A statement of the forum's own, at the end of a section of the base. `key` numbers it within the adaptation."""

    key: int = Field(ge=1)
    section: Id
    text: Text
    short: Text | None = None
    partners_asked: bool = True


class Adaptation(Frozen):
    """Everything that a forum changes of a questionnaire."""

    title: Text
    minutes: str
    reworded: tuple[Rewording, ...] = ()
    dropped: tuple[Id, ...] = ()
    added: tuple[Addition, ...] = ()

    def rewording_of(self, name: str) -> Rewording | None:
        """The new words of a question of the base, if it has any."""
        return next((each for each in self.reworded if each.id == name), None)

    def addition(self, key: int) -> Addition | None:
        """An added statement by its number."""
        return next((each for each in self.added if each.key == key), None)


def own_id(base: Questionnaire) -> str:
    """The id of a forum's own versions of a questionnaire."""
    if base.adapts is not None:
        return base.id
    return f"{base.id[: LONGEST_ID - len(OWN)]}{OWN}"


def names(questionnaire: Questionnaire) -> Iterator[str]:
    """Every id that a questionnaire uses or carries on, but those of its scales."""
    for section in questionnaire.sections:
        yield section.id
    for question in questionnaire.questions:
        yield question.id
        yield from (earlier.id for earlier in question.continues)
    yield from (asked.id for asked in questionnaire.open_questions)


def adapted(base: Questionnaire, wishes: Adaptation, version: int, taken: Collection[str]) -> Questionnaire:
    """The forum's version. `taken`: every id that stands for something elsewhere, which no new statement may have.

    `wishes` come from `adapting_rules`. Scales and pages that lost all their questions go with them.
    """
    ids = _Ids({*taken, *names(base)})
    sections = tuple(found for each in base.sections if (found := _section(base, wishes, each, ids)) is not None)
    used = {question.scale for section in sections for question in section.questions}
    kept = {section.id for section in sections}
    pages = [
        page.model_copy(update={"sections": tuple(name for name in page.sections if name in kept)})
        for page in base.pages
    ]
    return Questionnaire(
        id=own_id(base),
        version=version,
        title=wishes.title,
        summary=_summary(base),
        lead_in=base.lead_in,
        minutes=wishes.minutes,
        answered_by=base.answered_by,
        baseline_of=base.baseline_of,
        short_form_of=base.short_form_of,
        adapts=base.adapts or base.id,
        scales=tuple(scale for scale in base.scales if scale.id in used),
        sections=sections,
        pages=tuple(page for page in pages if page.sections),
        open_questions=tuple(
            _open_question(each, wishes, ids) for each in base.open_questions if each.id not in wishes.dropped
        ),
    )


def _summary(base: Questionnaire) -> str:
    return base.summary if base.adapts is not None else f"This forum's own wording of “{base.title}”."


class _Ids:
    """Hands out ids that nothing has, and remembers them. Upper and lower case are one."""

    def __init__(self, taken: Collection[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def reworded(self, name: str) -> str:
        """The next letter: PB-1.1 → PB-1.1b → PB-1.1c; importance → importance-b."""
        found = _LETTERED.fullmatch(name)
        stem = name if found is None else found["stem"] or found["other"]
        between = "" if stem[-1].isdigit() else "-"
        return self._first(f"{stem[: LONGEST_ID - 3]}{between}{letters}" for letters in _letters())

    def added(self, section: str) -> str:
        """A forum's own statement: PB-1.own1, PB-1.own2."""
        return self._first(f"{section[:30]}.own{number}" for number in range(1, 10_000))

    def _first(self, wanted: Iterator[str]) -> str:
        free = next(name for name in wanted if name.casefold() not in self._taken)
        self._taken.add(free.casefold())
        return free


def _letters() -> Iterator[str]:
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    yield from alphabet[1:]
    yield from (first + second for first in alphabet for second in alphabet)


def _section(base: Questionnaire, wishes: Adaptation, section: Section, ids: _Ids) -> Section | None:
    """A section with its new words; None if all of it was dropped."""
    kept = [_question(each, wishes, ids) for each in section.questions if each.id not in wishes.dropped]
    added = [_added(base, section, each, ids) for each in wishes.added if each.section == section.id]
    if not kept and not added:
        return None
    other = any(each.meaning_stayed is False and each.id not in wishes.dropped for each in _within(section, wishes))
    # a section that asks other things than the one it mirrored mirrors it no more
    twin = None if added or other else section.twin
    return section.model_copy(update={"questions": (*kept, *added), "twin": twin})


def _within(section: Section, wishes: Adaptation) -> list[Rewording]:
    return [each for question in section.questions if (each := wishes.rewording_of(question.id)) is not None]


def _question(question: Question, wishes: Adaptation, ids: _Ids) -> Question:
    words = wishes.rewording_of(question.id)
    if words is None:
        return question
    before = (EarlierWording(id=question.id, text=question.text), *question.continues)
    return question.model_copy(
        update={
            "id": ids.reworded(question.id),
            "text": words.text,
            "short": words.short,
            "continues": before if words.meaning_stayed else (),
            "twin": question.twin if words.meaning_stayed else None,
        }
    )


def model_of(base: Questionnaire, section: Section) -> Question:
    """The question whose scale, score and comment box an added statement of the section has."""
    return next(iter(base.scored_questions(section)), section.questions[0])


def _added(base: Questionnaire, section: Section, addition: Addition, ids: _Ids) -> Question:
    model = model_of(base, section)
    return Question(
        id=ids.added(section.id),
        text=addition.text,
        short=addition.short,
        scale=model.scale,
        scored=model.scored,
        comment=model.comment,
        not_asked_of=() if addition.partners_asked else (Side.PARTNER,),
    )


def _open_question(asked: OpenQuestion, wishes: Adaptation, ids: _Ids) -> OpenQuestion:
    words = wishes.rewording_of(asked.id)
    if words is None:
        return asked
    return asked.model_copy(update={"id": ids.reworded(asked.id), "text": words.text})
