"""What goes with the paper into a meeting: a note that says what the forum is asked to do, and words for the minutes.

Neither says more than the labels allow: "no clear change" is not "no change". Both sides are named alike and by role.
"""

from collections.abc import Sequence

from audit_app.analysis.released import (
    Change,
    ChangeLabel,
    Comparison,
    GapLabel,
    Plan,
    SectionResult,
    StatementResult,
)
from audit_app.analysis.wording import listed, quoted
from audit_app.charts import wording
from audit_app.questionnaire.definition import Side
from audit_app.reports.papers.blocks import Block, Facts, Heading, Note, Points, Wording, Words
from audit_app.reports.papers.page_space import shortened
from audit_app.reports.papers.round_discussion import looked_after_by
from audit_app.reports.papers.round_summary import own_priorities
from audit_app.reports.papers.round_words import beside_hopes, ended, has_sides, turnout_sentence
from audit_app.reports.round_pack import RoundPack

MINUTES = "Words for the minutes"
FROM = "The chair of the management side and the chair of the staff side, with the secretariat"
_MOST_NAMED = 3  # statements or priorities in one sentence
_JOINED = frozenset({"Across", "In", "No", "The", "There"})  # what a sentence may begin with to follow "noted that"
_LONGEST = 120  # characters of a statement


def covering_note(pack: RoundPack) -> tuple[Block, ...]:
    """One page for the members of the forum, ready to edit. It names roles and never a person."""
    comparison, facts = pack.comparison, pack.comparison.round
    nothing = facts.plan is Plan.NOTHING
    asked = _asked_of_nothing() if nothing else _asked_of_results(pack)
    return (
        Heading("Covering note"),
        Facts(
            (
                ("To", "Members of the forum"),
                ("From", FROM),
                ("About", f"The results of {facts.name}"),
                ("For", "To note and to discuss" if nothing else "To note, to discuss and to agree priorities"),
            )
        ),
        Heading("What this paper is", 2),
        Words(_what_it_is(comparison)),
        *(() if nothing else (Words(each.text, each.sure) for each in comparison.summary[-1:])),
        Heading("What the forum is asked to do", 2),
        Points(tuple(Words(each) for each in asked), numbered=True),
        Heading("How to talk about it", 2),
        Words(
            "Please do not ask anyone whether or how they answered."
            if nothing
            else "Please do not ask anyone how they answered, and do not guess who wrote a comment. "
            "The figures show what to talk about. Only the forum can say why."
        ),
        Note("Both chairs may change this note before it goes out."),
    )


def _what_it_is(comparison: Comparison) -> str:
    facts = comparison.round
    came = "was brought in from an earlier report or survey" if facts.typed_in else f"closed on {wording.day(facts)}"
    return (
        f"This paper is about {facts.name}, which {came}. {turnout_sentence(comparison)} "
        "Both sides see the same figures. The paper is designed not to show how any one member answered."
    )


def _asked_of_nothing() -> tuple[str, ...]:
    return (
        "Note that too few members answered for any result to be shown.",
        "Discuss what would help more members to take part.",
        "Agree when to ask again.",
    )


def _asked_of_results(pack: RoundPack) -> tuple[str, ...]:
    agreed = own_priorities(pack)
    return (
        "Note the results. The page “In short” gives the main points.",
        "Discuss what may lie behind them. The figures do not tell why.",
        "Note the priorities that both sides have agreed, and help with them."
        if agreed
        else "Agree priorities: what to work on, which side looks after each, and when to look at it again.",
    )


def minute_wording(pack: RoundPack) -> tuple[Block, ...]:
    """Neutral sentences for the minutes, one piece for each point of the agenda, ready to copy and to change."""
    comparison = pack.comparison
    pieces = [Wording("Results", tuple(_results(comparison)))]
    if comparison.round.plan is not Plan.NOTHING:
        if comparison.against is not None and not beside_hopes(comparison):
            pieces.append(Wording("What has changed", tuple(_movement(comparison))))
        pieces.append(Wording("The two sides", tuple(_sides(comparison))))
    pieces += [Wording("Comments", _comments(pack)), Wording("Priorities", tuple(_priorities(pack)))]
    return (
        *minutes_begin("forum"),
        *pieces,
    )


def minutes_begin(who: str) -> tuple[Block, ...]:
    """What stands above the words for the minutes of every paper. who: whose minutes, such as "forum"."""
    words = f"These words claim no more than the figures allow. Change them to say what the {who} decided."
    return (Heading(MINUTES, apart=True), Words(words))


def noted(who: str, words: str) -> str:
    """A sentence of a paper as one for the minutes: "The meeting noted that the overall score is 6.8 out of 10."."""
    first = words.partition(" ")[0]
    if first in _JOINED or first[:1].isdigit():
        return f"{who} noted that {words[:1].lower()}{words[1:]}"
    return f"{who} noted: {words}"


def _results(comparison: Comparison) -> list[str]:
    facts, overall = comparison.round, comparison.overall.total
    said = [f"The forum noted the results of {facts.name}. {turnout_sentence(comparison)}"]
    if facts.plan is Plan.NOTHING:
        return [*said, "The forum noted that too few members answered for any result to be shown."]
    if overall.score is not None:
        said.append(f"The forum noted that the overall score was {wording.score(overall)} out of 10.")
    return said


