"""Deciding about priorities: adopt, add, change, leave out, agree, and say that one is done or dropped.

Nothing typed is lost: when somebody else was quicker, the page shows what stands now beside what was typed.
"""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from audit_app.agenda import priorities as agenda
from audit_app.agenda.models import Priority, Standing
from audit_app.agenda.priorities import Chair, ChangedMeanwhileError, Suggested
from audit_app.analysis.released import Comparison
from audit_app.audit.invitations import NotPossible
from audit_app.audit.results import load_comparison
from audit_app.database import now
from audit_app.web.chair_priorities import (
    ONE,
    PRIORITIES,
    back_to_priorities,
    chair_of,
    priorities_page,
    priority_of,
    round_in_use,
)
from audit_app.web.chair_round import OpenResults, blueprint
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_priorities import DeclineForm, EndForm, PriorityForm, SeenForm, as_stored
from audit_app.web.suggestion_rows import because

SUGGESTION = f"{PRIORITIES}/suggestions/<statement>"


@blueprint.route(f"{PRIORITIES}/add", methods=["GET", "POST"])
def add_priority(slug: str, round_id: int) -> ResponseReturnValue:
    """Add a priority of one's own."""
    page = round_in_use(slug, round_id)
    return _proposing(page, chair_of(page), None)


@blueprint.route(f"{SUGGESTION}/adopt", methods=["GET", "POST"])
def adopt_suggestion(slug: str, round_id: int, statement: str) -> ResponseReturnValue:
    """Adopt a suggestion, as it stands or in one's own words."""
    page = round_in_use(slug, round_id)
    return _proposing(page, chair_of(page), _suggested(page, statement))


@blueprint.route(f"{SUGGESTION}/leave-out", methods=["GET", "POST"])
def decline_suggestion(slug: str, round_id: int, statement: str) -> ResponseReturnValue:
    """Leave a suggestion out, with a note that both sides can read."""
    page = round_in_use(slug, round_id)
    chair = chair_of(page)
    suggested = _suggested(page, statement)
    form, stands = DeclineForm(), None
    if form.validate_on_submit():
        try:
            agenda.decline(session(), page.round, suggested, form.note.data or "", chair, now())
        except ChangedMeanwhileError as error:
            put_faults(form, error)
            stands = session().get(Priority, error.priority.id)
        else:
            commit()
            return back_to_priorities(page, "Your side has left this suggestion out.")
    shown = render_template("priorities/leave_out.html", page=page, form=form, suggested=suggested, stands=stands)
    return shown, 409 if stands is not None else 422 if form.errors else 200


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
def change_priority(slug: str, round_id: int, priority_id: int) -> ResponseReturnValue:
    """Reword a priority, or work on it after all."""
    page = round_in_use(slug, round_id)
    chair = chair_of(page)
    priority = priority_of(page, priority_id)
    form = PriorityForm(_own_results(page), priority, data=as_stored(priority))
    if form.validate_on_submit():
        try:
            agenda.change(session(), priority, form.content(), form.version(), chair, now())
        except ChangedMeanwhileError as error:
            return _somebody_was_quicker(page, form, error)
        commit()
        return back_to_priorities(page, "Your words are saved. The other side can now agree to them.")
    return _form_page(page, form, priority=priority), 422 if form.errors else 200


@blueprint.route(f"{ONE}/end", methods=["GET", "POST"])
def end_priority(slug: str, round_id: int, priority_id: int) -> ResponseReturnValue:
    """Say that a priority is done or dropped."""
    page = round_in_use(slug, round_id)
    chair = chair_of(page)
    priority = priority_of(page, priority_id)
    form, code = EndForm(data={"seen": str(priority.version)}), 422
    if form.validate_on_submit():
        standing = Standing(form.standing.data)
        try:
            agenda.end(session(), priority, standing, form.note.data or "", form.version(), chair, now())
        except NotPossible as refusal:
            put_faults(form, refusal)
            form.seen.data, code = str(priority.version), 409
        else:
            commit()
            return back_to_priorities(page, "This is noted. The other side can now agree to it.")
    shown = render_template("priorities/end.html", page=page, form=form, priority=priority)
    return shown, code if form.errors else 200


@blueprint.post(f"{ONE}/agree")
def agree_to_priority(slug: str, round_id: int, priority_id: int) -> ResponseReturnValue:
    """Agree, for one's own side, to a priority as it stands."""
    page = round_in_use(slug, round_id)
    chair = chair_of(page)
    priority = priority_of(page, priority_id)
    form = SeenForm()
    try:
        agenda.agree(session(), priority, form.version(), chair, now())
    except NotPossible as refusal:
        session().rollback()
        return priorities_page(page, {"": str(refusal)}), 409
    commit()
    return back_to_priorities(page, "Both sides have agreed.")


def _proposing(page: OpenResults, chair: Chair, suggested: Suggested | None) -> ResponseReturnValue:
    """The form of a new priority, and what becomes of it."""
    form = PriorityForm(_own_results(page), data=_first_words(suggested))
    if form.validate_on_submit():
        try:
            agenda.adopt(session(), page.round, form.content(), chair, now(), suggested)
        except ChangedMeanwhileError as error:
            return _somebody_was_quicker(page, form, error)
        commit()
        return back_to_priorities(page, "Your side has proposed this priority. The other side can now agree to it.")
    return _form_page(page, form, suggested=suggested), 422 if form.errors else 200


def _own_results(page: OpenResults) -> Comparison:
    """The round's results alone: what a priority is measured by is told as it stood then."""
    return load_comparison(session(), page.round)


def _suggested(page: OpenResults, statement: str) -> Suggested:
    """A suggestion of this round; 404 for anything that is not suggested."""
    found = next((each for each in page.comparison.suggestions if each.statement == statement), None)
    if found is None:
        abort(404)
    text = next(each.text for each in page.comparison.statements if each.id == statement)
    return Suggested(statement, text, because(found.reasons))


def _first_words(suggested: Suggested | None) -> dict[str, object]:
    """What a new form begins with: the suggested statement's own words, measured by itself."""
    return {"title": suggested.text, "statements": [suggested.statement]} if suggested is not None else {}


def _somebody_was_quicker(page: OpenResults, form: PriorityForm, error: ChangedMeanwhileError) -> ResponseReturnValue:
    """What was typed, beside what stands now; sending it again then changes that, knowingly."""
    put_faults(form, error)
    stands = session().get(Priority, error.priority.id)
    if stands is None:
        abort(404)
    form.seen.data = str(stands.version)
    return _form_page(page, form, priority=stands, stands=stands), 409


def _form_page(
    page: OpenResults, form: PriorityForm, *, suggested: Suggested | None = None, priority: Priority | None = None,
    stands: Priority | None = None,
) -> str:  # fmt: skip
    return render_template(
        "priorities/form.html", page=page, form=form, suggested=suggested, priority=priority, stands=stands
    )
