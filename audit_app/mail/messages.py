"""What the e-mails say. Plain text in, plain text out: nothing here knows the database or the web.

Subject lines name the forum and nothing else about a person: no side, no link, no answer.
"""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
# not from the locale, which may be another one on the server
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Letter:
    """The words of one e-mail."""

    subject: str
    body: str


@dataclass(frozen=True)
class InvitationWords:
    """What an invitation has to say. `member_name` is the member for whom a deputy answers, or None."""

    recipient_name: str
    forum: str
    round_name: str
    questionnaire: str
    minutes: str  # as in the questionnaire: "3" or "10 to 12"
    closes_at: datetime | None
    link: str
    contact: str
    member_name: str | None = None


def date_in_words(day: date) -> str:
    """A date as 20 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_in_words(at: datetime) -> str:
    """A moment in United Kingdom time, as 20 November 2026 at 5:30pm. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    local = at.astimezone(UK)
    minutes = f":{local.minute:02}" if local.minute else ""
    clock = f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"
    if (local.hour, local.minute) in {(0, 0), (12, 0)}:
        clock = "midday" if local.hour else "midnight"
    return f"{date_in_words(local)} at {clock}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _letter(subject: str, *paragraphs: str) -> Letter:
    return Letter(_one_line(subject), "\n\n".join(paragraphs) + "\n")


def _how_long(words: InvitationWords) -> str:
    last = f" Please answer before {moment_in_words(words.closes_at)}." if words.closes_at else ""
    unit = "minute" if words.minutes == "1" else "minutes"
    return f"It takes about {words.minutes} {unit}.{last} You can stop and come back to it with the same link."


_ANONYMOUS = (
    "Your answers are anonymous. They are locked away until the round closes. Then they are counted and destroyed, "
    "and only the counts and the comments are kept. The page behind the link explains how this works, and its limits."
)


def invitation(words: InvitationWords) -> Letter:
    """The invitation to a member, with the member's own link."""
    return _letter(
        f"Your view is asked for: {words.forum}",
        f"Dear {_one_line(words.recipient_name)}",
        f"{words.forum} asks all its members how well the two sides work together. "
        f"This round is called {words.round_name}. It uses {words.questionnaire}.",
        _how_long(words),
        f"Start here:\n{words.link}",
        "This link is only for you. Please do not pass it on. If you cannot answer, your deputy can answer instead "
        "of you: ask the secretariat.",
        _ANONYMOUS,
        f"Questions? Contact {words.contact}.",
    )


def deputy_invitation(words: InvitationWords) -> Letter:
    """The invitation to a deputy, who answers instead of the member. Raises ValueError without the member's name."""
    if words.member_name is None:
        raise ValueError("A deputy's invitation names the member.")
    return _letter(
        f"Your view is asked for: {words.forum}",
        f"Dear {_one_line(words.recipient_name)}",
        f"{words.forum} asks all its members how well the two sides work together. You are the deputy of "
        f"{_one_line(words.member_name)}. Please answer instead of them, from your own view of the forum.",
        f"This round is called {words.round_name}. It uses {words.questionnaire}. {_how_long(words)}",
        f"Start here:\n{words.link}",
        f"This link is only for you. The link that {_one_line(words.member_name)} had no longer works.",
        _ANONYMOUS,
        f"Questions? Contact {words.contact}.",
    )


def sign_in(service: str, link: str, code: str, code_page: str, expires_at: datetime) -> Letter:
    """The way in for chairs and secretariat: a link and, for mail filters that break links, a code to type."""
    return _letter(
        f"Your sign-in link for {service}",
        f"Open this link to sign in to {service}:\n{link}",
        f"If the link does not work, open this page and type the code:\n{code_page}\n\n    {code}",
        f"The link and the code work once, until {moment_in_words(expires_at)}. Do not pass them on. "
        "We will never ask you for them.",
        "If you did not ask to sign in, you need do nothing.",
    )


def results_ready(forum: str, round_name: str, sign_in_page: str) -> Letter:
    """To the chairs of both sides, at the same moment: the round has closed."""
    return _letter(
        f"The results are ready: {forum}",
        f"The round {round_name} of {forum} has closed. The chairs of both sides can see the results from now on.",
        f"Sign in to see them:\n{sign_in_page}",
        "Members see the results when the chairs of both sides agree to share them.",
    )


def results_shared(forum: str, round_name: str) -> Letter:
    """To members: their own link shows the results. The link itself can no longer be made, so it is not here."""
    return _letter(
        f"You can see the results: {forum}",
        f"The chairs of both sides have shared the results of {round_name} with all members of {forum}.",
        "To see them, open the link in the newest invitation e-mail that you got for this round.",
        "Thank you for taking part.",
    )


def review_comments(forum: str, round_name: str, sign_in_page: str) -> Letter:
    """To the two reviewers: comments wait for them."""
    return _letter(
        f"Comments wait for you to read: {forum}",
        f"The round {round_name} of {forum} has closed. You agreed to read its comments first.",
        "Please strike out names and anything else that shows who wrote a comment or whom it is about. "
        "Nobody else sees a comment until a reviewer from each side has passed it.",
        f"Sign in to read them:\n{sign_in_page}",
    )


def contributor(recipient_name: str, forum: str, organisation: str, sign_in_page: str, contact: str) -> Letter:
    """To somebody who is asked to fill in an organisation's self-assessments: that and where they can sign in."""
    return _letter(
        f"You can help with a self-assessment: {forum}",
        f"Dear {_one_line(recipient_name)}",
        f"You are asked to help with the health and wellbeing self-assessments of {_one_line(organisation)}. "
        "Management and staff side fill them in together.",
        f"Sign in with this e-mail address:\n{sign_in_page}",
        "A self-assessment is about the organisation, never about one person. It is not anonymous: "
        "the people who fill it in see who wrote what. Please do not put in details of staff.",
        f"Questions? Contact {contact}.",
    )


def assessment_round(recipient_name: str, forum: str, organisation: str, sign_in_page: str, contact: str) -> Letter:
    """To a wellbeing lead: the forum has opened a round of self-assessments, which the pages name."""
    return _letter(
        f"A round of self-assessments has opened: {forum}",
        f"Dear {_one_line(recipient_name)}",
        f"{forum} asks its organisations to assess themselves. You are a wellbeing lead of {_one_line(organisation)}.",
        f"Sign in with this e-mail address to begin:\n{sign_in_page}",
        "Your organisation decides whether the forum sees the outcome.",
        f"Questions? Contact {contact}.",
    )


def message_id(number: int, sender: str) -> str:
    """The Message-ID of one outbox message: the same at each try, so that a second copy is recognised as one."""
    domain = sender.rpartition("@")[2] or "localhost"
    return f"<{number:x}.outbox@{domain}>"


def to_email(letter: Letter, *, sender: str, recipient: str, number: int, at: datetime) -> EmailMessage:
    """Make the e-mail that goes to the server. Raises ValueError on an address that could smuggle in a header."""
    email = EmailMessage(policy=SMTP)
    email["From"] = sender
    email["To"] = recipient
    email["Subject"] = letter.subject
    email["Date"] = format_datetime(at)
    email["Message-ID"] = message_id(number, sender)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    return email
