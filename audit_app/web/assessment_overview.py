"""The way in: what an organisation has begun, what it can begin, and where the forum's own pages are."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.models import Assessment, AssessmentRound
from audit_app.assessment.opening import assessments_of, open_alone, suggested_name, withdraw
from audit_app.assessment.own_instruments import own_instruments
from audit_app.assessment.rounds import begin_in_round, find_round, rounds_to_join
from audit_app.database import now
from audit_app.forum.access import Access, may_assess, may_run_assessments, may_see_shared_assessments
from audit_app.forum.contributors import organisations_on
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import Instrument
from audit_app.web.assessment_blueprint import blueprint, only_leads, organisation_in
from audit_app.web.assessment_page import ASSESSMENT, open_assessment
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import BeginForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.secretariat_blueprint import catalogue
from audit_app.web.signed_in import forum_and_access, today

Link = tuple[str, str]


@dataclass(frozen=True)
class OwnPlace:
    """One organisation whose assessments this person fills in."""

    organisation: Organisation
    assessments: list[tuple[Assessment, str]]
    rounds: list[AssessmentRound]
    links: list[Link]
    leads: bool


@blueprint.get("/forums/<slug>/assessments")
def overview(slug: str) -> ResponseReturnValue:
    """What there is for this person: own organisations first, then what the whole forum sees."""
    forum, access = forum_and_access(slug, may_see_shared_assessments)
    return _overview_page(forum, access, {})


@blueprint.route("/forums/<slug>/organisations/<int:organisation_id>/assessments/begin", methods=["GET", "POST"])
def begin(slug: str, organisation_id: int) -> ResponseReturnValue:
    """Begin an assessment of one organisation by itself."""
    forum, access = forum_and_access(slug, may_assess)
    organisation = organisation_in(forum, organisation_id)
    who = access.contribution_to(organisation.id)
    if who is None:
        abort(404)
    only_leads(forum, organisation, leads=who.lead)
    offered = {each.id: each for each in _offered(forum, organisation)}
    form = BeginForm()
    form.instrument.choices = [(each.id, each.title) for each in offered.values()]
    if form.validate_on_submit():
        try:
            chosen = offered[form.instrument.data]
            name = form.name.data or suggested_name(session(), organisation, chosen, today())
            made = open_alone(session(), organisation, chosen, name, by=who.actor, at=now())
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="instrument")
        else:
            commit()
            return redirect(url_for(".home", slug=slug, assessment_id=made.id), 303)
    hints = {each.id: {"hint": {"text": f"{each.summary} About {each.minutes} minutes."}} for each in offered.values()}
    page = render_template("assessment/begin.html", forum=forum, organisation=organisation, form=form, hints=hints)
    return page, 422 if form.errors else 200


@blueprint.post("/forums/<slug>/organisations/<int:organisation_id>/assessments/join/<int:round_id>")
def join_round(slug: str, organisation_id: int, round_id: int) -> ResponseReturnValue:
    """Begin the organisation's assessment in a round of its forum."""
    forum, access = forum_and_access(slug, may_assess)
    organisation = organisation_in(forum, organisation_id)
    who = access.contribution_to(organisation.id)
    found = find_round(session(), forum, round_id) if round_id < 2**63 else None
    if who is None or found is None:
        abort(404)
    only_leads(forum, organisation, leads=who.lead)
    try:
        made = begin_in_round(session(), found, organisation, by=who.actor, at=now())
    except NotPossible as error:
        session().rollback()
        return _overview_page(forum, access, {"": str(error)}), 409
    commit()
    return redirect(url_for(".home", slug=slug, assessment_id=made.id), 303)


@blueprint.route(f"{ASSESSMENT}/withdraw", methods=["GET", "POST"])
def withdraw_assessment(slug: str, assessment_id: int) -> ResponseReturnValue:
    """Give up an assessment that was never signed, after saying what that means."""
    page = open_assessment(slug, assessment_id)
    only_leads(page.forum, page.assessment.organisation, leads=page.who.lead)
    if page.why_fixed and not ButtonForm().is_submitted():
        return redirect(page.address("home"), 303)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            withdraw(session(), page.assessment, by=page.who.actor, at=now())
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash("The assessment is withdrawn.")
            return redirect(url_for(".overview", slug=slug), 303)
    shown = render_template("assessment/withdraw.html", page=page, form=form)
    return shown, 409 if form.form_errors else 200


def _overview_page(forum: Forum, access: Access, errors: dict[str, str]) -> str:
    own = [each for each in organisations_on(session(), forum, today()) if each.id in access.organisations]
    return render_template(
        "assessment/overview.html",
        forum=forum,
        places=[_place(forum, each, leads=access.leads(each.id)) for each in own],
        links=_forum_links(forum, access),
        errors=errors,
    )


def _offered(forum: Forum, organisation: Organisation) -> list[Instrument]:
    """What an organisation can begin with: what comes with this release, then what it brought in itself."""
    return [*catalogue().latest_instruments(), *own_instruments(session(), forum, organisation)]


def _place(forum: Forum, organisation: Organisation, *, leads: bool) -> OwnPlace:
    here: dict[str, Any] = {"slug": forum.slug, "organisation_id": organisation.id}
    links = [("Begin another self-assessment", url_for(".begin", **here))] if leads else []
    links += [("Bring your own diagnostic in", url_for(".bring_in", **here))] if leads else []
    links.append(("Figures over time", url_for(".indicators", **here)))
    links.append(("Actions", url_for(".actions", **here)))
    links.append(("Practice notes", url_for(".own_practice", **here)))
    links.append(("Who fills it in", url_for(".contributors", **here)))
    return OwnPlace(
        organisation=organisation,
        assessments=[(each, _hint(each)) for each in assessments_of(session(), organisation)],
        rounds=rounds_to_join(session(), organisation, today()),
        links=links,
        leads=leads,
    )


def _hint(assessment: Assessment) -> str:
    if assessment.signed_on is not None:
        return f"Signed by both sides on {date_in_words(assessment.signed_on)}, version {assessment.version}"
    title = instrument_of(assessment).title
    begun = f"Begun on {date_in_words(assessment.opened_on)}"
    if assessment.version:
        begun = "Changed after both sides had signed. Both must sign again"
    return begun if assessment.name.startswith(title) else f"{title}. {begun}"


def _forum_links(forum: Forum, access: Access) -> list[Link]:
    found = [
        ("Where organisations stand", url_for(".forum_view", slug=forum.slug)),
        ("Good practice", url_for(".practice", slug=forum.slug)),
    ]
    if may_run_assessments(access):
        found.append(("Rounds of self-assessments", url_for(".rounds", slug=forum.slug)))
        found.append(("Organisations, and who fills in", url_for(".organisations", slug=forum.slug)))
        found.append(("Bring a diagnostic in for all organisations", url_for(".bring_in", slug=forum.slug)))
    return found
