"""Exports of survey tools, one row for each respondent, with the headings that they write. Everyone is invented."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from audit_app.questionnaire.definition import DONT_KNOW
from tests.factories import STATEMENTS

FIRST, SECOND = STATEMENTS.questions[0], STATEMENTS.questions[1]
LABEL = STATEMENTS.scale_of(FIRST).labels
DONT_KNOW_LABEL = STATEMENTS.scale_of(FIRST).dont_know or ""
Rows = list[list[object]]
Word = Callable[[int | str], str]  # an answer as the tool writes it


@dataclass(frozen=True)
class Respondent:
    """Somebody who answered both questions, or left the second blank (an empty answer)."""

    name: str
    email: str
    side: str
    first: int | str
    second: int | str = ""


PEOPLE = (
    Respondent("Ashaninka Quillfeather", "ashaninka@trust.example", "Management side", 5, 4),
    Respondent("Bartimaeus Yellowlees", "bartimaeus@trust.example", "Management side", 4, DONT_KNOW),
    Respondent("Clementine Oxborrow", "clementine@union.example", "Staff side", 2),
    Respondent("Dagobert Pennyfather", "dagobert@union.example", "Staff side", 1, 3),
    Respondent("Euphemia Wraxall", "euphemia@union.example", "Staff side", 2, 3),
)


def by_number(answer: int | str) -> str:
    """Write 5."""
    return DONT_KNOW_LABEL if answer == DONT_KNOW else str(answer)


def by_wording(answer: int | str) -> str:
    """Write "Strongly agree"."""
    return LABEL[answer] if isinstance(answer, int) else by_number(answer)


def by_both(answer: int | str) -> str:
    """Write "5 - Strongly agree"."""
    return f"{answer} - {LABEL[answer]}" if isinstance(answer, int) else by_number(answer)


def in_other_capitals(answer: int | str) -> str:
    """Write "STRONGLY agree ", with a space behind."""
    first, _, rest = by_wording(answer).partition(" ")
    return f"{first.upper()} {rest} " if answer else ""


WORDS: Mapping[str, Word] = {
    "number": by_number, "wording": by_wording, "both": by_both, "capitals": in_other_capitals,
}  # fmt: skip


def slido(people: Sequence[Respondent], word: Word) -> Rows:
    """Results by user: who, then each poll with its number."""
    rows: Rows = [
        [
            "User Name",
            "User Email",
            "User Company",
            "1. Which side are you on?",
            f"2. {FIRST.text}",
            f"3. {SECOND.text}",
        ]
    ]
    return rows + [[each.name, each.email, "", each.side, word(each.first), word(each.second)] for each in people]


def microsoft_forms(people: Sequence[Respondent], word: Word) -> Rows:
    """Times, e-mail and name; headings may end with spaces that do not break, and answers too."""
    rows: Rows = [
        [
            "ID",
            "Start time",
            "Completion time",
            "Email",
            "Name",
            "Last modified time",
            "Your side\u00a0",
            f"{FIRST.text}\u00a0",
            SECOND.text,
        ]
    ]
    for number, each in enumerate(people, start=1):
        times = ["3/4/24 9:01:10", "3/4/24 9:03:00"]
        rows.append(
            [number, *times, each.email, each.name, "", each.side, f"{word(each.first)}\u00a0", word(each.second)]
        )
    return rows


def google_forms(people: Sequence[Respondent], word: Word) -> Rows:
    """A timestamp, the address, and the rows of a grid in brackets."""
    grid = "How far do you agree?"
    rows: Rows = [["Timestamp", "Email Address", "Side", f"{grid} [{FIRST.text}]", f"{grid} [{SECOND.text}]"]]
    for each in people:
        rows.append(["2024/04/03 9:01:10 am GMT+1", each.email, each.side, word(each.first), word(each.second)])
    return rows


def limesurvey(people: Sequence[Respondent], word: Word) -> Rows:
    """Question codes with full text; what was not answered is "N/A"."""
    rows: Rows = [
        [
            "Response ID", "Date submitted", "Last page", "Start language", "Seed", "IP address", "Email address",
            "G01Q01. Which side are you on?", f"G02Q02[SQ001]. How far do you agree? [{FIRST.text}]",
            f"G02Q02[SQ002]. How far do you agree? [{SECOND.text}]",
        ]
    ]  # fmt: skip
    for number, each in enumerate(people, start=7):
        before = [number, "2024-04-03 09:01:10", 2, "en", "1794338229", "192.0.2.7", each.email]
        rows.append([*before, each.side, word(each.first), word(each.second) or "N/A"])
    return rows


TOOLS: Mapping[str, Callable[[Sequence[Respondent], Word], Rows]] = {
    "Slido": slido, "Microsoft Forms": microsoft_forms, "Google Forms": google_forms, "LimeSurvey": limesurvey,
}  # fmt: skip


def _separated(rows: Rows, mark: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def _workbook(rows: Rows) -> bytes:
    """An overview in front of the rows, as some tools write it."""
    made = Workbook()
    overview = made.active or made.create_sheet()
    overview.title = "Overview"
    overview.append(["Our survey"])
    overview.append(["Responses", len(rows) - 1])
    sheet = made.create_sheet("Responses")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


FILES: Mapping[str, tuple[str, Callable[[Rows], bytes]]] = {
    "commas": ("export.csv", lambda rows: _separated(rows, ",").encode()),
    "commas with a byte order mark": ("export.csv", lambda rows: _separated(rows, ",").encode("utf-8-sig")),
    "semicolons": ("export.csv", lambda rows: _separated(rows, ";").encode()),
    "UTF-16 and tabs": ("export.csv", lambda rows: _separated(rows, "\t").encode("utf-16")),
    "workbook": ("export.xlsx", _workbook),
}
