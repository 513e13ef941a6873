"""An organisation's own diagnostic in a spreadsheet: which columns hold what, and what each row says.

Nothing is guessed in silence: columns and the meaning of ratings are proposed, a person confirms them, and every row or
cell that is left out is named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audit_app.assessment.actions import LONGEST_TEXT, read_action
from audit_app.assessment.entries import LONGEST_NOTE, LONGEST_REASON
from audit_app.assessment.evidence import LONGEST_TITLE, read_evidence
from audit_app.assessment.sheet_words import plain, read_day
from audit_app.assessment.working_copies import RowFault, short
from audit_app.forum.entries import InvalidEntryError, squeeze
from audit_app.forum.sheet_files import Row, best_table, short_cell
from audit_app.forum.table_files import UnreadableTableError, text_lines, upload_lines
from audit_app.questionnaire.answers import clean

MOST_QUESTIONS = 300
MOST_WORDS = 30  # different ratings in one column
LONGEST_QUESTION = 400
LEVELS = ("0", "1", "2", "3", "4")
LEAVE_OUT = "leave_out"
NO_OWNER = "To be agreed"
NO_REASON = "The spreadsheet says that this does not apply."
GENERAL = "General"
_ADVICE = "Keep the questions and what belongs to them, and take out the rest."
# what people call the columns
_NAMES = {
    "question": ("question", "questions", "statement", "criterion", "criteria", "standard", "item", "practice"),
    "element": ("element", "section", "theme", "domain", "category", "area", "heading", "pillar", "topic"),
    "rating": ("rating", "score", "level", "rag", "status", "answer", "response", "selfassessment", "maturity"),
    "evidence": ("evidence", "comments", "comment", "notes", "note"),
    "action": ("action", "actions", "nextsteps", "nextstep", "plan", "actionrequired"),
    "owner": ("owner", "lead", "responsible", "who", "actionowner", "bywhom"),
    "due": ("due", "duedate", "bywhen", "deadline", "targetdate", "when", "date"),
}
PARTS = tuple(_NAMES)
_MEANINGS = {
    "0": ("notstarted", "no", "red", "none", "never", "notinplace", "notmet", "n"),
    "1": ("planned", "planning", "rarely", "starting", "started"),
    "2": ("inplaceinsomeareas", "partly", "partial", "partially", "amber", "someareas", "sometimes", "partlymet"),
    "3": ("inplaceeverywhere", "mostly", "inplace", "often", "largely"),
    "4": ("inplaceeverywhereandreviewed", "yes", "green", "fully", "always", "met", "fullymet", "embedded", "y"),
    "dont_know": ("dontknow", "dk", "unknown", "notsure", "unsure"),
    "does_not_apply": ("doesnotapply", "notapplicable", "na"),
}


@dataclass(frozen=True)
class DiagnosticSheet:
    """Headings and rows of the file; each row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Meaning:
    """columns: part → column; ratings: a rating as it is written, plainly → what it means."""

    columns: Mapping[str, int]
    ratings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One question with what its row says. evidence and action: fields of one piece, or nothing."""

    line: int
    text: str
    rating: str = ""
    reason: str = ""
    note: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    action: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Diagnostic:
    """Elements with their questions, in the order of the file, and everything that is left out, with why."""

    elements: Mapping[str, Sequence[Asked]]
    left_out: tuple[RowFault, ...]

    @property
    def questions(self) -> int:
        return sum(len(asked) for asked in self.elements.values())

    def count(self, what: str) -> int:
        """How many questions have a rating, evidence or an action."""
        return sum(bool(getattr(each, what)) for asked in self.elements.values() for each in asked)


def diagnostic_sheet(filename: str, content: bytes) -> DiagnosticSheet:
    """The table of an uploaded file. Raises UnreadableTableError, saying what to do."""
    return DiagnosticSheet(*best_table(upload_lines(filename, content), _known, _ADVICE, short_cell))


def pasted_sheet(text: str) -> DiagnosticSheet:
    """The same of a pasted table. Raises UnreadableTableError."""
    return DiagnosticSheet(*best_table(text_lines(text), _known, _ADVICE, short_cell))


def _known(row: Sequence[str]) -> bool:
    return len({part for cell in row if (part := _part(cell)) is not None}) >= 2


def _part(heading: str) -> str | None:
    """Which part a heading names, by its words or by the word that it ends or begins with."""
    word = squeeze(heading[:200])
    exact = next((part for part, names in _NAMES.items() if word in names), None)
    if exact is not None or not word:
        return exact
    return next((p for p, names in _NAMES.items() if any(len(n) > 4 and n in word for n in names)), None)


def propose_columns(sheet: DiagnosticSheet) -> dict[str, int]:
    """Which column holds what, by its heading; the question is otherwise the column with the most words."""
    found: dict[str, int] = {}
    for place, heading in enumerate(sheet.headings):
        part = _part(heading)
        if part is not None:
            found.setdefault(part, place)
    if "question" not in found:
        free = [place for place in range(len(sheet.headings)) if place not in found.values()]
        long = {place: sum(len(cells[place]) for _, cells in sheet.rows) for place in free}
        if long:
            found["question"] = max(long, key=lambda place: long[place])
    return found


def rating_words(sheet: DiagnosticSheet, column: int) -> dict[str, tuple[str, str]]:
    """Each different rating in a column: plainly → as it is written first, and what it probably means or "".

    Empty where there are too many different ones: then it is no column of ratings.
    """
    found: dict[str, str] = {}
    for _, cells in sheet.rows:
        if cells[column]:
            found.setdefault(plain(cells[column]), cells[column])
    if len(found) > MOST_WORDS:
        return {}
    numbers = {int(word) for word in found if word.isascii() and word.isdigit() and len(word) < 3}
    lower = 1 if numbers and max(numbers) == 5 and min(numbers) >= 1 else 0
    return {word: (shown, _meaning(word, lower)) for word, shown in found.items()}


def _meaning(word: str, lower: int) -> str:
    if word.isascii() and word.isdigit():
        level = str(int(word) - lower)
        return level if level in LEVELS else ""
    squeezed = squeeze(word)
    return next((meaning for meaning, words in _MEANINGS.items() if squeezed in words), "")


def read_diagnostic(sheet: DiagnosticSheet, mapping: Meaning, today: date) -> Diagnostic:
    """What each row says. Raises UnreadableTableError when there is no question, or far too many."""
    elements: dict[str, list[Asked]] = {}
    left_out: list[RowFault] = []
    titles: dict[str, str] = {}
    element = GENERAL
    for line, cells in sheet.rows:
        found = {part: cells[place] for part, place in mapping.columns.items()}
        element = _one_line(found.get("element", ""))[:LONGEST_QUESTION] or element
        title = titles.setdefault(plain(element), element)
        text = _one_line(found["question"])
        refused = _why_not(text, cells, elements.get(title, []))
        if refused:
            left_out.append(RowFault(f"Row {line}", short(text or " ".join(cells)), refused))
        elif text:
            elements.setdefault(title, []).append(_asked(line, text, found, mapping.ratings, today, left_out))
    made = Diagnostic(elements, tuple(left_out))
    if not made.questions:
        raise UnreadableTableError("No question was found. Choose the column that holds the questions.")
    if made.questions > MOST_QUESTIONS:
        raise UnreadableTableError(f"There are more than {MOST_QUESTIONS} questions. {_ADVICE}")
    return made


def _why_not(text: str, cells: Sequence[str], before: Sequence[Asked]) -> str:
    if not text:
        return "there is no question in this row" if sum(bool(cell) for cell in cells) > 1 else ""
    if len(text) > LONGEST_QUESTION:
        return f"the question is longer than {LONGEST_QUESTION} characters"
    if any(each.text == text for each in before):
        return "this question stands here twice"
    return ""


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _asked(
    line: int, text: str, found: Mapping[str, str], ratings: Mapping[str, str], today: date, left_out: list[RowFault]
) -> Asked:
    rating = ratings.get(plain(found.get("rating", "")), "")
    if rating in {"", LEAVE_OUT} and found.get("rating"):
        left_out.append(RowFault(f"Row {line}, rating", short(found["rating"]), "this rating has no meaning here"))
    rating = "" if rating == LEAVE_OUT else rating
    said = clean(found.get("evidence", ""))
    evidence, note = _evidence(line, said, today, left_out)
    reason = ""
    if rating == "does_not_apply":
        reason = said[:LONGEST_REASON] or NO_REASON
    return Asked(line, text, rating, reason, note, evidence, _action(line, found, left_out))


def _evidence(line: int, said: str, today: date, left_out: list[RowFault]) -> tuple[dict[str, str], str]:
    """Evidence of one line is a piece of evidence; longer words are a note."""
    if not said:
        return {}, ""
    if len(said) > LONGEST_TITLE or "\n" in said:
        return {}, said[:LONGEST_NOTE]
    typed = {"title": said}
    if said.lower().startswith(("https://", "http://")) and " " not in said:
        typed = {"title": "Link from the spreadsheet", "link": said}
    try:
        read_evidence(typed, today)
    except InvalidEntryError as error:
        left_out.append(RowFault(f"Row {line}, evidence", short(said), _first(error)))
        return {}, ""
    return typed, ""


def _action(line: int, found: Mapping[str, str], left_out: list[RowFault]) -> dict[str, str]:
    said = _one_line(found.get("action", ""))
    if not said:
        return {}
    typed = {"text": said[:LONGEST_TEXT], "owner_role": _one_line(found.get("owner", "")) or NO_OWNER}
    try:
        typed["due_on"] = read_day(found.get("due", ""))
    except ValueError:
        left_out.append(RowFault(f"Row {line}, due", short(found["due"]), "this is no day, so the action has none"))
    try:
        read_action(typed)
    except InvalidEntryError as error:
        if set(error.errors) != {"owner_role"}:
            left_out.append(RowFault(f"Row {line}, action", short(said), _first(error)))
            return {}
        left_out.append(RowFault(f"Row {line}, owner", short(typed["owner_role"]), _first(error)))
        typed["owner_role"] = NO_OWNER
    return typed


def _first(error: InvalidEntryError) -> str:
    return next(iter(error.errors.values())).rstrip(".")
