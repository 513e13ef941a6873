"""Reads and checks the library's file, and says in plain words what is wrong with it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from audit_app.library.definition import Label, Library, Resource
from audit_app.questionnaire.faults import CatalogueError, Fault, faults_of_shape
from audit_app.questionnaire.yaml_source import SourceFault, read_source

KEYS = tuple(sorted({key for part in (Library, Label, Resource) for key in part.model_fields}))


def read_library(path: Path) -> Library:
    """Read and check one file. Raises CatalogueError with every fault found."""
    try:
        source = read_source(path.read_bytes())
    except SourceFault as fault:
        raise CatalogueError([Fault(path.name, fault.path, fault.message, fault.what_to_do)]) from None
    except OSError as error:
        words = "Check that it is a file and that the service may read it."
        raise CatalogueError([Fault(path.name, "", f"cannot be read ({error.strerror})", words)]) from None
    try:
        # strict JSON: "1" is no number and 1 is no text, so nothing is guessed
        library = Library.model_validate_json(json.dumps(source), strict=True)
    except ValidationError as error:
        raise CatalogueError(faults_of_shape(path.name, error, KEYS)) from None
    faults = [Fault(path.name, *broken) for broken in _broken_rules(library)]
    if faults:
        raise CatalogueError(faults)
    return library


def schema_text() -> str:
    """What resources/schema.json must hold, for editors: generated from the definition, never edited by hand."""
    schema = Library.model_json_schema() | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The library of resources of the partnership audit",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


Broken = tuple[str, str, str]  # path, message, what to do


def _broken_rules(library: Library) -> Iterator[Broken]:
    for key, things in (("topics", library.topics), ("elements", library.elements), ("resources", library.resources)):
        yield from _repeated(key, [each.id for each in things])
    topics, elements = ({each.id for each in labels} for labels in (library.topics, library.elements))
    for place, resource in enumerate(library.resources):
        path = f"resources.{place}"
        yield from _unknown(f"{path}.topics", resource.topics, topics, "topic")
        yield from _unknown(f"{path}.elements", resource.elements, elements, "element")
        yield from _links(path, resource)


def _repeated(key: str, names: list[str]) -> Iterator[Broken]:
    for name, times in Counter(names).items():
        if times > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield f"{key}.{last}.id", f"{name} stands more than once", "Give each its own id."


def _unknown(path: str, names: Iterable[str], known: set[str], kind: str) -> Iterator[Broken]:
    for name, times in Counter(names).items():
        if name not in known:
            yield path, f"names the {kind} {name}, which is not there", f"Use one of: {', '.join(sorted(known))}."
        if times > 1:
            yield path, f"names {name} more than once", "Name it once."


def _links(path: str, resource: Resource) -> Iterator[Broken]:
    if (resource.address is None) == (resource.site is None):
        yield path, "needs either an address or a site", "Write address for the whole address, else site."
    if resource.address is not None and (problem := _problem_of_address(resource.address)):
        yield f"{path}.address", problem, "Copy the whole address from the browser. If it is not known, write site."
    if resource.site is not None:
        if problem := _problem_of_address(resource.site):
            yield f"{path}.site", problem, "Write it like https://example.nhs.uk"
        elif urlsplit(resource.site).path not in {"", "/"}:
            yield f"{path}.site", "has a path", "Write the site alone, or write address instead of site."


def _problem_of_address(text: str) -> str:
    """What is wrong with an address that people are to follow; "" if nothing is."""
    if not text.isascii() or any(sign.isspace() or sign in '<>"\\^`{|}' for sign in text):
        return "holds signs that no web address holds"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "is not a web address"
    if parts.scheme not in {"http", "https"} or not parts.hostname or "." not in parts.hostname.strip("."):
        return "is not a web address"
    if parts.username is not None or parts.password is not None or port not in {None, 80, 443}:
        return "holds a name, a password or a port"
    if "..." in text or "\N{HORIZONTAL ELLIPSIS}" in text:
        return "is not whole"
    return ""
