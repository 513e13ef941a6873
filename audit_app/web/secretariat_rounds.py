"""Rounds up to their opening and while they run: set up, change, confirm the lists, open, look, read the record."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.analysis.disclosure import forecast
from audit_app.audit import rounds
from audit_app.audit.earlier_rounds import why_kept
from audit_app.audit.invitations import NotPossible
from audit_app.audit.list_confirmations import confirm_list, confirmations, list_digest, side_list
from audit_app.audit.models import Round, Source, State
from audit_app.audit.records import records_of, refusal_of
from audit_app.audit.rounds import questionnaire_of, reviewers_of, state_at
from audit_app.audit.turnout import turn_up
from audit_app.database import now
from audit_app.forum.access import may_close_rounds, may_confirm_list, may_run_rounds, may_see_progress
from audit_app.forum.models import Forum, Member
from audit_app.forum.people import chairs_of, seats_on
from audit_app.questionnaire.definition import TWO_SIDES, Questionnaire, Side
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ButtonForm, ListForm
from audit_app.web.forms_rounds import RoundForm, first_values, stored_values
from audit_app.web.record_words import DEED_WORDS, SOURCE_WORDS
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.secretariat_blueprint import (
    blueprint,
    offered_questionnaire,
    offered_questionnaires,
    round_of,
    shown_round_of,
)
from audit_app.web.signed_in import forum_and_access, today


def members_by_side(forum: Forum) -> dict[Side, list[Member]]:
    """Today's members of each side, by name."""
    seats = seats_on(session(), forum, today())
    return {side: [seat.member for seat in seats if seat.side is side] for side in Side}


def forecast_today(forum: Forum, minimum: int) -> tuple[str, ...]:
    """What the round would and would not show, from how many members there are today."""
    members = members_by_side(forum)
    return forecast(len(members[Side.MANAGEMENT]), len(members[Side.STAFF]), len(members[Side.PARTNER]), minimum)


def _chosen(forum: Forum, form: RoundForm, before: Round | None = None) -> Questionnaire:
    """The questionnaire that was chosen; a draft that keeps its own keeps the version that it has pinned."""
    if before is not None and before.questionnaire_id == form.questionnaire.data:
        return questionnaire_of(before)
    return offered_questionnaire(forum, form.questionnaire.data)


def _round_form_page(
    forum: Forum, form: RoundForm, audit_round: Round | None, save: Callable[[], Round]
) -> ResponseReturnValue:
    """The form for a new or a changed round; `save` stores what it holds."""
    offered = offered_questionnaires(forum)
    form.offer(offered, members_by_side(forum))
    if form.validate_on_submit():
        try:
            stored = save()
        except NotPossible as error:
            put_faults(form, error, at="name")
        else:
            commit()
            flash("The round is saved as a draft. Nothing has been sent.")
            return redirect(url_for(".round_page", slug=forum.slug, round_id=stored.id), 303)
    page = render_template(
        "secretariat/round_form.html",
        forum=forum,
        form=form,
        round=audit_round,
        questionnaires={each.id: each for each in offered},
    )
    return page, 422 if form.errors else 200


