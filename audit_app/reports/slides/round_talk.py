"""The slides to talk about: strengths, what is suggested, what was agreed, and how to read it all."""

from collections.abc import Sequence

from audit_app.analysis.measures import Tracked, in_short
from audit_app.analysis.released import Sentence
from audit_app.analysis.wording import number_word
from audit_app.charts import wording
from audit_app.reports.native_charts import shortened
from audit_app.reports.slides.deck import Slide
from audit_app.reports.slides.round_content import HIDDEN, NAME, Content, if_small, said, shown

_MOST_LISTED = 5
_STRENGTH = "A strength scores 7.5 or more, has not declined, and shows no wide gap between the sides."
_OWNERS = {"management": "Management side", "staff": "Staff side", "both": "Both sides"}


def strengths(content: Content) -> Slide | None:
    """What both sides can build on."""
    comparison = content.comparison
    found = [each for each in comparison.statements if each.id in comparison.strengths]
    if not found:
        return None
    whole = [Sentence(wording.numbered(each), f"Score {wording.score(each.total)}.", each.id) for each in found]
    title = f"{number_word(len(found)).capitalize()} strengths to build on"
    return Slide(
        title=title if len(found) > 1 else f"One strength to build on: {wording.named(found[0].short)}",
        sentences=shown(comparison, [*_some(whole, "strengths"), Sentence(_STRENGTH)]),
        says=(*said(whole), _STRENGTH),
        beware=("A strength can be lost. Ask what keeps it strong.", *if_small(comparison)),
    )


def suggested(content: Content) -> Slide | None:
    """What the figures suggest to talk about, and why."""
    comparison = content.comparison
    by_id = {each.id: each for each in comparison.statements}
    whole = [
        Sentence(
            wording.numbered(by_id[each.statement]), f"Suggested because: {'; '.join(each.reasons)}.", each.statement
        )
        for each in comparison.suggestions
        if each.statement in by_id
    ]
    if not whole:
        return None
    one = len(whole) == 1
    return Slide(
        title=f"{number_word(len(whole)).capitalize()} {'statement is' if one else 'statements are'} "
        "suggested for discussion",
        sentences=shown(comparison, whole),
        says=(*said(whole), "Ask which of these matters most, and what each side could do about it."),
        beware=(
            "A suggestion is no decision. The chairs decide together, and may decline it.",
            "What is hidden counts for nothing here, so something else may matter more.",
        ),
    )


def priorities(content: Content) -> Slide | None:
    """What both sides have agreed to work on, and what has become of it."""
    if not content.pack.priorities:
        return None
    measures = [each for priority in content.pack.priorities for each in priority.measures]
    whole = [Sentence(each.title, _progress(each)) for each in content.pack.priorities]
    title = f"Both sides have agreed on {wording.many(len(whole), 'priority', 'priorities')}"
    if measures:
        title = f"Agreed priorities, by what they are measured by: {in_short(measures).lower()}"
    return Slide(
        title=title,
        sentences=shown(content.pack.comparison, _some(whole, "priorities")),
        says=tuple(_told(each) for each in content.pack.priorities),
        beware=(
            "A score that moved does not prove that the work moved it. A score that stayed does not prove failure.",
        ),
    )


def how_to_read(content: Content) -> Slide | None:
    """What the figures mean, and what is done to protect those who answered."""
    facts = content.pack.comparison.round
    told = (
        "Scores run from 0 to 10, and 10 is best. “Both sides together” counts every answer once.",
        "A change or a gap is called clear only where chance alone would seldom do this.",
        f"Groups of fewer than {facts.minimum} are never shown. What could tell how single members answered is hidden.",
        "This is designed to protect members. Please do not guess who said what.",
    )
    return Slide(
        title="How to read these results",
        sentences=tuple(Sentence(each) for each in told),
        says=(*told, *content.pack.comparison.footnotes),
        beware=(HIDDEN, *content.pack.comparison.breaks),
    )


def _some(sentences: Sequence[Sentence], what: str) -> list[Sentence]:
    """As many as a slide holds, and how many more there are."""
    if len(sentences) <= _MOST_LISTED:
        return list(sentences)
    more = len(sentences) - _MOST_LISTED + 1
    return [*sentences[: _MOST_LISTED - 1], Sentence(f"And {more} more {what}, in the paper and in the notes.")]


def _told(priority: Tracked) -> str:
    """The whole of a priority in sentences that can be read out: who looks after it, and what each measure says."""
    found = [each for each in (priority.title, _owner(priority)) if each]
    found += [f"{each.text.rstrip('.')}: {each.sentence}" for each in priority.measures]
    if not priority.measures:
        found += [f"Measured by: {each.text.rstrip('.')} ({each.score})" for each in priority.measured_by]
    return " ".join(each if each.endswith((".", "?", "!")) else f"{each}." for each in [*found, *_done(priority)])


def _owner(priority: Tracked) -> str:
    return ", ".join(each for each in (_OWNERS.get(priority.owner, ""), priority.owner_role) if each)


def _done(priority: Tracked) -> list[str]:
    return ["Done."] if priority.done else []


def _progress(priority: Tracked) -> str:
    owner = _owner(priority)
    said = [f"{owner}."] if owner else []
    said += [
        f"{each.verdict.mark} {_measure(each.text)}: {each.verdict.value.lower()}, "
        f"{each.then_words} then, {each.now_words} now.".strip()
        for each in priority.measures
    ]
    if not priority.measures and priority.measured_by:
        said.append(
            f"Measured by: {'; '.join(f'{_measure(each.text)} ({each.score})' for each in priority.measured_by)}."
        )
    return " ".join([*said, *_done(priority)])


def _measure(text: str) -> str:
    return shortened(text.rstrip("."), NAME)
