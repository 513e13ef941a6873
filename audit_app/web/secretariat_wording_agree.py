"""The chairs' part of an own wording: read what changes, before and after, then agree or send it back with a note."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit import own_wording
from audit_app.audit.invitations import NotPossible
from audit_app.audit.wording_models import WordingState
from audit_app.database import now
from audit_app.forum.access import may_see_progress, may_share_results
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.questionnaire.wording_changes import Kind, changes, in_short
from audit_app.web.database_session import commit, session
from audit_app.web.forms_wording import SeenForm, SendBackForm
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.secretariat_wording import WORDING, OpenWording, open_wording


@blueprint.get(f"{WORDING}/changes")
def wording_changes(slug: str, wording_id: int) -> ResponseReturnValue:
    """What changes, question by question, before and after."""
    return _page(open_wording(slug, wording_id, may_see_progress))


def _page(
    page: OpenWording, send_back: SendBackForm | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    found = changes(page.base, page.wishes)
    agreed = own_wording.agreements(session(), page.wording)
    side = page.access.side if may_share_results(page.access) else None
    proposed = page.wording.state is WordingState.PROPOSED
    seen = page.wording.digest
    if send_back is not None:
        send_back.seen.data = seen  # what the page that is now shown holds
    shown = render_template(
        "secretariat/wording/changes.html",
        page=page,
        forum=page.forum,
        wording=page.wording,
        wishes=page.wishes,
        base=page.base,
        found=found,
        counted=in_short(found),
        agreed=agreed,
        two_sides=TWO_SIDES,
        side=side,
        proposed=proposed,
        may_agree=side is not None and proposed and side not in agreed,
        may_send_back=side is not None and proposed,
        agree_form=SeenForm(formdata=None, seen=seen),
        send_back=send_back or SendBackForm(formdata=None, seen=seen),
        Kind=Kind,
        errors=errors or {},
    )
    return shown, status


@blueprint.post(f"{WORDING}/agree")
def agree_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """Agree for one's own side to what was read."""
    page = open_wording(slug, wording_id, may_share_results)
    form = SeenForm()
    if not form.validate():
        abort(400)
    try:
        both = own_wording.agree(
            session(), page.wording, page.access.side, seen=form.seen.data or "", actor=page.access.actor, at=now()
        )
    except NotPossible as error:
        session().rollback()
        return _page(page, errors={"": str(error)}, status=409)
    commit()
    flash(
        "Both sides have agreed. The secretariat can now use these questions in a round."
        if both
        else "You have agreed for your side. Now a chair of the other side needs to agree."
    )
    return redirect(url_for(".wording_page", slug=slug, wording_id=wording_id), 303)


@blueprint.post(f"{WORDING}/send-back")
def send_back_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    """Send it back to the secretariat with a note. Nobody has agreed to it any more."""
    page = open_wording(slug, wording_id, may_share_results)
    form = SendBackForm()
    if not form.validate_on_submit():
        return _page(page, form, status=422)
    try:
        own_wording.send_back(
            session(), page.wording, form.note.data or "",
            seen=form.seen.data or "", actor=page.access.actor, at=now(),
        )  # fmt: skip
    except NotPossible as error:
        session().rollback()
        return _page(page, form, {"": str(error)}, 409)
    commit()
    flash("Sent back. The secretariat can see your note.")
    return redirect(url_for(".wording_page", slug=slug, wording_id=wording_id), 303)
