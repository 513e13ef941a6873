"""What the page about all organisations of a forum says: rows of its tables, and sentences about what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from audit_app.analysis.assessed.assessing import assess
from audit_app.analysis.assessed.content import Content
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.moves import ElementMove, OrganisationMove, moves
from audit_app.analysis.assessed.results import Match, OrganisationPlace, Theme
from audit_app.assessment.models import AssessmentRound, PracticeNote
from audit_app.assessment.practice import search_practice
from audit_app.assessment.sharing import shared_over_time
from audit_app.charts import Chart
from audit_app.charts.assessed_wording import listed
from audit_app.charts.score_grid import SHADES, ScoreGrid
from audit_app.charts.wording import NOTHING_THERE, number, signed
from audit_app.forum.contributors import contributors_by_organisation
from audit_app.forum.models import Forum
from audit_app.questionnaire.instrument import Instrument, Item
from audit_app.web.database_session import session
from audit_app.web.signed_in import today

_SHADES = [paint for _, paint in SHADES]
_MOST_LOW = 3


@dataclass(frozen=True)
class MapRow:
    """One organisation in the heat map. cells: words, and the number of a shade or None."""

    name: str
    strong: bool
    cells: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Strength:
    """An organisation to ask: whom by role, and its practice note about the very statement, if there is one."""

    organisation: str
    role: str
    note: PracticeNote | None

    @property
    def words(self) -> str:
        return f"Ask {self.organisation} ({self.role})"


@dataclass(frozen=True)
class Pairing:
    """One statement with which somebody asks for help."""

    statement: str
    element: str
    asks: str
    strong: tuple[Strength, ...]


@dataclass(frozen=True)
class ThemeRow:
    """One element over all organisations. low: statements that many rate low, and by how many."""

    title: str
    middle: str
    lowest: str
    highest: str
    organisations: str
    low: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MoveRow:
    """What moved in one organisation. cells: the change in a few words, and what stands behind it."""

    name: str
    since: str
    cells: tuple[tuple[str, str], ...]


def map_rows(chart: Chart) -> tuple[MapRow, ...]:
    """The heat map's rows as the picture has them, with each cell in full words."""
    if not isinstance(chart.picture, ScoreGrid):
        return ()
    return tuple(
        MapRow(
            words[0],
            row.strong,
            tuple(
                (text, _SHADES.index(cell.paint) if cell.paint in _SHADES else None)
                for text, cell in zip(words[1:], row.cells, strict=True)
            ),
        )
        for words, row in zip(chart.rows, chart.picture.rows, strict=True)
    )


def theme_rows(found: Sequence[Theme], places: Sequence[OrganisationPlace]) -> tuple[ThemeRow, ...]:
    """Each element with its middle, lowest and highest score and its weakest statements; no organisation is named."""
    items = _items(places)
    return tuple(
        ThemeRow(
            title=each.title,
            middle=_score(each.median),
            lowest=_score(each.lowest),
            highest=_score(each.highest),
            organisations=f"{each.organisations} of {len(places)}",
            low=tuple(
                (items[name].text, f"{amount} of {each.organisations}") for name, amount in each.low_items[:_MOST_LOW]
            ),
        )
        for each in found
    )


def pairings(forum: Forum, places: Sequence[OrganisationPlace]) -> tuple[Pairing, ...]:
    """Who asks for help with what, and whom to ask. Three queries."""
    found = matches(places)
    if not found:
        return ()
    roles = _roles(forum)
    notes = {(each.organisation.name, each.item_id): each for each in search_practice(session(), forum, today())}
    return tuple(_pairing(each, places, roles, notes) for each in found)


def changes(forum: Forum, instrument: Instrument, places: Sequence[OrganisationPlace]) -> tuple[OrganisationMove, ...]:
    """Each shared assessment beside the one that the same organisation shared before it. One query."""
    over_time = shared_over_time(session(), forum, instrument.id, today())
    results = []
    for place in places:
        before = _before(over_time.get(place.organisation, []), place.result.content)
        if before is not None:
            results.append(assess(place.result.content, today(), before))
    return moves(results)


