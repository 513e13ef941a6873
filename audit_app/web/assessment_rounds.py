"""Rounds of self-assessments, for the secretariat: opening one, who has begun, signed and shared, and ending it.

These pages say how far each organisation is, and never a rating.
"""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.assessment import rounds as room
from audit_app.assessment.inviting import tell_leads
from audit_app.assessment.models import Assessment, AssessmentRound, AssessmentState
from audit_app.assessment.own_instruments import own_instruments
from audit_app.database import now
from audit_app.forum.access import Access, may_run_assessments
from audit_app.forum.contributors import assessing_on, contributors_by_organisation
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum
from audit_app.questionnaire.instrument import Instrument
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.components import long_date, plural
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment_forum import AssessmentRoundForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.secretariat_blueprint import catalogue
from audit_app.web.signed_in import forum_and_access, today

WHERE = "/forums/<slug>/assessments/rounds"
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class OrganisationStands:
    """How far one organisation is in a round."""

    name: str
    state: str
    shared: bool


@blueprint.route(WHERE, methods=["GET", "POST"])
def rounds(slug: str) -> ResponseReturnValue:
    """All rounds of a forum, and opening another one."""
    forum, access = forum_and_access(slug, may_run_assessments)
    offered = {each.id: each for each in _offered(forum)}
    form = AssessmentRoundForm()
    form.instrument.choices = [(each.id, each.title) for each in offered.values()]
    if not form.is_submitted():
        form.opens_on.process(None, today())
    if form.validate_on_submit():
        plan = room.RoundPlan(form.name.data or "", form.opens_on.data, form.due_on.data)
        try:
            made = room.open_round(session(), forum, offered[form.instrument.data], plan, by=access.actor)
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="name")
        else:
            words = _tell(made) if _is_open(made) else _opens_later(made)
            commit()
            flash(f"The round “{made.name}” is set up. {words}")
            return redirect(url_for(".assessment_round", slug=slug, assessment_round_id=made.id), 303)
    found = [(each, _state(each)) for each in room.rounds_of(session(), forum)]
    page = render_template(
        "assessment/rounds.html",
        forum=forum,
        form=form,
        rounds=found,
        hints={
            name: {"hint": {"text": f"{each.summary} About {each.minutes} minutes."}} for name, each in offered.items()
        },
        organisations=len(assessing_on(session(), forum, today())),
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{WHERE}/<int:assessment_round_id>")
def assessment_round(slug: str, assessment_round_id: int) -> ResponseReturnValue:
    """Who has begun, signed and shared in one round."""
    forum, _, found = _open(slug, assessment_round_id)
    people = contributors_by_organisation(session(), forum)
    stands = room.who_has_begun(session(), found, today())
    begun = [assessment for _, assessment in stands if assessment is not None]
    rows = [
        OrganisationStands(
            organisation.name, _how_far(assessment), assessment is not None and assessment.shared,
        )
        for organisation, assessment in stands
        if assessment is not None or people.get(organisation.id)
    ]  # fmt: skip
    return render_template(
        "assessment/round.html",
        forum=forum,
        round=found,
        is_open=_is_open(found),
        rows=rows,
        without_people=[each.name for each, assessment in stands if assessment is None and not people.get(each.id)],
        begun=len(begun),
        signed=sum(each.state is AssessmentState.SIGNED for each in begun),
        shared=sum(each.shared for each in begun),
    )


@blueprint.post(f"{WHERE}/<int:assessment_round_id>/tell")
def tell_round(slug: str, assessment_round_id: int) -> ResponseReturnValue:
    """Send the wellbeing leads an e-mail: on the first day of a round, or to remind them."""
    _, _, found = _open(slug, assessment_round_id)
    if not ButtonForm().validate():
        abort(400)
    if _is_open(found):
        words = _tell(found)
        commit()
    else:
        words = "No e-mail is sent, because this round is not open now."
    flash(words)
    return redirect(url_for(".assessment_round", slug=slug, assessment_round_id=assessment_round_id), 303)


@blueprint.route(f"{WHERE}/<int:assessment_round_id>/end", methods=["GET", "POST"])
def end_round(slug: str, assessment_round_id: int) -> ResponseReturnValue:
    """End a round, after saying what that means."""
    forum, _, found = _open(slug, assessment_round_id)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            room.end_round(session(), found, today())
        except NotPossible as error:
            put_faults(form, error)
            found = _open(slug, assessment_round_id)[2]
        else:
            commit()
            flash(f"The round “{found.name}” has ended.")
            return redirect(url_for(".assessment_round", slug=slug, assessment_round_id=assessment_round_id), 303)
    page = render_template("assessment/round_end.html", forum=forum, round=found, form=form)
    return page, 409 if form.form_errors else 200


def _open(slug: str, assessment_round_id: int) -> tuple[Forum, Access, AssessmentRound]:
    """A round for the secretariat of its forum; 404 for any other."""
    forum, access = forum_and_access(slug, may_run_assessments)
    found = room.find_round(session(), forum, assessment_round_id) if assessment_round_id <= _LARGEST_ID else None
    if found is None:
        abort(404)
    return forum, access, found


def _offered(forum: Forum) -> list[Instrument]:
    """What a whole forum can be asked: what comes with this release, then what the forum brought in itself."""
    return [*catalogue().latest_instruments(), *own_instruments(session(), forum)]


def _tell(found: AssessmentRound) -> str:
    told = tell_leads(session(), found, now())
    if told:
        return f"{plural(told, 'e-mail')} to wellbeing leads {'is' if told == 1 else 'are'} on the way."
    return "Nobody gets an e-mail, because no wellbeing lead is named yet."


def _opens_later(found: AssessmentRound) -> str:
    return f"It opens on {long_date(found.opens_on)}. Come back on that day to e-mail the wellbeing leads."


def _is_open(found: AssessmentRound) -> bool:
    return found.ended_on is None and found.opens_on <= today()


def _state(found: AssessmentRound) -> str:
    """As the tag of the page says it."""
    if found.ended_on is not None:
        return "Ended"
    if found.opens_on > today():
        return "Opens later"
    return "Past its date" if found.due_on is not None and found.due_on < today() else "Open"


def _how_far(assessment: Assessment | None) -> str:
    if assessment is None:
        return "Not begun"
    if assessment.signed_on is not None:
        return f"Signed by both sides on {long_date(assessment.signed_on)}"
    return "Signed before, and being changed" if assessment.version else "Being filled in"
