"""The member's journey: link → what this is → questions → check → sent; later, the shared results.

A link is exchanged for the member's own cookie by a POST, because mail filters open links. Everything else reads the
token from that cookie. No address but the landing address holds a token.
"""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from audit_app.agenda.priorities import agreed_priorities
from audit_app.audit import ballot_box, drafts
from audit_app.audit.ballot_box import NotAccepted
from audit_app.audit.invitations import (
    TOKEN_LENGTH,
    NotPossible,
    Standing,
    hand_to_deputy,
    recognise,
)
from audit_app.audit.results import comparable_rounds, load_comparison, released_comments
from audit_app.audit.rounds import questionnaire_of, takes_answers
from audit_app.audit.sharing import is_shared
from audit_app.database import now
from audit_app.questionnaire.answers import (
    AnswerPage,
    Answers,
    unanswered,
    validate_all,
    validate_page,
    with_page,
)
from audit_app.web import answering_session
from audit_app.web.answer_markup import questions_markup, questions_with_errors
from audit_app.web.compression import compress_pages_of
from audit_app.web.database_session import begin_writing, commit, session
from audit_app.web.sealed_cookies import instance_secrets
from audit_app.web.who_answers import Answering, lost_place, standing_page, who_answers

blueprint = Blueprint("answering", __name__)
compress_pages_of(blueprint)


@blueprint.errorhandler(CSRFError)
def form_too_old(error: CSRFError) -> ResponseReturnValue:
    """The form's own token is gone with the browser's session: nothing typed is lost."""
    del error
    return lost_place()


def _token_in(text: str) -> str:
    """The token in a link that was pasted, or a token as it is."""
    return text.strip().rstrip("/").rsplit("/", 1)[-1][: 2 * TOKEN_LENGTH]


@blueprint.get("/a/<token>")
def landing(token: str) -> ResponseReturnValue:
    """The address in the e-mail. Looking changes nothing."""
    found = recognise(session(), instance_secrets(), token)
    if found.standing is Standing.CLOSED and found.round is not None and is_shared(session(), found.round):
        return render_template("answering/landing_shared.html", round=found.round, token=token)
    if found.standing is not Standing.LIVE or found.round is None or found.invitation is None:
        return standing_page(found)
    if not takes_answers(found.round, now()):
        return standing_page(found)
    return render_template(
        "answering/landing.html",
        round=found.round,
        invitation=found.invitation,
        questionnaire=questionnaire_of(found.round),
        token=token,
    )


@blueprint.post("/answer/start")
def start() -> ResponseReturnValue:
    """Exchange a link for the cookie."""
    token = _token_in(request.form.get("token", ""))
    found = recognise(session(to_write=False), instance_secrets(), token)
    if found.standing is Standing.UNKNOWN:
        return render_template("answering/unknown_link.html"), 404
    shared = found.standing is Standing.CLOSED and found.round is not None and is_shared(session(), found.round)
    response = make_response(redirect(url_for(".results" if shared else ".task_list"), 303))
    answering_session.remember(response, token)
    return response


@blueprint.post("/answer/pick-up")
def pick_up() -> ResponseReturnValue:
    """After a lost cookie: the link again, and what was typed on the page that was lost."""
    token = _token_in(request.form.get("link", ""))
    found = recognise(session(to_write=False), instance_secrets(), token)
    if found.standing is Standing.UNKNOWN:
        return lost_place("This is not a link that we know. Copy the whole link from your e-mail and paste it here.")
    response = make_response(redirect(url_for(".task_list"), 303))
    number = request.form.get("page", "")
    who = who_answers(token)
    pages_of = who.pages if isinstance(who, Answering) else ()
    shown = next((each for each in pages_of if str(each.number) == number), None)
    if isinstance(who, Answering) and shown is not None:
        errors = _save(who, shown)
        response = make_response(redirect(url_for(".page", number=shown.number), 303))
        if errors:  # what could not be saved is shown again
            response = make_response(_page_with_errors(who, shown, errors))
    answering_session.remember(response, token)
    return response


@blueprint.get("/answer")
def task_list() -> ResponseReturnValue:
    """Where one stands: the pages, and which are done."""
    who = who_answers(answering_session.token_of_request())
    if not isinstance(who, Answering):
        return who
    saved = drafts.load(session(), who.token)
    return render_template("answering/task_list.html", who=who, rows=_progress(who, saved), saved=saved)


def _progress(who: Answering, saved: Answers) -> list[tuple[AnswerPage, int, int]]:
    """(page, questions answered, questions asked); words count as one where something was written."""
    rows = []
    for page in who.pages:
        names = [question.id for question in page.questions]
        done = sum(name in saved.ratings for name in names)
        if not names:
            done = sum(name in saved.comments for name in page.comment_ids)
        rows.append((page, done, len(names)))
    return rows


