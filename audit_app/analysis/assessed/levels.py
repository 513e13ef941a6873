"""Which level is reached under the file's own rule, and exactly what is left to reach the next one."""

from collections.abc import Mapping, Sequence

from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.needs import left_of
from audit_app.analysis.assessed.ratings import agreed_rating, answer_to, in_words, quoted
from audit_app.analysis.assessed.results import Left, LevelStanding, Standing
from audit_app.questionnaire.instrument import Element, Item, LowerLevel


def standing(content: Content) -> Standing | None:
    """Where the organisation stands; None for an instrument with neither levels nor alerts.

    A level is reached when nothing is left for it. The level reached is the highest of them; where a file works levels
    out by element, the whole has a level when every element has that one or a higher one.
    """
    instrument = content.instrument
    if not instrument.rules.levels and not any(item.alert for item in instrument.items):
        return None
    by_element: Mapping[str, tuple[LevelStanding, ...]] = {}
    if instrument.rules.levels_of == "element":
        by_element = {part.id: _levels(content, (part,)) for part in instrument.sections}
        levels = _lowest(tuple(by_element.values()))
    else:
        levels = _levels(content, instrument.sections)
    place = _highest(levels)
    return Standing(
        reached=levels[place].title if place >= 0 else None,
        next_level=levels[place + 1].title if place + 1 < len(levels) else None,
        levels=levels,
        by_element=by_element,
        alerts=tuple(alert for item in instrument.items if (alert := _alert(content, item)) is not None),
    )


def reached_title(levels: Sequence[LevelStanding]) -> str | None:
    """The title of the highest level reached, or None."""
    place = _highest(levels)
    return levels[place].title if place >= 0 else None


def next_standing(standing: Standing) -> LevelStanding | None:
    """The level to reach next, with what is left for it; None when the highest is reached."""
    place = _highest(standing.levels)
    return standing.levels[place + 1] if place + 1 < len(standing.levels) else None


def _highest(levels: Sequence[LevelStanding]) -> int:
    """Place of the highest level reached, -1 for none."""
    return max((place for place, level in enumerate(levels) if level.reached), default=-1)


def _levels(content: Content, elements: Sequence[Element]) -> tuple[LevelStanding, ...]:
    """Every level for these elements, lowest first. What is left for a lower level is left for a higher one too."""
    left: dict[str, tuple[Left, ...]] = {}
    for level in content.instrument.rules.levels:
        found: list[Left] = []
        for need in level.needs:
            found += left[need.level] if isinstance(need, LowerLevel) else left_of(content, need, elements)
        left[level.id] = tuple(dict.fromkeys(found))  # two needs may name the same item
    titles = {level.id: level.title for level in content.instrument.rules.levels}
    return tuple(LevelStanding(name, titles[name], not rest, rest) for name, rest in left.items())


def _lowest(by_element: Sequence[tuple[LevelStanding, ...]]) -> tuple[LevelStanding, ...]:
    """The levels of the whole: each is reached when every element stands at it or higher."""
    whole = []
    for place, levels in enumerate(zip(*by_element, strict=True)):
        behind = [each for each, of_element in zip(levels, by_element, strict=True) if _highest(of_element) < place]
        left = tuple(rest for each in behind for rest in each.left)
        whole.append(LevelStanding(levels[0].id, levels[0].title, not behind, left))
    return tuple(whole)


def _alert(content: Content, item: Item) -> Left | None:
    """The prompt of an item that is answered, and not met."""
    scale, answer = content.instrument.rating_scale(item), answer_to(content, item)
    if item.alert is None or scale.met_from is None:
        return None
    rating = agreed_rating(answer)
    if answer.agreed != "dont_know" and (rating is None or rating >= scale.met_from):
        return None
    sentence = f"{quoted(item)}: {in_words(scale, answer.agreed)}. {item.alert}"
    return Left(sentence, content.instrument.element_of(item.id).id, item.id)
