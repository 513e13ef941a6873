"""What the page and the papers about all organisations of a forum say: rows of tables, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.moves import ElementMove, OrganisationMove
from audit_app.analysis.assessed.results import Match, OrganisationPlace, Theme
from audit_app.charts.assessed_wording import listed
from audit_app.charts.wording import NOTHING_THERE, number, signed
from audit_app.questionnaire.instrument import Item
from audit_app.reports.theme_pack import PracticeShared, ThemePack

MOST_LOW = 3  # of an element, on the page


@dataclass(frozen=True)
class Strength:
    """An organisation to ask: whom by role, and its practice note about the very statement, if there is one."""

    organisation: str
    role: str
    note: PracticeShared | None

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


def theme_rows(
    found: Sequence[Theme], places: Sequence[OrganisationPlace], most: int | None = MOST_LOW
) -> tuple[ThemeRow, ...]:
    """Each element with its middle, lowest and highest score and its weakest statements; no organisation is named.

    most: how many of these statements, None for all.
    """
    items = _items(places)
    return tuple(
        ThemeRow(
            title=each.title,
            middle=_score(each.median),
            lowest=_score(each.lowest),
            highest=_score(each.highest),
            organisations=f"{each.organisations} of {len(places)}",
            low=tuple(
                (items[name].text, f"{amount} of {each.organisations}") for name, amount in each.low_items[:most]
            ),
        )
        for each in found
    )


def pairings(pack: ThemePack) -> tuple[Pairing, ...]:
    """Who asks for help with what, and whom to ask."""
    notes = {(each.organisation, each.item): each for each in pack.practice}
    return tuple(_pairing(each, pack.shared.places, pack.roles, notes) for each in matches(pack.shared.places))


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
            f"Bring people together. {offered.asks} would like help with "
            f"“{offered.statement.rstrip('.')}”. {helper.words}."
        )
    scored = [(theme.median, theme.title) for theme in found if theme.median is not None]
    if len(places) > 1 and scored and min(scored)[0] < max(scored)[0]:
        low = min(scored, key=lambda each: each[0])
        steps.append(f"Talk about {low[1]}. Its middle score is the lowest: {number(low[0])} out of 10.")
    low_items = [(amount, name) for theme in found for name, amount in theme.low_items]
    amount, name = max(low_items, default=(0, ""), key=lambda each: each[0])
    if amount > 1:
        text = _items(places)[name].text
        steps.append(f"Work on one thing together. “{text.rstrip('.')}” is rated low by {amount} of {len(places)}.")
    return steps


def _pairing(
    match: Match, places: Sequence[OrganisationPlace], roles: Mapping[str, str],
    notes: Mapping[tuple[str, str], PracticeShared],
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
