"""Paragraphs, tables and pictures as Word stores them (ECMA-376-1). Texts are never read as markup."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length

from audit_app.charts.lettering import width
from audit_app.reports.papers import word_styles as styles
from audit_app.reports.papers.blocks import Table
from audit_app.reports.papers.column_widths import Setting, fitted_columns
from audit_app.reports.papers.printable import printable

_SHORT, _FEW_LETTERS = 9, 1200  # rows and letters of a table that is not torn apart
_ARIAL = 0.9  # its letters are narrower than those of DejaVu Sans, in which they are measured
_BREAKS = {"\n": "w:br", "\t": "w:tab"}


def arial(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is in points: rather too wide than too narrow."""
    return _ARIAL * width(text, size, bold=bold)


_TABLES = Setting(arial, (styles.TABLE_SIZE,), 10.0)


def element(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element such as "w:tblW", with attributes of the same prefix."""
    made = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    made.extend(children)
    return made


def run(text: str, style: str = "") -> BaseOxmlElement:
    """Letters of one style; line breaks and tabs stay what they are."""
    made = element("w:r")
    if style:
        made.append(element("w:rPr", element("w:rStyle", val=style)))
    held = ""
    for character in printable(text):
        if character in _BREAKS:
            _put(made, held)
            made.append(element(_BREAKS[character]))
            held = ""
        else:
            held += character
    _put(made, held)
    return made


def _put(letters: BaseOxmlElement, text: str) -> None:
    if text:
        words = element("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        letters.append(words)


def paragraph(
    style: str, *runs: BaseOxmlElement | str, keep: bool = False, apart: bool = False, numbers: int = 0, inward: int = 0
) -> BaseOxmlElement:
    """A paragraph of a style. keep: with the next; apart: on a new page; numbers: of the list that it belongs to.

    inward: twips from the right edge, too few to be seen. Word joins the rules of paragraphs that are alike: where
    every other one differs by a twip, each has a rule of its own.
    """
    shape = element("w:pPr", element("w:pStyle", val=style))
    if keep:
        shape.append(element("w:keepNext"))
    if apart:
        shape.append(element("w:pageBreakBefore"))
    if numbers:
        shape.append(element("w:numPr", element("w:ilvl", val="0"), element("w:numId", val=str(numbers))))
    if inward:
        shape.append(element("w:ind", right=str(inward)))
    return element("w:p", shape, *(run(each) if isinstance(each, str) else each for each in runs))


def new_numbers(document: Document) -> int:
    """A numbered list that begins with 1; returns its number for `paragraph`."""
    lists = document.part.numbering_part.element
    key = len(lists.findall(qn("w:num"))) + 1
    begin = element("w:lvlOverride", element("w:startOverride", val="1"), ilvl="0")
    lists.append(element("w:num", element("w:abstractNumId", val=str(styles.NUMBERED_LIST)), begin, numId=str(key)))
    return key


def table(content: Table, wide: Length) -> BaseOxmlElement:
    """A table that fills the width, with a header that is repeated; no row is torn, nor a short table."""
    names = [printable(column.name) for column in content.columns]
    rows = [[printable(cell) for cell in row] for row in content.rows]
    _, points = fitted_columns(content.columns, names, rows, wide.pt, _TABLES)
    widths = [round(20 * each) for each in points]
    numbers = [column.number for column in content.columns]
    made = element("w:tbl", _table_look(content, sum(widths)))
    made.append(element("w:tblGrid", *(element("w:gridCol", w=str(each)) for each in widths)))
    heads = [styles.TABLE_HEAD_NUMBER if number else styles.TABLE_HEAD for number in numbers]
    texts = [styles.TABLE_NUMBER if number else styles.TABLE_TEXT for number in numbers]
    made.append(_row([column.name for column in content.columns], widths, heads, head=True))
    letters = sum(len(text) for row in content.rows for text in row)
    together = len(content.rows) <= _SHORT and letters <= _FEW_LETTERS
    for place, row in enumerate(content.rows, start=1):
        made.append(_row(row, widths, texts, keep=together and place < len(content.rows)))
    return made


def _table_look(content: Table, wide: int) -> BaseOxmlElement:
    columns = "; ".join(column.name for column in content.columns)
    return element(
        "w:tblPr",
        element("w:tblStyle", val=styles.TABLE),
        element("w:tblW", w=str(wide), type="dxa"),
        element("w:tblLayout", type="fixed"),
        element(
            "w:tblLook",
            val="06A0",
            firstRow="1",
            lastRow="0",
            firstColumn="1",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        ),
        element("w:tblCaption", val=flat(content.caption)),
        element("w:tblDescription", val=flat(f"Columns: {columns}")),
    )


def _row(
    texts: Iterable[str], widths: Sequence[int], looks: Sequence[str], *, head: bool = False, keep: bool = False
) -> BaseOxmlElement:
    whole = element("w:trPr", element("w:cantSplit"))
    if head:
        whole.append(element("w:tblHeader"))
    made = element("w:tr", whole)
    for text, wide, look in zip(texts, widths, looks, strict=True):
        place = element("w:tcPr", element("w:tcW", w=str(wide), type="dxa"))
        made.append(element("w:tc", place, paragraph(look, text, keep=keep)))
    return made


def flat(text: str) -> str:
    """A text for an attribute: on one line."""
    return " ".join(printable(text).split())


def picture(document: Document, content: bytes, wide: Length, high: Length, *, name: str, alt: str) -> BaseOxmlElement:
    """A paragraph that holds a PNG in its line. name: what it is called; alt: what is heard instead of it."""
    inline = document.part.new_pic_inline(BytesIO(content), wide, high)
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
    inline.docPr.set("name", flat(name))
    inline.docPr.set("title", flat(name))
    inline.docPr.set("descr", flat(alt))
    for inner in inline.iter(qn("pic:cNvPr")):
        inner.set("name", "")
    return paragraph(styles.PICTURE, element("w:r", element("w:drawing", inline)))


def field(code: str) -> BaseOxmlElement:
    """What Word counts itself, as "PAGE"."""
    return element("w:fldSimple", run("1"), instr=f" {code} ")
