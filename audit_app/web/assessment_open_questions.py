"""The open questions of an assessment: answers in one's own words, written by several people at once."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from audit_app.assessment.merging import ChangedMeanwhile
from audit_app.assessment.words import WordsNow, read_words, save_words
from audit_app.database import now
from audit_app.forum.entries import InvalidEntryError, NotPossible
from audit_app.questionnaire.answers import clean
from audit_app.questionnaire.definition import OpenQuestion
from audit_app.web.assessment_blueprint import blueprint
from audit_app.web.assessment_page import ASSESSMENT, OpenAssessment, open_to_change
from audit_app.web.assessment_ratings import revision
from audit_app.web.database_session import commit, session


@dataclass(frozen=True)
class WordsRow:
    """One open question. before, seen: the answer that the page started from, and its revision.

    theirs: what somebody else has written meanwhile, if so.
    """

    question: OpenQuestion
    typed: str
    before: str
    seen: int
    theirs: str | None = None

    @property
    def field(self) -> str:
        return f"words-{self.question.id}"


@dataclass
class _Refused:
    """What is wrong by field, and what stands now by question where somebody else was faster."""

    errors: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, WordsNow] = field(default_factory=dict)


@blueprint.route(f"{ASSESSMENT}/words", methods=["GET", "POST"])
def words(slug: str, assessment_id: int) -> ResponseReturnValue:
    """The open questions."""
    page = open_to_change(slug, assessment_id)
    refused = _Refused()
    if request.method == "POST":
        refused = _save(page)
        if not refused.errors:
            commit()
            flash("Saved.")
            return redirect(page.address("home"), 303)
        session().rollback()
    stands = read_words(session(), page.assessment)
    rows = [_row(question, stands[question.id], refused) for question in page.instrument.open_questions]
    shown = render_template("assessment/words.html", page=page, rows=rows, errors=refused.errors)
    return shown, 422 if refused.errors else 200


def _save(page: OpenAssessment) -> _Refused:
    """Save every answer that was changed on the page. One that was left as it was stays as it stands now."""
    refused = _Refused()
    for question in page.instrument.open_questions:
        typed, before = _sent(question)
        if typed is None or clean(typed) == clean(before):
            continue
        name, seen = f"words-{question.id}", revision(request.form.get(f"seen-{question.id}", ""))
        try:
            save_words(session(), page.assessment, question.id, typed, seen, page.who, now())
        except ChangedMeanwhile as meanwhile:
            refused.errors[name] = "Somebody else has just changed this. Put both together, then save again"
            refused.theirs[question.id] = WordsNow(meanwhile.conflicts[0].now or "", meanwhile.revisions[question.id])
        except InvalidEntryError as error:
            refused.errors[name] = next(iter(error.errors.values()))
        except NotPossible as error:
            refused.errors[name] = str(error)
    return refused


def _sent(question: OpenQuestion) -> tuple[str | None, str]:
    return request.form.get(f"words-{question.id}"), request.form.get(f"before-{question.id}", "")


def _row(question: OpenQuestion, stands: WordsNow, refused: _Refused) -> WordsRow:
    """As stored; after a refusal as typed, with the revision that its writer had seen, or now sees beside it."""
    typed, before = _sent(question)
    if typed is None or not refused.errors or clean(typed) == clean(before):
        return WordsRow(question, stands.text, stands.text, stands.revision)
    theirs = refused.theirs.get(question.id)
    if theirs is not None:
        return WordsRow(question, clean(typed), theirs.text, theirs.revision, theirs.text or "nothing")
    return WordsRow(question, clean(typed), clean(before), revision(request.form.get(f"seen-{question.id}", "")))
