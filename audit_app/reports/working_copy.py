"""A working copy of an assessment as an XLSX workbook, to fill in without the web and to bring back.

One row for each statement. Cells that cannot be brought back are locked; ratings are chosen from lists. A hidden column
says what each row is about and which revision it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from audit_app.analysis.assessed.content import Confidence, Content, Priority
from audit_app.analysis.assessed.working_copy import ACTION, EVIDENCE, HEADINGS, NO, REFERENCE, STATEMENT, YES
from audit_app.questionnaire.definition import TWO_SIDES, Side
from audit_app.reports.assessment_tables import ItemRow, day_words, item_rows, part_of, rating_words
from audit_app.reports.cells import storable
from audit_app.reports.workbook_sheet import OPTIONS

_A4 = 9
_LISTS = "Lists"
_RULES = (
    "Fill in the white cells. The grey ones are locked, because nothing in them can be brought back.",
    "Choose ratings from the list in the cell. You can also type a rating's number.",
    "Each side gives its own rating. You can fill in the one of your side, and the one that both sides agreed.",
    "To take an answer away, empty its cell. What you leave as it is stays as it is.",
    "New evidence and new actions are added to those that are there.",
    "Evidence says where something is to be found. It is never the thing itself.",
    "Do not write names or details of any member of staff. For owners, write a role.",
    "When you are done, open the assessment and choose “Bring a working copy back”.",
    "You see every change before it is saved.",
    "If somebody has changed the same thing meanwhile, you see both and choose.",
)


@dataclass(frozen=True)
class Copy:
    """What a working copy is made of. content: as `side` may see it; references: by item."""

    content: Content
    side: Side
    references: Mapping[str, str]
    today: date


def working_copy(copy: Copy) -> bytes:
    """The workbook's bytes; the same copy always gives the same."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    title = f"{copy.content.organisation}: {copy.content.name}"
    book.set_properties({"title": storable(title), "created": datetime.combine(copy.today, time())})
    looks = _Looks(book)
    _statements(book, looks, copy)
    _how_to(book, looks, copy)
    _lists(book, copy)
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of cells: those that may be changed are white, all others grey and locked."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  (the library has no types)
        words = {"text_wrap": True, "valign": "top", "quote_prefix": True, "border": 1, "border_color": "#aeb7bd"}
        self.header = book.add_format({**words, "bold": True, "bg_color": "#d8dde0"})
        self.locked = book.add_format({**words, "bg_color": "#f0f4f5"})
        self.open = book.add_format({**words, "locked": False, "num_format": "@"})
        self.day = book.add_format({**words, "locked": False, "num_format": "d mmmm yyyy", "quote_prefix": False})
        self.title = book.add_format({"bold": True, "font_size": 16, "quote_prefix": True})
        self.line = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})


@dataclass(frozen=True)
class _Column:
    """One column. list_of: the name of the list that its cells are chosen from; day: whether its cells hold days."""

    heading: str
    wide: float
    locked: bool = False
    list_of: str = ""
    day: bool = False


def _columns(copy: Copy) -> list[_Column]:
    sides = [
        _Column(HEADINGS[side.value], 20, locked=side is not copy.side, list_of="rating" if side is copy.side else "")
        for side in TWO_SIDES
    ]
    return [
        _Column(REFERENCE, 10, locked=True), _Column(STATEMENT, 44, locked=True),
        _Column(part_of(copy.content.instrument), 22, locked=True), *sides,
        _Column(HEADINGS["agreed"], 20, list_of="rating"), _Column(HEADINGS["reason"], 28),
        _Column(HEADINGS["note"], 40), _Column(HEADINGS["confidence"], 11, list_of="confidence"),
        _Column(HEADINGS["priority"], 11, list_of="priority"),
        _Column(HEADINGS["help_wanted"], 10, list_of="yes"), _Column("Evidence so far", 34, locked=True),
        _Column(EVIDENCE["title"], 30), _Column(EVIDENCE["link"], 26), _Column(EVIDENCE["dated"], 18, day=True),
        _Column(EVIDENCE["owner_role"], 24), _Column("Actions so far", 34, locked=True), _Column(ACTION["text"], 34),
        _Column(ACTION["owner_role"], 24), _Column(ACTION["due_on"], 18, day=True),
    ]  # fmt: skip


def _cells(copy: Copy, row: ItemRow) -> list[str]:
    """What stands in a row, in the order of the columns."""
    answer, scale = row.answer, row.scale
    proofs = "\n".join(
        _in_a_line(each.title, day_words(each.dated), each.owner_role, each.link) for each in answer.proofs
    )
    actions = "\n".join(
        _in_a_line(each.text, each.owner_role, day_words(each.due_on), each.state.label)
        for each in copy.content.actions
        if each.item == row.item.id
    )
    text = f"{row.number}. {row.item.text}" + (f"\n{row.item.guidance}" if row.item.guidance else "")
    return [
        copy.references[row.item.id], text, row.element.title,
        rating_words(scale, answer.management), rating_words(scale, answer.staff), rating_words(scale, answer.agreed),
        answer.reason or "", answer.note or "",
        answer.confidence.value.capitalize() if answer.confidence else "",
        answer.priority.value.capitalize() if answer.priority else "",
        YES if answer.help_wanted else "", proofs, "", "", "", "", actions, "", "", "",
    ]  # fmt: skip


