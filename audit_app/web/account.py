"""Signing in and out, one's own forums, and the operator's view of the outbox."""

from typing import cast

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired, Length

from audit_app.audit.letters import Letters, queue_sign_in
from audit_app.database import now
from audit_app.forum.access import forums_of
from audit_app.forum.sign_in import SignInRefusedError, spend
from audit_app.forum.sign_in import sign_out as end_session
from audit_app.instance_secret import UnknownSecretError
from audit_app.mail import outbox
from audit_app.mail.messages import Letter
from audit_app.mail.models import OutboxMessage
from audit_app.settings import Settings
from audit_app.web import database_session
from audit_app.web.components import tell_who_is_signed_in
from audit_app.web.fields import PageForm
from audit_app.web.my_forums import forum_line
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.signed_in import (
    begin,
    operators,
    require_operator,
    require_sign_in,
    session_key,
    signed_in_email,
    today,
    where_to_go,
)

blueprint = Blueprint("account", __name__)

_ASKED = "asked_for"  # the address that was typed, so that it need not be typed again with the code
REFUSED_CODE = "This code does not work. Check the address and the code, or ask for a new e-mail"


class AddressForm(PageForm):
    """Who wants to sign in."""

    email = EmailField("Your e-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)])


class CodeForm(PageForm):
    """The code for those whose link does not work."""

    email = EmailField("Your e-mail address", [InputRequired("Enter your e-mail address"), Length(max=254)])
    code = StringField("Code from the e-mail", [InputRequired("Enter the code from the e-mail"), Length(max=40)])


class PressForm(PageForm):
    """A form with a button and nothing else."""


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for the e-mail address."""
    if signed_in_email() is not None:
        return redirect(where_to_go(), 303)
    return render_template("account/sign_in.html", form=AddressForm())


@blueprint.post("/sign-in")
def ask_for_link() -> ResponseReturnValue:
    """Send a link. The answer is the same whoever asks, and however often."""
    form = AddressForm()
    if form.validate():
        try:
            queue_sign_in(database_session.session(), instance_secrets(), form.email.data or "", now(), operators())
        except ValueError as error:
            form.email.errors = [str(error)]
        else:
            database_session.commit()
            session[_ASKED] = form.email.data
            return redirect(url_for("account.check_email"), 303)
    return render_template("account/sign_in.html", form=form), 422


@blueprint.get("/sign-in/sent")
def check_email() -> ResponseReturnValue:
    """What to do next: the same page for known and unknown addresses."""
    return render_template("account/check_email.html", delivered=_settings().smtp_url is not None)


@blueprint.get("/sign-in/code")
def code() -> ResponseReturnValue:
    """Ask for the code, with the address that was typed before in this browser."""
    return render_template("account/code.html", form=CodeForm(email=session.get(_ASKED, "")))


@blueprint.post("/sign-in/code")
def spend_code() -> ResponseReturnValue:
    """Sign in with the code. A wrong one counts, so both ends commit."""
    form = CodeForm()
    if not form.validate():
        return render_template("account/code.html", form=form), 422
    key = _spend(form.code.data or "", form.email.data or "")
    if key is None:
        form.code.errors = [REFUSED_CODE]
        return render_template("account/code.html", form=form), 422
    return _enter(key)


@blueprint.get("/sign-in/<token>")
def link(token: str) -> ResponseReturnValue:
    """A page with a button: mail filters open links, and opening must not use one up."""
    del token
    return render_template("account/link.html", form=PressForm())


@blueprint.post("/sign-in/<token>")
def spend_link(token: str) -> ResponseReturnValue:
    """Sign in with the link."""
    key = _spend(token, None)
    if key is None:
        return render_template("account/link_refused.html"), 410
    return _enter(key)


def _spend(token_or_code: str, email: str | None) -> str | None:
    try:
        return spend(database_session.session(), instance_secrets(), token_or_code, email, now())
    except SignInRefusedError:
        return None
    finally:
        database_session.commit()


def _enter(key: str) -> ResponseReturnValue:
    wanted = where_to_go()
    begin(key)
    return redirect(wanted, 303)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session: in the database, so that a copied cookie ends too, and in this browser."""
    key = session_key()
    if key is not None:
        end_session(database_session.session(), key)
        database_session.commit()
    session.clear()
    return redirect(url_for("public.front"), 303)


@blueprint.get("/forums")
def forums() -> ResponseReturnValue:
    """The forums of whoever is signed in, their roles there, and what to do next."""
    email = require_sign_in()
    at = now()
    found = forums_of(database_session.session(), email, today(), operators())
    mine = [forum_line(forum, own, at) for forum, own in found]
    return render_template("account/forums.html", mine=mine, operator=email in operators())


@blueprint.get("/operator/mail")
def operator_mail() -> ResponseReturnValue:
    """The outbox, as the e-mails that it would send. Only in a demonstration: their links open doors."""
    require_operator()
    if not _settings().demonstration:
        abort(404)
    shown = [(message, *_written(message)) for message in outbox.latest(database_session.session())]
    return render_template("account/operator_mail.html", shown=shown)


def _written(message: OutboxMessage) -> tuple[Letter | None, str]:
    """The e-mail, or why there is none to show."""
    try:
        letter = Letters(_settings(), instance_secrets()).write(database_session.session(), message, now())
    except UnknownSecretError as error:
        return None, str(error)
    return letter, "" if letter else "This e-mail would not be sent any more: what it says is over."


@blueprint.record_once
def _tell_the_frame(state: BlueprintSetupState) -> None:
    """Let the frame of every page show who is signed in."""
    tell_who_is_signed_in(cast("Flask", state.app), signed_in_email)
