"""An earlier round from a file: upload or paste, say what the columns are, see what fits, then draw it as a draft."""

from collections.abc import Mapping, Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.analysis.tallies import Group
from audit_app.audit.earlier_rounds import type_in
from audit_app.audit.imports.figures import read_figures
from audit_app.audit.imports.outcome import Imported, Misfit
from audit_app.audit.imports.respondent_rows import Columns, count, propose, side_words
from audit_app.audit.imports.sheets import Kind, Sheet, sheet_from_text, sheet_from_upload
from audit_app.audit.imports.templates import to_fill_in
from audit_app.audit.invitations import NotPossible
from audit_app.audit.results import preview_comparison
from audit_app.audit.rounds import round_named
from audit_app.database import now
from audit_app.forum.access import may_run_rounds
from audit_app.forum.models import Forum
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from audit_app.questionnaire.catalogue import UnknownQuestionnaireError
from audit_app.questionnaire.definition import Questionnaire, Side
from audit_app.reports.plain_text import what_is_shown
from audit_app.web import typed_results
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_earlier import ImportForm
from audit_app.web.import_parcels import (
    Details,
    ParcelError,
    unwrap_figures,
    unwrap_rows,
    wrap_figures,
    wrap_rows,
)
from audit_app.web.record_words import SOURCE_WORDS
from audit_app.web.secretariat_blueprint import blueprint, offered_questionnaire, offered_questionnaires
from audit_app.web.signed_in import forum_and_access
from audit_app.web.typed_results import GROUP_LABELS, Known, Split, Typed

MOST_SHOWN = 100  # misfits in a list
NOBODY = "none"


@blueprint.route("/forums/<slug>/earlier/file", methods=["GET", "POST"])
def import_file(slug: str) -> ResponseReturnValue:
    """Take a file or pasted text. Nothing is stored; the page that follows depends on what its rows are."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    form = _import_form(forum)
    if not form.validate_on_submit():
        return _form_page(forum, form)
    if round_named(session(), forum, form.name.data or "") is not None:
        form.name.errors = ["This forum already has a round with this name. Choose another name"]
        return _form_page(forum, form)
    questionnaire = offered_questionnaire(forum, form.questionnaire.data)
    details = Details(
        questionnaire.id, questionnaire.version, form.name.data or "", form.held_on.data, form.minimum.data
    )
    upload = request.files.get("upload")
    given = form.upload if upload is not None and upload.filename else form.pasted
    try:
        if upload is not None and upload.filename:
            sheet = sheet_from_upload(upload.filename, upload.stream.read(MOST_BYTES + 1))
        else:
            sheet = sheet_from_text(form.pasted.data or "")
        if sheet.kind is Kind.RESPONDENTS:
            return _columns_page(forum, details, sheet, _proposed_answers(questionnaire, sheet), {})
        imported = read_figures(questionnaire, sheet)
        if not imported.faults:
            return _preview_page(forum, details, imported)
    except (UnreadableTableError, ParcelError) as error:
        given.errors = [str(error)]
        return _form_page(forum, form)
    given.errors = ["Some rows do not fit. Put them right in your file; the list below says how"]
    return _form_page(forum, form, imported.faults)


@blueprint.post("/forums/<slug>/earlier/file/columns")
def import_columns(slug: str) -> ResponseReturnValue:
    """Count rows of respondents, once it is known what their columns are. The rows are then forgotten."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    try:
        details, sheet = unwrap_rows(slug, request.form.get("rows", ""))
    except ParcelError as error:
        return _start_again(forum, error)
    questionnaire = _questionnaire_of(forum, details)
    columns, errors = _read_columns(questionnaire, sheet, request.form)
    if not errors:
        imported = count(questionnaire, sheet, columns)
        if not imported.faults:
            return _preview_page(forum, details, imported)
        first = questionnaire.questions[0].id
        errors = {_field(each.question or first): f"{each.place}: {each.words}" for each in imported.faults}
    return _columns_page(forum, details, sheet, request.form, errors)


@blueprint.post("/forums/<slug>/earlier/file/store")
def store_import(slug: str) -> ResponseReturnValue:
    """Store figures that were looked at, as a draft that can be undone."""
    forum, access = forum_and_access(slug, may_run_rounds)
    try:
        details, imported = unwrap_figures(slug, request.form.get("figures", ""))
        typed = imported.as_typed(details.name, details.held_on, details.minimum)
        stored = type_in(session(), forum, _questionnaire_of(forum, details), typed, actor=access.actor, at=now())
    except (ParcelError, NotPossible) as error:
        session().rollback()
        return _start_again(forum, error)
    commit()
    flash("The earlier round is stored as a draft. Only the secretariat can see it so far.")
    return redirect(url_for(".round_page", slug=slug, round_id=stored.id), 303)


