"""What the forum sees of one assessment: decided by a wellbeing lead each time, and taken back at any time."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.assessment.sharing import share, take_back
from audit_app.database import now
from audit_app.forum.entries import NotPossible
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, open_assessment
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ButtonForm


@blueprint.route(f"{ASSESSMENT}/share", methods=["GET", "POST"])
def share_assessment(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Say exactly what the forum sees; share it, or take it back. Those who do not lead may read it."""
    page = open_assessment(slug, assessment_id)
    form = ButtonForm()
    if form.is_submitted() and not page.who.lead:
        abort(403)
    if form.validate_on_submit():
        taken_back = "take_back" in request.form
        try:
            (take_back if taken_back else share)(session(), page.assessment, page.who, now())
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash("The forum no longer sees this assessment." if taken_back else "The forum now sees this assessment.")
            return redirect(page.address("share_assessment"), 303)
    shown = render_template("assessment/share.html", page=page, form=form)
    return shown, 409 if form.form_errors else 200
