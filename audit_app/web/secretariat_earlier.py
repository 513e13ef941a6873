"""An earlier round, typed in on one page: choose, type, check, look at it as a chair would, then use it or undo it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.earlier_figures import TypedRound
from audit_app.audit.earlier_rounds import put_into_use, type_in, undo
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, Source, State
from audit_app.audit.results import preview_comparison
from audit_app.database import now
from audit_app.forum.access import may_run_rounds
from audit_app.forum.models import Forum
from audit_app.questionnaire.catalogue import UnknownQuestionnaireError
from audit_app.reports.plain_text import what_is_shown
from audit_app.web.database_session import commit, session
from audit_app.web.faults import faults_of, put_faults
from audit_app.web.fields import printable
from audit_app.web.forms_earlier import EarlierForm, SheetForm
from audit_app.web.forms_people import ButtonForm
from audit_app.web.secretariat_blueprint import blueprint, offered_questionnaire, offered_questionnaires, round_of
from audit_app.web.signed_in import forum_and_access
from audit_app.web.typed_results import (
    GROUP_LABELS,
    MOST_PEOPLE,
    Known,
    Sheet,
    Split,
    Typed,
    average_field,
    count_field,
    field_names,
    number_field,
    read_sheet,
    turnout,
)


@dataclass(frozen=True)
class Reading:
    """What was sent: the form above the questions, the questions' fields, and everything that is wrong, by field."""

    form: EarlierForm
    typed: Typed
    errors: Mapping[str, str]