@blueprint.route("/forums/<slug>/rounds/new", methods=["GET", "POST"])
def new_round(slug: str) -> ResponseReturnValue:
    """Set up a draft."""
    forum, access = forum_and_access(slug, may_run_rounds)
    chairs = {side: chairs_of(session(), forum, side, today()) for side in TWO_SIDES}
    form = RoundForm(data=first_values(today(), chairs))

    def save() -> Round:
        return rounds.create(session(), forum, _chosen(forum, form), form.schedule(), actor=access.actor, at=now())

    return _round_form_page(forum, form, None, save)


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/change", methods=["GET", "POST"])
def change_round(slug: str, round_id: int) -> ResponseReturnValue:
    """Change a draft."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    audit_round = round_of(forum, round_id)
    if audit_round.state is not State.DRAFT or audit_round.source is not Source.LIVE:
        return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)
    form = RoundForm(data=stored_values(audit_round, reviewers_of(session(), audit_round)))

    def save() -> Round:
        rounds.revise(session(), audit_round, _chosen(forum, form, audit_round), form.schedule())
        return audit_round

    return _round_form_page(forum, form, audit_round, save)


@blueprint.get("/forums/<slug>/rounds/<int:round_id>")
def round_page(slug: str, round_id: int) -> ResponseReturnValue:
    """Where a round stands, and what can be done with it now. While it runs: invited and returned, by side."""
    forum, access = forum_and_access(slug, may_see_progress)
    audit_round = shown_round_of(forum, round_id, access)
    state = state_at(audit_round, now())
    draft = state is State.DRAFT and audit_round.source is Source.LIVE
    typed = audit_round.source is not Source.LIVE
    return render_template(
        f"secretariat/round_{'typed' if typed else state.value}.html",
        forum=forum,
        access=access,
        round=audit_round,
        state=state,
        questionnaire=questionnaire_of(audit_round),
        turnup=turn_up(session(), audit_round),
        refusal=refusal_of(session(), audit_round) if state is State.STOPPED else None,
        reviewers=reviewers_of(session(), audit_round),
        forecast=forecast_today(forum, audit_round.minimum) if draft else (),
        confirmations=confirmations(session(), audit_round, today()) if draft else {},
        begun=audit_round.opens_at is not None and audit_round.opens_at <= now(),
        runs=may_run_rounds(access),
        closes=may_close_rounds(access),
        source_words=SOURCE_WORDS,
        why_kept=why_kept(session(), audit_round) if typed else None,
        may_confirm=may_confirm_list(access),
    )


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/open", methods=["GET", "POST"])
def open_page(slug: str, round_id: int) -> ResponseReturnValue:
    """Say what opening does, what may stay hidden, and open."""
    forum, access = forum_and_access(slug, may_run_rounds)
    audit_round = round_of(forum, round_id)
    if audit_round.state is not State.DRAFT or audit_round.source is not Source.LIVE:
        return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            number = rounds.open_round(
                session(), instance_secrets(), audit_round, actor=access.actor, at=now(), today=today()
            )
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"The round is open. {number} people are invited.")
            return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)
    page = render_template(
        "secretariat/round_opening.html",
        forum=forum,
        form=form,
        round=audit_round,
        members={side: len(people) for side, people in members_by_side(forum).items()},
        forecast=forecast_today(forum, audit_round.minimum),
        confirmations=confirmations(session(), audit_round, today()),
        reviewers=reviewers_of(session(), audit_round),
        at_once=audit_round.opens_at is None or audit_round.opens_at <= now(),
        late=audit_round.closes_at is None or audit_round.closes_at <= now(),
    )
    return page, 409 if form.form_errors else 200


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/list", methods=["GET", "POST"])
def confirm_side(slug: str, round_id: int) -> ResponseReturnValue:
    """A chair looks through the list of their own side, and confirms it before the round opens."""
    forum, access = forum_and_access(slug, may_confirm_list)
    audit_round = shown_round_of(forum, round_id, access)
    side = access.side
    if side is None:
        abort(403)
    form = ListForm()
    if form.validate_on_submit():
        try:
            confirm_list(
                session(), audit_round, side, form.seen.data or "", actor=access.actor, at=now(), today=today()
            )
        except NotPossible as error:
            put_faults(form, error)
        else:
            commit()
            flash(f"Thank you. You have confirmed the list of {side.label.lower()}.")
            return redirect(url_for(".round_page", slug=slug, round_id=round_id), 303)
    members = side_list(session(), forum, side, today())
    form.seen.data = list_digest(members)
    standing = confirmations(session(), audit_round, today())[side]
    page = render_template(
        "secretariat/confirm_side.html",
        forum=forum, form=form, round=audit_round, side=side, members=members, standing=standing, today=today(),
    )  # fmt: skip
    return page, 409 if form.form_errors else 200


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/record")
def record_page(slug: str, round_id: int) -> ResponseReturnValue:
    """Who did what to a round, and when. Both sides can read it."""
    forum, access = forum_and_access(slug, may_see_progress)
    audit_round = shown_round_of(forum, round_id, access)
    return render_template(
        "secretariat/record.html",
        forum=forum,
        round=audit_round,
        records=records_of(session(), audit_round),
        words=DEED_WORDS,
    )
