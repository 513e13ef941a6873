"""What organisations share with their forum, as CSV and XLSX: agreed ratings alone, themes, and who may help whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from audit_app.analysis.assessed.content import Value
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.ratings import answer_to
from audit_app.analysis.assessed.results import OrganisationPlace
from audit_app.analysis.assessed.themes import themes
from audit_app.questionnaire.instrument import Instrument, Item
from audit_app.questionnaire.lineage import meaning
from audit_app.reports.assessment_csv import Row, led, written
from audit_app.reports.assessment_tables import (
    day_words,
    item_rows,
    level_words,
    numbered_rating,
    part_of,
    rating_value,
)
from audit_app.reports.cells import Cell
from audit_app.reports.workbook_sheet import Book, Column

COLUMNS = (
    *("Kind", "Organisation", "Id", "Part", "Text", "Agreed", "Value", "Help wanted", "Score", "Rated", "Asked"),
    *("Level", "Lowest", "Highest", "Organisations", "Strong", "Signed"),
)


@dataclass(frozen=True)
class Shared:
    """What one forum's organisations share with one instrument. places: by the organisation's name, without sides."""

    forum: str
    instrument: Instrument
    places: Sequence[OrganisationPlace]
    today: date

    @cached_property
    def items(self) -> list[tuple[Instrument, Item]]:
        """Every statement that any of them was asked; the same id with other words is another statement."""
        found: dict[tuple[object, ...], tuple[Instrument, Item]] = {}
        for instrument in (self.instrument, *(place.result.content.instrument for place in self.places)):
            for item in instrument.items:
                found.setdefault((item.id, *meaning(instrument, item)), (instrument, item))
        return list(found.values())

    @cached_property
    def elements(self) -> dict[str, str]:
        """Element id and title, over all versions of the instrument; the newest words."""
        found: dict[str, str] = {}
        for instrument in (self.instrument, *(place.result.content.instrument for place in self.places)):
            for part in instrument.sections:
                found.setdefault(part.id, part.title)
        return found

    @cached_property
    def texts(self) -> dict[str, str]:
        """Item id and words; the newest words."""
        found: dict[str, str] = {}
        for _, item in self.items:
            found.setdefault(item.id, item.text)
        return found

    def said(self, place: OrganisationPlace, instrument: Instrument, item: Item) -> Value | None:
        """What an organisation agreed on for a statement; None if it was asked something else, or nothing."""
        content = place.result.content
        own = next((each for each in content.instrument.items if each.id == item.id), None)
        if own is None or meaning(content.instrument, own) != meaning(instrument, item):
            return None
        return answer_to(content, own).agreed


def shared_csv(shared: Shared) -> bytes:
    """One row for each organisation's element and statement, then the themes and the matches."""
    return written(COLUMNS, _rows(shared))


def shared_workbook(shared: Shared) -> bytes:
    """Organisations and elements, organisations and statements, themes, and who may help whom."""
    book = Book(shared.today, f"{shared.forum}: {shared.instrument.title}")
    part = part_of(shared.instrument)
    _put(book, f"{part}s", _element_columns(shared), _element_rows(shared), frozen=1)
    names = [place.organisation for place in shared.places]
    columns = [Column("Id", 10), Column("Statement", 46), *(Column(name, 16, "count") for name in names)]
    rows: list[tuple[Cell, ...]] = [
        (item.id, item.text, *(_shown(shared.said(place, instrument, item)) for place in shared.places))
        for instrument, item in shared.items
    ]
    _put(book, "Statements", columns, rows, frozen=2, repeated=2)
    _themes(book, shared)
    _matches(book, shared)
    _about(book, shared)
    return book.to_bytes()