def _in_a_line(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _statements(book: Any, looks: _Looks, copy: Copy) -> None:  # noqa: ANN401  (the library has no types)
    page = book.add_worksheet("Working copy")
    columns, rows = _columns(copy), item_rows(copy.content)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.wide, None, {"hidden": column.heading == REFERENCE})
        page.write_string(0, place, column.heading, looks.header)
    page.set_row(0, 32)
    for line, row in enumerate(rows, start=1):
        cells = _cells(copy, row)
        for place, (column, text) in enumerate(zip(columns, cells, strict=True)):
            look = looks.locked if column.locked else looks.day if column.day else looks.open
            if text:
                page.write_string(line, place, storable(text), look)
            else:
                page.write_blank(line, place, None, look)
            if column.list_of:
                page.data_validation(line, place, line, place, _choice(copy, column.list_of, row))
            elif column.day:
                page.data_validation(line, place, line, place, _A_DAY)
        page.set_row(line, _height(columns, cells))
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(rows), len(columns) - 1)
    page.protect("", {"format_rows": True, "format_columns": True, "autofilter": True, "sort": True})
    _print_set_up(page)


_A_DAY = {
    "validate": "date", "criteria": ">=", "value": date(1900, 1, 2), "error_type": "warning",
    "error_title": "A day", "error_message": "Write a day, such as 20 November 2026.",
}  # fmt: skip


def _print_set_up(page: Any) -> None:  # noqa: ANN401  (the library has no types)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.repeat_rows(0)
    page.repeat_columns(1, 1)
    page.print_across()
    page.set_print_scale(60)
    page.set_footer("&L&A&RPage &P of &N")


def _height(columns: Sequence[_Column], cells: Sequence[str]) -> float:
    """Points for the longest text of a row: not every program sets the height by itself."""
    lines = 2
    for column, text in zip(columns, cells, strict=True):
        if column.heading != REFERENCE:
            lines = max(lines, sum(1 + int(len(part) / (column.wide * 0.95)) for part in text.split("\n")))
    return min(lines * 15.0, 400.0)


def _choices(copy: Copy) -> dict[str, list[str]]:
    """Every list that cells are chosen from, by name; one of ratings for each scale."""
    found = {}
    for scale in copy.content.instrument.scales:
        words = [scale.labels[value] for value in scale.values]
        found[f"rating {scale.id}"] = words + [each for each in (scale.dont_know, scale.does_not_apply) if each]
    found["confidence"] = [each.value.capitalize() for each in Confidence]
    found["priority"] = [each.value.capitalize() for each in Priority]
    found["yes"] = [YES, NO]
    return found


def _choice(copy: Copy, name: str, row: ItemRow) -> dict[str, Any]:
    """The rule of a cell that is chosen from a list. Anything else is refused with a warning that can be overruled."""
    lists = _choices(copy)
    name = f"rating {row.scale.id}" if name == "rating" else name
    place = list(lists).index(name)
    where = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
    return {
        "validate": "list", "source": f"={_LISTS}!{where}$2:{where}${len(lists[name]) + 1}", "error_type": "warning",
        "error_title": "Choose from the list", "error_message": "Choose one of the words in the list.",
    }  # fmt: skip


def _lists(book: Any, copy: Copy) -> None:  # noqa: ANN401  (the library has no types)
    page = book.add_worksheet(_LISTS)
    for place, (name, words) in enumerate(_choices(copy).items()):
        for line, text in enumerate([name, *words]):
            page.write_string(line, place, storable(text))
    page.hide()


def _how_to(book: Any, looks: _Looks, copy: Copy) -> None:  # noqa: ANN401  (the library has no types)
    page = book.add_worksheet("How to use it")
    page.set_column(0, 0, 110)
    page.write_string(0, 0, storable(f"{copy.content.organisation}: {copy.content.name}"), looks.title)
    lines = [
        f"{copy.content.instrument.title}, version {copy.content.instrument.version}",
        f"As it stood on {day_words(copy.today)}. For {copy.side.label.lower()}.",
        "",
        *_RULES,
        "",
        *(
            "; ".join(f"{value} = {scale.labels[value]}" for value in scale.values)
            for scale in copy.content.instrument.scales
        ),
        "",
        copy.content.instrument.disclaimer,
    ]
    for line, text in enumerate(lines, start=1):
        page.write_string(line, 0, storable(text), looks.line)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.protect()
