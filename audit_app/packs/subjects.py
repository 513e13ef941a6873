"""What a pack can be about: the part that web, worker and command line share, whatever the documents are."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy.orm import Session

from audit_app.instance_secret import InstanceSecrets
from audit_app.packs.fingerprint import digest_of
from audit_app.packs.sealing import Seal, seal_for
from audit_app.reports.documents import Family, Made

Content = TypeVar("Content")
EVERYTHING = "everything"  # the id of the ZIP with all documents


class NotThereError(LookupError):
    """What an order is about is not there any more, or has nothing to show."""


class Subject(ABC, Generic[Content]):
    """One thing that documents can be made about. Derive a frozen dataclass whose fields are numbers, texts or None.

    The fields are all that is stored of it, so they name what it is about ("round 5 beside round 3") and hold no
    content. Whether somebody may see it is decided before, by the page or command.
    """

    kind: ClassVar[str]  # a short word, in an order and in the digest

    @property
    @abstractmethod
    def family(self) -> Family[Content]:
        """The documents, in the order in which they are made and listed."""

    @abstractmethod
    def load(self, session: Session, today: date) -> Content:
        """What the documents are made of: exactly what the page shows. Raises NotThereError."""

    @abstractmethod
    def file_name(self, content: Content, document: str, ending: str) -> str:
        """What a document is called, safe for a folder and a header; `document` may be EVERYTHING."""

    @abstractmethod
    def everything(self, content: Content, made: Sequence[Made]) -> bytes:
        """All documents in one ZIP, with a page of contents."""


@dataclass(frozen=True)
class Opened(Generic[Content]):
    """A subject with its content as it stands now, and the seal that follows from it."""

    subject: Subject[Content]
    content: Content
    seal: Seal

    @property
    def ids(self) -> tuple[str, ...]:
        """Every document's id, the ZIP last."""
        return (*(each.id for each in self.subject.family), EVERYTHING)

    def name_of(self, document: str, ending: str) -> str:
        return self.subject.file_name(self.content, document, ending)


def opened(session: Session, secrets: InstanceSecrets, subject: Subject[Any], today: date) -> Opened[Any]:
    """Load what a subject's documents are made of. Raises NotThereError."""
    content = subject.load(session, today)
    return Opened(subject, content, seal_for(secrets, digest_of(subject.kind, content)))
