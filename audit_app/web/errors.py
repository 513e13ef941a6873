"""Pages for what went wrong: what happened, what to do next, nothing typed lost, and never a trace."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, SecurityError, ServiceUnavailable

from audit_app.discreet_logs import describe
from audit_app.web.fields import printable

_SECRET_WORDS = ("csrf", "token", "password", "code", "link", "secret", "key")


@dataclass(frozen=True)
class Explanation:
    """The words of one error page."""

    heading: str
    what_happened: str
    what_to_do: str


EXPLANATIONS: Mapping[int, Explanation] = {
    400: Explanation(
        "Your browser sent something we could not read",
        "The page was sent in a way that this service does not understand. Nothing was saved.",
        "Go back to the page before, check what you entered, and send it again.",
    ),
    403: Explanation(
        "You cannot open this page",
        "This page is only for some people, or the request came from another website.",
        "If you should be able to see it, sign in with the e-mail address that your forum knows, "
        "or ask your forum's secretariat.",
    ),
    404: Explanation(
        "We could not find this page",
        "The address may be mistyped or cut short, or the page is not there any more.",
        "If you followed a link from an e-mail, copy the whole link into your browser's address bar. "
        "If you typed the address, check it.",
    ),
    405: Explanation(
        "This page cannot be opened like that",
        "This address only works when you press a button on another page.",
        "Go back to the page before and press the button there.",
    ),
    413: Explanation(
        "What you sent is too big",
        "Files and texts may have up to 2 megabytes in all. Nothing was saved.",
        "Go back to the page before and send a smaller file, or send it in parts.",
    ),
    429: Explanation(
        "You have tried too many times",
        "To keep this service safe, you can only try this a few times in a row.",
        "Wait a few minutes, then try again.",
    ),
    500: Explanation(
        "Sorry, something went wrong here",
        "This is our fault, not yours. What you saved before is still there.",
        "Go back to the page before and try again in a few minutes. If it happens again, tell us.",
    ),
    503: Explanation(
        "Sorry, the service is not available",
        "It is busy or being repaired. What you saved before is still there.",
        "Wait a minute, then go back to the page before and try again.",
    ),
}


def init_app(app: Flask) -> None:
    """Show these pages instead of the server's own."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(SecurityError, _wrong_host)
    for failure in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(failure, _no_database)


def _explanation(code: int) -> Explanation:
    return EXPLANATIONS.get(code) or EXPLANATIONS[400 if code < 500 else 500]


def _show(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:  # a redirect that routing itself asks for
        return make_response(error.get_response())
    g.showing_an_error = True
    response = make_response(render_template("errors/error.html", code=code, explanation=_explanation(code)), code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _no_database(error: DBAPIError | PoolTimeoutError) -> Response:
    current_app.logger.error("No database in %s [%s]\n%s", request.endpoint, request.method, describe(error))
    return _show(ServiceUnavailable(retry_after=30))


def _wrong_host(error: SecurityError) -> Response:
    """The address in the browser is not one of ours, so no link can be made either."""
    del error
    words = "This service does not answer under this address. Use the address in the e-mail that you were sent.\n"
    return Response(words, 400, mimetype="text/plain")


def _form_expired(error: CSRFError) -> Response:
    del error
    return typed_work_page("This page was open for too long, or your browser did not send its cookie.")


def typed_work_page(what_happened: str, code: int = 400, *, sign_in: bool = False) -> Response:
    """Give back what was typed in a form that could not be taken, to send again or to copy.

    For a form whose session has ended. Nothing that looks like a token, a code or a password is shown. Sending again
    with one button is offered only if the browser says that one of our own pages sent the form, because the button
    makes a new CSRF token. `sign_in` adds the way to sign in, in another tab.
    """
    g.showing_an_error = True
    typed = typed_texts(request.form)
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    whole = not request.files and all(not _is_secret(name) or "csrf" in name for name in request.form)
    page = render_template(
        "errors/typed_work.html",
        what_happened=what_happened,
        typed=typed if ours or "Sec-Fetch-Site" not in request.headers else (),
        again=_to_send_again(request.form) if ours and whole else (),
        address=request.path,
        sign_in=sign_in,
    )
    return make_response(page, code)


def typed_texts(form: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """The fields that a person filled in, by readable names, without tokens, codes and passwords."""
    return tuple(
        (printable(name).replace("-", " ").replace("_", " ").capitalize(), printable(text))
        for name, text in form.items(multi=True)
        if text.strip() and not _is_secret(name)
    )


def _to_send_again(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    return [(printable(name), printable(text)) for name, text in form.items(multi=True) if not _is_secret(name)]


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
