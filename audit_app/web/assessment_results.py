"""The results of one assessment: what to do next, where it stands, what changed, what is left."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, open_assessment


@blueprint.get(f"{ASSESSMENT}/results")
def results(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Results as they stand, for those who fill it in."""
    page = open_assessment(slug, assessment_id)
    return render_template("assessment/results.html", page=page, result=page.result)
