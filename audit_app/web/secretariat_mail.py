"""For the operator: e-mails that were given up, and sending them again.

Invitations stand on the page of their round, where their addresses can be corrected. A link for signing in is asked
for anew by whoever needs it.
"""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit_app.audit.models import Round
from audit_app.database import now
from audit_app.mail import outbox
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.web.database_session import commit, session
from audit_app.web.secretariat_blueprint import blueprint
from audit_app.web.signed_in import require_operator

ABOUT = {
    MessageKind.RESULTS_READY: "Results are ready",
    MessageKind.RESULTS_SHARED: "Results are shared",
    MessageKind.REVIEW_COMMENTS: "Comments wait to be read",
    MessageKind.CONTRIBUTOR: "Asked to help with a self-assessment",
    MessageKind.ASSESSMENT_ROUND: "A round of self-assessments",
}
_ABOUT_A_ROUND = (MessageKind.RESULTS_READY, MessageKind.RESULTS_SHARED, MessageKind.REVIEW_COMMENTS)


@dataclass(frozen=True)
class Lost:
    """A message that was given up, and what it was about."""

    message: OutboxMessage
    subject: str
    about: str


@blueprint.get("/operator/mail/failed")
def failed_mail() -> ResponseReturnValue:
    """The newest hundred, with what the mail server said."""
    require_operator()
    lost = [_lost(message) for message in outbox.given_up(session(), list(ABOUT))]
    return render_template("secretariat/failed_mail.html", lost=lost)


@blueprint.post("/operator/mail/failed/<int:message_id>")
def send_mail_again(message_id: int) -> ResponseReturnValue:
    """Queue one of them anew. Pressed twice, it is sent once."""
    require_operator()
    message = session().get(OutboxMessage, message_id) if message_id < 2**63 else None
    if message is None or message.kind not in ABOUT:
        abort(404)
    again = outbox.send_again(session(), message, now())
    commit()
    if again is None:
        flash(f"The e-mail to {message.recipient} was already put back.")
    else:
        flash(f"The e-mail to {message.recipient} will be sent again.")
    return redirect(url_for(".failed_mail"), 303)


def _lost(message: OutboxMessage) -> Lost:
    audit_round = session().get(Round, message.subject_id) if message.kind in _ABOUT_A_ROUND else None
    about = f"{audit_round.name}, {audit_round.forum.name}" if audit_round is not None else ""
    return Lost(message, ABOUT[message.kind], about)
