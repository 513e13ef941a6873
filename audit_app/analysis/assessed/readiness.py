"""Whether an assessment can be signed: the one rule that the page, the sign-off and the next steps go by.

At least one item is agreed. Every item of a compulsory element is answered, and of an optional element too once
anything in it has been rated by either side or agreed, so that nobody signs half an element. "Don't know" is an
answer; "Does not apply" is one with a reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, Element, Instrument

_NOTHING = ItemAnswer()


@dataclass(frozen=True)
class Unanswered:
    """An item that is in the way of signing. needs_reason: it does not apply, and nobody has said why."""

    item: str
    element: str
    needs_reason: bool


@dataclass(frozen=True)
class Readiness:
    """unanswered: in the order of the items. anything_agreed: False while nobody has agreed on anything."""

    unanswered: tuple[Unanswered, ...]
    anything_agreed: bool

    @property
    def ready(self) -> bool:
        return self.anything_agreed and not self.unanswered


def readiness(instrument: Instrument, items: Mapping[str, ItemAnswer]) -> Readiness:
    """What is in the way of signing. items: item id → answer, with the ratings of both sides."""
    return Readiness(
        unanswered=tuple(each for element in instrument.sections for each in _unanswered(element, items)),
        anything_agreed=any(answer.agreed is not None for answer in items.values()),
    )


def is_begun(element: Element, items: Mapping[str, ItemAnswer]) -> bool:
    """Whether either side has rated an item of an element, or both have agreed one."""
    answers = (items.get(item.id, _NOTHING) for item in element.questions)
    return any((each.management, each.staff, each.agreed) != (None, None, None) for each in answers)


def _unanswered(element: Element, items: Mapping[str, ItemAnswer]) -> Iterator[Unanswered]:
    if not element.compulsory and not is_begun(element, items):
        return
    for item in element.questions:
        answer = items.get(item.id, _NOTHING)
        needs_reason = answer.agreed == DOES_NOT_APPLY and not (answer.reason or "").strip()
        if answer.agreed is None or needs_reason:
            yield Unanswered(item.id, element.id, needs_reason)
