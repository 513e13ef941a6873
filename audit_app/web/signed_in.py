"""Who is signed in, and whether they may open a forum's page. Every page behind the sign-in begins here."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug import Response as BaseResponse

from audit_app.database import now
from audit_app.forum.access import Access, Need, NotAllowedError, UnknownForumError, fetch_forum
from audit_app.forum.models import Forum
from audit_app.forum.sign_in import IDLE_LIFE, signed_in
from audit_app.settings import Settings
from audit_app.web import database_session
from audit_app.web.components import UK
from audit_app.web.errors import typed_work_page

_KEY = "signed_in"
_SEEN = "seen"
_NEXT = "next"
_NOT_TOLD = timedelta(minutes=1)  # how exactly the cookie notes when a page was last asked for


def today() -> date:
    """This day in the United Kingdom, by which memberships begin and end."""
    return now().astimezone(UK).date()


def operators() -> tuple[str, ...]:
    """The addresses of those who look after this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.operator_emails


def signed_in_email() -> str | None:
    """The address of whoever is signed in in this browser; None if nobody, or idle or signed in for too long."""
    if "signed_in_email" not in g:
        g.signed_in_email = _look_up()
    email: str | None = g.signed_in_email
    return email


def _look_up() -> str | None:
    key, seen = session.get(_KEY), session.get(_SEEN)
    if not isinstance(key, str) or not isinstance(seen, int):
        return None
    at = now()
    last = datetime.fromtimestamp(seen, UTC)
    if at >= last + IDLE_LIFE:
        return None
    email = signed_in(database_session.session(), key, at)
    if email is not None and at >= last + _NOT_TOLD:
        session[_SEEN] = int(at.timestamp())
    return email


def begin(key: str) -> None:
    """Put a new session into this browser; nothing of what was in its cookie before stays but the forms' token."""
    token = session.get("csrf_token")  # so that a form that is open in another tab can still be sent
    session.clear()
    if token is not None:
        session["csrf_token"] = token
    session[_KEY] = key
    session[_SEEN] = int(now().timestamp())
    g.pop("signed_in_email", None)


def session_key() -> str | None:
    """The key in this browser's cookie, whatever it opens."""
    key = session.get(_KEY)
    return key if isinstance(key, str) else None


def require_sign_in() -> str:
    """The address of whoever is signed in; otherwise the request ends here.

    A page that was asked for is kept in the sealed cookie and opened after signing in. A form that was sent gets a
    page with all that was typed, to copy or to send again.
    """
    email = signed_in_email()
    if email is not None:
        return email
    if request.method in {"GET", "HEAD"}:
        if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":  # not what a script or a picture asks for
            session[_NEXT] = request.full_path.rstrip("?")
        answer: BaseResponse = redirect(url_for("account.sign_in"), 303)
    else:
        words = "You are not signed in any more. This happens an hour after the last page, or when you sign out."
        answer = typed_work_page(words, 403, sign_in=True)
    return abort(answer)


def where_to_go() -> str:
    """The page that was asked for before signing in, or the forums. Forgotten once read; never another site."""
    wanted = session.pop(_NEXT, "")
    return wanted if _is_ours(wanted) else url_for("account.forums")


def _is_ours(path: object) -> bool:
    """Whether this is a path on this site. Browsers read two slashes, of either kind, as another site."""
    if not isinstance(path, str) or not path.startswith("/") or path[1:2] in {"/", "\\"}:
        return False
    return path.isprintable() and "\\" not in path and not urlsplit(path).netloc


def forum_and_access(slug: str, *needs: Need) -> tuple[Forum, Access]:
    """The forum of this address and what the signed-in person may do there; otherwise the request ends here.

    404 for an unknown forum and for other people's alike, 403 when the person's roles there are not enough.
    """
    email = require_sign_in()
    try:
        return fetch_forum(database_session.session(), slug, email, today(), *needs, operators=operators())
    except UnknownForumError:
        abort(404)
    except NotAllowedError:
        abort(403)


def require_operator() -> str:
    """The address of the operator who is signed in; otherwise the request ends here: 404, as for any unknown page."""
    email = require_sign_in()
    if email not in operators():
        abort(404)
    return email
