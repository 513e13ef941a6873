"""What people read, taken out of templates, code and documents without running them.

Crude, and on the safe side: an expression counts as one word, and both branches of a condition are read.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "audit_app" / "web" / "templates"

BREAK = "¶"  # between two paragraphs
FILLED_IN = "X"  # in place of an expression
_NOT_SAID = re.compile(r"nhsuk-|app-|[{}<>]|%Y|VACUUM")  # class names, markup, formats and SQL
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[”\u2019\")]*\s+(?=[A-Z“(])|\s*{BREAK}\s*")
_WORD = re.compile(r"[\w\u2019'-]*\w[\w\u2019'-]*")
_CODE_IN_MARKDOWN = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
_NEVER_READ = {"script", "style", "svg"}
_INLINE = {"a", "strong", "em", "b", "i", "span", "code", "abbr"}
_READ_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "content"}
_BRANCHES = {"if", "elif", "else", "endif", "for", "endfor", "set", "endset"}


@dataclass(frozen=True)
class Said:
    """A sentence that a person can read, and the file in which it stands."""

    file: str
    sentence: str

    @property
    def length(self) -> int:
        """How many words it has, with one for each thing that is filled in."""
        return len(_WORD.findall(self.sentence))

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence}"


class _Reader(HTMLParser):
    """The text of a page, with a break where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _NEVER_READ
        self._break_at(tag)
        for name, value in attrs:
            if name in _READ_ATTRIBUTES and value and len(value.split()) > 1:
                self.parts.append(f"{BREAK}{value}{BREAK}")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _NEVER_READ
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def _break_at(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(BREAK)


def sentences(text: str) -> list[str]:
    """The sentences of a text in which BREAK separates paragraphs."""
    joined = re.sub(r"\s+", " ", text)
    return [each.strip() for each in _SENTENCE_END.split(joined) if _WORD.search(each)]


def _apart(source: str) -> tuple[str, list[str]]:
    """A template's markup, with FILLED_IN for each expression, and the strings that stand within its Jinja."""
    markup: list[str] = []
    strings: list[str] = []
    first_name = False
    for _, kind, value in Environment(autoescape=True).lex(source):
        if kind == "data":
            markup.append(value)
        elif kind == "variable_begin":
            markup.append(FILLED_IN)
        elif kind == "block_begin":
            first_name = True
        elif kind == "name" and first_name:
            markup.append(BREAK if value in _BRANCHES else "")
            first_name = False
        elif kind == "string":
            strings.append(value[1:-1])
    return "".join(markup), strings


def said_in_markup(source: str, name: str) -> list[Said]:
    """Every sentence of a template: in its markup, and in quotes within its Jinja from three words on."""
    markup, strings = _apart(source)
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    prose = [text for text in strings if len(text.split()) > 2 and not _NOT_SAID.search(text)]
    return [Said(name, each) for text in ["".join(reader.parts), *prose] for each in sentences(text)]


def said_in_templates(under: str = "") -> list[Said]:
    """Every sentence of every template, or of those in one folder."""
    paths = sorted((TEMPLATES / under).rglob("*.html"))
    return [said for path in paths for said in said_in_markup(path.read_text(encoding="utf-8"), _name(path))]


def _text_of(node: ast.expr) -> str | None:
    """A string in code, with FILLED_IN for each expression in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED_IN for part in node.values)
    return None


def said_in_source(source: str, name: str) -> list[Said]:
    """Every sentence in the strings of a module, from four words on. Docstrings are left out."""
    tree = ast.parse(source)
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return [
        Said(name, sentence)
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and id(node) not in left_out
        if (text := _text_of(node)) is not None and len(text.split()) > 3 and not _NOT_SAID.search(text)
        for sentence in sentences(text.replace("\n\n", BREAK))
    ]


def said_in_code(skipped: Iterable[str] = ()) -> list[Said]:
    """Every sentence in the strings of the product."""
    paths = [path for path in sorted((ROOT / "audit_app").rglob("*.py")) if path.name not in set(skipped)]
    return [said for path in paths for said in said_in_source(path.read_text(encoding="utf-8"), _name(path))]


def said_in_documents(*patterns: str) -> list[Said]:
    """Every sentence of some Markdown or YAML files; what stands between backticks is not prose."""
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    texts = [(_name(path), path.read_text(encoding="utf-8")) for path in paths]
    return [
        Said(name, sentence)
        for name, text in texts
        for line in _CODE_IN_MARKDOWN.sub("", text).splitlines()
        for sentence in sentences(line)
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
