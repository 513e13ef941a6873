"""Who is in the secretariat of a forum."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.forum.access import may_appoint
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.models import Forum, SecretariatPost
from audit_app.forum.people import add_to_secretariat, remove_from_secretariat, secretariat_of
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ButtonForm, PostForm
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import forum_and_access


@blueprint.route("/forums/<slug>/secretariat", methods=["GET", "POST"])
def posts(slug: str) -> ResponseReturnValue:
    """Who runs this forum's rounds; add somebody."""
    forum, access = forum_and_access(slug, may_appoint)
    form = PostForm()
    if form.validate_on_submit():
        try:
            post = add_to_secretariat(session(), forum, form.name.data or "", form.email.data or "")
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"{post.name} is now in the secretariat.")
            return redirect(url_for(".posts", slug=slug), 303)
    page = render_template(
        "secretariat/posts.html", forum=forum, access=access, form=form, posts=secretariat_of(session(), forum)
    )
    return page, 422 if form.errors else 200


@blueprint.route("/forums/<slug>/secretariat/<int:post_id>/remove", methods=["GET", "POST"])
def remove_post(slug: str, post_id: int) -> ResponseReturnValue:
    """Take somebody out of the secretariat, after saying what that means."""
    forum, access = forum_and_access(slug, may_appoint)
    post = _post_of(forum, post_id)
    form = ButtonForm()
    if form.validate_on_submit():
        own = post.email == access.email
        try:
            remove_from_secretariat(session(), post)
        except InvalidEntryError as error:
            session().rollback()
            form.form_errors.append(error.errors["email"])
        else:
            commit()
            flash(f"{post.name} is no longer in the secretariat.")
            return redirect(url_for("account.forums") if own else url_for(".posts", slug=slug), 303)
    page = render_template("secretariat/post_remove.html", forum=forum, access=access, form=form, post=post)
    return page, 409 if form.form_errors else 200


def _post_of(forum: Forum, post_id: int) -> SecretariatPost:
    post = next((each for each in secretariat_of(session(), forum) if each.id == post_id), None)
    if post is None:
        abort(404)
    return post