@blueprint.get("/forums/<slug>/earlier/to-fill-in/<questionnaire>/<rows>.<extension>")
def import_template(slug: str, questionnaire: str, rows: str, extension: str) -> ResponseReturnValue:
    """A table of tallies or averages to fill in, with the questionnaire's ids and wordings."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    if rows not in {Kind.TALLIES, Kind.AVERAGES} or extension not in {"csv", "xlsx"}:
        abort(404)
    try:
        found = offered_questionnaire(forum, questionnaire)
    except UnknownQuestionnaireError:
        abort(404)
    if extension == "csv":
        response = Response(to_fill_in(found, Kind(rows), "csv"), mimetype="text/csv")
    else:
        workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = Response(to_fill_in(found, Kind(rows), "xlsx"), mimetype=workbook)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}-{rows}.{extension}"'
    return response


def _import_form(forum: Forum) -> ImportForm:
    form = ImportForm()
    form.questionnaire.choices = [(each.id, each.title) for each in offered_questionnaires(forum)]
    return form


def _questionnaire_of(forum: Forum, details: Details) -> Questionnaire:
    return offered_questionnaire(forum, details.questionnaire, details.version)


def _start_again(forum: Forum, error: ParcelError | NotPossible) -> ResponseReturnValue:
    form = _import_form(forum)
    if isinstance(error, NotPossible):
        put_faults(form, error, at="name")
    else:
        form.upload.errors = [str(error)]
    return _form_page(forum, form)


def _form_page(forum: Forum, form: ImportForm, faults: Sequence[Misfit] = ()) -> ResponseReturnValue:
    page = render_template(
        "secretariat/import_file.html",
        forum=forum,
        form=form,
        questionnaires=offered_questionnaires(forum),
        faults=faults[:MOST_SHOWN],
        more=max(0, len(faults) - MOST_SHOWN),
    )
    return page, 422 if form.errors or faults else 200


def _field(question_id: str) -> str:
    return f"column-{question_id}"


def _proposed_answers(questionnaire: Questionnaire, sheet: Sheet) -> dict[str, str]:
    """The fields of the page of columns as we would fill them in; "?" beside what is only likely."""
    proposal = propose(questionnaire, sheet)
    side = proposal.columns.side
    answers = {_field(name): str(place) for place, name in proposal.columns.questions.items()}
    answers |= {f"likely-{proposal.columns.questions[place]}": "1" for place in proposal.unsure}
    return {**answers, "side": "" if side is None else str(side)}


def _columns_page(
    forum: Forum, details: Details, sheet: Sheet, answers: Mapping[str, str], errors: Mapping[str, str]
) -> ResponseReturnValue:
    side = _place(sheet, answers.get("side", ""))
    words = side_words(sheet, side) if side is not None else {}
    page = render_template(
        "secretariat/import_columns.html",
        forum=forum,
        details=details,
        questionnaire=_questionnaire_of(forum, details),
        headings=[
            " ".join(heading.split())[:120] or f"Column {n}" for n, heading in enumerate(sheet.headings, start=1)
        ],
        count=len(sheet.rows),
        nothing_found=not any(answers.get(_field(each.id)) for each in _questionnaire_of(forum, details).questions),
        rows=wrap_rows(forum.slug, details, sheet),
        answers=answers,
        words=[(f"word-{n}", word[:60], known) for n, (word, known) in enumerate(words.values())],
        of_column=side,
        sides=list(Side),
        errors=errors,
    )
    return page, 422 if errors else 200


def _read_columns(
    questionnaire: Questionnaire, sheet: Sheet, form: Mapping[str, str]
) -> tuple[Columns, dict[str, str]]:
    """What the columns are, and what is wrong by field."""
    errors: dict[str, str] = {}
    questions: dict[int, str] = {}
    side = _place(sheet, form.get("side", ""))
    if side is None and form.get("side") != NOBODY:
        errors["side"] = "Choose the column that holds the side, or say that there is none"
    for number, question in enumerate(questionnaire.questions, start=1):
        place = _place(sheet, form.get(_field(question.id), ""))
        if place is None:
            continue
        if place == side or place in questions:
            errors[_field(question.id)] = f"Question {number}: this column is chosen twice"
        questions[place] = question.id
    if not questions:
        errors[_field(questionnaire.questions[0].id)] = "Choose the column of at least one question"
    known = side_words(sheet, side) if side is not None else {}
    told = form.get("of_column") == form.get("side")
    words: dict[str, Side | None] = {}
    for n, (plain, (word, meant)) in enumerate(known.items()):
        chosen = form.get(f"word-{n}", "") if told else (meant.value if meant else "")
        if chosen in {each.value for each in Side}:
            words[plain] = Side(chosen)
        elif chosen == NOBODY:
            words[plain] = None
        else:
            errors[f"word-{n}"] = f"Say which side “{word[:60]}” means"
    if side is not None and not known and "side" not in errors:
        errors["side"] = "This column holds too many different words, or none. Choose the column with the side"
    return Columns(questions, side, words), errors


def _place(sheet: Sheet, text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(sheet.headings) else None
    )


def _preview_page(forum: Forum, details: Details, imported: Imported) -> ResponseReturnValue:
    groups = {group for _, group in (*imported.counts, *imported.averages)}
    split = Split.SIDES_AND_PARTNERS if Group.PARTNER in groups else Split.SIDES
    if not groups & {Group.MANAGEMENT, Group.STAFF}:
        split = Split.TOGETHER
    known = Known.AVERAGES if imported.averages else Known.COUNTS
    questionnaire = _questionnaire_of(forum, details)
    typed = imported.as_typed(details.name, details.held_on, details.minimum)
    return render_template(
        "secretariat/import_preview.html",
        forum=forum,
        details=details,
        preview=preview_comparison(session(), forum, questionnaire, typed),
        what_is_shown=what_is_shown,
        kind=SOURCE_WORDS[typed.source],
        sheet=typed_results.Sheet(questionnaire, known, split),
        typed=Typed(imported.counts, imported.averages),
        turnout=imported.turnout,
        left_out=imported.left_out[:MOST_SHOWN],
        more=max(0, len(imported.left_out) - MOST_SHOWN),
        figures=wrap_figures(forum.slug, details, imported),
        Known=Known,
        labels=GROUP_LABELS,
    )