@blueprint.route("/forums/<slug>/earlier", methods=["GET", "POST"])
def earlier(slug: str) -> ResponseReturnValue:
    """Choose what the old report is like; the page to type it in follows."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    offered = offered_questionnaires(forum)
    form = SheetForm()
    form.questionnaire.choices = [(each.id, each.title) for each in offered]
    if form.validate_on_submit():
        chosen = {name: form[name].data for name in ("questionnaire", "known", "split")}
        return redirect(url_for(".type_in_page", slug=slug, **chosen), 303)
    page = render_template(
        "secretariat/earlier.html", forum=forum, form=form, questionnaires={each.id: each for each in offered}
    )
    return page, 422 if form.errors else 200


def _sheet(forum: Forum, questionnaire: str, known: str, split: str) -> Sheet:
    """The page that was asked for; 404 for anything that is not offered."""
    if known not in set(Known) or split not in set(Split):
        abort(404)
    try:
        found = offered_questionnaire(forum, questionnaire)
    except UnknownQuestionnaireError:
        abort(404)
    return Sheet(found, Known(known), Split(split))


@blueprint.route("/forums/<slug>/earlier/<questionnaire>/<known>/<split>", methods=["GET", "POST"])
def type_in_page(slug: str, questionnaire: str, known: str, split: str) -> ResponseReturnValue:
    """Type in one earlier round: first to check, then to store as a draft. Faults stand beside their fields."""
    forum, access = forum_and_access(slug, may_run_rounds)
    sheet = _sheet(forum, questionnaire, known, split)
    if request.method == "GET":
        return _page(forum, sheet, Reading(EarlierForm(), Typed(), {}))
    reading = _read(sheet)
    if reading.errors or request.form.get("step") == "change":
        return _page(forum, sheet, reading)
    if request.form.get("step") != "store":
        return _check_page(forum, sheet, reading)
    try:
        stored = type_in(session(), forum, sheet.questionnaire, _typed(sheet, reading), actor=access.actor, at=now())
    except NotPossible as error:
        put_faults(reading.form, error, at="name")
        return _page(forum, sheet, Reading(reading.form, reading.typed, faults_of(reading.form)))
    commit()
    flash("The earlier round is stored as a draft. Only the secretariat can see it so far.")
    return redirect(url_for(".round_page", slug=slug, round_id=stored.id), 303)


def _typed(sheet: Sheet, reading: Reading) -> TypedRound:
    form = reading.form
    stated = {group: form.answered(group) for group in sheet.split.groups}
    invited = {group: form.invited(group) for group in sheet.split.groups}
    return TypedRound(
        name=form.name.data or "", held_on=form.held_on.data, minimum=form.minimum.data,
        turnout=turnout(sheet.split, invited, stated), counts=reading.typed.counts, averages=reading.typed.averages,
    )  # fmt: skip


def _read(sheet: Sheet) -> Reading:
    form = EarlierForm()
    form.validate()
    # a number of people that is wrong by itself is no reason to fault the figures below it
    stated = {
        group: MOST_PEOPLE if form[f"answered_{group.value}"].errors else form.answered(group)
        for group in sheet.split.groups
    }
    typed = read_sheet(sheet, request.form, stated, "ten" if form.unit.data == "ten" else "scale")
    errors = {**faults_of(form), **typed.errors}
    if not errors and typed.empty:
        first = next(field_names(sheet))
        errors = {first: "Type in the results of at least one question"}
    return Reading(form, typed, errors)


def _page(forum: Forum, sheet: Sheet, reading: Reading) -> ResponseReturnValue:
    page = render_template(
        "secretariat/earlier_type_in.html",
        forum=forum,
        sheet=sheet,
        form=reading.form,
        errors=reading.errors,
        typed={name: printable(request.form.get(name, "")) for name in field_names(sheet)},
        Known=Known,
        labels=GROUP_LABELS,
        names={"average": average_field, "number": number_field, "count": count_field},
    )
    return page, 422 if reading.errors else 200


def _check_page(forum: Forum, sheet: Sheet, reading: Reading) -> ResponseReturnValue:
    sent = [(name, text) for name, text in request.form.items(multi=True) if name not in {"csrf_token", "step"}]
    return render_template(
        "secretariat/earlier_check.html",
        forum=forum,
        sheet=sheet,
        form=reading.form,
        typed=reading.typed,
        preview=preview_comparison(session(), forum, sheet.questionnaire, _typed(sheet, reading)),
        what_is_shown=what_is_shown,
        sent=[(name, printable(text)) for name, text in sent],
        Known=Known,
        labels=GROUP_LABELS,
    )


def _typed_draft(forum: Forum, round_id: int) -> Round:
    """An earlier round that is not in use yet; 404 for any other."""
    audit_round = _earlier_round(forum, round_id)
    if audit_round.state is not State.DRAFT:
        abort(404)
    return audit_round


def _earlier_round(forum: Forum, round_id: int) -> Round:
    """A round that was typed in or brought in from a file; 404 for any other."""
    audit_round = round_of(forum, round_id)
    if audit_round.source is Source.LIVE:
        abort(404)
    return audit_round


@blueprint.post("/forums/<slug>/rounds/<int:round_id>/put-into-use")
def use_earlier(slug: str, round_id: int) -> ResponseReturnValue:
    """Make an earlier round one of the forum's closed rounds."""
    forum, access = forum_and_access(slug, may_run_rounds)
    audit_round = _typed_draft(forum, round_id)
    if not ButtonForm().validate():
        abort(400)
    put_into_use(session(), audit_round, actor=access.actor, at=now())
    commit()
    flash(f"{audit_round.name} is in use. Later rounds can be compared with it.")
    return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)


@blueprint.post("/forums/<slug>/rounds/<int:round_id>/undo")
def undo_earlier(slug: str, round_id: int) -> ResponseReturnValue:
    """Remove an earlier round that has not been used, as if it had never been typed."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    audit_round = _earlier_round(forum, round_id)
    if not ButtonForm().validate():
        abort(400)
    name = audit_round.name
    try:
        undo(session(), audit_round)
    except NotPossible:
        session().rollback()  # the page of the round says why
        return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)
    commit()
    flash(f"{name} has been removed, as if it had never been here.")
    return redirect(url_for(".forum", slug=slug), 303)
