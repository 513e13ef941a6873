"""Reads one YAML file into plain Python, and refuses what is dangerous or misleading in YAML.

Nothing is constructed from tags, aliases are refused (a few lines of them can unfold to gigabytes), and a key that
stands twice is a fault, where a plain loader would silently keep the last. Plain words are words: `No` is text, as
in YAML 1.2, because it is a likely label of an answer.
"""

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

LARGEST_FILE = 256 * 1024  # bytes; the longest shipped file has about 12 kB
_DEEPEST = 12  # levels; a questionnaire needs seven


class SourceFault(Exception):  # noqa: N818  (collected, and shown with others as one CatalogueError)
    """What is wrong with a file as YAML. `path`: dotted, "" for the whole file."""

    def __init__(self, path: str, message: str, what_to_do: str) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.what_to_do = what_to_do


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that knows text, whole numbers, true, false and null, and no aliases."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  (PyYAML's own shape)
    _depth = 0

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:  # noqa: ANN401  (PyYAML passes a node or a number)
        if self.check_event(yaml.AliasEvent):
            raise SourceFault("", f"line {self.line + 1} uses a YAML alias (*)", "Write the content out.")
        if self._depth >= _DEEPEST:
            raise SourceFault("", "is nested too deeply", "Compare it with a file that is shipped.")
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^(?:0|-?[1-9][0-9]{0,17})$"), list("-0123456789")
)


def read_source(content: bytes) -> Any:  # noqa: ANN401  (whatever the file says; pydantic checks it)
    """The file's content as dicts, lists, str, int, bool and None. Raises SourceFault."""
    if len(content) > LARGEST_FILE:
        raise SourceFault("", f"is larger than {LARGEST_FILE // 1024} kB", "Split it, or remove what does not belong.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceFault("", "is not UTF-8 text", "Save it as UTF-8.") from None
    try:
        node = _PlainLoader(text).get_single_node()
    except yaml.YAMLError as error:
        raise SourceFault("", f"is not valid YAML: {_reason(error)}", "Correct that line.") from None
    if node is None:
        raise SourceFault("", "is empty", "Write something in it, or remove the file.")
    return _plain(node, "")


def _reason(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)


def _plain(node: Node, path: str) -> Any:  # noqa: ANN401
    if isinstance(node, MappingNode) and node.tag == "tag:yaml.org,2002:map":
        return _mapping(node, path)
    if isinstance(node, SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return [_plain(item, _below(path, index)) for index, item in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return _scalar(node, path)
    raise _tagged(node, path)


def _mapping(node: MappingNode, path: str) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            raise SourceFault(path, f"line {key_node.start_mark.line + 1} has a key that is not a word", "Remove it.")
        if key in content:
            line = key_node.start_mark.line + 1
            raise SourceFault(_below(path, key), f"stands twice (again in line {line})", "Remove one of the two.")
        content[key] = _plain(value_node, _below(path, key))
    return content


def _scalar(node: ScalarNode, path: str) -> str | int | bool | None:
    match node.tag:
        case "tag:yaml.org,2002:str":
            return str(node.value)
        case "tag:yaml.org,2002:int" if re.fullmatch(r"-?[0-9]{1,18}", node.value):
            return int(node.value)
        case "tag:yaml.org,2002:bool" if node.value in {"true", "false"}:
            return bool(node.value == "true")
        case "tag:yaml.org,2002:null":
            return None
    raise _tagged(node, path)


def _tagged(node: Node, path: str) -> SourceFault:
    return SourceFault(path, f"has a YAML tag ({node.tag})", "Remove the word that starts with an exclamation mark.")


def _below(path: str, key: str | int) -> str:
    return f"{path}.{key}" if path else str(key)
