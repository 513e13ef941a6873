"""The ratings of one element as a form: a group of radios for each statement, and a reason where it does not apply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from audit_app.composed_text import composed
from audit_app.questionnaire.definition import DONT_KNOW
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, AssessmentScale, Element, Instrument, Item
from audit_app.web.fields import tidied

LONGEST_REASON = 500
_NOT_ONE = "Choose one of the answers in the list"


@dataclass(frozen=True)
class RatingRow:
    """One statement in the form. number: its place in the whole instrument, from 1.

    chosen: the value that is checked, as text; "" for none. seen: the revision that the page shows. summary: what stands
    behind the rating, in a few words.
    """

    item: Item
    number: int
    choices: tuple[tuple[str, str], ...]
    chosen: str
    reason: str
    seen: int
    asks_reason: bool = False
    error: str = ""
    reason_error: str = ""
    summary: str = ""

    @property
    def field(self) -> str:
        return f"rating-{self.item.id}"

    @property
    def reason_field(self) -> str:
        return f"reason-{self.item.id}"


@dataclass(frozen=True)
class TypedRating:
    """What was sent for one statement."""

    item: Item
    chosen: str
    reason: str
    seen: int


def choices(scale: AssessmentScale) -> tuple[tuple[str, str], ...]:
    """The answers of a scale in the order shown: its ratings, then what stands apart from them."""
    found = [(str(option.value), option.label) for option in scale.options]
    if scale.dont_know:
        found.append((DONT_KNOW, scale.dont_know))
    if scale.does_not_apply:
        found.append((DOES_NOT_APPLY, scale.does_not_apply))
    return tuple(found)


def read_ratings(element: Element, form: Mapping[str, str]) -> list[TypedRating]:
    """What was sent for each statement of an element; nothing chosen is the empty text."""
    return [
        TypedRating(
            item=item,
            chosen=form.get(f"rating-{item.id}", ""),
            reason=form.get(f"reason-{item.id}", ""),
            seen=_number(form.get(f"seen-{item.id}", "")),
        )
        for item in element.questions
    ]


def faults_of(instrument: Instrument, typed: Sequence[TypedRating], *, with_reason: bool) -> dict[str, str]:
    """What is wrong, by field. with_reason: whether "Does not apply" needs its reason here."""
    faults: dict[str, str] = {}
    for each in typed:
        allowed = {value for value, _ in choices(instrument.rating_scale(each.item))}
        if each.chosen and each.chosen not in allowed:
            faults[f"rating-{each.item.id}"] = _NOT_ONE
        if not with_reason or each.chosen != DOES_NOT_APPLY:
            continue
        try:
            reason = tidied(each.reason) or ""
        except ValueError as error:
            faults[f"reason-{each.item.id}"] = str(error)
            continue
        if not reason:
            faults[f"reason-{each.item.id}"] = "Say why it does not apply"
        elif len(reason) > LONGEST_REASON:
            faults[f"reason-{each.item.id}"] = f"Write no more than {LONGEST_REASON} characters"
    return faults


def rows(
    instrument: Instrument,
    element: Element,
    now: Callable[[Item], tuple[str, str, int]],
    *,
    with_reason: bool,
    typed: Sequence[TypedRating] = (),
    faults: Mapping[str, str] | None = None,
    summaries: Mapping[str, str] | None = None,
) -> list[RatingRow]:
    """The rows of a form: as stored, or as typed with what is wrong beside it.

    now: what stands for an item: the chosen value as text, the reason, and the revision.
    """
    numbers = {item.id: number for number, item in enumerate(instrument.items, start=1)}
    sent = {each.item.id: each for each in typed}
    faults = faults or {}
    found = []
    for item in element.questions:
        chosen, reason, seen = now(item)
        if item.id in sent:
            chosen, reason = sent[item.id].chosen, sent[item.id].reason
        found.append(
            RatingRow(
                item=item,
                number=numbers[item.id],
                choices=choices(instrument.rating_scale(item)),
                chosen=chosen,
                reason=composed(reason),
                seen=seen,
                asks_reason=with_reason,
                error=faults.get(f"rating-{item.id}", ""),
                reason_error=faults.get(f"reason-{item.id}", ""),
                summary=(summaries or {}).get(item.id, ""),
            )
        )
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
