"""Who is answering: a link's holder, or the page that says why nobody can answer now and what to do."""

from dataclasses import dataclass
from functools import cached_property

from flask import render_template, request
from flask.typing import ResponseReturnValue

from audit_app.audit.invitations import Recognised, Standing, recognise
from audit_app.audit.models import Invitation, Round, State
from audit_app.audit.rounds import questionnaire_of, state_at, takes_answers
from audit_app.audit.sharing import is_shared
from audit_app.database import now
from audit_app.questionnaire.answers import AnswerPage, pages
from audit_app.questionnaire.definition import Questionnaire, Side
from audit_app.web.database_session import session
from audit_app.web.fields import printable
from audit_app.web.sealed_cookies import instance_secrets


@dataclass(frozen=True)
class Answering:
    """A member who may answer now."""

    token: str
    invitation: Invitation
    round: Round
    questionnaire: Questionnaire

    @property
    def side(self) -> Side:
        return self.invitation.side

    @cached_property
    def pages(self) -> tuple[AnswerPage, ...]:
        return pages(self.questionnaire, self.side)


def who_answers(token: str | None) -> Answering | ResponseReturnValue:
    """Who holds this token, or the page that says why nobody can and what to do."""
    if token is None:
        return lost_place()
    found = recognise(session(), instance_secrets(), token)
    if found.standing is not Standing.LIVE or found.round is None or found.invitation is None:
        return standing_page(found)
    if not takes_answers(found.round, now()):
        return standing_page(found)
    return Answering(token, found.invitation, found.round, questionnaire_of(found.round))


def standing_page(found: Recognised) -> ResponseReturnValue:
    """The page for a link that cannot be answered with now."""
    if found.round is None:
        return render_template("answering/unknown_link.html"), 404
    page = "answering/not_open.html"
    if found.standing is Standing.REPLACED:
        page = "answering/replaced_link.html"
    elif found.standing is Standing.USED:
        page = "answering/already_in.html"
    elif found.standing is Standing.CLOSED:
        page = "answering/closed.html"
    return render_template(
        page,
        round=found.round,
        shared=is_shared(session(), found.round),
        state=state_at(found.round, now()),
        State=State,
    )


def lost_place(error: str | None = None) -> ResponseReturnValue:
    """No cookie: ask for the link again, and carry along whatever was typed."""
    typed = {printable(name): printable(value) for name, value in request.form.items()}
    carried = {name: value for name, value in typed.items() if name not in {"csrf_token", "link"}}
    if request.view_args and "number" in request.view_args:
        carried["page"] = str(request.view_args["number"])
    page = render_template("answering/lost_place.html", carried=carried, error=error, link=typed.get("link", ""))
    return page, 400 if request.method == "POST" else 200
