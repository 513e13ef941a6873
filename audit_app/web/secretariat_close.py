"""How a round ends: stop, check, open again, close, annul. The secretariat and the chairs of both sides share these.

Each page says first what will happen. Nothing here shows an answer.
"""

from datetime import timedelta

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit import ballot_box, rounds
from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round, Source, State
from audit_app.audit.rounds import questionnaire_of, state_at
from audit_app.audit.turnout import turn_up
from audit_app.database import now
from audit_app.forum.access import may_close_rounds, may_see_progress
from audit_app.forum.models import Forum
from audit_app.instance_secret import UnknownSecretError
from audit_app.questionnaire.definition import Side
from audit_app.web.components import UK
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ButtonForm
from audit_app.web.forms_rounds import AnnulForm, ReopenForm
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.secretariat_blueprint import blueprint, round_of, shown_round_of
from audit_app.web.signed_in import forum_and_access, today


def _to_round(forum: Forum, audit_round: Round, said: str = "") -> ResponseReturnValue:
    if said:
        flash(said)
    return redirect(url_for(".round_page", slug=forum.slug, round_id=audit_round.id), 303)


def _in_state(audit_round: Round, *states: State) -> bool:
    """Whether a round that runs here is in one of these states now."""
    return audit_round.source is Source.LIVE and state_at(audit_round, now()) in states


def _box_check(audit_round: Round) -> ballot_box.BoxCheck | None:
    """The check of the ballots; None when the secret that they were sealed under is not listed any more."""
    try:
        return ballot_box.check(session(), audit_round, questionnaire_of(audit_round), instance_secrets())
    except UnknownSecretError:
        return None


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/stop", methods=["GET", "POST"])
def stop_round(slug: str, round_id: int) -> ResponseReturnValue:
    """Take no more answers, after saying that this can be undone."""
    forum, access = forum_and_access(slug, may_close_rounds)
    audit_round = round_of(forum, round_id)
    if not _in_state(audit_round, State.OPEN):
        return _to_round(forum, audit_round)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            rounds.stop(session(), audit_round, actor=access.actor, at=now())
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash("The round has stopped. It takes no more answers.")
            return redirect(url_for(".check", slug=slug, round_id=round_id), 303)
    page = render_template(
        "secretariat/stop.html", forum=forum, round=audit_round, form=form, turnup=turn_up(session(), audit_round)
    )
    return page, 409 if form.form_errors else 200


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/check")
def check(slug: str, round_id: int) -> ResponseReturnValue:
    """Whether every used link has its answers and all can be read: numbers by side, and nothing else."""
    forum, access = forum_and_access(slug, may_close_rounds)
    audit_round = round_of(forum, round_id)
    if not _in_state(audit_round, State.STOPPED) or audit_round.close_requested:
        return _to_round(forum, audit_round)
    return render_template(
        "secretariat/check.html",
        forum=forum,
        access=access,
        round=audit_round,
        box=_box_check(audit_round),
        turnup=turn_up(session(), audit_round),
        sides=tuple(Side),
    )


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/reopen", methods=["GET", "POST"])
def reopen_round(slug: str, round_id: int) -> ResponseReturnValue:
    """Take answers again until a new time."""
    forum, access = forum_and_access(slug, may_close_rounds)
    audit_round = round_of(forum, round_id)
    if not _in_state(audit_round, State.STOPPED) or audit_round.close_requested:
        return _to_round(forum, audit_round)
    closes = audit_round.closes_at.astimezone(UK) if audit_round.closes_at else now().astimezone(UK)
    form = ReopenForm(closes_day=today() + timedelta(days=7), closes_clock=closes.time())
    if form.validate_on_submit() and form.closes_at is not None:
        try:
            rounds.reopen(session(), audit_round, form.closes_at, actor=access.actor, at=now())
        except NotPossible as error:
            put_faults(form, error, at="closes_day")
        else:
            commit()
            return _to_round(forum, audit_round, "The round is open again. The links that members have still work.")
    page = render_template("secretariat/reopen.html", forum=forum, round=audit_round, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/close", methods=["GET", "POST"])
def close_round(slug: str, round_id: int) -> ResponseReturnValue:
    """Count, for good: what that means is said first. The worker does it; the round's page waits for it."""
    forum, access = forum_and_access(slug, may_close_rounds)
    audit_round = round_of(forum, round_id)
    if not _in_state(audit_round, State.STOPPED) or audit_round.close_requested:
        return _to_round(forum, audit_round)
    box = _box_check(audit_round)
    if box is None or not box.countable:
        return redirect(url_for(".check", slug=slug, round_id=round_id), 303)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            rounds.request_close(session(), audit_round, actor=access.actor, at=now())
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            return _to_round(forum, audit_round)
    page = render_template("secretariat/close.html", forum=forum, round=audit_round, form=form, box=box)
    return page, 409 if form.form_errors else 200


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/annul", methods=["GET", "POST"])
def annul_round(slug: str, round_id: int) -> ResponseReturnValue:
    """End a round without a count, with a reason that both sides will read."""
    forum, access = forum_and_access(slug, may_close_rounds)
    audit_round = round_of(forum, round_id)
    if not _in_state(audit_round, State.DRAFT, State.OPEN, State.STOPPED):
        return _to_round(forum, audit_round)
    form = AnnulForm()
    if form.validate_on_submit():
        try:
            rounds.annul(
                session(), instance_secrets(), audit_round, form.reason.data or "", actor=access.actor, at=now()
            )
        except NotPossible as error:
            put_faults(form, error, at="reason")
        else:
            commit()
            return _to_round(forum, audit_round, "The round has been annulled.")
    page = render_template(
        "secretariat/annul.html", forum=forum, round=audit_round, form=form, turnup=turn_up(session(), audit_round)
    )
    return page, 422 if form.errors else 200


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/state")
def round_state(slug: str, round_id: int) -> ResponseReturnValue:
    """The state alone, for the page that waits while a round is counted."""
    forum, access = forum_and_access(slug, may_see_progress)
    audit_round = shown_round_of(forum, round_id, access)
    counting = audit_round.close_requested and audit_round.state is State.STOPPED
    return jsonify(state="counting" if counting else audit_round.state.value)
