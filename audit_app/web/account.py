"""Signing in and out. base.html needs `account.sign_in`, `account.sign_out` (POST) and `account.forums`."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

blueprint = Blueprint("account", __name__)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for the e-mail address."""
    return redirect(url_for("public.front"))


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    return redirect(url_for("public.front"), 303)


@blueprint.get("/forums")
def forums() -> ResponseReturnValue:
    """The forums of whoever is signed in."""
    return redirect(url_for("public.front"))
