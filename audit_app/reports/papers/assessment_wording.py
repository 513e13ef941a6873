"""The paper for the agenda: the same content with a covering note to edit, and neutral words for the minutes."""

from collections.abc import Iterator

from audit_app.questionnaire.definition import TWO_SIDES
from audit_app.reports.assessment_pack import AssessmentPack
from audit_app.reports.assessment_rows import ResultRows
from audit_app.reports.assessment_tables import day_words
from audit_app.reports.papers.assessment_paper import paper_of, report_blocks
from audit_app.reports.papers.assessment_words import (
    action_words,
    open_actions,
    what_changed,
    what_is_left,
    where_it_stands,
)
from audit_app.reports.papers.blocks import Paper, Wording

_MOST = 5


def agenda_paper(pack: AssessmentPack) -> Paper:
    """The report between a covering note and words for the minutes, ready to be edited."""
    rows = ResultRows(pack.result)
    covering = Wording("Covering note", tuple(_covering(rows)))
    minutes = Wording("Words for the minutes", tuple(_minutes(rows)))
    return paper_of(pack, (covering, *report_blocks(rows, apart=True), minutes), "Paper for the meeting")


def _covering(rows: ResultRows) -> Iterator[str]:
    content = rows.result.content
    yield f"From: {_both(rows)}"
    yield f"This paper gives the results of {content.name} with {content.instrument.title}."
    yield where_it_stands(rows)
    if content.signed_on is None:
        yield "Both sides have not signed it in this form yet. Figures can still change."
    yield "The meeting is asked to note the results, to talk about what is rated low, and to agree who does what."
    yield content.instrument.disclaimer


def _minutes(rows: ResultRows) -> Iterator[str]:
    content = rows.result.content
    signed = f", signed by both sides on {day_words(content.signed_on)}" if content.signed_on is not None else ""
    yield f"The meeting received the self-assessment {content.name} of {content.organisation}{signed}."
    for words in (where_it_stands(rows), what_is_left(rows), what_changed(rows)):
        if words:
            yield f"The meeting noted: {words}"
    apart = len(rows.result.differences)
    if apart:
        words = "statement" if apart == 1 else "statements"
        yield f"The meeting noted that the two sides rated {apart} {words} apart before they talked about them."
    for side in TWO_SIDES:
        if any(each.side == side.value and each.disagreement for each in content.signatures):
            yield f"The meeting noted that {side.label.lower()} signed with a note of disagreement."
    for action in open_actions(rows)[:_MOST]:
        yield f"The meeting noted the action: {action_words(rows, action)}"
    yield "The meeting agreed: [write here what was agreed, who sees to it by role, and by when]."


def _both(rows: ResultRows) -> str:
    """Both sides, with the role of whoever signed for them."""
    roles = {each.side: each.role for each in rows.result.content.signatures}
    named = [f"{side.label} ({roles[side.value]})" if side.value in roles else side.label for side in TWO_SIDES]
    return f"{named[0]} and {named[1][:1].lower()}{named[1][1:]} of {rows.result.content.organisation}"
