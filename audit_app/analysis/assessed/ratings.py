"""How one answer counts, and how it is said. Only the rating that both sides agreed on ever counts."""

from audit_app.analysis.assessed.content import Content, ItemAnswer, Value
from audit_app.questionnaire.instrument import AssessmentScale, Item

_NOTHING = ItemAnswer()


def answer_to(content: Content, item: Item) -> ItemAnswer:
    """What is known about an item; an empty answer when nothing is."""
    return content.items.get(item.id, _NOTHING)


def agreed_rating(answer: ItemAnswer) -> int | None:
    """The agreed rating, or None: nothing is agreed, or the answer is "Don't know" or "Does not apply"."""
    return answer.agreed if isinstance(answer.agreed, int) else None


def counted_rating(scale: AssessmentScale, answer: ItemAnswer) -> int | None:
    """The rating that levels, points and strengths rest on.

    A rating that needs evidence and has none counts as the highest rating that needs none, so that a better answer
    never counts for less.
    """
    rating = agreed_rating(answer)
    if rating is None or not lacks_evidence(scale, answer):
        return rating
    return max(value for value in scale.values if value < (scale.evidence_from or 0))


def needs_evidence(scale: AssessmentScale, rating: int) -> bool:
    """Whether a rating counts in full only with evidence."""
    return scale.evidence_from is not None and rating >= scale.evidence_from


def lacks_evidence(scale: AssessmentScale, answer: ItemAnswer) -> bool:
    """Whether the agreed rating needs evidence and has none."""
    rating = agreed_rating(answer)
    return rating is not None and needs_evidence(scale, rating) and not answer.proofs


def left_out(answer: ItemAnswer) -> bool:
    """Whether the item does not apply, and the organisation has said why."""
    return answer.agreed == "does_not_apply" and bool(answer.reason and answer.reason.strip())


def in_words(scale: AssessmentScale, value: Value | None) -> str:
    """A rating as the scale words it."""
    if value is None:
        return "Not rated"
    if value == "dont_know":
        return scale.dont_know or "Don't know"
    if value == "does_not_apply":
        return scale.does_not_apply or "Does not apply"
    return scale.labels.get(value, str(value))


def quoted(item: Item) -> str:
    """The statement in quotation marks, for a sentence about it."""
    return f"“{item.text.rstrip('.')}”"
