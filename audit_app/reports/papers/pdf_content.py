"""A paper as the template takes it: plain values, and the pictures beside them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from audit_app.charts import Chart, bare, size, svg
from audit_app.charts.palette import INK, PANEL, QUIET_INK, RULE, THIS_ROUND
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
from audit_app.reports.papers.pdf_tables import table_content
from audit_app.reports.papers.pdf_words import (
    FAMILIES,
    NOT_IN_FONT,
    breakable,
    lettered,
    one_line,
    plain,
    printable,
    width,
)

PAGE, SIDE = 595.276, 44.0  # points: the width of A4, and the white beside the words
ACROSS = PAGE - 2 * SIDE
BODY = 10.5
_ASIDE = 56.0  # points by which running text is narrower
_HANG = 10.0  # points of the picture's own white margin
_TALLEST = 590.0  # points: a picture with its title on a page of its own
_LONGEST_WORD, _LONGEST_IN_TITLE = 40, 24  # letters, even if all are as wide as M
_CONTENTS_FROM = 6  # more pages than these have a list of contents
_LOWEST = 841.89 - 58.0 - 12.0  # points from the top of the page to where its words end, with something to spare

_BOXES = f"{NOT_IN_FONT} stands for a letter that could not be printed here."

Value = dict[str, object]


@dataclass
class Content:
    """What the template reads. files: name to bytes."""

    values: Value
    files: dict[str, bytes] = field(default_factory=dict)


def paper_content(paper: Paper, scale: float = 1.0) -> Content:
    """Every block of a paper in values of JSON, and its charts as SVG, set in type of `scale` times the usual size."""
    content = Content({})
    highest = min((block.level for block in paper.blocks if isinstance(block, Heading)), default=1)
    blocks = _Blocks(content, scale, highest)
    printed = [part for block in paper.blocks for part in blocks.parts(block)]
    if any(NOT_IN_FONT in str(part) for part in printed):
        printed.append({"kind": "note", "text": _BOXES})
    if printed and printed[0]["kind"] == "heading":
        printed[0]["apart"] = False  # the template finds its place: under the title, unless it is too long for that
    day = f"{paper.day.day} {paper.day:%B %Y}"
    content.values = {
        "title": _name(paper.title),
        "subtitle": _long(printable(paper.subtitle)),
        "owner": _long(one_line(paper.owner)),
        "day": day,
        "date": [paper.day.year, paper.day.month, paper.day.day],
        "size": BODY * scale,
        "side": SIDE,
        "aside": _ASIDE,
        "contents_from": _CONTENTS_FROM,
        "first": _first_part(printed),
        "lowest": _LOWEST,
        "fonts": list(FAMILIES),
        "ink": INK,
        "quiet": QUIET_INK,
        "rule": RULE,
        "panel": PANEL,
        "accent": THIS_ROUND,
        "blocks": printed,
    }
    return content


def _first_part(printed: list[Value]) -> int:
    """How many blocks there are before the second main heading: what to read first."""
    main = [place for place, each in enumerate(printed) if each["kind"] == "heading" and each["level"] == 1]
    return main[1] if len(main) > 1 else len(printed)


def _long(text: str) -> str:
    return breakable(text, _LONGEST_WORD)


def _name(text: str) -> str:
    """A title or heading, which may not be empty: where nothing of it can be printed it is a box."""
    return breakable(one_line(text), _LONGEST_IN_TITLE) or NOT_IN_FONT


def _said(text: str) -> str:
    return _long(printable(text))


class _Blocks:
    """Turns blocks into values, one after the other, and remembers under which heading it is."""

    def __init__(self, content: Content, scale: float, highest: int) -> None:
        self._files = content.files
        self._scale = scale
        self._above = highest - 1
        self._level = self._look = 0
        self._said_before: set[str] = set()
        self._kinds: dict[type, Callable[..., list[Value]]] = {
            Heading: self._heading,
            Words: lambda block: [{"kind": "words", **_worded(block)}],
            Note: lambda block: [{"kind": "note", "text": _said(block.text)}],
            Points: self._points,
            Facts: self._facts,
            Table: lambda block: [table_content(block, ACROSS, self._scale)],
            Picture: self._picture,
            Quotes: self._quotes,
            Wording: self._wording,
        }

    def parts(self, block: Block) -> list[Value]:
        return self._kinds[type(block)](block)

    def _heading(self, block: Heading) -> list[Value]:
        """No level is left out, whatever the paper says: a reader who goes from heading to heading would stumble."""
        self._level, self._look = min(block.level - self._above, self._level + 1), block.level
        if self._level == 1:
            self._said_before = set()
        return [self._titled(block.text, self._level, self._look, apart=block.apart)]

    def _under(self, text: str) -> list[Value]:
        """A heading that belongs to what is above it, and after which that goes on."""
        return [self._titled(text, min(self._level + 1, 3), min(self._look + 1, 3))]

    def _titled(self, text: str, level: int, look: int, *, apart: bool = False) -> Value:
        """level: in the order of headings. look: how large it is printed, from 1."""
        return {"kind": "heading", "text": _name(text), "level": level, "look": look, "apart": apart}

    def _points(self, block: Points) -> list[Value]:
        return [{"kind": "points", "numbered": block.numbered, "items": [_worded(item) for item in block.items]}]

    def _facts(self, block: Facts) -> list[Value]:
        pairs = [(_said(name), _said(words)) for name, words in block.pairs]
        size = BODY * self._scale
        across = max((width(name, size, bold=True) for name, _ in pairs), default=0.0) + 14
        return [{"kind": "facts", "across": min(across, 190.0), "pairs": pairs}]

    def _quotes(self, block: Quotes) -> list[Value]:
        texts = [_said(text) for text in block.texts]
        question = "" if block.question == block.heading else _said(block.question)
        return [*self._under(block.heading), {"kind": "quotes", "question": question, "texts": texts}]

    def _wording(self, block: Wording) -> list[Value]:
        paragraphs = [_said(words) for words in block.paragraphs]
        return [*self._under(block.heading), {"kind": "wording", "paragraphs": paragraphs}]

    def _picture(self, block: Picture) -> list[Value]:
        chart = block.chart
        across, tall = self._fitted(chart)
        drawn = not chart.empty and tall <= _TALLEST
        file = None
        if drawn:
            file = f"picture-{len(self._files) + 1}.svg"
            self._files[file] = lettered(svg(bare(chart)))
        picture: Value = {
            "kind": "picture",
            "title": _said(chart.title),
            "sentence": _said(chart.sentence),
            "alt": plain(chart.alt),
            "file": file,
            "across": across,
            "hang": _HANG,
            "notes": self._notes(chart),
        }
        if chart.empty or (drawn and not block.tabled):
            return [picture]
        return [picture, table_content(chart_table(chart), ACROSS, self._scale)]

    def _notes(self, chart: Chart) -> list[str]:
        """Who is counted, and how to read the picture where no picture under the same main heading said it."""
        fresh = [note for note in chart.notes if note not in self._said_before]
        self._said_before.update(fresh)
        return [_said(note) for note in (chart.base, *fresh) if note]

    def _fitted(self, chart: Chart) -> tuple[float, float]:
        """Width and height in points of a picture that is as wide as the page's words."""
        wide, high = size(bare(chart))
        across = ACROSS + 2 * _HANG
        return across, high * across / wide


def _worded(words: Words) -> Value:
    sure = None if words.sure is None else _said(words.sure)
    return {"text": _said(words.text), "sure": sure, "strong": words.strong}
