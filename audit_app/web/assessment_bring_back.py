"""Bringing a working copy back: choose the file, see every change and conflict, then save all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.assessment.bringing_back import Field, Plan, PlanChangedError, plan_of
from audit_app.assessment.bringing_back import bring_back as store_copy
from audit_app.assessment.models import AssessmentState
from audit_app.assessment.working_copies import CopyRow, RowFault, WorkingCopy, read_working_copy
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.table_files import MOST_BYTES, UnreadableTableError
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_assessment
from audit_app.web.components import plural
from audit_app.web.database_session import commit, session
from audit_app.web.forms_assessment import BringBackForm
from audit_app.web.import_parcels import ParcelError, unwrap_content, wrap_content

MOST_SHOWN = 100
MINE = "mine"


@blueprint.route(f"{ASSESSMENT}/files/bring-back", methods=["GET", "POST"])
def bring_back(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Take a file and show what it would change. Nothing is stored yet."""
    page = open_assessment(slug, assessment_id)
    form = BringBackForm()
    faults: Sequence[RowFault] = ()
    if form.validate_on_submit():
        upload = request.files.get("upload")
        try:
            name = upload.filename or "" if upload is not None else ""
            content = upload.stream.read(MOST_BYTES + 1) if upload is not None else b""
            copy = read_working_copy(name, content, page.assessment, page.side)
            plan = plan_of(session(), page.assessment, copy, page.who, now())
            if not plan.faults and not plan.empty:
                return _check_page(page, copy, plan)
            faults = plan.faults
            words = "Some cells do not fit. Put them right in your file; the list below says how."
            form.upload.errors = [words if faults else "Nothing in this file differs from what is saved."]
        except (UnreadableTableError, NotPossible, ParcelError) as error:
            form.upload.errors = [str(error)]
    return _upload_page(page, form, faults)


@blueprint.post(f"{ASSESSMENT}/files/bring-back/save")
def save_bring_back(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Store what was looked at. Where somebody has changed something since, it is shown anew."""
    page = open_assessment(slug, assessment_id)
    form = BringBackForm()
    try:
        copy = _unwrap(page, request.form.get("copy", ""))
    except ParcelError as error:
        form.upload.errors = [str(error)]
        return _upload_page(page, form)
    looked_at = request.form.get("looked_at", "")
    try:
        taken = store_copy(session(), page.assessment, copy, _mine(request.form), looked_at, page.who, now())
    except PlanChangedError as changed:
        session().rollback()
        if changed.plan.faults or changed.plan.empty:
            words = "Somebody else has changed the same meanwhile. Choose the file again to see what is left to do."
            form.upload.errors = [words]
            return _upload_page(page, form, changed.plan.faults)
        return _check_page(page, copy, changed.plan, {"": str(changed)})
    except (InvalidEntryError, NotPossible) as error:
        session().rollback()
        return _check_page(page, copy, plan_of(session(), page.assessment, copy, page.who, now()), {"": str(error)})
    commit()
    flash(f"{plural(taken, 'change')} saved from your working copy.")
    return redirect(page.address("home"), 303)


def _mine(form: Mapping[str, str]) -> set[Field]:
    """The conflicts in which the file is to win; what stands stays in all others."""
    chosen = set()
    for name, value in form.items():
        if name.startswith("choice-") and value == MINE:
            item, _, field = name.removeprefix("choice-").rpartition("-")
            chosen.add((item, field))
    return chosen


def _purpose(page: OpenAssessment) -> str:
    return f"working copy {page.assessment.id} {page.who.email}"


def _wrap(page: OpenAssessment, copy: WorkingCopy) -> str:
    rows = {name: asdict(row) for name, row in copy.rows.items()}
    return wrap_content(_purpose(page), {"rows": rows, "absent": copy.absent})


def _unwrap(page: OpenAssessment, text: str) -> WorkingCopy:
    content = unwrap_content(_purpose(page), text)
    return WorkingCopy({name: CopyRow(**row) for name, row in content["rows"].items()}, (), tuple(content["absent"]))


def _upload_page(page: OpenAssessment, form: BringBackForm, faults: Sequence[RowFault] = ()) -> ResponseReturnValue:
    shown = render_template(
        "assessment/bring_back.html",
        page=page,
        form=form,
        faults=[RowFault(each.place, each.value, each.words.rstrip(".")) for each in faults[:MOST_SHOWN]],
        more=max(0, len(faults) - MOST_SHOWN),
    )
    return shown, 422 if form.errors else 200


def _check_page(
    page: OpenAssessment, copy: WorkingCopy, plan: Plan, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    shown = render_template(
        "assessment/bring_back_check.html",
        page=page,
        plan=plan,
        absent=copy.absent,
        unnamed=len(page.instrument.items) - len(copy.rows),
        signed=page.assessment.state is AssessmentState.SIGNED,
        copy=_wrap(page, copy),
        chosen=_mine(request.form),
        errors=errors or {},
    )
    return shown, 422 if errors else 200
