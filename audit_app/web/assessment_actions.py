"""What an organisation has decided to do: open actions first, then what is done; and a calendar of due dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from audit_app.analysis.assessed.content import ActionState
from audit_app.assessment.actions import (
    OPEN_STATES,
    achievements,
    actions_of,
    add_action,
    change_action,
    find_action,
    overdue,
)
from audit_app.assessment.contents import planned
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.merging import ChangedMeanwhile, Conflict
from audit_app.assessment.models import Action
from audit_app.assessment.opening import assessments_of
from audit_app.database import now
from audit_app.forum.access import Contribution, may_assess
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.forum.models import Forum, Organisation
from audit_app.mail.messages import date_in_words
from audit_app.questionnaire.instrument import Instrument
from audit_app.reports.calendar_file import NothingDueError, actions_calendar
from audit_app.reports.file_names import named
from audit_app.settings import Settings
from audit_app.web.assessment_blueprint import blueprint, organisation_of
from audit_app.web.assessment_ratings import revision
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_assessment import ActionForm, ChangeActionForm
from audit_app.web.signed_in import forum_and_access, today

ACTIONS = "/forums/<slug>/organisations/<int:organisation_id>/actions"
_LARGEST_ID = 2**63 - 1
_NAMES = {"text": "What you will do", "owner_role": "Who sees to it", "due_on": "By when", "state": "How it stands"}


@dataclass(frozen=True)
class ActionsPage:
    """Whose actions they are, and who asks."""

    forum: Forum
    organisation: Organisation
    who: Contribution

    def address(self, endpoint: str, **more: str | int) -> str:
        """The address of another of these pages."""
        return url_for(f"assessment.{endpoint}", slug=self.forum.slug, organisation_id=self.organisation.id, **more)  # type: ignore[arg-type]  # url_for types its own options only


@dataclass(frozen=True)
class ActionRow:
    """One action in the list. about: the statement that it is for, or "". due: in words, with whether it is late."""

    action: Action
    about: str
    due: str
    late: bool


def actions_page(slug: str, organisation_id: int) -> ActionsPage:
    """Fetch and authorise: for the people who fill in this organisation's self-assessments."""
    forum, access = forum_and_access(slug, may_assess)
    organisation = organisation_of(access, forum, organisation_id)
    who = access.contribution_to(organisation.id)
    if who is None:
        abort(404)
    return ActionsPage(forum, organisation, who)


@blueprint.route(ACTIONS, methods=["GET", "POST"])
def actions(slug: str, organisation_id: int) -> ResponseReturnValue:
    """All actions of an organisation; add one that is for no single statement."""
    page = actions_page(slug, organisation_id)
    form = ActionForm()
    if form.validate_on_submit():
        try:
            add_action(session(), page.organisation, _typed(form), page.who, now())
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="text")
        else:
            commit()
            flash("The action is added.")
            return redirect(page.address("actions"), 303)
    found = actions_of(session(), page.organisation)
    rows = _rows(page.organisation, found, today())
    shown = render_template(
        "assessment/actions.html",
        page=page,
        form=form,
        open_rows=[row for row in rows if row.action.state in OPEN_STATES],
        done_rows=[row for row in rows if row.action in achievements(found)],
        dropped_rows=[row for row in rows if row.action.state is ActionState.DROPPED],
        late=len(overdue(found, today())),
        any_due=any(each.due_on for each in found if each.state in OPEN_STATES),
    )
    return shown, 422 if form.errors else 200


@blueprint.route(f"{ACTIONS}/<int:action_id>", methods=["GET", "POST"])
def change_one_action(slug: str, organisation_id: int, action_id: int) -> ResponseReturnValue:
    """Change what an action says, or how it stands."""
    page = actions_page(slug, organisation_id)
    action = find_action(session(), page.organisation, action_id) if action_id <= _LARGEST_ID else None
    if action is None:
        abort(404)
    form = ChangeActionForm(obj=action, state=action.state.value, seen=str(action.revision))
    conflicts: tuple[Conflict, ...] = ()
    if form.validate_on_submit():
        typed = {**_typed(form), "state": form.state.data or ""}
        try:
            change_action(session(), action, typed, revision(form.seen.data or ""), page.who, now())
        except ChangedMeanwhile as meanwhile:
            conflicts = meanwhile.conflicts
            put_faults(form, NotPossible("Somebody else has changed this. Look at both, then save again"), at="text")
            form.seen.data = str(next(iter(meanwhile.revisions.values())))
        except (InvalidEntryError, NotPossible) as error:
            put_faults(form, error, at="text")
        else:
            commit()
            flash("Saved.")
            return redirect(page.address("actions"), 303)
    about = _rows(page.organisation, [action], today())[0].about
    shown = render_template(
        "assessment/action.html", page=page, form=form, about=about, conflicts=[_in_words(each) for each in conflicts]
    )
    return shown, 422 if form.errors else 200


