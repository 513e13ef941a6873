"""Where management and staff side rated an item apart from each other: something to talk about."""

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.ratings import answer_to
from audit_app.analysis.assessed.results import Difference


def differences(content: Content) -> tuple[Difference, ...]:
    """Every item that both sides answered and answered differently, in order; "Don't know" is an answer too."""
    found = []
    for item in content.instrument.items:
        answer = answer_to(content, item)
        if answer.management is not None and answer.staff is not None and answer.management != answer.staff:
            found.append(Difference(item.id, answer.management, answer.staff))
    return tuple(found)
