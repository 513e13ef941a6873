"""Every e-mail of the product, written at the moment when it is sent, from what is true at that moment.

The outbox holds neither words nor links: a dump of it shows who was written to about what, and opens nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy.orm import Session

from audit_app.audit.invitations import link_token
from audit_app.audit.models import Invitation, Round, State
from audit_app.audit.rounds import questionnaire_of, state_at
from audit_app.database import now, uk_day
from audit_app.forum.models import Contributor, Forum, SignInLink
from audit_app.forum.sign_in import code_of, forget_nonce, request_link, token_of
from audit_app.instance_secret import InstanceSecrets
from audit_app.mail import messages
from audit_app.mail.messages import InvitationWords, Letter
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.mail.outbox import queue
from audit_app.settings import Settings


@dataclass(frozen=True)
class Letters:
    """What it takes to write the e-mails: `compose` and `settled` are what mail.delivery asks for."""

    settings: Settings
    secrets: InstanceSecrets

    def write(self, session: Session, message: OutboxMessage, at: datetime) -> Letter | None:
        """The words of a message, or None when there is nothing to say any more. Reads only.

        Raises UnknownSecretError when its link was made with a secret that the operator no longer lists.
        """
        if message.kind is MessageKind.SIGN_IN:
            return self._sign_in(session, message, at)
        if message.kind in {MessageKind.INVITATION, MessageKind.DEPUTY_INVITATION}:
            return self._invitation(session, message, at)
        if message.kind in {MessageKind.CONTRIBUTOR, MessageKind.ASSESSMENT_ROUND}:
            return self._to_contributor(session, message, at)
        return self._about_results(session, message)

    def compose(self, session: Session, message: OutboxMessage) -> EmailMessage | None:
        """The e-mail for a message that is about to be sent, or None to withdraw it."""
        at = now()
        letter = self.write(session, message, at)
        if letter is None:
            return None
        return messages.to_email(
            letter, sender=self.settings.mail_from, recipient=message.recipient, number=message.id, at=at
        )

    def settled(self, session: Session, message: OutboxMessage) -> None:
        """A sign-in e-mail has left, or will never leave: erase what its link could be made from again."""
        if message.kind is MessageKind.SIGN_IN:
            forget_nonce(session, message.subject_id)

    def _sign_in(self, session: Session, message: OutboxMessage, at: datetime) -> Letter | None:
        link = session.get(SignInLink, message.subject_id)
        if link is None or link.nonce is None or link.spent or link.expires_at <= at:
            return None
        base = self.settings.base_url
        return messages.sign_in(
            service=self.settings.organisation_name,
            link=f"{base}/sign-in/{token_of(self.secrets, link)}",
            code=code_of(self.secrets, link),
            code_page=f"{base}/sign-in/code",
            expires_at=link.expires_at,
        )

    def _invitation(self, session: Session, message: OutboxMessage, at: datetime) -> Letter | None:
        """Withdrawn when answered, when the round takes no answers, or when the invitation is now somebody else's."""
        invitation = session.get(Invitation, message.subject_id)
        if invitation is None or invitation.used or state_at(invitation.round, at) is not State.OPEN:
            return None
        member, audit_round = invitation.member, invitation.round
        to_deputy = message.kind is MessageKind.DEPUTY_INVITATION
        recipient, name = (member.deputy_email, member.deputy_name) if to_deputy else (member.email, member.name)
        if invitation.to_deputy is not to_deputy or recipient != message.recipient:
            return None
        questionnaire = questionnaire_of(audit_round)
        words = InvitationWords(
            recipient_name=name or "colleague",
            forum=audit_round.forum.name,
            round_name=audit_round.name,
            questionnaire=questionnaire.title,
            minutes=questionnaire.minutes,
            closes_at=audit_round.closes_at,
            link=f"{self.settings.base_url}/a/{link_token(self.secrets, invitation)}",
            contact=self.settings.contact_email,
            member_name=member.name if to_deputy else None,
        )
        return messages.deputy_invitation(words) if to_deputy else messages.invitation(words)

    def _to_contributor(self, session: Session, message: OutboxMessage, at: datetime) -> Letter | None:
        """Withdrawn when the person is off the list, has another address, or the organisation has left."""
        contributor = session.get(Contributor, message.subject_id)
        if contributor is None or contributor.email != message.recipient:
            return None
        organisation = contributor.organisation
        if not organisation.in_forum_on(uk_day(at)):
            return None
        forum = session.get_one(Forum, organisation.forum_id).name
        write = messages.contributor if message.kind is MessageKind.CONTRIBUTOR else messages.assessment_round
        sign_in_page = f"{self.settings.base_url}/sign-in"
        return write(contributor.name, forum, organisation.name, sign_in_page, self.settings.contact_email)

    def _about_results(self, session: Session, message: OutboxMessage) -> Letter | None:
        audit_round = session.get(Round, message.subject_id)
        if audit_round is None or audit_round.state is not State.CLOSED:
            return None
        forum, sign_in_page = audit_round.forum.name, f"{self.settings.base_url}/sign-in"
        if message.kind is MessageKind.RESULTS_SHARED:
            return messages.results_shared(forum, audit_round.name)
        about = messages.results_ready if message.kind is MessageKind.RESULTS_READY else messages.review_comments
        return about(forum, audit_round.name, sign_in_page)


def queue_sign_in(
    session: Session, secrets: InstanceSecrets, email: str, at: datetime, operators: Collection[str] = ()
) -> None:
    """Make a sign-in link and queue its e-mail in the same transaction, if somebody has this address.

    Says nothing about whether somebody has. Raises ValueError if the text is no e-mail address. Flushes.
    """
    link = request_link(session, secrets, email, at, operators)
    if link is not None:
        queue(session, MessageKind.SIGN_IN, link.email, link.id, at)
