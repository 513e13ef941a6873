"""A real SMTP server that takes mail, refuses it, is slow, or hangs up."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession


@dataclass
class MailServer:
    """What arrived, and how the server behaves; change the fields at any moment of a test.

    `refuse_recipient` and `refuse_message` are whole SMTP replies such as "550 No such mailbox" or "451 Try later".
    `drop_after_message`: the message was taken in, and the line breaks before the answer.
    """

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse_recipient: str | None = None
    refuse_message: str | None = None
    delay_seconds: float = 0
    drop_before_message: bool = False
    drop_after_message: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: SmtpSession, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session
        if self.drop_before_message:
            _hang_up(server)
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        del session
        await asyncio.sleep(self.delay_seconds)
        if self.refuse_message:
            return self.refuse_message
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.messages.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients.extend(envelope.rcpt_tos)
        if self.drop_after_message:
            _hang_up(server)
        return "250 Taken in"


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.abort()


def free_port() -> int:
    """A port of the loopback address on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
