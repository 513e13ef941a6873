"""The pages that anyone can read: the front page, what protects answers, privacy, accessibility, cookies, health."""

import re

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from audit_app.analysis import thresholds
from audit_app.settings import Settings
from audit_app.web.database_session import session
from audit_app.web.fields import printable
from audit_app.web.security import csrf, keep, kept

blueprint = Blueprint("public", __name__)

# It changes nothing and sets no cookie: it only leads from a pasted link to the page of that link.
csrf.exempt("audit_app.web.public.find_your_page")

# Browsers may keep these pages, but ask each time: they show who is signed in.
ASK_EACH_TIME = "private, no-cache"
LINK = re.compile(r"(?:^|/a/)([A-Za-z0-9_-]{16,128})(?=$|[/\s?#>])")  # in a whole link, or alone
DARK_TEXT = "#212b32"


@blueprint.get("/")
@kept(ASK_EACH_TIME)
def front() -> ResponseReturnValue:
    """What this is, and the two ways in."""
    return render_template("public/front.html", errors={}, pasted="")


@blueprint.post("/find-your-page")
def find_your_page() -> ResponseReturnValue:
    """Lead from a pasted link to its page. By POST, so that the link is not written into an address here."""
    pasted = request.form.get("link", "").strip()
    found = LINK.search(pasted)
    if found is None:
        message = (
            "This does not look like a link from our e-mail. Copy the whole link and paste it here"
            if pasted
            else "Paste the link from your e-mail"
        )
        return render_template("public/front.html", errors={"link": message}, pasted=printable(pasted)[:500]), 422
    return redirect(url_for("answering.landing", token=found[1]), 303)


@blueprint.get("/how-answers-are-protected")
@kept(ASK_EACH_TIME)
def how_answers_are_protected() -> ResponseReturnValue:
    """What protects answers, in plain words, and its limits."""
    return render_template("public/how_answers_are_protected.html")


@blueprint.get("/how-to-read-results")
@kept(ASK_EACH_TIME)
def how_to_read_results() -> ResponseReturnValue:
    """What every figure, label and picture of the results means. Members may read it as well as chairs."""
    return render_template("public/how_to_read_results.html", t=thresholds)


@blueprint.get("/privacy")
@kept(ASK_EACH_TIME)
def privacy() -> ResponseReturnValue:
    """The privacy notice, with what the organisation has to fill in."""
    return render_template("public/privacy.html")


@blueprint.get("/accessibility")
@kept(ASK_EACH_TIME)
def accessibility() -> ResponseReturnValue:
    """The statement that the Regulations of 2018 ask for."""
    return render_template("public/accessibility.html")


@blueprint.get("/cookies")
@kept(ASK_EACH_TIME)
def cookies() -> ResponseReturnValue:
    """The cookies that are really set, and why."""
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "public/cookies.html",
        session_cookie=current_app.config["SESSION_COOKIE_NAME"],
        answering_cookie="__Secure-answering" if settings.https else "answering",
    )


@blueprint.get("/healthz")
def health() -> ResponseReturnValue:
    """200 when the database answers, else 503: for monitoring."""
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/brand.css")
def brand() -> ResponseReturnValue:
    """The organisation's colour. A style sheet of its own, because the policy allows no inline style."""
    settings: Settings = current_app.config["SETTINGS"]
    colour = settings.organisation_colour
    keep("public, max-age=31536000, immutable" if request.args.get("v") == colour[1:] else "public, max-age=3600")
    style = f":root{{--app-brand:{colour};--app-brand-text:{text_on(colour)}}}\n"
    return Response(style, mimetype="text/css")


def text_on(colour: str) -> str:
    """White or near-black, whichever reads better on a colour such as #005eb8 (relative luminance of WCAG 2.2)."""
    light = _luminance(colour)
    on_white = 1.05 / (light + 0.05)
    on_dark = (light + 0.05) / (_luminance(DARK_TEXT) + 0.05)
    return "#ffffff" if on_white >= on_dark else DARK_TEXT


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
