"""Documents to take to a meeting: of one assessment for those who fill it in, of the themes for those who see them."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.packs.assessment_subject import AssessmentSubject
from audit_app.packs.theme_subject import ThemeSubject
from audit_app.web import pack_pages
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_forum import WHERE, Together, together
from audit_app.web.assessment_page import ASSESSMENT
from audit_app.web.assessment_results import ShownResults, shown_results
from audit_app.web.database_session import session


def _subject(shown: ShownResults) -> AssessmentSubject:
    return AssessmentSubject(shown.page.assessment.id, shown.version)


@blueprint.get(f"{ASSESSMENT}/results/documents")
def documents(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Papers, slides and tables of one assessment as it stands, or with ?version=1 as both sides signed it."""
    shown = shown_results(slug, assessment_id)
    pack = pack_pages.open_pack(_subject(shown))
    return render_template(
        "assessment/documents.html",
        page=shown.page,
        shown=shown,
        content=pack.content.result.content,
        pack=pack_pages.shown(pack),
        document_address=lambda document: shown.address("document", document=document),
    )


@blueprint.post(f"{ASSESSMENT}/results/documents")
def order_documents(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Have them made."""
    session(to_write=False)  # loading takes a while, and nobody is to wait for it who writes
    shown = shown_results(slug, assessment_id)
    address = shown.address("documents")
    pack_pages.order(pack_pages.open_pack(_subject(shown)))
    return redirect(address, 303)


@blueprint.get(f"{ASSESSMENT}/results/documents/progress")
def documents_progress(slug: str, assessment_id: int) -> ResponseReturnValue:
    """How far they are, for the page that waits."""
    return pack_pages.progress(_subject(shown_results(slug, assessment_id)))


@blueprint.get(f"{ASSESSMENT}/results/documents/<document>")
def document(slug: str, assessment_id: int, document: str) -> ResponseReturnValue:
    """One document, or everything in one file; it is never made here."""
    shown = shown_results(slug, assessment_id)
    return pack_pages.download(
        pack_pages.open_pack(_subject(shown)), document, lambda: shown.address("documents")
    )  # fmt: skip


def _theme_subject(page: Together) -> ThemeSubject:
    """What the page is about; not found while nothing is shared."""
    if page.instrument is None:
        abort(404)
    return ThemeSubject(page.forum.id, page.instrument.id, page.round.id if page.round is not None else None)


def _theme_address(page: Together, endpoint: str, **more: Any) -> str:  # noqa: ANN401  (parts of an address, as url_for takes them)
    return url_for(f".{endpoint}", slug=page.forum.slug, **page.chosen(), **more)


@blueprint.get(f"{WHERE}/documents")
def theme_documents(slug: str) -> ResponseReturnValue:
    """Papers, slides and tables about what organisations share."""
    page = together(slug)
    pack = pack_pages.open_pack(_theme_subject(page))
    return render_template(
        "assessment/theme_documents.html",
        page=page,
        forum=page.forum,
        sharing=len(pack.content.shared.places),
        pack=pack_pages.shown(pack),
        back=url_for(".forum_view", slug=page.forum.slug, **page.chosen()),
        address=_theme_address(page, "theme_documents"),
        progress_address=_theme_address(page, "theme_documents_progress"),
        document_address=lambda document: _theme_address(page, "theme_document", document=document),
    )


@blueprint.post(f"{WHERE}/documents")
def order_theme_documents(slug: str) -> ResponseReturnValue:
    """Have them made."""
    session(to_write=False)
    page = together(slug)
    address = _theme_address(page, "theme_documents")
    pack_pages.order(pack_pages.open_pack(_theme_subject(page)))
    return redirect(address, 303)


@blueprint.get(f"{WHERE}/documents/progress")
def theme_documents_progress(slug: str) -> ResponseReturnValue:
    """How far they are, for the page that waits."""
    return pack_pages.progress(_theme_subject(together(slug)))


@blueprint.get(f"{WHERE}/documents/<document>")
def theme_document(slug: str, document: str) -> ResponseReturnValue:
    """One document, or everything in one file; it is never made here."""
    page = together(slug)
    pack = pack_pages.open_pack(_theme_subject(page))
    return pack_pages.download(pack, document, lambda: _theme_address(page, "theme_documents"))
