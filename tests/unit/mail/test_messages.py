"""What the e-mails say, and what their subjects never say."""

from datetime import UTC, date, datetime

import pytest

from audit_app.mail import messages
from audit_app.mail.messages import InvitationWords, date_in_words, moment_in_words, to_email

LINK = "https://audit.example/a/SECRETTOKEN"
WORDS = InvitationWords(
    recipient_name="Asha Example",
    forum="North Social Partnership Forum",
    round_name="Audit 2026",
    questionnaire="The ten questions",
    minutes="3",
    closes_at=datetime(2026, 12, 4, 17, tzinfo=UTC),
    link=LINK,
    contact="secretariat@region.example",
    member_name="Cai Example",
)
LETTERS = {
    "invitation": messages.invitation(WORDS),
    "deputy": messages.deputy_invitation(WORDS),
    "sign-in": messages.sign_in(
        "Partnership audit",
        "https://audit.example/sign-in/SECRETTOKEN",
        "ABCD-2345",
        "https://audit.example/sign-in/code",
        datetime(2026, 11, 20, 13, tzinfo=UTC),
    ),
    "ready": messages.results_ready(WORDS.forum, WORDS.round_name, "https://audit.example/sign-in"),
    "shared": messages.results_shared(WORDS.forum, WORDS.round_name),
    "review": messages.review_comments(WORDS.forum, WORDS.round_name, "https://audit.example/sign-in"),
    "contributor": messages.contributor(
        "Asha Example", WORDS.forum, "Eastern Trust", "https://audit.example/sign-in", "secretariat@region.example"
    ),
    "assessment round": messages.assessment_round(
        "Asha Example", WORDS.forum, "Eastern Trust", "https://audit.example/sign-in", "secretariat@region.example"
    ),
}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
def test_subjects_hold_no_link_code_person_or_side(letter: messages.Letter) -> None:
    for word in ("SECRETTOKEN", "ABCD", "http", "Asha", "Cai", "staff", "management", "partner side", "\n"):
        assert word.lower() not in letter.subject.lower()


def test_an_invitation_says_who_asks_how_long_it_takes_until_when_and_where() -> None:
    body = LETTERS["invitation"].body
    for part in ("North Social Partnership Forum", "about 3 minutes", "4 December 2026 at 5pm", LINK, "anonymous"):
        assert part in body


def test_a_deputy_is_told_for_whom_and_that_the_other_link_is_dead() -> None:
    body = LETTERS["deputy"].body
    assert "Cai Example" in body
    assert "no longer works" in body


def test_a_sign_in_email_holds_link_code_and_end() -> None:
    body = LETTERS["sign-in"].body
    for part in ("https://audit.example/sign-in/SECRETTOKEN", "ABCD-2345", "20 November 2026 at 1pm", "once"):
        assert part in body


@pytest.mark.parametrize("which", ["contributor", "assessment round"])
def test_contributors_are_told_for_whom_and_where_to_sign_in(which: str) -> None:
    body = LETTERS[which].body
    for part in ("Asha Example", "Eastern Trust", "https://audit.example/sign-in", "secretariat@region.example"):
        assert part in body


def test_contributors_are_told_that_it_is_not_anonymous() -> None:
    assert "not anonymous" in LETTERS["contributor"].body


@pytest.mark.parametrize("which", ["ready", "shared", "review"])
def test_news_of_results_holds_no_personal_link(which: str) -> None:
    assert "/a/" not in LETTERS[which].body


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 6, 1, 16, 30, tzinfo=UTC), "1 June 2026 at 5:30pm"),  # British summer time
        (datetime(2026, 11, 20, 17, tzinfo=UTC), "20 November 2026 at 5pm"),
        (datetime(2026, 11, 20, 12, tzinfo=UTC), "20 November 2026 at midday"),
        (datetime(2026, 11, 20, 0, 5, tzinfo=UTC), "20 November 2026 at 12:05am"),
        (datetime(2026, 7, 31, 23, 0, tzinfo=UTC), "1 August 2026 at midnight"),
    ],
)
def test_moments_are_in_united_kingdom_time(at: datetime, words: str) -> None:
    assert moment_in_words(at) == words


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_in_words(datetime(2026, 1, 1))  # noqa: DTZ001  (that is the point)
    assert date_in_words(date(2026, 11, 20)) == "20 November 2026"


def _email(number: int = 7, letter: messages.Letter = LETTERS["invitation"]) -> messages.EmailMessage:
    return to_email(
        letter, sender="audit@nhs.example", recipient="asha@trust.example", number=number, at=WORDS.closes_at or _NEVER
    )


_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def test_each_message_has_one_lasting_id() -> None:
    assert _email(7)["Message-ID"] == _email(7)["Message-ID"] != _email(8)["Message-ID"]
    assert str(_email()["Message-ID"]).endswith("@nhs.example>")


def test_names_in_any_script_arrive_and_lines_stay_short_enough() -> None:
    letter = messages.Letter("Łódź: سؤال", "Dear Zoë 李小龙\n\n" + "word " * 400 + "\n.\nend\n")
    email = _email(letter=letter)
    assert email.get_content().startswith("Dear Zoë 李小龙")
    raw = email.as_bytes()
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_a_forum_name_with_line_breaks_adds_no_header() -> None:
    letter = messages.results_shared("North\r\nBcc: everybody@trust.example", "Audit")
    assert _email(letter=letter)["Bcc"] is None


@pytest.mark.parametrize("recipient", ["a@b.example\r\nBcc: c@d.example", "a@b.example\nX: y"])
def test_an_address_cannot_smuggle_in_a_header(recipient: str) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        to_email(LETTERS["shared"], sender="audit@nhs.example", recipient=recipient, number=1, at=_NEVER)
