"""The calendar file, read back by a small reader that follows RFC 5545 and nothing else."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from audit_app.analysis.assessed.content import ActionState, PlannedAction
from audit_app.reports.calendar_file import NothingDueError, actions_calendar

STAMPED = datetime(2026, 11, 20, 16, 5, 9, tzinfo=timezone(timedelta(hours=1)))
SERVICE = "https://audit.example"


def action(text: str = "Train managers", due: date | None = date(2027, 3, 31), **more: object) -> PlannedAction:
    known = {"item": "HW-4.4", "owner_role": "Head of workforce", "state": ActionState.TO_DO, **more}
    return PlannedAction(text=text, due_on=due, **known)  # type: ignore[arg-type]


def made(*actions: PlannedAction, organisation: str = "Invented Trust", keys: Sequence[str] = ()) -> bytes:
    names = keys or [str(number) for number in range(1, len(actions) + 1)]
    return actions_calendar(organisation, actions, names, STAMPED, service=SERVICE)


def unfolded(content: bytes) -> list[tuple[str, str]]:
    """Each content line as its name (with parameters) and its raw value. Fails on a line that ends in another way."""
    assert content.endswith(b"\r\n")
    joined = content.replace(b"\r\n ", b"")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", joined) is None
    lines = joined.decode().split("\r\n")[:-1]
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def plain(value: str) -> str:
    """A TEXT value as it was before escaping; fails on a sign that had to be escaped and was not."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def events(content: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, value in unfolded(content):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found and name not in {"BEGIN", "END"}:
            assert name not in found[-1], f"{name} may stand once only"
            found[-1][name] = value
    return found


def test_an_action_is_a_whole_day_that_takes_up_no_time() -> None:
    lines = unfolded(made(action()))
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert ("VERSION", "2.0") in lines
    assert [name for name, _ in lines].count("PRODID") == 1
    (event,) = events(made(action()))
    assert event["DTSTART;VALUE=DATE"] == "20270331"
    assert event["DTEND;VALUE=DATE"] == "20270401"  # the end is not part of it
    assert event["DTSTAMP"] == "20261120T150509Z"  # in UTC
    assert event["TRANSP"] == "TRANSPARENT"
    assert plain(event["SUMMARY"]) == "Due: Train managers"
    assert plain(event["DESCRIPTION"]) == "Invented Trust\nWho: Head of workforce\nTo do"


def test_only_what_is_left_to_do_and_has_a_date_is_in_it() -> None:
    others = [
        action("Done", state=ActionState.DONE),
        action("Dropped", state=ActionState.DROPPED),
        action("None", None),
    ]
    content = made(action("First"), *others, action("Last", state=ActionState.UNDER_WAY))
    assert [plain(event["SUMMARY"]) for event in events(content)] == ["Due: First", "Due: Last"]
    with pytest.raises(NothingDueError, match="due date"):
        made(*others)
    with pytest.raises(NothingDueError):
        made()


def test_a_later_file_changes_the_event_and_another_action_has_another_name() -> None:
    (before,) = events(made(action(), keys=["7"]))
    (after,) = events(made(action("Other words", date(2027, 4, 30)), keys=["7"], organisation="A new name"))
    (other,) = events(made(action(), keys=["8"]))
    elsewhere = actions_calendar("Invented Trust", [action()], ["7"], STAMPED, service="https://other.example")
    assert before["UID"] == after["UID"]
    assert len({before["UID"], other["UID"], events(elsewhere)[0]["UID"]}) == 3


def test_the_name_of_an_event_tells_nothing() -> None:
    (event,) = events(made(action()))
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event["UID"])


def test_the_same_actions_give_the_same_bytes() -> None:
    assert made(action(), action("Second")) == made(action(), action("Second"))


MANY = "Über Ärger sprechen; café, naïve \\ 健康的工作场所 😀👩‍⚕️ Ελληνικά العربية हिन्दी " * 12


@pytest.mark.parametrize(
    "text",
    [MANY, *("é" * length for length in range(30, 42)), *("x" * n + "😀" * 40 for n in range(62, 72)), "a" * 500],
)
def test_long_lines_are_folded_between_letters(text: str) -> None:
    content = made(action(text), organisation=text[:200])
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no letter is cut in two
    (event,) = events(content)
    assert plain(event["SUMMARY"]) == f"Due: {text}"


@pytest.mark.parametrize(
    "line_break", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_no_text_can_begin_a_line_of_its_own(line_break: str) -> None:
    hostile = f"Nice{line_break}END:VEVENT{line_break}BEGIN:VALARM{line_break}ATTACH:https://evil.example"
    content = made(action(hostile, owner_role=hostile), organisation=hostile)
    assert len(events(content)) == 1
    names = [line.partition(":")[0] for line in content.decode().replace("\r\n ", "").splitlines()]
    assert names.count("END") == 2
    assert {"ATTACH", "BEGIN:VALARM"}.isdisjoint(names)
    assert plain(events(content)[0]["SUMMARY"]) == "Due: " + hostile.replace(line_break, "\n")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\ud800", "\ufffe"])
def test_what_no_file_may_hold_is_replaced(sign: str) -> None:
    (event,) = events(made(action(f"a{sign}b")))
    assert plain(event["SUMMARY"]) == "Due: a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2028, 2, 29), date(2026, 12, 31), date.max])
def test_any_day_has_eight_digits(day: date) -> None:
    (event,) = events(made(action(due=day)))
    assert re.fullmatch(r"\d{8}", event["DTSTART;VALUE=DATE"])
    assert re.fullmatch(r"\d{8}", event["DTEND;VALUE=DATE"])


def test_what_a_caller_must_not_do_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        actions_calendar("Trust", [action()], ["1"], datetime(2026, 11, 20), service=SERVICE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="argument"):
        actions_calendar("Trust", [action()], [], datetime(2026, 11, 20, tzinfo=UTC), service=SERVICE)
