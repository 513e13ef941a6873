"""What organisations share with their forum, and as CSV: agreed ratings alone, themes, and who may help whom."""

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
    item_rows,
    level_words,
    numbered_rating,
    part_of,
    rating_value,
)

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
