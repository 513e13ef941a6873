"""What every page of a pack does, whatever the pack is about: show, order, say how far it is, hand a document out.

The views that use it decide first who may see what the pack is about; all of these take it from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from flask import abort, jsonify, redirect, send_file
from flask.typing import ResponseReturnValue

from audit_app.database import now
from audit_app.packs import orders, shelf
from audit_app.packs.models import PackOrder, Stage
from audit_app.packs.subjects import EVERYTHING, NotThereError, Opened, Subject, opened
from audit_app.reports.documents import MIMETYPES, size_words
from audit_app.web.database_session import begin_writing, commit, session
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.security import keep
from audit_app.web.signed_in import today

_ENDINGS = {
    "pdf": "PDF", "docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel", "csv": "CSV", "json": "JSON", "zip": "ZIP",
}  # fmt: skip


class Standing(StrEnum):
    """What the page has to say."""

    NEW = "new"  # nothing has been made
    MAKING = "making"
    READY = "ready"
    CHANGED = "changed"  # it was made, and its content has changed since
    FAILED = "failed"  # some or all documents could not be made


@dataclass(frozen=True)
class File:
    """A document on the page. kind: "PDF". size: "240 kB"; "" while it is not made. failed: it could not be made."""

    id: str
    title: str
    purpose: str
    kind: str
    size: str
    failed: bool


@dataclass(frozen=True)
class PackShown:
    """The state of a pack. done, of: documents. everything: the size of the ZIP, "" while it is not made."""

    standing: Standing
    files: tuple[File, ...]
    everything: str
    done: int
    of: int


def open_pack(subject: Subject[Any]) -> Opened[Any]:
    """The subject with its content as it stands now; not found where there is nothing to show."""
    try:
        return opened(session(), instance_secrets(), subject, today())
    except NotThereError:
        abort(404)


def shown(pack: Opened[Any]) -> PackShown:
    """What the page of a pack shows now. Reads only."""
    kept = shelf.kept(session(), pack)
    order = orders.order_of(session(), pack.subject)
    standing = _standing(pack, set(kept) == set(pack.ids), order)
    failed = order.failures if order is not None and standing is Standing.FAILED else ()
    files = tuple(
        File(
            each.id, each.title, each.purpose, _ENDINGS[each.ending], _size(kept, each.id),
            each.id in failed or orders.NOTHING_MADE in failed,
        )
        for each in pack.subject.family
    )  # fmt: skip
    done = order.done if order is not None and standing is Standing.MAKING else 0
    return PackShown(standing, files, _size(kept, EVERYTHING), done, len(pack.ids))


def _standing(pack: Opened[Any], everything_kept: bool, order: PackOrder | None) -> Standing:  # noqa: FBT001  (private)
    if everything_kept:
        return Standing.READY
    if order is None:
        return Standing.NEW
    if order.stage is not Stage.DONE:
        return Standing.MAKING
    if order.pack != pack.seal.pack:
        return Standing.CHANGED
    return Standing.FAILED if order.failures else Standing.NEW


def _size(kept: Mapping[str, int], document: str) -> str:
    """The size of a document that is kept, not to be broken over two lines."""
    return size_words(kept[document]).replace(" ", "\N{NO-BREAK SPACE}") if document in kept else ""


def order(pack: Opened[Any]) -> None:
    """Ask for the documents, and commit. The view has looked with `session(to_write=False)` before."""
    begin_writing()
    orders.order(session(), pack, now())
    commit()


def progress(subject: Subject[Any]) -> ResponseReturnValue:
    """How far an order is, for the page that waits. Nothing of the content is loaded for it."""
    found = orders.order_of(session(), subject)
    making = found is not None and found.stage is not Stage.DONE
    return jsonify(making=making, done=found.done if found else 0, of=found.documents if found else 0)


def download(pack: Opened[Any], document: str, page: Callable[[], str]) -> ResponseReturnValue:
    """A document as a file. Not found for one that does not exist; back to `page()` for one that is not made."""
    endings = {each.id: each.ending for each in pack.subject.family} | {EVERYTHING: "zip"}
    if document not in endings:
        abort(404)
    content = shelf.fetch(session(), pack, document)
    if content is None:
        return redirect(page(), 303)
    keep("private, no-store")
    ending = endings[document]
    name = pack.name_of(document, ending)
    return send_file(BytesIO(content), MIMETYPES[ending], as_attachment=True, download_name=name, etag=False)
