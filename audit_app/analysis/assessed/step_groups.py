"""Next steps, grouped: where many of a kind stand under each other, one line says how many and where."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from audit_app.analysis.assessed.results import NextStep, ProofFault
from audit_app.questionnaire.instrument import Instrument

MOST = 3  # lines of a kind that stand for themselves
_VERBS = {
    ("talk", None): "Talk about {statements} in {where}: the two sides rated them differently.",
    ("agree", None): "Agree {statements} in {where}: both sides say the same.",
    ("rate", None): "Rate {statements} in {where}.",
    ("low", None): "Plan actions for {statements} in {where}.",
    ("evidence", ProofFault.MISSING): "Add evidence for {statements} in {where}.",
    ("evidence", ProofFault.STALE): "Bring newer evidence for {statements} in {where}.",
    ("evidence", ProofFault.UNDATED): "Date the evidence for {statements} in {where}.",
}


def grouped(
    steps: Sequence[NextStep], instrument: Instrument, element_words: tuple[str, str] = ("element", "elements")
) -> tuple[NextStep, ...]:
    """The same steps in the same order, more than three of a kind in one element as one.

    More than three such lines of a kind, over all elements, become one too. Alerts are never grouped.
    element_words: what the instrument calls one element, and several.
    """
    titles = {part.id: part.title for part in instrument.sections}

    def in_element(found: Sequence[NextStep]) -> NextStep:
        first = found[0]
        return _one(found, titles.get(first.element or "", ""), first.element)

    def anywhere(found: Sequence[NextStep]) -> NextStep:
        if found[0].kind == "action":
            return NextStep("action", f"{len(found)} actions are overdue.", statements=len(found))
        elements = {step.element for step in found}
        where = titles[found[0].element or ""] if len(elements) == 1 else f"{len(elements)} {element_words[1]}"
        return _one(found, where, None)

    per_element = _folded(
        steps, lambda step: (step.kind, step.element) if step.kind in {"talk", "low"} else None, in_element
    )
    return _folded(per_element, _kind, anywhere)


def _kind(step: NextStep) -> Hashable | None:
    return (step.kind, step.fault) if step.kind == "action" or (step.kind, step.fault) in _VERBS else None


def _folded(
    steps: Sequence[NextStep], key: Callable[[NextStep], Hashable | None],
    merged: Callable[[Sequence[NextStep]], NextStep],
) -> tuple[NextStep, ...]:  # fmt: skip
    """Steps with the same key, if there are more than MOST, as one at the place of the first of them."""
    alike: dict[Hashable, list[NextStep]] = {}
    for step in steps:
        alike.setdefault(key(step), []).append(step)
    found: list[NextStep] = []
    for step in steps:
        same = alike[key(step)]
        if key(step) is None or len(same) <= MOST:
            found.append(step)
        elif step is same[0]:
            found.append(merged(same))
    return tuple(found)


def _one(found: Sequence[NextStep], where: str, element: str | None) -> NextStep:
    first, amount = found[0], sum(step.statements for step in found)
    sentence = _VERBS[first.kind, first.fault].format(statements=f"{amount} statements", where=where)
    return replace(first, sentence=sentence, item=None, element=element, statements=amount)
