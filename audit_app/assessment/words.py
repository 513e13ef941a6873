"""Answers to the open questions of an assessment, in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit_app.assessment.changing import hold_to_change, note_change
from audit_app.assessment.entries import LONGEST_NOTE, paragraphs, read_fields
from audit_app.assessment.instruments import instrument_of
from audit_app.assessment.merging import ChangedMeanwhile, refuse_stale
from audit_app.assessment.models import Assessment, AssessmentWords
from audit_app.assessment.ratings import UnknownItemError
from audit_app.forum.access import Contribution


@dataclass(frozen=True)
class WordsNow:
    """What is written so far. revision: to be sent back with a change; 0 while nothing has been written."""

    text: str
    revision: int


def read_words(session: Session, assessment: Assessment) -> dict[str, WordsNow]:
    """The answer to every open question, in order. One query."""
    query = select(AssessmentWords).where(AssessmentWords.assessment_id == assessment.id)
    rows = {row.question_id: row for row in session.scalars(query.execution_options(populate_existing=True))}
    return {
        question.id: WordsNow(rows[question.id].text, rows[question.id].revision)
        if question.id in rows
        else WordsNow("", 0)
        for question in instrument_of(assessment).open_questions
    }


def save_words(
    session: Session, assessment: Assessment, question_id: str, typed: str, seen_revision: int,
    who: Contribution, at: datetime,
) -> None:  # fmt: skip
    """Write the answer to one open question; empty takes it away. Flushes.

    Raises InvalidEntryError (field: the question's id), ChangedMeanwhile, NotPossible and UnknownItemError.
    """
    hold_to_change(session, assessment, who)
    found = read_words(session, assessment).get(question_id)
    if found is None:
        raise UnknownItemError("There is no such question in this assessment.")
    read = read_fields({question_id: typed}, {question_id: paragraphs("The answer", LONGEST_NOTE)})
    merged = refuse_stale(question_id, found.revision, seen_revision, {question_id: found.text or None}, read)
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, {question_id: found.revision})
    if not merged.changes:
        return
    row = session.get(AssessmentWords, (assessment.id, question_id))
    if row is None:
        row = AssessmentWords(assessment_id=assessment.id, question_id=question_id, revision=0)
        session.add(row)
    row.text = merged.changes[question_id] or ""
    row.revision = found.revision + 1
    note_change(session, assessment, by=who.actor, at=at)
