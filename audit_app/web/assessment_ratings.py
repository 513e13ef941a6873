"""The ratings of one element as a form: a group of radios for each statement, and a reason where it does not apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audit_app.analysis.assessed.content import ItemAnswer
from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.ratings import ItemNow, Sent
from audit_app.questionnaire.definition import DONT_KNOW
from audit_app.questionnaire.instrument import DOES_NOT_APPLY, AssessmentScale, Element, Instrument, Item
from audit_app.web.fields import printable


@dataclass(frozen=True)
class RatingRow:
    """One statement in the form. number: its place in the whole instrument, from 1.

    chosen: the value that is checked, as text; "" for none. seen: the revision that the page shows. more: what stands
    behind the rating, in a few words.
    """

    item: Item
    number: int
    choices: tuple[tuple[str, str], ...]
    chosen: str
    reason: str
    seen: int
    asks_reason: bool
    error: str
    reason_error: str
    more: str

    @property
    def field(self) -> str:
        return f"rating-{self.item.id}"

    @property
    def steps(self) -> int:
        """How many of the choices are steps of the scale; the others stand apart from them."""
        return sum(value not in {DONT_KNOW, DOES_NOT_APPLY} for value, _ in self.choices)

    @property
    def reason_field(self) -> str:
        return f"reason-{self.item.id}"


@dataclass(frozen=True)
class RatingForm:
    """Which rating the form is about: "management", "staff" or "agreed"; and what was sent, if it was refused.

    errors: by the id of their field. meanwhile: what somebody else has changed, if that is why.
    """

    rates: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    meanwhile: ChangedMeanwhile | None = None

    @property
    def asks_reason(self) -> bool:
        """A side says what it sees; why something does not apply is for both to say."""
        return self.rates == "agreed"

    def rows(self, instrument: Instrument, items: Sequence[ItemNow]) -> list[RatingRow]:
        """The rows of the form: as stored, or as typed with what is wrong beside it."""
        numbers = {item.id: number for number, item in enumerate(instrument.items, start=1)}
        return [self._row(instrument, now, numbers[now.item.id]) for now in items]

    def _row(self, instrument: Instrument, now: ItemNow, number: int) -> RatingRow:
        name = now.item.id
        chosen, reason, seen = self._shown(now)
        return RatingRow(
            item=now.item,
            number=number,
            choices=choices(instrument.rating_scale(now.item)),
            chosen=chosen,
            reason=printable(reason),
            seen=seen,
            asks_reason=self.asks_reason,
            error=self.errors.get(f"rating-{name}", ""),
            reason_error=self.errors.get(f"reason-{name}", ""),
            more=behind(now.answer),
        )

    def _shown(self, now: ItemNow) -> tuple[str, str, int]:
        """The choice, the reason and the revision that belongs to them.

        What was sent goes on with the revision that its sender had seen: with a newer one, what somebody else has
        changed meanwhile would be undone unseen. Only where both are shown is it the one that stands now.
        """
        name, stored = now.item.id, getattr(now.answer, self.rates)
        chosen = self.typed.get(f"rating-{name}", "" if stored is None else str(stored))
        reason = self.typed.get(f"reason-{name}", now.answer.reason or "")
        if self.meanwhile is not None and name in self.meanwhile.together:
            together = self.meanwhile.together[name]
            chosen, reason = together.get(self.rates, chosen) or "", together.get("reason", reason) or ""
            return chosen, reason, self.meanwhile.revisions[name]
        seen = self.typed.get(f"seen-{name}")
        return chosen, reason, now.revision if seen is None else revision(seen)


def choices(scale: AssessmentScale) -> tuple[tuple[str, str], ...]:
    """The answers of a scale in the order shown: its ratings, then what stands apart from them."""
    found = [(str(option.value), option.label) for option in scale.options]
    if scale.dont_know:
        found.append((DONT_KNOW, scale.dont_know))
    if scale.does_not_apply:
        found.append((DOES_NOT_APPLY, scale.does_not_apply))
    return tuple(found)


def sent_ratings(element: Element, form: Mapping[str, str], rates: str) -> dict[str, Sent]:
    """What was sent for each statement of an element. A statement without a choice is left as it is."""
    found = {}
    for item in element.questions:
        typed = {}
        if form.get(f"rating-{item.id}"):
            typed[rates] = form[f"rating-{item.id}"]
        if rates == "agreed" and f"reason-{item.id}" in form and typed.get(rates) == DOES_NOT_APPLY:
            typed["reason"] = form[f"reason-{item.id}"]
        if typed:
            found[item.id] = Sent(typed, revision(form.get(f"seen-{item.id}", "")))
    return found


def field_of(name: str) -> str:
    """The field of the form that a fault named ITEM-FIELD is about."""
    item_id, _, what = name.rpartition("-")
    return f"{'reason' if what == 'reason' else 'rating'}-{item_id}"


def revision(text: str) -> int:
    """A revision as a form brings it back; -1, which never was, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def behind(answer: ItemAnswer) -> str:
    """What stands behind a rating, in a few words."""
    found = []
    if answer.proofs:
        count = len(answer.proofs)
        found.append(f"{count} {'piece' if count == 1 else 'pieces'} of evidence")
    if answer.note:
        found.append("a note")
    if answer.help_wanted:
        found.append("help wanted")
    return ", ".join(found)
