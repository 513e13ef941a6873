"""An organisation's own diagnostic from a spreadsheet: choose the file, say what its columns are, look, and store."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment.bringing_in import Owner, Said, make_instrument, read_title
from audit_app.assessment.bringing_in import bring_in as store
from audit_app.assessment.diagnostics import (
    LEAVE_OUT,
    LEVELS,
    PARTS,
    Diagnostic,
    DiagnosticSheet,
    Meaning,
    diagnostic_sheet,
    propose_columns,
    rating_words,
    read_diagnostic,
)
from audit_app.assessment.opening import names_of, unused_name
from audit_app.database import now
from audit_app.forum.access import Access, Contribution, may_assess, may_run_assessments
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.faults import CatalogueError
from audit_app.web.assessment_blueprint import blueprint, organisation_in
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import BringInForm
from audit_app.web.import_parcels import ParcelError, unwrap_content, wrap_content
from audit_app.web.signed_in import forum_and_access, today

OWN, FORUM = "organisation", "forum"
MOST_SHOWN = 100
MEANINGS = (
    ("0", "0, Not started"), ("1", "1, Planned"), ("2", "2, In place in some areas"), ("3", "3, In place everywhere"),
    ("4", "4, In place everywhere and reviewed"), ("dont_know", "Don't know"), ("does_not_apply", "Does not apply"),
    (LEAVE_OUT, "Leave these ratings out"),
)  # fmt: skip
COLUMNS = {
    "question": "Question or statement", "element": "Element, theme or section", "rating": "Rating",
    "evidence": "Evidence or notes", "action": "Action", "owner": "Who sees to the action (role)",
    "due": "When the action is due",
}  # fmt: skip
_ORGANISATION = "/forums/<slug>/organisations/<int:organisation_id>/assessments/bring-in"
_FORUM = "/forums/<slug>/assessments/bring-in"


@dataclass(frozen=True)
class BringingIn:
    """Who brings something in, for what. who: as somebody who fills in; None for the secretariat alone."""

    forum: Forum
    organisation: Organisation | None
    access: Access
    who: Contribution | None

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """Whose the questions may become."""
        found = [(OWN, f"Only {self.organisation.name}")] if self.organisation is not None else []
        if may_run_assessments(self.access):
            found.append((FORUM, "All organisations of this forum"))
        return found

    @property
    def actor(self) -> str:
        return self.who.actor if self.who is not None else self.access.actor

    def owner(self, scope: str) -> Owner:
        return Owner(self.forum, self.organisation if scope == OWN else None)

    def address(self, endpoint: str) -> str:
        number = self.organisation.id if self.organisation is not None else None
        return url_for(f".{endpoint}", slug=self.forum.slug, organisation_id=number)

    @property
    def purpose(self) -> str:
        number = self.organisation.id if self.organisation is not None else 0
        return f"diagnostic {self.forum.slug} {number} {self.access.email}"


@dataclass(frozen=True)
class Parcel:
    """What travels sealed from page to page: the file's cells, and what was said about them."""

    title: str
    scope: str
    sheet: DiagnosticSheet
    meaning: Meaning | None = None


@blueprint.route(_FORUM, methods=["GET", "POST"], defaults={"organisation_id": None})
@blueprint.route(_ORGANISATION, methods=["GET", "POST"])
def bring_in(slug: str, organisation_id: int | None) -> ResponseReturnValue:
    """Take a file. Nothing is stored; the next page asks what its columns are."""
    here = _opened(slug, organisation_id)
    form = _form(here)
    if not form.validate_on_submit():
        return _upload_page(here, form)
    upload = request.files.get("upload")
    try:
        title = read_title(form.title.data or "")
        name = upload.filename or "" if upload is not None else ""
        sheet = diagnostic_sheet(name, upload.stream.read(MOST_BYTES + 1) if upload is not None else b"")
        parcel = Parcel(title, form.scope.data, sheet)
        return _columns_page(here, parcel, _proposed(sheet), {})
    except (UnreadableTableError, ParcelError) as error:
        form.upload.errors = [str(error)]
    except InvalidEntryError as error:
        put_faults(form, error)
    return _upload_page(here, form)


