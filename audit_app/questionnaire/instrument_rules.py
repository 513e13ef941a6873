"""The rules of an instrument file that span several of its parts: tiers, scales, levels and what they name."""

from collections.abc import Iterable, Iterator
from itertools import chain

from audit_app.questionnaire.instrument import (
    AllMet,
    AssessmentScale,
    Instrument,
    Item,
    ItemAt,
    LowerLevel,
    Need,
    Points,
)
from audit_app.questionnaire.rules import Broken, repeated_ids


def broken_instrument_rules(instrument: Instrument) -> Iterator[Broken]:
    """Every rule of its own that an instrument breaks; the rules of every questionnaire are checked apart."""
    yield from _left_to_members(instrument)
    yield from _tiers(instrument)
    for index, scale in enumerate(instrument.scales):
        yield from _scale(scale, f"scales.{index}")
    yield from repeated_ids(
        [(f"rules.levels.{index}.id", each.id) for index, each in enumerate(instrument.rules.levels)]
    )
    if not any(item.scale not in instrument.scale_by_id for item in instrument.items):
        for index, level in enumerate(instrument.rules.levels):
            for inner, need in enumerate(level.needs):
                yield from _need(instrument, need, index, f"rules.levels.{index}.needs.{inner}")
        yield from _alerts(instrument)
        yield from _sample(instrument)
    yield from _review(instrument)


def _places(instrument: Instrument) -> Iterator[tuple[str, Item]]:
    for outer, element in enumerate(instrument.sections):
        for inner, item in enumerate(element.questions):
            yield f"sections.{outer}.questions.{inner}", item


def _left_to_members(instrument: Instrument) -> Iterator[Broken]:
    """What only makes sense where single members answer."""
    for key in ("baseline_of", "short_form_of", "pages"):
        if getattr(instrument, key):
            yield Broken(key, "is for questionnaires that members answer", "Remove it.")
    for path, item in _places(instrument):
        if item.reverse:
            words = "Word the statement so that a higher answer is better, and remove the key."
            yield Broken(f"{path}.reverse", "is for questionnaires that members answer", words)
        if item.not_asked_of:
            yield Broken(f"{path}.not_asked_of", "leaves a side out, but both sides rate every item", "Remove it.")


def _tiers(instrument: Instrument) -> Iterator[Broken]:
    known = [tier.id for tier in instrument.tiers]
    yield from repeated_ids([(f"tiers.{index}.id", name) for index, name in enumerate(known)])
    used = set()
    for path, item in _places(instrument):
        used.add(item.tier)
        if item.tier is None and known:
            yield Broken(f"{path}.tier", "is missing, while the file has tiers", f"Write one of: {', '.join(known)}.")
        elif item.tier is not None and item.tier not in known:
            yield _unknown(f"{path}.tier", "tier", item.tier, known)
    for index, name in enumerate(known):
        if name not in used:
            yield Broken(f"tiers.{index}.id", f"{name} is not used by any item", "Remove it, or use it.")


def _scale(scale: AssessmentScale, path: str) -> Iterator[Broken]:
    values = ", ".join(map(str, scale.values))
    if scale.order != "merit":
        words = "Remove the key: the highest value is the best."
        yield Broken(f"{path}.order", "has no order of merit, which a self-assessment needs", words)
    if "does_not_apply" not in scale.model_fields_set:
        words = "Write the words of that answer, such as Does not apply, or null where it may not be given."
        yield Broken(f"{path}.does_not_apply", "is missing", words)
    for key in ("met_from", "evidence_from", "priority_below"):
        value = getattr(scale, key)
        if value is not None and value not in scale.values:
            yield Broken(f"{path}.{key}", f"is {value}, which is not on the scale", f"Use one of: {values}.")
        elif value == scale.values[0]:
            words = f"Use a higher value ({values}), or remove the key."
            yield Broken(f"{path}.{key}", f"is {value}, the lowest value of the scale", words)