def _rows(shared: Shared) -> Iterator[Row]:
    part = part_of(shared.instrument)
    for place in shared.places:
        content, level = place.result.content, level_words(place.result)
        owner: Row = {"Organisation": led("Organisation", place.organisation), "Signed": content.signed_on}
        yield {
            "Kind": "assessment", **owner, "Text": led("Assessment", content.name), "Score": place.result.overall,
            "Level": led("Level", level),
        }  # fmt: skip
        for element in place.result.elements:
            yield {
                "Kind": part.lower(), **owner, "Id": element.id, "Part": led(part, element.title),
                "Score": element.score, "Rated": element.rated, "Asked": element.asked,
                "Level": led("Level", element.level),
            }  # fmt: skip
        for row in item_rows(content):
            yield {
                "Kind": "statement", **owner, "Id": row.item.id, "Part": led(part, row.element.title),
                "Text": f"{row.number}. {row.item.text}", "Agreed": numbered_rating(row.scale, row.answer.agreed),
                "Value": rating_value(row.answer.agreed), "Help wanted": "Yes" if row.answer.help_wanted else None,
            }  # fmt: skip
    for theme in themes(shared.places):
        low = "; ".join(f"{name} ({count})" for name, count in theme.low_items)
        yield {
            "Kind": "theme", "Id": theme.element, "Part": led(part, theme.title), "Score": theme.median,
            "Lowest": theme.lowest, "Highest": theme.highest, "Organisations": theme.organisations,
            "Text": led("Rated low", low),
        }  # fmt: skip
    for match in matches(shared.places):
        yield {
            "Kind": "match", "Id": match.item, "Text": led("Statement", shared.texts[match.item]),
            "Organisation": led("Asks for help", "; ".join(match.asks)),
            "Strong": led("Strong", "; ".join(match.strong)),
        }  # fmt: skip


def _put(
    book: Book, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, frozen: int, repeated: int = 0
) -> None:
    sheet = book.sheet(name, [column.wide for column in columns], repeated_columns=repeated)
    sheet.table(columns, rows, frozen_columns=frozen, filters=True)


def _element_columns(shared: Shared) -> list[Column]:
    kind = "score" if shared.instrument.rules.scores else "text"
    parts = [Column(title, 18, kind) for title in shared.elements.values()]
    return [
        Column("Organisation", 34), *parts, Column("Overall score", 12, "score"), Column("Level", 20),
        Column("Assessment", 30), Column("Signed", 20, "day"),
    ]  # fmt: skip


def _element_rows(shared: Shared) -> list[tuple[Cell, ...]]:
    """Scores, or levels where the instrument has no scores."""
    rows: list[tuple[Cell, ...]] = []
    for place in shared.places:
        found = {each.id: each for each in place.result.elements}
        cells: list[Cell] = []
        for name in shared.elements:
            each = found.get(name)
            cells.append(None if each is None else each.score if shared.instrument.rules.scores else each.level)
        content = place.result.content
        rows.append(
            (place.organisation, *cells, place.result.overall, level_words(place.result), content.name,
             content.signed_on)
        )  # fmt: skip
    return rows


def _shown(value: Value | None) -> Cell:
    return (
        value
        if isinstance(value, int)
        else {"dont_know": "Don't know", "does_not_apply": "Does not apply"}.get(value or "")
    )


def _themes(book: Book, shared: Shared) -> None:
    columns = (
        *(Column(part_of(shared.instrument), 36), Column("Organisations", 14, "count"), Column("Middle", 10, "score")),
        *(Column("Lowest", 10, "score"), Column("Highest", 10, "score"), Column("Rated low, and by how many", 90)),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in themes(shared.places):
        low = "\n".join(f"{shared.texts.get(name, name)} ({count})" for name, count in each.low_items)
        rows.append((each.title, each.organisations, each.median, each.lowest, each.highest, low))
    _put(book, "Themes", columns, rows, frozen=1)


def _matches(book: Book, shared: Shared) -> None:
    columns = (Column("Id", 10), Column("Statement", 60), Column("Ask for help", 50), Column("Strong in it", 50))
    rows: list[tuple[Cell, ...]] = [
        (each.item, shared.texts[each.item], "\n".join(each.asks), "\n".join(each.strong) or "Nobody so far")
        for each in matches(shared.places)
    ]
    _put(book, "Who may help whom", columns, rows or [(None, "Nobody asks for help.", None, None)], frozen=2)


def _about(book: Book, shared: Shared) -> None:
    sheet = book.sheet("About", (34, 100))
    sheet.title("About these results")
    sheet.fact("Forum", shared.forum)
    sheet.fact("Self-assessment", f"{shared.instrument.title}, version {shared.instrument.version}")
    sheet.fact("File made on", day_words(shared.today))
    sheet.fact("Who is in it", "Organisations that have signed an assessment and agree to share it. Others are absent.")
    sheet.fact("What is in it", "What both sides agreed. Each side's own ratings stay in its organisation.")
    sheet.fact("What it is", shared.instrument.disclaimer)