@blueprint.post(f"{_FORUM}/columns", defaults={"organisation_id": None})
@blueprint.post(f"{_ORGANISATION}/columns")
def bring_in_columns(slug: str, organisation_id: int | None) -> ResponseReturnValue:
    """Read the rows once it is known what the columns are, and show what becomes of them."""
    here = _opened(slug, organisation_id)
    try:
        parcel = _unwrap(here, request.form.get("parcel", ""))
    except ParcelError as error:
        return _start_again(here, error)
    meaning, errors = _read_meaning(parcel.sheet, request.form)
    if not errors:
        try:
            chosen = Parcel(parcel.title, parcel.scope, parcel.sheet, meaning)
            return _check_page(here, chosen, _first_name(here), {})
        except UnreadableTableError as error:
            errors = {"column-question": str(error)}
        except CatalogueError as error:
            errors = {"column-question": str(error.faults[0])}
    return _columns_page(here, parcel, request.form, errors)


@blueprint.post(f"{_FORUM}/store", defaults={"organisation_id": None})
@blueprint.post(f"{_ORGANISATION}/store")
def store_bring_in(slug: str, organisation_id: int | None) -> ResponseReturnValue:
    """Store what was looked at: the questions, and a first assessment if the file holds ratings."""
    here = _opened(slug, organisation_id)
    name = request.form.get("name", "")
    try:
        parcel = _unwrap(here, request.form.get("parcel", ""))
    except ParcelError as error:
        return _start_again(here, error)
    if parcel.meaning is None:  # sealed by the page of columns, before anybody said what they are
        return _columns_page(here, parcel, _proposed(parcel.sheet), {"column-question": "Check the columns first"})
    said = Said(parcel.title, name, read_diagnostic(parcel.sheet, parcel.meaning, today()), parcel.meaning)
    try:
        _, assessment = store(session(), here.owner(parcel.scope), said, here.who, by=here.actor, at=now())
    except InvalidEntryError as error:
        session().rollback()
        return _check_page(here, parcel, name, error.errors)
    except NotPossible as error:
        session().rollback()
        return _check_page(here, parcel, name, {"": str(error)})
    commit()
    flash("Your questions are here now. You can begin an assessment with them.")
    if assessment is not None:
        return redirect(url_for(".home", slug=slug, assessment_id=assessment.id), 303)
    return redirect(url_for(".overview", slug=slug), 303)


def _opened(slug: str, organisation_id: int | None) -> BringingIn:
    """A wellbeing lead of the organisation; without an organisation the secretariat."""
    forum, access = forum_and_access(slug, may_run_assessments if organisation_id is None else may_assess)
    if organisation_id is None:
        return BringingIn(forum, None, access, None)
    organisation = organisation_in(forum, organisation_id)
    who = access.contribution_to(organisation.id)
    if who is None:
        abort(404)
    if not who.lead:
        abort(403)
    return BringingIn(forum, organisation, access, who)


def _form(here: BringingIn) -> BringInForm:
    form = BringInForm()
    form.scope.choices = here.scopes
    if not form.is_submitted() or len(here.scopes) == 1:
        form.scope.data = here.scopes[0][0]
    return form


def _first_name(here: BringingIn) -> str:
    month = date_in_words(today()).partition(" ")[2]
    return unused_name(month, names_of(session(), here.organisation)) if here.organisation is not None else month


def _proposed(sheet: DiagnosticSheet) -> dict[str, str]:
    """The fields of the page of columns as we would fill them in."""
    columns = propose_columns(sheet)
    found = {f"column-{part}": str(place) for part, place in columns.items()}
    found["of_column"] = found.get("column-rating", "")
    return found


def _place(sheet: DiagnosticSheet, text: str) -> int | None:
    fits = text.isascii() and text.isdigit() and len(text) < 4 and int(text) < len(sheet.headings)
    return int(text) if fits else None


def _read_meaning(sheet: DiagnosticSheet, form: Mapping[str, str]) -> tuple[Meaning, dict[str, str]]:
    """What the columns and the ratings mean, and what is wrong by field."""
    columns: dict[str, int] = {}
    errors: dict[str, str] = {}
    for part in PARTS:
        place = _place(sheet, form.get(f"column-{part}", ""))
        if place is None:
            continue
        if place in columns.values():
            errors[f"column-{part}"] = f"{COLUMNS[part]}: this column is chosen twice"
        columns[part] = place
    if "question" not in columns:
        errors["column-question"] = "Choose the column that holds the questions"
    ratings: dict[str, str] = {}
    if "rating" in columns:
        words = rating_words(sheet, columns["rating"])
        told = form.get("of_column") == form.get("column-rating")
        if not words:
            errors["column-rating"] = "This column holds too many words, or none. Choose the column of ratings"
        for number, (word, (shown, likely)) in enumerate(words.items()):
            ratings[word] = form.get(f"word-{number}", "") if told else likely
            if ratings[word] not in dict(MEANINGS):
                errors[f"word-{number}"] = f"Say what “{shown[:60]}” means"
    return Meaning(columns, ratings), errors


