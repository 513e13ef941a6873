"""What the paper brings to the table: what members wrote, suggestions for discussion, and priorities."""

from collections.abc import Iterator
from itertools import groupby

from audit_app.analysis.measures import Measured, Tracked, in_short
from audit_app.analysis.released import Comparison, Plan, ReviewedComment, StatementResult
from audit_app.charts import wording
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Points, Quotes, Words
from audit_app.reports.papers.round_words import OWNERS, PRIORITIES, SUGGESTIONS
from audit_app.reports.round_pack import RoundPack

COMMENTS = "What members wrote"


def suggested(comparison: Comparison) -> tuple[Block, ...]:
    """What may be worth talking about first, with the reasons, and what works well."""
    if comparison.round.plan is Plan.NOTHING:
        return ()
    asked = {each.id: each for each in comparison.statements}
    items = tuple(
        Words(asked[each.statement].text, f"Suggested because: {'; '.join(each.reasons)}.")
        for each in comparison.suggestions
    )
    if items:
        said: tuple[Block, ...] = (
            Words("These statements may be worth talking about first. The chairs decide."),
            Points(items, numbered=True),
        )
    elif comparison.round.questionnaire.baseline_of:
        said = (Words("This round asked what members hope for. So there is nothing to suggest yet."),)
    else:
        said = (Words("No statement stands out so much that we would suggest it. What is hidden is not assessed."),)
    return (Heading(SUGGESTIONS), *said, *_strengths(comparison))


def _strengths(comparison: Comparison) -> tuple[Block, ...]:
    found = [each for each in comparison.statements if each.id in comparison.strengths]
    if not found:
        return ()
    items = tuple(
        Words(each.text, f"({wording.score(each.total)} out of 10)") for each in sorted(found, key=_highest_first)
    )
    return (Heading("What works well", 2), Points(items))


def _highest_first(statement: StatementResult) -> tuple[float, int]:
    return (-(statement.total.score or 0.0), statement.number)


def priorities(pack: RoundPack) -> tuple[Block, ...]:
    """What both sides agreed to work on, round by round, and what has become of it."""
    if not pack.priorities:
        return ()
    return (
        Heading(PRIORITIES),
        Words("Both sides agreed these. Each has a side and a role that look after it."),
        *(
            block
            for name, own in groupby(pack.priorities, key=lambda each: each.round)
            for block in (Heading(f"Priorities from {name}", 2), *_each(own))
        ),
    )


def _each(found: Iterator[Tracked]) -> Iterator[Block]:
    for tracked in found:
        yield Heading(tracked.title, 3)
        yield Facts(tuple(_facts(tracked)))


def _facts(tracked: Tracked) -> Iterator[tuple[str, str]]:
    if tracked.done:
        yield "State", "Done"
    yield "Looked after by", looked_after_by(tracked)
    if tracked.review_on is not None:
        yield "Look at it again on", f"{tracked.review_on.day} {tracked.review_on:%B %Y}"
    if tracked.measures:
        yield "What has become of it", in_short(tracked.measures)
        yield from (("Measured by", _measure(each)) for each in tracked.measures)
    else:
        yield from (("Measured by", f"{each.text.rstrip('.')} ({each.score})") for each in tracked.measured_by)
    if tracked.measure_words:
        yield "Told in words by", tracked.measure_words
    if tracked.target_score is not None:
        yield "Target", f"{wording.number(tracked.target_score)} out of 10.{_met(tracked)}"
    if tracked.target_words:
        yield "Target in words", tracked.target_words


def looked_after_by(tracked: Tracked) -> str:
    """Say "Staff side: branch secretary"."""
    return ": ".join(each for each in (OWNERS.get(tracked.owner, ""), tracked.owner_role) if each)


def _measure(one: Measured) -> str:
    said = f"{one.text.rstrip('.')}: {one.verdict.mark} {one.verdict.value}. {one.sentence}".replace(":  ", ": ")
    return said if one.difference is not None else f"{said} Then: {one.then_words}. Now: {one.now_words}."


def _met(tracked: Tracked) -> str:
    if not tracked.measures:
        return ""
    if tracked.met is None:
        return " Whether it is reached cannot be told."
    return " Reached." if tracked.met else " Not reached."


def written(pack: RoundPack) -> tuple[Block, ...]:
    """Comments that the reviewers of both sides have passed, under their headings."""
    if not pack.comments:
        return (
            Heading(COMMENTS),
            Words("No comment is shown. A comment is shown when the reviewers of both sides have passed it."),
        )
    return (
        Heading(COMMENTS),
        Words("The reviewers of both sides have passed these comments. They stand in no particular order."),
        Note(
            "They stand without side, name or time. One reviewer of each side has read them first "
            "and may have hidden names. Please do not guess who wrote them."
        ),
        *(block for heading, own in groupby(pack.comments, key=_heading) for block in _under(heading, tuple(own))),
    )


def _heading(comment: ReviewedComment) -> str:
    return comment.heading


def _under(heading: str, own: tuple[ReviewedComment, ...]) -> Iterator[Block]:
    """Questions with few comments share a heading; each keeps its own words, and comments their order under it."""
    questions = tuple(dict.fromkeys(each.question_text for each in own))
    if len(questions) > 1:
        yield Heading(heading, 2)
    for question in questions:
        texts = tuple(each.text for each in own if each.question_text == question)
        if len(questions) > 1:
            yield Quotes(question, "", texts)
        else:
            yield Quotes(heading, "" if question == heading else question, texts)
