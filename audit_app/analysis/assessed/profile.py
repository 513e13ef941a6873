"""Where an organisation stands, element by element."""

from collections.abc import Iterable, Mapping

from audit_app.analysis.assessed.content import Content, ItemAnswer, Priority
from audit_app.analysis.assessed.mean_score import mean_score
from audit_app.analysis.assessed.ratings import agreed_rating, answer_to, counted_rating
from audit_app.analysis.assessed.results import ElementResult
from audit_app.questionnaire.instrument import AssessmentScale, Element, Item

_LAST = len(Priority)


def elements(content: Content, level_of: Mapping[str, str | None]) -> tuple[ElementResult, ...]:
    """Every element, in the order of the file. level_of: element id → title of its level, where there are levels."""
    return tuple(_element(content, element, level_of.get(element.id)) for element in content.instrument.sections)


def overall(content: Content) -> float | None:
    """The mean of all rated items out of 10, or None unless every element is rated far enough.

    Items that do not apply are in neither number; an element of which nothing applies holds nothing back.
    """
    instrument = content.instrument
    if not instrument.rules.scores or rated_too_little(content):
        return None
    return mean_score(_rated(content, instrument.items))


def rated_too_little(content: Content) -> tuple[str, ...]:
    """The elements of which too little is rated for an overall score, in order: why there is none."""
    found = []
    for element in content.instrument.sections:
        answers = [answer_to(content, item) for item in element.questions]
        applying = sum(answer.agreed != "does_not_apply" for answer in answers)
        rated = sum(agreed_rating(answer) is not None for answer in answers)
        if not content.instrument.rules.rated_enough(rated, applying):
            found.append(element.id)
    return tuple(found)


def low_items(content: Content) -> tuple[str, ...]:
    """Items rated below their scale's priority_below: worst first, then the more urgent, then in order."""
    found = []
    for place, item in enumerate(content.instrument.items):
        scale, answer = content.instrument.rating_scale(item), answer_to(content, item)
        rating = agreed_rating(answer)
        if rating is not None and scale.priority_below is not None and rating < scale.priority_below:
            found.append((scale.score(rating), _urgency(answer), place, item.id))
    return tuple(item for *_, item in sorted(found))


def strong_items(content: Content) -> tuple[str, ...]:
    """Items at the top of their scale, in order; with evidence where the scale asks for it."""
    instrument = content.instrument
    return tuple(
        item.id
        for item in instrument.items
        if counted_rating(instrument.rating_scale(item), answer_to(content, item))
        == instrument.rating_scale(item).values[-1]
    )


def unrated_items(content: Content) -> tuple[str, ...]:
    """Items without an agreed answer, in order."""
    return tuple(item.id for item in content.instrument.items if answer_to(content, item).agreed is None)


def _element(content: Content, element: Element, level: str | None) -> ElementResult:
    answers = [answer_to(content, item) for item in element.questions]
    rated = _rated(content, element.questions)
    return ElementResult(
        id=element.id,
        title=element.title,
        score=mean_score(rated) if content.instrument.rules.scores else None,
        rated=len(rated),
        asked=len(answers),
        not_applying=sum(answer.agreed == "does_not_apply" for answer in answers),
        not_known=sum(answer.agreed == "dont_know" for answer in answers),
        both_sides=sum(answer.management is not None and answer.staff is not None for answer in answers),
        level=level,
    )


def _rated(content: Content, items: Iterable[Item]) -> list[tuple[AssessmentScale, int]]:
    """The scale and agreed rating of each item that has one."""
    return [
        (content.instrument.rating_scale(item), rating)
        for item in items
        if (rating := agreed_rating(answer_to(content, item))) is not None
    ]


def _urgency(answer: ItemAnswer) -> int:
    return _LAST if answer.priority is None else list(Priority).index(answer.priority)
