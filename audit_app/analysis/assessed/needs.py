"""What is left of one need of a level, thing by thing, in plain sentences."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.ratings import (
    agreed_rating,
    answer_to,
    counted_rating,
    in_words,
    lacks_evidence,
    left_out,
    needs_evidence,
    quoted,
)
from audit_app.analysis.assessed.results import Left
from audit_app.questionnaire.instrument import AllMet, Element, Item, ItemAt, Points


def left_of(content: Content, need: AllMet | Points | ItemAt, elements: Sequence[Element]) -> Iterator[Left]:
    """What is left of a need in these elements; nothing when it is fulfilled."""
    for element in elements:
        if isinstance(need, AllMet):
            yield from _all_met(content, need, element)
        elif isinstance(need, Points):
            yield from _points(content, need, element)
        else:
            for item in element.questions:
                if item.id == need.item:
                    yield from _item(content, element, item, need.at_least, may_not_apply=False)


def _all_met(content: Content, need: AllMet, element: Element) -> Iterator[Left]:
    for item in content.instrument.items_of(need.tiers, element):
        met_from = content.instrument.rating_scale(item).met_from
        if met_from is not None:
            yield from _item(content, element, item, met_from, may_not_apply=True)


def _item(content: Content, element: Element, item: Item, at_least: int, *, may_not_apply: bool) -> Iterator[Left]:
    """What is left until an item has a value, with its evidence."""
    scale, answer = content.instrument.rating_scale(item), answer_to(content, item)
    counted = counted_rating(scale, answer)
    if (counted is not None and counted >= at_least) or (may_not_apply and left_out(answer)):
        return
    wanted = f"“{scale.labels[at_least]}”"
    if needs_evidence(scale, at_least) and not answer.proofs:
        wanted += ", with evidence"
    rating, now = agreed_rating(answer), in_words(scale, answer.agreed)
    if answer.agreed is None:
        rest = f"no rating is agreed yet. It needs {wanted}."
    elif rating is not None and rating >= at_least:
        rest = f"the answer is “{now}”, but evidence is missing."
    elif answer.agreed == "does_not_apply" and may_not_apply:
        rest = "say why it does not apply."
    else:
        rest = f"now “{now}”. It needs {wanted}."
    yield Left(f"{quoted(item)}: {rest}", element.id, item.id)


def _points(content: Content, need: Points, element: Element) -> Iterator[Left]:
    """The points that an element still lacks, and the items whose points do not count yet.

    Where items do not apply, the same share of the points that can still be had is needed, rounded up.
    """
    instrument = content.instrument
    items = instrument.items_of(need.tiers, element)
    answers = [(item, instrument.rating_scale(item), answer_to(content, item)) for item in items]
    possible = sum(scale.values[-1] for _, scale, answer in answers if not left_out(answer))
    needed = ceil(Fraction(need.at_least * possible, need.out_of))
    points = sum(counted_rating(scale, answer) or 0 for _, scale, answer in answers)
    if points >= needed:
        return
    more = needed - points
    titles = " and ".join(tier.title for tier in instrument.tiers if tier.id in need.tiers)
    fewer = " that can be had" if possible < need.out_of else ""
    yield Left(
        f"{more} more {'point' if more == 1 else 'points'} from {titles} in {element.title}: "
        f"now {points} of {possible}{fewer}, and {needed} are needed.",
        element.id,
    )
    for item, scale, answer in answers:
        if lacks_evidence(scale, answer):
            gained = (agreed_rating(answer) or 0) - (counted_rating(scale, answer) or 0)
            words = f"{gained} {'point counts' if gained == 1 else 'points count'}"
            yield Left(f"{quoted(item)}: evidence is missing. With it, {words}.", element.id, item.id)
        elif answer.agreed == "does_not_apply" and not left_out(answer):
            yield Left(f"{quoted(item)}: say why it does not apply.", element.id, item.id)
