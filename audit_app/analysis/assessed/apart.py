"""What both sides may read of each other's ratings: an item that both have rated, and no other."""

from dataclasses import replace

from audit_app.analysis.assessed.content import Content, ItemAnswer

_NOTHING = ItemAnswer()


def known_to_both(answer: ItemAnswer) -> ItemAnswer:
    """An item with each side's own rating only where both have given one."""
    if answer.management is not None and answer.staff is not None:
        return answer
    return replace(answer, management=None, staff=None)


def for_both_sides(content: Content) -> Content:
    """A whole assessment as it can lie on the table between the two sides.

    An item of which nothing is left is absent, as if nobody had touched it: that one side has said something is not
    told either.
    """
    known = {name: known_to_both(answer) for name, answer in content.items.items()}
    return replace(content, items={name: answer for name, answer in known.items() if answer != _NOTHING})
