"""A post office for the tests of this folder: messages in the outbox, and what delivers them."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from audit_app.database import make_sessions, writing
from audit_app.mail.delivery import Delivery
from audit_app.mail.messages import Letter, to_email
from audit_app.mail.models import MessageKind, OutboxMessage
from audit_app.mail.outbox import queue
from audit_app.mail.smtp import MailServer, read_smtp_url

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECRET_LINK = "https://audit.example/a/SECRETTOKEN"


class Post:
    """Queues messages, delivers them by a clock that a test can move, and looks at what became of them."""

    def __init__(self, engine: Engine, server: MailServer) -> None:
        self.engine = engine
        self.at = AT
        self.settled: list[int] = []
        self.over: set[int] = set()  # subjects that are to be withdrawn
        self.delivery = Delivery(make_sessions(engine), server, self.compose, self.note, lambda: self.at)

    def compose(self, session: Session, message: OutboxMessage) -> EmailMessage | None:
        del session
        if message.subject_id in self.over:
            return None
        letter = Letter("News", f"Hello {message.subject_id}\n{SECRET_LINK}\n")
        return to_email(letter, sender="audit@nhs.example", recipient=message.recipient, number=message.id, at=self.at)

    def note(self, session: Session, message: OutboxMessage) -> None:
        del session
        self.settled.append(message.subject_id)

    def queue(self, number: int = 1, due_in: timedelta = timedelta(0)) -> None:
        for subject in range(1, number + 1):
            with writing(make_sessions(self.engine)) as session:
                queue(session, MessageKind.INVITATION, f"m{subject}@trust.example", subject, AT + due_in)
                session.commit()

    def one(self) -> OutboxMessage:
        with Session(self.engine, expire_on_commit=False) as session:
            return session.scalars(select(OutboxMessage)).one()


def server_at(url: str, timeout: float = 5) -> MailServer:
    found = read_smtp_url(url)
    return MailServer(found.host, found.port, found.security, timeout=timeout)
