"""Finding resources by words, topic and element."""

from collections.abc import Collection

from audit_app.composed_text import composed
from audit_app.library.definition import Library, Resource


def find(library: Library, words: str = "", topic: str = "", element: str = "") -> tuple[Resource, ...]:
    """The resources in which every word occurs, of this topic and for this element; "" stands for any.

    In the order of the file, with what is history last.
    """
    wanted = _folded(words).split()
    titles = {label.id: label.title for label in (*library.topics, *library.elements)}
    found = [
        each
        for each in library.resources
        if (not topic or topic in each.topics)
        and (not element or element in each.elements)
        and all(word in _searched(each, titles) for word in wanted)
    ]
    return tuple(sorted(found, key=lambda each: each.history))


def resources_for(library: Library, element_ids: Collection[str]) -> tuple[Resource, ...]:
    """What helps with these elements: first what is about few elements, last what is about all. Nothing of history."""
    wanted = set(element_ids)
    found = [each for each in library.resources if not each.history and wanted.intersection(each.elements)]
    return tuple(sorted(found, key=lambda each: len(each.elements)))


def _searched(resource: Resource, titles: dict[str, str]) -> str:
    named = [titles[name] for name in (*resource.topics, *resource.elements)]
    return _folded(" ".join((resource.title, resource.owner, resource.about, *named)))


def _folded(text: str) -> str:
    """Without capitals, accents and curly marks, so that people find what they type in any way."""
    decomposed = composed(text, "NFKD").casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return "".join(sign for sign in decomposed if sign.isalnum() or sign in " '")