def _movement(comparison: Comparison) -> list[str]:
    """What is labelled; where nothing is, that this does not mean that nothing changed."""
    before = comparison.against.name if comparison.against is not None else ""
    said = []
    if comparison.overall.change is not None:
        said.append(_overall(comparison.overall.change, before))
    for label, word in ((ChangeLabel.IMPROVED, "improved"), (ChangeLabel.DECLINED, "declined")):
        said += _labelled(comparison.sections, label, ("section", f"{word} since {before}"))
        said += _labelled(comparison.statements, label, ("statement", f"{word} since {before}"))
    results: list[SectionResult | StatementResult] = [*comparison.sections, *comparison.statements]
    labels = {each.change.label for each in results if each.change is not None}
    if not labels:
        return [*said, f"The forum noted that nothing could be compared with {before}."]
    if ChangeLabel.NO_CLEAR_CHANGE in labels:
        said.append("The forum noted that “no clear change” does not mean that nothing changed.")
    if ChangeLabel.TOO_FEW in labels:
        said.append(
            "The forum noted that too few answered to say whether some of the differences are more than chance."
        )
    if None in labels:
        said.append("The forum noted that some differences are shown without a label, because too little is known.")
    return said


def _overall(change: Change, before: str) -> str:
    over = "the statements that both rounds asked" if change.in_common is not None else "all statements"
    was = f"{wording.number(change.later)}, beside {wording.number(change.earlier)} in {before}"
    said = f"The forum noted that the score over {over} was {was}."
    return (
        {
            ChangeLabel.IMPROVED: f"{said} This is an improvement that chance alone would seldom make.",
            ChangeLabel.DECLINED: f"{said} This is a decline that chance alone would seldom make.",
            ChangeLabel.NO_CLEAR_CHANGE: f"{said} This is no clear change.",
            ChangeLabel.TOO_FEW: f"{said} Too few answered to say whether this is more than chance.",
        }.get(change.label, f"{said} This difference has no label.")
        if change.label
        else f"{said} It has no label."
    )


def _labelled(
    results: Sequence[SectionResult] | Sequence[StatementResult], label: ChangeLabel, words: tuple[str, str]
) -> list[str]:
    found = [each for each in results if each.change is not None and each.change.label is label]
    if not found:
        return []
    named = [
        f"{_name(each)} ({wording.number(each.change.earlier)} to {wording.number(each.change.later)})"
        for each in found[:_MOST_NAMED]
        if each.change is not None
    ]
    what, moved = words
    which = f"this {what}" if len(found) == 1 else f"these {what}s"
    return [f"The forum noted that {which} {moved}: {_and_more(named, len(found))}."]


def _name(result: SectionResult | StatementResult) -> str:
    text = result.text if isinstance(result, StatementResult) else result.title
    return quoted(shortened(text, _LONGEST))


def _and_more(named: list[str], whole: int) -> str:
    more = whole - len(named)
    return f"{'; '.join(named)}; and {more} more" if more > 0 else listed(named)


def _sides(comparison: Comparison) -> list[str]:
    if not has_sides(comparison):
        return ["The forum noted that results are shown for both sides together only, to protect anonymity."]
    gaps = [each for each in comparison.statements if each.gap is not None]
    differ = [each for each in gaps if each.gap is not None and each.gap.label is GapLabel.DIFFER]
    hidden = any(each.sides is None for each in comparison.statements)
    said = []
    if differ:
        widest = sorted(differ, key=lambda each: -abs(each.gap.difference) if each.gap is not None else 0.0)
        named = [_side_scores(each) for each in widest[:_MOST_NAMED]]
        said.append(f"The forum noted that the sides' scores differ on: {_and_more(named, len(differ))}.")
        said.append("The forum noted that such a difference does not tell why the sides see it differently.")
    elif any(each.gap is not None and each.gap.label is GapLabel.NO_CLEAR_DIFFERENCE for each in gaps):
        said.append(
            "The forum noted that no statement shows a clear difference between the sides. "
            "This does not mean that the sides agree."
        )
    elif gaps:
        said.append("The forum noted the scores of both sides. Whether they differ by more than chance cannot be told.")
    if hidden:
        said.append("The forum noted that some results are not shown by side, to protect anonymity.")
    return said


def _side_scores(statement: StatementResult) -> str:
    scores = [wording.score((statement.sides or {}).get(side)) for side in (Side.MANAGEMENT, Side.STAFF)]
    return f"{_name(statement)} (management side {scores[0]}, staff side {scores[1]})"


def _comments(pack: RoundPack) -> tuple[str, ...]:
    if not pack.comments:
        return ("The forum noted that no comments were shown.",)
    return (
        (
            f"The forum noted {wording.many(len(pack.comments), 'comment', 'comments')} "
            "that the reviewers of both sides had passed."
        ),
    )


def _priorities(pack: RoundPack) -> list[str]:
    said = []
    earlier = [each for each in pack.priorities if each.round != pack.comparison.round.name]
    if earlier:
        names = listed(list(dict.fromkeys(each.round for each in earlier)))
        said.append(f"The forum noted what has become of the priorities from {names}.")
    agreed = own_priorities(pack)
    for each in agreed[:_MOST_NAMED]:
        when = f" It will be looked at again on {each.review_on.day} {each.review_on:%B %Y}." if each.review_on else ""
        title = ended(shortened(each.title, _LONGEST))
        said.append(f"The forum noted that both sides agreed this priority: {title} {looked_after_by(each)}.{when}")
    if len(agreed) > _MOST_NAMED:
        said.append(f"The forum noted {len(agreed) - _MOST_NAMED} more priorities that both sides agreed.")
    if not agreed and pack.comparison.round.plan is not Plan.NOTHING:
        said.append("The forum agreed to work on: [what; which side and role look after it; when to look at it again].")
    return said or ["The forum agreed to ask again on: [when]."]
