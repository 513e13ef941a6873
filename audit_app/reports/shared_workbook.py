"""What organisations share with their forum as an XLSX workbook: charts, ratings, themes, and who may help whom."""

from collections.abc import Sequence

from audit_app.analysis.assessed.content import Value
from audit_app.analysis.assessed.matching import matches
from audit_app.analysis.assessed.themes import themes
from audit_app.reports.assessment_charts import low_chart, themes_chart
from audit_app.reports.assessment_tables import NOT_RATED, day_words, level_words, part_of
from audit_app.reports.cells import Cell
from audit_app.reports.shared_results import Shared
from audit_app.reports.workbook_charts import chart_sheet
from audit_app.reports.workbook_sheet import Book, Column


def shared_workbook(shared: Shared) -> bytes:
    """Organisations and elements, organisations and statements, themes, charts and who may help whom."""
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
    charts = [chart for chart in (themes_chart(shared), low_chart(shared)) if chart is not None]
    chart_sheet(book, charts, "Charts and their figures", missing=NOT_RATED)
    _matches(book, shared)
    _about(book, shared)
    return book.to_bytes()


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
