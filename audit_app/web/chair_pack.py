"""The meeting pack of a round: ordered here, made by the worker, downloaded by those who may see the results."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from audit_app.packs.round_subject import RoundSubject
from audit_app.web import pack_pages
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.database_session import session


def _subject(page: OpenResults) -> RoundSubject:
    return RoundSubject(page.round.id, page.against.id if page.against else None)


@blueprint.get(f"{ROUND}/results/pack")
def pack(slug: str, round_id: int) -> ResponseReturnValue:
    """What there is, what is being made, or the button to have it made."""
    page = open_results(slug, round_id)
    found = pack_pages.open_pack(_subject(page))
    return render_template(
        "results/pack.html",
        page=page,
        facts=found.content.comparison.round,
        against=found.content.comparison.against,
        comments=len(found.content.comments),
        pack=pack_pages.shown(found),
        document_address=lambda document: page.address("pack_document", document=document),
    )


@blueprint.post(f"{ROUND}/results/pack")
def order_pack(slug: str, round_id: int) -> ResponseReturnValue:
    """Have it made. Asked for twice, it is made once."""
    session(to_write=False)  # loading takes a while, and nobody is to wait for it who writes
    page = open_results(slug, round_id)
    address = page.address("pack")
    pack_pages.order(pack_pages.open_pack(_subject(page)))
    return redirect(address, 303)


@blueprint.get(f"{ROUND}/results/pack/progress")
def pack_progress(slug: str, round_id: int) -> ResponseReturnValue:
    """How far it is, for the page that waits."""
    return pack_pages.progress(_subject(open_results(slug, round_id)))


@blueprint.get(f"{ROUND}/results/pack/<document>")
def pack_document(slug: str, round_id: int, document: str) -> ResponseReturnValue:
    """One document, or everything in one file; it is never made here."""
    page = open_results(slug, round_id)
    return pack_pages.download(pack_pages.open_pack(_subject(page)), document, lambda: page.address("pack"))
