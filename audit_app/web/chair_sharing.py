"""Showing members the summary: one button for the chairs of each side, and nothing happens until both have pressed."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Source
from audit_app.audit.sharing import agree_to_share, sides_that_agree
from audit_app.database import now
from audit_app.forum.access import may_share_results
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.web.chair_round import ROUND, OpenResults, blueprint, open_results
from audit_app.web.database_session import commit, session
from audit_app.web.signed_in import forum_and_access


@blueprint.get(f"{ROUND}/results/share")
def share(slug: str, round_id: int) -> ResponseReturnValue:
    """What members will see, and which sides have agreed."""
    return _page(_shareable(slug, round_id)), 200


@blueprint.post(f"{ROUND}/results/share")
def agree(slug: str, round_id: int) -> ResponseReturnValue:
    """Agree for one's own side."""
    page = _shareable(slug, round_id)
    _, access = forum_and_access(slug, may_share_results)
    if access.side is None:
        abort(403)
    try:
        agree_to_share(session(), page.round, access.side, actor=access.actor, at=now())
    except NotPossible as refusal:
        session().rollback()
        return _page(open_results(slug, round_id), {"": str(refusal)}), 409
    commit()
    return redirect(url_for("chair.share", slug=slug, round_id=round_id), 303)


def _shareable(slug: str, round_id: int) -> OpenResults:
    """A round that members answered here; one that was typed in has no links that could show it."""
    page = open_results(slug, round_id)
    if page.round.source is not Source.LIVE:
        abort(404)
    return page


def _page(page: OpenResults, errors: dict[str, str] | None = None) -> str:
    agreed = sides_that_agree(session(), page.round)
    mine = page.access.side if may_share_results(page.access) else None
    return render_template(
        "chair/share.html",
        page=page,
        agreed=agreed,
        two_sides=TWO_SIDES,
        shared=agreed >= set(TWO_SIDES),
        mine=mine,
        may_agree=mine is not None and mine not in agreed,
        errors=errors or {},
    )
