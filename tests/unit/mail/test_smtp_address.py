"""SMTP_URL: what it may say, and safe meanings where it says nothing."""

import pytest

from audit_app.mail.smtp import MailServer, SmtpUrlError, read_smtp_url


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, "starttls")),
        ("smtp://mail.example:25?starttls=no", MailServer("mail.example", 25, "none")),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, "none")),
        ("smtp://localhost", MailServer("localhost", 25, "none")),
        ("smtp://localhost:587?starttls=yes", MailServer("localhost", 587, "starttls")),
        ("smtps://mail.example", MailServer("mail.example", 465, "tls")),
        ("smtp://a%40b.example:p%2Fw@mail.example", MailServer("mail.example", 587, "starttls", "a@b.example", "p/w")),
    ],
)
def test_addresses(url: str, server: MailServer) -> None:
    assert read_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    ["", "mail.example", "http://mail.example", "smtp://", "smtp://mail.example:port", "smtp://mail.example:99999",
     "smtp://u:hush@mail.example?starttls=maybe", "smtp://u:hush@mail.example?tls=no", "imap://u:hush@mail.example"],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_without_repeating_the_password(url: str) -> None:
    with pytest.raises(SmtpUrlError) as refused:
        read_smtp_url(url)
    assert "SMTP_URL" in str(refused.value)
    assert "hush" not in str(refused.value)


def test_the_password_is_never_shown() -> None:
    assert "hush" not in repr(read_smtp_url("smtp://u:hush@mail.example"))
