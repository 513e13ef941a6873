"""Who fills in the self-assessments of an organisation, and, for the secretariat, which organisations there are."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment.inviting import invite
from audit_app.database import now
from audit_app.forum.access import Access, may_assess, may_run_assessments, may_see_shared_assessments
from audit_app.forum.contributors import (
    add_contributor,
    add_organisation,
    contributors_by_organisation,
    contributors_of,
    find_contributor,
    organisations_on,
    read_contributor,
)
from audit_app.forum.contributors import (
    change_contributor as change,
)
from audit_app.forum.contributors import (
    remove_contributor as take_off,
)
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Contributor, Forum, Organisation
from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.web.assessment_blueprint import blueprint, only_leads, organisation_in
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import ContributorForm, OrganisationForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.signed_in import forum_and_access, today

_HERE = "/forums/<slug>/organisations/<int:organisation_id>/contributors"


@blueprint.route("/forums/<slug>/assessments/organisations", methods=["GET", "POST"])
def organisations(slug: str) -> ResponseReturnValue:
    """The organisations of a forum and who leads wellbeing there; add one. For the secretariat."""
    forum, _ = forum_and_access(slug, may_run_assessments)
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            made = add_organisation(session(), forum, form.name.data or "")
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"{made.name} is added. Now name its wellbeing lead.")
            return redirect(url_for(".contributors", slug=slug, organisation_id=made.id), 303)
    people = contributors_by_organisation(session(), forum)
    rows = [(each, people.get(each.id, [])) for each in organisations_on(session(), forum, today())]
    page = render_template("assessment/organisations.html", forum=forum, form=form, rows=rows)
    return page, 422 if form.errors else 200


@blueprint.route(_HERE, methods=["GET", "POST"])
def contributors(slug: str, organisation_id: int) -> ResponseReturnValue:
    """Who fills in an organisation's self-assessments; its leads and the secretariat add people."""
    forum, access, organisation = _open(slug, organisation_id)
    may_change = access.keeps_contributors_of(organisation.id)
    form = ContributorForm()
    if form.is_submitted():
        only_leads(forum, organisation, leads=may_change)
    if form.validate_on_submit():
        try:
            made = add_contributor(session(), organisation, read_contributor(_typed(form)))
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            invite(session(), made, by=access.actor, at=now())
            commit()
            flash(f"{made.name} is added. An e-mail is on its way.")
            return redirect(url_for(".contributors", slug=slug, organisation_id=organisation.id), 303)
    people = contributors_of(session(), organisation)
    page = render_template(
        "assessment/contributors.html",
        forum=forum,
        organisation=organisation,
        form=form,
        people=people,
        may_change=may_change,
        missing_side=next((side for side in TWO_SIDES if side not in {each.side for each in people}), None),
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"{_HERE}/<int:contributor_id>/change", methods=["GET", "POST"])
def change_contributor(slug: str, organisation_id: int, contributor_id: int) -> ResponseReturnValue:
    """Correct what the list says of somebody, or make them a wellbeing lead."""
    forum, access, organisation, person = _open_person(slug, organisation_id, contributor_id)
    form = ContributorForm(
        name=person.name, email=person.email, side=person.side.value, role=person.role, lead=person.lead
    )
    if form.validate_on_submit():
        side = person.side
        try:
            moved = change(session(), person, read_contributor(_typed(form)))
        except InvalidEntryError as error:
            put_faults(form, error)
        else:
            moved = moved or person.side is not side  # who sees the other side's own ratings now stands in the record
            if moved:
                invite(session(), person, by=access.actor, at=now())
            commit()
            flash(f"Saved. An e-mail to {person.name} is on its way." if moved else "Saved.")
            return redirect(url_for(".contributors", slug=slug, organisation_id=organisation.id), 303)
    page = render_template(
        "assessment/contributor_change.html", forum=forum, organisation=organisation, form=form, person=person
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"{_HERE}/<int:contributor_id>/remove", methods=["GET", "POST"])
def remove_contributor(slug: str, organisation_id: int, contributor_id: int) -> ResponseReturnValue:
    """Take somebody off the list, after saying what that means."""
    forum, access, organisation, person = _open_person(slug, organisation_id, contributor_id)
    form = ButtonForm()
    if form.validate_on_submit():
        own = person.email == access.email
        try:
            take_off(session(), person)
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"{person.name} is taken off the list.")
            address = url_for(".contributors", slug=slug, organisation_id=organisation.id)
            return redirect(url_for("account.forums") if own else address, 303)
    page = render_template(
        "assessment/contributor_remove.html", forum=forum, organisation=organisation, form=form, person=person
    )
    return page, 409 if form.form_errors else 200


def _open(slug: str, organisation_id: int) -> tuple[Forum, Access, Organisation]:
    """An organisation for those who fill in its assessments and for the secretariat; 404 for others' organisations."""
    forum, access = forum_and_access(slug, may_see_shared_assessments)
    organisation = organisation_in(forum, organisation_id)
    if organisation.id not in access.organisations and not may_run_assessments(access):
        abort(404 if may_assess(access) else 403)
    return forum, access, organisation


def _open_person(
    slug: str, organisation_id: int, contributor_id: int
) -> tuple[Forum, Access, Organisation, Contributor]:
    """Somebody on the list of an organisation, for its leads and for the secretariat."""
    forum, access, organisation = _open(slug, organisation_id)
    only_leads(forum, organisation, leads=access.keeps_contributors_of(organisation.id))
    person = find_contributor(session(), organisation, contributor_id) if contributor_id < 2**63 else None
    if person is None:
        abort(404)
    return forum, access, organisation, person


def _typed(form: ContributorForm) -> dict[str, str]:
    typed = {name: form[name].data or "" for name in ("name", "email", "side", "role")}
    return {**typed, "lead": "yes" if form.lead.data else ""}
