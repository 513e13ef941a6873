"""What one side may see of the other side's own ratings, and what the forum may see of all of it.

One side sees nothing of an item from the other until both have rated it: otherwise the first to rate would set the
number that the other one starts from. The forum sees what both sides agreed, not how they came to it.
"""

from dataclasses import replace

from audit_app.analysis.assessed.content import Content, ItemAnswer, Proof
from audit_app.questionnaire.definition import Side


def visible_ratings(answer: ItemAnswer, side: Side | None) -> ItemAnswer:
    """An item as somebody of this side may see it; None for somebody of neither side."""
    if answer.management is not None and answer.staff is not None:
        return answer
    return replace(
        answer,
        management=answer.management if side is Side.MANAGEMENT else None,
        staff=answer.staff if side is Side.STAFF else None,
    )


def visible_to(content: Content, side: Side | None) -> Content:
    """A whole assessment as somebody of this side may see it."""
    return replace(content, items={name: visible_ratings(answer, side) for name, answer in content.items.items()})


def as_forum_sees(content: Content) -> Content:
    """A whole assessment as the forum sees it once it is shared; the page that shares says the same in words.

    There: agreed ratings with the reason why one does not apply, how sure the group is, where help is wanted, that
    there is evidence and from when, actions, and who signed, with a note of disagreement. Not there: each side's own
    rating, notes, when an item is worked on, what the evidence is and where, and answers in own words.
    """
    items = {name: _item_for_forum(answer) for name, answer in content.items.items()}
    return replace(content, items=items, words={})


def _item_for_forum(answer: ItemAnswer) -> ItemAnswer:
    return ItemAnswer(
        agreed=answer.agreed,
        reason=answer.reason,
        confidence=answer.confidence,
        help_wanted=answer.help_wanted,
        proofs=tuple(Proof("Evidence", dated=proof.dated) for proof in answer.proofs),
    )
