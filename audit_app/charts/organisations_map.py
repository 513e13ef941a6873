"""Where does everyone stand? Organisations by elements, as a table whose cells are shaded. Never a league table."""

from collections.abc import Sequence

from audit_app.analysis.assessed.results import AssessmentResult, ElementResult, OrganisationPlace, Standing, Theme
from audit_app.analysis.assessed.themes import themes
from audit_app.charts import assessed_wording as said
from audit_app.charts import wording
from audit_app.charts.assessed_levels import left_in
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import CountedBars
from audit_app.charts.drawing import BODY_WIDTH, Captions
from audit_app.charts.lettering import SMALL, width
from audit_app.charts.palette import Paint
from audit_app.charts.score_grid import SHADES, GridCell, GridRow, ScoreGrid

_ID = "organisations-map"
_KEY = ("Below 5.0", "5.0 to 6.4", "6.5 to 7.4", "7.5 or more")
_MEDIAN = "Middle score of all"
_NO_LEVEL = "None yet"
_WHOLE = "The whole"
_NAMES = 146.0  # points for the organisations' names, so that the elements' titles fit over their columns
_SHARED = "Only organisations that agreed to share a signed assessment are here. They stand in order of their names."


def organisations_map(places: Sequence[OrganisationPlace]) -> Chart:
    """One row for each organisation, by name; scores, or the level up to which an element holds nothing back.

    places: signed and shared assessments, all of one instrument in any version. Raises ValueError for several.
    """
    if not places:
        return _empty()
    if len({place.result.content.instrument.id for place in places}) > 1:
        raise ValueError("A map of organisations shows one instrument.")
    ordered = sorted(places, key=lambda place: place.organisation.casefold())
    columns = themes(ordered)
    scored = ordered[0].result.content.instrument.rules.scores
    grid = _scores(ordered, columns) if scored else _steps(ordered, columns)
    title = _title_of_scores(ordered, columns) if scored else _title_of_levels(ordered)
    organisations = wording.many(len(ordered), "organisation has", "organisations have")
    base = f"{organisations} answered, signed and agreed to share."
    sentence = _sentence(ordered, columns)
    whole = () if scored else (_WHOLE,)
    titles = (*whole, *(theme.title for theme in columns))
    short, meaning_of_heads = _heads(titles, len(whole))
    notes = (*meaning_of_heads, *_meaning_of_cells(ordered, scored=scored), _SHARED, said.SELF_CHECK)
    content = ordered[0].result.content
    one, more = said.element_words(content)
    return Chart(
        id=_ID,
        title=title,
        sentence=sentence,
        alt=f"Table of {wording.many(len(ordered), 'organisation', 'organisations')} by "
        f"{wording.many(len(columns), one, more)}, darker where it is higher. {title}. {sentence} "
        "The table has every figure.",
        columns=("Organisation", *titles),
        rows=tuple((row.label, *(_said(cell, ordered) for cell in row.cells)) for row in grid),
        base=base,
        notes=notes,
        picture=ScoreGrid(
            Captions(title, sentence, (*notes, base, content.instrument.title)),
            tuple((head, 1.0) for head in short),
            grid,
            *_key(ordered, scored=scored),
            label=_NAMES,
        ),
    )


def _part(result: AssessmentResult, element: str) -> ElementResult | None:
    return next((part for part in result.elements if part.id == element), None)


def _scores(places: Sequence[OrganisationPlace], columns: Sequence[Theme]) -> tuple[GridRow, ...]:
    middle = GridRow(_MEDIAN, tuple(_score(theme.median) for theme in columns), strong=True)
    rows = tuple(
        GridRow(
            place.organisation,
            tuple(_score(part.score if (part := _part(place.result, theme.element)) else None) for theme in columns),
        )
        for place in places
    )
    return (middle, *rows) if len(places) > 1 else rows


def _score(score: float | None) -> GridCell:
    return GridCell(wording.NOTHING_THERE) if score is None else GridCell(wording.number(score), score)


def _steps(places: Sequence[OrganisationPlace], columns: Sequence[Theme]) -> tuple[GridRow, ...]:
    return tuple(
        GridRow(
            place.organisation,
            (_whole(place.result), *(_step(place.result, theme.element) for theme in columns)),
        )
        for place in places
    )


def _whole(result: AssessmentResult) -> GridCell:
    """The number of the level that the organisation has reached."""
    if result.standing is None:
        return GridCell(wording.NOTHING_THERE)
    titles = [level.title for level in result.standing.levels]
    reached = result.standing.reached
    place = titles.index(reached) + 1 if reached is not None else 0
    return GridCell(str(place), shade=_paints(len(titles))[place])