@blueprint.route("/answer/page/<int:number>", methods=["GET", "POST"])
def page(number: int) -> ResponseReturnValue:
    """One page of questions; saved whenever it is sent."""
    session(to_write=False)  # one writes at a time on SQLite: not before it is known what to write
    who = who_answers(answering_session.token_of_request())
    if not isinstance(who, Answering):
        return who
    if not 1 <= number <= len(who.pages):
        abort(404)
    shown = who.pages[number - 1]
    if request.method == "GET":
        saved = drafts.load(session(), who.token)
        markup = questions_markup(who.round.questionnaire_digest, who.questionnaire, shown, who.side, saved)
        return render_template("answering/page.html", who=who, page=shown, questions=markup, errors={})
    errors = _save(who, shown)
    if errors:
        return _page_with_errors(who, shown, errors)
    return redirect(_next_address(who, number), 303)


def _page_with_errors(who: Answering, shown: AnswerPage, errors: dict[str, str]) -> tuple[str, int]:
    """The page as it was typed, with what is wrong."""
    markup = questions_with_errors(who.questionnaire, shown, who.side, request.form.to_dict(), errors)
    return render_template("answering/page.html", who=who, page=shown, questions=markup, errors=errors), 422


def _save(who: Answering, shown: AnswerPage) -> dict[str, str]:
    """Save the valid part of a posted page. Returns the errors by field."""
    posted, errors = validate_page(who.questionnaire, shown, who.side, request.form)
    begin_writing()
    saved = with_page(drafts.load(session(), who.token), shown, posted)
    drafts.save(session(), who.round, who.questionnaire, who.token, saved, generation=who.invitation.generation)
    commit()
    return errors


def _next_address(who: Answering, number: int) -> str:
    """Where a saved page leads to: on, back to the list, or to the check."""
    if "to_list" in request.form:
        return url_for(".task_list")
    if "to_check" in request.form or number == len(who.pages):
        return url_for(".check")
    return url_for(".page", number=number + 1)


@blueprint.get("/answer/check")
def check() -> ResponseReturnValue:
    """All answers on one page, before they are sent."""
    who = who_answers(answering_session.token_of_request())
    if not isinstance(who, Answering):
        return who
    saved = drafts.load(session(), who.token)
    missing = unanswered(who.questionnaire, who.side, saved)
    return render_template("answering/check.html", who=who, answers=saved, missing=missing)


@blueprint.post("/answer/submit")
def submit() -> ResponseReturnValue:
    """Put the ballot in. The answer to this one POST shows what was stored; reloading it says "already in"."""
    who = who_answers(answering_session.token_of_request())
    if not isinstance(who, Answering):
        return who
    saved = drafts.load(session(), who.token)
    if not saved.ratings and not saved.comments:
        return redirect(url_for(".check"), 303)
    answers = validate_all(who.questionnaire, who.side, saved.ratings, saved.comments)
    try:
        ballot_box.cast_ballot(session(), who.invitation, who.questionnaire, who.token, answers, now())
    except NotAccepted:
        session().rollback()
        return standing_page(recognise(session(), instance_secrets(), who.token))
    commit()
    return render_template("answering/sent.html", who=who, answers=answers)


@blueprint.post("/answer/finish-later")
def finish_later() -> Response:
    """Take the token out of this browser; what was saved stays with the link."""
    response = make_response(render_template("answering/finish_later.html"))
    answering_session.forget(response)
    return response


@blueprint.route("/answer/deputy", methods=["GET", "POST"])
def deputy() -> ResponseReturnValue:
    """Let the registered deputy answer instead: never as well."""
    who = who_answers(answering_session.token_of_request())
    if not isinstance(who, Answering):
        return who
    if who.invitation.to_deputy or request.method == "GET":
        return render_template("answering/deputy.html", who=who, error=None)
    try:
        hand_to_deputy(session(), instance_secrets(), who.invitation, now())
    except NotPossible as refusal:
        return render_template("answering/deputy.html", who=who, error=str(refusal)), 422
    commit()
    response = make_response(render_template("answering/handed_over.html", round=who.round))
    answering_session.forget(response)
    return response


@blueprint.get("/answer/results")
def results() -> ResponseReturnValue:
    """The summary that the chairs of both sides have shared, for the holder of a link of that round."""
    token = answering_session.token_of_request()
    if token is None:
        return lost_place()
    found = recognise(session(), instance_secrets(), token)
    if found.round is None or not is_shared(session(), found.round):
        live = found.standing is Standing.LIVE and found.round is not None and takes_answers(found.round, now())
        return redirect(url_for(".task_list"), 303) if live else standing_page(found)
    against = next(iter(comparable_rounds(session(), found.round)), None)
    return render_template(
        "answering/results.html",
        comparison=load_comparison(session(), found.round, against),
        comments=released_comments(session(), found.round),
        priorities=agreed_priorities(session(), found.round),
        round=found.round,
    )
