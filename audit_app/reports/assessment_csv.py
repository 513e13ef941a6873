"""One assessment as CSV: a row for each statement, piece of evidence, action, element, level, answer and signature.

UTF-8 with a byte order mark and CRLF, as spreadsheets expect. As in csv_file, every cell with words of other people
starts with a word or a number of ours ("3. …", "Note: …"), so that none can run as a formula. Days are YYYY-MM-DD.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from audit_app.analysis.assessed.results import AssessmentResult
from audit_app.reports.assessment_tables import (
    SIDE_LABELS,
    action_rows,
    item_rows,
    left_rows,
    level_words,
    numbered_rating,
    part_of,
    proof_rows,
    rating_value,
    standing_words,
)
from audit_app.reports.cells import Cell, storable

COLUMNS = (
    *("Kind", "Id", "Part", "Text", "Tier", "Management side", "Staff side", "Agreed", "Value", "Reason", "Note"),
    *("Confidence", "Priority", "Help wanted", "Evidence", "Score", "Rated", "Asked", "Level", "Link", "Owner"),
    *("State", "Day"),
)
Row = Mapping[str, Cell]
_NOT_RELEASED = {"evidence", "evidence to look at", "words"}


def assessment_csv(result: AssessmentResult) -> bytes:
    """The file. Statements come first, each with its agreed rating in words and as a number."""
    return written(COLUMNS, _rows(result))


def released_csv(results: Sequence[AssessmentResult]) -> bytes:
    """Several assessments as a forum sees them: the same rows without notes and evidence, each with whose it is."""
    whose = [{"Organisation": led("Organisation", each.content.organisation),
              "Assessment": led("Assessment", each.content.name)} for each in results]  # fmt: skip
    rows = (
        {**owner, **row, **({"Note": None} if row["Kind"] == "statement" else {})}
        for owner, result in zip(whose, results, strict=True)
        for row in _rows(result)
        if row["Kind"] not in _NOT_RELEASED
    )
    return written(("Organisation", "Assessment", *COLUMNS), rows)


def written(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Rows as a file, each a cell by the name of its column; what a row does not name is empty."""
    paper = StringIO()
    writer = csv.DictWriter(paper, columns, lineterminator="\r\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _text(cell) for name, cell in row.items()})
    return b"\xef\xbb\xbf" + paper.getvalue().encode("utf-8")


def led(word: str, text: str | None) -> str:
    """Words of other people behind a word of ours; nothing for nothing."""
    return f"{word}: {text}" if text else ""


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.1f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else storable(str(cell))


def _rows(result: AssessmentResult) -> Iterator[Row]:
    yield from _about(result)
    yield from _items(result)
    for row, proof in proof_rows(result.content):
        yield {
            "Kind": "evidence",
            "Id": row.item.id,
            "Text": led("Evidence", proof.title),
            "Link": led("Link", proof.link),
            "Owner": led("Role", proof.owner_role),
            "Day": proof.dated,
        }
    for action_row, action in action_rows(result.content):
        yield {
            "Kind": "action",
            "Id": action_row.item.id if action_row is not None else None,
            "Text": led("Action", action.text),
            "Owner": led("Role", action.owner_role),
            "State": action.state.label,
            "Day": action.due_on,
        }
    yield from _standing(result)
    questions = {question.id: question.text for question in result.content.instrument.open_questions}
    for name, text in result.content.words.items():
        question = led("Question", questions.get(name))
        yield {"Kind": "words", "Id": name, "Part": question, "Text": led("Answer", text)}
    for signed in result.content.signatures:
        yield {
            "Kind": "signature",
            "Id": SIDE_LABELS.get(signed.side, signed.side),
            "Text": led("Name", signed.name),
            "Owner": led("Role", signed.role),
            "Note": led("Disagreement", signed.disagreement),
            "Day": signed.on,
        }


def _about(result: AssessmentResult) -> Iterator[Row]:
    content = result.content
    yield {
        "Kind": "assessment",
        "Id": content.instrument.id,
        "Part": led("Organisation", content.organisation),
        "Text": led("Assessment", content.name),
        "Note": led("About", f"{content.instrument.title}, version {content.instrument.version}. "
                    f"{content.instrument.disclaimer}"),
        "State": standing_words(content),
        "Score": result.overall,
        "Level": led("Level", level_words(result)),
        "Day": content.signed_on,
    }  # fmt: skip


def _items(result: AssessmentResult) -> Iterator[Row]:
    part = part_of(result.content.instrument)
    for row in item_rows(result.content):
        answer = row.answer
        yield {
            "Kind": "statement",
            "Id": row.item.id,
            "Part": led(part, row.element.title),
            "Text": f"{row.number}. {row.item.text}",
            "Tier": led("Tier", row.tier),
            "Management side": numbered_rating(row.scale, answer.management),
            "Staff side": numbered_rating(row.scale, answer.staff),
            "Agreed": numbered_rating(row.scale, answer.agreed),
            "Value": rating_value(answer.agreed),
            "Reason": led("Reason", answer.reason),
            "Note": led("Note", answer.note),
            "Confidence": answer.confidence.value.capitalize() if answer.confidence else None,
            "Priority": answer.priority.value.capitalize() if answer.priority else None,
            "Help wanted": "Yes" if answer.help_wanted else None,
            "Evidence": len(answer.proofs),
        }


def _standing(result: AssessmentResult) -> Iterator[Row]:
    part = part_of(result.content.instrument)
    for element in result.elements:
        yield {
            "Kind": part.lower(),
            "Id": element.id,
            "Part": led(part, element.title),
            "Score": element.score,
            "Rated": element.rated,
            "Asked": element.asked,
            "Level": led("Level", element.level),
        }
    for row in left_rows(result):
        yield {
            "Kind": "left to do",
            "Id": row.left.item,
            "Part": led(part, row.element),
            "Text": led("Left", row.left.sentence),
            "Level": led("Level", row.level.title),
        }
    for problem in result.problems:
        dated = problem.proof.dated if problem.proof is not None else None
        yield {
            "Kind": "evidence to look at",
            "Id": problem.item,
            "Text": led("Look at", problem.sentence),
            "State": problem.fault.value.capitalize(),
            "Day": dated,
        }
