"""What protects every page: headers, cookies, forged forms, foreign hosts, sizes, and what may be kept or logged."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from types import TracebackType
from typing import ParamSpec

from flask import Flask, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from audit_app.discreet_logs import describe, write_to_standard_error
from audit_app.instance_secret import InstanceSecrets
from audit_app.settings import Settings
from audit_app.web.in_memory_requests import InMemoryRequest
from audit_app.web.sealed_cookies import SealedSessionInterface, open_sealed, seal

__all__ = ["DiscreetFlask", "csrf", "init_app", "keep", "kept", "open_sealed", "seal"]

MEBIBYTE = 1024 * 1024
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})

csrf = CSRFProtect()
P = ParamSpec("P")


class DiscreetFlask(Flask):
    """Flask, except that a logged error names the endpoint and never the path, which may hold a member's link.

    Uploads stay in memory.
    """

    request_class = InMemoryRequest

    def log_exception(
        self,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> None:
        """Log the endpoint, the method, and the exception without its message."""
        what = describe(exc_info[1]) if exc_info[1] is not None else "unknown"
        self.logger.error("Error in %s [%s]\n%s", request.endpoint, request.method, what)


def init_app(app: Flask, settings: Settings) -> None:
    """Protect the app. Call it first, so that its checks come before every other one."""
    secrets: InstanceSecrets = app.config["SECRETS"]
    app.config.update(
        SECRET_KEY=secrets.current.derive("web forms").hex(),  # signs the CSRF tokens; the session has a key of its own
        SESSION_COOKIE_NAME="__Host-partnership-audit" if settings.https else "partnership-audit",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=2 * MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_TIME_LIMIT=None,  # a member may think about one answer for hours; the session ends instead
        # Flask-WTF would compare the Referer, which `Referrer-Policy: no-referrer` keeps browsers from sending.
        # `_refuse_other_sites` checks the same with Sec-Fetch-Site.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = SealedSessionInterface()
    app.before_request(_refuse_other_sites)
    csrf.init_app(app)
    app.after_request(_protect)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's documented way
    write_to_standard_error()


def _refuse_other_sites() -> None:
    """Refuse a form that another site sent, as far as the browser says so; the CSRF token is the main lock."""
    if request.method in WRITING_METHODS and request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        abort(403)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    kept_as = g.get("cache_control") if response.status_code < 400 else None
    response.headers["Cache-Control"] = kept_as or "no-store"
    return response


def keep(policy: str) -> None:
    """Let browsers keep this request's answer, for example `private, no-cache` beside an ETag. Without it: no-store."""
    g.cache_control = policy


def kept(policy: str) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """`keep` as a decorator of a view. Never on a page that shows anything about a person."""

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def kept_view(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            keep(policy)
            return view(*args, **kwargs)

        return kept_view

    return decorate
