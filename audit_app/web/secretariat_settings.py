"""Renaming a forum, and moving it under another one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.forum.access import Access, Role, forums_of, may_appoint
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.forums import all_forums, choose_parent, rename
from audit_app.forum.models import Forum
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import SettingsForm
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import forum_and_access, today

NO_PARENT = ""


@blueprint.route("/forums/<slug>/settings", methods=["GET", "POST"])
def settings(slug: str) -> ResponseReturnValue:
    """A forum's name and place. Its address stays, so that links stay good. Both are right, or nothing is stored."""
    forum, access = forum_and_access(slug, may_appoint)
    places = _places(forum, access)
    form = SettingsForm(forum_name=forum.name, parent=forum.parent.slug if forum.parent else NO_PARENT)
    form.parent.choices = [(NO_PARENT, "No other forum"), *((each.slug, each.name) for each in places)]
    old_name = forum.name
    if form.validate_on_submit():
        try:
            _change(forum, form.forum_name.data or "", next((p for p in places if p.slug == form.parent.data), None))
        except InvalidEntryError as error:
            session().rollback()
            put_faults(form, error)
        else:
            commit()
            flash(f"The changes to {forum.name} are saved.")
            return redirect(url_for(".settings", slug=slug), 303)
    page = render_template("secretariat/settings.html", forum=forum, access=access, form=form, old_name=old_name)
    return page, 422 if form.errors else 200


def _places(forum: Forum, access: Access) -> list[Forum]:
    """Where this forum may be put: for the secretariat under forums that they look after, or where it is."""
    if Role.OPERATOR in access.roles:
        known = all_forums(session())
    else:
        known = [each for each, own in forums_of(session(), access.email, today()) if may_appoint(own)]
    if forum.parent is not None and forum.parent not in known:
        known.append(forum.parent)
    return [each for each in known if each.id != forum.id]


def _change(forum: Forum, name: str, parent: Forum | None) -> None:
    """Raises InvalidEntryError, by the names of the form's fields."""
    try:
        rename(session(), forum, name)
    except InvalidEntryError as error:
        raise InvalidEntryError({"forum_name": error.errors["name"]}) from None
    choose_parent(session(), forum, parent)
