"""People as a table: paste or upload, see what each row would do, then store all of it or nothing."""

import csv
import io

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.invitations import NotPossible, address_corrected
from audit_app.database import now
from audit_app.forum.access import Access, may_keep_people
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.models import Forum
from audit_app.forum.people import members_on
from audit_app.forum.people_table import Outcome, Preview, preview, store
from audit_app.forum.table_files import MOST_BYTES, Table, UnreadableTableError, as_text, read_pasted, read_upload
from audit_app.web.components import plural
from audit_app.web.database_session import commit, session
from audit_app.web.forms_people import TableForm
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import forum_and_access, today

TEMPLATE_HEADINGS = ("Name", "E-mail", "Side", "Organisation", "Office", "Deputy name", "Deputy e-mail")
_DEPUTYS_ADDRESS = "deputy's e-mail"  # as people_table names this change


@blueprint.route("/forums/<slug>/people/table", methods=["GET", "POST"])
def table(slug: str) -> ResponseReturnValue:
    """Take a table and show what each row would do. Nothing is stored yet."""
    forum, _ = forum_and_access(slug, may_keep_people)
    form = TableForm()
    if form.validate_on_submit():
        upload = request.files.get("upload")
        try:
            if upload is not None and upload.filename:
                read = read_upload(upload.filename, upload.stream.read(MOST_BYTES + 1))
            else:
                read = read_pasted(form.pasted.data or "")
        except UnreadableTableError as error:
            at = form.upload if upload is not None and upload.filename else form.pasted
            at.errors = [str(error)]
        else:
            return _preview_page(forum, read, preview(session(), forum, read, today()))
    page = render_template("secretariat/table.html", forum=forum, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/forums/<slug>/people/table/store")
def store_table(slug: str) -> ResponseReturnValue:
    """Store a table that was looked at. It is read and checked once more: what a browser sends proves nothing."""
    forum, access = forum_and_access(slug, may_keep_people)
    form = TableForm()
    if not form.validate():
        return render_template("secretariat/table.html", forum=forum, form=form), 422
    try:
        read = read_pasted(form.pasted.data or "")
    except UnreadableTableError as error:
        form.pasted.errors = [str(error)]
        return render_template("secretariat/table.html", forum=forum, form=form), 422
    try:
        done = store(session(), forum, read, today())
        _renew_deputies_links(forum, done, access)
    except (InvalidEntryError, NotPossible) as error:
        session().rollback()
        return _preview_page(forum, read, preview(session(), forum, read, today()), str(error))
    commit()
    flash(_what_was_done(done))
    return redirect(url_for(".people", slug=slug), 303)


@blueprint.get("/forums/<slug>/people/table-to-fill-in.csv")
def table_template(slug: str) -> ResponseReturnValue:
    """A table with headings and two invented examples, to fill in with a spreadsheet program."""
    forum_and_access(slug, may_keep_people)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TEMPLATE_HEADINGS)
    writer.writerow(
        [
            "Alex Example",
            "alex@trust.example",
            "management",
            "Example Trust",
            "chair",
            "Sam Sample",
            "sam@trust.example",
        ]
    )
    writer.writerow(["Kim Invented", "kim@union.example", "staff", "Example Union", "", "", ""])
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="members-to-fill-in.csv"'
    return response


def _preview_page(forum: Forum, read: Table, shown: Preview, refused: str = "") -> ResponseReturnValue:
    errors = {"rows": refused} if refused else {}
    faulty = shown.counts[Outcome.FAULTY]
    if faulty and not refused:
        errors = {"rows": f"{plural(faulty, 'row')} must be put right. Nothing has been stored"}
    page = render_template(
        "secretariat/table_preview.html",
        forum=forum,
        shown=shown,
        text=as_text(read),
        errors=errors,
        Outcome=Outcome,
        form=TableForm(formdata=None, pasted=as_text(read)),
    )
    return page, 422 if errors else 200


def _renew_deputies_links(forum: Forum, done: Preview, access: Access) -> None:
    """New links for invitations that a deputy holds whose address has changed."""
    changed = {
        row.person.email
        for row in done.rows
        if row.person is not None and any(change.what == _DEPUTYS_ADDRESS for change in row.changes)
    }
    members = [member for member in members_on(session(), forum, today()) if member.email in changed]
    for member in members:
        address_corrected(session(), instance_secrets(), member, now(), actor=access.actor, with_deputy=True)


def _what_was_done(done: Preview) -> str:
    counts = done.counts
    parts = [
        f"{counts[outcome]} {word}"
        for outcome, word in (
            (Outcome.NEW, "added"),
            (Outcome.RETURNING, "back again"),
            (Outcome.CHANGED, "changed"),
            (Outcome.UNCHANGED, "as before"),
        )
        if counts[outcome]
    ]
    return f"The table is stored: {', '.join(parts)}."
