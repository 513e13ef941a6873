"""What to do next, most urgent first, in plain sentences: the first thing on the page of results."""

from collections.abc import Iterator, Sequence
from datetime import date

from audit_app.analysis.assessed.content import ActionState, Content, ItemAnswer, Priority
from audit_app.analysis.assessed.levels import next_standing
from audit_app.analysis.assessed.profile import low_items
from audit_app.analysis.assessed.ratings import answer_to, in_words, quoted
from audit_app.analysis.assessed.readiness import readiness
from audit_app.analysis.assessed.results import NextStep, ProofFault, ProofProblem, Standing
from audit_app.analysis.assessed.review import review_is_due
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.instrument import Element, Item

_OPEN = (ActionState.TO_DO, ActionState.UNDER_WAY)


def next_steps(
    content: Content, today: date, where: Standing | None, problems: Sequence[ProofProblem]
) -> tuple[NextStep, ...]:
    """Alerts, reviews, ratings to talk about, agree and give, evidence, the next level, low items, actions, signing.

    where: from `levels.standing`; problems: from `proofs.proof_problems`.
    """
    return (
        *_alerts(where),
        *_review(content, today),
        *_ratings(content),
        *_evidence(content, problems),
        *_level(where),
        *_low(content),
        *_overdue(content, today),
        *_sign(content),
    )


def _alerts(where: Standing | None) -> Iterator[NextStep]:
    for alert in where.alerts if where is not None else ():
        yield NextStep("alert", alert.sentence, alert.item, alert.element)


def _review(content: Content, today: date) -> Iterator[NextStep]:
    if review_is_due(content, today):
        rules = content.instrument.rules
        tiers = " and ".join(tier.title for tier in content.instrument.tiers if tier.id in rules.review_tiers)
        yield NextStep("review", f"Look at {tiers} again: the law may have changed since both sides signed.")


def _ratings(content: Content) -> Iterator[NextStep]:
    """First what the sides see apart, item by item; then what they see alike; then what they have not both rated."""
    for element in content.instrument.sections:
        for item in element.questions:
            answer = answer_to(content, item)
            if _apart(answer):
                yield _talk(content, element, item, answer)
    for element in content.instrument.sections:
        open_now = [answer for item in element.questions if (answer := answer_to(content, item)).agreed is None]
        alike = sum(_by_both(answer) and not _apart(answer) for answer in open_now)
        if alike:
            words = f"Agree {_many(alike, 'rating')} in {element.title}: both sides say the same."
            yield NextStep("agree", words, element=element.id, statements=alike)
    for element in content.instrument.sections:
        to_rate = sum(
            answer.agreed is None and not _by_both(answer)
            for answer in (answer_to(content, item) for item in element.questions)
        )
        if to_rate:
            words = f"Rate {_many(to_rate, 'statement')} in {element.title}."
            yield NextStep("rate", words, element=element.id, statements=to_rate)


def _by_both(answer: ItemAnswer) -> bool:
    return answer.management is not None and answer.staff is not None


def _apart(answer: ItemAnswer) -> bool:
    return answer.agreed is None and _by_both(answer) and answer.management != answer.staff


def _talk(content: Content, element: Element, item: Item, answer: ItemAnswer) -> NextStep:
    scale = content.instrument.rating_scale(item)
    said = [f"{side.label} says “{in_words(scale, getattr(answer, side.value))}”" for side in TWO_SIDES]
    words = f"Talk about {quoted(item)}. {said[0]}, {said[1][0].lower()}{said[1][1:]}."
    return NextStep("talk", words, item.id, element.id)


def _evidence(content: Content, problems: Sequence[ProofProblem]) -> Iterator[NextStep]:
    """One step for each element and fault; it names the item where there is only one."""
    items = content.instrument.item_by_id
    for fault, verb in (
        (ProofFault.MISSING, "Add evidence for"),
        (ProofFault.STALE, "Bring newer evidence for"),
        (ProofFault.UNDATED, "Date the evidence for"),
    ):
        found = dict.fromkeys(problem.item for problem in problems if problem.fault is fault)
        for element in content.instrument.sections:
            here = [item.id for item in element.questions if item.id in found]
            if len(here) == 1:
                yield NextStep("evidence", f"{verb} {quoted(items[here[0]])}.", here[0], element.id, fault=fault)
            elif here:
                words = f"{verb} {_many(len(here), 'statement')} in {element.title}."
                yield NextStep("evidence", words, element=element.id, statements=len(here), fault=fault)


def _level(where: Standing | None) -> Iterator[NextStep]:
    ahead = next_standing(where) if where is not None else None
    if ahead is None:
        return
    first = ahead.left[0]
    if len(ahead.left) == 1:
        yield NextStep(
            "level", f"One thing is left to reach {ahead.title}. {first.sentence}", first.item, first.element
        )
    else:
        yield NextStep("level", f"{len(ahead.left)} things are left to reach {ahead.title}.")


def _low(content: Content) -> Iterator[NextStep]:
    """Low items, then other items to be worked on now, that no action is planned for."""
    instrument, low = content.instrument, low_items(content)
    planned = {action.item for action in content.actions if action.state in _OPEN}
    urgent = [item.id for item in instrument.items if answer_to(content, item).priority is Priority.NOW]
    for name in dict.fromkeys((*low, *urgent)):
        item = instrument.item_by_id[name]
        if name in planned:
            continue
        why = f"is rated “{in_words(instrument.rating_scale(item), answer_to(content, item).agreed)}”"
        why = why if name in low else "is to be worked on now"
        yield NextStep("low", f"Plan an action: {quoted(item)} {why}.", name, instrument.element_of(name).id)


def _overdue(content: Content, today: date) -> Iterator[NextStep]:
    elements = {item.id: element.id for element in content.instrument.sections for item in element.questions}
    late = [
        (action.due_on, action)
        for action in content.actions
        if action.state in _OPEN and action.due_on is not None and action.due_on < today
    ]
    for due_on, action in sorted(late, key=lambda each: each[0]):
        words = f"Overdue since {due_on.day} {due_on:%B %Y}: {action.text.rstrip('.')} ({action.owner_role})."
        yield NextStep("action", words, action.item, elements.get(action.item or ""))


def _sign(content: Content) -> Iterator[NextStep]:
    """Who has not signed, once nothing is in the way of it."""
    if not readiness(content.instrument, content.items).ready:
        return
    signed = {signature.side for signature in content.signatures}
    missing = [side.label for side in TWO_SIDES if side.value not in signed]
    if len(missing) == 2:
        yield NextStep("sign", "Both sides can sign now.")
    elif missing:
        yield NextStep("sign", f"{missing[0]} has not signed yet.")


def _many(amount: int, one: str) -> str:
    return f"{amount} {one}{'' if amount == 1 else 's'}"