@blueprint.post(f"{ACTIONS}/<int:action_id>/done")
def mark_action_done(slug: str, organisation_id: int, action_id: int) -> ResponseReturnValue:
    """Mark an action as done from the list, and change nothing else of it."""
    page = actions_page(slug, organisation_id)
    action = find_action(session(), page.organisation, action_id) if action_id <= _LARGEST_ID else None
    if action is None:
        abort(404)
    try:
        seen = revision(request.form.get("seen", ""))
        change_action(session(), action, {"state": ActionState.DONE.value}, seen, page.who, now())
    except ChangedMeanwhile:
        session().rollback()
        flash("Somebody else has just changed this action. Look at it, then choose how it stands.")
        return redirect(page.address("change_one_action", action_id=action_id), 303)
    except NotPossible as error:
        session().rollback()
        flash(str(error))
        return redirect(page.address("actions"), 303)
    commit()
    flash("Well done. It now stands with what is done.")
    return redirect(page.address("actions"), 303)


@blueprint.get("/forums/<slug>/organisations/<int:organisation_id>/actions.ics")
def actions_calendar_file(slug: str, organisation_id: int) -> ResponseReturnValue:
    """The due dates of open actions for a calendar program; 404 when none has one."""
    page = actions_page(slug, organisation_id)
    found = actions_of(session(), page.organisation)
    settings: Settings = current_app.config["SETTINGS"]
    instruments = _instruments(page.organisation)
    try:
        content = actions_calendar(
            page.organisation.name,
            [planned(each, instruments.get(each.assessment_id or 0)) for each in found],
            [str(each.id) for each in found],
            now(),
            service=settings.base_url,
        )
    except NothingDueError:
        abort(404)
    name = named(page.organisation.name, "actions", ending="ics")
    return send_file(BytesIO(content), "text/calendar", as_attachment=True, download_name=name, etag=False)


def _instruments(organisation: Organisation) -> dict[int, Instrument]:
    """The instruments of an organisation's assessments, by the assessment's number."""
    return {each.id: instrument_of(each) for each in assessments_of(session(), organisation)}


def _rows(organisation: Organisation, found: Sequence[Action], day: date) -> list[ActionRow]:
    instruments = _instruments(organisation)
    late = set(overdue(found, day))
    rows = []
    for each in found:
        instrument = instruments.get(each.assessment_id or 0)
        item = instrument.item_by_id.get(each.item_id or "") if instrument is not None else None
        rows.append(ActionRow(each, item.text if item is not None else "", _due(each, late=each in late), each in late))
    return rows


def _due(action: Action, *, late: bool) -> str:
    if action.state is ActionState.DONE and action.done_on is not None:
        return f"Done on {date_in_words(action.done_on)}"
    if action.due_on is None:
        return "No date"
    return f"{'Overdue since' if late else 'By'} {date_in_words(action.due_on)}"


def _typed(form: ActionForm) -> dict[str, str]:
    return {
        "text": form.text.data or "",
        "owner_role": form.owner_role.data or "",
        "due_on": form.due_on.data.isoformat() if form.due_on.data else "",
    }


def _in_words(conflict: Conflict) -> str:
    theirs, own = (_said(conflict, value) for value in (conflict.now, conflict.typed))
    return f"{_NAMES[conflict.field]} now says: {theirs}. You wrote: {own}."


def _said(conflict: Conflict, value: str | None) -> str:
    if not value:
        return "nothing"
    if conflict.field == "state":
        return ActionState(value).label
    return date_in_words(date.fromisoformat(value)) if conflict.field == "due_on" else value
