"""Who may help whom: organisations that ask for help with an item, beside those that are strong in it."""

from collections.abc import Hashable, Sequence

from audit_app.analysis.assessed.content import Confidence
from audit_app.analysis.assessed.ratings import answer_to, counted_rating
from audit_app.analysis.assessed.results import Match, OrganisationPlace
from audit_app.questionnaire.instrument import Item
from audit_app.questionnaire.lineage import meaning


def matches(places: Sequence[OrganisationPlace]) -> tuple[Match, ...]:
    """Each item that somebody asks for help with, in the order of the instruments; `strong` may be empty.

    Only signed assessments count, and only those that were shared may be handed in. Strong is a rating at the top of
    the scale, or one that is met and given with high confidence, with the evidence that it needs. Whoever asks for
    help with an item is not named as strong in it. Items with the same id that ask something else are kept apart.
    """
    asks: dict[tuple[str, Hashable], set[str]] = {}
    strong: dict[tuple[str, Hashable], set[str]] = {}
    for place in places:
        content = place.result.content
        if content.signed_on is None:
            continue
        for item in content.instrument.items:
            key = (item.id, meaning(content.instrument, item))
            asked = asks.setdefault(key, set())
            if answer_to(content, item).help_wanted:
                asked.add(place.organisation)
            if _is_strong(place, item):
                strong.setdefault(key, set()).add(place.organisation)
    return tuple(
        Match(key[0], _in_order(wanting), _in_order(strong.get(key, set()) - wanting))
        for key, wanting in asks.items()
        if wanting
    )


def _is_strong(place: OrganisationPlace, item: Item) -> bool:
    content = place.result.content
    scale, answer = content.instrument.rating_scale(item), answer_to(content, item)
    rating = counted_rating(scale, answer)
    if rating is None:
        return False
    met = scale.met_from is not None and rating >= scale.met_from
    return rating == scale.values[-1] or (met and answer.confidence is Confidence.HIGH)


def _in_order(organisations: set[str]) -> tuple[str, ...]:
    return tuple(sorted(organisations, key=str.casefold))
