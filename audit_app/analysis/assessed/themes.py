"""What organisations have in common: each element across all of them, and the items that many rate low."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from audit_app.analysis.assessed.results import ElementResult, OrganisationPlace, Theme
from audit_app.analysis.scores import rounded


def themes(places: Sequence[OrganisationPlace]) -> tuple[Theme, ...]:
    """One theme for each element, in the order in which the organisations' instruments have them.

    places: signed and shared assessments only. An organisation counts for an element once it has rated an item of it;
    median, lowest and highest are of those with a score. low_items: most organisations first, then in order.
    """
    titles = {part.id: part.title for place in places for part in place.result.content.instrument.sections}
    return tuple(_theme(name, title, places) for name, title in titles.items())


def _theme(name: str, title: str, places: Sequence[OrganisationPlace]) -> Theme:
    found: list[ElementResult] = []
    low: Counter[str] = Counter()
    for place in places:
        found += [part for part in place.result.elements if part.id == name and part.rated]
        instrument = place.result.content.instrument
        here = {item.id for part in instrument.sections if part.id == name for item in part.questions}
        rated_low = set(place.result.low) & here
        low.update(item.id for item in instrument.items if item.id in rated_low)
    scores = [part.score for part in found if part.score is not None]
    return Theme(
        element=name,
        title=title,
        organisations=len(found),
        median=rounded(median(Fraction(str(score)) for score in scores)) if scores else None,
        lowest=min(scores, default=None),
        highest=max(scores, default=None),
        low_items=tuple(sorted(low.items(), key=lambda each: -each[1])),
    )