def _wrap(here: BringingIn, parcel: Parcel) -> str:
    content: dict[str, Any] = {
        "title": parcel.title,
        "scope": parcel.scope,
        "headings": parcel.sheet.headings,
        "rows": parcel.sheet.rows,
    }
    if parcel.meaning is not None:
        content |= {"columns": dict(parcel.meaning.columns), "ratings": dict(parcel.meaning.ratings)}
    return wrap_content(here.purpose, content)


def _unwrap(here: BringingIn, text: str) -> Parcel:
    content = unwrap_content(here.purpose, text)
    if content["scope"] not in dict(here.scopes):  # whoever has left the secretariat meanwhile
        raise ParcelError("Choose the file again: you can no longer bring it in for all organisations.")
    rows = tuple((int(number), tuple(cells)) for number, cells in content["rows"])
    meaning = Meaning(content["columns"], content["ratings"]) if "columns" in content else None
    return Parcel(content["title"], content["scope"], DiagnosticSheet(tuple(content["headings"]), rows), meaning)


def _start_again(here: BringingIn, error: ParcelError) -> ResponseReturnValue:
    form = _form(here)
    form.upload.errors = [str(error)]
    return _upload_page(here, form)


def _upload_page(here: BringingIn, form: BringInForm) -> ResponseReturnValue:
    return render_template("assessment/bring_in.html", here=here, form=form), 422 if form.errors else 200


def _columns_page(
    here: BringingIn, parcel: Parcel, answers: Mapping[str, str], errors: Mapping[str, str]
) -> ResponseReturnValue:
    sheet = parcel.sheet
    column = _place(sheet, answers.get("column-rating", ""))
    words = rating_words(sheet, column) if column is not None else {}
    shown = render_template(
        "assessment/bring_in_columns.html",
        here=here,
        parcel=_wrap(here, parcel),
        title=parcel.title,
        headings=[" ".join(each.split())[:120] or f"Column {n}" for n, each in enumerate(sheet.headings, start=1)],
        count=len(sheet.rows),
        columns=COLUMNS,
        answers=answers,
        words=[(f"word-{n}", shown[:60], likely) for n, (shown, likely) in enumerate(words.values())],
        of_column=column,
        meanings=MEANINGS,
        levels=LEVELS,
        errors=errors,
    )
    return shown, 422 if errors else 200


def _check_page(here: BringingIn, parcel: Parcel, name: str, errors: Mapping[str, str]) -> ResponseReturnValue:
    """What becomes of the file. Raises UnreadableTableError and CatalogueError when nothing can."""
    meaning = parcel.meaning or Meaning({})
    diagnostic = read_diagnostic(parcel.sheet, meaning, today())
    said = Said(parcel.title, name, diagnostic, meaning)
    instrument, new = make_instrument(session(), here.owner(parcel.scope), said)
    scale = instrument.scales[0]
    shown = render_template(
        "assessment/bring_in_check.html",
        here=here,
        parcel=_wrap(here, parcel),
        instrument=instrument,
        new=new,
        diagnostic=diagnostic,
        said=_in_words(diagnostic, {str(value): label for value, label in scale.labels.items()}),
        first=here.who is not None and any(diagnostic.count(what) for what in ("rating", "note", "evidence", "action")),
        name=name,
        left_out=diagnostic.left_out[:MOST_SHOWN],
        more=max(0, len(diagnostic.left_out) - MOST_SHOWN),
        errors=errors,
    )
    return shown, 422 if errors else 200


def _in_words(diagnostic: Diagnostic, labels: Mapping[str, str]) -> dict[int, str]:
    """What each row's rating means, by the row's number."""
    more = {**labels, "dont_know": "Don't know", "does_not_apply": "Does not apply", "": "Not rated"}
    return {each.line: more[each.rating] for asked in diagnostic.elements.values() for each in asked}
