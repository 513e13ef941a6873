"""How much room words take on a page of A4, and how they are cut where there is too little.

An estimate in lines of body text, on the safe side: what is certain is only known to whoever sets the type.
"""

import unicodedata
from collections.abc import Sequence

from audit_app.analysis.released import Comparison, Sentence
from audit_app.analysis.wording import quoted
from audit_app.reports.papers.blocks import (
    Block,
    Facts,
    Heading,
    Note,
    Points,
    Quotes,
    Table,
    Wording,
    Words,
)

SHEET = 51.0  # lines of body text on a page of A4, without its title
_ACROSS = 86  # Latin letters in such a line
_ELLIPSIS = "…"
_WIDE = "MW@%"
_LINE = 0.92  # of a line's share of the page, for each line of a paragraph
_BETWEEN, _CLOSE = 0.45, 0.15  # lines between two paragraphs, and between two of a list
_HEADER, _CELL, _SMALL = 2.4, 0.4, 0.75  # a table's caption and header, the white of a row, a line of a row
_HEADINGS = {1: 2.8, 2: 2.6, 3: 2.0}


def across(text: str) -> int:
    """How wide a text is, in usual Latin letters. Letters of East Asia and a few others are twice as wide."""
    if text.isascii():
        return len(text) + sum(map(text.count, _WIDE))
    return sum(2 if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, longest: int) -> str:
    """The text, cut at the end of a word with "…" if it is longer. Words of any script; a long one is cut inside."""
    if across(text) <= longest:
        return text
    cut = text[: max(1, next(end for end in range(len(text) + 1) if across(text[: end + 1]) > longest - 1))]
    space = cut.rfind(" ")
    if space >= longest // 2:
        cut = cut[:space]
    while cut and (unicodedata.combining(text[len(cut)]) or unicodedata.category(cut[-1]) in {"Cf", "Mn", "Mc"}):
        cut = cut[:-1]  # neither between a letter and its marks nor after a joiner
    return cut.rstrip(" ,;:.-\N{EN DASH}“(") + _ELLIPSIS


def said_shortly(sentence: Sentence, comparison: Comparison, longest: int) -> Sentence:
    """The sentence, in which a long statement or section title is cut."""
    names = [(quoted(each.text), quoted(shortened(each.text, longest))) for each in comparison.statements
             if each.id == sentence.statement]  # fmt: skip
    if sentence.statement is None:
        names = [(f"{each.title}: ", f"{shortened(each.title, longest)}: ") for each in comparison.sections]
    for whole, short in names:
        if whole in sentence.text:
            return Sentence(sentence.text.replace(whole, short, 1), sentence.sure, sentence.statement)
    return sentence


def lines(text: str, line: float = _ACROSS) -> int:
    """About how many lines a paragraph takes, of so many letters each."""
    return max(1, -(-across(text) // int(line)))


def height(blocks: Sequence[Block]) -> float:
    """About how many lines of body text these blocks take, one under the other. A picture is not counted."""
    return sum(_height(block) for block in blocks)


def _height(block: Block) -> float:
    match block:
        case Heading():
            return _HEADINGS[block.level] + lines(block.text, 60) - 1
        case Words():
            return _words(block, _ACROSS) + _BETWEEN
        case Note():
            return lines(block.text, _ACROSS * 1.15) * _SMALL + _BETWEEN
        case Points():
            return sum(_words(item, _ACROSS - 5) + _CLOSE for item in block.items) + _CLOSE
        case Facts():
            return sum(max(lines(name, 25), lines(said, 65)) + 0.4 for name, said in block.pairs) + _BETWEEN
        case Table():
            return _HEADER + sum(_row(block, row) for row in block.rows)
        case Quotes(texts=texts) | Wording(paragraphs=texts):
            return 2.0 + sum(lines(text) + _BETWEEN for text in texts)
    return 0.0


def _words(words: Words, line: float) -> float:
    return _LINE * lines(f"{words.text} {words.sure or ''}", line * (0.85 if words.strong else 1))


def _row(table: Table, row: Sequence[str]) -> float:
    whole = sum(column.share for column in table.columns)
    cells = zip(row, table.columns, strict=True)
    return _CELL + _SMALL * max(lines(cell, max(4, _ACROSS * column.share / whole)) for cell, column in cells)
