"""Due dates of actions as a calendar file (.ics) for any calendar program: RFC 5545.

An action is an event that lasts a whole day and takes up no time. It is no to-do, because most of the calendars that
people have at work leave those out when they read a file. Nobody's name or address is in the file.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from audit_app.analysis.assessed.content import ActionState, PlannedAction
from audit_app.reports.cells import storable

_PRODUCT = "-//Partnership Behaviours Audit//Actions//EN"
_LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
_LINE_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


class NothingDueError(ValueError):
    """No action has a due date, and a calendar must hold at least one event."""


def actions_calendar(
    organisation: str, actions: Sequence[PlannedAction], keys: Sequence[str], stamped: datetime, *, service: str
) -> bytes:
    """The due dates of actions that are still to be done, as the bytes of a calendar file.

    keys: one for each action, which never changes while the action lives, such as its number; service: the address
    of the installation. Both together make the event's own name, so that a calendar that reads a later file changes
    the event instead of adding another. stamped: when the file was made, with a time zone.

    Raises NothingDueError when nothing is left with a due date, ValueError for a moment without a zone or for another
    number of keys than of actions.
    """
    if stamped.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    due = [
        (key, action, action.due_on)
        for key, action in zip(keys, actions, strict=True)
        if action.due_on is not None and action.state in {ActionState.TO_DO, ActionState.UNDER_WAY}
    ]
    if not due:
        raise NothingDueError("No action that is left to do has a due date.")
    title = _text(f"Actions of {organisation}")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME:{title}", f"X-WR-CALNAME:{title}",
    ]  # fmt: skip
    stamp = f"{stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for key, action, day in due:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid5(NAMESPACE_URL, f'{service}#action-{key}')}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{_day(day)}",
            f"DTEND;VALUE=DATE:{_day_after(day)}",
            f"SUMMARY:{_text(f'Due: {action.text}')}",
            f"DESCRIPTION:{_text(_description(organisation, action))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(part for line in lines for part in _folded(line))


def _description(organisation: str, action: PlannedAction) -> str:
    return f"{organisation}\nWho: {action.owner_role}\n{action.state.label}"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"  # strftime does not fill up early years on every machine


def _day_after(day: date) -> str:
    """The first day on which the event is over. The last day that a calendar knows ends on itself."""
    return _day(day + timedelta(days=1) if day < date.max else day)


def _text(words: str) -> str:
    """A text as a value: what would end the line or the value is escaped (RFC 5545, 3.3.11)."""
    for line_break in _LINE_BREAKS:
        words = words.replace(line_break, "\n")
    words = storable(words)
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, each ended; all but the first begin with a space. No letter is cut."""
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _LONGEST_LINE:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
