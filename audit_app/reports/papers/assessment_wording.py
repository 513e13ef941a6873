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
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Paper, Points, Wording, Words
from audit_app.reports.papers.covering_note import minutes_begin, noted

_MOST = 5
_WHO = "The meeting"


def agenda_paper(pack: AssessmentPack) -> Paper:
    """The report between a covering note and words for the minutes, ready to be edited."""
    rows = ResultRows(pack.result)
    blocks = (*_covering(rows), *report_blocks(rows, apart=True), *minutes_begin("meeting"), *_minutes(rows))
    return paper_of(pack, blocks, "Paper for the meeting")


def _covering(rows: ResultRows) -> Iterator[Block]:
    content = rows.result.content
    yield Heading("Covering note")
    yield Facts(
        (
            ("To", "Members of the meeting"),
            ("From", _both(rows)),
            ("About", f"{content.name} of {content.organisation}"),
            ("For", "To note, to discuss and to agree actions"),
        )
    )
    yield Heading("What this paper is", 2)
    yield Words(f"This paper gives the results of {content.name} with {content.instrument.title}.")
    yield Words(where_it_stands(rows))
    if content.signed_on is None:
        yield Words("Both sides have not signed it in this form yet. Figures can still change.")
    yield Heading("What the meeting is asked to do", 2)
    asked = (
        "Note the results. The page “Summary” gives the main points.",
        "Discuss what is rated low, and where the two sides rated apart.",
        "Agree actions: what to do, who sees to it, and by when.",
    )
    yield Points(tuple(Words(line) for line in asked), numbered=True)
    yield Heading("How to talk about it", 2)
    yield Words(content.instrument.disclaimer)
    yield Note("Both sides may change this note before it goes out.")


def _minutes(rows: ResultRows) -> Iterator[Block]:
    yield Wording("Self-assessment", tuple(_received(rows)))
    sides = tuple(_two_sides(rows))
    if sides:
        yield Wording("The two sides", sides)
    actions = [f"{_WHO} noted the action: {action_words(rows, action)}" for action in open_actions(rows)[:_MOST]]
    yield Wording("Actions", (*actions, f"{_WHO} agreed: [what; who sees to it, by role; by when]."))


def _received(rows: ResultRows) -> Iterator[str]:
    content = rows.result.content
    signed = f", signed by both sides on {day_words(content.signed_on)}" if content.signed_on is not None else ""
    yield f"{_WHO} received the self-assessment {content.name} of {content.organisation}{signed}."
    for words in (where_it_stands(rows), what_is_left(rows), what_changed(rows)):
        if words:
            yield noted(_WHO, words)


def _two_sides(rows: ResultRows) -> Iterator[str]:
    apart = len(rows.result.differences)
    if apart:
        words = "statement" if apart == 1 else "statements"
        yield f"{_WHO} noted that the two sides rated {apart} {words} apart before they talked about them."
    for side in TWO_SIDES:
        if any(each.side == side.value and each.disagreement for each in rows.result.content.signatures):
            yield f"{_WHO} noted that {side.label.lower()} signed with a note of disagreement."


def _both(rows: ResultRows) -> str:
    """Both sides, with the role of whoever signed for them."""
    roles = {each.side: each.role for each in rows.result.content.signatures}
    named = [f"{side.label} ({roles[side.value]})" if side.value in roles else side.label for side in TWO_SIDES]
    return f"{named[0]} and {named[1][:1].lower()}{named[1][1:]} of {rows.result.content.organisation}"
