"""What the library of resources holds: frozen shapes, as read from resources/library.yaml."""

from pydantic import Field

from audit_app.questionnaire.definition import Frozen, Id, Text


class Label(Frozen):
    """A topic, or an element of a framework: its id and the words for it."""

    id: Id
    title: Text


class Resource(Frozen):
    """A tool or page of somebody else, described in our own words.

    address: the whole address of the page. site: the owner's site instead, where the page's own address is not known.
    elements: the elements that it helps with. history: closed or over; kept for the record, and recommended to nobody.
    """

    id: Id
    title: Text
    owner: Text
    about: Text
    topics: tuple[Id, ...] = Field(min_length=1)
    elements: tuple[Id, ...]
    address: Text | None = None
    site: Text | None = None
    history: bool = False

    @property
    def link(self) -> str:
        """The address that a page links to: of the page itself, or of the owner's site."""
        return self.address or self.site or ""

    @property
    def host(self) -> str:
        """The name of the site, such as nhsemployers.org."""
        return self.link.partition("://")[2].partition("/")[0]


class Library(Frozen):
    """Every resource, in the order of the file, with the topics and elements by which they are found."""

    topics: tuple[Label, ...] = Field(min_length=1)
    elements: tuple[Label, ...]
    resources: tuple[Resource, ...] = Field(min_length=1)
