"""Figures from a file or a pasted table: see what each row would do, then store all of it or nothing."""

import csv
import io

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.assessment import indicator_files as files
from audit_app.assessment.indicator_files import Effect, FigurePreview
from audit_app.assessment.indicators import indicators_of
from audit_app.assessment.models import Indicator
from audit_app.charts.indicators import figure
from audit_app.forum.entries import InvalidEntryError
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError, text_lines, upload_lines
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_indicators import WHERE, FollowedPage, followed_page
from audit_app.web.components import plural
from audit_app.web.database_session import commit, session
from audit_app.web.forms_indicators import IN_THE_FILE, FiguresForm
from audit_app.web.signed_in import today

_EXAMPLE = (f"{files.LEAD_IN}Sickness absence", "30/09/2026", "4.7")


@blueprint.route(f"{WHERE}/upload", methods=["GET", "POST"])
def upload_figures(slug: str, organisation_id: int) -> ResponseReturnValue:
    """Take a file or a table and show what each row would do. Nothing is stored yet."""
    page = followed_page(slug, organisation_id)
    known = indicators_of(session(), page.organisation)
    form = _form(known)
    if form.validate_on_submit():
        upload = request.files.get("upload")
        sent = upload is not None and bool(upload.filename)
        try:
            if upload is not None and upload.filename:
                readings = upload_lines(upload.filename, upload.stream.read(MOST_BYTES + 1))
            else:
                readings = text_lines(form.pasted.data or "")
            chosen = next((each for each in known if str(each.id) == form.which.data), None)
            preview = files.preview_figures(readings, known, chosen, today())
        except UnreadableTableError as error:
            (form.upload if sent else form.pasted).errors = [str(error)]
        else:
            return _preview_page(page, preview)
    return _upload_page(page, form, known)


@blueprint.post(f"{WHERE}/upload/store")
def store_figures(slug: str, organisation_id: int) -> ResponseReturnValue:
    """Store a table that was looked at. It is read and checked once more: what a browser sends proves nothing."""
    page = followed_page(slug, organisation_id)
    known = indicators_of(session(), page.organisation)
    form = _form(known)
    if not form.validate():
        return _upload_page(page, form, known)
    try:
        preview = files.preview_figures(text_lines(form.pasted.data or ""), known, None, today())
    except UnreadableTableError as error:
        form.pasted.errors = [str(error)]
        return _upload_page(page, form, known)
    try:
        files.store_figures(session(), page.organisation, preview)
    except InvalidEntryError as error:
        session().rollback()
        return _preview_page(page, preview, " ".join(error.errors.values()))
    commit()
    flash(_what_was_done(preview))
    return redirect(page.address("indicators"), 303)


@blueprint.get(f"{WHERE}/figures-to-fill-in.csv")
def figures_template(slug: str, organisation_id: int) -> ResponseReturnValue:
    """A table with headings and a row for each indicator, to fill in with a spreadsheet program."""
    page = followed_page(slug, organisation_id)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(files.HEADINGS)
    names = [each.name for each in indicators_of(session(), page.organisation)]
    writer.writerows([(f"{files.LEAD_IN}{name}", "", "") for name in names] or [_EXAMPLE])
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="figures-to-fill-in.csv"'
    return response


def _form(known: list[Indicator]) -> FiguresForm:
    form = FiguresForm()
    form.which.choices = [(IN_THE_FILE, "The file says it in each row"), *((str(e.id), e.name) for e in known)]
    return form


def _upload_page(page: FollowedPage, form: FiguresForm, known: list[Indicator]) -> ResponseReturnValue:
    shown = render_template("assessment/figures_upload.html", page=page, form=form, indicators=known)
    return shown, 422 if form.errors else 200


def _preview_page(page: FollowedPage, preview: FigurePreview, refused: str = "") -> ResponseReturnValue:
    faulty = preview.counts[Effect.FAULTY]
    said = [*([refused] if refused else []), *preview.faults]
    if faulty:
        said.append(f"{plural(faulty, 'row')} must be put right. Nothing has been stored")
    errors = {"rows": " ".join(said)} if said else {}
    shown = render_template(
        "assessment/figures_preview.html",
        page=page,
        preview=preview,
        text=files.as_text(preview),
        errors=errors,
        written=figure,
    )
    return shown, 422 if errors else 200


def _what_was_done(preview: FigurePreview) -> str:
    words = ((Effect.NEW, "added"), (Effect.CHANGED, "changed"), (Effect.SAME, "as before"))
    parts = [f"{preview.counts[effect]} {word}" for effect, word in words if preview.counts[effect]]
    return f"The figures are stored: {', '.join(parts)}."
