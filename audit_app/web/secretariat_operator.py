"""For those who look after the installation: all forums, and making a new one with the first person to run it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import all_forums, create_forum
from audit_app.forum.models import Forum
from audit_app.forum.people import add_to_secretariat
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ForumForm
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import require_operator

NO_PARENT = ""


@blueprint.route("/operator/forums", methods=["GET", "POST"])
def operator_forums() -> ResponseReturnValue:
    """Every forum, and a form for a new one. Both its name and its first secretary are right, or nothing is stored."""
    require_operator()
    forums = all_forums(session())
    form = ForumForm()
    form.parent.choices = [(NO_PARENT, "No other forum"), *((each.slug, each.name) for each in forums)]
    if form.validate_on_submit():
        parent = next((each for each in forums if each.slug == form.parent.data), None)
        try:
            forum = _make(form, parent)
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"{forum.name} has been made. {form.name.data} can sign in and set it up.")
            return redirect(url_for(".operator_forums"), 303)
    page = render_template("secretariat/operator_forums.html", form=form, forums=all_forums(session()))
    return page, 422 if form.errors else 200


def _make(form: ForumForm, parent: Forum | None) -> Forum:
    """The forum and its first secretary. Raises InvalidEntryError, by the names of the form's fields."""
    try:
        forum = create_forum(session(), form.forum_name.data or "", form.slug.data or "", parent=parent)
    except InvalidEntryError as error:
        renamed = {"forum_name" if field == "name" else field: words for field, words in error.errors.items()}
        raise InvalidEntryError(renamed) from None
    add_to_secretariat(session(), forum, form.name.data or "", form.email.data or "")
    return forum
