"""What a paper is made of, whatever program opens it. PDF and Word print the same blocks, so they cannot disagree.

Texts are plain: no markup in them is ever read as markup. Whoever writes a file takes care of what that file cannot
hold (`cells.storable`).
"""

from dataclasses import dataclass
from datetime import date

from audit_app.charts import Chart


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a part of the paper; a bookmark) to 3. apart: starts on a new page."""

    text: str
    level: int = 1
    apart: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph. sure: how sure one can be, said after it in quieter type. strong: it is what to read first."""

    text: str
    sure: str | None = None
    strong: bool = False


@dataclass(frozen=True)
class Note:
    """A paragraph in small, quiet type: who is counted, limits, what a word means."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list of paragraphs, with dots or numbers."""

    items: tuple[Words, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and what belongs to them, one pair a line: ("Closed", "20 November 2026")."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. share: its part of the width beside the others'. number: set to the right."""

    name: str
    share: float = 1.0
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header that is repeated on every page; its first column names the row.

    caption: what the table shows, read out before it. rows: texts, as many as columns; "" for an empty cell.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"A row of the table “{self.caption}” does not have {len(self.columns)} cells.")


@dataclass(frozen=True)
class Picture:
    """A chart: its title as caption above, its sentence, the picture without these, then who is counted.

    The picture's alternative is `chart.alt`. tabled: whether the chart's own table follows it.
    """

    chart: Chart
    tabled: bool = False


@dataclass(frozen=True)
class Quotes:
    """What members wrote under one heading, each comment for itself, in no particular order."""

    heading: str
    question: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """Text ready to be copied into minutes or a covering note. Word puts it in a style of its own; PDF in a box."""

    heading: str
    paragraphs: tuple[str, ...]


Block = Heading | Words | Note | Points | Facts | Table | Picture | Quotes | Wording


@dataclass(frozen=True)
class Paper:
    """A whole paper. owner: the forum or organisation, on every page beside the date. day: its only date."""

    title: str
    subtitle: str
    owner: str
    day: date
    blocks: tuple[Block, ...]
