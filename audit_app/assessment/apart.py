"""What one side may see of the other side's own ratings: nothing of an item until both have rated it.

Otherwise the first to rate would set the number that the other one starts from.
"""

from dataclasses import replace

from audit_app.analysis.assessed.content import Content, ItemAnswer
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


def without_sides(content: Content) -> Content:
    """A whole assessment with the agreed ratings alone, as the forum sees it."""
    items = {name: replace(answer, management=None, staff=None) for name, answer in content.items.items()}
    return replace(content, items=items)
