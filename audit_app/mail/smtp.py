"""The mail server: its address, and one conversation with it."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
_LONGEST_REPLY = 300


class SmtpUrlError(ValueError):
    """SMTP_URL cannot be used; the message says what to do and never repeats a password."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `timeout` is in seconds, for each step of the conversation."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30


class Answer(StrEnum):
    """What the server said to a message."""

    ACCEPTED = "accepted"
    LATER = "later"  # 4xx, or no answer at all
    NEVER = "never"  # 5xx about this recipient or this message
    NOT_HANDED_OVER = "not handed over"  # the caller changed its mind at the last moment


def read_smtp_url(url: str) -> MailServer:
    """Read SMTP_URL: smtp://user:password@host:port?starttls=yes|no, or smtps://… for TLS from the first byte.

    Without `starttls`, the line is encrypted unless the server is this machine itself. Raises SmtpUrlError.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise SmtpUrlError("SMTP_URL has a host or port that cannot be read.") from None
    if parts.scheme not in {"smtp", "smtps"} or not host:
        raise SmtpUrlError("SMTP_URL must look like smtp://user:password@mail.example:587 or smtps://….")
    options = parse_qs(parts.query)
    unknown = set(options) - {"starttls"}
    starttls = options.get("starttls", ["no" if host in _THIS_MACHINE else "yes"])[0]
    if unknown or starttls not in {"yes", "no"}:
        raise SmtpUrlError("SMTP_URL may end in ?starttls=yes or ?starttls=no and in nothing else.")
    security: Literal["tls", "starttls", "none"] = "starttls" if starttls == "yes" else "none"
    if parts.scheme == "smtps":
        security = "tls"
    return MailServer(
        host=host,
        port=port or {"tls": 465, "starttls": 587, "none": 25}[security],
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


@contextmanager
def _line(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A signed-in line to the server; saying goodbye can never undo what was handed over."""
    if server.security == "tls":
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if server.user is not None:
            smtp.login(server.user, server.password or "")
        yield smtp
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _in_words(code: int, reply: bytes) -> str:
    """The server's own words, without addresses and links, which may not be kept or logged."""
    text = " ".join(reply.decode("utf-8", "replace").split())
    text = re.sub(r"https?://\S+", "[link]", text)
    text = re.sub(r"<[^>]*>|\S*@\S*", "[address]", text)
    return f"{code} {text}"[:_LONGEST_REPLY]


def _refusal(what: str, code: int, reply: bytes) -> tuple[Answer, str]:
    answer = Answer.NEVER if 500 <= code < 600 else Answer.LATER
    return answer, f"The mail server refused {what}: {_in_words(code, reply)}"


def _converse(
    smtp: smtplib.SMTP, email: EmailMessage, recipient: str, before_text: Callable[[], bool]
) -> tuple[Answer, str]:
    sender = str(email["From"])
    code, reply = smtp.mail(sender)
    if code != 250:  # about our own address: a setting to mend, so that the message is worth another try
        return Answer.LATER, f"The mail server refused the sender, MAIL_FROM: {_in_words(code, reply)}"
    code, reply = smtp.rcpt(recipient)
    if code not in {250, 251}:
        return _refusal("the address", code, reply)
    if not before_text():
        return Answer.NOT_HANDED_OVER, ""
    try:
        code, reply = smtp.data(email.as_bytes())
    except smtplib.SMTPDataError as refused:  # before the text, at the word DATA
        code, reply = refused.smtp_code, _as_bytes(refused.smtp_error)
    if code != 250:
        return _refusal("the message", code, reply)
    return Answer.ACCEPTED, ""


def _as_bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def hand_over(
    server: MailServer,
    email: EmailMessage,
    recipient: str,
    *,
    before_text: Callable[[], bool],
    accepted: Callable[[], None],
) -> tuple[Answer, str]:
    """Hand one message to the server and return what it answered, with the reason in plain words.

    `before_text` is called when the server knows sender and recipient and has not yet had the text: False stops.
    `accepted` is called as soon as the server has taken the message in, before anything else can go wrong.
    """
    try:
        with _line(server) as smtp:
            answer, reason = _converse(smtp, email, recipient, before_text)
            if answer is Answer.ACCEPTED:
                accepted()
            return answer, reason
    except smtplib.SMTPAuthenticationError:
        return Answer.LATER, "The mail server did not accept the user name and password in SMTP_URL."
    except smtplib.SMTPResponseException as error:
        return Answer.LATER, f"The mail server answered: {_in_words(error.smtp_code, _as_bytes(error.smtp_error))}"
    except (smtplib.SMTPException, OSError) as error:
        return Answer.LATER, f"The line to the mail server failed ({type(error).__name__})."
