"""A paper as a Word document: the same blocks as the PDF, in styles that whoever edits it can change."""

from collections.abc import Callable, Mapping
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length

from audit_app.charts import Chart, bare, png, size
from audit_app.charts.assessed_wording import long_date
from audit_app.reports.papers import word_styles as styles
from audit_app.reports.papers.blocks import (
    Block,
    Facts,
    Heading,
    Note,
    Paper,
    Picture,
    Points,
    Quotes,
    Table,
    Wording,
    Words,
)
from audit_app.reports.papers.chart_table import chart_table
from audit_app.reports.papers.word_parts import arial, field, flat, new_numbers, paragraph, picture, run, table
from audit_app.reports.settled import settled

_WIDE, _HIGH, _MARGIN = Cm(21), Cm(29.7), Cm(2)  # A4
_TEXT_WIDE = Cm(17)
_PICTURE_WIDE = _TEXT_WIDE + 2 * styles.PICTURE_HANGS
_TALLEST = Cm(20.5)  # of a picture: its title, its sentence and who is counted stand on the same page
_NARROWEST = 0.8  # of the width, so that its letters can still be read
_FEW = 10  # facts that are not torn apart
_DOTS = 150  # an inch of a picture as it was drawn; it is printed at two thirds of that size


def paper_docx(paper: Paper) -> bytes:
    """The paper as docx, with the same bytes whenever it says the same."""
    document = docx.Document()
    styles.dress(document)
    _set_page(document, paper)
    _describe(document, paper)
    writer = _Writer(document)
    writer.put(paragraph(styles.OWNER, f"{flat(paper.owner)} · {long_date(paper.day)}"))
    writer.put(paragraph(styles.TITLE, flat(paper.title)))
    if paper.subtitle:
        writer.put(paragraph(styles.SUBTITLE, paper.subtitle))
    for block in paper.blocks:
        writer.add(block)
    made = BytesIO()
    document.save(made)
    return settled(made.getvalue(), paper.day)


def _set_page(document: Document, paper: Paper) -> None:
    """A4 with its owner, its date and its page numbers at the foot."""
    (page,) = document.sections
    page.page_width, page.page_height = _WIDE, _HIGH
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    page.header_distance = page.footer_distance = Cm(1)
    page.footer.is_linked_to_previous = False
    foot = page.footer.part.element
    for empty in list(foot):
        foot.remove(empty)
    whose = f"{flat(paper.owner)} · {long_date(paper.day)}\tPage "
    foot.append(paragraph(styles.FOOTER, whose, field("PAGE"), " of ", field("NUMPAGES")))
    ending = document.element.body.sectPr
    for key in [key for key in ending.attrib if "rsid" in str(key)]:
        del ending.attrib[key]  # when the template was edited


def _describe(document: Document, paper: Paper) -> None:
    document.core_properties.title = flat(paper.title)[:255]
    document.core_properties.subject = flat(paper.subtitle)[:255]
    document.core_properties.language = styles.LANGUAGE


class _Writer:
    """Puts blocks at the end of a document, one after the other, and remembers under which heading it is."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._level = 0
        self._said_before: set[str] = set()

    def put(self, part: BaseOxmlElement) -> None:
        """One paragraph or table, before the settings of the page."""
        self._document.element.body.sectPr.addprevious(part)

    def add(self, block: Block) -> None:
        """One block. Raises KeyError for a kind that papers do not know."""
        kinds: Mapping[type, Callable[..., None]] = {
            Heading: self._own_heading,
            Words: lambda block: self.put(paragraph(styles.FINDING if block.strong else styles.BODY, *_runs(block))),
            Note: lambda block: self.put(paragraph(styles.NOTE, block.text)),
            Points: self._points,
            Facts: self._facts,
            Table: self._table,
            Picture: self._picture,
            Quotes: self._quotes,
            Wording: self._wording,
        }
        kinds[type(block)](block)

    def _own_heading(self, block: Heading) -> None:
        """No level is left out: a reader who goes from heading to heading would stumble."""
        self._level = min(block.level, self._level + 1)
        if self._level == 1:
            self._said_before = set()
        self._heading(block.text, self._level, apart=block.apart)

    def _heading(self, text: str, level: int, *, apart: bool = False) -> None:
        self.put(paragraph(styles.heading(level), flat(text), apart=apart))

    def _under(self, text: str) -> None:
        """A heading that belongs to what is above it, and after which that goes on."""
        self._heading(text, min(self._level + 1, 3))

    def _points(self, block: Points) -> None:
        style = styles.NUMBERS if block.numbered else styles.BULLETS
        numbers = new_numbers(self._document) if block.numbered else 0
        for item in block.items:
            self.put(paragraph(style, *_runs(item, styles.STRONG if item.strong else ""), numbers=numbers))

    def _facts(self, block: Facts) -> None:
        """Facts of one thing stay on one page; a name that is too long for its place has a line of its own."""
        keep = len(block.pairs) <= _FEW
        for place, (name, words) in enumerate(block.pairs, start=1):
            said = f"{flat(name)}:"
            gap = "\t" if arial(said, styles.BODY_SIZE, bold=True) < styles.FACT_NAME else "\n"
            last = place == len(block.pairs)
            self.put(paragraph(styles.FACT, run(said, styles.STRONG), f"{gap}{words}", keep=keep and not last))

    def _wording(self, block: Wording) -> None:
        self._under(block.heading)
        for words in block.paragraphs:
            self.put(paragraph(styles.WORDING, words))

    def _table(self, block: Table) -> None:
        self.put(paragraph(styles.CAPTION, flat(block.caption)))
        self.put(table(block, _TEXT_WIDE))

    def _quotes(self, block: Quotes) -> None:
        self._under(block.heading)
        if block.question and block.question != block.heading:
            self.put(paragraph(styles.QUESTION, block.question))
        for place, text in enumerate(block.texts):
            self.put(paragraph(styles.COMMENT, text, inward=place % 2))

    def _picture(self, block: Picture) -> None:
        """A picture that is higher than a page is not made smaller until nobody can read it: its table is there."""
        chart = block.chart
        wide, high = _fitted(chart)
        drawn = not chart.empty and wide >= _PICTURE_WIDE * _NARROWEST
        self.put(paragraph(styles.CAPTION, flat(chart.title)))
        if chart.sentence:
            self.put(paragraph(styles.CHART_WORDS if drawn else styles.BODY, chart.sentence))
        if drawn:
            content = png(bare(chart), _DOTS)
            self.put(picture(self._document, content, wide, high, name=chart.title, alt=chart.alt))
        for note in self._fresh_notes(chart):
            self.put(paragraph(styles.NOTE, note))
        if not chart.empty and (block.tabled or not drawn):
            self._table(chart_table(chart))

    def _fresh_notes(self, chart: Chart) -> list[str]:
        """Who is counted, then how to read it where this part of the paper has not said so yet."""
        fresh = [note for note in chart.notes if note not in self._said_before]
        self._said_before.update(fresh)
        return [note for note in (chart.base, *fresh) if note]


def _runs(words: Words, style: str = "") -> tuple[BaseOxmlElement, ...]:
    said = (run(words.text, style),)
    return said if words.sure is None else (*said, run(f" {words.sure}", styles.SURE))


def _fitted(chart: Chart) -> tuple[Length, Length]:
    """Width and height of a picture that is as wide as the text, but no higher than a page has room for."""
    across, down = size(bare(chart))
    wide = min(_PICTURE_WIDE, _TALLEST * across / down)
    return Length(round(wide)), Length(round(wide * down / across))
