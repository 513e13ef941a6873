"""Who is invited to a round, and what can be done for one of them. Never who has answered."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.audit.invitations import (
    NotPossible,
    hand_to_deputy,
    invitations_of,
    invite_late,
    replace_link,
    take_back_from_deputy,
)
from audit_app.audit.models import Deed, Invitation, Round, State
from audit_app.audit.records import record
from audit_app.audit.rounds import state_at
from audit_app.database import now
from audit_app.forum.access import may_run_rounds
from audit_app.forum.models import Forum
from audit_app.forum.people import members_on
from audit_app.instance_secret import InstanceSecrets
from audit_app.mail.models import MessageKind, MessageState, OutboxMessage
from audit_app.questionnaire.definition import Side
from audit_app.web.database_session import commit, session
from audit_app.web.faults import put_faults
from audit_app.web.forms_people import ButtonForm
from audit_app.web.forms_rounds import AddInvitationForm
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.secretariat_blueprint import blueprint, member_of, round_of
from audit_app.web.signed_in import forum_and_access, today

# The same words whether or not the answers are in: nobody who presses a button may learn who has answered.
NEW_LINK = "If the answers are not in yet, a new link is on its way and the old one no longer works."
_KINDS = (MessageKind.INVITATION, MessageKind.DEPUTY_INVITATION)
Step = Callable[[Session, InstanceSecrets, Invitation, datetime], None]


def _running(forum: Forum, round_id: int) -> Round:
    """A round that has opened and not closed; 404 for any other, which has no list to act on."""
    audit_round = round_of(forum, round_id)
    if audit_round.state not in {State.OPEN, State.STOPPED}:
        abort(404)
    return audit_round


def _invitation_of(forum: Forum, round_id: int, member_id: int) -> Invitation:
    """A member's invitation, by round and member: its own number stays off every address."""
    audit_round, member = _running(forum, round_id), member_of(forum, member_id)
    query = select(Invitation).where(Invitation.round_id == audit_round.id, Invitation.member_id == member.id)
    found = session().scalar(query)
    if found is None:
        abort(404)
    return found


def _addresses_that_failed(invitations: list[Invitation]) -> set[int]:
    """Members whose newest e-mail the mail server refused. It says something of an address, nothing of answers."""
    by_id = {each.id: each for each in invitations}
    query = select(OutboxMessage).where(OutboxMessage.kind.in_(_KINDS), OutboxMessage.subject_id.in_(by_id))
    newest: dict[int, OutboxMessage] = {}
    for message in session().scalars(query.order_by(OutboxMessage.due_at)):
        newest[message.subject_id] = message
    refused = (number for number, message in newest.items() if message.state is MessageState.FAILED)
    return {by_id[number].member_id for number in refused}


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/invitations")
def invitations(slug: str, round_id: int) -> ResponseReturnValue:
    """Everyone who is invited, by side, and the addresses that were refused."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    audit_round = _running(forum, round_id)
    everyone = invitations_of(session(), audit_round)
    return render_template(
        "secretariat/invitations.html",
        forum=forum,
        round=audit_round,
        sides=[(side, [each for each in everyone if each.side is side]) for side in Side],
        refused=_addresses_that_failed(everyone),
        open=state_at(audit_round, now()) is State.OPEN,
    )


@blueprint.get("/forums/<slug>/rounds/<int:round_id>/invitations/<int:member_id>")
def invitation(slug: str, round_id: int, member_id: int) -> ResponseReturnValue:
    """One invitation, and what can be done about it."""
    forum, _ = forum_and_access(slug, may_run_rounds)
    return _invitation_page(forum, _invitation_of(forum, round_id, member_id), ButtonForm())


def _invitation_page(forum: Forum, found: Invitation, form: ButtonForm) -> ResponseReturnValue:
    page = render_template(
        "secretariat/invitation.html",
        forum=forum,
        round=found.round,
        invitation=found,
        member=found.member,
        form=form,
        refused=found.member_id in _addresses_that_failed([found]),
        open=state_at(found.round, now()) is State.OPEN,
    )
    return page, 409 if form.form_errors else 200


def _act(slug: str, round_id: int, member_id: int, step: Step, deed: Deed, said: str) -> ResponseReturnValue:
    """Do one thing about an invitation. Neither the page nor the record tells whether the answers are in."""
    forum, access = forum_and_access(slug, may_run_rounds)
    found = _invitation_of(forum, round_id, member_id)
    form = ButtonForm()
    if not form.validate():
        return _invitation_page(forum, found, form)
    try:
        step(session(), instance_secrets(), found, now())
        record(session(), found.round, deed, actor=access.actor, at=now())
    except NotPossible as error:
        put_faults(form, error)
        return _invitation_page(forum, found, form)
    commit()
    flash(said.format(name=found.member.name, deputy=found.member.deputy_name))
    return redirect(url_for(".invitations", slug=slug, round_id=round_id), 303)


@blueprint.post("/forums/<slug>/rounds/<int:round_id>/invitations/<int:member_id>/new-link")
def new_link(slug: str, round_id: int, member_id: int) -> ResponseReturnValue:
    """Send a new link; the old one dies."""
    said = f"{{name}}: {NEW_LINK}"
    return _act(slug, round_id, member_id, replace_link, Deed.LINK_REPLACED, said)


@blueprint.post("/forums/<slug>/rounds/<int:round_id>/invitations/<int:member_id>/hand-over")
def hand_over(slug: str, round_id: int, member_id: int) -> ResponseReturnValue:
    """Let the deputy answer instead."""
    said = f"{{deputy}} answers in place of {{name}} now. {NEW_LINK}"
    return _act(slug, round_id, member_id, hand_to_deputy, Deed.HANDED_TO_DEPUTY, said)


@blueprint.post("/forums/<slug>/rounds/<int:round_id>/invitations/<int:member_id>/take-back")
def take_back(slug: str, round_id: int, member_id: int) -> ResponseReturnValue:
    """Let the member answer after all."""
    said = f"{{name}} answers again, and no deputy. {NEW_LINK}"
    return _act(slug, round_id, member_id, take_back_from_deputy, Deed.HANDED_TO_DEPUTY, said)


@blueprint.route("/forums/<slug>/rounds/<int:round_id>/invitations/add", methods=["GET", "POST"])
def add_invitation(slug: str, round_id: int) -> ResponseReturnValue:
    """Invite a member who joined after the round had opened."""
    forum, access = forum_and_access(slug, may_run_rounds)
    audit_round = _running(forum, round_id)
    invited = {each.member_id for each in invitations_of(session(), audit_round)}
    missing = [member for member in members_on(session(), forum, today()) if member.id not in invited]
    form = AddInvitationForm()
    form.member.choices = [(member.id, member.name) for member in missing]
    if missing and form.validate_on_submit():
        member = member_of(forum, form.member.data)
        try:
            invite_late(session(), audit_round, member, at=now(), today=today())
            record(session(), audit_round, Deed.MEMBER_ADDED, actor=access.actor, at=now())
        except NotPossible as error:
            put_faults(form, error, at="member")
        else:
            commit()
            flash(f"{member.name} has been invited.")
            return redirect(url_for(".invitations", slug=slug, round_id=round_id), 303)
    page = render_template(
        "secretariat/invitation_add.html", forum=forum, round=audit_round, form=form, missing=missing
    )
    return page, 422 if form.errors else 200