def _need(instrument: Instrument, need: Need, level: int, path: str) -> Iterator[Broken]:
    if isinstance(need, LowerLevel):
        lower = [each.id for each in instrument.rules.levels[:level]]
        if need.level not in lower:
            message = f"names the level {need.level}, which does not stand below this one"
            known = f"Name one of: {', '.join(lower)}." if lower else "Remove it: this is the lowest level."
            yield Broken(f"{path}.level", message, known)
    elif isinstance(need, ItemAt):
        yield from _item_at(instrument, need, path)
    else:
        yield from _of_tiers(instrument, need, path)


def _item_at(instrument: Instrument, need: ItemAt, path: str) -> Iterator[Broken]:
    item = next((each for each in instrument.items if each.id == need.item), None)
    if item is None:
        yield Broken(f"{path}.item", f"names the item {need.item}, which does not exist", "Write the id of an item.")
        return
    values = instrument.rating_scale(item).values
    if need.at_least not in values:
        words = f"Use one of: {', '.join(map(str, values))}."
        yield Broken(f"{path}.at_least", f"is {need.at_least}, which is not on the scale of {need.item}", words)


def _of_tiers(instrument: Instrument, need: AllMet | Points, path: str) -> Iterator[Broken]:
    known = [tier.id for tier in instrument.tiers]
    unknown = [(index, name) for index, name in enumerate(need.tiers) if name not in known]
    for index, name in unknown:
        yield _unknown(f"{path}.tiers.{index}", "tier", name, known)
    if unknown:
        return
    if isinstance(need, AllMet):
        items = chain.from_iterable(instrument.items_of(need.tiers, element) for element in instrument.sections)
        for name in dict.fromkeys(item.scale for item in items if instrument.rating_scale(item).met_from is None):
            words = "Say with met_from from which value on an item is met."
            yield Broken(f"{path}.tiers", f"asks whether items are met, but the scale {name} does not say", words)
        return
    if need.at_least > need.out_of:
        yield Broken(f"{path}.at_least", f"is more than {need.out_of}, the points there are", "Ask for fewer points.")
    for element in instrument.sections:
        best = sum(instrument.rating_scale(item).values[-1] for item in instrument.items_of(need.tiers, element))
        if best != need.out_of:
            message = f"is {need.out_of}, but the best possible in {element.id} is {best}"
            words = "Count the highest value of each item of these tiers; every element must come to the same."
            yield Broken(f"{path}.out_of", message, words)


def _alerts(instrument: Instrument) -> Iterator[Broken]:
    for path, item in _places(instrument):
        scale = instrument.rating_scale(item)
        if item.alert is not None and scale.met_from is None:
            words = f"Give the scale {scale.id} a met_from, or remove the alert."
            yield Broken(f"{path}.alert", "shows when the item is not met, but its scale has no met_from", words)


def _sample(instrument: Instrument) -> Iterator[Broken]:
    if instrument.rules.sample is None:
        return
    proven = sum(instrument.rating_scale(item).evidence_from is not None for item in instrument.items)
    if instrument.rules.sample > proven:
        message = f"is {instrument.rules.sample}, but only {proven} items need evidence"
        yield Broken("rules.sample", message, "Take a smaller sample, or set evidence_from on a scale.")


def _review(instrument: Instrument) -> Iterator[Broken]:
    rules, known = instrument.rules, [tier.id for tier in instrument.tiers]
    for index, name in enumerate(rules.review_tiers):
        if name not in known:
            yield _unknown(f"rules.review_tiers.{index}", "tier", name, known)
    if bool(rules.review_tiers) != bool(rules.review_months):
        absent = "review_months" if rules.review_tiers else "review_tiers"
        yield Broken(f"rules.{absent}", "is missing", "Write both review_tiers and review_months, or neither.")


def _unknown(path: str, kind: str, name: str, known: Iterable[str]) -> Broken:
    words = f"Use one of: {', '.join(known)}." if known else "Define it under tiers, or remove it."
    return Broken(path, f"names the {kind} {name}, which does not exist", words)