def _step(result: AssessmentResult, element: str) -> GridCell:
    """The number of the highest level for which nothing is left in the element, and in none below it."""
    part = _part(result, element)
    if part is None or result.standing is None or not part.answered:
        return GridCell(wording.NOTHING_THERE)
    left = left_in(element, result.standing)
    place = next((number for number, amount in enumerate(left) if amount), len(left))
    return GridCell(str(place), shade=_paints(len(left))[place])


def _paints(levels: int) -> tuple[Paint, ...]:
    """A shade for no level and for each level: the lightest for none, the darkest for the highest."""
    paints = tuple(paint for _, paint in SHADES)
    return tuple(paints[min(len(paints) - 1, round(place * (len(paints) - 1) / levels))] for place in range(levels + 1))


def _standing(places: Sequence[OrganisationPlace]) -> Standing | None:
    return places[0].result.standing


def _level_names(places: Sequence[OrganisationPlace]) -> tuple[str, ...]:
    where = _standing(places)
    return (_NO_LEVEL, *(level.title for level in where.levels)) if where is not None else (_NO_LEVEL,)


def _key(places: Sequence[OrganisationPlace], *, scored: bool) -> tuple[tuple[str, ...], tuple[Paint, ...]]:
    if scored:
        return _KEY, tuple(paint for _, paint in SHADES)
    names = _level_names(places)
    return tuple(f"{place} {name}" for place, name in enumerate(names)), _paints(len(names) - 1)


def _meaning_of_cells(places: Sequence[OrganisationPlace], *, scored: bool) -> tuple[str, ...]:
    if scored:
        return (f"A darker cell is a higher score out of 10: {', '.join(words.lower() for words in _KEY)}.",)
    return (f"A number is the level up to which nothing is left: {', '.join(_key(places, scored=False)[0])}.",)


def _said(cell: GridCell, places: Sequence[OrganisationPlace]) -> str:
    return _level_names(places)[int(cell.words)] if cell.shade is not None else cell.words


def _heads(titles: tuple[str, ...], kept: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles over the columns; numbers where a word is too wide, with a note of what they mean."""
    room = (BODY_WIDTH - _NAMES) / len(titles) - 4
    if all(width(word, SMALL, bold=True) <= room for title in titles for word in title.split()):
        return titles, ()
    numbered = [f"{place} {title}" for place, title in enumerate(titles[kept:], start=1)]
    numbers = tuple(str(place) for place in range(1, len(numbered) + 1))
    return (*titles[:kept], *numbers), (f"Columns: {'; '.join(numbered)}.",)


def _title_of_scores(places: Sequence[OrganisationPlace], columns: Sequence[Theme]) -> str:
    found = [(theme.median, theme.title) for theme in columns if theme.median is not None]
    one = len(places) == 1
    who = places[0].organisation if one else f"{len(places)} organisations"
    if len(found) < 2 or min(found)[0] == max(found)[0]:
        return f"Where {who} {'stands' if one else 'stand'}"
    low, high = min(found, key=lambda each: each[0]), max(found, key=lambda each: each[0])
    lowest = f"{wording.named(low[1])} is lowest ({wording.number(low[0])} out of 10)"
    highest = f"{wording.named(high[1])} highest ({wording.number(high[0])})"
    return f"{'In' if one else 'Across'} {who}, {lowest} and {highest}"


def _title_of_levels(places: Sequence[OrganisationPlace]) -> str:
    reached = [place.result.standing.reached for place in places if place.result.standing is not None]
    names = _level_names(places)[1:]
    some = next((name for name in names if name in reached), None)
    if some is None:
        return f"No level is reached yet by {wording.many(len(places), 'organisation', 'organisations')}"
    higher = sum(name is not None and names.index(name) >= names.index(some) for name in reached)
    are = "has" if len(places) == 1 else "have"
    return f"{higher} of {wording.many(len(places), 'organisation', 'organisations')} {are} reached {some} or higher"


def _sentence(places: Sequence[OrganisationPlace], columns: Sequence[Theme]) -> str:
    """The statement that most organisations rate low."""
    low = [(amount, item) for theme in columns for item, amount in theme.low_items]
    if not low:
        return "No statement is rated low by any of them."
    amount, name = max(low, key=lambda each: each[0])
    texts = {item.id: item.text for place in places for item in place.result.content.instrument.items}
    return f"Most often low: {wording.named(texts[name])} ({amount} of {len(places)})."


def _empty() -> Chart:
    title = "No organisation shares an assessment yet"
    sentence = "Each organisation decides for itself, for each assessment."
    base = "Nobody has answered, signed and agreed to share."
    picture = CountedBars(Captions(title, sentence, (base,)), ())
    return Chart(_ID, title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
