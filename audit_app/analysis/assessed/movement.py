"""What changed since an earlier assessment: only what asked the same then as now is compared."""

from audit_app.analysis.assessed.content import Content, Value
from audit_app.analysis.assessed.mean_score import exact_score
from audit_app.analysis.assessed.results import ElementChange, ItemChange, Movement
from audit_app.analysis.scores import rounded, rounded_difference
from audit_app.questionnaire.lineage import compare_statements


def item_changes(before: Content, after: Content) -> tuple[ItemChange, ...]:
    """Every item of the newer instrument in its order, then those of the older one that are no longer asked.

    An item whose words or scale changed is never compared. "Don't know" and "Does not apply" are no rating: an item
    that goes from them to a rating is new, the other way gone.
    """
    lineage = compare_statements(before.instrument, after.instrument)
    changes = []
    for item in after.instrument.items:
        then, now = _agreed(before, lineage.same.get(item.id, item.id)), _agreed(after, item.id)
        if item.id in lineage.changed:
            movement = Movement.REWORDED
        else:
            movement = _movement(then if item.id in lineage.same else None, now)
        changes.append(ItemChange(item.id, then, now, movement))
    for name in lineage.only_earlier:
        then = _agreed(before, name)
        changes.append(ItemChange(name, then, None, _movement(then, None)))
    return tuple(changes)


def element_changes(before: Content, after: Content) -> tuple[ElementChange, ...]:
    """Each element's score then and now over the items that were rated both times; none without scores.

    These two scores may differ from the elements' own, which rest on all their rated items.
    """
    if not (before.instrument.rules.scores and after.instrument.rules.scores):
        return ()
    same = compare_statements(before.instrument, after.instrument).same
    found = []
    for element in after.instrument.sections:
        pairs = [
            (after.instrument.rating_scale(item), then, now)
            for item in element.questions
            if item.id in same
            and isinstance(then := _agreed(before, same[item.id]), int)
            and isinstance(now := _agreed(after, item.id), int)
        ]
        earlier = exact_score([(scale, then) for scale, then, _ in pairs])
        later = exact_score([(scale, now) for scale, _, now in pairs])
        if earlier is None or later is None:
            found.append(ElementChange(element.id, None, None, 0))
        else:
            difference = rounded_difference(later - earlier)
            found.append(ElementChange(element.id, rounded(earlier), rounded(later), len(pairs), difference))
    return tuple(found)


def _agreed(content: Content, item_id: str) -> Value | None:
    answer = content.items.get(item_id)
    return answer.agreed if answer is not None else None


def _movement(then: Value | None, now: Value | None) -> Movement:
    if isinstance(then, int) and isinstance(now, int):
        return Movement.UP if now > then else Movement.DOWN if now < then else Movement.SAME
    if isinstance(now, int):
        return Movement.NEW
    return Movement.GONE if isinstance(then, int) else Movement.UNRATED