def move_rows(found: Sequence[OrganisationMove], columns: Sequence[Theme]) -> tuple[MoveRow, ...]:
    """One row for each organisation, and a last one that says in how many each element went up or down."""
    rows = [
        MoveRow(
            each.organisation,
            f"{each.before} to {each.after}",
            tuple(_moved(each.element(column.element)) for column in columns),
        )
        for each in found
    ]
    if len(found) > 1:
        rows.append(
            MoveRow("Organisations that moved", "", tuple(_tallied(found, column.element) for column in columns))
        )
    return tuple(rows)


def next_steps(paired: Sequence[Pairing], found: Sequence[Theme], places: Sequence[OrganisationPlace]) -> list[str]:
    """What a wellbeing subgroup does first, at most three sentences."""
    steps = []
    offered = next((each for each in paired if each.strong), None)
    if offered is not None:
        helper = offered.strong[0]
        steps.append(
            f"Bring people together. {offered.asks} would like help with “{offered.statement}” {helper.words}."
        )
    scored = [(theme.median, theme.title) for theme in found if theme.median is not None]
    if len(places) > 1 and scored and min(scored)[0] < max(scored)[0]:
        low = min(scored, key=lambda each: each[0])
        steps.append(f"Talk about {low[1]}. Its middle score is the lowest: {number(low[0])} out of 10.")
    low_items = [(amount, name) for theme in found for name, amount in theme.low_items]
    amount, name = max(low_items, default=(0, ""), key=lambda each: each[0])
    if amount > 1:
        text = _items(places)[name].text
        steps.append(f"Work on one thing together. “{text}” is rated low by {amount} of {len(places)}.")
    return steps


def places_of(contents: Sequence[Content]) -> list[OrganisationPlace]:
    """What is shared, worked out for each organisation."""
    return [OrganisationPlace(each.organisation, assess(each, today())) for each in contents]


def address_of(forum: Forum, instrument: Instrument, chosen: AssessmentRound | None, **more: str) -> str:
    """The address of the page's picture, or of the page itself without more."""
    endpoint = ".together_chart" if more else ".forum_view"
    number_of_round = {"round": str(chosen.id)} if chosen is not None else {}
    return url_for(endpoint, slug=forum.slug, instrument=instrument.id, **number_of_round, **more)  # type: ignore[arg-type]  # url_for types its own options only


def _before(shared: Sequence[Content], content: Content) -> Content | None:
    """The assessment shared before this one; an organisation uses each name once."""
    names = [each.name for each in shared]
    place = names.index(content.name) if content.name in names else 0
    return shared[place - 1] if place else None


def _roles(forum: Forum) -> Mapping[str, str]:
    """The role of a wellbeing lead by organisation, never a name."""
    return {
        people[0].organisation.name: people[0].role
        for people in contributors_by_organisation(session(), forum).values()
        if people[0].lead
    }


def _pairing(
    match: Match, places: Sequence[OrganisationPlace], roles: Mapping[str, str],
    notes: Mapping[tuple[str, str], PracticeNote],
) -> Pairing:  # fmt: skip
    asking = next(place for place in places if place.organisation == match.asks[0])
    instrument = asking.result.content.instrument
    strong = []
    for name in match.strong:
        note = notes.get((name, match.item))
        strong.append(Strength(name, note.ask_role if note else roles.get(name, "wellbeing lead"), note))
    return Pairing(
        instrument.item_by_id[match.item].text, instrument.element_of(match.item).title, listed(match.asks),
        tuple(strong),
    )  # fmt: skip


def _score(score: float | None) -> str:
    return number(score) if score is not None else NOTHING_THERE


def _items(places: Sequence[OrganisationPlace]) -> dict[str, Item]:
    return {item.id: item for place in places for item in place.result.content.instrument.items}


def _moved(move: ElementMove | None) -> tuple[str, str]:
    if move is None:
        return NOTHING_THERE, ""
    counts = f"{move.up} up, {move.down} down"
    if move.difference is None:
        return counts, ""
    mark = {1: "▲ ", -1: "▼ ", 0: ""}[move.direction]
    return f"{mark}{signed(move.difference)}", counts


def _tallied(found: Sequence[OrganisationMove], element: str) -> tuple[str, str]:
    moved = [move.direction for each in found if (move := each.element(element)) is not None]
    return (f"{moved.count(1)} up, {moved.count(-1)} down", "") if moved else (NOTHING_THERE, "")
