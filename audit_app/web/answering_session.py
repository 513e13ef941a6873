"""The member's own cookie: the link's token, sealed, sent to the answering pages and to no others."""

from flask import Response, current_app, request

from audit_app.settings import Settings
from audit_app.web.security import open_sealed, seal

PATH = "/answer"
_PURPOSE = "answering"
_HOURS = 12


def _cookie_name() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return "__Secure-answering" if settings.https else "answering"


def remember(response: Response, token: str) -> None:
    """Keep the token in the browser for 12 hours."""
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        _cookie_name(), seal(_PURPOSE, token.encode()), max_age=_HOURS * 3600, path=PATH,
        secure=settings.https, httponly=True, samesite="Lax",
    )  # fmt: skip


def forget(response: Response) -> None:
    """Take the token out of the browser."""
    settings: Settings = current_app.config["SETTINGS"]
    response.delete_cookie(_cookie_name(), path=PATH, secure=settings.https, httponly=True, samesite="Lax")


def token_of_request() -> str | None:
    """The token that this browser holds, if its cookie is whole."""
    content = open_sealed(_PURPOSE, request.cookies.get(_cookie_name(), ""))
    return content.decode() if content else None
